import { dayInBerlin } from '#kernel/time.ts';
import * as placement from '#rooms/placement/contract.ts';
import { SEARCH_ANSWERS, SEARCH_CHANNELS, type SearchAnswer, type SearchChannel, searchFaults } from '#rooms/placement/rules/own-search.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, DateField, Segments, SelectField, TextField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { protocol } from '../../words/protocol.ts';

const weeksOf = (text: string) => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : null);

/** One try of the person's own, as she tells it. */
export function NoteSearch({ requestId, onNoted }: { requestId: string; onNoted: () => Promise<void> }) {
  const w = useWords(protocol);
  const sheet = `search-note.${requestId}`;
  const [onDay, setOnDay] = useTyped<string | null>(sheet, 'onDay', null);
  const [whom, setWhom] = useTyped(sheet, 'whom', '');
  const [channel, setChannel] = useTyped<SearchChannel>(sheet, 'channel', 'phone');
  const [answer, setAnswer] = useTyped<SearchAnswer>(sheet, 'answer', 'no-place');
  const [weeks, setWeeks] = useTyped(sheet, 'weeks', '');
  const waitWeeks = answer === 'waiting-list' ? weeksOf(weeks) : null;
  const today = dayInBerlin(Temporal.Now.instant());
  const [wrong] = onDay ? searchFaults({ onDay: Temporal.PlainDate.from(onDay), channel, answer, waitWeeks }, today) : [];
  const submit = useSubmit(async () => {
    if (!onDay) return;
    await call(placement.noteOwnSearch, { params: { id: requestId }, body: { onDay, whom: whom.trim(), channel, answer, waitWeeks } });
    announce(w.noted);
    forget(sheet);
    setWhom('');
    setWeeks('');
    await onNoted();
  });
  const go = (index: number) => () => document.querySelectorAll<HTMLElement>('.note-search input.input')[index]?.focus();
  return (
    <div className="stack note-search">
      <div className="two">
        <DateField
          label={w.day}
          lean="past"
          ageless
          value={onDay}
          onChange={setOnDay}
          error={wrong?.pointer === '/onDay' ? w.faults[wrong.code] : submit.at('/onDay')}
        />
        <TextField label={w.whom} hint={w.whomHint} maxLength={120} value={whom} onChange={setWhom} error={submit.at('/whom')} />
      </div>
      <Segments
        label={w.channel}
        choices={SEARCH_CHANNELS.map((value) => ({ value, label: w.channels[value] }))}
        value={channel}
        onChange={setChannel}
      />
      <div className="two">
        <SelectField
          label={w.answer}
          choices={SEARCH_ANSWERS.map((value) => ({ value, label: w.answers[value] }))}
          value={answer}
          onChange={(value) => value && setAnswer(value)}
        />
        {answer === 'waiting-list' && (
          <TextField label={w.weeks} figures inputMode="numeric" value={weeks} onChange={setWeeks} error={submit.at('/waitWeeks')} />
        )}
      </div>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div>
        <Button
          busy={submit.busy}
          missing={[...(onDay && !wrong ? [] : [{ what: w.day, go: go(0) }]), ...(whom.trim() ? [] : [{ what: w.whom, go: go(1) }])]}
          onPress={submit.run}
        >
          {w.note}
        </Button>
      </div>
    </div>
  );
}
