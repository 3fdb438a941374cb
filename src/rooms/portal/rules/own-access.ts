import { type Decision, no, yes } from '#kernel/decision.ts';

export const PORTAL_KINDS = ['self', 'guardian', 'relative'] as const;
/** For whom an access is: the person herself, somebody with authority, or a relative by her release. */
export type PortalKind = (typeof PORTAL_KINDS)[number];

/** What a relative may be shown; each stands in the release of the person, too. */
export const RELATIVE_CLASSES = ['identity', 'appointments', 'plan'] as const;
export type RelativeClass = (typeof RELATIVE_CLASSES)[number];

/** What a client may open to a partner herself; the rest is talked about first. */
export const PARTNER_CLASSES = ['identity', 'contact', 'appointments', 'assessment', 'plan', 'diagnosis'] as const;
export type PartnerClass = (typeof PARTNER_CLASSES)[number];
/** Ticked already: the least that a partner needs to answer. */
export const PARTNER_LEAST: readonly PartnerClass[] = ['identity', 'contact'];
export const PORTAL_PURPOSES = ['COORD', 'TREAT'] as const;
export type PortalPurpose = (typeof PORTAL_PURPOSES)[number];
/** For how long, in months; the middle one is offered first. */
export const PARTNER_MONTHS = [3, 6, 12, 24] as const;
export const USUAL_MONTHS = 6;

/** How long an invitation opens, and how often its code may be tried. */
export const PORTAL_INVITATION_DAYS = 14;
export const PORTAL_CODE_TRIES = 5;
/** Of a message; it is a short text and no letter. */
export const LONGEST_MESSAGE = 1000;
/** Messages of one account within 24 hours. */
export const MESSAGES_A_DAY = 30;

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford: nothing that is read as something else

/** "K7QM-2F9X-4TPA" of 12 random bytes: 60 bits, so that nobody guesses one in 14 days. */
export function invitationCode(random: Uint8Array): string {
  const text = [...random.subarray(0, 12)].map((byte) => SIGNS[byte % 32]).join('');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** The twelve signs of a code as somebody typed it: in small letters, with spaces, O for 0, I and L for 1; undefined where it is none. */
export function readInvitationCode(typed: string): string | undefined {
  const signs = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .replace(/[\s\p{Cf}.–—-]/gu, '');
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(signs) ? `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}` : undefined;
}

export interface Invitable {
  kind: PortalKind;
  birthDate: string | null;
  /** The authority behind a guardian's access; `young`: from 14 on, owed secrecy towards her as well. */
  guardian: { relation: string; hasCustody: boolean | null; ofAge: boolean; young: boolean } | null;
  /** A guardian set by a court for a part, or what a young person lets who has custody see; null: nothing was said. */
  part: readonly RelativeClass[] | null;
  /** Classes of the release behind a relative's access; null where none lives. */
  released: readonly string[] | null;
}

/**
 * Whether somebody may be invited. The birth date confirms who accepts, so it must be known; a guardian needs an authority that still
 * holds, a relative a release by the person that names at least one thing to see. Whom a court has set for a part is shown that part; who has
 * custody of a young person sees appointments only where she wants it.
 */
export function mayInvite(
  wish: Invitable,
): Decision<
  { classes: RelativeClass[] },
  'portal-birth-date-missing' | 'portal-guardian-missing' | 'portal-guardian-over' | 'portal-release-missing'
> {
  if (wish.birthDate === null) return no('portal-birth-date-missing');
  if (wish.kind === 'guardian') {
    if (!wish.guardian) return no('portal-guardian-missing');
    const court = wish.guardian.relation === 'court';
    if (!court && (wish.guardian.ofAge || wish.guardian.hasCustody === false)) return no('portal-guardian-over');
    const named = RELATIVE_CLASSES.filter((one) => wish.part?.includes(one));
    if (wish.guardian.young) return yes({ classes: named.filter((one) => one === 'appointments') });
    return yes({ classes: court ? named : [] });
  }
  if (wish.kind === 'self') return yes({ classes: [] });
  const classes = RELATIVE_CLASSES.filter((one) => wish.released?.includes(one));
  return classes.length > 0 ? yes({ classes }) : no('portal-release-missing');
}

export type InvitationState = 'open' | 'accepted' | 'withdrawn' | 'expired' | 'used-up';

export function portalInvitationState(
  row: { accepted_at: Temporal.Instant | null; withdrawn_at: Temporal.Instant | null; expires_at: Temporal.Instant; tries: number },
  now: Temporal.Instant,
): InvitationState {
  if (row.accepted_at) return 'accepted';
  if (row.withdrawn_at) return 'withdrawn';
  if (Temporal.Instant.compare(row.expires_at, now) <= 0) return 'expired';
  return row.tries >= PORTAL_CODE_TRIES ? 'used-up' : 'open';
}

/** Who cancels appointments: the person, and who acts for her. A young person cancels herself, whoever may look on. */
export const acts = ({ kind, young }: { kind: PortalKind; young: boolean }): boolean => kind === 'self' || (kind === 'guardian' && !young);

/** Whether an appointment may be cancelled here: still ahead, still standing, and by whoever acts for the person. */
export function mayCancel(
  { acts: may, startsAt, standing }: { acts: boolean; startsAt: Temporal.Instant; standing: boolean },
  now: Temporal.Instant,
): Decision<object, 'portal-not-yours-to-cancel' | 'appointment-has-begun' | 'appointment-cancelled'> {
  if (!may) return no('portal-not-yours-to-cancel');
  if (!standing) return no('appointment-cancelled');
  return Temporal.Instant.compare(startsAt, now) > 0 ? yes({}) : no('appointment-has-begun');
}
