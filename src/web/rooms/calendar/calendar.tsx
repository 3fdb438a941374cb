import { Link } from '@tanstack/react-router';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { Empty } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useWords } from '../../words/language.tsx';
import { useOfferNews } from './data.ts';
import { PanelProvider } from './panel.tsx';
import { WeekCard } from './week-card.tsx';

/** The own calendar, day and week. */
export default function Calendar() {
  const w = useWords(calendar);
  const own = useMay('scheduling.own');
  return (
    <div className="page">
      {own ? (
        <PanelProvider>
          <OwnCalendar />
        </PanelProvider>
      ) : (
        <Empty action={<Link to={to.telefon()}>{w.toDesk}</Link>}>{w.notYours}</Empty>
      )}
    </div>
  );
}

function OwnCalendar() {
  useOfferNews();
  return <WeekCard views />;
}
