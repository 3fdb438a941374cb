import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { inBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { LocalTime } from '../rules/calendar.ts';
import { SESSION_TABLE, type SessionEvent, type SessionFacts, type SessionState, stepSession } from '../rules/life/session.ts';
import type { Facts, Ruling } from '../rules/ruling.ts';
import { lockContingentOf } from '../store/ledger.ts';
import * as store from '../store/sessions.ts';
import { partiesOf } from './episode-step.ts';
import { lockContingent } from './reckon.ts';

export const sealedIn = (column: string, row: string) => ({ table: 'soziotherapie.session', column, row });
export const nowLocal = (call: Call): LocalTime => inBerlin(call.now).toPlainDateTime().toString({ smallestUnit: 'minute' });
export const accountId = (call: Call): string | null => (call.actor.kind === 'account' ? call.actor.accountId : null);

/** Throws a rule's no with the rule, its place in law and its facts. */
export function insistOn<Yes extends object>(ruling: Ruling<Yes>): Extract<Ruling<Yes>, { ok: true }> {
  if (!ruling.ok) throw new Refusal(ruling.because, { facts: { ...ruling.facts, rule: ruling.rule, source: ruling.source } });
  return ruling as Extract<Ruling<Yes>, { ok: true }>;
}

/**
 * The session, locked, and before it the contingent of the person: everybody takes the two in this order. Unknown, or of somebody
 * whom the asker does not accompany: not found.
 */
export async function lockForStep(call: Call, id: string, version?: number | undefined): Promise<store.SessionRecord> {
  // both go out at once, one behind the other
  const [held, row] = await Promise.all([lockContingentOf(call.tx, id), store.lockSession(call.tx, id)]);
  if (!row) throw new Refusal('not-found');
  if (held?.person_id !== row.person_id) await lockContingent(call, row.person_id); // nothing was counted yet, or two records were joined just now
  if (version !== undefined && row.version !== version) throw new Refusal('version-old', { current: row.version });
  return row;
}

/** Who leads a session, alone or with another, does what happens in it; the office does what the table leaves to it. */
export function insistOnOwn(call: Call, row: Pick<store.SessionRecord, 'practitioner_id' | 'co_practitioner_id'>): void {
  if (call.actor.kind !== 'account') return;
  const { practitionerId } = call.actor;
  if (practitionerId === null || (practitionerId !== row.practitioner_id && practitionerId !== row.co_practitioner_id))
    throw new Refusal('session-not-yours');
}

/** Events that somebody finds listed from a state. */
export function nextFor(state: string, parties: readonly Party[]): SessionEvent[] {
  const rows: readonly { event: SessionEvent; who: readonly Party[] }[] = SESSION_TABLE[state as SessionState];
  return [...new Set(rows.filter(({ who }) => who.some((party) => parties.includes(party))).map(({ event }) => event))];
}

/** Facts with which every need holds: to ask whether a step is listed here for who asks, before anything else is looked up. */
const EVERYTHING_HOLDS = (state: SessionState, timeliness: 'on-time' | 'very-late', before: string | null): SessionFacts => ({
  timesHold: true,
  overlaps: false,
  covered: true,
  inHospital: false,
  noteComplete: true,
  timeliness,
  reasonGiven: true,
  signedOrReason: true,
  releasable: true,
  invoiceRun: true,
  before: (before ?? state) as SessionState,
});

/** Refuses with the state's own word, or with "not for your role", where the step is not listed. */
export function insistListed(call: Call, row: Pick<store.SessionRecord, 'state' | 'disputed_from'>, event: SessionEvent): void {
  const state = row.state as SessionState;
  const parties = partiesOf(call);
  const timeliness = event === 'document-very-late' ? 'very-late' : 'on-time';
  const step = stepSession(state, event, parties, EVERYTHING_HOLDS(state, timeliness, row.disputed_from));
  if (!step.ok) throw new Refusal(step.because, { next: nextFor(state, parties), facts: { state } });
}

/** One step by the table: the new state with its columns, and the event of the log. What the step sets going is the caller's. */
export async function takeStep(
  call: Call,
  row: store.SessionRecord,
  event: SessionEvent,
  facts: SessionFacts,
  change: store.SessionChange = {},
  told: Facts = {},
  parties: readonly Party[] = partiesOf(call),
) {
  const state = row.state as SessionState;
  const step = stepSession(state, event, parties, facts);
  if (!step.ok) throw new Refusal(step.because, { next: nextFor(state, parties), facts: { state } });
  const after = await store.updateSession(call.tx, row.id, { ...change, state: step.to });
  await record(call, {
    action: 'soziotherapie.session.moved',
    kind: 'U',
    object: ['session', row.id],
    personId: row.person_id,
    data: {
      organisationId: row.organisation_id,
      episodeId: row.episode_id,
      practitionerId: row.practitioner_id,
      row: step.id,
      event,
      from: state,
      to: step.to,
      ...told,
    },
  });
  return { after, effects: step.effects };
}

export const movedAnswer = (row: store.SessionRecord) => ({ id: row.id, version: row.version, state: row.state as SessionState });
