import type { DataClass } from '#rooms/consent/rules/release.ts';

/** What a packet may carry, each class on its own (security 2.5); nothing else of a file can get into one. */
export const PACKET_CLASSES = [
  'identity',
  'contact',
  'appointments',
  'assessment',
  'plan',
  'notes',
  'diagnosis',
  'crisis-plan',
] as const satisfies readonly DataClass[];
export type PacketClass = (typeof PACKET_CLASSES)[number];
/** These the sender writes for this recipient; name and address come from the record. */
export const WRITTEN_CLASSES = [
  'appointments',
  'assessment',
  'plan',
  'notes',
  'diagnosis',
  'crisis-plan',
] as const satisfies readonly PacketClass[];
export type WrittenClass = (typeof WRITTEN_CLASSES)[number];

/** The packet as the partner sees it. */
export interface Packet {
  /** What is asked for, in the sender's words. */
  request: string;
  identity?: { name: string; birthDate: string | null };
  contact?: { phone: string | null; email: string | null; street: string | null; postalCode: string | null; place: string | null };
  texts: Partial<Record<WrittenClass, string>>;
}

export interface PacketSource {
  person: {
    givenName: string | null;
    familyName: string | null;
    birthDate: string | null;
    phone: string | null;
    email: string | null;
    street: string | null;
    postalCode: string | null;
    place: string | null;
  };
  request: string;
  texts: Partial<Record<WrittenClass, string>>;
}

/** Builds a packet from the positive list: what is not asked for by its class is not in it. */
export function buildPacket({ person, request, texts }: PacketSource, classes: readonly PacketClass[]): Packet {
  const packet: Packet = { request, texts: {} };
  if (classes.includes('identity'))
    packet.identity = { name: [person.givenName, person.familyName].filter(Boolean).join(' '), birthDate: person.birthDate };
  if (classes.includes('contact')) {
    const { phone, email, street, postalCode, place } = person;
    packet.contact = { phone, email, street, postalCode, place };
  }
  for (const each of WRITTEN_CLASSES) if (classes.includes(each) && texts[each]) packet.texts[each] = texts[each];
  return packet;
}

/** What of a packet may be read under these classes: asked anew at every reading. The request itself belongs to the identity's release. */
export function narrowPacket(packet: Packet, classes: readonly string[]): Packet {
  const narrow: Packet = { request: classes.length > 0 ? packet.request : '', texts: {} };
  if (packet.identity && classes.includes('identity')) narrow.identity = packet.identity;
  if (packet.contact && classes.includes('contact')) narrow.contact = packet.contact;
  for (const each of WRITTEN_CLASSES) if (classes.includes(each) && packet.texts[each]) narrow.texts[each] = packet.texts[each];
  return narrow;
}

/** What a packet still lacks: a class that was ticked and holds nothing. */
export function emptyClasses({ texts }: Pick<PacketSource, 'texts'>, classes: readonly PacketClass[]): WrittenClass[] {
  return WRITTEN_CLASSES.filter((each) => classes.includes(each) && !texts[each]);
}

/** A release as far as sending asks for it. */
export interface ReleaseFacts {
  id: string;
  direction: string;
  recipientIds: readonly string[];
  recipientName: string;
  classes: readonly string[];
  purpose: string;
  standing: 'given' | 'withdrawn' | 'expired';
}
export interface RecipientFacts {
  /** Its entry and its organisation in the directory; empty where only the release knows it. */
  ids: readonly string[];
  name: string;
}
export type NotReleased = 'release-none' | 'release-ended' | 'release-other-direction' | 'release-classes';

export type MayGo = { ok: true; releaseId: string } | { ok: false; because: NotReleased; missing: PacketClass[] };

/** Case management sends for care and its coordination; a release for paying opens nothing here. */
const SENDING_PURPOSES = ['TREAT', 'COORD', 'PATRQT'];
const plain = (name: string) => name.trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('de');

/** Whether a release means this recipient: by its entry in the directory, or by its name where the release knows no entry. */
export function isFor(
  recipient: RecipientFacts,
  { recipientIds, recipientName }: Pick<ReleaseFacts, 'recipientIds' | 'recipientName'>,
): boolean {
  if (recipientIds.length > 0) return recipientIds.some((id) => recipient.ids.includes(id));
  return plain(recipientName) === plain(recipient.name);
}

/**
 * Whether something may go to this recipient now: a live release towards exactly this recipient that covers every class of the packet.
 * @returns the release, or what is missing, the nearest first: its classes, its direction, that it ended, that there is none
 */
export function mayGo(recipient: RecipientFacts, classes: readonly PacketClass[], releases: readonly ReleaseFacts[]): MayGo {
  const toThem = releases.filter(
    ({ recipientIds, recipientName }) =>
      recipientIds.some((id) => recipient.ids.includes(id)) ||
      (recipientIds.length === 0 && plain(recipientName) === plain(recipient.name)),
  );
  const missing = (from: readonly string[]) => classes.filter((each) => !from.includes(each));
  const lacking = (because: NotReleased, from: readonly string[] = []): MayGo => ({ ok: false, because, missing: missing(from) });
  if (classes.length === 0) return lacking('release-classes');
  const live = toThem.filter(({ standing, purpose }) => standing === 'given' && SENDING_PURPOSES.includes(purpose));
  const outward = live.filter(({ direction }) => direction === 'to-recipient');
  const covering = outward.find((one) => missing(one.classes).length === 0);
  if (covering) return { ok: true, releaseId: covering.id };
  const nearest = outward.toSorted((a, b) => missing(a.classes).length - missing(b.classes).length)[0];
  if (nearest) return lacking('release-classes', nearest.classes);
  if (live.length > 0) return lacking('release-other-direction');
  return lacking(toThem.length > 0 ? 'release-ended' : 'release-none');
}
