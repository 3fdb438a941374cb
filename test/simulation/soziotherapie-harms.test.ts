import { afterAll, expect, test } from 'vitest';
import { berlin } from '#test/cast/simulated-time.ts';
import { freshDatabase } from '#test/database.ts';
import { chance } from '../../bench/lib/random.ts';
import { ALL, SERVICE_INVARIANTS } from './soziotherapie/invariants.ts';
import { advance, order } from './soziotherapie/orders.ts';
import { openSimulated } from './soziotherapie/practice.ts';
import { findBroken } from './soziotherapie/simulate.ts';

// The controls of the simulation: a harm that is done past the product is noticed by the sentence that forbids it.
const practice = await openSimulated(await freshDatabase(), chance(5), 1, berlin('2026-03-02T09:00'));
afterAll(() => practice.door.close());
const [one] = practice.cases;
if (!one) throw new Error('nobody asked');
const ordered = await order(practice, one, 'INITIAL', 30);
for (let turn = 0; ordered && turn < 4; turn += 1) await advance(practice, ordered, true);
practice.clock.pass({ days: 8 });
const day = practice.today;
const visit = {
  ...{
    sessionId: null,
    version: null,
    episodeId: one.episodeId,
    placeKind: 'home',
    start: `${day}T08:00`,
    end: `${day}T09:00`,
    riskConfirmed: true,
  },
  note: { kinds: ['MOTIVATION_TRAINING'], goalIds: [], done: 'Wege zum Amt geübt und besprochen.', reaction: 'Ruhig.', nextStep: '' },
  signature: {
    how: 'screen',
    strokes: [
      [
        [10, 10],
        [700, 300],
      ],
    ],
  },
};
const { id: session } = await practice.door.get('weidner', 'soziotherapie.recordVisit', { body: visit });
const params = { month: day.slice(0, 7) };
await practice.door.get('buero', 'billing.releaseMonth', { params, body: {} });
const [invoice] = (await practice.door.get('buero', 'billing.run', { params, body: { payerIk: null } })).invoices;
await practice.door.get('buero', 'billing.checkInvoice', { params: { id: invoice }, version: 1, body: {} });
await practice.door.get('buero', 'billing.sendInvoice', { params: { id: invoice }, version: 2, body: { by: 'post' } });

test('An honest practice breaks nothing', async () => {
  expect(await findBroken(practice)).toBeUndefined();
});

const past = `alter table soziotherapie.ledger_entry disable trigger all; `;
test.for([
  ['I1: no window', `update soziotherapie.contingent_window set used_minutes = used_minutes + 15`],
  ['I2: a prescription shows', `update soziotherapie.prescription set used_parts = used_parts + 45`],
  [
    'R16: what is counted',
    `${past} insert into soziotherapie.ledger_entry (id, person_id, organisation_id, day, kind, minutes, parts, prescription_id, session_id, recorded_at)
     select gen_random_uuid(), person_id, organisation_id, day, kind, minutes, parts, prescription_id, session_id, recorded_at from soziotherapie.ledger_entry`,
  ],
  ['I10: the parts', `update soziotherapie.session_part set minutes = 45 where live`],
  [
    'I12: an invoice',
    `alter table billing.invoice disable trigger all; update billing.invoice set gross_cents = gross_cents + 1, net_cents = net_cents + 1`,
  ],
  ['numbers of invoices', `alter table billing.invoice disable trigger all; update billing.invoice set number = '2026-0002'`],
  ['a session is billed once', `update soziotherapie.session set state = 'SIGNED'`],
  ['2.3: every step', `update soziotherapie.session set state = 'PAID'`],
  ['2.2: every step', `update soziotherapie.prescription set state = 'OBJECTED' where state = 'APPROVED'`],
  ['2.1: every step', `update soziotherapie.episode set state = 'GAP'`],
  ['V12, V13', `update soziotherapie.prescription set usage = 'UNUSED'`],
  ['a session that is written up', `update soziotherapie.session set signature_file_id = null`],
  ['one event per change', `update soziotherapie.episode set version = version + 1`],
  ['I4: whatever has a number', `update payers.contract_line set valid_from = '2030-01-01', valid_to = null`],
  [
    'R26',
    `alter table soziotherapie.session drop constraint session_practitioner_overlap; alter table soziotherapie.session drop constraint session_person_overlap;
     insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, created_at)
     select gen_random_uuid(), person_id, organisation_id, episode_id, practitioner_id, setting, 'PLANNED', start_local, end_local, day, starts_at, ends_at, minutes, created_at from soziotherapie.session`,
  ],
])('%s … is noticed', async ([says = '', harm = '']) => {
  const { admin, look } = practice.door.stage;
  expect(session).toBeDefined();
  await admin.query('begin');
  try {
    // far away from every transaction that told something
    for (let gap = 0; gap < 30; gap += 1)
      await admin.query(`savepoint s${gap}; select pg_current_xact_id(); create temporary table t${gap} (); release savepoint s${gap}`);
    await admin.query(harm);
    const rows = await look<{ number: number; rows: number }>(ALL);
    const broken = rows.filter((row) => row.rows > 0).map(({ number }) => SERVICE_INVARIANTS[number]?.says ?? '');
    expect(broken.join('\n')).toContain(says);
  } finally {
    await admin.query('rollback');
  }
});
