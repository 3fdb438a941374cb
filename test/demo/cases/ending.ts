import { rateAll, roundOf, seenOn } from './assessing.ts';
import { tellReferral, walk } from './linking.ts';
import type { Tale } from './tale.ts';

export async function restCase(tale: Tale) {
  tale.speaker.turnTo(tale.ago(20), '10:00');
  const reason = tale.told.story === 2 ? 'clinic' : 'pause';
  await tale.do('cases.restCase', { id: tale.ids.caseId }, { reason, resumeOn: tale.ahead(25) });
}

export async function look(tale: Tale) {
  tale.speaker.turnTo(tale.ago(6), '10:00');
  await tale.move('reassessment', { trigger: 'client-wish' });
  await tale.do('cases.beginAssessment', { id: tale.ids.caseId }, { kind: 'reassessment', trigger: 'client-wish' });
}

export async function evaluate(tale: Tale) {
  const { caseId } = tale.ids;
  const closed = tale.told.reached === 'closed';
  tale.speaker.turnTo(tale.ago(closed ? 30 : 8), '10:00');
  for (const lineId of tale.ids.lines) {
    const referral = tale.ids.referrals.get(lineId);
    if (referral) await tellReferral(tale, referral, { event: 'complete', toldBy: 'partner', outcome: 'met' });
    else await walk(tale, lineId, ['complete'], { outcome: 'met' });
  }
  await tale.move('evaluation', { closingReason: 'CR1' });
  await tale.do('cases.beginAssessment', { id: caseId }, { kind: 'evaluation', trigger: null });
  await rateAll(tale, 'evaluation');
  for (const kind of ['risk-check', 'client-saw-assessment'])
    await tale.do('cases.recordAssessmentPaper', { id: caseId }, seenOn(tale, kind));
  const round = await roundOf(tale);
  await tale.do('cases.completeAssessment', { id: round.id });
  const { id } = await tale.do('cases.startEvaluation', { id: caseId });
  await tale.do(
    'cases.saveEvaluation',
    { id },
    {
      closingReason: 'CR1',
      supportBefore: 3,
      supportAfter: 1,
      statement: 'Ich komme jetzt allein zurecht und weiß, wen ich fragen kann.',
      reflection: 'Die Hilfen greifen ineinander; die Wartezeit am Anfang war lang.',
      recommendations: 'In einem halben Jahr von sich hören lassen.',
      satisfactionAsked: true,
      satisfaction: 8,
    },
  );
  if (!closed) return;
  await tale.do('cases.askApproval', { id });
  await tale.do('cases.approveEvaluation', { id }, {}, 'hanna');
  for (const kind of ['closing-talk', 'partners-informed', 'tasks-handed-over']) await tale.paper(kind, { form: 'spoken' });
  await tale.do('cases.askClosing', { id: caseId }, { reason: 'CR1' });
  await tale.do('cases.approveClosing', { id: caseId }, {}, 'hanna');
}
