import type { Rated } from './stories.ts';
import type { Tale } from './tale.ts';

export async function assess(tale: Tale) {
  const { caseId } = tale.ids;
  await tale.do('cases.beginAssessment', { id: caseId }, { kind: 'assessment', trigger: null });
  await rateAll(tale, 'assessment');
  for (const [domain, kind, text] of tale.story.resources) await tale.do('cases.addResource', { id: caseId }, { domain, kind, text });
  const unfinished = tale.told.reached === 'assessment';
  if (unfinished && !tale.has('own-view-missing')) return;
  tale.speaker.turnTo(unfinished ? tale.ago(Math.max(0, tale.told.age - 15)) : tale.on('assessed'), '14:00');
  if (unfinished) return;
  await draw(tale);
  await tale.do('cases.recordAssessmentPaper', { id: caseId }, seenOn(tale, 'risk-check'));
  await tale.do('cases.recordAssessmentPaper', { id: caseId }, seenOn(tale, 'client-saw-assessment'));
  await tale.paper('providers-checked');
  const round = await roundOf(tale);
  await tale.do('cases.completeAssessment', { id: round.id });
  await tale.move('planning');
}

export const seenOn = (tale: Tale, kind: string) => ({ kind, on: tale.day(), form: 'spoken', note: '' });

export async function roundOf(tale: Tale) {
  const { rounds } = await tale.speaker.do<{
    rounds: { id: string; completedOn: string | null; ratings: { id: string; domain: string }[] }[];
  }>(tale.who, 'cases.readAssessment', { params: { id: tale.ids.caseId } });
  const round = rounds.find(({ completedOn }) => completedOn === null) ?? rounds.at(-1);
  if (!round) throw new Error('no round was begun');
  return round;
}

/** Rates every domain that the round asks; in the evaluation most things have become better. */
export async function rateAll(tale: Tale, kind: 'assessment' | 'evaluation') {
  const { ratings } = await roundOf(tale);
  for (const [index, { id, domain }] of ratings.entries()) {
    if (tale.told.reached === 'assessment' && index > 6 && !tale.has('own-view-missing')) return;
    await tale.do('cases.rateDomain', { id }, ratingOf(tale, domain, kind));
  }
}

export function ratingOf(tale: Tale, domain: string, kind: 'assessment' | 'evaluation') {
  const rated: Rated | undefined = tale.story.domains[domain];
  const better = kind === 'evaluation';
  const missing = tale.has('own-view-missing') && domain === 'D6';
  const calmed = (severity: number) => (better ? Math.max(0, severity - 2) : severity);
  const need = (value: string) => (better && value === 'unmet' ? 'met' : value);
  const [client, clientNeed, prof, profNeed, wish] = rated ?? [0, 'none', 0, 'none', ''];
  const differs = tale.has('different-views') && domain === 'D1' ? 0 : client;
  return {
    client: missing
      ? { severity: null, need: null, wish: '', missing: null, missingNote: '', source: 'client' }
      : { severity: calmed(differs), need: need(clientNeed), wish, missing: null, missingNote: '', source: 'client' },
    professional: { severity: calmed(prof), need: need(profNeed), note: rated ? 'Im Gespräch und beim Hausbesuch gesehen.' : '' },
    notDiscussed: null,
    notDiscussedNote: '',
    selfManaged: rated ? 'no' : 'yes',
    informalSupport: rated ? 'not-enough' : 'enough',
    sentence: Math.abs(differs - prof) >= 2 ? 'Darüber sprechen wir: sie sieht es anders als wir, und beides steht hier.' : '',
    priority: tale.story.goals.some((goal) => goal.domain === domain) && !better,
    notNow: null,
  };
}

export async function draw(tale: Tale) {
  const map = await tale.do('cases.drawNetworkMap', { id: tale.ids.caseId }, { title: 'before', copyOf: null });
  const alter = (sector: string, horizon: string, angle: number, relation: string, name: string) => ({
    id: crypto.randomUUID(),
    ...{ sector, horizon, angle, relation, name, tie: null },
  });
  const alters = [
    alter('family', 'close', 40, 'sibling', 'Schwester'),
    alter('friends', 'middle', 30, 'neighbour', 'Nachbarin'),
    alter('professional', 'close', 25, 'doctor', 'Hausärztin'),
    alter('professional', 'middle', 60, 'counselling', 'Beratung'),
    alter('work', 'loose', 45, 'colleague', 'frühere Kollegin'),
  ];
  const [sister, neighbour, doctor] = alters;
  const edges = [
    { from: sister?.id, to: neighbour?.id, tie: null },
    { from: sister?.id, to: doctor?.id, tie: null },
  ];
  await tale.do(
    'cases.saveNetworkMap',
    { id: map.id },
    { title: 'before', drawnOn: tale.on('assessed'), ties: false, namesAgreed: true, alters, edges },
  );
}
