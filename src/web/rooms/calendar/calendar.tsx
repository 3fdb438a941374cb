import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { Empty } from '../../ui/index.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { calendar } from '../../words/calendar.ts';
import { useWords } from '../../words/language.tsx';
import { useOfferNews } from './data.ts';
import { NetworkWeek } from './network-days.tsx';
import { PanelProvider } from './panel.tsx';
import { WeekCard } from './week-card.tsx';

const WHOSE = ['own', 'everybody'] as const;
type Whose = (typeof WHOSE)[number];

/** The own calendar; at the desk first appointments and free times of the network. */
export default function Calendar() {
  const w = useWords(calendar);
  const own = useMay('scheduling.own');
  const desk = useMay('scheduling.desk');
  const [whose, setWhose] = useState<Whose>('own');
  if (!own && !desk)
    return (
      <div className="page">
        <Empty action={<Link to={to.telefon()}>{w.toDesk}</Link>}>{w.notYours}</Empty>
      </div>
    );
  return (
    <div className="page">
      <PanelProvider>
        {own && desk ? (
          <Tabs
            label={w.network.tabs}
            tabs={WHOSE.map((key) => ({ key, label: w.network[key] }))}
            value={whose}
            onChange={(key) => setWhose(key === 'everybody' ? 'everybody' : 'own')}
          >
            {whose === 'own' ? <OwnCalendar /> : <NetworkCalendar />}
          </Tabs>
        ) : own ? (
          <OwnCalendar />
        ) : (
          <NetworkCalendar />
        )}
      </PanelProvider>
    </div>
  );
}

function OwnCalendar() {
  useOfferNews();
  return <WeekCard views />;
}

function NetworkCalendar() {
  useOfferNews();
  return <NetworkWeek />;
}
