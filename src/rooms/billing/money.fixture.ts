import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { berlinInstant } from '#kernel/time.ts';
import { addContractLine } from '#rooms/payers/actions/contract-lines.ts';
import { readInPayerFile } from '#rooms/payers/actions/payers.ts';
import type { ContractLineWish } from '#rooms/payers/contract/contract-lines.ts';
import { reckon } from '#rooms/soziotherapie/actions/reckon.ts';
import type { OwnDatabase } from '#test/cast/stage.ts';
import { type Case, PROVIDER_IK, putPrescription, setSoziotherapie } from '#test/soziotherapie-stage.ts';

export const PRICE: ContractLineWish = {
  providerIk: PROVIDER_IK,
  insurerGroup: 'VDEK',
  state: 'NW',
  setting: 'single',
  priceCents: 5850,
  per: 'head',
  stepMinutes: 15,
  copayCollection: 'insurer',
  billableKinds: ['session'],
  invoiceWithinMonths: 6,
  positionNumber: '3101001',
  tariff: null,
  contractName: 'Rahmenvertrag NRW',
  validFrom: '2026-01-01',
  validTo: null,
};

interface Unit {
  on: string;
  minutes?: number;
  state?: string;
  setting?: 'single' | 'group';
  meetingId?: string;
  signed?: boolean;
}

/** A practice with prices and payers, and hands that put signed units past the visit. Its clock stands at 2 April 2026. */
export async function setMoney(
  database: OwnDatabase & { admin: ClientConfig },
  { prices = [PRICE], payers = true, mode = 'test' }: { prices?: ContractLineWish[]; payers?: boolean; mode?: 'test' | 'demo' } = {},
) {
  const options = { mode, at: Temporal.Instant.from('2026-04-02T08:00:00Z') };
  const stage = await setSoziotherapie(database, options);
  const { cast } = stage;
  const file = readFileSync(new URL('../../../data/EK05Q425.ke0', import.meta.url));
  if (payers) await cast.asSystem((call) => readInPayerFile(call, file));
  for (const price of prices)
    await cast.as('buero', (call, permit) => addContractLine(call, permit('billing.office'), { ...price, overlapKnown: true }));

  /** A prescription with its diagnosis, as the form keeps it. */
  async function prescribe(one: Case, wish: Parameters<typeof putPrescription>[2] = {}) {
    const id = await putPrescription(stage, one, wish);
    const sealed = await cast.asSystem((call) =>
      call.sealer.seal(
        call.tx,
        one.personId,
        { table: 'soziotherapie.prescription', column: 'form_sealed', row: id },
        JSON.stringify({ form: '26', diagnoses: [{ code: 'F20.0', certainty: 'G' }] }),
      ),
    );
    await stage.admin.query('update soziotherapie.prescription set form_sealed = $2 where id = $1', [id, sealed]);
    await stage.admin.query("update soziotherapie.decision set number = 'G2026-4711' where prescription_id = $1", [id]);
    return id;
  }

  /** A unit as it lies after the visit: documented and signed unless told otherwise; counted at once. */
  async function putUnit(
    one: Case,
    { on, minutes = 60, state = 'SIGNED', setting = 'single', meetingId, signed = true }: Unit,
  ): Promise<string> {
    const id = randomUUID();
    const start = Temporal.PlainDateTime.from(on.includes('T') ? on : `${on}T10:00`);
    const end = start.add({ minutes });
    const at = (local: Temporal.PlainDateTime) => berlinInstant(local.toPlainDate(), local.toPlainTime()).toString();
    const text = (local: Temporal.PlainDateTime) => local.toString({ smallestUnit: 'minute' });
    const planned = state === 'PLANNED' || state === 'CONFIRMED';
    await stage.admin.query(
      `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, group_session_id, state, start_local, end_local, day,
         starts_at, ends_at, minutes, documented_at, signed_how, signed_at, created_at)
       select $1, e.person_id, e.organisation_id, e.id, e.practitioner_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $8
       from soziotherapie.episode e where e.id = $14`,
      [
        id,
        setting,
        setting === 'group' ? (meetingId ?? randomUUID()) : null,
        state,
        text(start),
        text(end),
        start.toPlainDate().toString(),
        at(start),
        at(end),
        minutes,
        planned || state === 'DELIVERED' ? null : at(end),
        signed && !planned ? 'screen' : null,
        signed && !planned ? at(end) : null,
        one.episodeId,
      ],
    );
    await count(one);
    return id;
  }

  async function organisationOf({ episodeId }: Case): Promise<string> {
    const [row] = await stage.look<{ organisation_id: string }>(
      'select organisation_id from soziotherapie.episode where id = $1',
      episodeId,
    );
    if (!row) throw new Error('no such episode');
    return row.organisation_id;
  }
  async function count(one: Case): Promise<void> {
    const organisationId = await organisationOf(one);
    await cast.asSystem((call) => reckon(call, one.personId, organisationId));
  }
  const stateOf = async (id: string) =>
    (await stage.look<{ state: string }>('select state from soziotherapie.session where id = $1', id))[0]?.state;

  return { ...stage, prescribe, putUnit, count, stateOf, organisationOf };
}
