import { sql } from 'kysely';
import { asSystem, type World } from '#platform/call.ts';
import type { LoggedEvent, RoomJobs } from '#platform/jobs.ts';
import { appendTask } from '#rooms/tasks/actions.ts';

const HOURS = 72;

interface Engaged {
  kind: 'request' | 'appointment' | 'case' | 'episode';
  id: string;
  role: 'desk' | 'therapist' | 'soziotherapist' | null;
  account_id: string | null;
  practitioner_id: string | null;
  organisation_id: string | null;
}

/**
 * The core of a person (name, contact, who represents her) is shared: a change in one engagement is announced to the others (rule book C.1),
 * without saying where it was made. One open task for each engagement. By the system and after the change stands: whoever made it must not
 * notice, by an answer or by how long it takes, who else there is.
 */
export async function announceCore(world: World, seq: number): Promise<void> {
  await asSystem(world, 'cases.core-changed', async (call) => {
    const { rows } = await sql<Engaged & { person_id: string }>`
      with e as (
        select v.person_id, v.actor_id, v.actor_roles, v.organisation_id, a.practitioner_id
        from platform.event v left join access.account a on a.id = v.actor_id where v.seq = ${seq}),
      others as (
        select r.*, e.actor_roles from e join access.care_relation r using (person_id)
        where r.from_at <= ${call.now.toString()} and (r.until_at is null or r.until_at > ${call.now.toString()})
          and r.account_id is distinct from e.actor_id and (r.practitioner_id is null or r.practitioner_id is distinct from e.practitioner_id)
          and (r.organisation_id is null or r.organisation_id is distinct from e.organisation_id))
      select 'request' as kind, o.cause_id as id, 'desk' as role, null::uuid as account_id, null::uuid as practitioner_id, null::uuid as organisation_id, o.person_id
      from others o where o.kind = 'desk' and o.until_at is null and not o.actor_roles && array['desk', 'coordinator'] -- it ends with the request
      union
      select 'appointment', a.id, 'therapist', null, o.practitioner_id, null, o.person_id from others o cross join lateral (
        select a.id from scheduling.appointment a where a.request_id = o.cause_id and a.practitioner_id = o.practitioner_id order by a.starts_at desc limit 1) a
      where o.kind = 'allocated'
      union
      select 'case', o.cause_id, null, o.account_id, null, o.organisation_id, o.person_id from others o
      where o.kind = 'team' and o.cause_kind = 'case' and o.account_id is not null
      union
      select 'episode', o.cause_id, 'soziotherapist', null, o.practitioner_id, o.organisation_id, o.person_id from others o
      where o.kind = 'team' and o.cause_kind = 'episode' and o.practitioner_id is not null`.execute(call.tx);
    for (const row of rows)
      await appendTask(call, {
        kind: 'contact-data-changed',
        object: [row.kind, row.id],
        personId: row.person_id,
        dueAt: call.now.add({ hours: HOURS }),
        ...(row.account_id
          ? { assigneeId: row.account_id }
          : { assigneeRole: row.role ?? 'desk', ...(row.practitioner_id ? { practitionerId: row.practitioner_id } : {}) }),
        ...(row.organisation_id ? { organisationId: row.organisation_id } : {}),
      });
  });
}

const told = ({ seq, personId }: LoggedEvent) =>
  personId ? { job: 'announce-core', payload: { seq: String(seq) }, key: `announce-core:${personId}` } : undefined;

export const coreJobs: RoomJobs = {
  jobs: { 'announce-core': (world, { seq }) => announceCore(world, Number(seq)) },
  follow: { 'people.person.changed': told, 'people.guardian.changed': told },
};
