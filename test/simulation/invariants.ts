import { PLACE_TABLE } from '#rooms/directory/rules/place.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Stage } from '#test/cast/stage.ts';
import type { Actor } from './actors.ts';

/**
 * A sentence that must always hold, as a question for the rows that break it. `$1` is the simulated now. A mark such as `{place:p.id}`
 * stands for "true", or for "one of the places that the last step had to do with" where only those are asked; `{=place:p.id}` for those
 * whose own row was written, `{since:seq}` for events after the last question.
 */
export interface Invariant {
  says: string;
  sql: string;
}

/** The drawn arrows between two states of a place, as "open>held" (rule book A.3.3). A row back to its own state is none. */
const ARROWS = [
  ...new Set(
    Object.entries(PLACE_TABLE).flatMap(([from, rows]) =>
      rows.map(({ to }) => `${from}>${to}`).filter((arrow) => arrow !== `${from}>${from}`),
    ),
  ),
  'none>open', // a draft that is opened in the same breath
];
const arrows = ARROWS.map((arrow) => `'${arrow}'`).join(', ');

/** Asked after steps, when the timers have run at the same moment. */
export const INVARIANTS: Invariant[] = [
  {
    says: 'I1: a place that is bound has exactly one live allocation, of the same request; every other place has none',
    sql: `select p.id, p.state from directory.place p left join placement.allocation l on l.place_id = p.id and l.ended_at is null
      where {place:p.id} and ((p.state in ('reserved', 'trial', 'occupied', 'ending')) <> (l.id is not null)
        or (l.id is not null and p.request_id is distinct from l.request_id))`,
  },
  {
    says: 'I1: a booked slot has exactly one appointment that stands, and a standing appointment has its slot',
    sql: `select s.id from scheduling.slot s where {slot:s.id} and (s.state = 'booked') <> exists
        (select 1 from scheduling.appointment a where a.slot_id = s.id and a.state in ('booked', 'attended', 'no_show'))`,
  },
  {
    says: 'I2: a request is offered exactly while it holds a slot, and the place beside it is held by the same hand until the same moment',
    sql: `select q.id from placement.request q
      left join scheduling.slot s on s.held_for = q.id and s.state = 'held'
      left join directory.place p on p.held_for = q.id and p.state = 'held'
      where {request:q.id} and ((q.state = 'offered') <> (s.id is not null)
        or (p.id is not null and (s.id is null or p.held_by <> s.held_by or p.held_until <> s.held_until or p.practitioner_id <> s.practitioner_id)))`,
  },
  {
    says: 'I2: a place reserved or on trial belongs to a placed request, an occupied one to a fulfilled one',
    sql: `select p.id, p.state, q.state as request, q.closed_reason from directory.place p join placement.request q on q.id = p.request_id
      where {place:p.id} and p.state in ('reserved', 'trial') and q.state <> 'placed'`,
  },
  {
    says: 'I3: seats of a group are given one by one, never more than there are',
    sql: `select p.group_id from directory.place p where p.group_id is not null group by p.group_id
      having count(*) filter (where p.state in ('held', 'reserved', 'trial', 'occupied', 'ending'))
        < (select count(*) from placement.allocation l join directory.place o on o.id = l.place_id where o.group_id = p.group_id and l.ended_at is null)`,
  },
  {
    says: 'I4: a place released because the fit failed blocks the pair',
    sql: `select l.id from placement.allocation l where {allocation:l.id} and l.trial_at is not null and l.ended_because in ('chemistry', 'procedure', 'disorder', 'time')
        and not exists (select 1 from placement.pair_block b where b.cause_id = l.id and b.person_id = l.person_id and b.practitioner_id = l.practitioner_id)`,
  },
  {
    says: 'I5: the states of a place follow each other without a gap along drawn arrows, and the last is the one that stands',
    sql: `select h.place_id, h.before, h.state, h.seq from (
        select s.place_id, s.state, s.seq, s.at, coalesce(lag(s.state) over w, 'none') as before, lag(s.at) over w as at_before,
          lead(s.seq) over w is null as last from directory.place_state s where {place:s.place_id} window w as (partition by s.place_id order by s.seq)) h
      join directory.place p on p.id = h.place_id
      where h.before || '>' || h.state not in (${arrows}) or h.at < h.at_before or (h.last and h.state <> p.state)`,
  },
  {
    says: 'I6: what is held was confirmed within the last fourteen days',
    sql: `select p.id from directory.place p left join placement.waiting_offer o on o.place_id = p.id and o.state = 'held'
      where p.state = 'held' and (p.confirmed_at is null or (p.confirmed_at at time zone 'Europe/Berlin')::date
        < (coalesce(o.held_at, p.held_until - interval '15 minutes') at time zone 'Europe/Berlin')::date - 14)`,
  },
  {
    says: 'no two live appointments of a therapist overlap, and none of a client but marked ones',
    sql: `select a.id, b.id from scheduling.appointment a join scheduling.appointment b on a.id <> b.id and a.span && b.span and (a.practitioner_id = b.practitioner_id or a.person_id = b.person_id)
      where {appointment:a.id} and a.state in ('booked', 'attended', 'no_show') and b.state in ('booked', 'attended', 'no_show')
        and ((a.practitioner_id = b.practitioner_id and a.kind <> 'GROUP' and b.kind <> 'GROUP')
          or (a.person_id = b.person_id and not a.client_overlap_allowed and not b.client_overlap_allowed))`,
  },
  {
    says: 'no two live slots of a therapist overlap',
    sql: `select a.id from scheduling.slot a join scheduling.slot b on {slot:a.id} and a.id <> b.id and a.practitioner_id = b.practitioner_id and a.span && b.span where a.live and b.live`,
  },
  {
    says: 'no booked appointment to come lies in an absence',
    sql: `select a.id from scheduling.appointment a join scheduling.absence w on w.practitioner_id = a.practitioner_id and w.withdrawn_at is null and w.span && a.span
      where a.state = 'booked' and a.starts_at > $1`,
  },
  {
    says: 'security I6: no hold outlives its limit by more than a minute, and none lasts longer than fifteen, but for an exclusive offer of 48 hours',
    sql: `with held as (
        select id, held_until, held_for from directory.place where state = 'held' union all select id, held_until, held_for from scheduling.slot where state = 'held')
      select h.id from held h left join placement.waiting_offer o on o.request_id = h.held_for and o.state = 'held'
      where h.held_until < $1::timestamptz - interval '60 seconds'
        or h.held_until > coalesce(o.held_at + interval '48 hours', $1::timestamptz + interval '15 minutes')`,
  },
  {
    says: 'nothing is booked for a request that waits for the duty psychologist',
    sql: `select q.id from placement.request q where {request:q.id} and q.state = 'offered' and q.safety_blocked_at is not null and q.safety_released_at is null`,
  },
  {
    says: 'the desk sees a person exactly until seven days after closing',
    sql: `select q.id from placement.request q where {request:q.id} and ((q.closed_at is null and not exists (
          select 1 from access.care_relation c where c.cause_id = q.id and c.kind = 'desk' and c.person_id = q.person_id and c.until_at is null))
        or (q.closed_at is not null and exists (
          select 1 from access.care_relation c where c.cause_id = q.id and c.kind = 'desk' and (c.until_at is null or c.until_at > q.closed_at + interval '7 days'))))`,
  },
  {
    says: 'a therapist sees a person exactly while a place or a first talk is promised',
    sql: `select l.request_id from placement.allocation l where {request:l.request_id} and l.ended_at is null and not exists (
          select 1 from access.care_relation c where c.cause_id = l.request_id and c.kind = 'allocated' and c.practitioner_id = l.practitioner_id and c.until_at is null)
      union all
      select c.cause_id from access.care_relation c where {request:c.cause_id} and c.kind = 'allocated' and (c.until_at is null or c.until_at > $1) and not exists (
          select 1 from placement.allocation l where l.request_id = c.cause_id and l.practitioner_id = c.practitioner_id and l.ended_at is null)
        and not exists (select 1 from scheduling.appointment a where a.request_id = c.cause_id and a.practitioner_id = c.practitioner_id and a.place_id is null
          and a.state in ('booked', 'attended', 'no_show'))`,
  },
  {
    says: 'the duty psychologist sees a person only after a yes or unclear, and no longer than the request is open',
    sql: `select c.cause_id from access.care_relation c join placement.request q on q.id = c.cause_id where {request:q.id} and c.kind = 'oncall' and c.until_at is null
        and (q.safety_blocked_at is null or q.closed_at is not null)`,
  },
  {
    says: 'security I10, I12: the last change of each request, slot, appointment, place and allocation has an event in its transaction',
    sql: `with told as (select distinct (xid::text::numeric % 4294967296)::bigint as xid from platform.event where {since:seq})
      select 'request' as what, q.id from placement.request q where {=request:q.id} and q.xmin::text::bigint not in (select xid from told)
      union all select 'slot', s.id from scheduling.slot s where {=slot:s.id} and s.ends_at > $1 and s.xmin::text::bigint not in (select xid from told)
      union all select 'appointment', a.id from scheduling.appointment a where {=appointment:a.id} and a.ends_at > $1 and a.xmin::text::bigint not in (select xid from told)
      union all select 'place', p.id from directory.place p where {=place:p.id} and p.xmin::text::bigint not in (select xid from told)
      union all select 'allocation', l.id from placement.allocation l where {=allocation:l.id} and l.xmin::text::bigint not in (select xid from told)`,
  },
  {
    says: 'security I12: a change of a request, appointment or allocation names its person in an event of its transaction',
    sql: `with told as (select distinct (xid::text::numeric % 4294967296)::bigint as xid, person_id from platform.event where person_id is not null and {since:seq})
      select 'request' as what, q.id from placement.request q where {=request:q.id} and not exists (select 1 from told t where t.xid = q.xmin::text::bigint and t.person_id = q.person_id)
      union all select 'appointment', a.id from scheduling.appointment a where {=appointment:a.id} and a.ends_at > $1 and not exists (select 1 from told t where t.xid = a.xmin::text::bigint and t.person_id = a.person_id)
      union all select 'allocation', l.id from placement.allocation l where {=allocation:l.id} and not exists (select 1 from told t where t.xid = l.xmin::text::bigint and t.person_id = l.person_id)`,
  },
  {
    says: 'security I12: every request begins with one event, every appointment with one, and every booking has its allocation',
    sql: `select q.id from placement.request q where {=request:q.id} and (select count(*) from platform.event e where e.action = 'placement.request.created' and e.object_id = q.id) <> 1
      union all
      select a.id from scheduling.appointment a where {=appointment:a.id} and
        (select count(*) from platform.event e where e.action in ('scheduling.appointment.booked', 'scheduling.appointment.session-booked') and e.object_id = a.id)
        + (select count(*) from platform.event e where e.action = 'scheduling.appointment.moved' and e.data ->> 'successorId' = a.id::text) <> 1`,
  },
  {
    says: 'RQ7: an exclusive offer keeps its place for one person alone, at most 48 hours, and nobody has two',
    sql: `select o.id from placement.waiting_offer o left join directory.place p on p.id = o.place_id and p.state = 'held' and p.held_for = o.request_id
      where {offer:o.id} and o.state = 'held' and (p.id is null or o.until_at > o.held_at + interval '48 hours' or p.held_until > o.until_at
        or exists (select 1 from placement.waiting_offer x where x.state = 'held' and x.id <> o.id and (x.place_id = o.place_id or x.person_id = o.person_id)))`,
  },
  {
    says: 'RQ6: whoever waits is promised a next contact within fourteen days of the last one, or of coming back to the list',
    sql: `select q.id, q.next_step_at from placement.request q where {request:q.id} and q.state = 'waiting'
        and (q.next_step_at is null or q.next_step_at > greatest(q.waiting_since, q.last_contact_at,
          (select max(h.at) from placement.request_state h where h.request_id = q.id)) + interval '14 days 1 hour')`,
  },
  {
    says: 'no confirmation and no reminder goes out for an appointment that was moved or cancelled before',
    sql: `select m.id from messages.message m join scheduling.appointment a on a.id = m.cause_id and a.state in ('cancelled', 'rebooked')
      where {message:m.id} and m.state in ('sent', 'printed') and m.template in ('appointment-confirmation', 'reminder-72', 'reminder-24')
        and exists (select 1 from platform.event e where e.object_id = a.id and e.happened_at < m.sent_at
          and e.action in ('scheduling.appointment.moved', 'scheduling.appointment.cancelled'))`,
  },
  {
    says: 'EM3: every deadline of an emergency that passes is escalated once, and nobody waits past one by more than a minute',
    sql: `select e.id, e.escalation from crisis.emergency e where {emergency:e.id} and exists (
        select 1 from crisis.entry n where n.emergency_id = e.id and n.kind = 'deadline-passed' group by n.facts ->> 'deadline' having count(*) > 1)
      union all select e.id, e.escalation from crisis.emergency e where e.state = 'raised' and e.deadline_at < $1::timestamptz - interval '60 seconds'`,
  },
  {
    says: 'RED: a review by the clinical lead is due, and nothing is booked before the hand-over',
    sql: `select e.id from crisis.emergency e where {emergency:e.id} and e.highest_level = 'RED' and e.state = 'closed' and e.review_due_at is null and e.closed_because <> 'false-alarm'
      union all select e.id from crisis.emergency e join placement.request q on q.id = e.request_id
        where {emergency:e.id} and e.level = 'RED' and not e.drill and e.state in ('raised', 'acknowledged', 'in_contact') and q.state = 'placed' and q.placed_at > e.clock_from`,
  },
  {
    says: 'an exclusion stands in no event and in no remembered answer',
    sql: `select seq::text from platform.event where {since:seq} and (data::text ~ '"(COURT|VIOL)"' or reason in ('COURT', 'VIOL'))
      union all select key::text from platform.idempotency where answer::text ~ '"(COURT|VIOL)"'`,
  },
  {
    says: 'security I3: a command that was begun has its answer',
    sql: `select key from platform.idempotency where status is null`,
  },
];

/** The question about the whole database: no mark narrows it. */
export const whole = (sql: string) => sql.replace(/\{[^}]+\}/g, 'true');

/** Asks all of them; answers the first that is broken, with some of the rows that break it, or `all` that are. */
export async function findBroken(stage: Stage, all = false): Promise<string | undefined> {
  const now = stage.clock.now.toString();
  const broken: string[] = [];
  for (const { says, sql } of INVARIANTS) {
    const rows = await stage.look(whole(sql), ...(sql.includes('$1') ? [now] : []));
    if (rows.length > 0) broken.push(`${says}\n  ${rows.length} rows, such as ${JSON.stringify(rows.slice(0, 3))}`);
    if (broken.length > 0 && !all) break;
  }
  return broken.length > 0 ? broken.join('\n') : undefined;
}

/** Sampled: what people see through row-level security is what their relations say now, person by person (security I14). */
export async function findSeenWithoutRelation(stage: Stage, cast: Cast<Actor>, who: Actor): Promise<string | undefined> {
  const seen = await cast.as(who, async ({ tx }) => {
    const persons = await tx.selectFrom('people.person').select('id').execute();
    const requests = await tx.selectFrom('placement.request').select('person_id as id').execute();
    return { persons: persons.map(({ id }) => id), requests: requests.map(({ id }) => id) };
  });
  const { practitionerId } = cast.person(who);
  const kind = who === 'jana' || who === 'samuel' || who === 'marit' ? 'desk' : who === 'yilmaz' ? 'oncall' : 'allocated';
  const rows = await stage.look<{ person_id: string }>(
    `select distinct person_id from access.care_relation where kind = $1 and from_at <= $2 and (until_at is null or until_at > $2)
      and (kind <> 'allocated' or practitioner_id = $3)`,
    kind,
    stage.clock.now.toString(),
    practitionerId,
  );
  const allowed = new Set(rows.map(({ person_id }) => person_id));
  const beyond = [...seen.persons, ...seen.requests].filter((id) => !allowed.has(id));
  if (beyond.length > 0) return `${who} sees ${beyond.length} persons without a relation`;
  if (new Set(seen.persons).size !== allowed.size) return `${who} does not see all of her ${allowed.size} persons`;
  return undefined;
}
