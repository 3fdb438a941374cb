import { afterAll, expect, test } from 'vitest';
import { beginRequest } from '#rooms/placement/actions/desk.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { HARMS } from '#test/simulation/harms.ts';
import { Watch } from './watch.ts';

const stage = await setPractice(await freshDatabase());
const { cast, practice } = stage;
const watch = await Watch.over(stage.admin);
afterAll(() => stage.close());

const begun = await cast.as('jana', (call, permit) => beginRequest(call, permit('placement.desk'), '0228 555 301'));

test('An honest step breaks no invariant', async () => {
  expect(await watch.findBroken(stage.clock.now)).toBeUndefined();
});

test.for(HARMS)('$what is noticed at the step that did it, without looking at everything', async ({ says, sql, values }) => {
  await stage.admin.query('begin');
  try {
    await stage.admin.query(sql, values({ request: begun.id, person: begun.personId, places: practice.places, cast }));
    expect((await watch.findBroken(stage.clock.now)) ?? '').toContain(says);
  } finally {
    await stage.admin.query('rollback');
  }
});
