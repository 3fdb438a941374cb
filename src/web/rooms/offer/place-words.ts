import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import type { OwnPlace } from '#rooms/directory/contract.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer } from '../../words/offer.ts';

const NOON = '13:00';
const EVENING = '17:00';

/** A place in the words of its therapist: "Einzel, VT", "ab 09.03., Mi oder Do nachmittags, seit 4 Tagen offen". */
export function usePlaceWords() {
  const w = useWords(offer);
  const c = useWords(codes);
  const format = useFormat();
  const title = (place: OwnPlace): string => {
    if (place.kind === 'GROUP_SEAT' || place.kind === 'GROUP_BASIC') return place.groupName ? w.group(place.groupName) : w.groupUnnamed;
    if (place.kind === 'SERVICE') return place.serviceType ?? w.form.kinds.SERVICE;
    const what = place.kind === 'PLACE' ? c.setting[place.setting] : w.form.kinds[place.kind];
    return place.procedure ? `${what}, ${place.procedure}` : what;
  };
  const times = ({ windows }: Pick<OwnPlace, 'windows'>): string | null => {
    if (windows.length === 0) return null;
    const days = [...new Set(windows.map(({ weekday }) => weekday))].map((day) => format.weekdayShort(day)).join(` ${w.parts.or} `);
    if (windows.every(({ to }) => to <= NOON)) return `${days} ${w.parts.am}`;
    if (windows.every(({ from }) => from >= EVENING)) return `${days} ${w.parts.eve}`;
    if (windows.every(({ from }) => from >= '12:00')) return `${days} ${w.parts.pm}`;
    return windows.map(({ weekday, from, to }) => `${format.weekdayShort(weekday)} ${from}–${to}`).join(', ');
  };
  const start = ({ earliestStart }: OwnPlace, today: Temporal.PlainDate) =>
    earliestStart && earliestStart > today.toString() ? w.from(format.dayMonth(earliestStart)) : w.atOnce;
  return {
    title,
    times,
    /** What "like the last one" means: "Einzel, VT, Mi oder Do nachmittags". */
    whole: (place: OwnPlace) => [title(place), times(place)].filter((part) => part !== null).join(', '),
    openLine: (place: OwnPlace, now: Temporal.Instant) => {
      const today = dayInBerlin(now);
      const days = place.openSince ? daysBetween(dayInBerlin(Temporal.Instant.from(place.openSince)), today) : null;
      return [start(place, today), times(place), days === null ? null : w.openSince(days)].filter((part) => part !== null).join(', ');
    },
    who: (place: OwnPlace) => place.client?.initials ?? null,
  };
}
