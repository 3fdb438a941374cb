import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { z } from 'zod';
import * as wire from '#rooms/soziotherapie/contract/practice.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { codes } from '../../words/codes.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { practice } from '../../words/practice.ts';
import { Details } from './details.tsx';
import { Numbers } from './numbers.tsx';
import { Prescribers } from './prescribers.tsx';
import './practice.css';

await Promise.all([practice, codes].map((book) => book.load(currentLanguage())));

export type Practice = z.output<typeof wire.getPractice.answer>;
const Erasure = lazy(() => import('./erasure.tsx'));
const PARTS = ['angaben', 'verordnende', 'zahlen', 'loeschen'] as const;

/** The practice itself: what stands on its letters, who prescribes, and how Geleit counts for it. */
export default function PracticePage() {
  const w = useWords(practice);
  const { part } = useParams({ strict: false });
  const { data } = useQuery({ queryKey: ['soziotherapie', 'practice'], queryFn: () => call(wire.getPractice) });
  const lead = useMay('soziotherapie.lead');
  const parts = PARTS.filter((key) => key !== 'loeschen' || lead);
  const shown = parts.find((key) => key === part) ?? 'angaben';
  return (
    <div className="page practice">
      <nav className="tabs" aria-label={w.partsLabel}>
        {parts.map((key) => (
          <Link key={key} to={to.practicePart(key)} aria-current={key === shown ? 'page' : undefined} activeProps={{}}>
            {w.parts[key]}
          </Link>
        ))}
      </nav>
      {data && shown === 'angaben' && <Details key={data.version} shown={data} />}
      {shown === 'verordnende' && <Prescribers />}
      {data && shown === 'zahlen' && <Numbers settings={data.settings} />}
      {shown === 'loeschen' && (
        <Suspense fallback={null}>
          <Erasure />
        </Suspense>
      )}
    </div>
  );
}
