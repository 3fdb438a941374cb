import type { CaseCard, TeamMember } from '#rooms/cases/contract/caseload.ts';
import { loadStanding } from '#rooms/cases/rules/load.ts';
import { State } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { useFormat, useWords } from '../../words/language.tsx';

export interface BoardData {
  today: string;
  accountId: string;
  leads: boolean;
  cards: CaseCard[];
  team: TeamMember[];
}

/** How much somebody carries, as a bar with its number and a word for it. */
export function LoadMeter({ points, limit, word = true }: { points: number; limit: number; word?: boolean }) {
  const w = useWords(caseload);
  const format = useFormat();
  const standing = loadStanding(points, limit);
  const said = w.loadOf(format.number(points), format.number(limit));
  return (
    <span className={`load ${standing}`}>
      <svg className="meter" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={said}>
        <rect className="track" width="100" height="8" />
        <rect className="fill" width={Math.min(100, Math.round((points / limit) * 100))} height="8" />
      </svg>
      <span className="num nw">{said}</span>
      {word && standing !== 'fine' && (
        <State tone={standing === 'over' ? 'no' : 'partly'}>{standing === 'over' ? w.loadOver : w.loadNear}</State>
      )}
    </span>
  );
}

/** One's own load beside the board; nothing for a lead who has no case herself. */
export function LoadLine({ board }: { board: BoardData }) {
  const w = useWords(caseload);
  const me = board.team.find(({ accountId }) => accountId === board.accountId);
  if (!me || (!me.manages && me.openCases === 0)) return null;
  return (
    <p className="case-load" title={w.loadHow}>
      <span className="q">{w.load}</span> <LoadMeter points={me.points} limit={me.limit} />
      <span className="vh">{w.loadHow}</span>
    </p>
  );
}
