import type { Cast } from '#test/cast/cast.ts';
import type { StaffName, TherapistName } from '#test/cast/people.ts';
import type { Practice } from '#test/cast/practice.ts';

interface Scene {
  request: string;
  person: string;
  places: Practice['places'];
  cast: Cast<StaffName | TherapistName>;
}

/** Something done behind everybody's back, and a word of the sentence that it breaks. */
export interface Harm {
  what: string;
  says: string;
  sql: string;
  values: (scene: Scene) => unknown[];
}

export const HARMS: Harm[] = [
  {
    what: 'a place that is bound to nobody',
    says: 'I1',
    sql: "update directory.place set state = 'occupied' where id = $1",
    values: ({ places }) => [places.brandt],
  },
  {
    what: 'a slot booked without an appointment',
    says: 'I1',
    sql: "update scheduling.slot set state = 'booked' where id = (select min(id::text)::uuid from scheduling.slot)",
    values: () => [],
  },
  {
    what: 'a request that is offered and holds nothing',
    says: 'I2',
    sql: "update placement.request set state = 'offered' where id = $1",
    values: ({ request }) => [request],
  },
  {
    what: 'a gap in the states of a place',
    says: 'I5',
    sql: "update directory.place_state set state = 'held' where place_id = $1",
    values: ({ places }) => [places.rossi],
  },
  {
    what: 'a hold that does not end',
    says: 'I6',
    sql: "update scheduling.slot set state = 'held', held_by = $1, held_for = $1, held_until = '2026-03-01Z' where id = (select min(id::text)::uuid from scheduling.slot)",
    values: ({ request }) => [request],
  },
  {
    what: 'a therapist who sees somebody without a promise',
    says: 'therapist sees',
    sql: "insert into access.care_relation (id, person_id, kind, practitioner_id, cause_kind, cause_id, from_at) values (gen_random_uuid(), $1, 'allocated', $2, 'request', $3, '2026-03-01Z')",
    values: ({ cast, person, request }) => [person, cast.practitioner('rossi'), request],
  },
  {
    what: 'an exclusion in the log',
    says: 'exclusion',
    sql: "insert into platform.event (happened_at, kind, action, actor_kind, object_kind, purpose, data) values (now(), 'U', 'directory.exclusion.changed', 'account', 'practitioner', 'COORD', '{\"code\": \"COURT\"}')",
    values: () => [],
  },
  {
    what: 'an open request out of sight of the desk',
    says: 'desk sees',
    sql: 'update access.care_relation set until_at = now() where cause_id = $1',
    values: ({ request }) => [request],
  },
  {
    what: 'a change without its event',
    says: 'I10',
    sql: 'update directory.place set notes = null where id = $1',
    values: ({ places }) => [places.haddad],
  },
  {
    what: 'an exclusive offer that keeps nothing',
    says: 'RQ7',
    sql: `insert into placement.waiting_offer (id, request_id, person_id, place_id, practitioner_id, slot_id, rank, state, cause, proposed_at, held_at, held_by, until_at)
      values (gen_random_uuid(), $1, $2, $3, $4, gen_random_uuid(), 1, 'held', 'freed', '2026-03-01Z', '2026-03-01Z', gen_random_uuid(), '2026-03-02Z')`,
    values: ({ request, person, places, cast }) => [request, person, places.brandt, cast.practitioner('brandt')],
  },
  {
    what: 'somebody who waits without a promise',
    says: 'RQ6',
    sql: "update placement.request set state = 'waiting', waiting_since = '2026-03-01Z', next_step_at = null where id = $1",
    values: ({ request }) => [request],
  },
  {
    what: 'a deadline that nobody watched',
    says: 'EM3',
    sql: `insert into crisis.emergency (id, person_id, state, level, highest_level, raised_at, raised_from, clock_from, deadline_at)
      values (gen_random_uuid(), $1, 'raised', 'ORANGE', 'ORANGE', '2026-03-01Z', 'button', '2026-03-01Z', '2026-03-01T00:05Z')`,
    values: ({ person }) => [person],
  },
];
