import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { dayOnPaper, type PlanSheet, planSheet, type SheetSection } from '#platform/documents/plan-sheet.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { SERVICE_TYPES } from '#rooms/directory/rules/service-types.ts';
import type { EvaluationView, Summary } from '../contract/evaluation.ts';
import { EVALUATION_PAPER } from '../rules/evaluation-words.ts';
import { plainDomain } from '../rules/plain-plan.ts';
import * as store from '../store/evaluation.ts';
import type { PlanCase } from '../store/plan.ts';
import { readDisclosures } from './disclosures.ts';
import { evaluationView, summaryFor } from './evaluation.ts';
import { namesOf } from './evaluation-summary.ts';
import { about, clientName, getPlanCase } from './plan-case.ts';

type Language = 'de' | 'en';
type Words = (typeof EVALUATION_PAPER)[Language];
type Disclosed = Awaited<ReturnType<typeof readDisclosures>>['disclosures'];

/** The report of an evaluation; one that is not approved says so. */
export async function printEvaluation(call: Call, _permit: Permit<'cases.care'>, id: string, language: Language): Promise<FileAnswer> {
  const row = await store.findEvaluation(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const found = await getPlanCase(call, row.case_id);
  const { disclosures } = await readDisclosures(call, found);
  const sheet = evaluationOnPaper(call.now, language, found, {
    evaluation: await evaluationView(call, row),
    summary: await summaryFor(call, found.id, row),
    names: await namesOf(call, found.id),
    disclosures,
  });
  await record(call, {
    action: 'cases.evaluation.printed',
    kind: 'R',
    object: ['evaluation', id],
    personId: row.person_id,
    data: { ...about(found), language },
  });
  return new FileAnswer('application/pdf', language === 'de' ? 'auswertung.pdf' : 'evaluation.pdf', planSheet(sheet).pdf);
}

interface Given {
  evaluation: EvaluationView;
  summary: Summary;
  names: Readonly<Record<string, string>>;
  disclosures: Disclosed;
}

export function evaluationOnPaper(now: Temporal.Instant, language: Language, found: PlanCase, given: Given): PlanSheet {
  const w = EVALUATION_PAPER[language];
  const { evaluation, summary } = given;
  const day = (on: string) => dayOnPaper(language, on);
  const dayOf = (at: string) => day(dayInBerlin(Temporal.Instant.from(at)).toString());
  const approved = evaluation.approvedAt ? w.approvedOn(dayOf(evaluation.approvedAt), evaluation.approvedByName ?? '') : null;
  const facts = [
    { label: w.client, value: found.birth_date ? `${clientName(found)}, ${w.born} ${day(found.birth_date)}` : clientName(found) },
    { label: w.manager, value: found.manager_name },
    { label: w.period, value: w.until(day(summary.openedOn), day(summary.endedOn ?? dayInBerlin(now).toString())) },
    { label: w.reason, value: evaluation.closingReason ? w.reasons[evaluation.closingReason] : '' },
    { label: w.support, value: supportOf(w, evaluation) },
    { label: w.satisfaction, value: satisfactionOf(w, evaluation) },
  ];
  return {
    language,
    writtenAt: now,
    title: w.title,
    practice: { name: found.service_name, street: '', postalCode: '', place: '', phone: found.service_phone },
    mark: approved ? w.mark : `${w.draft}. ${w.mark}`,
    facts: facts.filter(({ value }) => value !== ''),
    sections: sections(w, language, given, day, dayOf).filter(({ text, items, table }) =>
      [text, items, table?.rows].some((part) => (part ?? []).length > 0),
    ),
    signatures: [
      { party: w.writtenBy, given: false, text: w.sign },
      { party: w.approved, given: approved !== null, text: approved ?? w.sign },
    ],
  };
}

const supportOf = (w: Words, { supportBefore, supportAfter }: EvaluationView): string =>
  supportBefore === null || supportAfter === null ? '' : w.supportChange(String(supportBefore), String(supportAfter));

function satisfactionOf(w: Words, { satisfactionAsked, satisfaction }: EvaluationView): string {
  if (!satisfactionAsked) return w.notAsked;
  return satisfaction === null ? w.notAnswered : w.satisfied(satisfaction);
}

function sections(
  w: Words,
  language: Language,
  { evaluation, summary, names, disclosures }: Given,
  day: (on: string) => string,
  dayOf: (at: string) => string,
): SheetSection[] {
  const said = (text: string) => (text ? [text] : []);
  const number = (value: number) =>
    value.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 2 });
  const { start, end, change } = summary.t;
  const signed = (value: number) => `${value > 0 ? '+' : ''}${number(value)}`;
  const scored = start !== null && end !== null && change !== null ? w.goalsText(number(start), number(end), signed(change)) : w.noScore;
  const level = (value: number | null) => (value === null ? '–' : value > 0 ? `+${value}` : String(value));
  return [
    { title: w.statement, items: evaluation.statement ? [{ label: w.client, said: [evaluation.statement] }] : [] },
    {
      title: w.goals,
      text: summary.goals.length > 0 ? [scored] : [],
      table: {
        head: [w.goal, w.weight, w.start, w.end, w.status],
        widths: [7, 2, 2, 2, 4],
        rows: summary.goals.map((goal) => [
          names[goal.id] ?? '',
          String(goal.weight),
          level(goal.start),
          level(goal.end),
          goal.counts ? w.statuses[goal.status] : `${w.statuses[goal.status]}; ${w.leftOut}`,
        ]),
      },
    },
    {
      title: w.needs,
      text: summary.converted.client ? [w.converted(summary.converted.client.converted, summary.converted.client.of)] : [],
      table: {
        head: [w.domain, w.ofClient, w.ofProfessional],
        widths: [3, 4, 4],
        rows: summary.needs.map(({ domain, client, professional }) => [
          plainDomain(language, domain),
          courseOf(w, client),
          courseOf(w, professional),
        ]),
      },
    },
    {
      title: w.services,
      table: {
        head: [w.service, w.from, w.to, w.outcome],
        widths: [5, 3, 3, 3],
        rows: summary.services.map(({ id, serviceType, startedOn, endedOn, outcome }) => [
          [names[id], serviceName(language, serviceType)].filter(Boolean).join(', '),
          startedOn ? day(startedOn) : '–',
          endedOn ? day(endedOn) : '–',
          outcome ? w.outcomes[outcome] : '–',
        ]),
      },
    },
    {
      title: w.found,
      text: [
        w.gaps(summary.found.gaps, summary.found.gapsClosed),
        w.duplicates(summary.found.duplicates, summary.found.duplicatesRemoved),
        w.caution,
      ],
    },
    {
      title: w.phases,
      table: {
        head: [w.phase, w.days],
        widths: [4, 1],
        rows: summary.phases.map(({ phase, days }) => [w.phaseNames[phase as keyof Words['phaseNames']] ?? phase, String(days)]),
      },
    },
    { title: w.reflection, text: said(evaluation.reflection) },
    { title: w.recommendations, text: said(evaluation.recommendations) },
    {
      title: w.disclosed,
      table: {
        head: [w.part, w.recipient, w.on, w.under],
        widths: [3, 4, 3, 3],
        rows: disclosures.map(({ part, recipient, madeAt, releaseId }) => [
          w.parts[part],
          recipient,
          dayOf(madeAt),
          releaseId ? w.release(releaseId.slice(-8)) : w.herself,
        ]),
      },
    },
  ];
}

type Course = Summary['needs'][number]['client'];
function courseOf(w: Words, { before, after }: Course): string {
  const view = ({ severity, need }: Course['before']) =>
    [need ? w.need[need] : null, severity === null ? null : w.severity(severity)].filter(Boolean).join(', ') || w.nothing;
  return after ? w.course(view(before), view(after)) : view(before);
}

const serviceName = (language: Language, code: string): string => SERVICE_TYPES.find((type) => type.code === code)?.[language] ?? '';
