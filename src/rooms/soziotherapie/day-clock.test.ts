import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { lifeSteps } from '#test/life-steps.ts';
import { lookAtDay } from './actions/day.ts';

const life = await lifeSteps(await freshDatabase());
const { clock } = life;
afterAll(() => life.close());
const at = (time: string) => clock.turnTo(time);
const tasks = async () =>
  (await life.look<{ kind: string; times: number }>('select kind, count(*)::int as times from tasks.task group by 1 order by 1')).filter(
    ({ times }) => times > 1,
  );

test('A clock that jumps ahead, is put back and jumps again asks for each deadline once, and moves no state back', async () => {
  const one = await life.inquiry();
  const id = await life.write(one);
  await life.issue(id);
  await life.check(id);
  await life.submit(id, '2026-03-02');
  await life.receive(id, '2026-03-02');
  const seen: string[] = [];
  // over the end of the insurer's three weeks (R8), both nights of the summer, a leap day's neighbourhood, and back again
  for (const time of [
    '2026-03-24T00:01',
    '2026-03-23T23:59',
    '2026-03-29T01:59',
    '2026-03-29T03:01',
    '2026-03-24T12:00',
    '2026-10-25T02:30',
    '2026-10-24T02:30',
    '2028-02-29T00:00',
    '2026-03-29T03:30',
    '2029-06-01T09:00',
  ]) {
    at(time);
    await lookAtDay(life.world);
    await lookAtDay(life.world);
    const [row] = await life.look<{ state: string; flag: string | null }>(
      'select state, deemed_flag_on::text as flag from soziotherapie.prescription where id = $1',
      id,
    );
    seen.push(`${row?.state} ${row?.flag}`);
    expect(await tasks(), time).toEqual([]);
  }
  expect(new Set(seen)).toEqual(new Set(['PROVISIONAL 2026-03-24'])); // the flag is raised once, on its day, and never a state (R8)
  expect(await life.asked(one)).toContain('sozio-ask-insurer');
});
