import { expect, test } from 'vitest';
import { liveYear, type Year } from './waiting-year.fixture.ts';

/** One year in the short form; GELEIT_DEPTH counts years, each from its own seed. */
const YEARS = Number(process.env.GELEIT_DEPTH ?? 1);

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
const spread = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return `median ${Math.round(at(sorted, 0.5))}, eight of ten ${Math.round(at(sorted, 0.1))}–${Math.round(at(sorted, 0.9))} (${sorted.length})`;
};

function say(year: Year, seed: number): void {
  const by = (key: (one: Year['waited'][number]) => string) => {
    const groups = Map.groupBy(year.waited, key);
    return [...groups]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([group, list]) => `    ${group}: ${spread(list.map(({ days }) => days))}`)
      .join('\n');
  };
  process.stdout.write(
    `a year of the waiting list, seed ${seed}: ${year.waited.length} booked from the list, ${year.takenByCallers} places taken on the telephone, ${year.waiting} still wait\n` +
      `  double offers: ${year.doubles}; promises beyond 14 days: ${year.latePromises}; passed over without a reason: ${year.unnamed.length}\n` +
      `  hours from free to booked: ${spread(year.toFill)}; to the first call: ${spread(year.toFirstCall)}\n` +
      `  days waited: ${spread(year.waited.map(({ days }) => days))}\n` +
      `  by insurance\n${by(({ group }) => group.insurance)}\n  by priority\n${by(({ priority }) => String(priority))}\n` +
      `  by procedure\n${by(({ group }) => group.procedure)}\n  by language\n${by(({ group }) => (group.language === 'de' ? 'German' : 'another'))}\n` +
      `  passed over: ${JSON.stringify(year.overtaken)}\n  left: ${JSON.stringify(year.left)}\n`,
  );
}

test(`${YEARS} simulated ${YEARS === 1 ? 'year' : 'years'}: no double offer, no late promise, nobody passed over without a reason`, {
  timeout: 600_000,
}, () => {
  for (let index = 0; index < YEARS; index += 1) {
    const seed = 20_260_101 + index;
    const year = liveYear(seed);
    if (index === 0) say(year, seed);
    expect(year.doubles, `seed ${seed}`).toBe(0);
    expect(year.latePromises, `seed ${seed}`).toBe(0);
    expect(year.unnamed, `seed ${seed}`).toEqual([]);
    expect(year.waited.length).toBeGreaterThan(50);
  }
});

test('the same seed lives the same year', () => {
  expect(liveYear(5, { days: 60 })).toEqual(liveYear(5, { days: 60 }));
});

test('more urgent people wait less; the insurance makes no difference that chance does not explain', () => {
  const years = Array.from({ length: 3 }, (_, index) => liveYear(100 + index, { days: 250 })).flatMap(({ waited }) => waited);
  const median = (list: typeof years) =>
    at(
      list.map(({ days }) => days).toSorted((a, b) => a - b),
      0.5,
    );
  const urgent = years.filter(({ priority }) => priority === 1);
  const normal = years.filter(({ priority }) => priority === 3);
  expect(median(urgent)).toBeLessThanOrEqual(median(normal));
  const [gkv, pkv] = [years.filter(({ group }) => group.insurance === 'GKV'), years.filter(({ group }) => group.insurance === 'PKV')];
  // 15 of 100 are privately insured here: their median lies where a median of so few may lie
  expect(Math.abs(median(gkv) - median(pkv))).toBeLessThanOrEqual(14);
});
