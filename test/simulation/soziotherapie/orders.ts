import { addDays, addMonthsClip } from '#rooms/soziotherapie/rules/calendar.ts';
import { FULL_26, FULL_28, HEADER } from '#rooms/soziotherapie/rules/forms/forms.fixture.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import type { Practice } from './practice.ts';

const KINDS = ['INITIAL', 'FOLLOW_UP', 'TRIAL', 'REFERRAL', 'DISCHARGE'] as const;
type Kind = (typeof KINDS)[number];

interface Prescribed {
  id: string;
  version: number;
  state: string;
  kind: Kind;
  units: number | null;
  issued: string | null;
  received: string | null;
  person_id: string;
}

/** A form of this kind as somebody filled it in today. */
async function formOf(practice: Practice, of: Case, kind: Kind, units: number) {
  const { today } = practice;
  const { look, prescribers } = practice.door.stage;
  const [cover] = await look<{ payer_ik: string; payer_name: string; kvnr: string }>(
    `select payer_ik, payer_name, kvnr from people.cover where person_id = $1 and withdrawn_at is null and from_on <= $2 and (to_on is null or to_on >= $2) order by from_on desc`,
    of.personId,
    today,
  );
  const header = {
    ...HEADER,
    insurerName: cover?.payer_name ?? 'unbekannt',
    payerIk: cover?.payer_ik ?? HEADER.payerIk,
    kvnr: cover?.kvnr ?? HEADER.kvnr,
    issueDate: today,
  };
  const signed = { on: today, signed: true };
  if (kind === 'REFERRAL')
    return {
      prescriberId: prescribers.hausarzt,
      content: { ...FULL_28, header: { ...header, lanr: '838382202' }, units: Math.min(units, 5), prescriberSignature: signed },
    };
  const earlier = await look<{ on: string; units: number }>(
    `select issued_on::text as on, units from soziotherapie.prescription where person_id = $1 and kind in ('INITIAL', 'FOLLOW_UP') and issued_on is not null order by issued_on, id`,
    of.personId,
  );
  const discharge = kind === 'DISCHARGE';
  return {
    prescriberId: discharge ? prescribers.klinik : prescribers.distelkamp,
    content: {
      ...FULL_26,
      header,
      kind,
      unitsPrescribed: kind === 'TRIAL' ? Math.min(units, 5) : units,
      groupAllowed: practice.chance.coin(0.5),
      periodFrom: today,
      periodTo: addMonthsClip(today, 10),
      prescriberSignature: signed,
      patientApplicationSignature: { ...signed, by: 'patient' },
      ...(kind === 'FOLLOW_UP'
        ? {
            previousPrescriptions: earlier
              .slice(-20)
              .map(({ on, units: had }) => ({ issuedOn: on, units: had, prescriber: 'Dr. Distelkamp' })),
          }
        : {}),
      ...(discharge ? { dischargeDate: today } : {}),
      // sessions before the issue are at the practice's own risk; whoever writes the form has seen it
      confirmed: [{ pointer: '/header/issueDate', code: 'issued-after-first-session', value: today }],
    },
  };
}

/** A prescription comes in: the form is written and, mostly, issued at once. */
export async function order(practice: Practice, of: Case, kind?: Kind, units?: number): Promise<string | undefined> {
  const { chance } = practice;
  const { look } = practice.door.stage;
  const had = await look(
    `select 1 from soziotherapie.prescription where person_id = $1 and kind in ('INITIAL', 'FOLLOW_UP') and issued_on is not null`,
    of.personId,
  );
  const what = kind ?? KINDS[chance.weighted(had.length > 0 ? [1, 8, 1, 1, 1] : [5, 0.5, 3, 2, 1])] ?? 'FOLLOW_UP';
  const asked = await formOf(practice, of, what, units ?? [1, 2, 5, 10, 20, 30, 30][chance.below(7)] ?? 30);
  const made = await practice.command('buero', 'soziotherapie.createPrescription', {
    params: { id: of.episodeId },
    body: { kind: what, ...asked },
  });
  if (made) await advance(practice, made.id);
  return made?.id;
}

const LETTERS = [
  ['approved', 1],
  ['partly', 0.5],
  ['refused', 0],
] as const;

/** The natural next step of a prescription, now and then another one. */
export async function advance(practice: Practice, id: string, calm = false): Promise<void> {
  const { chance, today } = practice;
  const [row] = await practice.door.stage.look<Prescribed>(
    `select id, version, state, kind, units, issued_on::text as issued, received_on::text as received, person_id from soziotherapie.prescription where id = $1`,
    id,
  );
  if (!row) return;
  const { version, state } = row;
  const step = (name: string, body: object, who: 'buero' | 'leitung' = 'buero') =>
    practice.command(who, `soziotherapie.${name}`, { params: { id }, version, body });
  const back = (most: number) => {
    const day = addDays(today, -chance.below(most + 1));
    return row.issued !== null && day < row.issued ? row.issued : day;
  };
  if (!calm && chance.coin(0.06)) return void (await step('withdrawPrescription', { on: back(2), statement: true }));
  if (state === 'DRAFT') return void (await step('issuePrescription', { issuedOn: today, signed: true }));
  if (state === 'ISSUED') return void (await step('checkPrescription', { carePlanDue: addDays(today, 14) }));
  if (state === 'COMPLETE') {
    const proofFileId = await practice.upload(row.person_id);
    return void (await step('submitPrescription', { on: today, channel: 'post', proofFileId: proofFileId ?? null }));
  }
  if (state === 'SUBMITTED' && row.received === null) return void (await step('receivePrescription', { on: calm ? today : back(4) }));
  if (state === 'SUBMITTED' || state === 'PROVISIONAL' || state === 'MD_REVIEW' || state === 'OBJECTED') {
    if (!calm && chance.coin(0.25)) return void (await step('noteExpert', { on: today }));
    if (!calm && chance.coin(0.2)) return void (await step('noteDelay', { on: today, until: addDays(today, 20) }));
    const [kind, share] = LETTERS[calm ? 0 : chance.weighted([5, 2, 2])] ?? LETTERS[0];
    const postedOn = calm ? today : back(12);
    return void (await step('recordDecision', {
      kind,
      units: Math.ceil((row.units ?? 0) * share),
      decidedOn: postedOn,
      postedOn,
      reallyReceivedOn: chance.coin(0.2) ? today : null,
      knownOn: today,
      validFrom: chance.coin(0.15) ? addDays(today, chance.below(20)) : null,
      validTo: chance.coin(0.3) ? addMonthsClip(today, 1 + chance.below(12)) : null,
      number: `G ${practice.tally.steps}`,
      remediesTold: chance.coin(0.9),
      reason: 'Begründung der Kasse.',
      fileId: null,
    }));
  }
  if (state === 'REFUSED' || state === 'PARTIALLY_APPROVED') {
    await step('recordObjection', { on: back(3), by: chance.coin(0.85) ? 'client' : 'provider' });
    return;
  }
  await step('withdrawPrescription', { on: back(2), statement: chance.coin(0.9) });
}
