import { randomUUID } from 'node:crypto';
import type { ServiceDoor } from './service-door.ts';
import { type Case, PAYER_IK, putPrescription } from './soziotherapie-stage.ts';

/** Words of a file that occur nowhere else, by what they belong to. */
export const CANARIES = {
  diagnosis: 'F25.1',
  plan: 'Zaunkönig beobachten',
  note: 'Einkaufsweg zweite Fassung',
  earlier: 'Einkaufsweg erste Fassung',
  third: 'Die Schwester trinkt wieder',
  invoice: '58.50',
} as const;

export interface FilledFile extends Case {
  prescriptionId: string;
  sessionId: string;
  planId: string;
  invoiceId: string;
  careFileId: string;
  officeFileId: string;
}

/**
 * A case with something in every drawer: prescription, plan, a unit with a note in two versions and one about a third party, GAF, a
 * decision, income, an invoice. Written past the actions, as it stands after all their steps.
 */
export async function fillFile({ stage }: ServiceDoor, { personId, episodeId }: Case): Promise<FilledFile> {
  const put = (text: string, ...values: unknown[]) => stage.admin.query(text, values);
  const seal = (table: string, column: string, row: string, content: unknown) =>
    stage.cast.asSystem((call) =>
      call.sealer.seal(call.tx, personId, { table, column, row }, typeof content === 'string' ? content : JSON.stringify(content)),
    );
  const organisationId = stage.practices.musterweg;
  const weidner = stage.cast.account('weidner');
  const [sessionId, planId, ratingId, incomeId, thirdId, invoiceId] = Array.from({ length: 6 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const prescriptionId = await putPrescription(stage, { personId, episodeId });
  const form = { form: '26', gaf: 38, diagnoses: [{ code: CANARIES.diagnosis, certainty: 'G' }] };
  await put(
    'update soziotherapie.prescription set form_sealed = $2 where id = $1',
    prescriptionId,
    await seal('soziotherapie.prescription', 'form_sealed', prescriptionId, form),
  );

  await put('set session_replication_role = replica');
  await put(
    `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, place_kind, created_at)
     values ($1, $2, $3, $4, $5, 'single', 'DOCUMENTED', '2026-03-02T10:00', '2026-03-02T11:00', '2026-03-02', '2026-03-02T09:00Z', '2026-03-02T10:00Z', 60, 'home', now())`,
    sessionId,
    personId,
    organisationId,
    episodeId,
    stage.helpers.weidner,
  );
  for (const [number, done] of [
    [1, CANARIES.earlier],
    [2, CANARIES.note],
  ] as const) {
    const id = randomUUID();
    const note = { done, reaction: 'ruhig', nextStep: 'Bus üben', start: '2026-03-02T10:00', end: '2026-03-02T11:00', placeKind: 'home' };
    await put(
      "insert into soziotherapie.session_note (id, session_id, person_id, organisation_id, number, kinds, sealed, occurred_local, recorded_at, author_id) values ($1, $2, $3, $4, $5, '{MOTIVATION_TRAINING}', $6, '2026-03-02T10:00', now(), $7)",
      id,
      sessionId,
      personId,
      organisationId,
      number,
      await seal('soziotherapie.session_note', 'sealed', id, note),
      weidner,
    );
  }
  await put(
    'insert into soziotherapie.third_party_note (id, session_id, person_id, organisation_id, number, sealed, recorded_at, author_id) values ($1, $2, $3, $4, 1, $5, now(), $6)',
    thirdId,
    sessionId,
    personId,
    organisationId,
    await seal('soziotherapie.third_party_note', 'sealed', thirdId, CANARIES.third),
    weidner,
  );
  await put(
    `insert into soziotherapie.care_plan (id, person_id, organisation_id, episode_id, prescription_id, number, state, sealed, valid_from, written_at, written_by, signed_on, offered_at, content_digest)
     values ($1, $2, $3, $4, $5, 1, 'agreed', $6, '2026-03-05', now(), $7, '2026-03-05', now(), sha256('x'))`,
    planId,
    personId,
    organisationId,
    episodeId,
    prescriptionId,
    await seal('soziotherapie.care_plan', 'sealed', planId, planContent()),
    weidner,
  );
  await put(
    `insert into soziotherapie.gaf_rating (id, person_id, organisation_id, episode_id, rated_on, rated_by, source_kind, source_id, sealed, recorded_at)
     values ($1, $2, $3, $4, '2026-03-02', 'prescriber', 'muster-26', $5, $6, now())`,
    ratingId,
    personId,
    organisationId,
    episodeId,
    prescriptionId,
    await seal('soziotherapie.gaf_rating', 'sealed', ratingId, '38'),
  );
  await put(
    'insert into soziotherapie.income (id, person_id, organisation_id, year, sealed, chronic, recorded_at) values ($1, $2, $3, 2026, $4, false, now())',
    incomeId,
    personId,
    organisationId,
    await seal('soziotherapie.income', 'sealed', incomeId, { grossCents: 1_200_000, deductionsCents: 0 }),
  );
  await put(
    `insert into soziotherapie.decision (id, prescription_id, person_id, organisation_id, kind, units, decided_on, posted_on, known_on, notified_on, recorded_at)
     values ($1, $2, $3, $4, 'approved', 30, '2026-03-02', '2026-03-02', '2026-03-02', '2026-03-06', now())`,
    randomUUID(),
    prescriptionId,
    personId,
    organisationId,
  );
  await put(
    `insert into billing.invoice (id, organisation_id, kind, payer_ik, payer_name, month, number, issued_on, state, gross_cents, net_cents, created_at)
     values ($1, $2, 'invoice', $3, 'Techniker Krankenkasse', '2026-02', '2026-0001', '2026-03-01', 'SENT', 5850, 5850, now())`,
    invoiceId,
    organisationId,
    PAYER_IK,
  );
  await put('set session_replication_role = default');
  return { personId, episodeId, prescriptionId, sessionId, planId, invoiceId, careFileId: '', officeFileId: '' };
}

const impairment = { degree: 'none', text: '' };
function planContent() {
  return {
    anamnesis: '',
    diagnosis: { list: [], difference: '' },
    findings: {
      impairments: { DRIVE_STRUCTURE: impairment, BEHAVIOUR_CONTACT: impairment, COGNITION: impairment, INSIGHT: impairment },
      text: '',
      gaf: 38,
    },
    farGoals: [{ id: randomUUID(), text: CANARIES.plan, sign: 'geht allein hinaus' }],
    nearGoals: [],
    measures: [],
    coordinatedCare: { none: true, items: [] },
    socialEnvironment: { text: '', persons: [] },
    prognosis: '',
    demarcation: '',
  };
}
