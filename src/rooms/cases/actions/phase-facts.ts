import { daysBetween } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { Person } from '#rooms/people/contract.ts';
import { linesRunning, openNeeds, reachedShare } from '../rules/closing.ts';
import { LONGEST_REST_DAYS, type PhaseFacts } from '../rules/phase.ts';
import { effectiveResult } from '../rules/screening.ts';
import type { CaseRow } from '../store/cases.ts';
import { findScreening, type ScreeningRow } from '../store/clearing.ts';
import { phaseEnteredAt, readParts } from '../store/phase-facts.ts';
import { areaOf } from './areas.ts';
import { type ConsentState, consentState, todayOf } from './case.ts';

export interface Standing {
  facts: PhaseFacts;
  consent: ConsentState;
  screening: ScreeningRow | undefined;
  person: Person | undefined;
  enteredAt: Temporal.Instant;
}

/** Whether the next look of a rest lies between tomorrow and 90 days ahead. */
export function resumeInTime(today: string, resumeOn: string): boolean {
  const days = daysBetween(Temporal.PlainDate.from(today), Temporal.PlainDate.from(resumeOn));
  return days >= 1 && days <= LONGEST_REST_DAYS;
}

/** Reads everything that the phase machine looks at; what the step itself brings is added by who takes it. */
export async function readStanding(call: Call, row: CaseRow): Promise<Standing> {
  const person = await findPerson(call, row.person_id);
  const consent = await consentState(call, row, person?.birthDate ?? null);
  const screening = await findScreening(call.tx, row.id);
  const enteredAt = (await phaseEnteredAt(call.tx, row.id)) ?? row.created_at;
  const parts = await readParts(call.tx, row.id, enteredAt);
  const { artefacts } = consent;
  const has = (kind: string) => artefacts.some((one) => one.kind === kind);
  // talks and hand-overs of an earlier attempt to end do not count for this one
  const hasNow = (kind: string) => artefacts.some((one) => one.kind === kind && Temporal.Instant.compare(one.made_at, enteredAt) >= 0);
  const says = (kind: string) => artefacts.findLast((one) => one.kind === kind)?.answer === 'yes';
  const today = todayOf(call);
  const { review } = await areaOf(call, row.area);
  const copied = artefacts.some(
    ({ kind, at_on: on }) => kind === 'client-copy' && (parts.plan_agreed_on === null || on >= parts.plan_agreed_on),
  );
  const facts: PhaseFacts = {
    contactNote: has('contact-note'),
    informationSheet: has('information-sheet'),
    wish: says('contact-note'),
    screening: screening ? effectiveResult(screening.result, screening.override_result, consent.standing === 'given') : null,
    advice: has('advice-note'),
    tasksAndLimits: has('tasks-and-limits'),
    demarcation: has('demarcation'),
    dataProtection: has('data-protection'),
    agreement: has('agreement'),
    managerDecided: says('decision-manager'),
    clientDecided:
      consent.voices.some(({ by, decision }) => by === 'client' && decision?.answer === 'yes') ||
      (!consent.minor && consent.decided === 'yes'),
    guardiansDecided: consent.minor ? consent.decided === 'yes' : true,
    consent: consent.standing,
    start: row.start_on !== null,
    ...(parts.round === null ? {} : { domainsOpen: 10 - parts.rated }),
    resources: parts.resources,
    networkMap: parts.network_map || has('network-map-declined'),
    riskCheck: has('risk-check'),
    providersChecked: parts.providers || has('providers-checked'),
    clientSawAssessment: parts.client_saw,
    assessmentDone: parts.round_done,
    goals: parts.goals,
    needsWithoutGoal: parts.needs_without_goal,
    goalsWithoutMeasure: parts.goals_without_measure,
    measuresIncomplete: parts.measures_incomplete,
    planAgreed: parts.plan_state === 'agreed',
    clientCopy: copied || parts.client_copy,
    reassessmentDone: parts.reassessed,
    gasTwice: parts.gas_twice,
    halfYear:
      parts.last_assessed_on !== null &&
      daysBetween(Temporal.PlainDate.from(parts.last_assessed_on), Temporal.PlainDate.from(today)) > review.reassessment,
    ...(row.resume_on === null ? {} : { resumeReached: row.resume_on <= today }),
    contactSinceRest: parts.contact_since || hasNow('contact-note'),
    ...(row.closing_reason === null ? {} : { closingReason: row.closing_reason }),
    reachedShare: reachedShare(parts.goal_standings),
    linesRunning: linesRunning(parts.lines),
    openNeeds: openNeeds(parts.open_domains, parts.lines),
    evaluationWritten: parts.evaluation,
    closingTalk: hasNow('closing-talk'),
    closingNote: row.closing_note_sealed !== null || hasNow('closing-note'),
    partnersInformed: hasNow('partners-informed'),
    tasksHandedOver: hasNow('tasks-handed-over'),
    emergency: row.closing_emergency,
    closingAsked: row.closing_asked_by !== null,
  };
  return { facts, consent, screening, person, enteredAt };
}
