import { Link, useParams } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { EPISODE_TABLE } from '#rooms/soziotherapie/rules/life/episode.ts';
import { useMay, useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { useCommands } from '../../shell/palette.tsx';
import { Button } from '../../ui/index.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { Approvals } from './approvals.tsx';
import { Clients } from './clients.tsx';
import { useServiceNews } from './data.ts';
import { useClientSearch } from './search.ts';
import { Today } from './today.tsx';
import './soziotherapie.css';

// Words come with the page, so that no part of it waits for them.
await soziotherapie.load(currentLanguage());

const InquiryPanel = lazy(() => import('./panels/inquiry.tsx'));

const PARTS = ['heute', 'klienten', 'genehmigungen'] as const;

/** Soziotherapie: who needs what today, the clients of the practice, and what lies with which insurer. */
export default function Overview() {
  useServiceNews();
  useClientSearch();
  const w = useWords(soziotherapie);
  const office = useMay('soziotherapie.office');
  const { roles } = useMe();
  // E1: who may take an inquiry is said by the life table
  const inquires = EPISODE_TABLE.NONE.some(({ who }) => roles.some((role) => (who as readonly string[]).includes(role)));
  const { part } = useParams({ strict: false });
  const [asking, setAsking] = useState(false);
  const parts = PARTS.filter((key) => key !== 'genehmigungen' || office);
  const shown = parts.find((key) => key === part) ?? 'heute';
  useCommands(inquires ? [{ key: 'new-inquiry', label: w.newInquiry, icon: UserPlus, act: () => setAsking(true) }] : []);
  const Page = { heute: Today, klienten: Clients, genehmigungen: Approvals }[shown];
  return (
    <div className="page sozio">
      <div className="row wrap sozio-top">
        <nav className="tabs grow" aria-label={w.partsLabel}>
          {parts.map((key) => (
            <Link
              key={key}
              to={key === 'heute' ? to.sozio() : to.sozioPart(key)}
              aria-current={key === shown ? 'page' : undefined}
              activeOptions={{ exact: true }}
              activeProps={{}}
            >
              {w.parts[key]}
            </Link>
          ))}
          <Link to={to.practicePart('angaben')}>{w.practice}</Link>
        </nav>
        {inquires && (
          <Button small icon={UserPlus} onPress={() => setAsking(true)}>
            {w.newInquiry}
          </Button>
        )}
      </div>
      <Page />
      {asking && (
        <Suspense fallback={null}>
          <InquiryPanel onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </div>
  );
}
