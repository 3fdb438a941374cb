import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { HORIZONS, SECTORS } from '#rooms/cases/rules/network-map.ts';
import { useWords } from '../../../words/language.tsx';
import { networkMap } from '../../../words/network-map.ts';
import type { Alter, Fields } from './data.ts';
import { jagged, moved, type Place, placeAt, pointOf, RINGS } from './geometry.ts';

export interface Hands {
  selected: string | null;
  /** From whom a relation is being drawn. */
  connecting: string | null;
  onSelect: (id: string, open: boolean) => void;
  onMove: (id: string, place: Place) => void;
  onConnect: (from: string, to: string) => void;
  onBeginConnect: (id: string | null) => void;
  onRemove: (id: string) => void;
}

const CORNERS = {
  family: [-258, -222, 'start'],
  friends: [258, -222, 'end'],
  professional: [258, 232, 'end'],
  work: [-258, 232, 'start'],
} as const;

/** Who somebody is: the name, or the relation. */
export function useAlterName(): (alter: Alter) => string {
  const w = useWords(networkMap);
  return ({ name, relation }) => name || w.relations[relation];
}

/**
 * The map: the client in the centre, four quarters, three rings; circles private, squares professional. With `hands` people are dragged, or
 * moved by arrows; without, it is a picture.
 */
export function Picture({ map, hands, label }: { map: Pick<Fields, 'alters' | 'edges' | 'ties'>; hands?: Hands; label: string }) {
  const w = useWords(networkMap);
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<{ id: string; place: Place; far: boolean } | null>(null);
  const placed = map.alters.map((alter) => (drag?.id === alter.id ? { ...alter, ...drag.place } : alter));
  const point = new Map(placed.map((alter) => [alter.id, pointOf(alter)]));
  const under = (event: PointerEvent): Place | null => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    if (!matrix) return null;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return placeAt(x, y);
  };
  const follow = (event: PointerEvent) => {
    if (!drag) return;
    const place = under(event);
    if (place) setDrag({ id: drag.id, place, far: true });
  };
  const drop = () => {
    if (drag?.far) hands?.onMove(drag.id, drag.place);
    setDrag(null);
  };
  return (
    <svg
      ref={svg}
      className="network-picture"
      viewBox="-265 -242 530 484"
      role={hands ? 'group' : 'img'}
      aria-label={label}
      data-connecting={hands?.connecting ? '' : undefined}
      onPointerMove={hands ? follow : undefined}
      onPointerUp={hands ? drop : undefined}
      onPointerCancel={() => setDrag(null)}
    >
      {[...HORIZONS].reverse().map((horizon) => (
        <circle key={horizon} className="ring" r={RINGS[horizon]} />
      ))}
      <path className="cross" d="M-210 0H210M0 -210V210" />
      {SECTORS.map((sector) => {
        const [x, y, anchor] = CORNERS[sector];
        return (
          <text key={sector} className="corner" x={x} y={y} textAnchor={anchor}>
            {w.sectors[sector]}
          </text>
        );
      })}
      {HORIZONS.map((horizon) => (
        <text key={horizon} className="ring-name" x={4} y={-RINGS[horizon] + 12}>
          {w.horizons[horizon]}
        </text>
      ))}
      {map.ties &&
        placed.map((alter) => {
          const to = point.get(alter.id);
          if (!to || alter.tie === null) return null;
          const d = alter.tie === 'stressful' ? jagged({ x: 0, y: 0 }, to) : `M0 0L${to.x} ${to.y}`;
          return <path key={alter.id} className={`tie ${alter.tie}`} d={d} />;
        })}
      {map.edges.map(({ from, to, tie }) => {
        const [a, b] = [point.get(from), point.get(to)];
        if (!a || !b) return null;
        const d = map.ties && tie === 'stressful' ? jagged(a, b) : `M${a.x} ${a.y}L${b.x} ${b.y}`;
        return <path key={`${from} ${to}`} className={`tie ${map.ties && tie ? tie : 'plain'}`} d={d} />;
      })}
      <g className="ego">
        <circle r={24} />
        <text textAnchor="middle" y={5}>
          {w.ego}
        </text>
      </g>
      {placed.map((alter) => (
        <Person
          key={alter.id}
          alter={alter}
          links={map.edges.filter(({ from, to }) => from === alter.id || to === alter.id).length}
          {...(hands ? { hands, onGrab: () => setDrag({ id: alter.id, place: alter, far: false }) } : {})}
        />
      ))}
    </svg>
  );
}

function Person({ alter, links, hands, onGrab }: { alter: Alter; links: number; hands?: Hands; onGrab?: () => void }) {
  const w = useWords(networkMap);
  const name = useAlterName()(alter);
  const { x, y } = pointOf(alter);
  const hear = (event: KeyboardEvent) => {
    if (!hands || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = moved(alter, event.key);
    if (place) hands.onMove(alter.id, place);
    else if (event.key === 'Enter' || event.key === ' ') press(true);
    else if (event.key.toLowerCase() === 'v') hands.onBeginConnect(alter.id);
    else if (event.key === 'Delete' || event.key === 'Backspace') hands.onRemove(alter.id);
    else if (event.key === 'Escape' && hands.connecting) hands.onBeginConnect(null);
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
  };
  const press = (open: boolean) => {
    if (!hands) return;
    if (hands.connecting && hands.connecting !== alter.id) hands.onConnect(hands.connecting, alter.id);
    else hands.onSelect(alter.id, open);
  };
  const shape =
    alter.sector === 'professional' ? (
      <rect className="who" x={-9} y={-9} width={18} height={18} rx={2} />
    ) : (
      <circle className="who" r={10} />
    );
  const label = (
    <text className="name" y={y > 0 ? 25 : -15} textAnchor="middle">
      {name}
    </text>
  );
  const look = `person ${alter.sector === 'professional' ? 'professional' : 'private'}`;
  if (!hands)
    return (
      <g className={look} transform={`translate(${x} ${y})`}>
        {shape}
        {label}
      </g>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside an SVG
    <g
      id={`alter-${alter.id}`}
      className={look}
      transform={`translate(${x} ${y})`}
      role="button"
      tabIndex={0}
      aria-label={w.spoken(name, w.sectors[alter.sector], w.horizons[alter.horizon], links)}
      aria-pressed={hands.selected === alter.id || hands.connecting === alter.id}
      aria-describedby="network-keys"
      onKeyDown={hear}
      onClick={() => press(false)}
      onPointerDown={(event) => {
        if (!hands.connecting && event.button === 0) onGrab?.();
      }}
    >
      <circle className="reach" r={22} />
      {shape}
      {label}
    </g>
  );
}
