import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Empty } from '../../ui/index.ts';
import { caseFile } from '../../words/case-file.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { caseQuery, useCaseNews } from './data.ts';
import { CaseFileHead } from './head.tsx';
import { useKeptPlace } from './kept-place.ts';
import type { TabProps } from './tab-props.ts';
import './file.css';

await caseFile.load(currentLanguage());

export const CASE_TABS = [
  'uebersicht',
  'klaerung',
  'assessment',
  'hilfeplan',
  'linking',
  'monitoring',
  'evaluation',
  'netzwerkkarte',
  'verlauf',
] as const;
type CaseTab = (typeof CASE_TABS)[number];

const TABS: Record<CaseTab, ComponentType<TabProps>> = {
  uebersicht: lazy(() => import('./overview/tab.tsx')),
  klaerung: lazy(() => import('./clearing/tab.tsx')),
  assessment: lazy(() => import('./assessment/tab.tsx')),
  hilfeplan: lazy(() => import('./plan/tab.tsx')),
  linking: lazy(() => import('./linking/tab.tsx')),
  monitoring: lazy(() => import('./monitoring/tab.tsx')),
  evaluation: lazy(() => import('./evaluation/tab.tsx')),
  netzwerkkarte: lazy(() => import('./network-map/tab.tsx')),
  verlauf: lazy(() => import('./course/tab.tsx')),
};

/** A case file: who it is, where the case stands and what is missing, and its nine parts. */
export default function File() {
  useCaseNews();
  const w = useWords(caseFile);
  const faults = useWords(problems);
  const { id = '', tab } = useParams({ strict: false });
  const { data: head, error } = useQuery(caseQuery(id));
  const page = useRef<HTMLDivElement>(null);
  const there = head !== undefined;
  useKeptPlace(page, there);
  useEffect(() => {
    // on a phone the row of parts is wider than the screen
    if (there && tab) page.current?.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab, there]);
  if (error && !head) {
    const problem = problemOf(error);
    return (
      <div className="page">
        {problem.status === 404 ? (
          <Empty action={<Link to={to.cases()}>{w.back}</Link>}>{w.notThere}</Empty>
        ) : (
          <Banner tone="no">{problem.sentence(faults)}</Banner>
        )}
      </div>
    );
  }
  if (!head) return null;
  const shown = CASE_TABS.find((key) => key === tab) ?? 'uebersicht';
  const Tab = TABS[shown];
  return (
    <div className="page case-file" ref={page}>
      <CaseFileHead head={head} />
      <nav className="tabs" aria-label={w.tabsLabel}>
        {CASE_TABS.map((key) => (
          <Link
            key={key}
            to={to.caseFile(id, key)}
            aria-current={key === shown ? 'page' : undefined}
            activeOptions={{ exact: true }}
            activeProps={{}}
          >
            {w.tabs[key]}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<p className="q">{w.loading}</p>}>
        <Tab key={id} caseId={id} />
      </Suspense>
      <PrintFoot />
    </div>
  );
}

/** On paper: who printed it and when. */
function PrintFoot() {
  const w = useWords(caseFile);
  const format = useFormat();
  const me = useMe();
  const [at, setAt] = useState(() => Temporal.Now.instant());
  useEffect(() => {
    const now = () => flushSync(() => setAt(Temporal.Now.instant()));
    window.addEventListener('beforeprint', now);
    return () => window.removeEventListener('beforeprint', now);
  }, []);
  return <p className="case-printed s">{w.printedBy(me.name, format.when(at.toString()))}</p>;
}
