import type { CaseCard } from '#rooms/cases/contract/caseload.ts';

export const WHOSE = ['mine', 'standIn', 'all'] as const;
export type Whose = (typeof WHOSE)[number];

/** What is shown of the cases; kept while somebody goes from board to list and back. */
export interface CaseFilter {
  whose: Whose;
  overdue: boolean;
  area: string | null;
  intensity: string | null;
  phase: string | null;
}

/** A lead begins with the team, everybody else with her own. */
export const startFilter = (leads: boolean, hasOwn: boolean): CaseFilter => ({
  whose: leads && !hasOwn ? 'all' : 'mine',
  overdue: false,
  area: null,
  intensity: null,
  phase: null,
});

export const isOverdue = (card: Pick<CaseCard, 'overdue' | 'stuck'>): boolean => card.overdue > 0 || card.stuck;

export function shownCases(cards: readonly CaseCard[], filter: CaseFilter): CaseCard[] {
  return cards.filter(
    (card) =>
      (filter.whose === 'all' || card.reader === (filter.whose === 'mine' ? 'manager' : 'substitute')) &&
      (!filter.overdue || isOverdue(card)) &&
      (filter.area === null || card.area === filter.area) &&
      (filter.intensity === null || card.intensity === filter.intensity) &&
      (filter.phase === null || card.phase === filter.phase),
  );
}

const WEIGHT = { alert: 3, warn: 2, info: 1 } as const;
/** What burns stands on top: late steps, then grave findings, then the nearest day. */
export const byNeed = (one: CaseCard, other: CaseCard): number =>
  Number(other.overdue > 0) - Number(one.overdue > 0) ||
  (other.worst ? WEIGHT[other.worst] : 0) - (one.worst ? WEIGHT[one.worst] : 0) ||
  (one.next?.on ?? '9999').localeCompare(other.next?.on ?? '9999') ||
  one.called.localeCompare(other.called, 'de');
