import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { setLife } from '#test/life-stage.ts';
import { putPrescription } from '#test/soziotherapie-stage.ts';
import { reckon } from './actions/reckon.ts';

/** As if no rule had asked: what the tables, their triggers and their grants still refuse. */
describe('Without any rule the database refuses', async () => {
  const life = await setLife(await freshDatabase(), { at: Temporal.Instant.from('2026-03-20T09:00:00Z') });
  afterAll(() => life.close());
  const one = await life.openCase();
  const { personId: person, episodeId: episode } = one;
  const organisation = life.practices.musterweg;
  const prescription = await putPrescription(life, one, { units: 2, approved: { units: 2, postedOn: '2026-03-02' } });
  const draft = randomUUID();
  await life.admin.query(
    `insert into soziotherapie.prescription (id, episode_id, person_id, organisation_id, form, kind, state, created_at) values ($1, $2, $3, $4, '26', 'FOLLOW_UP', 'DRAFT', now())`,
    [draft, episode, person, organisation],
  );
  const session = await life.putSession(one, { at: '2026-03-09T10:00' });
  await life.cast.as('weidner', (call) => reckon(call, person));
  const [entry] = await life.look<{ id: string }>('select id from soziotherapie.ledger_entry where session_id = $1', session);
  const first = entry?.id ?? '';

  /** The name of the constraint that a statement meets; nothing of it stays. */
  async function met(text: string, ...values: unknown[]): Promise<string> {
    await life.admin.query('begin');
    try {
      await life.admin.query(text, values);
      return 'nothing';
    } catch (fault) {
      const { constraint, code } = fault as { constraint?: string; code?: string };
      return constraint ?? code ?? String(fault);
    } finally {
      await life.admin.query('rollback');
    }
  }
  const post = (more: Record<string, unknown>) => {
    const row = {
      id: randomUUID(),
      person_id: person,
      organisation_id: organisation,
      day: '2026-03-10',
      kind: 'OWN_SINGLE',
      minutes: 60,
      parts: 180,
      recorded_at: '2026-03-20',
      ...more,
    };
    const names = Object.keys(row);
    return met(
      `insert into soziotherapie.ledger_entry (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      ...Object.values(row),
    );
  };

  test.each([
    [
      'more than 120 hours in a window',
      'contingent_not_overdrawn',
      () => post({ minutes: 7200, parts: 0, kind: 'EXTERNAL', evidence: 'Brief' }),
    ],
    [
      'more units than a prescription carries',
      'prescription_not_overdrawn',
      () => post({ prescription_id: prescription, parts: 181 + 180 }),
    ],
    ['units on a prescription that nobody has issued', 'ledger_prescription', () => post({ prescription_id: draft })],
    ['a unit on a day outside of every window', 'ledger_window', () => post({ day: '2026-03-08' })],
    [
      'a correction that takes back more than stands',
      'ledger_correction',
      () => post({ kind: 'CORRECTION', corrects: first, day: '2026-03-09', minutes: -61, parts: -180, prescription_id: prescription }),
    ],
    [
      'a correction on another day',
      'ledger_correction',
      () => post({ kind: 'CORRECTION', corrects: first, minutes: -60, parts: -180, prescription_id: prescription }),
    ],
    ['a correction of nothing', 'ledger_entry_check2', () => post({ kind: 'CORRECTION', minutes: -60, parts: 0 })],
    ['minutes of a former provider without evidence', 'ledger_evidence', () => post({ kind: 'EXTERNAL', parts: 0 })],
    ['an entry of no minutes', 'ledger_entry_check', () => post({ minutes: 0 })],
    [
      'two windows that overlap',
      'windows_apart',
      () =>
        met(`insert into soziotherapie.contingent_window (person_id, start_on, end_on) values ($1, '2026-06-01', '2029-05-31')`, person),
    ],
    [
      'a window of less than three years',
      'contingent_window_check',
      () =>
        met(`insert into soziotherapie.contingent_window (person_id, start_on, end_on) values ($1, '2030-01-01', '2031-01-01')`, person),
    ],
    [
      'windows that leave a counted day outside',
      'ledger_window',
      () =>
        life.cast
          .as('buero', (call) =>
            sql`select app.draw_windows(${person}, '[{"start":"2026-04-01","end":"2029-03-31"}]', 7200)`.execute(call.tx),
          )
          .then(
            () => 'nothing',
            (fault: { constraint?: string }) => fault.constraint ?? 'other',
          ),
    ],
    [
      'a prescription of 31 units',
      'prescription_units_check',
      () => met('update soziotherapie.prescription set units = 31 where id = $1', prescription),
    ],
    [
      'a trial of six units',
      'prescription_check1',
      () => met(`update soziotherapie.prescription set kind = 'TRIAL', units = 6 where id = $1`, prescription),
    ],
    [
      'an issued prescription without units',
      'prescription_issued',
      () => met('update soziotherapie.prescription set units = null where id = $1', prescription),
    ],
    [
      'a receipt before the issue',
      'prescription_check3',
      () => met(`update soziotherapie.prescription set received_on = '2026-03-01' where id = $1`, prescription),
    ],
    [
      'a receipt before it was sent',
      'prescription_received_after_sent',
      () =>
        met(`update soziotherapie.prescription set submitted_on = '2026-03-05', received_on = '2026-03-04' where id = $1`, prescription),
    ],
    [
      'a discharge prescription without the day of discharge',
      'prescription_discharge_day',
      () => met(`update soziotherapie.prescription set kind = 'DISCHARGE' where id = $1`, prescription),
    ],
    [
      'a letter that was posted before it was decided',
      'decision_days',
      () => met(`update soziotherapie.decision set decided_on = posted_on + 1 where prescription_id = $1`, prescription),
    ],
    [
      'an objection before the letter',
      'decision_objected_after_posted',
      () => met(`update soziotherapie.decision set objected_on = posted_on - 1 where prescription_id = $1`, prescription),
    ],
    [
      'a refusal that grants units',
      'decision_units_of_kind',
      () => met(`update soziotherapie.decision set kind = 'refused' where prescription_id = $1`, prescription),
    ],
    [
      'a second running case of a person in one practice',
      'episode_open',
      () =>
        met(
          `insert into soziotherapie.episode (id, person_id, organisation_id, state, opened_on, asked_by) values ($1, $2, $3, 'INQUIRY', '2026-03-20', 'client')`,
          randomUUID(),
          person,
          organisation,
        ),
    ],
    [
      'an end without a reason',
      'episode_check1',
      () => met(`update soziotherapie.episode set state = 'CLOSED', closed_on = '2026-03-20' where id = $1`, episode),
    ],
    [
      'a pause without its first day',
      'episode_check2',
      () => met(`update soziotherapie.episode set state = 'PAUSED' where id = $1`, episode),
    ],
    [
      'units of a former provider that nobody vouches for',
      'external_units_evidence',
      () =>
        met(
          `insert into soziotherapie.external_units (id, person_id, organisation_id, day, minutes, evidence, recorded_at) values ($1, $2, $3, '2026-01-01', 60, '  ', now())`,
          randomUUID(),
          person,
          organisation,
        ),
    ],
    [
      'one helper at two places at once',
      'session_practitioner_overlap',
      async () => {
        const other = await life.openCase({ kvnr: 'B123456789' });
        return life.putSession(other, { at: '2026-03-09T10:30' }).then(
          () => 'nothing',
          (fault: { constraint?: string }) => fault.constraint ?? 'other',
        );
      },
    ],
  ])('%s (%s)', async (_what, constraint, attempt) => {
    expect(await attempt()).toBe(constraint);
  });

  test.each([
    ['a ledger entry changed', () => sql`update soziotherapie.ledger_entry set minutes = 1 where id = ${first}`],
    ['a ledger entry deleted', () => sql`delete from soziotherapie.ledger_entry where id = ${first}`],
    ['a window drawn by hand', () => sql`update soziotherapie.contingent_window set used_minutes = 0 where person_id = ${person}`],
    ['a letter of the insurer changed', () => sql`update soziotherapie.decision set units = 30 where prescription_id = ${prescription}`],
    ['a way of counting changed', () => sql`update soziotherapie.session_part set minutes = 0 where session_id = ${session}`],
    ['a rating changed', () => sql`update soziotherapie.gaf_rating set rated_on = now()`],
    ['minutes of a former provider changed', () => sql`update soziotherapie.external_units set minutes = 1`],
    ['a case deleted', () => sql`delete from soziotherapie.episode where id = ${episode}`],
  ])('%s: nobody has the right to', async (_what, statement) => {
    for (const who of ['weidner', 'buero', 'leitung'] as const)
      await expect(life.cast.as(who, (call) => statement().execute(call.tx))).rejects.toMatchObject({ code: '42501' });
  });

  test('nothing of all this has moved the contingent', async () => {
    expect((await life.shown(one)).windows).toMatchObject([{ usedMinutes: 60 }]);
  });
});
