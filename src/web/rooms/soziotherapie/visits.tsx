import { Link } from '@tanstack/react-router';
import { Footprints } from 'lucide-react';
import type { Visit } from '#rooms/soziotherapie/contract/overview.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { Empty, Icon, State } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';

const OVER = ['DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'RELEASED', 'INVOICED', 'PAID'];
const toneOf = (state: Visit['state']) => (state === 'NO_SHOW' || state === 'DISPUTED' ? 'no' : OVER.includes(state) ? 'yes' : 'open');

/** Where one goes today: time, name, address and phone, in the order of the route. */
export function Visits({ visits, helper }: { visits: readonly Visit[]; helper: boolean }) {
  const w = useWords(soziotherapie);
  const goes = useMay('soziotherapie.care');
  return (
    <section className="card" aria-labelledby="sozio-visits">
      <div className="head">
        <h3 id="sozio-visits">{w.visits}</h3>
        <span className="q s">{w.routeOrder}</span>
      </div>
      {visits.length === 0 ? (
        <Empty>{w.noVisits}</Empty>
      ) : (
        <ol className="plain visits">
          {visits.map((visit, index) => (
            <li key={visit.sessionId}>
              {helper && visit.helperId !== visits[index - 1]?.helperId && <h4>{visit.helperName}</h4>}
              <div className="visit">
                <span className="num b">
                  {visit.start.slice(11)}
                  <span className="q"> – {visit.end.slice(11)}</span>
                </span>
                <div>
                  <Link to={to.sozioFile(visit.episodeId)}>{visit.name}</Link>
                  <p className="s q">
                    {visit.setting === 'group' ? `${w.group(visit.groupName)} · ` : ''}
                    {visit.placeKind ? w.placeKind[visit.placeKind] : ''}
                    {visit.address ? `, ${visit.address}` : visit.placeKind === 'practice' ? '' : `, ${w.noAddress}`}
                  </p>
                  {visit.phone && (
                    <p className="s">
                      <a href={`tel:${visit.phone.replaceAll(/[^+\d]/g, '')}`}>{visit.phone}</a>
                    </p>
                  )}
                </div>
                <State tone={toneOf(visit.state)}>{w.sessionState[visit.state]}</State>
              </div>
            </li>
          ))}
        </ol>
      )}
      {goes && (
        <Link className="btn sm no-print" to={to.visits()}>
          <Icon of={Footprints} /> {w.startVisits}
        </Link>
      )}
    </section>
  );
}
