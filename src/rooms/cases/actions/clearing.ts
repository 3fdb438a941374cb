import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { giveCaseConsent, withdrawCaseConsent } from '#rooms/consent/actions/case-consent.ts';
import { changeGuardian, getPerson } from '#rooms/people/actions.ts';
import type { GuardianChange } from '#rooms/people/contract.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type * as wire from '../contract/clearing.ts';
import { CASE_CONSENT_TEXT } from '../rules/consent.ts';
import { effectiveResult, type OverrideResult, SCREENING_RULES, type ScreeningInput, screen } from '../rules/screening.ts';
import type { CaseRow } from '../store/cases.ts';
import {
  appendScreening,
  findCaseOfConsent,
  findScreening,
  overrideRow,
  type ScreeningRow,
  withdrawArtefactRow,
} from '../store/clearing.ts';
import { consentState, endOfDay, getCaseRow, lockOpenCase, todayOf } from './case.ts';
import { writeArtefact } from './opening.ts';

type Care = Permit<'cases.care'>;
type Wish = z.output<NonNullable<typeof wire.recordArtefact.body>>;
const notePlace = (row: string) => ({ table: 'cases.artefact', column: 'note_sealed', row });
const reasonPlace = (row: string) => ({ table: 'cases.screening', column: 'reason_sealed', row });
const overridePlace = (row: string) => ({ table: 'cases.screening', column: 'override_reason_sealed', row });

/** Everything of the first three phases; the read is logged. */
export async function getClearing(call: Call, _permit: Care, id: string): Promise<z.input<typeof wire.getClearing.answer>> {
  const row = await getCaseRow(call, id);
  const person = await getPerson(call, row.person_id, 'cases.clearing.read');
  const consent = await consentState(call, row, person.birthDate);
  const screening = await findScreening(call.tx, id);
  await recordReads(call, 'cases.clearing.read', 'case', [{ id, personId: row.person_id }]);
  const open = (column: 'advice_sealed' | 'closing_note_sealed') => {
    const sealed = row[column];
    return sealed === null ? null : call.sealer.open(call.tx, row.person_id, { table: 'cases.case', column, row: id }, sealed);
  };
  const artefacts = [];
  for (const one of consent.artefacts)
    artefacts.push({
      id: one.id,
      kind: one.kind as Wish['kind'],
      on: one.at_on,
      answer: one.answer,
      guardianId: one.guardian_id,
      signsForBoth: one.signs_for_both,
      until: one.until_on,
      textVersion: one.text_version,
      form: one.form,
      note: one.note_sealed ? await call.sealer.open(call.tx, row.person_id, notePlace(one.id), one.note_sealed) : null,
      by: one.by_name,
    });
  return {
    artefacts,
    person,
    guardians: consent.guardians,
    minor: consent.minor,
    voices: consent.voices.map(({ by, guardianId, name, consent: said, decision }) => ({
      by,
      guardianId,
      name,
      consent: said?.answer === 'yes' || said?.answer === 'no' ? said.answer : null,
      decision: decision?.answer ?? null,
    })),
    screening: screening ? await viewOf(call, row, screening, consent.standing === 'given') : null,
    startOn: row.start_on,
    advice: await open('advice_sealed'),
    closingNote: await open('closing_note_sealed'),
    consentText: CASE_CONSENT_TEXT,
    today: todayOf(call),
  };
}

async function viewOf(call: Call, row: CaseRow, one: ScreeningRow, consent: boolean) {
  const text = one.reason_sealed
    ? (JSON.parse(await call.sealer.open(call.tx, row.person_id, reasonPlace(one.id), one.reason_sealed)) as {
        reason: string | null;
        names: string[];
      })
    : { reason: null, names: [] };
  const override = one.override_result &&
    one.override_reason_sealed &&
    one.override_at && {
      result: one.override_result,
      reason: await call.sealer.open(call.tx, row.person_id, overridePlace(one.id), one.override_reason_sealed),
      by: one.override_by_name,
      on: dayInBerlin(one.override_at).toString(),
    };
  return {
    id: one.id,
    version: one.version,
    input: one.input as ScreeningInput as z.input<typeof wire.ScreeningInputShape>,
    ...text,
    result: one.result,
    effective: effectiveResult(one.result, one.override_result, consent),
    criteria: one.criteria as Record<'G' | 'K1' | 'K2' | 'K3' | 'K4' | 'K5', 'yes' | 'no' | 'unknown'>,
    on: one.made_on,
    by: one.by_name,
    override: override || null,
  };
}

const NEEDS_ANSWER: readonly string[] = ['decision-manager', 'decision-client', 'decision-guardian', 'consent-client', 'consent-guardian'];

/** Writes down what was handed over, said or decided. An answer to the consent makes the consent whole, or ends it. */
export async function recordArtefact(call: Call, _permit: Care, id: string, wish: Wish): Promise<{ id: string }> {
  const row = await lockOpenCase(call, id);
  const missing = (pointer: string, code: string): never => {
    throw new Refusal(code, { errors: [{ pointer, code: 'required' }] });
  };
  if (NEEDS_ANSWER.includes(wish.kind) && !wish.answer) missing('/answer', 'missing-answer');
  const consents = wish.kind === 'consent-client' || wish.kind === 'consent-guardian';
  if (consents && !wish.form) missing('/form', 'missing-form');
  if (consents && wish.answer === 'yes' && wish.form === 'spoken' && !wish.witness) missing('/witness', 'missing-witness');
  if (wish.on !== undefined && wish.on > todayOf(call))
    throw new Refusal('day-in-future', { errors: [{ pointer: '/on', code: 'too-late' }] });
  const before = await consentState(call, row, (await getPerson(call, row.person_id, 'cases.artefact.recorded')).birthDate);
  const ofGuardian = wish.kind === 'consent-guardian' || wish.kind === 'decision-guardian';
  if (ofGuardian && !before.guardians.some((one) => one.id === wish.guardianId)) missing('/guardianId', 'missing-guardian');
  const note = [wish.witness, wish.note].filter(Boolean).join('\n');
  const artefactId = await writeArtefact(
    call,
    { id, personId: row.person_id, organisationId: row.organisation_id },
    { ...wish, guardianId: ofGuardian ? wish.guardianId : null, note, ...(consents ? { textVersion: CASE_CONSENT_TEXT } : {}) },
  );
  await record(call, {
    action: 'cases.artefact.recorded',
    kind: 'C',
    object: ['artefact', artefactId],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: id, kind: wish.kind, answer: wish.answer ?? null },
  });
  if (consents) await settleConsent(call, row, wish);
  return { id: artefactId };
}

/**
 * Her yes, or her guardian's, from the portal: an answer like one on paper, her account is the proof. The consent is whole only when all
 * who must have agreed (B.2.3). Refuses where the case is over; `missing-guardian` for somebody who no longer has authority.
 */
export async function agreeFromPortal(call: Call, id: string, guardianId: string | null): Promise<void> {
  const row = await lockOpenCase(call, id);
  const kind = guardianId === null ? 'consent-client' : 'consent-guardian';
  const before = await consentState(call, row, (await getPerson(call, row.person_id, 'cases.artefact.recorded')).birthDate);
  if (guardianId !== null && !before.guardians.some((one) => one.id === guardianId)) throw new Refusal('missing-guardian');
  const artefactId = await writeArtefact(
    call,
    { id, personId: row.person_id, organisationId: row.organisation_id },
    { kind, answer: 'yes', guardianId, form: 'portal', textVersion: CASE_CONSENT_TEXT },
  );
  await record(call, {
    action: 'cases.artefact.recorded',
    kind: 'C',
    object: ['artefact', artefactId],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: id, kind, answer: 'yes' },
  });
  await settleConsent(call, row, { kind, form: 'portal' });
}

/** After somebody answered: all agree and none lives yet: it is given. Somebody no longer agrees: it ends at once. */
async function settleConsent(
  call: Call,
  row: CaseRow,
  wish: { kind: string; form?: 'spoken' | 'paper' | 'screen' | 'portal' | undefined },
): Promise<void> {
  const person = await getPerson(call, row.person_id, 'cases.consent.settled');
  const state = await consentState(call, row, person.birthDate);
  if (state.agreed === 'yes' && state.standing !== 'given') {
    const untils = state.voices.flatMap(({ consent }) => (consent?.until_on ? [consent.until_on] : [])).sort();
    await giveCaseConsent(call, {
      personId: row.person_id,
      organisationId: row.organisation_id,
      caseId: row.id,
      form: wish.form ?? 'paper',
      textVersion: CASE_CONSENT_TEXT,
      givenBy: wish.kind === 'consent-guardian' ? 'guardian' : 'client',
      until: untils[0] ?? null,
    });
    await settleTasks(call, 'case-consent-withdrawn', row.id, 'done');
  }
  if (state.agreed === 'no' && state.standing === 'given') await endConsent(call, row, wish.form === 'paper' ? 'paper' : 'spoken');
}

/** Any time, no form, no reason; the CR4 talk becomes a task of the case manager (B.2.3). */
export async function withdrawConsent(call: Call, _permit: Care, id: string, via: string): Promise<{ id: string }> {
  const row = await lockOpenCase(call, id);
  return { id: await endConsent(call, row, via) };
}

/** The reaction of this room tells the case manager, also where the client withdrew in the portal. */
function endConsent(call: Call, row: CaseRow, via: string): Promise<string> {
  return withdrawCaseConsent(call, row.person_id, row.organisation_id, via);
}

/** The CR4 talk becomes a task of the case manager, whoever took the withdrawal (B.2.3). */
export async function noteWithdrawal(call: Call, personId: string, organisationId: string, via: string): Promise<void> {
  const found = await findCaseOfConsent(call.tx, personId, organisationId);
  if (!found) return;
  await record(call, {
    action: 'cases.consent.withdrawn',
    kind: 'U',
    object: ['case', found.caseId],
    personId,
    reason: 'CR4',
    data: { organisationId, caseId: found.caseId, via },
  });
  await appendTask(call, {
    kind: 'case-consent-withdrawn',
    object: ['case', found.caseId],
    personId,
    assigneeId: found.managerId,
    assigneeRole: null,
    organisationId,
    priority: 1,
    dueAt: endOfDay(todayOf(call)),
    facts: { caseId: found.caseId },
  });
}

/** Takes a mistaken one back. Answers to the consent are not taken back but answered anew. */
export async function withdrawArtefact(call: Call, _permit: Care, id: string, artefactId: string): Promise<{ id: string }> {
  const row = await lockOpenCase(call, id);
  const { artefacts } = await consentState(call, row, null);
  const one = artefacts.find((each) => each.id === artefactId);
  if (!one) throw new Refusal('not-found');
  if (one.kind.startsWith('consent-')) throw new Refusal('consent-is-answered-anew');
  await withdrawArtefactRow(call.tx, id, artefactId, call.now);
  await record(call, {
    action: 'cases.artefact.withdrawn',
    kind: 'U',
    object: ['artefact', artefactId],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: id, kind: one.kind },
  });
  return { id: artefactId };
}

/** A screening with its computation by the shared rule; every one is kept, the latest counts. */
export async function saveScreening(
  call: Call,
  _permit: Care,
  id: string,
  wish: z.output<NonNullable<typeof wire.saveScreening.body>>,
): Promise<{ id: string; version: number; result: ReturnType<typeof screen>['result'] }> {
  const row = await lockOpenCase(call, id);
  if (row.phase !== 'access' && row.phase !== 'case_finding' && row.phase !== 'intake') throw new Refusal('screening-is-over');
  const today = todayOf(call);
  if (wish.input.complexReason !== (wish.reason !== undefined))
    throw new Refusal('missing-reason', { errors: [{ pointer: '/reason', code: 'required' }] });
  const person = await getPerson(call, row.person_id, 'cases.screening.made');
  const { standing } = await consentState(call, row, person.birthDate);
  const input: ScreeningInput = {
    ...wish.input,
    events: wish.input.events.map(({ kind, on, dischargedOn }) => ({ kind, on, dischargedOn: dischargedOn ?? null })),
  };
  const screening = screen(input, standing === 'given', today);
  const screeningId = call.newId();
  const text = JSON.stringify({ reason: wish.reason ?? null, names: wish.names ?? [] });
  await appendScreening(call.tx, {
    id: screeningId,
    caseId: id,
    personId: row.person_id,
    organisationId: row.organisation_id,
    input,
    reason: await call.sealer.seal(call.tx, row.person_id, reasonPlace(screeningId), text),
    result: screening.result,
    criteria: screening.criteria,
    missing: screening.missing,
    rulesVersion: SCREENING_RULES,
    on: today,
    at: call.now,
    by: accountOf(call).accountId,
  });
  await record(call, {
    action: 'cases.screening.made',
    kind: 'C',
    object: ['screening', screeningId],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: id, result: screening.result, missing: screening.missing },
  });
  return { id: screeningId, version: 1, result: screening.result };
}

/** The lead's word instead, with her reason; counted in the log. It never stands for the consent. */
export async function overrideScreening(
  call: Call,
  _permit: Permit<'cases.lead'>,
  id: string,
  screeningId: string,
  version: number | undefined,
  wish: { result: OverrideResult; reason: string },
) {
  const row = await lockOpenCase(call, id);
  const one = await findScreening(call.tx, id, screeningId, true);
  if (!one) throw new Refusal('not-found');
  if (one.version !== version) throw new Refusal('version-old', { current: one.version });
  if (row.phase !== 'case_finding') throw new Refusal('screening-is-over');
  const person = await getPerson(call, row.person_id, 'cases.screening.overridden');
  const { standing } = await consentState(call, row, person.birthDate);
  await overrideRow(call.tx, screeningId, {
    result: wish.result,
    reason: await call.sealer.seal(call.tx, row.person_id, overridePlace(screeningId), wish.reason),
    by: accountOf(call).accountId,
    at: call.now,
    version: one.version,
  });
  await record(call, {
    action: 'cases.screening.overridden',
    kind: 'U',
    object: ['screening', screeningId],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: id, from: one.result, to: wish.result },
  });
  return { id: screeningId, version: one.version + 1, effective: effectiveResult(one.result, wish.result, standing === 'given') };
}

export async function changeGuardianOfCase(
  call: Call,
  _permit: Care,
  id: string,
  guardianId: string,
  change: GuardianChange,
): Promise<{ id: string }> {
  const row = await lockOpenCase(call, id);
  await changeGuardian(call, row.person_id, guardianId, change);
  return { id: guardianId };
}
