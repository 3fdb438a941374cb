import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import type { PermitName } from '#kernel/permits.ts';
import { useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { Empty } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { audit } from '../../words/audit.ts';
import { codes } from '../../words/codes.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { Duplicates } from '../people/duplicates.tsx';
import { PhoneLinks } from '../placement/phone-links.tsx';
import { DutyRoster } from './duty.tsx';
import { Imports } from './imports.tsx';
import { Log } from './log.tsx';
import { Outbox } from './outbox.tsx';
import { People } from './people.tsx';
import { RolesByExample } from './roles.tsx';
import { Settings } from './settings.tsx';
import { Texts } from './texts.tsx';
import './administration.css';

// Words come with the page, so that no part of it waits for them.
await Promise.all([administration, audit, codes].map((book) => book.load(currentLanguage())));

const ErasureRuns = lazy(() => import('./erasure.tsx'));
const CaseAreas = lazy(() => import('../cases/areas.tsx'));

interface Part {
  key:
    | 'personen'
    | 'rollen'
    | 'dienstplan'
    | 'einlesen'
    | 'texte'
    | 'einstellungen'
    | 'telefonanlagen'
    | 'doppelte'
    | 'protokoll'
    | 'loeschung'
    | 'postausgang'
    | 'bereiche';
  permit: PermitName;
  page: ComponentType;
  demoOnly?: true;
}

const PARTS: readonly Part[] = [
  { key: 'personen', permit: 'access.administer', page: People },
  { key: 'dienstplan', permit: 'access.roster', page: DutyRoster },
  { key: 'einlesen', permit: 'imports.run', page: Imports },
  { key: 'texte', permit: 'messages.templates', page: Texts },
  { key: 'einstellungen', permit: 'settings.change', page: Settings },
  { key: 'telefonanlagen', permit: 'settings.change', page: PhoneLinks },
  { key: 'doppelte', permit: 'people.merge', page: Duplicates },
  { key: 'bereiche', permit: 'settings.read', page: CaseAreas },
  { key: 'protokoll', permit: 'audit.read', page: Log },
  { key: 'loeschung', permit: 'erasure.decide', page: ErasureRuns },
  { key: 'postausgang', permit: 'messages.outbox', page: Outbox, demoOnly: true },
  { key: 'rollen', permit: 'access.self', page: RolesByExample },
];

/** Verwaltung: each role sees its own parts, each with an address. */
export default function Administration() {
  const w = useWords(administration);
  const me = useMe();
  const { part } = useParams({ strict: false });
  const parts = PARTS.filter(({ permit, demoOnly }) => me.abilities.includes(permit) && (!demoOnly || me.network.mode === 'demo'));
  const shown = parts.find(({ key }) => key === part) ?? parts[0];
  if (!shown) return <Empty>{w.noPart}</Empty>;
  const Page = shown.page;
  return (
    <div className="page administration">
      <nav className="tabs" aria-label={w.partsLabel}>
        {parts.map(({ key }) => (
          <Link key={key} to={to.adminPart(key)} aria-current={key === shown.key ? 'page' : undefined} activeProps={{}}>
            {w.parts[key]}
          </Link>
        ))}
      </nav>
      <Suspense fallback={null}>
        <Page />
      </Suspense>
    </div>
  );
}
