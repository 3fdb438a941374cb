import { useNavigate, useParams } from '@tanstack/react-router';
import { Building2, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { useCommands } from '../../shell/palette.tsx';
import { Button, Empty } from '../../ui/index.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { codes } from '../../words/codes.ts';
import { guidance as guidanceWords } from '../../words/guidance.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { network as networkWords } from '../../words/network.ts';
import { LocationForm, OrganisationForm, PractitionerForm } from './forms.tsx';
import { type Organisation, Organisations } from './organisations.tsx';
import { PractitionerPanel } from './practitioner-panel.tsx';
import { Practitioners } from './practitioners.tsx';
import './network.css';

// Words come with the page, so that no part of it waits for them.
await Promise.all([networkWords, codes, guidanceWords].map((book) => book.load(currentLanguage())));

const Services = lazy(() => import('./services.tsx'));
const Guidance = lazy(() => import('../guidance/guidance.tsx'));

type Open =
  | { what: 'organisation'; organisation: Organisation | null }
  | { what: 'location'; organisation: Organisation }
  | { what: 'person' };

/** Netzwerk: who offers what, how fresh it is, and for the coordination the making of new practices and people. */
export default function Network() {
  const w = useWords(networkWords);
  const g = useWords(guidanceWords);
  const { id = null } = useParams({ strict: false });
  const navigate = useNavigate();
  const coordinates = useMay('directory.coordinate');
  const [tab, setTab] = useState('people');
  const [open, setOpen] = useState<Open | null>(null);
  const show = (practitioner: string | null) => {
    setOpen(null);
    void navigate({ to: practitioner ? to.practitioner(practitioner) : to.network(), ignoreBlocker: practitioner === null });
  };
  const newPerson = () => setOpen({ what: 'person' });
  const newOrganisation = () => setOpen({ what: 'organisation', organisation: null });
  useCommands(
    coordinates
      ? [
          { key: 'new-person', label: w.addPractitioner, icon: UserPlus, act: newPerson },
          { key: 'new-organisation', label: w.addOrganisation, icon: Building2, act: newOrganisation },
        ]
      : [],
  );
  const personButton = coordinates && (
    <Button kind="main" icon={UserPlus} onPress={newPerson}>
      {w.addPractitioner}
    </Button>
  );
  const organisationButton = coordinates && (
    <Button kind="main" icon={Building2} onPress={newOrganisation}>
      {w.addOrganisation}
    </Button>
  );
  return (
    <div className="page network">
      <Tabs
        label={w.tabs}
        tabs={[
          { key: 'people', label: w.people },
          { key: 'organisations', label: w.organisations },
          { key: 'services', label: w.services },
          { key: 'guidance', label: g.title },
        ]}
        value={tab}
        onChange={setTab}
      >
        {tab === 'people' ? (
          <Practitioners
            current={id}
            tools={personButton}
            empty={<Empty action={organisationButton}>{coordinates ? w.nobody : w.nobodyYet}</Empty>}
          />
        ) : tab === 'services' ? (
          <Suspense fallback={null}>
            <Services />
          </Suspense>
        ) : tab === 'guidance' ? (
          <Suspense fallback={null}>
            <Guidance />
          </Suspense>
        ) : (
          <Organisations
            current={open && open.what !== 'person' ? (open.organisation?.id ?? null) : null}
            onOpen={(organisation) => setOpen({ what: 'organisation', organisation })}
            tools={organisationButton}
          />
        )}
      </Tabs>
      {!open && id && <PractitionerPanel key={id} id={id} onClose={() => show(null)} />}
      {open?.what === 'person' && <PractitionerForm onDone={() => setOpen(null)} onCreated={show} />}
      {open?.what === 'organisation' && (
        <OrganisationForm
          key={open.organisation?.id ?? 'new'}
          organisation={open.organisation}
          onDone={() => setOpen(null)}
          onLocation={(organisation) => setOpen({ what: 'location', organisation })}
        />
      )}
      {open?.what === 'location' && <LocationForm organisation={open.organisation} onDone={() => setOpen(null)} />}
    </div>
  );
}
