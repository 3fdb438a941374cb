import type { Criteria } from '#rooms/placement/contract.ts';
import type { Answer, Browser } from './browser.ts';

export interface Caller {
  givenName: string;
  familyName: string;
  birthDate: string;
  email?: string;
  phone?: string;
}

export const KOWALSKI: Caller = { givenName: 'Anna', familyName: 'Kowalski', birthDate: '1990-05-04', email: 'anna@post.example' };

/** What most callers say: public insurance, single, low mood. */
export const USUAL: Criteria = { insurance: 'GKV', setting: 'single', languages: ['de'], problems: ['DEP'] };

interface Call {
  caller?: Caller;
  criteria?: Criteria;
  opener?: 'no' | 'yes' | 'unclear';
  more?: Record<string, unknown>;
}

/** The first minutes of a call: ring, opener, who and what (rule book A.1.2). Answers the request's id. */
export async function takeCall(
  desk: Browser,
  { caller = KOWALSKI, criteria = USUAL, opener = 'no', more = {} }: Call = {},
): Promise<string> {
  const { id } = await desk.done('placement.beginRequest', { body: { phone: caller.phone ?? '0171 3920041' } });
  await desk.done('placement.answerOpener', { params: { id }, body: { answer: opener } });
  const { phone: _, ...person } = caller;
  await desk.done('placement.saveDraft', { params: { id }, body: { person, criteria, privacyVersion: '2026-1', ...more } });
  return id;
}

/** The list as the desk sees it for a request. */
export async function fitFor(
  desk: Browser,
  requestId: string,
  criteria: Criteria,
  more: Record<string, unknown> = {},
): Promise<Answer['body']> {
  return desk.done('placement.findFit', { body: { requestId, criteria, most: 50, ...more } });
}

export const placesOf = (fit: Answer['body']): string[] => fit.ranked.map(({ card }: { card: { placeId: string } }) => card.placeId);

interface Offer {
  placeId: string;
  slotId: string;
}

/** The offer of a place with its first slot, as the list shows it to this request. */
export async function offerOf(
  desk: Browser,
  requestId: string,
  criteria: Criteria,
  placeId: string,
): Promise<Offer & { startsAt: string }> {
  const fit = await fitFor(desk, requestId, criteria);
  const found = fit.ranked.find(({ card }: { card: { placeId: string } }) => card.placeId === placeId);
  if (!found?.card.firstSlot) throw new Error(`the place is not offered: ${JSON.stringify(fit).slice(0, 600)}`);
  return { placeId, slotId: found.card.firstSlot.id, startsAt: found.card.firstSlot.startsAt };
}

/** Free first times of a place for a request, in order. */
export async function slotsOf(
  desk: Browser,
  requestId: string,
  placeId: string,
  from?: string,
): Promise<{ id: string; startsAt: string; version: number }[]> {
  const offer = await desk.done('placement.getOffer', { params: { id: placeId }, query: { requestId, ...(from ? { from } : {}) } });
  return offer.slots.filter(({ state }: { state: string }) => state === 'free');
}

export const hold = (desk: Browser, id: string, offer: Offer & { override?: unknown }, more: { key?: string } = {}) =>
  desk.ask('placement.holdOffer', {
    params: { id },
    body: { placeId: offer.placeId, slotId: offer.slotId, ...(offer.override ? { override: offer.override } : {}) },
    ...more,
  });

export interface Booking {
  policyVersion?: number;
  response?: 'accepted' | 'questions' | 'declined';
  channel?: 'email' | 'letter';
  contractParty?: 'self' | 'guardian';
  /** Also what is no choice, to see it refused. */
  interpreterBy?: string;
  key?: string;
  signal?: AbortSignal;
}

/** "Verbindlich buchen": with the version of the rule that was read out. */
export async function book(desk: Browser, id: string, booking: Booking = {}): Promise<Answer> {
  const { policyVersion = 1, response = 'accepted', channel = 'email', contractParty = 'self', interpreterBy, key, signal } = booking;
  return desk.ask('placement.bookOffer', {
    params: { id },
    body: {
      acknowledgement: { response, policyVersion, language: 'de' },
      channel,
      contractParty,
      ...(interpreterBy ? { interpreterBy } : {}),
    },
    ...(key ? { key } : {}),
    ...(signal ? { signal } : {}),
  });
}

/** A whole call from ring to booking. */
export async function placeCaller(desk: Browser, placeId: string, call: Call = {}, booking: Booking = {}) {
  const id = await takeCall(desk, call);
  const criteria = call.criteria ?? USUAL;
  const offer = await offerOf(desk, id, { ...criteria, birthDate: (call.caller ?? KOWALSKI).birthDate }, placeId);
  const held = await hold(desk, id, offer);
  if (held.status !== 200) throw new Error(`not held: ${held.text}`);
  const booked = await book(desk, id, booking);
  if (booked.status !== 200) throw new Error(`not booked: ${booked.text}`);
  return { id, ...offer, appointmentId: booked.body.appointmentId as string, startsAt: booked.body.startsAt as string };
}
