import { useRef, useState } from 'react';
import { berlinInstant, inBerlin } from '#kernel/time.ts';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, DateField, Segments, SelectField, TextField } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { Span } from './gaps.ts';

const LONGEST_HOURS = 7 * 24;
const RANKS = ['1', '2', '3'] as const;
const WEEKS = ['1', '2', '4', '8'] as const;

/** "2026-03-05T17:30" of a Berlin clock, and back. */
const written = (moment: Temporal.Instant) => inBerlin(moment).toPlainDateTime().toString({ smallestUnit: 'minute' });
const instantOf = (text: string) => {
  const at = Temporal.PlainDateTime.from(text);
  return berlinInstant(at.toPlainDate(), at.toPlainTime());
};

/** The same clock on the same weekday, so many weeks later; also across a change of the clocks. */
const inWeeks = (text: string, weeks: number) => Temporal.PlainDateTime.from(text).add({ weeks }).toString({ smallestUnit: 'minute' });

export function DutyForm(props: {
  span: Span | null;
  /** Entered as a deputy from the start. */
  deputy?: boolean;
  people: readonly { id: string; name: string }[];
  onDone: (name: string) => Promise<void>;
}) {
  const w = useWords(administration);
  const format = useFormat();
  const [person, setPerson] = useState<string | null>(props.people.length === 1 ? (props.people[0]?.id ?? null) : null);
  const [from, setFrom] = useState(props.span && written(props.span.from));
  const [until, setUntil] = useState(props.span && written(props.span.until));
  const [rank, setRank] = useState<(typeof RANKS)[number]>(props.deputy ? '2' : '1');
  const [weeks, setWeeks] = useState<(typeof WEEKS)[number]>('1');
  const [stopped, setStopped] = useState<string | null>(null);
  const [phone, setPhone] = useState('');
  const [tried, setTried] = useState(false);
  const fields = { person: useRef<HTMLSelectElement>(null), from: useRef<HTMLInputElement>(null), until: useRef<HTMLInputElement>(null) };
  const hours = from && until ? instantOf(from).until(instantOf(until)).total('hours') : null;
  const order = hours !== null && hours <= 0 ? w.dutyOrder : hours !== null && hours > LONGEST_HOURS ? w.dutyLong : undefined;
  const submit = useSubmit(async () => {
    if (!person || !from || !until) return;
    setStopped(null);
    const total = Number(weeks);
    for (let week = 0; week < total; week += 1) {
      const body = {
        accountId: person,
        from: instantOf(inWeeks(from, week)).toString(),
        until: instantOf(inWeeks(until, week)).toString(),
        rank: Number(rank),
        phone: phone.trim() || null,
      };
      try {
        await call(access.addDuty, { body });
      } catch (fault) {
        // What stands already is said, so that nobody enters it twice; the fields go on with the week that was refused.
        if (week > 0) {
          setStopped(w.roster.stopped(week, total, format.when(body.from)));
          setFrom(inWeeks(from, week));
          setUntil(inWeeks(until, week));
          setWeeks('1');
        }
        throw fault;
      }
    }
    await props.onDone(props.people.find(({ id }) => id === person)?.name ?? '');
  });
  const save = () => {
    setTried(true);
    if (!person) fields.person.current?.focus();
    else if (!from) fields.from.current?.focus();
    else if (!until || order) fields.until.current?.focus();
    else void submit.run();
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <SelectField
        label={w.dutyPerson}
        empty=""
        choices={props.people.map(({ id, name }) => ({ value: id, label: name }))}
        value={person}
        onChange={setPerson}
        error={tried && !person ? w.missing : submit.at('/accountId')}
        selectRef={fields.person}
      />
      <DateField
        label={w.dutyFrom}
        withTime
        value={from}
        onChange={setFrom}
        error={tried && !from ? w.missing : submit.at('/from')}
        inputRef={fields.from}
      />
      <DateField
        label={w.dutyUntil}
        withTime
        value={until}
        onChange={setUntil}
        error={tried && !until ? w.missing : (order ?? submit.at('/until'))}
        inputRef={fields.until}
      />
      <Segments
        label={w.dutyRank}
        choices={RANKS.map((value) => ({ value, label: w.ranks[Number(value)] ?? value }))}
        value={rank}
        onChange={setRank}
        error={submit.at('/rank')}
      />
      <TextField
        label={w.dutyPhone}
        type="tel"
        hint={w.dutyPhoneHint}
        maxLength={40}
        value={phone}
        onChange={setPhone}
        error={submit.at('/phone')}
        warning={tried || phone.trim() ? undefined : w.roster.noPhone}
      />
      <Segments
        label={w.roster.repeat}
        hint={w.roster.repeatHint}
        choices={WEEKS.map((value) => ({ value, label: w.roster.repeats[value] }))}
        value={weeks}
        onChange={setWeeks}
      />
      {stopped && <Banner tone="partly">{stopped}</Banner>}
      <div>
        <Button type="submit" kind="main" busy={submit.busy}>
          {w.dutyAdd}
        </Button>
      </div>
    </form>
  );
}
