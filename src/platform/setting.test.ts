import { afterAll, expect, test } from 'vitest';
import { openCast } from '#test/cast/cast.ts';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { changeSetting, settingAt } from './setting.ts';

const stage = await setStage(await freshDatabase());
const cast = await openCast(stage.world);
afterAll(() => stage.close());
const NAME = 'test.number';
const now = () => cast.as('tomasz', (call) => settingAt(call, NAME));
const change = (value: unknown) => cast.as('tomasz', (call) => changeSetting(call, NAME, value));
const pass = (seconds: number) => {
  stage.clock.now = stage.clock.now.add({ seconds });
};

test('what nobody has set is nothing; what was set holds from then on, and what held before stays readable', async () => {
  expect(await now()).toBeUndefined();
  await change(1);
  expect(await now()).toBe(1);
  const before = stage.clock.now;
  pass(60);
  await change([2]);
  expect(await now()).toEqual([2]);
  stage.clock.now = before;
  expect(await now()).toBe(1);
  pass(60);
});

test('two changes of the same moment both stand, and the later one holds', async () => {
  pass(60);
  await change('first');
  await change('second');
  pass(1);
  expect(await now()).toBe('second');
  const rows = await stage.look(`select 1 from platform.setting where name = '${NAME}'`);
  expect(rows).toHaveLength(4);
});
