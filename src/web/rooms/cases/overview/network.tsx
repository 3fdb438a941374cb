import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { to } from '../../../paths.ts';
import { caseOverview } from '../../../words/case-overview.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { figuresOf, mapsQuery } from '../network-map/data.ts';
import { Picture } from '../network-map/picture.tsx';
import '../network-map/network-map.css';

/** The latest map as a picture, with how many there are and how close they stand. */
export function Network({ caseId }: { caseId: string }) {
  const w = useWords(caseOverview).network;
  const format = useFormat();
  const { data } = useQuery(mapsQuery(caseId));
  if (!data) return null;
  const [map] = data.maps;
  const found = map && figuresOf(map);
  const said = found
    ? [
        w.people(found.size),
        found.professionalShare === null ? '' : w.professional(found.professionals, Math.round(found.professionalShare * 100)),
        found.density === null ? '' : w.density(format.number(Math.round(found.density * 100) / 100)),
      ]
        .filter(Boolean)
        .join(' · ')
    : '';
  return (
    <section className="card" aria-labelledby="case-network">
      <div className="head">
        <h2 id="case-network">{w.title}</h2>
        {map && <span className="q s">{w.drawn(format.listed(map.drawnOn))}</span>}
        <Link className="s end" to={to.caseFile(caseId, 'netzwerkkarte')}>
          {map || !data.mayDraw || data.declined ? w.open : w.draw}
        </Link>
      </div>
      {map ? (
        <>
          <Picture map={map} label={`${w.title}: ${said}`} />
          <p className="s q">{said}</p>
        </>
      ) : (
        <p className="q">{data.declined ? w.declined(format.date(data.declined.on)) : w.none}</p>
      )}
    </section>
  );
}
