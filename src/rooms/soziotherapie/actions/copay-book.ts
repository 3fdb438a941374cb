import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { findContractLines, type StoredLine } from '#rooms/payers/actions/contract-lines.ts';
import { findCovers } from '#rooms/people/actions/cover.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { Cover } from '#rooms/people/contract/cover.ts';
import { addDays, type Day } from '../rules/calendar.ts';
import {
  type BucketClosing,
  type CopayItem,
  type CopayLedger,
  type CopayStatus,
  copayLedger,
  copayStatus,
  type Exemption,
} from '../rules/copay.ts';
import type { Parameters } from '../rules/parameters.ts';
import { priceSession } from '../rules/session-price.ts';
import { quantityOf } from '../rules/units.ts';
import { type CopaySession, selectClosings, selectCopaySessions } from '../store/copay.ts';
import { findPractice } from '../store/practice.ts';
import { parametersFor } from './practice.ts';

/** A person's copayments in a practice with everything they were reckoned from. */
export interface CopayBook {
  personId: string;
  organisationId: string;
  birthDate: Day;
  exemptions: readonly Exemption[];
  owedTo: 'insurer' | 'provider';
  /** Delivered sessions only. */
  ledger: CopayLedger;
  /** With what is planned. */
  forecast: CopayLedger;
  /** Cost of each delivered day, also of those on which nothing is due. */
  costs: ReadonlyMap<Day, number>;
  plannedDays: readonly Day[];
  withoutPrice: readonly Day[];
  status(day: Day): CopayStatus;
}

const coverOn = (covers: readonly Cover[], day: Day) => covers.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? null;

function closingsOf(
  sessions: readonly CopaySession[],
  covers: readonly Cover[],
  episodes: readonly { id: string; state: string; closed_on: string | null }[],
  windows: readonly { end_on: string }[],
): BucketClosing[] {
  // an exhausted case ends with its own last unit, not with one of the case after it
  const lastDayOf = (id: string) => sessions.findLast(({ planned, episodeId }) => !planned && episodeId === id)?.day;
  return [
    ...episodes.flatMap(({ id, state, closed_on }): BucketClosing[] => {
      const lastDay = lastDayOf(id);
      if (state === 'CLOSED' && closed_on) return [{ before: addDays(closed_on, 1), reason: 'closed' }];
      return state === 'EXHAUSTED' && lastDay ? [{ before: addDays(lastDay, 1), reason: 'exhausted' }] : [];
    }),
    ...windows.map(({ end_on }): BucketClosing => ({ before: addDays(end_on, 1), reason: 'window-end' })),
    ...covers
      .filter(({ continuesFormer, payerIk }, index) => index > 0 && !continuesFormer && payerIk !== covers[index - 1]?.payerIk)
      .map(({ from }): BucketClosing => ({ before: from, reason: 'insurer-changed' })),
  ];
}

interface Priced {
  items: CopayItem[];
  withoutPrice: Day[];
  collected: boolean;
}

function itemsOf(
  sessions: readonly CopaySession[],
  covers: readonly Cover[],
  providerIk: string | null,
  lines: readonly StoredLine[],
  p: Parameters,
): Priced {
  const priced: Priced = { items: [], withoutPrice: [], collected: false };
  for (const session of sessions) {
    const { day, setting } = session;
    const estimate = quantityOf(setting, session.minutes, p);
    const parts = session.planned ? [{ minutes: estimate.billableMinutes, parts: estimate.parts }] : session.parts;
    const price = priceSession({ day, setting, present: session.present, parts }, coverOn(covers, day), providerIk, lines);
    if (price.line === null) {
      if (parts.length > 0) priced.withoutPrice.push(day);
      continue;
    }
    if (price.line.copayCollection === 'provider') priced.collected = true;
    const count = parts.reduce((sum, one) => sum + one.parts, 0);
    if (count > 0) priced.items.push({ day, costCents: price.amountCents, parts: count });
  }
  return priced;
}

/** Reckons the copayments of persons anew from what is stored (R10–R13); for as many as a month's invoices need at once. */
export async function copayBooks(call: Call, personIds: readonly string[], organisationId: string): Promise<Map<string, CopayBook>> {
  const today = dayInBerlin(call.now).toString();
  const ids = [...new Set(personIds)];
  const [p, practice, lines] = [
    await parametersFor(call, organisationId, today),
    await findPractice(call.tx, organisationId),
    await findContractLines(call, organisationId),
  ];
  const { covers, exemptions } = await findCovers(call, ids);
  const sessions = await selectCopaySessions(call.tx, ids, organisationId);
  const { episodes, windows } = await selectClosings(call.tx, ids, organisationId);
  const books = new Map<string, CopayBook>();
  for (const personId of ids) {
    const own = <Row extends { personId: string }>(rows: readonly Row[]) => rows.filter((row) => row.personId === personId);
    const person = await findPerson(call, personId);
    const mine = own(sessions);
    const [myCovers, myExemptions] = [own(covers), own(exemptions)];
    const who = { birthDate: person?.birthDate ?? '1900-01-02', exemptions: myExemptions };
    const closings = closingsOf(
      mine,
      myCovers,
      episodes.filter(({ person_id }) => person_id === personId),
      windows.filter(({ person_id }) => person_id === personId),
    );
    const providerIk = practice?.fields.ik ?? null;
    const delivered = itemsOf(
      mine.filter(({ planned }) => !planned),
      myCovers,
      providerIk,
      lines,
      p,
    );
    const all = itemsOf(mine, myCovers, providerIk, lines, p);
    const costs = new Map<Day, number>();
    for (const { day, costCents } of delivered.items) costs.set(day, (costs.get(day) ?? 0) + costCents);
    books.set(personId, {
      personId,
      organisationId,
      ...who,
      owedTo: delivered.collected ? 'provider' : p.copayCollection === 'provider' ? 'provider' : 'insurer',
      ledger: copayLedger(who, delivered.items, closings, today, p),
      forecast: copayLedger(who, all.items, closings, today, p),
      costs,
      plannedDays: [...new Set(mine.filter(({ planned, day }) => planned && day >= today).map(({ day }) => day))],
      withoutPrice: [...new Set(delivered.withoutPrice)],
      status: (day) => copayStatus(who, day, p),
    });
  }
  return books;
}
