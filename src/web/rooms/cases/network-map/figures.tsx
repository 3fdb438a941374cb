import { mapDifferences } from '#rooms/cases/rules/network-map.ts';
import { Banner } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { networkMap } from '../../../words/network-map.ts';
import { type Fields, figuresOf, type NetworkMap, placedOf } from './data.ts';
import { useAlterName } from './picture.tsx';

const hundredths = (value: number) => Math.round(value * 100) / 100;

/** What the map shows, in sentences: never a bare number. */
export function Figures({ map }: { map: Pick<Fields, 'alters' | 'edges'> }) {
  const w = useWords(networkMap);
  const format = useFormat();
  const nameOf = useAlterName();
  const f = w.figures;
  const found = figuresOf(map);
  const names = (ids: readonly string[]) => format.list(map.alters.filter(({ id }) => ids.includes(id)).map(nameOf));
  return (
    <section className="card" aria-labelledby="network-figures">
      <h2 id="network-figures">{f.title}</h2>
      {found.size === 0 || found.professionalShare === null ? (
        <p className="q">{f.empty}</p>
      ) : (
        <>
          <p>
            <b>{f.size(found.size)}</b>. {f.share(found.professionals, found.size, Math.round(found.professionalShare * 100))}
          </p>
          {found.mostlyProfessional && <Banner tone="partly">{f.mostly}</Banner>}
          <p>{found.density === null ? f.densityNone : f.density(format.number(hundredths(found.density)), found.relations)}</p>
          {found.stars.length > 0 && <p>{f.stars(names(found.stars))}</p>}
          {found.bridges.length > 0 && <p>{f.bridges(names(found.bridges))}</p>}
          {found.isolatedSectors.length > 0 && <p>{f.isolated(format.list(found.isolatedSectors.map((sector) => w.sectors[sector])))}</p>}
        </>
      )}
      <details className="no-print">
        <summary>{f.how}</summary>
        <p className="s q">{f.explain}</p>
      </details>
    </section>
  );
}

/** What changed from an earlier map to a later one. */
export function Differences({ before, after }: { before: NetworkMap; after: NetworkMap }) {
  const w = useWords(networkMap);
  const format = useFormat();
  const nameOf = useAlterName();
  const d = w.differences;
  const found = mapDifferences(placedOf(before), placedOf(after));
  const names = (map: NetworkMap, ids: readonly string[]) => format.list(map.alters.filter(({ id }) => ids.includes(id)).map(nameOf));
  const [was, is] = [figuresOf(before), figuresOf(after)];
  const number = (value: number | null) => (value === null ? d.noFigure : format.number(hundredths(value)));
  const percent = (value: number | null) => (value === null ? d.noFigure : `${Math.round(value * 100)} %`);
  const none = [...found.came, ...found.went, ...found.moved].length + found.relationsCame + found.relationsWent === 0;
  const place = (at: { sector: keyof typeof w.sectors; horizon: keyof typeof w.horizons }) =>
    `${w.sectors[at.sector]}, ${w.horizons[at.horizon]}`;
  return (
    <section className="card" aria-labelledby="network-differences">
      <h2 id="network-differences">{d.title(w.titles[before.title], w.titles[after.title])}</h2>
      {none ? (
        <p className="q">{d.none}</p>
      ) : (
        <ul>
          {found.came.length > 0 && <li>{d.came(names(after, found.came))}</li>}
          {found.went.length > 0 && <li>{d.went(names(before, found.went))}</li>}
          {found.moved.map(({ id, from, to }) => (
            <li key={id}>{d.moved(names(after, [id]), place(from), place(to))}</li>
          ))}
          {found.relationsCame + found.relationsWent > 0 && <li>{d.relations(found.relationsCame, found.relationsWent)}</li>}
        </ul>
      )}
      <ul>
        <li>{d.figures(d.size, `${was.size}`, `${is.size}`)}</li>
        <li>{d.figures(d.share, percent(was.professionalShare), percent(is.professionalShare))}</li>
        <li>{d.figures(d.density, number(was.density), number(is.density))}</li>
      </ul>
    </section>
  );
}
