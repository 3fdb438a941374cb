import { sql } from 'kysely';
import { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { inBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { changeSetting, settingAt } from '#platform/setting.ts';
import type { Figures } from '../contract.ts';
import { Facts } from './facts.ts';
import { answerOf, type Counted } from './figures.ts';

const SETTING = 'reports.published-years';

/** The years whose figures anybody may read, newest first. Off by default. */
export async function publishedYears(call: Call): Promise<number[]> {
  const years = z.array(z.int()).safeParse(await settingAt(call, SETTING));
  return years.success ? years.data.toSorted((one, other) => other - one) : [];
}

export async function readPublication(call: Call, _permit: Permit<'figures.read'>): Promise<{ years: number[] }> {
  return { years: await publishedYears(call) };
}

/**
 * Chooses the years that stand under /zahlen. Only years that are over: of one that runs, the difference between two days would be a
 * small number.
 */
export async function publishYears(call: Call, _permit: Permit<'figures.publish'>, years: readonly number[]): Promise<{ years: number[] }> {
  const wanted = [...new Set(years)].toSorted((one, other) => other - one);
  if (wanted.some((year) => year >= inBerlin(call.now).year)) throw new Refusal('year-still-runs');
  const before = await publishedYears(call);
  if (JSON.stringify(before) === JSON.stringify(wanted)) return { years: wanted };
  await changeSetting(call, SETTING, wanted);
  await record(call, {
    action: 'reports.years.published',
    kind: 'U',
    object: ['setting', call.newId()],
    data: { years: wanted.map(String) },
  });
  return { years: wanted };
}

/** A published year as anybody may read it, with the year before where that is published, too; null where it is not. */
export async function findPublished(call: Call, year: number): Promise<Figures | null> {
  const now = await countPublished(call, year);
  if (!now) return null;
  return answerOf({ year, area: '', now, before: await countPublished(call, year - 1), open: false, running: false });
}

async function countPublished(call: Call, year: number): Promise<Counted | null> {
  const { rows } = await sql<{ as_of: Temporal.Instant; facts: unknown }>`
    select as_of, facts from app.published_figures(${year}, ${call.now.toString()})`.execute(call.tx);
  const [row] = rows;
  return row ? { asOf: row.as_of, facts: Facts.parse(row.facts) } : null;
}
