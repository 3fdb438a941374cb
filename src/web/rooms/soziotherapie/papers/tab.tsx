import { lazy, Suspense, useState } from 'react';
import { useMe } from '../../../me.ts';
import { loadBusyTimes } from '../../../pages.ts';
import { Segments } from '../../../ui/index.ts';
import { currentLanguage, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import type { TabProps } from '../tab-props.ts';
import { Files } from './files.tsx';
import { Packages } from './packages.tsx';
import { Releases } from './releases.tsx';
import { Rights } from './rights.tsx';
import './papers.css';

await papers.load(currentLanguage());

type Part = 'files' | 'releases' | 'packages' | 'rights' | 'portal';
const PARTS: readonly Part[] = ['files', 'releases', 'packages', 'rights', 'portal'];
const BusyTimes = lazy(loadBusyTimes);
const PortalPanel = lazy(() => import('../../cases/overview/portal-panel.tsx'));

/** A client's papers: files, to whom she opens herself, what leaves the house, and what she can ask for. */
export default function PapersTab({ episodeId, personId }: TabProps) {
  const w = useWords(papers);
  const { roles } = useMe();
  const [part, setPart] = useState<Part>('files');
  return (
    <div className="papers stack">
      <div className="parts">
        <Segments
          label={w.part}
          hideLabel
          value={part}
          onChange={setPart}
          choices={PARTS.map((value) => ({ value, label: w.tabs[value] }))}
        />
      </div>
      {part === 'files' && <Files personId={personId} mayCare={roles.includes('soziotherapist') || roles.includes('lead')} />}
      {part === 'releases' && <Releases episodeId={episodeId} personId={personId} />}
      {part === 'releases' && (
        <Suspense>
          <BusyTimes personId={personId} papers />
        </Suspense>
      )}
      {part === 'packages' && <Packages episodeId={episodeId} />}
      {part === 'rights' && <Rights episodeId={episodeId} />}
      {part === 'portal' && (
        <Suspense>
          <PortalPanel personId={personId} />
        </Suspense>
      )}
    </div>
  );
}
