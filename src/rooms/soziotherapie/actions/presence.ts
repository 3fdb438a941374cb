import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import { judgePresence } from '../rules/group.ts';
import type { PlaceKind } from '../rules/note.ts';
import { selectMeeting } from '../store/groups.ts';
import { findEpisode, type SessionRecord, updateSession } from '../store/sessions.ts';
import { deliver } from './deliver.ts';
import { askService } from './episode-step.ts';
import { meetingsOf } from './groups.ts';
import { getMeetingRows, lockAll, type Times } from './meetings.ts';
import { ownOrganisation, parametersFor } from './practice.ts';
import { reckon } from './reckon.ts';
import { insistOn, insistOnOwn, lockForStep } from './session-step.ts';
import { movePlainly } from './sessions.ts';

export interface Presence extends Times {
  placeKind: PlaceKind;
  present: readonly string[];
  absent: readonly { sessionId: string; event: 'mark-no-show' | 'cancel-by-client' }[];
  riskConfirmed?: boolean | undefined;
}

/** Who came and who did not, for everybody who was booked. Where only one came, the lead is asked (R19). */
export async function markPresence(call: Call, _permit: Permit<'soziotherapie.care'>, meetingId: string, wish: Presence) {
  const { rows, first } = await getMeetingRows(call, meetingId);
  insistOnOwn(call, first);
  const booked = rows.filter(({ state }) => state === 'PLANNED' || state === 'CONFIRMED');
  const named = new Set([...wish.present, ...wish.absent.map(({ sessionId }) => sessionId)]);
  if ([...named].some((id) => !rows.some((row) => row.id === id))) throw new Refusal('not-found');
  const missing = booked.filter(({ id }) => !named.has(id)).length;
  if (missing > 0 || named.size < wish.present.length + wish.absent.length)
    throw new Refusal('presence-incomplete', { facts: { missing } });
  await lockAll(
    call,
    rows.map(({ person_id }) => person_id),
  );
  for (const { sessionId, event } of wish.absent) await movePlainly(call, await lockForStep(call, sessionId), event, 'nicht in der Gruppe');
  for (const id of wish.present) await deliver(call, await lockForStep(call, id), wish);
  const [after] = meetingsOf(await selectMeeting(call.tx, meetingId));
  await record(call, {
    action: 'soziotherapie.meeting.held',
    kind: 'E',
    object: ['meeting', meetingId],
    data: { organisationId: first.organisation_id, practitionerId: first.practitioner_id, present: after?.present ?? 0 },
  });
  if (after?.undecided) await askLead(call, wish.present[0] ?? '');
  return { id: meetingId, present: after?.present ?? 0, undecided: after?.undecided ?? false };
}

async function askLead(call: Call, sessionId: string): Promise<void> {
  const row = await lockForStep(call, sessionId);
  const episode = await findEpisode(call.tx, row.episode_id);
  if (!episode) return;
  await askService(call, episode, {
    kind: 'sozio-group-one-came',
    object: ['session', row.id],
    for: 'lead',
    due: call.now.add({ hours: 72 }),
    facts: { day: row.day, meetingId: row.group_session_id },
  });
}

/** R19: the lead decides what counts for the only one who came. */
export async function decideMeeting(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  meetingId: string,
  as: 'single' | 'cancelled',
  reason: string,
) {
  const rows = await selectMeeting(call.tx, meetingId);
  const [summary] = meetingsOf(rows);
  const [only] = rows.filter(({ takes_place }) => takes_place);
  if (!only || only.organisation_id !== ownOrganisation(call)) throw new Refusal('not-found');
  if (!summary?.undecided) throw new Refusal('meeting-decided');
  const row = await lockForStep(call, only.id);
  if (as === 'cancelled') await movePlainly(call, row, 'cancel-by-provider', reason);
  else await countAsSingle(call, row);
  await settleTasks(call, 'sozio-group-one-came', row.id, as);
  await record(call, {
    action: 'soziotherapie.meeting.decided',
    kind: 'U',
    object: ['meeting', meetingId],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, sessionId: row.id, as },
  });
  return { id: meetingId, as };
}

async function countAsSingle(call: Call, row: SessionRecord): Promise<void> {
  const p = await parametersFor(call, row.organisation_id, row.day);
  insistOn(judgePresence(1, { singlePlanned: false, leadDecided: true }, p));
  await updateSession(call.tx, row.id, { setting: 'single', group_session_id: null, co_practitioner_id: null });
  await reckon(call, row.person_id, row.organisation_id);
}
