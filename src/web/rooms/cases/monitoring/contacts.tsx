import { useState } from 'react';
import type { ContactView, Monitoring } from '#rooms/cases/contract/monitoring.ts';
import { plusDays } from '#rooms/cases/rules/findings/days.ts';
import { Button, Empty, State } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { monitoring } from '../../../words/monitoring.ts';
import { RhythmChart } from './rhythm-chart.tsx';

const FIRST = 6;

/** Contacts against the agreed rhythm, as a picture and as a list. Corrected rows stay, struck through. */
export function Contacts({ data, onAmend }: { data: Monitoring; onAmend: ((contact: ContactView) => void) | null }) {
  const w = useWords(monitoring);
  const format = useFormat();
  const [all, setAll] = useState(false);
  const { contact, rhythm, intensity, contacts } = data;
  const shown = all ? contacts : contacts.slice(0, FIRST);
  return (
    <section className="card stack" aria-labelledby="h-rhythm">
      <h2 id="h-rhythm">{w.rhythm.title}</h2>
      <p className="s">
        {w.rhythm.text(intensity, rhythm.days, rhythm.graceDays)}{' '}
        {contact === null ? (
          w.rhythm.rests
        ) : contact.overdue ? (
          <State tone="no">{w.rhythm.overdue(format.listed(plusDays(contact.until, 1)))}</State>
        ) : (
          <b>{w.rhythm.due(format.day(contact.dueOn))}</b>
        )}
      </p>
      <RhythmChart data={data} />
      {contacts.length === 0 && <Empty>{w.contact.none}</Empty>}
      <ul className="plain contact-list">
        {shown.map((one) => (
          <li key={one.id} className={one.amended ? 'amended' : undefined}>
            <p className="top">
              <b>{format.when(one.at)}</b>
              <span>
                {w.contact.kinds[one.kind]}, {w.contact.whom[one.withWhom]}
                {one.minutes === null ? '' : `, ${w.contact.min(one.minutes)}`}
              </span>
              {!one.reached && <State tone="open">{w.contact.notReached}</State>}
              {one.amended && <State tone="open">{w.contact.amended}</State>}
              {onAmend && !one.amended && (
                <span className="end">
                  <Button small kind="quiet" label={w.contact.amendOf(format.when(one.at))} onPress={() => onAmend(one)}>
                    {w.contact.amend}
                  </Button>
                </span>
              )}
            </p>
            {one.summary && <p>{one.summary}</p>}
            {(one.nextStep || one.nextOn) && (
              <p className="s q">→ {w.contact.next(one.nextStep, one.nextOn && format.listed(one.nextOn))}</p>
            )}
            {one.byName && <p className="s h">{w.contact.by(one.byName)}</p>}
          </li>
        ))}
      </ul>
      {contacts.length > shown.length && (
        <div>
          <Button small kind="quiet" onPress={() => setAll(true)}>
            {w.contact.more}
          </Button>
        </div>
      )}
    </section>
  );
}
