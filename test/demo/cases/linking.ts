import type { Known } from './services.ts';
import type { ToldGoal } from './stories.ts';
import type { Tale } from './tale.ts';

/** Every goal with a service gets its line; referrals under a release for those that partners answer. */
export async function linkServices(tale: Tale) {
  const { caseId } = tale.ids;
  const linking = tale.told.reached === 'linking';
  for (const [index, goal] of tale.story.goals.entries()) {
    if (!goal.line) continue;
    const known = tale.services.get(goal.line.service);
    if (!known) throw new Error(`no service ${goal.line.service}`);
    tale.speaker.turnTo(stepAfterPlan(tale, 2 + index), '11:00');
    const line = await tale.do('cases.addLine', { id: caseId }, lineOf(tale, known, goal, index));
    tale.ids.lines.push(line.id);
    await prepare(tale, line.id);
    if (index === 0) await refer(tale, line.id, known, goal, linking);
    else if (!linking || tale.has('waitlisted')) {
      await release(tale, known);
      await walk(tale, line.id, linking ? ['refer', 'waitlist'] : ['refer', 'accept', 'schedule', 'start']);
    }
  }
}

/** Days after the plan was agreed; never behind today. */
export function stepAfterPlan(tale: Tale, days: number): string {
  const on = Temporal.PlainDate.from(tale.on('agreed')).add({ days });
  return (Temporal.PlainDate.compare(on, tale.today) > 0 ? tale.today : on).toString();
}

export function lineOf(tale: Tale, known: Known, goal: ToldGoal, index: number) {
  return {
    serviceType: known.type,
    provider: { organisationId: known.organisationId, serviceId: known.serviceId },
    domain: goal.domain,
    goalIds: tale.ids.goals[index] ? [tale.ids.goals[index]] : [],
    rhythmDays: goal.line?.rhythm ?? null,
    continuous: true,
    ...(tale.has('approval-runs-out') && index === 0 ? { approvedUnits: 30, usedUnits: 25, validUntil: tale.ahead(20) } : {}),
  };
}

export async function prepare(tale: Tale, lineId: string) {
  const note = 'Weiß, was dort geschieht und was sie mitbringen soll.';
  await tale.do('cases.recordPart', { lineId }, { part: 'preparation', checks: ['informed-by-manager', 'admission-known'], note });
  await tale.do('cases.moveLine', { lineId }, { event: 'prepare' });
}

export async function walk(tale: Tale, lineId: string, events: readonly string[], more: Record<string, unknown> = {}) {
  for (const event of events) {
    const first = event === 'schedule' ? { nextStartOn: tale.day(3) } : {};
    await tale.do('cases.moveLine', { lineId }, { event, ...first, ...more });
    if (event === 'start') await debrief(tale, lineId);
  }
}

/** How the first contact was, and who works with whom from now on. */
async function debrief(tale: Tale, lineId: string) {
  const checks = ['informed-by-manager', 'admission-known', 'debriefed'];
  await tale.do('cases.recordPart', { lineId }, { part: 'preparation', checks, note: 'War da und will wieder hin.' });
  await tale.do('cases.recordPart', { lineId }, { part: 'networking', checks: [], note: 'Wer wofür da ist, wissen alle.' });
}

/** The client releases her helpers from secrecy towards this service, both ways. */
export async function release(tale: Tale, known: Known): Promise<void> {
  const until = tale.has('release-ended') ? tale.ago(3) : tale.ahead(180);
  await tale.do(
    'cases.giveRelease',
    { id: tale.ids.caseId },
    {
      recipientKind: 'service',
      recipientId: known.organisationId,
      recipientName: known.name,
      directions: ['to-recipient', 'from-recipient'],
      classes: ['identity', 'contact', 'plan'],
      purpose: 'COORD',
      untilOn: until,
      form: 'spoken',
      language: 'de',
      givenBy: tale.has('minor') ? 'guardian' : 'client',
      witness: 'Hanna Lorenz',
    },
  );
}

/** A release, then a referral, sent as its preview showed it; how the partner answers makes the difference. */
export async function refer(tale: Tale, lineId: string, known: Known, goal: ToldGoal, linking: boolean) {
  const { caseId } = tale.ids;
  await release(tale, known);
  const unanswered = tale.has('no-answer');
  const rejected = tale.has('rejected-without-other');
  if (linking) tale.speaker.turnTo(tale.ago(unanswered ? 17 : rejected ? 20 : 6), '13:00');
  const draft = await tale.do(
    'referrals.draft',
    {},
    {
      caseId,
      lineId,
      serviceType: known.type,
      domain: goal.domain,
      need: null,
      serviceId: known.serviceId,
      recipient: null,
      urgent: false,
      classes: ['identity', 'contact', 'plan'],
      request: `Wir bitten um einen Termin. ${goal.measure.text}.`,
      texts: { plan: goal.text },
    },
  );
  tale.ids.referrals.set(lineId, draft.id);
  const { digest } = await tale.speaker.do<{ digest: string }>(tale.who, 'referrals.preview', { params: { id: draft.id } });
  await tale.do('referrals.send', { id: draft.id }, { digest });
  if (linking && (unanswered || tale.told.quirks.length === 0)) return;
  if (linking && rejected) {
    tale.speaker.turnTo(tale.ago(9));
    await tellReferral(tale, draft.id, { event: 'reject', toldBy: 'partner', reason: 'full' });
    return;
  }
  if (linking && tale.has('waitlisted')) {
    await tellReferral(tale, draft.id, { event: 'waitlist', toldBy: 'partner', day: tale.ahead(40) });
    return;
  }
  const at = Temporal.PlainDate.from(stepAfterPlan(tale, 9));
  tale.speaker.turnTo(at.toString(), '12:00');
  await tellReferral(tale, draft.id, { event: 'accept', toldBy: 'partner' });
  if (linking) return;
  await tellReferral(tale, draft.id, { event: 'schedule', toldBy: 'partner', day: at.add({ days: 3 }).toString(), time: '10:00' });
  tale.speaker.turnTo(at.add({ days: 3 }).toString(), '16:00');
  await tellReferral(tale, draft.id, { event: 'start', toldBy: 'client', day: at.add({ days: 3 }).toString() });
  await debrief(tale, lineId);
}

export const tellReferral = (tale: Tale, id: string, body: Record<string, unknown>) => tale.do('referrals.tell', { id }, body);
