import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { tasks } from '../../words/tasks.ts';
import { BoardView } from './board-view.tsx';
import { boardQuery } from './caseload-data.ts';
import { type CaseFilter, startFilter } from './caseload-filter.ts';
import { useCaseNews } from './data.ts';
import { FilterBar } from './filter-bar.tsx';
import { LoadLine } from './load-line.tsx';
import { searchCases } from './search.ts';
import './caseload.css';

// Words come with the page, so that no part of it waits for them.
await Promise.all([caseload, tasks].map((book) => book.load(currentLanguage())));

const OpenCase = lazy(() => import('./open-panel.tsx'));
const List = lazy(() => import('./list.tsx'));
const Team = lazy(() => import('./team.tsx'));
const Absences = lazy(() => import('./absences.tsx'));
const Results = lazy(() => import('./results.tsx'));

const PARTS = ['brett', 'liste', 'team', 'abwesend', 'ergebnisse'] as const;

let kept: CaseFilter | undefined;

/** Fälle: the board by phase, the list, the team with its loads, absences, and what came of it. */
export default function Caseload() {
  useCaseNews();
  const router = useRouter();
  useEffect(() => searchCases((path) => void router.navigate({ to: path })), [router]);
  const w = useWords(caseload);
  const faults = useWords(problems);
  const { part } = useParams({ strict: false });
  const shown = PARTS.find((key) => key === part) ?? 'brett';
  const { data, error } = useQuery(boardQuery);
  const [chosen, setChosen] = useState(kept);
  const [opening, setOpening] = useState(false);
  const filter =
    chosen ??
    (data
      ? startFilter(
          data.leads,
          data.cards.some(({ reader }) => reader === 'manager'),
        )
      : undefined);
  const choose = (next: CaseFilter) => {
    kept = next;
    setChosen(next);
  };
  return (
    <div className="page caseload">
      <nav className="tabs" aria-label={w.partsLabel}>
        {PARTS.map((key) => (
          <Link
            key={key}
            to={key === 'brett' ? to.cases() : to.casesPart(key)}
            aria-current={key === shown ? 'page' : undefined}
            activeOptions={{ exact: true }}
            activeProps={{}}
          >
            {w.parts[key]}
          </Link>
        ))}
      </nav>
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      <Suspense fallback={null}>
        {shown === 'abwesend' && <Absences />}
        {shown === 'ergebnisse' && <Results />}
        {data && shown === 'team' && <Team board={data} />}
        {data && filter && (shown === 'brett' || shown === 'liste') && (
          <>
            <div className="case-top">
              <FilterBar filter={filter} onChange={choose} cards={data.cards} withPhase={shown === 'liste'} />
              <LoadLine board={data} />
              <Button small icon={Plus} onPress={() => setOpening(true)}>
                {w.openCase}
              </Button>
            </div>
            {shown === 'brett' ? (
              <BoardView board={data} filter={filter} onChange={choose} />
            ) : (
              <List board={data} filter={filter} onChange={choose} />
            )}
          </>
        )}
      </Suspense>
      {/* a wait of its own: else the board goes while the panel comes, and the cursor with it */}
      <Suspense fallback={null}>{opening && <OpenCase onClose={() => setOpening(false)} />}</Suspense>
    </div>
  );
}
