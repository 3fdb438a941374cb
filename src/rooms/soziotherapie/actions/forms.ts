import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { formSheet } from '#platform/documents/form-sheet.ts';
import { record, recordReads } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { type Form28, FormContent, type FormFacts as FormFactsAnswer } from '../contract/forms.ts';
import type { Day } from '../rules/calendar.ts';
import { type IcdLookup, tidyIcd } from '../rules/eligibility.ts';
import { standingIn } from '../rules/forms/diagnoses.ts';
import type { FormFacts } from '../rules/forms/facts.ts';
import { judgeForm26 } from '../rules/forms/muster-26.ts';
import { judgeForm28 } from '../rules/forms/muster-28.ts';
import { sheetOf } from '../rules/forms/sheet.ts';
import type { FormVerdict } from '../rules/forms/verdict.ts';
import { ofSameCase } from '../rules/trial.ts';
import * as store from '../store/forms.ts';
import { findPractice } from '../store/practice.ts';
import { isDeputy } from './cases.ts';
import { choicesOf, ownOrganisation, parametersFor } from './practice.ts';

type Reader = Permit<'soziotherapie.read'>;
const isLead = (call: Call) => accountOf(call).roles.includes('lead');
const today = (call: Call) => dayInBerlin(call.now).toString();

/** Where a form lies sealed. */
export const formPlace = (id: string) => ({ table: 'soziotherapie.prescription', column: 'form_sealed', row: id });

/** Opens a stored form; null where nothing was written yet. */
export async function openForm(
  call: Call,
  row: { id: string; person_id: string; form_sealed: Buffer | null },
): Promise<FormContent | null> {
  if (row.form_sealed === null) return null;
  return FormContent.parse(JSON.parse(await call.sealer.open(call.tx, row.person_id, formPlace(row.id), row.form_sealed)));
}

interface Asked {
  episodeId: string;
  personId: string;
  organisationId: string;
  /** The prescription itself, so that it is not counted among the earlier ones; null: not stored yet. */
  prescriptionId: string | null;
  prescriberId: string | null;
}

/** What the asker has read already in this transaction, so that it is not read twice. */
export interface Known {
  person: NonNullable<Awaited<ReturnType<typeof store.findPersonOfForm>>>;
  /** Who pays on a day. */
  coverOn(day: Day): Awaited<ReturnType<typeof store.findCoverOn>>;
  practice: Awaited<ReturnType<typeof findPractice>>;
  prescriber: store.PrescriberOfForm | null;
  /** Null: to be read. */
  earlier: Awaited<ReturnType<typeof store.selectEarlier>> | null;
  windows: readonly NonNullable<Awaited<ReturnType<typeof store.findWindowOn>>>[];
  /** Sessions of which the ledger says that a prescription pays them. */
  paid: readonly string[];
}

/** What is on file beside a form, as the rules take it. */
async function gatherFacts(call: Call, asked: Asked, content: FormContent | null, known?: Known): Promise<FormFacts> {
  const { tx } = call;
  const day = content?.header?.issueDate && content.header.issueDate <= today(call) ? content.header.issueDate : today(call);
  const postalCode = content?.header?.address?.postalCode?.trim() ?? '';
  const [person, cover, practice, prescriber, earlier, span, firstSessionOn, nursing, places, p] = await Promise.all([
    known ? known.person : store.findPersonOfForm(tx, asked.personId),
    known ? known.coverOn(day) : store.findCoverOn(tx, asked.personId, asked.organisationId, day),
    known ? known.practice : findPractice(tx, asked.organisationId),
    known ? known.prescriber : asked.prescriberId === null ? undefined : store.findPrescriberOf(tx, asked.prescriberId),
    known?.earlier ?? store.selectEarlier(tx, asked.personId, asked.organisationId, asked.prescriptionId),
    known ? known.windows.find((one) => one.end_on >= day) : store.findWindowOn(tx, asked.personId, day),
    store.findFirstUnpaidSession(tx, asked.episodeId, known?.paid ?? []),
    store.selectNursing(tx, asked.personId, asked.organisationId),
    postalCode === '' ? undefined : store.selectPlaces(tx, postalCode),
    parametersFor(call, asked.organisationId),
  ]);
  // a prescription comes before the first unit, which opens the window
  const window = span && span.start_on <= day ? span : undefined;
  return {
    today: today(call),
    master: person ? masterOf(person) : null,
    cover: cover ? coverOf(cover) : null,
    provider: practice ? { name: practice.fields.name, ik: practice.fields.ik } : null,
    ...(cover && { contractOnFile: cover.contract_on_file }),
    prescriber: prescriber ? { ...prescriber, permission: permissionOf(prescriber) } : null,
    earlier: earlier.map((row) => ({
      kind: row.kind,
      issuedOn: row.issued_on,
      units: row.units,
      withdrawn: row.withdrawn,
      deliveredUnits: row.delivered,
      sameEpisode: ofSameCase({ episodeId: row.episode_id, issuedOn: row.issued_on }, asked.episodeId, spanOf(span)),
    })),
    remainingMinutes: window ? window.cap_minutes - window.used_minutes : p.episodeCapMinutes,
    window: window ? { from: window.start_on, to: window.end_on } : null,
    firstSessionOn,
    nursing,
    ...(places && { places }),
  };
}

const spanOf = (window: { end_on: string; former_end: string | null } | undefined) =>
  window ? { end: window.end_on, formerEnd: window.former_end } : null;
const permissionOf = (row: { permission_from: string | null; permission_to: string | null }) =>
  row.permission_from === null ? null : { from: row.permission_from, to: row.permission_to };
const coverOf = (row: { payer_ik: string; payer_name: string; kvnr: string | null; insured_status: string }) => ({
  payerIk: row.payer_ik,
  payerName: row.payer_name,
  kvnr: row.kvnr,
  insuredStatus: row.insured_status,
});
const masterOf = (row: NonNullable<Awaited<ReturnType<typeof store.findPersonOfForm>>>) => ({
  surname: row.family_name,
  givenName: row.given_name,
  birthDate: row.birth_date,
  street: row.street,
  postalCode: row.postal_code,
  city: row.place,
});

/** How the codes of a form stand in the imported ICD-10-GM. */
async function lookupOf(call: Call, content: FormContent): Promise<IcdLookup> {
  const written = content.form === '26' ? content.diagnoses : content.diagnosisOrSuspicion;
  const codes = (written ?? []).map(({ code }) => tidyIcd(code ?? '')).filter(Boolean);
  return codes.length > 0 ? standingIn(await store.selectStandings(call.tx, codes)) : standingIn([]);
}

/** The checks of chapter 4 over a content and what is on file; the browser runs the same. */
export async function judgeContent(call: Call, asked: Asked, content: FormContent, known?: Known): Promise<FormVerdict> {
  const [facts, icd, p] = await Promise.all([
    gatherFacts(call, asked, content, known),
    lookupOf(call, content),
    parametersFor(call, asked.organisationId, content.header?.issueDate ?? undefined),
  ]);
  return content.form === '26' ? judgeForm26(content, facts, icd, p) : judgeForm28(content, facts, icd, p);
}

/** What the entry of a form is prefilled from and compared with. */
export async function getFormFacts(call: Call, _permit: Reader, episodeId: string): Promise<FormFactsAnswer> {
  const organisationId = ownOrganisation(call);
  const row = await store.findCase(call.tx, episodeId, organisationId, isLead(call));
  if (!row || isDeputy(call, row)) throw new Refusal('not-found');
  const asked = { episodeId, personId: row.person_id, organisationId, prescriptionId: null, prescriberId: row.prescriber_id };
  const [facts, prescribers, earlier, ratings, choices] = await Promise.all([
    gatherFacts(call, asked, null),
    store.selectPrescribersOf(call.tx, row.prescriber_id),
    store.selectEarlier(call.tx, row.person_id, organisationId, null),
    store.selectRatings(call.tx, row.person_id, organisationId),
    choicesOf(call, organisationId),
  ]);
  const newest = earlier.findLast(({ form_sealed }) => form_sealed !== null);
  const last = newest ? await openForm(call, { ...newest, person_id: row.person_id }) : null;
  await recordReads(call, 'soziotherapie.form-facts.read', 'episode', [{ id: episodeId, personId: row.person_id }]);
  return {
    today: facts.today,
    person: facts.master ?? { surname: null, givenName: null, birthDate: null, street: null, postalCode: null, city: null },
    places: facts.master?.postalCode ? await store.selectPlaces(call.tx, facts.master.postalCode) : [],
    cover: facts.cover ?? null,
    provider: facts.provider ?? null,
    contractOnFile: facts.contractOnFile ?? null,
    prescriberId: row.prescriber_id,
    prescribers: prescribers.map(({ id, name, kind, lanr, bsnr, ik, permission_from, permission_to }) => ({
      id,
      name,
      kind,
      lanr,
      bsnr,
      ik,
      permissionFrom: permission_from,
      permissionTo: permission_to,
    })),
    // the same prescriptions in the same order as in the facts
    earlier: earlier.map((one, index) => ({
      id: one.id,
      episodeId: one.episode_id,
      kind: one.kind,
      issuedOn: one.issued_on,
      units: one.units,
      deliveredUnits: one.delivered,
      withdrawn: one.withdrawn,
      sameCase: facts.earlier[index]?.sameEpisode === true,
      prescriber: one.prescriber,
    })),
    remainingMinutes: facts.remainingMinutes,
    window: facts.window ?? null,
    firstSessionOn: facts.firstSessionOn ?? null,
    nursing: facts.nursing.map(({ from, to }) => ({ from, to })),
    choices: { ...choices },
    ratings: await Promise.all(ratings.map((one) => ratingOf(call, row.person_id, one))),
    last: newest && last ? { prescriptionId: newest.id, content: last } : null,
  };
}

async function ratingOf(call: Call, personId: string, row: Awaited<ReturnType<typeof store.selectRatings>>[number]) {
  const place = { table: 'soziotherapie.gaf_rating', column: 'sealed', row: row.id };
  return {
    ratedOn: row.rated_on,
    gaf: Number(await call.sealer.open(call.tx, personId, place, row.sealed)),
    ratedBy: row.rated_by as 'prescriber' | 'soziotherapist',
    source: row.source_kind,
  };
}

/** The data sheet beside Muster 26 or 28 as PDF/UA; who drew it is logged. */
export async function drawFormSheet(call: Call, _permit: Reader, id: string, language: 'de' | 'en'): Promise<FileAnswer> {
  const organisationId = ownOrganisation(call);
  const row = await store.findForm(call.tx, id, organisationId, isLead(call));
  if (!row || isDeputy(call, row)) throw new Refusal('not-found');
  const content = (await openForm(call, row)) ?? ({ form: row.form } as FormContent);
  const asked = { episodeId: row.episode_id, personId: row.person_id, organisationId, prescriptionId: id, prescriberId: row.prescriber_id };
  const verdict = await judgeContent(call, asked, content);
  const practice = await findPractice(call.tx, organisationId);
  const { title, kind, lead, sections } = sheetOf(content, verdict, row.kind, language);
  const day = dayInBerlin(call.now).toLocaleString(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'medium' });
  const author = practice?.fields.name ?? call.network.name;
  const { pdf } = formSheet({
    language,
    author,
    title,
    lead,
    sections,
    foot: `${author} · ${kind} · ${day}`,
    writtenAt: call.now,
  });
  await record(call, {
    action: 'soziotherapie.prescription.sheet-printed',
    kind: 'R',
    object: ['prescription', id],
    personId: row.person_id,
    data: { organisationId, episodeId: row.episode_id, form: row.form },
  });
  return new FileAnswer('application/pdf', `ausfuellhilfe-muster-${row.form}.pdf`, pdf);
}

/** Chapter F as the operator imported it. */
export async function listDiagnoses(call: Call, _permit: Reader) {
  return { diagnoses: await store.selectDiagnoses(call.tx) };
}

type ReferralPart = Pick<Form28, 'deliveredUnits' | 'result' | 'sentToInsurerOn' | 'sentToDoctorOn'>;

/**
 * The provider's part of Muster 28, written while and after the units are given; the doctor's part stays as it was issued. What cannot be
 * (more than was prescribed, a day before the issue) is refused at its field, what is only missing is kept.
 */
export async function saveReferralResult(call: Call, _permit: Reader, id: string, version: number | undefined, part: ReferralPart) {
  const row = await store.findForm(call.tx, id, ownOrganisation(call), isLead(call), true);
  if (row?.form !== '28') throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  if (row.state === 'DRAFT' || row.state === 'WITHDRAWN')
    throw new Refusal(row.state === 'DRAFT' ? 'prescription-draft' : 'prescription-withdrawn');
  const content = { form: '28' as const, ...(await openForm(call, row)), ...part } as FormContent;
  const organisationId = row.organisation_id;
  const asked = { episodeId: row.episode_id, personId: row.person_id, organisationId, prescriptionId: id, prescriberId: row.prescriber_id };
  const { findings } = await judgeContent(call, asked, content);
  const errors = findings
    .filter(({ severity, pointer }) => severity === 'wrong' && /^\/(deliveredUnits|result|sentTo)/.test(pointer))
    .map(({ pointer, code }) => ({ pointer, code }));
  if (errors.length > 0) throw new Refusal('form-rules-open', { errors });
  const sealed = await call.sealer.seal(call.tx, row.person_id, formPlace(id), JSON.stringify(content));
  await store.updateForm(call.tx, id, sealed);
  await record(call, {
    action: 'soziotherapie.prescription.result-noted',
    kind: 'U',
    object: ['prescription', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, result: part.result?.kind ?? null },
  });
  return { id, version: version + 1 };
}
