import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { type PlainPlanSheet, plainPlanSheet } from '#platform/documents/plain-plan.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { PLAIN, type PlainLanguage, plainDay, plainDomain, plainPlan, plainStep } from '../rules/plain-plan.ts';
import * as store from '../store/plan.ts';
import { appendDisclosed } from './disclosures.ts';
import { about, clientName, contentOf, getPlanCase, todayOf } from './plan-case.ts';

type Care = Permit<'cases.care'>;

/** The client's own copy in plain language, of the version that lies before her or that holds. */
export async function printPlanCopy(call: Call, _permit: Care, id: string, language: PlainLanguage): Promise<FileAnswer> {
  const row = await store.findVersion(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const found = await getPlanCase(call, row.case_id);
  if (!row.content_sealed) throw new Refusal('case-plan-not-offered');
  const sheet = await copyOf(call, found, row, language);
  await record(call, {
    action: 'cases.plan.printed',
    kind: 'R',
    object: ['plan-version', id],
    personId: row.person_id,
    data: { ...about(found), language },
  });
  return new FileAnswer('application/pdf', language === 'de' ? 'mein-hilfeplan.pdf' : 'my-plan.pdf', plainPlanSheet(sheet).pdf);
}

/** What stands on her copy. */
export async function copyOf(call: Call, found: store.PlanCase, row: store.VersionRow, language: PlainLanguage): Promise<PlainPlanSheet> {
  const w = PLAIN[language];
  const { goals, later } = plainPlan(await contentOf(call, row));
  return {
    lang: w.lang,
    region: w.region,
    sender: found.service_name,
    writtenAt: call.now,
    title: w.title,
    name: clientName(found),
    intro: w.intro,
    goals: goals.map(({ text, reached, until, steps }, at) => ({
      title: w.goal(at + 1),
      text,
      facts: [{ label: w.reached, value: reached }, ...(until ? [{ label: w.until, value: plainDay(w, until) }] : [])].filter(
        ({ value }) => value !== '',
      ),
      stepsTitle: w.steps,
      steps: steps.map((step) => {
        const { who, when } = plainStep(w, step, found.manager_name);
        return { who, text: step.text, when: when.join(' ') };
      }),
      none: w.noSteps,
    })),
    later: later.length > 0 ? { title: w.later, text: w.laterText(later.map((code) => plainDomain(language, code)).join('; ')) } : null,
    closing: [
      ...(row.agreed_on ? [w.agreed(plainDay(w, row.agreed_on))] : w.notYet),
      ...w.change,
      w.contact(found.manager_name, found.service_phone),
    ],
    sign: row.agreed_on ? '' : w.sign,
    foot: w.foot(plainDay(w, todayOf(call)), row.number),
    pageOf: w.pageOf,
  };
}

/** She has her copy: an artefact of the planning (B.2.2), and a line among what went out. */
export async function handOverCopy(call: Call, _permit: Care, id: string, on: string) {
  const row = await store.findVersion(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const found = await getPlanCase(call, row.case_id);
  if (row.state !== 'agreed') throw new Refusal('case-plan-not-offered');
  if (on < (row.agreed_on ?? row.made_on) || on > todayOf(call))
    throw new Refusal('case-plan-day-impossible', {
      errors: [{ pointer: '/on', code: 'case-plan-day-impossible' }],
      facts: { first: row.agreed_on, last: todayOf(call) },
    });
  const artefact = { id: call.newId(), case: found, on, at: call.now, by: accountOf(call).accountId };
  await store.appendCopyArtefact(call.tx, artefact);
  await record(call, {
    action: 'cases.artefact.made',
    kind: 'C',
    object: ['artefact', artefact.id],
    personId: found.person_id,
    data: { ...about(found), kind: 'client-copy' },
  });
  return { id: await appendDisclosed(call, found, { part: 'client-copy', recipient: clientName(found), releaseId: null, form: 'pdf' }) };
}
