import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { CopayDayView, CopayView } from '../contract/copay.ts';
import { judgeBurden } from '../rules/burden.ts';
import {
  appendCopayEntries,
  appendIncome,
  appendOtherCopay,
  findCopayEpisode,
  findIncome,
  findNewestEpisode,
  selectCopayEntries,
  selectOtherCopays,
  wasTold,
  withdrawOtherCopayRow,
} from '../store/copay.ts';
import { type CopayBook, copayBooks } from './copay-book.ts';
import { parametersFor } from './practice.ts';

type Office = Permit<'soziotherapie.office'>;
interface Income {
  grossCents: number;
  deductionsCents: number;
}

const incomePlace = (row: string) => ({ table: 'soziotherapie.income', column: 'sealed', row });
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

async function readIncome(
  call: Call,
  personId: string,
  organisationId: string,
  year: number,
): Promise<(Income & { chronic: boolean }) | null> {
  const row = await findIncome(call.tx, personId, organisationId, year);
  if (!row) return null;
  const told: unknown = JSON.parse(await call.sealer.open(call.tx, personId, incomePlace(row.id), row.sealed));
  const { grossCents, deductionsCents } = told as Partial<Income>;
  if (!isWhole(grossCents) || !isWhole(deductionsCents)) throw new Error('an income that is none');
  return { grossCents, deductionsCents, chronic: row.chronic };
}

async function getEpisode(call: Call, id: string) {
  const episode = await findCopayEpisode(call.tx, id);
  if (!episode) throw new Refusal('not-found');
  return { personId: episode.person_id, organisationId: episode.organisation_id };
}

async function bookOf(call: Call, personId: string, organisationId: string): Promise<CopayBook> {
  const book = (await copayBooks(call, [personId], organisationId)).get(personId);
  if (!book) throw new Refusal('not-found');
  return book;
}

/** Every day of the ledger as it is now; a day may have its own copayment and close a bucket as well. */
function daysNow({ ledger, costs, status }: CopayBook): Pick<CopayDayView, 'day' | 'costCents' | 'copayCents' | 'from' | 'why'>[] {
  const booked = new Map<string, Pick<CopayDayView, 'costCents' | 'copayCents' | 'from'>>();
  for (const { day, costCents, copayCents, from } of ledger.days) {
    const before = booked.get(day);
    booked.set(day, { costCents: (before?.costCents ?? 0) + costCents, copayCents: (before?.copayCents ?? 0) + copayCents, from });
  }
  return [...new Set([...costs.keys(), ...booked.keys()])].sort().map((day) => {
    const why = status(day);
    const found = booked.get(day) ?? {
      costCents: costs.get(day) ?? 0,
      copayCents: 0,
      from: why === 'due' ? ('waits' as const) : ('free' as const),
    };
    return { day, why, ...found };
  });
}

const sumOfYear = (days: readonly { day: string; copayCents: number }[], year: number) =>
  days.filter(({ day }) => day.startsWith(String(year))).reduce((sum, { copayCents }) => sum + copayCents, 0);

async function limitOf(call: Call, book: CopayBook, year: number, copaysCents: number): Promise<CopayView['limit']> {
  const { personId, organisationId, exemptions } = book;
  const income = await readIncome(call, personId, organisationId, year);
  if (!income) return null;
  const other = await selectOtherCopays(call.tx, personId, organisationId, year);
  const otherCents = other.reduce((sum, { cents }) => sum + cents, 0);
  const p = await parametersFor(call, organisationId);
  const judged = judgeBurden({ year, ...income, copaysCents, otherCents, exemptions }, p);
  return { ...judged, ...income, source: '§ 62 SGB V' };
}

/** The copayments of a client in a year (R10–R14), for the office and the lead; the read is logged. */
export async function getCopay(call: Call, _permit: Office, episodeId: string, asked?: number): Promise<CopayView> {
  const { personId, organisationId } = await getEpisode(call, episodeId);
  await recordReads(call, 'soziotherapie.copay.read', 'episode', [{ id: episodeId, personId }]);
  const year = asked ?? dayInBerlin(call.now).year;
  const book = await bookOf(call, personId, organisationId);
  const entries = await selectCopayEntries(call.tx, personId, organisationId);
  const ofYear = (day: string) => day.startsWith(String(year));
  const earlierOf = (day: string, now: number) => {
    const told = entries.filter((entry) => entry.day === day);
    return told.flatMap((entry, index) => {
      const next = told[index + 1];
      const changed = next ? next.copay_cents !== entry.copay_cents : entry.copay_cents !== now;
      return changed ? [{ copayCents: entry.copay_cents, until: (next?.recorded_at ?? call.now).toString() }] : [];
    });
  };
  const now = daysNow(book).filter(({ day }) => ofYear(day));
  const delivered = new Set(now.map(({ day }) => day));
  const planned = book.forecast.days
    .filter(({ day }) => ofYear(day) && !delivered.has(day) && book.plannedDays.includes(day))
    .map(({ day, costCents, copayCents, from }) => ({ day, costCents, copayCents, from, why: book.status(day) }));
  const totalCents = sumOfYear(book.ledger.days, year);
  const other = await selectOtherCopays(call.tx, personId, organisationId, year);
  const { bucket } = book.ledger;
  return {
    personId,
    year,
    owedTo: book.owedTo,
    days: [
      ...now.map((one) => ({ ...one, forecast: false, earlier: earlierOf(one.day, one.copayCents) })),
      ...planned.map((one) => ({ ...one, forecast: true, earlier: [] })),
    ],
    bucket: { minutes: bucket.parts / 3, costCents: bucket.costCents, lastDay: bucket.lastDay },
    totalCents,
    forecastCents: Math.max(totalCents, sumOfYear(book.forecast.days, year)),
    withoutPrice: book.withoutPrice.filter(ofYear),
    limit: await limitOf(call, book, year, totalCents),
    other: other.map(({ id, cents, what, recorded_at }) => ({ id, cents, what, recordedAt: recorded_at.toString() })),
  };
}

/** Amounts that the client paid elsewhere, as she says (R14). */
export async function addOtherCopay(
  call: Call,
  _permit: Office,
  episodeId: string,
  wish: { year: number; cents: number; what: string },
): Promise<{ id: string }> {
  const { personId, organisationId } = await getEpisode(call, episodeId);
  const id = call.newId();
  await appendOtherCopay(call.tx, { id, personId, organisationId, ...wish, at: call.now, by: accountOf(call).accountId });
  await tellChanged(call, 'added', personId, organisationId, wish.year);
  return { id };
}

export async function withdrawOtherCopay(call: Call, _permit: Office, id: string): Promise<{ id: string }> {
  const row = await withdrawOtherCopayRow(call.tx, id, call.now);
  if (!row) throw new Refusal('not-found');
  await tellChanged(call, 'withdrawn', row.person_id, row.organisation_id, row.year);
  return { id };
}

/** Income and deductions of a year, for the limit only. The newest word holds. */
export async function setIncome(
  call: Call,
  _permit: Office,
  episodeId: string,
  wish: Income & { year: number; chronic: boolean },
): Promise<{ id: string }> {
  const { personId, organisationId } = await getEpisode(call, episodeId);
  const id = call.newId();
  const { year, chronic, grossCents, deductionsCents } = wish;
  const sealed = await call.sealer.seal(call.tx, personId, incomePlace(id), JSON.stringify({ grossCents, deductionsCents }));
  await appendIncome(call.tx, { id, personId, organisationId, year, sealed, chronic, at: call.now, by: accountOf(call).accountId });
  await tellChanged(call, 'income-set', personId, organisationId, year);
  return { id };
}

async function tellChanged(call: Call, how: string, personId: string, organisationId: string, year: number): Promise<void> {
  await record(call, {
    action: 'soziotherapie.copay.changed',
    kind: 'U',
    object: ['person', personId],
    personId,
    data: { how, organisationId, year },
  });
}

/**
 * Writes down what changed since the last time, a row a day, and tells the office when the yearly limit is near or reached (R14).
 * Runs in the worker after anything that may have changed it; twice changes nothing.
 */
export async function keepCopayHistory(call: Call, personId: string, organisationId: string): Promise<{ changed: number }> {
  const book = await bookOf(call, personId, organisationId);
  const entries = await selectCopayEntries(call.tx, personId, organisationId);
  const last = new Map(entries.map((entry) => [entry.day, entry]));
  const now = daysNow(book);
  const known = new Set(now.map(({ day }) => day));
  const gone = [...last.values()]
    .filter(({ day, why }) => !known.has(day) && why !== 'gone')
    .map(({ day }) => ({ day, costCents: 0, copayCents: 0, why: 'gone' }));
  const changed = now
    .map(({ day, costCents, copayCents, from }) => ({ day, costCents, copayCents, why: from as string }))
    .filter(({ day, costCents, copayCents, why }) => {
      const before = last.get(day);
      return before?.cost_cents !== costCents || before.copay_cents !== copayCents || before.why !== why;
    });
  const rows = [...changed, ...gone].map((one) => ({ id: call.newId(), personId, organisationId, ...one }));
  await appendCopayEntries(call.tx, rows, call.now);
  await noticeLimit(call, book);
  return { changed: rows.length };
}

async function noticeLimit(call: Call, book: CopayBook): Promise<void> {
  const today = dayInBerlin(call.now);
  const limit = await limitOf(call, book, today.year, sumOfYear(book.ledger.days, today.year));
  const { personId, organisationId } = book;
  for (const notice of ['near-limit', 'limit-reached'] as const) {
    const kind = `copay-${notice}`;
    if (limit?.notice === notice && !(await wasTold(call.tx, kind, personId, today.year)))
      await appendTask(call, {
        kind,
        object: ['person', personId],
        personId,
        assigneeRole: 'office',
        organisationId,
        priority: 2,
        dueAt: call.now.add({ hours: 24 * 7 }),
        facts: {
          episodeId: await findNewestEpisode(call.tx, personId, organisationId),
          year: today.year,
          sumCents: limit.sumCents,
          limitCents: limit.limitCents,
        },
      });
    else if (limit?.notice !== notice) await settleTasks(call, kind, personId, 'gone');
  }
}
