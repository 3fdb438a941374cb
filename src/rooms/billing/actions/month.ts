import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { holdContingents, lockBilledSession, stepBilledSession } from '#rooms/soziotherapie/actions/billed.ts';
import { ownOrganisation } from '#rooms/soziotherapie/actions/practice.ts';
import type { MonthSession, MonthView } from '../contract/month.ts';
import { countEarlier, lastRunAt, selectBillable } from '../store/month.ts';
import { type Judged, judgeSessions } from './judged.ts';

type Office = Permit<'billing.office'>;

/** First and last day of "2026-05". */
export function daysOf(month: string): { from: string; to: string } {
  const first = Temporal.PlainYearMonth.from(month);
  return { from: first.toPlainDate({ day: 1 }).toString(), to: first.toPlainDate({ day: first.daysInMonth }).toString() };
}

const nameOf = ({ familyName, givenName }: Judged['row']) => [familyName, givenName].filter(Boolean).join(', ');

function viewOf({ row, cover, priced, blocks, clear }: Judged): MonthSession {
  const { id, version, episodeId, personId, practitioner, day, start, end, setting, minutes, state, invoiceId } = row;
  return {
    ...{ id, version, episodeId, personId, practitioner, day, start, end, setting, minutes, state, invoiceId },
    person: nameOf(row),
    hundredths: priced.hundredths,
    amountCents: priced.amountCents,
    payerIk: cover?.payerIk ?? null,
    payerName: cover?.payerName ?? null,
    blocks,
    releasable: clear && state === 'SIGNED',
  };
}

/** A month with what stands against each session; reads are logged. */
export async function getMonth(call: Call, _permit: Office, month: string): Promise<MonthView> {
  const organisationId = ownOrganisation(call);
  const { from, to } = daysOf(month);
  const rows = await selectBillable(call.tx, organisationId, { from, to });
  await recordReads(call, 'billing.month.read', 'session', rows);
  const sessions = (await judgeSessions(call, rows)).judged.map(viewOf);
  const count = (which: (one: MonthSession) => boolean) => sessions.filter(which).length;
  const before = ['DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'DISPUTED'];
  return {
    month,
    sessions,
    sums: {
      sessions: sessions.length,
      blocked: count(({ state, blocks }) => before.includes(state) && blocks.some((one) => one.blocks)),
      releasable: count(({ releasable }) => releasable),
      released: count(({ state }) => state === 'RELEASED'),
      invoiced: count(({ state }) => state === 'INVOICED' || state === 'PAID'),
      amountCents: sessions.reduce((sum, { amountCents }) => sum + amountCents, 0),
    },
    earlier: await countEarlier(call.tx, organisationId, from),
    lastRunAt: await lastRunAt(call.tx, organisationId, month),
  };
}

/** Sessions as they stand once nobody else changes them or what is counted of them: a visit or a letter of this moment comes before or after. */
async function selectHeld(call: Call, sought: Parameters<typeof selectBillable>[2]) {
  const seen = await selectBillable(call.tx, ownOrganisation(call), sought);
  await holdContingents(
    call,
    seen.map(({ personId }) => personId),
  );
  return selectBillable(call.tx, ownOrganisation(call), sought);
}

async function release(call: Call, judged: Judged): Promise<void> {
  const session = await lockBilledSession(call, judged.row.id);
  if (session?.version !== judged.row.version) throw new Refusal('version-old', { current: session?.version ?? 0 });
  await stepBilledSession(call, session, 'release');
}

/** T4. Refuses with the first block; the others stand in its facts. */
export async function releaseSession(call: Call, _permit: Office, id: string, version: number | undefined) {
  const row = (await selectHeld(call, { ids: [id] }))[0];
  if (!row) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  const [judged] = (await judgeSessions(call, [row])).judged;
  if (!judged) throw new Refusal('not-found');
  const stopping = judged.blocks.filter(({ blocks }) => blocks);
  const [first] = stopping;
  if (first) throw new Refusal(first.code, { facts: { ...first.facts, rule: first.rule, all: stopping.map(({ code }) => code) } });
  await release(call, judged);
  return { id, version: row.version + 1 };
}

/** Everything of the month that nothing stands against; what is blocked stays and is counted. */
export async function releaseMonth(call: Call, _permit: Office, month: string): Promise<{ released: number; blocked: number }> {
  const rows = await selectHeld(call, daysOf(month));
  const { judged } = await judgeSessions(
    call,
    rows.filter(({ state }) => !['RELEASED', 'INVOICED', 'PAID'].includes(state)),
  );
  const ready = judged.filter(({ clear, row }) => clear && row.state === 'SIGNED');
  for (const one of ready) await release(call, one);
  return { released: ready.length, blocked: judged.length - ready.length };
}
