import { Link } from '@tanstack/react-router';
import type { Due } from '#rooms/soziotherapie/contract/overview.ts';
import { to } from '../../paths.ts';
import { State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { dueFacts } from './numbers.ts';

const TONES = { late: 'no', now: 'no', soon: 'partly', fine: 'yes' } as const;

/** Shape, word and day. */
export function DueBadge({ due, today }: { due: Pick<Due, 'tone' | 'dueOn'>; today: string }) {
  const w = useWords(soziotherapie);
  const format = useFormat();
  const day = due.dueOn ? (due.dueOn.slice(0, 4) === today.slice(0, 4) ? format.day(due.dueOn) : format.date(due.dueOn)) : null;
  const word = due.tone === 'now' ? w.badge.now(day, due.dueOn === today) : w.badge[due.tone](day);
  return <State tone={TONES[due.tone]}>{word}</State>;
}

export function useDueWords(): (due: Pick<Due, 'kind' | 'facts'>) => { title: string; text: string } {
  const w = useWords(soziotherapie);
  const format = useFormat();
  return (due) => {
    const facts = dueFacts(format, w, due);
    const { title, text } = w.due[due.kind];
    // a German day ends with a full stop of its own
    return { title: title(facts), text: text(facts).replaceAll('..', '.') };
  };
}

/** One thing that is due in a file: what, until when, why with its paragraph, whose work it is, and the way there. */
export function DueRow({ due, episodeId, today, here }: { due: Due; episodeId: string; today: string; here?: boolean }) {
  const w = useWords(soziotherapie);
  const said = useDueWords()(due);
  return (
    <li>
      <b>{said.title}</b>
      <DueBadge due={due} today={today} />
      <p className="s q">
        {said.text} {w.source(due.source)} · {w.whoDoes(w.who[due.who])}{' '}
        {!here && (
          <Link className="no-print" to={to.sozioFile(episodeId, due.tab)} aria-label={w.openFor(said.title, '')}>
            {w.open}
          </Link>
        )}
      </p>
    </li>
  );
}
