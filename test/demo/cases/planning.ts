import type { ToldGoal } from './stories.ts';
import type { Tale } from './tale.ts';

export async function makePlan(tale: Tale) {
  const { caseId } = tale.ids;
  tale.speaker.turnTo(tale.on('planned'), '09:30');
  const young = tale.told.reached === 'planning';
  const goals = young ? tale.story.goals.slice(0, tale.has('need-without-measure') ? 1 : 2) : tale.story.goals;
  for (const [index, goal] of goals.entries()) {
    const { id } = await tale.do('cases.addGoal', { id: caseId }, goalOf(tale, goal, index));
    tale.ids.goals.push(id);
    if (young && index > 0) continue;
    const measure = await tale.do('cases.addMeasure', { id: caseId }, measureOf(tale, goal, id, index));
    if (!(tale.has('measure-not-started') && index === 0)) tale.ids.measures.push(measure.id);
  }
  if (young) return;
  await deferOthers(tale);
  tale.speaker.turnTo(tale.on('agreed'), '15:00');
  const offered = await tale.do('cases.offerPlan', { id: caseId });
  const how = { form: 'spoken', witness: 'Hanna Lorenz', fileId: null, on: tale.on('agreed') };
  // a young person agrees herself, and so does whoever has custody (rule book A.1.6, B.2.2)
  for (const by of tale.has('minor') ? ['guardian', 'client'] : ['client'])
    await tale.do('cases.agreePlan', { id: offered.id }, { ...how, by });
  await tale.do('cases.handOverCopy', { id: offered.id }, { on: tale.on('agreed') });
  for (const id of tale.ids.goals) await tale.do('cases.moveGoal', { id }, { to: 'active' });
  for (const id of tale.ids.measures.splice(0)) await tale.do('cases.moveMeasure', { id }, { to: 'active', on: tale.day() });
  await tale.move('linking');
}

/** Needs for which there is no goal now, with her word for it. */
async function deferOthers(tale: Tale): Promise<void> {
  const { caseId } = tale.ids;
  const planned = tale.story.goals.map(({ domain }) => domain);
  const open = Object.entries(tale.story.domains).filter(
    ([domain, [, client, , prof]]) => !planned.includes(domain) && (client === 'unmet' || prof === 'unmet'),
  );
  for (const [domain] of open) await tale.do('cases.deferNeed', { id: caseId, domain }, { reason: 'client-wish' });
}

export function goalOf(tale: Tale, goal: ToldGoal, index: number) {
  const reasons = { specific: '', measurable: '', accepted: 'Es ist ihr eigenes Ziel.', realistic: '', dated: '' };
  const passed = tale.has('goal-date-passed') && index === 0;
  return {
    domain: goal.domain,
    level: 'Handlung',
    words: { text: goal.text, indicator: '', reasons, scale: goal.scale },
    smart: ['specific', 'measurable', 'accepted', 'realistic', 'dated'],
    importance: 3 - Math.min(index, 2),
    difficulty: 2,
    baseline: -1,
    targetOn: passed ? tale.ago(12) : tale.ahead(60 + 30 * index),
    soziotherapieGoalId: null,
  };
}

export function measureOf(tale: Tale, goal: ToldGoal, goalId: string, index: number) {
  const late = tale.has('measure-not-started') && index === 0;
  const tuesday = { day: 2, from: index === 0 ? '09:00' : '10:00', to: '12:00' };
  return {
    goalIds: [goalId],
    kind: goal.measure.kind,
    text: goal.measure.text,
    responsible: goal.measure.who,
    who: goal.line ? (tale.services.get(goal.line.service)?.name ?? '') : '',
    lineId: null,
    startOn: late ? tale.ago(24) : tale.on('agreed'),
    endOn: null,
    timesPerWeek: 1,
    weekly: tale.has('same-time') && index < 2 ? [tuesday] : [],
    payer: 'Krankenkasse',
    approval: 'none-needed',
    approvalRef: null,
  };
}
