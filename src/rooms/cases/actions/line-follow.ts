import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { derivedPhase } from '../rules/derived-phase.ts';
import type { LineOutcome, LineState } from '../rules/line.ts';
import { type Mirrored, type Reflection, stepsTo } from '../rules/line-mirror.ts';
import { findLinesOfCase, type MirroringLine, moveDerivedPhase, selectMirroringForAll, showOnLine } from '../store/linking.ts';

/** Days after a first contact within which the case manager talks with the client about it (B.3.6, Vorbereitung: debrief). */
export const DEBRIEF_DAYS = 3;

type OfLine = Pick<MirroringLine, 'id' | 'case_id' | 'person_id' | 'organisation_id'>;

/** Says that a line stands elsewhere now; whoever moved it. */
export async function tellMoved(call: Call, line: OfLine, from: LineState, to: LineState, mirrored: Mirrored | null): Promise<void> {
  await record(call, {
    action: 'cases.line.moved',
    kind: 'U',
    object: ['service-line', line.id],
    personId: line.person_id,
    data: { organisationId: line.organisation_id, caseId: line.case_id, from, to, mirrored },
  });
}

/** What follows from a move: the talk after the first contact, and the phase of the case (B.2.2: linking and monitoring are derived). */
export async function followMove(call: Call, line: OfLine, from: LineState, to: LineState): Promise<void> {
  const found = await findLinesOfCase(call.tx, line.case_id);
  if (!found) return;
  if (to === 'started' && from !== 'started')
    await appendTask(call, {
      kind: 'case-debrief',
      object: ['service-line', line.id],
      personId: line.person_id,
      assigneeId: found.manager_id,
      organisationId: line.organisation_id,
      priority: 2,
      dueAt: call.now.add({ hours: DEBRIEF_DAYS * 24 }),
      facts: { caseId: line.case_id },
    });
  await followLines(call, line);
}

/** Moves a case between linking and monitoring as its lines say, in the transaction of their change; every other phase stays. */
export async function followLines(call: Call, line: Omit<OfLine, 'id'>): Promise<void> {
  const found = await findLinesOfCase(call.tx, line.case_id);
  if (found?.phase !== 'linking' && found?.phase !== 'monitoring') return;
  const to = derivedPhase(found.states.map((state) => ({ state })));
  if (to === null || to === found.phase) return;
  const day = dayInBerlin(call.now).toString();
  const moved = await moveDerivedPhase(call.tx, {
    caseId: line.case_id,
    visitId: call.newId(),
    from: found.phase,
    to,
    day,
    at: call.now,
  });
  if (!moved) return;
  await record(call, {
    action: 'cases.case.moved',
    kind: 'U',
    object: ['case', line.case_id],
    personId: line.person_id,
    reason: 'derived',
    data: { organisationId: line.organisation_id, caseId: line.case_id, from: found.phase, to },
  });
}

interface News {
  /** What the source says now; by the line where it depends on how far that came. */
  to: Reflection | ((now: Reflection) => Reflection);
  /** A code: what happened over there. */
  cause: string;
  outcome?: LineOutcome | null | undefined;
  nextStartOn?: string | null | undefined;
}

/** The lines that show this object follow it (C.1 rules 2 and 3): one that can go no further stays as it is. */
export async function showOnLines(call: Call, mirrored: Mirrored, mirroredId: string, news: News): Promise<void> {
  const lines = await selectMirroringForAll(call.tx, mirroredId);
  const day = dayInBerlin(call.now).toString();
  for (const line of lines) {
    let from: LineState = line.state;
    for (const to of stepsTo(line, typeof news.to === 'function' ? news.to(line) : news.to)) {
      const shown = await showOnLine(call.tx, {
        lineId: line.id,
        stepId: call.newId(),
        from,
        to,
        outcome: news.outcome ?? null,
        nextStartOn: news.nextStartOn ?? null,
        day,
        at: call.now,
        cause: news.cause,
      });
      if (shown === null) break;
      await tellMoved(call, line, from, to.state, mirrored);
      await followMove(call, line, from, to.state);
      from = to.state;
    }
  }
}
