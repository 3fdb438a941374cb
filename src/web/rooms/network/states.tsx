import { CirclePause, Clock, DoorOpen, Hourglass, Lock } from 'lucide-react';
import type { z } from 'zod';
import { dayInBerlin } from '#kernel/time.ts';
import type * as directory from '#rooms/directory/contract.ts';
import { State } from '../../ui/index.ts';
import type { Format } from '../../words/format.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { type NetworkWords, network as networkWords } from '../../words/network.ts';

export type Row = z.output<typeof directory.practitioners.answer>['practitioners'][number];
export type Shown = z.output<typeof directory.practitioner.answer>;
export type Place = Shown['places'][number];

const dayOf = (moment: string) => dayInBerlin(Temporal.Instant.from(moment));

/** When somebody last said that all of it is still true, in words. */
export function freshnessWords(w: NetworkWords, format: Format, { confirmedAt, fresh }: Pick<Row, 'confirmedAt' | 'fresh'>): string {
  if (confirmedAt === null) return w.never;
  return fresh ? w.confirmed(format.listed(dayOf(confirmedAt))) : w.stale(format.listed(dayOf(confirmedAt)));
}

export function Freshness(props: Pick<Row, 'confirmedAt' | 'fresh'>) {
  const w = useWords(networkWords);
  const format = useFormat();
  return <State tone={props.fresh ? 'yes' : props.confirmedAt === null ? 'open' : 'partly'}>{freshnessWords(w, format, props)}</State>;
}

/** Whether there is room: a free place counts only while somebody takes people on. */
export function Room({ row }: { row: Pick<Row, 'acceptsNew' | 'pauseUntil' | 'openPlaces'> }) {
  const w = useWords(networkWords);
  const format = useFormat();
  if (!row.acceptsNew)
    return (
      <State tone="open" icon={CirclePause}>
        {row.pauseUntil ? w.pauseUntil(format.listed(row.pauseUntil)) : w.takesNobody}
      </State>
    );
  if (row.openPlaces === 0) return <span className="q s nw">{w.noneFree}</span>;
  return (
    <State tone="act" icon={DoorOpen}>
      {w.free(row.openPlaces)}
    </State>
  );
}

const LOOK = {
  draft: ['open', Clock],
  open: ['act', DoorOpen],
  held: ['open', Lock],
  reserved: ['open', Lock],
  trial: ['partly', Hourglass],
  occupied: ['open', Lock],
  ending: ['partly', Clock],
  paused: ['open', CirclePause],
  closed: ['open', Lock],
} as const satisfies Record<Place['state'], readonly ['open' | 'act' | 'partly', typeof Clock]>;

export function PlaceState({ state }: { state: Place['state'] }) {
  const w = useWords(networkWords);
  const [tone, icon] = LOOK[state];
  return (
    <State tone={tone} icon={icon}>
      {w.placeState[state]}
    </State>
  );
}
