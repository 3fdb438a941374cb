import { expect, test } from 'vitest';
import { berlin } from '#test/cast/simulated-time.ts';
import { freshDatabase } from '#test/database.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { chance } from '../../bench/lib/random.ts';
import { advance, order } from './soziotherapie/orders.ts';
import { openSimulated, type Practice } from './soziotherapie/practice.ts';
import { findBroken } from './soziotherapie/simulate.ts';
import { noteOf } from './soziotherapie/visits.ts';

const WRITERS = 32;
const ROUNDS = 2 * Number(process.env.GELEIT_DEPTH ?? 1);
const strokes = [
  [
    [100, 200],
    [700, 260],
  ],
];
type Command = () => Promise<{ status: number; code: string | undefined; text: string; name: string }>;

/** A client with an approved prescription and months that are billed. */
async function prepare(practice: Practice, one: Case): Promise<void> {
  const id = await order(practice, one, 'INITIAL', 30);
  for (let turn = 0; id && turn < 4; turn += 1) await advance(practice, id, true);
  for (let month = 0; month < 2; month += 1) {
    for (let week = 0; week < 3; week += 1) {
      practice.clock.pass({ days: 7 });
      await visit(practice, one, 0, 'weidner')();
    }
    const params = { month: practice.today.slice(0, 7) };
    await practice.door.get('buero', 'billing.releaseMonth', { params, body: {} });
    const { invoices } = await practice.door.get('buero', 'billing.run', { params, body: { payerIk: null } });
    for (const invoice of invoices)
      for (const [version, name] of ['checkInvoice', 'sendInvoice'].entries())
        await practice.door.get('buero', `billing.${name}`, {
          params: { id: invoice },
          version: version + 1,
          body: name === 'sendInvoice' ? { by: 'post' } : {},
        });
    practice.clock.turnTo(`${Temporal.PlainDate.from(practice.today).with({ day: 1 }).add({ months: 1 })}T18:00`);
  }
}

const ask =
  (practice: Practice, who: 'weidner' | 'brueck' | 'buero' | 'leitung', name: string, question: object): Command =>
  async () => ({
    ...(await practice.door.ask(who, name, question)),
    name,
  });
/** A visit that began so many quarters of an hour before now. */
function visit(practice: Practice, { episodeId }: Case, quarters: number, who: 'weidner' | 'brueck', signed = true): Command {
  const end = practice.local.subtract({ minutes: 15 * quarters });
  const text = (at: Temporal.PlainDateTime) => at.toString({ smallestUnit: 'minute' });
  const body = {
    ...{ sessionId: null, version: null, episodeId, placeKind: 'home', note: noteOf(practice), riskConfirmed: true },
    ...{ start: text(end.subtract({ minutes: 15 })), end: text(end), ...(signed ? { signature: { how: 'screen', strokes } } : {}) },
  };
  return ask(practice, who, 'soziotherapie.recordVisit', { body });
}

test('32 people write about one client at once: everybody gets an answer, and every sum is right', { timeout: 120_000 }, async () => {
  const practice = await openSimulated(await freshDatabase({ keep: true }), chance(3), 1, berlin('2026-03-02T09:00'));
  const [one] = practice.cases;
  if (!one) throw new Error('nobody asked');
  const { look } = practice.door.stage;
  try {
    await prepare(practice, one);
    await look('select 1');
    const statuses: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      practice.clock.pass({ days: 1 });
      const fresh = await order(practice, one, 'FOLLOW_UP', 10);
      for (let turn = 0; fresh && turn < (round % 2 ? 3 : 2); turn += 1) await advance(practice, fresh, true);
      const prescriptions = await look<{ id: string; version: number; state: string }>(
        `select id, version, state from soziotherapie.prescription order by issued_on desc`,
      );
      const sent = prescriptions.find(({ state }) => state === 'SUBMITTED' || state === 'PROVISIONAL');
      const sessions = await look<{ id: string; version: number; state: string }>(
        `select id, version, state from soziotherapie.session order by starts_at`,
      );
      const invoices = await look<{ id: string; version: number }>(
        `select id, version from billing.invoice where number is not null and kind <> 'cancellation' order by number`,
      );
      const { today } = practice;
      const commands: Command[] = [];
      for (let at = 0; commands.length < WRITERS; at += 1) {
        const session = sessions[at % sessions.length];
        const invoice = invoices[at % invoices.length];
        commands.push(visit(practice, one, 1 + at, 'weidner', at % 2 === 0));
        commands.push(
          ask(practice, 'weidner', 'soziotherapie.amendNote', {
            params: { id: session?.id },
            body: { number: 1 + round, note: noteOf(practice, `Nachtrag ${at}.`), reason: 'Etwas fehlte.', correctionInvoice: true },
          }),
          ask(practice, 'buero', 'soziotherapie.addExternalUnits', {
            params: { id: one.episodeId },
            body: { day: '2025-11-03', minutes: 60 + at, evidence: 'Brief der Kasse' },
          }),
          ask(practice, 'buero', 'billing.correctInvoice', {
            params: { id: invoice?.id },
            version: invoice?.version,
            body: { reason: 'falsche Zeit', leaveOut: at % 2 ? [session?.id] : [] },
          }),
          ask(practice, 'buero', 'billing.run', { params: { month: today.slice(0, 7) }, body: { payerIk: null } }),
          ask(practice, 'leitung', 'billing.releaseMonth', { params: { month: today.slice(0, 7) }, body: {} }),
        );
        if (sent)
          commands.push(
            ask(practice, 'buero', 'soziotherapie.receivePrescription', {
              params: { id: sent.id },
              version: sent.version,
              body: { on: today },
            }),
            ask(practice, 'buero', 'soziotherapie.recordDecision', {
              params: { id: sent.id },
              version: sent.version,
              body: {
                ...{
                  kind: 'partly',
                  units: 4,
                  decidedOn: today,
                  postedOn: today,
                  reallyReceivedOn: today,
                  knownOn: today,
                  validFrom: null,
                  validTo: null,
                },
                ...{ number: 'G 1', remediesTold: true, reason: 'Zu viel.', fileId: null },
              },
            }),
          );
      }
      const answers = await Promise.all(commands.slice(0, WRITERS).map((command) => command()));
      for (const { name, status, code } of answers)
        statuses[`${name} ${status} ${code ?? ''}`] = (statuses[`${name} ${status} ${code ?? ''}`] ?? 0) + 1;
      expect(answers.filter(({ status }) => status >= 500 || status === 400)).toEqual([]);
      expect(await findBroken(practice)).toBeUndefined();
    }
    const [{ deadlocks } = { deadlocks: '?' }] = await look<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    process.stdout.write(`${ROUNDS} rounds of ${WRITERS}, ${deadlocks} deadlocks tried again; ${JSON.stringify(statuses)}\n`);
    for (const name of [
      'soziotherapie.recordVisit 200 ',
      'soziotherapie.amendNote 200 ',
      'soziotherapie.addExternalUnits 201 ',
      'billing.correctInvoice 200 ',
    ])
      expect(statuses[name] ?? 0, name).toBeGreaterThan(0);
  } finally {
    await practice.door.close();
  }
});
