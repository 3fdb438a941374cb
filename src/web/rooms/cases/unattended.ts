import type { CaseCard, TeamMember } from '#rooms/cases/contract/caseload.ts';

export interface Unattended {
  card: CaseCard;
  because: 'gone' | 'away';
}

/** Open cases that nobody looks after today: the manager has left, or is away and nobody who is here stands in. */
export function unattended(cards: readonly CaseCard[], team: readonly TeamMember[]): Unattended[] {
  const byId = new Map(team.map((one) => [one.accountId, one]));
  return cards.flatMap((card): Unattended[] => {
    const manager = byId.get(card.managerId);
    if (!manager) return [{ card, because: 'gone' }];
    if (!manager.absence?.now) return [];
    const deputy = manager.absence.substituteId ? byId.get(manager.absence.substituteId) : undefined;
    return deputy && !deputy.absence?.now ? [] : [{ card, because: 'away' }];
  });
}
