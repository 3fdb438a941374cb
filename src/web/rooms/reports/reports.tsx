import { Link, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { PermitName } from '#kernel/permits.ts';
import { useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { codes } from '../../words/codes.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { Cases } from './cases.tsx';
import { Costs } from './costs.tsx';
import { Definitions } from './definitions.tsx';
import { Overview } from './overview.tsx';
import { usePeriod } from './period.ts';
import './reports.css';

// Words come with the page, so that no part of it waits for them.
await Promise.all([reports, codes].map((book) => book.load(currentLanguage())));

interface Part {
  key: 'zahlen' | 'definitionen' | 'vorgaenge' | 'kosten';
  permit: PermitName;
  page: ComponentType;
}

const PARTS: readonly Part[] = [
  { key: 'zahlen', permit: 'figures.read', page: Overview },
  { key: 'vorgaenge', permit: 'figures.detail', page: Cases },
  { key: 'kosten', permit: 'reports.costs', page: Costs },
  { key: 'definitionen', permit: 'figures.read', page: Definitions },
];

/** Auswertung: the network's figures of a year, each down to its definition. */
export default function Reports() {
  const w = useWords(reports);
  const me = useMe();
  const { part } = useParams({ strict: false });
  const { year, area } = usePeriod();
  const parts = PARTS.filter(({ permit }) => me.abilities.includes(permit));
  const shown = parts.find(({ key }) => key === part) ?? parts[0];
  if (!shown) return null;
  const Page = shown.page;
  return (
    <div className="page reports">
      <nav className="tabs no-print" aria-label={w.partsLabel}>
        {parts.map(({ key }) => (
          <Link
            key={key}
            to={key === 'zahlen' ? to.figures() : to.figuresPart(key)}
            search={{ jahr: year, ...(area ? { gebiet: area } : {}) } as never}
            aria-current={key === shown.key ? 'page' : undefined}
            activeProps={{}}
          >
            {w.parts[key]}
          </Link>
        ))}
      </nav>
      <Page />
    </div>
  );
}
