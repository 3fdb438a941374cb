import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type ComponentType, lazy, Suspense } from 'react';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { FILE_TABS, type FileTab } from '#rooms/soziotherapie/rules/due.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Empty, Icon, ScrollBox } from '../../ui/index.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { Board } from './board.tsx';
import { ContingentCard } from './contingent.tsx';
import { fileQuery, useServiceNews } from './data.ts';
import { Deadlines } from './deadlines.tsx';
import { FileHead } from './head.tsx';
import { PlanShort } from './plan-short.tsx';
import { useClientSearch } from './search.ts';
import type { TabProps } from './tab-props.ts';
import './soziotherapie.css';

await soziotherapie.load(currentLanguage());

const Check = lazy(() => import('./check.tsx'));
const CaseSteps = lazy(() => import('./case-steps.tsx'));
const CaseTexts = lazy(() => import('./case-texts.tsx'));
const TABS: Record<Exclude<FileTab, 'uebersicht'>, ComponentType<TabProps>> = {
  verordnungen: lazy(() => import('./forms/tab.tsx')),
  einheiten: lazy(() => import('./sessions/tab.tsx')),
  plan: lazy(() => import('./plan/tab.tsx')),
  zuzahlung: lazy(() => import('../billing/copay-tab.tsx')),
  papiere: lazy(() => import('./papers/tab.tsx')),
};

/** Prescription and plan are for who accompanies (rule book 5.3); a deputy has the goals where she writes a unit. */
const NOT_FOR_DEPUTIES: ReadonlySet<FileTab> = new Set(['verordnungen', 'plan']);

/** A client's Soziotherapie file. */
export default function File() {
  useServiceNews();
  useClientSearch();
  const w = useWords(soziotherapie);
  const faults = useWords(problems);
  const { id = '', tab } = useParams({ strict: false });
  const { data: file, error } = useQuery(fileQuery(id));
  const money = useMay('soziotherapie.office');
  if (error && !file) {
    const problem = problemOf(error);
    return (
      <div className="page sozio">
        {problem.status === 404 ? (
          <Empty action={<Link to={to.sozioPart('klienten')}>{w.file.back}</Link>}>{w.file.notThere}</Empty>
        ) : (
          <Banner tone="no">{problem.sentence(faults)}</Banner>
        )}
      </div>
    );
  }
  if (!file) return null;
  const tabs = FILE_TABS.filter((key) => (key !== 'zuzahlung' || money) && !(file.deputy && NOT_FOR_DEPUTIES.has(key)));
  const shown = tabs.find((key) => key === tab) ?? 'uebersicht';
  const Tab = shown === 'uebersicht' ? null : TABS[shown];
  return (
    <div className="page sozio sozio-file">
      <FileHead file={file} />
      {file.deputy && <Banner>{w.file.deputy}</Banner>}
      <nav className="tabs" aria-label={w.file.tabsLabel}>
        {tabs.map((key) => (
          <Link
            key={key}
            to={to.sozioFile(id, key)}
            aria-current={key === shown ? 'page' : undefined}
            activeOptions={{ exact: true }}
            activeProps={{}}
          >
            {w.file.tabs[key]}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<p className="q">{w.file.loading}</p>}>
        {Tab ? <Tab key={id} episodeId={id} personId={file.personId} /> : <Summary file={file} />}
      </Suspense>
    </div>
  );
}

function Summary({ file }: { file: FileView }) {
  const w = useWords(soziotherapie);
  return (
    <>
      <CaseTexts file={file} />
      <div className="sozio-two">
        <ContingentCard file={file} />
        <Deadlines file={file} />
      </div>
      <section className="card" aria-labelledby="sozio-prescriptions">
        <div className="head">
          <h2 id="sozio-prescriptions">{w.prescriptions}</h2>
          <span className="q s">{w.forms}</span>
          {file.state !== 'CLOSED' && !file.deputy && (
            <Link className="btn sm end no-print" to={to.sozioFile(file.episodeId, 'verordnungen')}>
              <Icon of={Plus} /> {w.newPrescription}
            </Link>
          )}
        </div>
        <ScrollBox label={w.prescriptions}>
          <Board cards={file.prescriptions} today={file.today} link={() => to.sozioFile(file.episodeId, 'verordnungen')} />
        </ScrollBox>
      </section>
      <div className="sozio-halves">
        {file.check ? (
          <Check check={file.check} />
        ) : (
          <section className="card">
            <Empty>{w.check.none}</Empty>
          </section>
        )}
        {!file.deputy && <PlanShort file={file} />}
      </div>
      <CaseSteps file={file} />
    </>
  );
}
