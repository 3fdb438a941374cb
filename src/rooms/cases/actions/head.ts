import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { ageOn, dayInBerlin, daysBetween } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { changePerson } from '#rooms/people/actions.ts';
import type { PersonChange } from '#rooms/people/contract.ts';
import type * as wire from '../contract/case.ts';
import { type CASE_SOURCES, CASE_STEPS, type CaseHead, type INTENSITIES } from '../contract/case.ts';
import { guideDays } from '../rules/areas.ts';
import { type CasePhase, missingFor, NEXT_PHASE, type PhaseFacts, phasesFrom, type RestReason } from '../rules/phase.ts';
import * as store from '../store/cases.ts';
import { areaOf, workingArea } from './areas.ts';
import { getCaseRow, lockOpenCase, todayOf } from './case.ts';
import type { Moved } from './moves.ts';
import { readStanding } from './phase-facts.ts';

type Care = Permit<'cases.care'>;

/** Which of the stepper's six steps a phase belongs to; reassessment is a second assessment, a rest keeps its place. */
const STEP_OF: Partial<Record<CasePhase, (typeof CASE_STEPS)[number]>> = {
  access: 'clearing',
  case_finding: 'clearing',
  intake: 'clearing',
  assessment: 'assessment',
  planning: 'plan',
  linking: 'linking',
  monitoring: 'monitoring',
  reassessment: 'assessment',
  evaluation: 'evaluation',
};

type Visit = { phase: string; entered_on: string; left_on: string | null };

/** Six steps with the days on which they were gone through; the last one that was entered is now. */
export function stepsOf(phase: CasePhase, visits: readonly Visit[]): CaseHead['steps'] {
  const over = phase === 'closed' || phase === 'not_opened';
  const stepOf = (one: string) => STEP_OF[one as CasePhase];
  const now = over ? undefined : (stepOf(phase) ?? visits.map((visit) => stepOf(visit.phase)).findLast((one) => one !== undefined));
  return CASE_STEPS.map((step) => {
    const mine = visits.filter((visit) => stepOf(visit.phase) === step);
    const [first, last] = [mine[0], mine.at(-1)];
    if (!first || !last) return { step, state: 'ahead', from: null, to: null };
    const state = step === now ? 'now' : 'done';
    return { step, state, from: state === 'now' ? last.entered_on : first.entered_on, to: state === 'now' ? null : last.left_on };
  });
}

/** The step that is named first: what follows as planned. Where lines derive the next one, the end of the case is. */
function nextOf(row: store.CaseRow, facts: PhaseFacts): CaseHead['next'] {
  const to = row.phase === 'linking' ? 'evaluation' : NEXT_PHASE[row.phase];
  return to === null ? null : { to, missing: missingFor(row.phase, to, facts) };
}

/** The head of a case with what is missing for what may follow; the read is logged. */
export async function getCase(call: Call, _permit: Care, id: string): Promise<Versioned<z.input<typeof CaseHead>>> {
  const row = await getCaseRow(call, id);
  const { facts, consent, person } = await readStanding(call, row);
  const me = accountOf(call).accountId;
  const today = todayOf(call);
  const head = await store.findHead(call.tx, row, me, today);
  const visits = await store.selectVisits(call.tx, id);
  await recordReads(call, 'cases.case.read', 'case', [{ id, personId: row.person_id }]);
  const name = [person?.givenName, person?.familyName].filter(Boolean).join(' ');
  const birthDate = person?.birthDate ?? null;
  const next = nextOf(row, facts);
  const day = (at: Temporal.Instant | null | undefined) => (at ? dayInBerlin(at).toString() : null);
  return new Versioned(row.version, {
    id,
    version: row.version,
    personId: row.person_id,
    organisationId: row.organisation_id,
    called: name || row.pseudonym,
    pseudonym: row.pseudonym,
    named: name !== '',
    birthDate,
    age: birthDate === null ? null : ageOn(Temporal.PlainDate.from(birthDate), dayInBerlin(call.now)),
    place: [person?.postalCode, person?.place].filter(Boolean).join(' ') || null,
    phone: person?.phone ?? null,
    phase: row.phase,
    phaseSince: row.phase_since,
    days: daysBetween(Temporal.PlainDate.from(row.phase_since), Temporal.PlainDate.from(row.closed_on ?? today)),
    guideDays: guideDays(row.phase, await areaOf(call, row.area)),
    intensity: row.intensity as (typeof INTENSITIES)[number],
    area: row.area,
    source: row.source as (typeof CASE_SOURCES)[number],
    priority: row.priority,
    openedOn: row.opened_on,
    startOn: row.start_on,
    closedOn: row.closed_on,
    closingReason: row.closed_on === null ? null : row.closing_reason,
    retainUntil: row.retain_until,
    previousId: row.previous_id,
    laterId: head.later_id,
    manager: { accountId: row.manager_id, name: head.manager_name },
    reader: row.manager_id === me ? 'manager' : head.substitute ? 'substitute' : 'lead',
    restricted: row.restricted_at !== null,
    dormant: row.dormant_reason && row.resume_on ? { reason: row.dormant_reason as RestReason, resumeOn: row.resume_on } : null,
    closing:
      row.closing_reason === null
        ? null
        : {
            reason: row.closing_reason,
            asked: row.closing_asked_by !== null,
            askedBy: head.asked_by_name,
            askedByMe: row.closing_asked_by === me,
            emergency: row.closing_emergency,
          },
    consent: { standing: consent.standing, until: consent.row?.until_on ?? null, withdrawnOn: day(consent.row?.withdrawn_at) },
    steps: stepsOf(row.phase, visits),
    next,
    others: phasesFrom(row.phase)
      .filter((to) => to !== next?.to)
      .map((to) => ({ to, missing: missingFor(row.phase, to, facts) })),
    findings: { alert: head.alert, warn: head.warn, info: head.info },
    today,
  });
}

/** Intensity, priority, area, agreed start; whoever may see the case and works in it may change them. */
export async function changeCase(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  wish: z.output<NonNullable<typeof wire.changeCase.body>>,
): Promise<Moved> {
  const row = await lockOpenCase(call, id, version);
  const change = {
    ...(wish.intensity === undefined ? {} : { intensity: wish.intensity }),
    ...(wish.priority === undefined ? {} : { priority: wish.priority }),
    ...(wish.area === undefined ? {} : { area: await workingArea(call, wish.area, row.area) }),
    ...(wish.startOn === undefined ? {} : { start_on: wish.startOn }),
    ...(wish.pseudonym === undefined ? {} : { pseudonym: wish.pseudonym }),
  };
  const next = await store.updateCase(call.tx, id, change);
  await record(call, {
    action: 'cases.case.changed',
    kind: 'U',
    object: ['case', id],
    personId: row.person_id,
    data: {
      organisationId: row.organisation_id,
      caseId: id,
      fields: Object.keys(change),
      ...(wish.intensity !== undefined && wish.intensity !== row.intensity
        ? { intensityWas: row.intensity, intensity: wish.intensity }
        : {}),
    },
  });
  return { id, version: next, phase: row.phase };
}

/** Name and contact, once she agrees. The database asks for the consent, too, where nobody else knows her. */
export async function changeCasePerson(call: Call, _permit: Care, id: string, person: PersonChange): Promise<{ id: string }> {
  const row = await lockOpenCase(call, id);
  const { consent } = await readStanding(call, row);
  if (consent.standing !== 'given') throw new Refusal('case-pseudonymous');
  await changePerson(call, row.person_id, person);
  await record(call, {
    action: 'cases.person.changed',
    kind: 'U',
    object: ['case', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: id },
  });
  return { id };
}

const COURSE_PAGE = 100;
/** Keys of the log's data that say something in the course; everything else stays out of the answer. */
const TOLD = [
  'from',
  'to',
  'because',
  'kind',
  'answer',
  'result',
  'closingReason',
  'emergency',
  'via',
  'source',
  'handedOver',
  'state',
  'rule',
  'fields',
  'opened',
  'closed',
  'intensity',
  'intensityWas',
];

/** What happened, the newest first, from the log: codes and days, who did it; no text that anybody wrote. */
export async function listCourse(call: Call, _permit: Care, id: string, before: number | undefined) {
  const row = await getCaseRow(call, id);
  const rows = await store.selectCourse(call.tx, { caseId: id, personId: row.person_id }, before ?? null, COURSE_PAGE + 1);
  await recordReads(call, 'cases.course.read', 'case', [{ id, personId: row.person_id }]);
  return {
    events: rows.slice(0, COURSE_PAGE).map((one) => ({
      seq: one.seq,
      at: one.happened_at.toString(),
      action: one.action,
      by: one.by_name,
      data: Object.fromEntries(Object.entries(one.data).filter(([key]) => TOLD.includes(key))),
    })),
    more: rows.length > COURSE_PAGE,
  };
}
