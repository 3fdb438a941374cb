import { Facts } from '#rooms/reports/actions/facts.ts';
import { yearOf } from '#rooms/reports/actions/figures.ts';
import { readRaw, recount } from '#rooms/reports/recount.fixture.ts';
import { figuresOf } from '#rooms/reports/rules/figures.ts';
import type { Stage } from '#test/cast/stage.ts';

/**
 * Compares what the product publishes of these years with a raw recount of the rows, name by name.
 * @returns how many numbers were compared
 * @throws naming the first that differs
 */
export async function compareFigures(stage: Stage, years: readonly number[]): Promise<number> {
  const { now } = stage.clock;
  const raw = await readRaw(stage.admin);
  let numbers = 0;
  for (const year of years) {
    const { from, to } = yearOf(year);
    const [row] = await stage.look<{ facts: unknown }>(
      'select app.count_figures($1, $2, $3, $4) as facts',
      from.toString(),
      to.toString(),
      now.toString(),
      '',
    );
    const counted = recount(raw, year, now, '');
    for (const { id, part, value } of figuresOf(Facts.parse(row?.facts), { open: true, whole: true })) {
      const name = part ? `${id}/${part}` : id;
      if (!(name in counted)) continue; // derived from others, such as V1 for each colleague and month
      if (counted[name] !== value)
        throw new Error(`figures of ${year}: ${name} is published as ${value}, the recount says ${counted[name]}`);
      numbers += 1;
    }
  }
  return numbers;
}
