import { Copy, PhoneOutgoing } from 'lucide-react';
import { useState } from 'react';
import type { NumberRow } from '#rooms/crisis/contract.ts';
import { FALLBACK_NUMBERS } from '../../shell/emergency.tsx';
import { announce, Button, Icon } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useWords } from '../../words/language.tsx';
import { shell } from '../../words/shell.ts';

/** As a telephone wants it. */
export const telOf = (phone: string) => `tel:${phone.replaceAll(/[^\d+*#]/g, '')}`;

/** So many fit beside the rest; the others are one press away. */
const AT_ONCE = 4;
/** Opening hours that say nothing but "always". */
const ALWAYS = /^(immer|always|24)/i;

/** "Notruf 112" beside the number 112 says it twice. */
const withoutNumber = (name: string, phone: string): string =>
  name.replace(new RegExp(`[\\s,:]*${phone.replaceAll(/[^\d ]/g, '')}$`), '') || name;

/** In the order in which they are needed; what nobody has ranked stands behind. */
const ORDER = ['rescue', 'crisis-service', 'psychiatric-admission', 'medical', 'counselling'];
/** @param here whether the list is that of the place where the person is; else a crisis service may be that of another Land */
export const rankOf = (kind: string, here: boolean): number => {
  if (!here && (kind === 'crisis-service' || kind === 'psychiatric-admission')) return ORDER.length;
  return ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length;
};

interface Line {
  key: string;
  phone: string;
  what: string;
  first: boolean;
  rank: number;
}

/** What can be given or dialled: 112 first, the network's own beside those that hold everywhere. Without any of it: those of the app. */
export function Numbers({ numbers, here, headId }: { numbers: readonly NumberRow[]; here: boolean; headId: string }) {
  const w = useWords(crisis);
  const s = useWords(shell);
  const [all, setAll] = useState(false);
  const lines: Line[] =
    numbers.length > 0
      ? numbers.flatMap(({ id, phone, name, hours, kind }, index) =>
          phone
            ? [
                {
                  key: id ?? `${phone}-${index}`,
                  phone,
                  what: [withoutNumber(name, phone), hours && !ALWAYS.test(hours) ? hours : null].filter(Boolean).join(', '),
                  first: kind === 'rescue',
                  rank: rankOf(kind, here),
                },
              ]
            : [],
        )
      : FALLBACK_NUMBERS.map(({ number, kind }) => ({
          key: number,
          phone: number,
          what: s.numbers[kind],
          first: kind === 'rescue',
          rank: rankOf(kind, here),
        }));
  const dialled = (phone: string) => phone.replaceAll(/\D/g, '');
  // 112 first, then the regional crisis service; what the network entered itself stands for the same number of the whole country.
  const sorted = lines
    .filter(({ phone }, index) => lines.findIndex((one) => dialled(one.phone) === dialled(phone)) === index)
    .toSorted((one, other) => one.rank - other.rank);
  const shown = all ? sorted : sorted.slice(0, AT_ONCE);
  const copy = async (phone: string) => {
    await navigator.clipboard.writeText(phone);
    announce(w.copied(phone));
  };
  return (
    <>
      <div className="row heading">
        <h3 id={headId}>{w.numbers}</h3>
        {shown.length < sorted.length && (
          <span className="end s nw">
            <button type="button" className="link" onClick={() => setAll(true)}>
              {w.moreNumbers(sorted.length - shown.length)}
            </button>
          </span>
        )}
      </div>
      <ul className="numbers give" aria-labelledby={headId}>
        {shown.map(({ key, phone, what, first }) => (
          <li key={key}>
            <a className="tel" href={telOf(phone)}>
              {phone}
            </a>
            <span>{what}</span>
            {first ? (
              <a className="btn sm" href={telOf(phone)}>
                <Icon of={PhoneOutgoing} />
                {w.call}
                <span className="vh"> {phone}</span>
              </a>
            ) : (
              <Button small icon={Copy} label={w.copyNamed(phone)} onPress={() => copy(phone)} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
