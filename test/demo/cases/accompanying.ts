import { release, stepAfterPlan, walk } from './linking.ts';
import { measureOf } from './planning.ts';
import type { Tale } from './tale.ts';

/** Something that happened so many days ago. */
type Happened = readonly [back: number, what: () => Promise<unknown>];

const EVERY = { A: 7, B: 14, C: 30, D: 60 } as const;
const KINDS = ['phone', 'visit', 'office', 'video'] as const;

/** Contacts by rhythm, what the services report, a review; and what goes wrong where the story says so. In the order of the days. */
export async function accompany(tale: Tale): Promise<void> {
  const every = EVERY[tale.told.intensity];
  const since = Temporal.PlainDate.from(stepAfterPlan(tale, 14)).until(tale.today).days;
  const silent = tale.has('not-reached') ? every + 20 : 3;
  const steps: Happened[] = [...ofServices(tale), ...troubles(tale)];
  for (let back = silent; back < Math.min(since, 6 * every + silent); back += every) steps.push([back, () => contact(tale, true)]);
  if (tale.has('not-reached')) steps.push([5, () => contact(tale, false)]);
  const reviewed = tale.has('review-overdue') ? 97 : 30;
  if (since > reviewed) steps.push([reviewed, () => review(tale)]);
  const over = tale.told.reached === 'closed' || tale.told.reached === 'evaluation';
  // who is evaluated was accompanied until then
  const last = tale.told.reached === 'closed' ? 35 : over ? 10 : 0;
  for (const [back, what] of steps.filter(([back]) => back >= last && back <= since).sort(([a], [b]) => b - a)) {
    tale.speaker.turnTo(tale.ago(back), '09:40');
    await what();
  }
  if (!tale.has('goal-date-passed')) await rateGoals(tale, over ? 1 : 0);
}

/** A last contact of those whose services do not run yet. */
export async function stayInTouch(tale: Tale): Promise<void> {
  if (tale.has('stuck') || tale.told.age < 5) return;
  tale.speaker.turnTo(tale.ago(2), '09:40');
  await contact(tale, true);
}

async function contact(tale: Tale, reached: boolean): Promise<void> {
  const summary = reached ? 'Wie geht es mit den Hilfen? Nächster Schritt besprochen.' : 'Niemand erreicht, keine Nachricht hinterlassen.';
  const kind = KINDS[tale.told.age % KINDS.length];
  const who = { withWhom: tale.has('minor') ? 'guardian' : 'client', reached, minutes: reached ? 25 : 5 };
  const body = { kind, ...who, summary, nextStep: '', nextOn: null, lineId: null, amendsId: null };
  await tale.do('cases.recordContact', { id: tale.ids.caseId }, body);
}

/** What was given of each service in the last weeks; of an interrupted one nothing for a month. */
function ofServices(tale: Tale): Happened[] {
  return tale.ids.lines.flatMap((lineId, index) =>
    [60, 32, 4]
      .filter((back) => !(tale.has('interrupted') && index === 0 && back < 45))
      .map((back): Happened => [back, () => entry(tale, lineId, back)]),
  );
}

function entry(tale: Tale, lineId: string, back: number) {
  const delivered = { unitsPlanned: 4, unitsDelivered: back === 32 ? 3 : 4, attended: null };
  const said = { fits: back === 32 ? 'partly' : 'fits', satisfaction: 7 + (back % 3), barrier: null, nextOn: null, note: '' };
  const body = { onDay: tale.ago(back), source: 'client', lineId, goalId: null, ...delivered, ...said };
  return tale.do('cases.recordMonitoringEntry', { id: tale.ids.caseId }, body);
}

function review(tale: Tale) {
  const body = { reviewedOn: tale.day(), outcome: 'continue', withClient: true, note: 'Gemeinsam durchgesehen: es geht voran.' };
  return tale.do('cases.holdReview', { id: tale.ids.caseId }, body);
}

async function rateGoals(tale: Tale, level: number): Promise<void> {
  for (const [index, id] of tale.ids.goals.entries())
    await tale.do('cases.rateGoal', { id }, { level: Math.max(-1, level - (index % 2)), on: tale.day(), by: 'together' });
}

/** A service that began beside the plan. */
async function second(tale: Tale, serviceType: string, key: string | null, more: Record<string, unknown> = {}): Promise<string> {
  const known = key ? tale.services.get(key) : undefined;
  const provider = known ? { organisationId: known.organisationId, serviceId: known.serviceId } : { name: 'Praxis am Park' };
  if (known) await release(tale, known);
  const [goal] = tale.story.goals;
  const body = { serviceType, provider, domain: goal?.domain ?? 'D1', ...more };
  const { id } = await tale.do('cases.addLine', { id: tale.ids.caseId }, body);
  await walk(tale, id, ['start']);
  return id;
}

function instrument(tale: Tale, partner: string, score: number) {
  const partnerId = tale.services.get(partner)?.organisationId ?? null;
  const body = { instrument: 'HoNOS-D', instrumentVersion: '', score, ratedOn: tale.day(), rater: 'partner', partnerId };
  return tale.do('cases.addInstrument', { id: tale.ids.caseId }, body);
}

/** The measures of the first goal are called off; nothing has taken their place. */
async function callOff(tale: Tale): Promise<void> {
  const { measures } = await tale.do<{ measures: { id: string; goalIds: string[] }[] }>('cases.getPlan', { id: tale.ids.caseId });
  for (const { id, goalIds } of measures)
    if (goalIds.includes(tale.ids.goals[0] ?? '')) await tale.do('cases.moveMeasure', { id }, { to: 'cancelled', on: tale.day() });
}

/** What the findings of the rule book's B.4 are about. */
function troubles(tale: Tale): Happened[] {
  const [goal] = tale.story.goals;
  const measure = (more: Record<string, unknown>) =>
    goal && tale.do('cases.addMeasure', { id: tale.ids.caseId }, { ...measureOf(tale, goal, tale.ids.goals[0] ?? '', 1), ...more });
  const all: readonly (readonly [Parameters<Tale['has']>[0], number, () => Promise<unknown>])[] = [
    ['two-debt-advices', 41, () => second(tale, 'debt-advice', 'debt', { rhythmDays: 60 })],
    ['two-debt-advices', 40, () => second(tale, 'debt-advice', 'debt2', { rhythmDays: 60 })],
    ['two-soziotherapies', 41, () => second(tale, 'soziotherapie', null, { rhythmDays: 60 })],
    ['two-soziotherapies', 40, () => second(tale, 'soziotherapie', 'peer', { rhythmDays: 60 })],
    [
      'different-focus',
      40,
      async () => {
        const nursing = await second(tale, 'psychiatric-nursing', 'phkp', { rhythmDays: 60 });
        await second(tale, 'psychiatric-nursing', 'phkp2', { rhythmDays: 60, complementaryWith: [nursing] });
      },
    ],
    [
      'transition-gap',
      40,
      async () => {
        const stay = { inpatient: true, continuous: false, followUpNeeded: true };
        tale.ids.measures.push(await second(tale, 'psychiatric-hospital', 'clinic', stay));
      },
    ],
    ['transition-gap', 15, () => walk(tale, tale.ids.measures.at(-1) ?? '', ['complete'], { outcome: 'partly', followUpNeeded: true })],
    ['assessed-twice', 20, () => instrument(tale, 'clinic', 15)],
    ['assessed-twice', 10, () => instrument(tale, 'phkp', 13)],
    ['goal-without-measure', 20, () => callOff(tale)],
    ['measure-without-goal', 20, async () => measure({ goalIds: [], text: 'Fahrt zum Arzt begleiten' })],
    ['nobody-responsible', 20, async () => measure({ responsible: null, who: '', text: 'Umzug vorbereiten' })],
  ];
  return all.flatMap(([quirk, back, what]) => (tale.has(quirk) ? [[back, what] as const] : []));
}
