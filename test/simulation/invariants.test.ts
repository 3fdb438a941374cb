import { afterAll, expect, test } from 'vitest';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { chance } from '../../bench/lib/random.ts';
import { Actors } from './actors.ts';
import { findBroken, findSeenWithoutRelation } from './invariants.ts';

const stage = await setPractice(await freshDatabase());
const { cast, practice } = stage;
afterAll(() => stage.close());
const actors = new Actors(stage, cast, chance(1), []);

const begun = await actors.ask<{ id: string; personId: string }>('jana', 'placement.beginRequest', { body: { phone: '0228 555 301' } });
const [request, person] = [begun?.id ?? '', begun?.personId ?? ''];

test('An honest world breaks no invariant', async () => {
  expect(await findBroken(stage)).toBeUndefined();
});

test.for([
  ['a place that is bound to nobody', 'I1', "update directory.place set state = 'occupied' where id = $1", () => [practice.places.brandt]],
  [
    'a slot booked without an appointment',
    'I1',
    "update scheduling.slot set state = 'booked' where id = (select min(id::text)::uuid from scheduling.slot)",
    () => [],
  ],
  ['a request that is offered and holds nothing', 'I2', "update placement.request set state = 'offered' where id = $1", () => [request]],
  [
    'a gap in the states of a place',
    'I5',
    "update directory.place_state set state = 'held' where place_id = $1",
    () => [practice.places.rossi],
  ],
  [
    'a hold that does not end',
    'I6',
    "update scheduling.slot set state = 'held', held_by = $1, held_for = $1, held_until = '2026-03-01Z' where id = (select min(id::text)::uuid from scheduling.slot)",
    () => [request],
  ],
  [
    'an open request out of sight of the desk',
    'desk sees',
    'update access.care_relation set until_at = now() where cause_id = $1',
    () => [request],
  ],
  [
    'a therapist who sees somebody without a promise',
    'therapist sees',
    "insert into access.care_relation (id, person_id, kind, practitioner_id, cause_kind, cause_id, from_at) values (gen_random_uuid(), $1, 'allocated', $2, 'request', $3, '2026-03-01Z')",
    () => [person, cast.practitioner('rossi'), request],
  ],
  ['a change without its event', 'I10', 'update directory.place set notes = null where id = $1', () => [practice.places.haddad]],
  [
    'an exclusion in the log',
    'exclusion',
    "insert into platform.event (happened_at, kind, action, actor_kind, object_kind, purpose, data) values (now(), 'U', 'directory.exclusion.changed', 'account', 'practitioner', 'COORD', '{\"code\": \"COURT\"}')",
    () => [],
  ],
] as const)('%s is noticed', async ([, says, harm, values]) => {
  expect(await allBroken(harm, values())).toContain(says);
});

/** Does harm behind everybody's back, asks which sentences are broken, and takes it back. */
async function allBroken(harm: string, values: readonly unknown[]): Promise<string> {
  await stage.admin.query('begin');
  try {
    await stage.admin.query(harm, [...values]);
    return (await findBroken(stage, true)) ?? '';
  } finally {
    await stage.admin.query('rollback');
  }
}

test('Somebody who sees a person without a relation is noticed', async () => {
  expect(await findSeenWithoutRelation(stage, cast, 'jana')).toBeUndefined();
  await stage.admin.query('alter table people.person disable row level security');
  const noticed = await findSeenWithoutRelation(stage, cast, 'karin');
  await stage.admin.query('alter table people.person enable row level security');
  expect(noticed).toBe('karin sees 1 persons without a relation');
});
