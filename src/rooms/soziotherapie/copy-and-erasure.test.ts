import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { openServiceDoor, type ServiceAsker, type ServiceDoor } from '#test/service-door.ts';
import { type Case, putPrescription } from '#test/soziotherapie-stage.ts';
import { carryOutErasures } from './jobs/erasure.ts';
import { type EndedFile, judgeErasure } from './rules/erasure.ts';
import { parametersOn } from './rules/parameters.ts';

const database = await freshDatabase();
let door: ServiceDoor;
let reetz: Case;
beforeAll(async () => {
  door = await openServiceDoor(database);
  reetz = await door.stage.openCase();
});
afterAll(() => door.close());

const put = (text: string, ...values: unknown[]) => door.stage.admin.query(text, values);
const sealed = (table: string, column: string, row: string, text: string, personId = reetz.personId): Promise<Buffer> =>
  door.stage.cast.asSystem((call) => call.sealer.seal(call.tx, personId, { table, column, row }, text));
const stepUp = async (who: ServiceAsker) => {
  await door.stage.cast.token(who as 'leitung');
  await put(
    'update access.session set stepped_up_at = $2 where account_id = $1',
    door.stage.cast.account(who as 'leitung'),
    door.stage.clock.now.toString(),
  );
};
const of = (id = reetz.episodeId) => ({ params: { id } });

describe('the client’s copy (D7)', () => {
  test('what was written between her and the practice, and her part of invoices, are in it; a guardian’s messages and other people’s lines are not', async () => {
    const { personId } = reetz;
    const organisationId = door.stage.practices.musterweg;
    const other = await door.stage.openCase({ familyName: 'Voss', givenName: 'Karin', kvnr: 'H202601018' });
    const prescriptionId = await putPrescription(door.stage, reetz);
    const day = '2026-03-03';
    const write = async (kind: 'self' | 'guardian', texts: [string, boolean][]) => {
      const account = randomUUID();
      await put(
        `insert into access.account (id, name, email, portal) values ($1, $2, $3, true)`,
        account,
        `Konto ${kind}`,
        `${kind}@example.org`,
      );
      await put(
        `insert into access.portal_relation (id, account_id, person_id, kind, from_at) values (gen_random_uuid(), $1, $2, $3, '2026-01-01')`,
        account,
        personId,
        kind,
      );
      for (const [text, fromClient] of texts) {
        const id = randomUUID();
        await put(
          `insert into portal.message (id, person_id, account_id, organisation_id, from_client, sealed, written_at, written_by) values ($1, $2, $3, $4, $5, $6, now(), $3)`,
          id,
          personId,
          account,
          organisationId,
          fromClient,
          await sealed('portal.message', 'sealed', id, text),
        );
      }
    };
    await write('self', [
      ['Ich komme zehn Minuten später.', true],
      ['Das ist in Ordnung.', false],
    ]);
    await write('guardian', [['Bitte sagen Sie ihr nichts davon.', true]]);
    const invoice = async (number: string | null) => {
      const id = randomUUID();
      await put('set session_replication_role = replica');
      await put(
        `insert into billing.invoice (id, organisation_id, kind, payer_ik, payer_name, month, state, number, issued_on, gross_cents, net_cents, created_at)
         values ($1, $2, 'invoice', '100177504', 'Techniker Krankenkasse', '2026-03', $3, $4, $5, 11700, 11700, now())`,
        id,
        organisationId,
        number ? 'SENT' : 'DRAFT',
        number,
        number ? '2026-04-01' : null,
      );
      for (const [at, who] of [personId, other.personId].entries())
        await put(
          `insert into billing.invoice_line (id, invoice_id, organisation_id, position, person_id, session_id, prescription_id, day, setting, status, minutes, hundredths, price_cents,
             amount_cents, copay_cents, contract_line_id, signed_how, frozen_sealed)
           values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, 'single', 'APPROVED', 60, 100, 5850, 5850, 585, gen_random_uuid(), 'paper', '\\x00')`,
          id,
          organisationId,
          at + 1,
          who,
          randomUUID(),
          prescriptionId,
          day,
        );
      await put('set session_replication_role = default');
    };
    await invoice('2026-0001');
    await invoice(null);
    await stepUp('leitung');
    const answer = await door.ask('leitung', 'soziotherapie.copyFile', { ...of(), body: { form: 'json' } });
    const copy = JSON.parse(answer.text);
    const rows = (key: string) => copy.sections.find((section: { key: string }) => section.key === key)?.rows ?? [];
    expect(rows('conversations')).toMatchObject([
      { from_client: true, text: 'Ich komme zehn Minuten später.' },
      { from_client: false, text: 'Das ist in Ordnung.' },
    ]);
    expect(rows('invoices')).toEqual([
      {
        invoice: '2026-0001',
        kind: 'invoice',
        month: '2026-03',
        issued_on: '2026-04-01',
        payer_name: 'Techniker Krankenkasse',
        state: 'SENT',
        days: [day],
        units: 1,
        cents: 5850,
        copay_cents: 585,
      },
    ]);
    expect(copy.withheld).toMatchObject({ what: 'third-party', entries: 1 });
    expect(answer.text).not.toContain('Bitte sagen Sie ihr nichts');
  });
});

describe('R22: when a file may be erased', () => {
  const file: EndedFile = {
    endedOn: '2026-03-14',
    running: false,
    legalHold: false,
    vouchersUntil: null,
    openClaim: false,
    elsewhere: false,
  };
  test.each<[string, Partial<EndedFile>, string, string]>([
    ['R22-01, the last day', {}, '2036-03-14', 'retention-runs'],
    ['R22-01, the day after', {}, '2036-03-15', 'free'],
    ['R22-02, from a leap day', { endedOn: '2028-02-29' }, '2038-02-28', 'retention-runs'],
    ['R22-02, the day after', { endedOn: '2028-02-29' }, '2038-03-01', 'free'],
    ['R22-05, a new case runs', { running: true }, '2040-01-01', 'treatment-goes-on'],
    ['R22-06, on hold', { legalHold: true }, '2036-03-15', 'legal-hold'],
    ['an invoice that came late', { vouchersUntil: '2036-12-31' }, '2036-12-31', 'voucher-kept'],
    ['its year is over', { vouchersUntil: '2036-12-31' }, '2037-01-01', 'free'],
    ['a claim is open', { openClaim: true }, '2036-03-15', 'open-claim'],
    ['somebody else keeps a file', { elsewhere: true }, '2036-03-15', 'kept-elsewhere'],
  ])('%s', (_name, more, today, expected) => {
    const ruling = judgeErasure({ ...file, ...more }, today, parametersOn('2026-03-14'));
    expect(ruling.ok ? 'free' : ruling.because).toBe(expected);
  });
});

describe('the deletion run (rule book 5.4)', () => {
  const ended = async (familyName: string, closedOn: string, more = '') => {
    const one = await door.stage.openCase({ familyName, givenName: 'Ida' });
    await put(
      `update soziotherapie.episode set state = 'CLOSED', closed_on = $2, opened_on = '2013-01-01', close_reason = 'GOAL_REACHED'${more} where id = $1`,
      one.episodeId,
      closedOn,
    );
    return one;
  };
  const person = (one: Case) =>
    door.stage.look<{ family_name: string | null; keys: string; covers: string }>(
      `select family_name, (select count(*) from platform.person_key k where k.person_id = p.id) as keys,
         (select count(*) from people.cover c where c.person_id = p.id) as covers from people.person p where id = $1`,
      one.personId,
    );

  test('the lead proposes what is free, the auditor sees no name and agrees, the job erases and keeps what is held since', async () => {
    const old = await ended('Alt', '2014-05-02');
    const late = await ended('Spaet', '2014-06-02');
    await ended('Gesperrt', '2014-05-02', ", legal_hold = 'Klage', legal_hold_review_on = '2027-01-01'");
    await ended('Neu', '2024-05-02');
    const elsewhere = await ended('Anderswo', '2014-05-02');
    await put(
      `insert into soziotherapie.episode (id, person_id, organisation_id, state, opened_on, closed_on, close_reason, asked_by)
       select gen_random_uuid(), person_id, $2, 'CLOSED', opened_on, closed_on, close_reason, asked_by from soziotherapie.episode where id = $1`,
      elsewhere.episodeId,
      door.stage.practices.anderswo,
    );
    const note = randomUUID();
    const content = await sealed('soziotherapie.session_note', 'sealed', note, 'Was sie sagte', old.personId);
    await sealed('soziotherapie.session_note', 'sealed', note, 'Was sie sagte', late.personId);

    const { files } = await door.get('leitung', 'soziotherapie.previewErasure');
    expect(files.map(({ name, keptUntil, heldBy }: Record<string, string>) => [name, keptUntil, heldBy])).toEqual(
      expect.arrayContaining([
        ['Ida Alt', '2024-05-02', null],
        ['Ida Spaet', '2024-06-02', null],
        ['Ida Gesperrt', '2024-05-02', 'legal-hold'],
        ['Ida Anderswo', '2024-05-02', 'kept-elsewhere'],
      ]),
    );
    expect(files).toHaveLength(4);
    const propose = (...personIds: string[]) => door.ask('leitung', 'soziotherapie.proposeErasure', { body: { personIds } });
    await put('update access.session set stepped_up_at = null');
    expect((await propose(old.personId)).code).toBe('step-up-needed');
    for (const who of ['weidner', 'buero', 'karin', 'jana'] as const)
      expect((await door.ask(who, 'soziotherapie.previewErasure')).code).toBe('not-permitted');
    await stepUp('leitung');
    expect((await propose(elsewhere.personId)).code).toBe('erasure-held');
    expect((await propose(old.personId, late.personId)).json).toMatchObject({ files: 2 });
    expect((await propose(old.personId)).code).toBe('erasure-open');

    const answer = await door.ask('karin', 'soziotherapie.listErasureRuns');
    const [run] = answer.json.runs;
    expect(run).toMatchObject({ state: 'proposed', mine: false, entries: [{ rule: 'R22', keptUntil: '2024-05-02' }, { result: null }] });
    expect(answer.text).not.toMatch(/Alt|Spaet/);
    expect(answer.text).not.toContain(old.personId);
    const decide = (who: ServiceAsker, to = 'approved') =>
      door.ask(who, 'soziotherapie.decideErasure', { params: { id: run.id }, body: { to }, version: run.version });
    expect((await decide('leitung')).code).toBe('not-permitted');
    await put('update access.session set stepped_up_at = null');
    expect((await decide('karin')).code).toBe('step-up-needed');
    // without the second person neither the job nor the database does anything
    await carryOutErasures(door.stage.world);
    const byHand = await door.stage
      .look<{ said: string }>('select app.erase_file($1, now()) as said', run.entries[0].id)
      .catch((fault) => fault);
    expect(String(byHand.message ?? byHand[0]?.said)).toMatch(/not by hand|two people/);
    await expect(
      put("update soziotherapie.erasure_run set state = 'approved', decided_by = proposed_by, decided_at = now() where id = $1", run.id),
    ).rejects.toMatchObject({ constraint: 'erasure_by_two' });
    expect(await person(old)).toEqual([{ family_name: 'Alt', keys: '1', covers: '1' }]);

    await stepUp('karin' as ServiceAsker);
    expect((await decide('karin')).status).toBe(200);
    expect((await decide('karin')).code).toBe('erasure-decided');
    // a hold that came after the proposal counts
    await put("update soziotherapie.episode set legal_hold = 'Anfrage', legal_hold_review_on = '2027-01-01' where id = $1", late.episodeId);
    await carryOutErasures(door.stage.world);
    expect(await person(old)).toEqual([{ family_name: null, keys: '0', covers: '0' }]);
    expect(await person(late)).toEqual([{ family_name: 'Spaet', keys: '1', covers: '1' }]);
    const place = { table: 'soziotherapie.session_note', column: 'sealed', row: note };
    await expect(door.stage.cast.asSystem((call) => call.sealer.open(call.tx, old.personId, place, content))).rejects.toThrow(
      'sealed text',
    );
    const after = (await door.get('karin', 'soziotherapie.listErasureRuns')).runs[0];
    expect([after.state, after.entries.map(({ result, because }: Record<string, string>) => [result, because])]).toEqual([
      'done',
      [
        ['erased', null],
        ['kept', 'legal-hold'],
      ],
    ]);
    const left = await door.stage.look<{ subject_id: string | null; marks: string }>(
      'select subject_id, octet_length(mark) as marks from soziotherapie.erasure_entry where result = $1',
      'erased',
    );
    expect(left).toEqual([{ subject_id: null, marks: 16 }]);
    expect((await door.ask('leitung', 'soziotherapie.fileRights', of(old.episodeId))).status).toBe(404);
    const again = await door.get('leitung', 'soziotherapie.previewErasure');
    expect(again.files.map(({ personId }: { personId: string }) => personId)).not.toContain(old.personId);
    expect(again.runs[0]).toMatchObject({ entries: 2, erased: 1 });
  });
});
