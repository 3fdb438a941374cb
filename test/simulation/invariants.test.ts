import { afterAll, expect, test } from 'vitest';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { chance } from '../../bench/lib/random.ts';
import { Actors } from './actors.ts';
import { HARMS } from './harms.ts';
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

test.for(HARMS)('$what is noticed', async ({ says, sql, values }) => {
  expect(await allBroken(sql, values({ request, person, places: practice.places, cast }))).toContain(says);
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
