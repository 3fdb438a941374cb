import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { closeLinks, createLink, keepAnswer, type Opened, openLink, revokeLink } from '#rooms/access/actions/links.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { PlainPlan, ShownPlan } from '../contract/plan-link.ts';
import { plainPlan } from '../rules/plain-plan.ts';
import * as store from '../store/plan.ts';
import { getVoice } from './plan-agreements.ts';
import { clientName, contentOf, getPlanCase, getPlannable, todayOf } from './plan-case.ts';
import { agreeShown } from './plan-versions.ts';

type Care = Permit<'cases.care'>;
type OpenLink = Extract<Opened, { ok: true }>;
export type PlanAnswer = 'agreed' | 'asked-back' | 'declined';

/** A link with which she, or one who acts for her, reads the offered version and answers. */
export async function makePlanLink(
  call: Call,
  _permit: Care,
  id: string,
  recipientKind: 'client' | 'guardian',
  guardianId: string | null = null,
) {
  const row = await store.findVersion(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const found = await getPlannable(call, row.case_id);
  if (row.state !== 'offered') throw new Refusal('case-plan-not-offered');
  const voice = await getVoice(call, found, { by: recipientKind, guardianId });
  return createLink(call, {
    purpose: 'agree-plan',
    objectKind: 'plan-version',
    objectId: id,
    personId: found.person_id,
    organisationId: found.organisation_id,
    recipientKind,
    recipientId: voice.guardianId,
    recipientName: clientName(found),
    page: 'mein-plan',
  });
}

export const revokePlanLink = (call: Call, _permit: Care, id: string, version: number | undefined) => revokeLink(call, id, version);

/** A version as its owner reads it. */
export async function plainOf(call: Call, row: store.VersionRow): Promise<PlainPlan> {
  return { number: row.number, ...plainPlan(await contentOf(call, row)) };
}

/** What stands behind a link, for its recipient alone, by the system. A refusal is returned, so that a wrong code stays counted. */
export async function showPlanLink(
  call: Call,
  secret: string,
  browser: string,
  code?: string,
): Promise<ShownPlan | { step: 'code' } | Refusal> {
  const opened = await openLink(call, secret, browser, code);
  if (!opened.ok) return opened.refusal ?? { step: 'code' };
  const row = await versionBehind(call, opened);
  return row instanceof Refusal ? row : shown(call, opened, row);
}

/** The version of the link; one that was withdrawn, or whose case is over, has nothing to open. */
async function versionBehind(call: Call, { link }: OpenLink): Promise<store.VersionRow | Refusal> {
  const row = link.purpose === 'agree-plan' ? await store.findVersion(call.tx, link.object_id) : undefined;
  const found = row && (await store.findPlanCase(call.tx, row.case_id));
  const gone = !row || !found || ['closed', 'not_opened'].includes(found.phase) || (row.state === 'superseded' && row.agreed_on === null);
  if (!gone) return row;
  await closeLinks(call, { id: link.id }, 'plan-withdrawn');
  return new Refusal('link-expired');
}

async function shown(call: Call, { link, recipientName }: OpenLink, row: store.VersionRow): Promise<ShownPlan> {
  const found = await getPlanCase(call, row.case_id);
  await recordReads(call, 'cases.plan-link.read', 'plan-version', [{ id: row.id, personId: row.person_id }]);
  return {
    step: 'open',
    recipientKind: link.recipient_kind as ShownPlan['recipientKind'],
    recipientName,
    expiresAt: link.expires_at.toString(),
    answered: link.answered_at ? { at: link.answered_at.toString(), answer: link.answer as PlanAnswer } : null,
    service: { name: found.service_name, phone: found.service_phone, managerName: found.manager_name },
    plan: await plainOf(call, row),
    open: row.state === 'offered' && !link.answered_at,
  };
}

/** Her one answer. Refuses as `showPlanLink`, and "link-answered", "link-text-missing", "case-plan-not-offered". */
export async function answerPlanLink(
  call: Call,
  secret: string,
  browser: string,
  { answer, text }: { answer: PlanAnswer; text?: string | undefined },
): Promise<{ answer: PlanAnswer; at: string } | Refusal> {
  const opened = await openLink(call, secret, browser);
  if (!opened.ok) return opened.refusal ?? new Refusal('link-code-needed');
  const seen = await versionBehind(call, opened);
  if (seen instanceof Refusal) return seen;
  const { link } = opened;
  if (link.answered_at) return new Refusal('link-answered');
  await store.lockPlanOf(call.tx, seen.case_id);
  const row = (await store.lockVersion(call.tx, seen.id)) ?? seen;
  if (row.state !== 'offered') return new Refusal('case-plan-not-offered');
  const said = answer !== 'agreed';
  if (said && !text) return new Refusal('link-text-missing', { errors: [{ pointer: '/text', code: 'link-text-missing' }] });
  await keepAnswer(call, link, answer, said ? text : undefined);
  if (said) await askManager(call, row, answer);
  else {
    const by = link.recipient_kind === 'guardian' ? ('guardian' as const) : ('client' as const);
    await agreeShown(call, row, { by, guardianId: link.recipient_id, form: 'link', on: todayOf(call), linkId: link.id });
  }
  return { answer, at: call.now.toString() };
}

/** A question or a no becomes a task of who keeps the case; the words themselves stay sealed with the link. */
export async function askManager(call: Call, row: store.VersionRow, answer: 'asked-back' | 'declined'): Promise<void> {
  const found = await getPlanCase(call, row.case_id);
  await appendTask(call, {
    kind: `case-plan-${answer}`,
    object: ['plan-version', row.id],
    personId: row.person_id,
    assigneeId: found.manager_id,
    organisationId: found.organisation_id,
    dueAt: berlinInstant(dayInBerlin(call.now).add({ days: 2 }), Temporal.PlainTime.from('18:00')),
    facts: { caseId: row.case_id },
  });
}
