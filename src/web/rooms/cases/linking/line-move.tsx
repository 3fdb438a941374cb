import { useState } from 'react';
import * as wire from '#rooms/cases/contract/linking.ts';
import { LINE_OUTCOMES, type LineEvent, type LineOutcome } from '#rooms/cases/rules/line.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, CheckRow, DateField, type Missing, Segments, SelectField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { useReadCaseAgain } from '../data.ts';

const field = (name: string) => () => document.querySelector<HTMLElement>(`.line-panel [data-field="${name}"] :is(input, select)`)?.focus();

/** One step forward or to the side, with the day on which it happened. */
export function LineMove({ line }: { line: wire.LineView }) {
  const w = useWords(linking);
  const again = useReadCaseAgain();
  const [event, setEvent] = useState<LineEvent | null>(line.events.length === 1 ? (line.events[0] ?? null) : null);
  const [on, setOn] = useState<string | null>(null);
  const [first, setFirst] = useState<string | null>(line.nextStartOn);
  const [onTrial, setOnTrial] = useState(false);
  const [outcome, setOutcome] = useState<LineOutcome | null>(null);
  const [followUp, setFollowUp] = useState(false);
  const submit = useSubmit(async () => {
    if (!event) return;
    const moved = await call(wire.moveLine, {
      params: { lineId: line.id },
      ifMatch: line.version,
      body: {
        event,
        ...(on ? { on } : {}),
        ...(event === 'schedule' && first ? { nextStartOn: first } : {}),
        ...(event === 'start' ? { onTrial } : {}),
        ...(event === 'complete' && outcome ? { outcome, followUpNeeded: followUp } : {}),
      },
    });
    announce(w.moved(w.states[moved.state]));
    await again();
  });
  const missing: Missing[] = [
    ...(event ? [] : [{ what: w.chooseMove, go: field('event') }]),
    ...(event === 'schedule' && !first ? [{ what: w.dateMissing, go: field('first') }] : []),
    ...(event === 'complete' && !outcome ? [{ what: w.outcomeMissing, go: field('outcome') }] : []),
  ];
  const stale = submit.problem?.code === 'version-old';
  return (
    <section className="stack" aria-labelledby="h-move">
      <h3 id="h-move">{w.move}</h3>
      <div data-field="event">
        <SelectField
          label={w.moveTo}
          value={event}
          onChange={setEvent}
          choices={line.events.map((value) => ({ value, label: w.events[value] }))}
        />
      </div>
      {event && (
        <>
          {event === 'schedule' && (
            <div data-field="first">
              <DateField label={w.firstOn} value={first} onChange={setFirst} />
            </div>
          )}
          {event === 'start' && (
            <CheckRow checked={onTrial} onChange={setOnTrial}>
              {w.onTrial}
            </CheckRow>
          )}
          {event === 'complete' && (
            <>
              <div data-field="outcome">
                <Segments
                  label={w.outcome}
                  value={outcome}
                  onChange={setOutcome}
                  choices={LINE_OUTCOMES.map((value) => ({ value, label: w.outcomes[value] }))}
                />
              </div>
              <CheckRow checked={followUp} onChange={setFollowUp}>
                {w.followUp}
              </CheckRow>
            </>
          )}
          {event !== 'schedule' && <DateField label={w.on} value={on} onChange={setOn} lean="past" ageless error={submit.at('/on')} />}
        </>
      )}
      {submit.problem && <Banner tone="no">{stale ? w.conflict : submit.sentence}</Banner>}
      <div>
        <Button missing={missing} busy={submit.busy} onPress={() => void submit.run()}>
          {event ? w.events[event] : w.moveNow}
        </Button>
      </div>
    </section>
  );
}
