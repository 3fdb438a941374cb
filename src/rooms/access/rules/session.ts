/** Limits of a session (security 4.4.6); the database keeps them as well. */
export const IDLE_SECONDS = 15 * 60;
export const ABSOLUTE_SECONDS = 12 * 3600;
/** Between password and second factor. */
export const HALF_SECONDS = 10 * 60;
/** How long a fresh code opens the steps that need one (security 2.1.1). */
export const STEP_UP_SECONDS = 5 * 60;
/** How long an invitation opens. */
export const INVITATION_SECONDS = 7 * 24 * 3600;

/** Until when somebody counts as having just confirmed; nothing where she has not. */
export function stepUpUntil(steppedUpAt: Temporal.Instant | null, now: Temporal.Instant): Temporal.Instant | null {
  if (!steppedUpAt) return null;
  const until = steppedUpAt.add({ seconds: STEP_UP_SECONDS });
  return Temporal.Instant.compare(steppedUpAt, now) <= 0 && Temporal.Instant.compare(now, until) < 0 ? until : null;
}

export type InvitationState = 'open' | 'accepted' | 'withdrawn' | 'expired';

/** What became of an invitation. */
export function invitationState(
  invitation: { acceptedAt: Temporal.Instant | null; withdrawnAt: Temporal.Instant | null; expiresAt: Temporal.Instant },
  now: Temporal.Instant,
): InvitationState {
  if (invitation.acceptedAt) return 'accepted';
  if (invitation.withdrawnAt) return 'withdrawn';
  return Temporal.Instant.compare(invitation.expiresAt, now) <= 0 ? 'expired' : 'open';
}
