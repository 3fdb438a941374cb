import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { dayOnPaper, type PlanSheet, planSheet, type SheetSection } from '#platform/documents/plan-sheet.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { IMPAIRMENT_GROUPS, type PlanContent } from '../rules/forms/muster-27.ts';
import * as store from '../store/care-plan.ts';
import { clientName, contentOf, getReadable } from './care-plan.ts';
import { PAPER_WORDS } from './plan-words.ts';
import { findPracticeHead } from './practice-head.ts';

type Language = 'de' | 'en';
type Words = (typeof PAPER_WORDS)[Language];

const number = (language: Language, value: number) =>
  value.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB', { maximumFractionDigits: 2 });

/** The plan as our own sheet to Muster 27, with what was signed so far. */
export async function printPlan(call: Call, _permit: Permit<'soziotherapie.read'>, id: string, language: Language): Promise<FileAnswer> {
  const plan = await store.findPlan(call.tx, id);
  if (!plan) throw new Refusal('not-found');
  const found = await getReadable(call, plan.episode_id);
  const signatures = await store.selectSignatures(call.tx, [id]);
  const prescription = (await store.selectPrescriptions(call.tx, found.id)).find((one) => one.id === plan.prescription_id);
  const sheet = planOnPaper({
    language,
    writtenAt: call.now,
    practice: await findPracticeHead(call, plan.organisation_id),
    client: { name: clientName(found), birthDate: found.birth_date },
    prescriberName: prescription?.prescriber_name ?? found.prescriber_name,
    prescribedUnits: prescription?.units ?? null,
    plan,
    content: await contentOf(call, plan),
    signatures,
  });
  await record(call, {
    action: 'soziotherapie.plan.printed',
    kind: 'R',
    object: ['care-plan', id],
    personId: plan.person_id,
    data: { organisationId: plan.organisation_id, episodeId: plan.episode_id },
  });
  return new FileAnswer('application/pdf', language === 'de' ? 'betreuungsplan.pdf' : 'care-plan.pdf', planSheet(sheet).pdf);
}

interface OnPaper {
  language: Language;
  writtenAt: Temporal.Instant;
  practice: PlanSheet['practice'];
  client: { name: string; birthDate: string | null };
  prescriberName: string | null;
  prescribedUnits: number | null;
  plan: Pick<store.PlanRecord, 'number' | 'valid_from' | 'planned_units'>;
  content: PlanContent;
  signatures: readonly Pick<store.SignatureRecord, 'party' | 'how' | 'by_guardian' | 'signed_on'>[];
}

export function planOnPaper(given: OnPaper): PlanSheet {
  const { language, plan, content, client, prescribedUnits } = given;
  const w = PAPER_WORDS[language];
  const day = (on: string) => dayOnPaper(language, on);
  const planned = number(language, plan.planned_units ?? 0);
  return {
    language,
    writtenAt: given.writtenAt,
    title: w.planTitle(plan.number),
    practice: given.practice,
    mark: w.planMark,
    facts: [
      { label: w.client, value: client.birthDate ? `${client.name}, ${w.born} ${day(client.birthDate)}` : client.name },
      { label: w.prescriber, value: given.prescriberName ?? '' },
      { label: w.validFrom, value: day(plan.valid_from) },
      { label: w.units, value: prescribedUnits === null ? planned : w.unitsOf(planned, String(prescribedUnits)) },
    ].filter(({ value }) => value !== ''),
    sections: [...picture(w, content), goals(w, content), measures(w, language, content), ...around(w, content)].filter(
      ({ text, items, table, facts }) => [text, items, facts, table?.rows].some((part) => (part ?? []).length > 0),
    ),
    signatures: (['client', 'provider', 'prescriber'] as const).map((party) => signature(w, language, given.signatures, party)),
  };
}

function signature(w: Words, language: Language, signatures: OnPaper['signatures'], party: 'client' | 'provider' | 'prescriber') {
  const given = signatures.find((one) => one.party === party);
  const name = given?.by_guardian ? `${w.parties[party]} (${w.guardian})` : w.parties[party];
  if (!given) return { party: name, given: false, text: w.line };
  const day = dayOnPaper(language, given.signed_on);
  return { party: name, given: true, text: given.how === 'refused' ? w.refusedOn(day) : w.signedOn(day, w.hows[given.how]) };
}

function picture(w: Words, { anamnesis, diagnosis, findings }: PlanContent): SheetSection[] {
  return [
    { title: w.anamnesis, text: [anamnesis] },
    {
      title: w.diagnosis,
      text: diagnosis.list.map(({ code, certainty, text }) => [`${code} ${certainty}`, text].filter(Boolean).join(', ')),
      facts: diagnosis.difference ? [{ label: w.difference, value: diagnosis.difference }] : [],
    },
    {
      title: w.findings,
      facts: findings.gaf === null ? [] : [{ label: w.gaf, value: String(findings.gaf) }],
      text: [findings.text],
      table: {
        head: [w.group, w.degree, w.remark],
        widths: [3, 1, 4],
        rows: IMPAIRMENT_GROUPS.map((group) => [
          w.groups[group],
          w.degrees[findings.impairments[group].degree],
          findings.impairments[group].text,
        ]),
      },
    },
  ];
}

function goals(w: Words, { farGoals, nearGoals }: PlanContent): SheetSection {
  const signed = (sign: string) => (sign ? [w.sign(sign)] : []);
  const far = farGoals.map(({ text, sign }, at) => ({ label: w.farGoal(at + 1), said: [text], more: signed(sign) }));
  const near = nearGoals.map(({ text, sign, farGoalId }, at) => {
    const on = farGoals.findIndex(({ id }) => id === farGoalId);
    return { label: w.nearGoal(at + 1, on < 0 ? '' : String(on + 1)), said: [text], more: signed(sign) };
  });
  return { title: w.goals, items: [...far, ...near] };
}

function measures(w: Words, language: Language, plan: PlanContent): SheetSection {
  const day = (on: string | null) => (on ? dayOnPaper(language, on) : '');
  return {
    title: w.measuresHead,
    table: {
      head: [w.kind, w.what, w.how, w.when],
      widths: [3, 4, 3, 3],
      rows: plan.measures.map(({ kind, text, frequency, per, from, to, setting }) => [
        w.measures[kind],
        text,
        `${number(language, frequency ?? 0)} × ${w.per[per]}, ${w.setting[setting]}`,
        w.until(day(from), day(to)),
      ]),
    },
  };
}

function around(w: Words, { coordinatedCare, socialEnvironment, prognosis, demarcation }: PlanContent): SheetSection[] {
  const items = coordinatedCare.items.map(({ kind, provider, basis, state }) => [
    w.care[kind],
    provider,
    w.basis[basis],
    w.careState[state],
  ]);
  const care = { head: [w.kind, w.by, w.rests, w.stands], widths: [3, 3, 2, 2], rows: items };
  const persons = socialEnvironment.persons.map(({ name, relation }) => [name, relation]);
  return [
    items.length > 0 ? { title: w.coordinated, table: care } : { title: w.coordinated, text: coordinatedCare.none ? [w.none] : [] },
    {
      title: w.environment,
      text: socialEnvironment.text ? [socialEnvironment.text] : [],
      ...(persons.length > 0 ? { table: { head: [w.person, w.relation], widths: [1, 1], rows: persons } } : {}),
    },
    { title: w.prognosis, text: [prognosis] },
    { title: w.demarcation, text: demarcation ? [demarcation] : [] },
  ];
}
