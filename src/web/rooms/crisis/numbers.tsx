import { Copy, PhoneOutgoing } from 'lucide-react';
import type { NumberRow } from '#rooms/crisis/contract.ts';
import { FALLBACK_NUMBERS } from '../../shell/emergency.tsx';
import { announce, Button, Icon } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { shell } from '../../words/shell.ts';

/** As a telephone wants it. */
export const telOf = (phone: string) => `tel:${phone.replaceAll(/[^\d+*#]/g, '')}`;

interface Line {
  key: string;
  phone: string;
  what: string;
  first: boolean;
}

/** What can be given or dialled: 112 first, the network's own beside those that hold everywhere. Without any of it: those of the app. */
export function Numbers({ numbers }: { numbers: readonly NumberRow[] }) {
  const w = useWords(crisis);
  const s = useWords(shell);
  const { language } = useLanguage();
  const lines: Line[] =
    numbers.length > 0
      ? numbers.flatMap(({ id, phone, name, hours, text, kind }, index) =>
          phone
            ? [
                {
                  key: id ?? `${phone}-${index}`,
                  phone,
                  what: [name, hours, kind === 'rescue' ? null : text[language]].filter(Boolean).join(', '),
                  first: kind === 'rescue',
                },
              ]
            : [],
        )
      : FALLBACK_NUMBERS.map(({ number, kind }) => ({ key: number, phone: number, what: s.numbers[kind], first: kind === 'rescue' }));
  const sorted = lines.toSorted((one, other) => Number(other.first) - Number(one.first));
  const copy = async (phone: string) => {
    await navigator.clipboard.writeText(phone);
    announce(w.copied(phone));
  };
  return (
    <ul className="numbers give">
      {sorted.map(({ key, phone, what, first }) => (
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
  );
}
