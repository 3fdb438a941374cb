import { sql } from 'kysely';
import { asSystem, type World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { CRISIS_EVENTS } from '#rooms/crisis/events.ts';
import { appendTask } from '#rooms/tasks/actions.ts';

const DAYS_AHEAD = 7;
const HOURS_AT_MOST = 24;

interface Ahead {
  kind: 'appointment' | 'episode' | 'case';
  id: string;
  person_id: string;
  practitioner_id: string | null;
  organisation_id: string | null;
  manager_id: string | null;
  meeting_at: Temporal.Instant;
}

/**
 * C.1 rule 4: who sees the person within the next seven days, in whatever engagement, is asked to get in touch before; without a word of why,
 * and without learning of each other. One task for each engagement; who raised it knows already. By the system, after the alarm stands: whoever
 * raised it must not see where else she goes.
 */
export async function tellWhoSeesHer(world: World, emergencyId: string): Promise<void> {
  await asSystem(world, 'cases.safety', async (call) => {
    const [from, until] = [call.now.toString(), call.now.add({ hours: 24 * DAYS_AHEAD }).toString()];
    const { rows } = await sql<Ahead>`
      with e as (select person_id, raised_by from crisis.emergency where id = ${emergencyId} and not drill),
      ahead as (
        select 'appointment' as kind, a.id, coalesce(a.request_id, a.id) as engagement, a.person_id, a.practitioner_id, null::uuid as organisation_id, null::uuid as manager_id, a.starts_at as meeting_at
        from e join scheduling.appointment a using (person_id) where a.state = 'booked' and a.starts_at between ${from} and ${until}
        union all
        select 'episode', v.episode_id, v.episode_id, v.person_id, v.practitioner_id, v.organisation_id, null, v.starts_at
        from e join soziotherapie.session v using (person_id) where v.state in ('PLANNED', 'CONFIRMED') and v.starts_at between ${from} and ${until}
        union all -- her next meeting with the case manager, or a first appointment that the case booked
        select 'case', c.id, c.id, c.person_id, null, c.organisation_id, c.manager_id, m.meeting_at
        from e join cases.case c using (person_id) cross join lateral (
          select k.next_on::timestamp at time zone 'Europe/Berlin' as meeting_at from cases.contact k where k.case_id = c.id and k.next_on is not null
            and k.next_on between (${from}::timestamptz at time zone 'Europe/Berlin')::date and (${until}::timestamptz at time zone 'Europe/Berlin')::date
            and not exists (select 1 from cases.contact n where n.amends_id = k.id)
          union all
          select a.starts_at from cases.service_line l join scheduling.appointment a on a.request_id = l.mirrored_id
          where l.case_id = c.id and l.mirrors = 'request' and a.state = 'booked' and a.starts_at between ${from} and ${until}) m
        where c.phase not in ('closed', 'not_opened'))
      select distinct on (a.kind, a.engagement) a.kind, a.id, a.person_id, a.practitioner_id, a.organisation_id, a.manager_id, a.meeting_at
      from e join ahead a using (person_id)
      where not exists (select 1 from access.account r where r.id = e.raised_by and (r.id = a.manager_id or r.practitioner_id = a.practitioner_id))
      order by a.kind, a.engagement, a.meeting_at`.execute(call.tx);
    const latest = call.now.add({ hours: HOURS_AT_MOST });
    for (const row of rows) {
      const soon = Temporal.Instant.compare(row.meeting_at, latest) < 0 && Temporal.Instant.compare(row.meeting_at, call.now) > 0;
      const role = row.kind === 'episode' ? 'soziotherapist' : 'therapist';
      await appendTask(call, {
        kind: 'contact-before-appointment',
        object: [row.kind, row.id],
        personId: row.person_id,
        priority: 1,
        dueAt: soon ? row.meeting_at : latest,
        ...(row.manager_id ? { assigneeId: row.manager_id } : { assigneeRole: role, practitionerId: row.practitioner_id }),
        ...(row.organisation_id ? { organisationId: row.organisation_id } : {}),
      });
    }
  });
}

export const safetyJobs: RoomJobs = {
  jobs: { 'tell-who-sees-her': (world, { emergencyId }) => tellWhoSeesHer(world, String(emergencyId)) },
  follow: {
    [CRISIS_EVENTS.raised]: ({ objectId, data }) =>
      objectId && data.drill !== true
        ? { job: 'tell-who-sees-her', payload: { emergencyId: objectId }, key: `tell-who-sees-her:${objectId}` }
        : undefined,
  },
};
