import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { openServiceDoor, type ServiceAsker, type ServiceDoor } from '#test/service-door.ts';
import { type Case, putPrescription } from '#test/soziotherapie-stage.ts';

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
