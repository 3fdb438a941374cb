import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { Board, fileLink } from './board.tsx';
import { boardQuery } from './data.ts';

/** The board of the whole practice: what lies where, and what is urgent. */
export function Approvals() {
  const w = useWords(soziotherapie);
  const faults = useWords(problems);
  const { data, error } = useQuery(boardQuery);
  if (error && !data) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!data) return null;
  return (
    <section className="card" aria-labelledby="sozio-board">
      <div className="head">
        <h2 id="sozio-board">{w.board}</h2>
        <span className="q s">{w.boardText}</span>
      </div>
      <Board
        cards={data.cards}
        today={data.today}
        link={(card) => fileLink(card.episodeId)}
        owner={(card) => (
          <span className="vo-owner">
            <Link to={to.sozioFile(card.episodeId)}>{card.name}</Link>
            {card.payerName && <span className="s q">{card.payerName}</span>}
          </span>
        )}
      />
    </section>
  );
}
