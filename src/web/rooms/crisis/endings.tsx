import { useState } from 'react';
import { berlinInstant } from '#kernel/time.ts';
import * as crisis from '#rooms/crisis/contract.ts';
import { ALARM_LEVELS, type AlarmLevel } from '#rooms/crisis/rules/codes.ts';
import { INQUIRIES_NEEDED } from '#rooms/crisis/rules/emergency.ts';
import { LEVELS } from '#rooms/crisis/rules/safety.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, CheckRow, DateField, Segments, TextArea } from '../../ui/index.ts';
import { crisis as crisisWords } from '../../words/crisis.ts';
import { useWords } from '../../words/language.tsx';
import { serverNow } from './clock.ts';
import type { Sheet } from './use-sheet.ts';
import { useVersioned } from './use-versioned.ts';

interface Props {
  sheet: Sheet;
  onDone: () => void;
}

/** A reason is a sentence, not a word. */
const REASON_LETTERS = 5;

function Reason(props: { label?: string; value: string; onChange: (value: string) => void; tried: boolean; error?: string | undefined }) {
  const w = useWords(crisisWords);
  const short = props.tried && props.value.trim().length < REASON_LETTERS ? w.reasonMissing : undefined;
  return (
    <TextArea
      label={props.label ?? w.reasonLabel}
      value={props.value}
      onChange={props.onChange}
      hint={w.reasonHint}
      error={props.error ?? short}
      maxLength={500}
      rows={3}
    />
  );
}

/** Only the duty psychologist lowers a level; everybody sees why. */
export function Lower({ sheet, onDone }: Props) {
  const w = useWords(crisisWords);
  const versioned = useVersioned(sheet);
  const lower = ALARM_LEVELS.filter((one) => sheet.view && LEVELS.indexOf(one) < LEVELS.indexOf(sheet.view.level));
  const [to, setTo] = useState<AlarmLevel | null>(lower.at(-1) ?? null);
  const keep = `crisis.lower.${sheet.id ?? 'new'}`;
  const [reason, setReason] = useTyped(keep, 'reason', '');
  const [tried, setTried] = useState(false);
  const submit = useSubmit(async () => {
    if (!to) return;
    await versioned((id, ifMatch) => call(crisis.lowerLevel, { params: { id }, body: { level: to, reason: reason.trim() }, ifMatch }));
    forget(keep);
    announce(w.lowered(w.level[to]));
    onDone();
  });
  return (
    <End
      label={w.lower}
      sentence={submit.sentence}
      busy={submit.busy}
      onEnd={() => {
        setTried(true);
        if (reason.trim().length >= REASON_LETTERS) void submit.run();
      }}
    >
      <Segments<AlarmLevel>
        label={w.lowerTo}
        choices={lower.map((value) => ({ value, label: w.level[value] }))}
        value={to}
        onChange={setTo}
      />
      <Reason value={reason} onChange={setReason} tried={tried} error={submit.at('/reason')} />
    </End>
  );
}

/** EM6: calmed down, with the next step and a time to call back. */
export function DeEscalate({ sheet, onDone }: Props) {
  const w = useWords(crisisWords);
  const versioned = useVersioned(sheet);
  const hours = sheet.view?.highestLevel === 'YELLOW' ? 72 : 24;
  const keep = `crisis.deescalate.${sheet.id ?? 'new'}`;
  const [reason, setReason] = useTyped(keep, 'reason', '');
  const [next, setNext] = useTyped(keep, 'next', '');
  const [when, setWhen] = useTyped<string | null>(keep, 'when', null);
  const [goesOn, setGoesOn] = useState(true);
  const [tried, setTried] = useState(false);
  const at = when ? instantOf(when) : null;
  const whenFault = !tried ? undefined : !at ? w.callbackMissing : at.epochMilliseconds <= serverNow() ? w.callbackPast : undefined;
  const submit = useSubmit(async () => {
    if (!at) return;
    const body = {
      reason: reason.trim(),
      nextStep: next.trim(),
      callBackAt: at.toString({ smallestUnit: 'second' }),
      bookingMayContinue: goesOn,
    };
    await versioned((id, ifMatch) => call(crisis.deescalate, { params: { id }, body, ifMatch }));
    forget(keep);
    onDone();
  });
  return (
    <End
      label={w.close}
      sentence={submit.sentence}
      busy={submit.busy}
      onEnd={() => {
        setTried(true);
        if (reason.trim().length >= REASON_LETTERS && next.trim().length >= 3 && at && at.epochMilliseconds > serverNow())
          void submit.run();
      }}
    >
      <Reason value={reason} onChange={setReason} tried={tried} error={submit.at('/reason')} />
      <TextArea
        label={w.nextStep}
        value={next}
        onChange={setNext}
        rows={2}
        maxLength={300}
        error={submit.at('/nextStep') ?? (tried && next.trim().length < 3 ? w.nextStepMissing : undefined)}
      />
      <DateField
        label={w.callbackAt}
        withTime
        value={when}
        onChange={setWhen}
        hint={w.callbackHint(hours)}
        error={submit.at('/callBackAt') ?? whenFault}
      />
      {sheet.view?.requestId && (
        <CheckRow checked={goesOn} onChange={setGoesOn}>
          {w.bookingMayContinue}
        </CheckRow>
      )}
    </End>
  );
}

const instantOf = (text: string) => {
  const at = Temporal.PlainDateTime.from(text);
  return berlinInstant(at.toPlainDate(), at.toPlainTime());
};

/** EM8: only the duty psychologist, with a reason. */
export function FalseAlarm({ sheet, onDone }: Props) {
  const w = useWords(crisisWords);
  const versioned = useVersioned(sheet);
  const keep = `crisis.falsealarm.${sheet.id ?? 'new'}`;
  const [reason, setReason] = useTyped(keep, 'reason', '');
  const [tried, setTried] = useState(false);
  const submit = useSubmit(async () => {
    await versioned((id, ifMatch) => call(crisis.falseAlarm, { params: { id }, body: { reason: reason.trim() }, ifMatch }));
    forget(keep);
    onDone();
  });
  return (
    <End
      label={w.falseAlarmEnd}
      sentence={submit.sentence}
      busy={submit.busy}
      onEnd={() => {
        setTried(true);
        if (reason.trim().length >= REASON_LETTERS) void submit.run();
      }}
    >
      <Reason value={reason} onChange={setReason} tried={tried} error={submit.at('/reason')} />
    </End>
  );
}

/** EM7: what became of it; unknown only after two inquiries. */
export function Outcome({ sheet, onDone }: Props) {
  const w = useWords(crisisWords);
  const versioned = useVersioned(sheet);
  const inquiries = sheet.view?.inquiries ?? 0;
  const [outcome, setOutcome] = useState<'confirmed' | 'unknown'>('confirmed');
  const keep = `crisis.outcome.${sheet.id ?? 'new'}`;
  const [note, setNote] = useTyped(keep, 'note', '');
  const [tried, setTried] = useState(false);
  const submit = useSubmit(async () => {
    await versioned((id, ifMatch) => call(crisis.confirmOutcome, { params: { id }, body: { outcome, note: note.trim() }, ifMatch }));
    forget(keep);
    onDone();
  });
  const inquire = useSubmit(async () => {
    await call(crisis.inquire, { params: { id: sheet.id ?? '' }, body: {} });
    await sheet.again();
  });
  const early = outcome === 'unknown' && inquiries < INQUIRIES_NEEDED;
  return (
    <End
      label={w.close}
      sentence={submit.sentence ?? inquire.sentence}
      busy={submit.busy}
      onEnd={() => {
        setTried(true);
        if (!early && note.trim().length >= REASON_LETTERS) void submit.run();
      }}
    >
      {sheet.may('inquire') && (
        <p className="row wrap s">
          <Button small busy={inquire.busy} onPress={() => void inquire.run()}>
            {w.inquiry}
          </Button>
          <span className="q">{w.inquiries(inquiries)}</span>
        </p>
      )}
      <Segments
        label={w.confirmOutcome}
        choices={[
          { value: 'confirmed', label: w.outcomeKnown },
          { value: 'unknown', label: w.unknownOutcome },
        ]}
        value={outcome}
        onChange={setOutcome}
        error={tried && early ? w.unknownAfter : undefined}
      />
      <Reason label={w.outcome} value={note} onChange={setNote} tried={tried} error={submit.at('/note')} />
    </End>
  );
}

/** The clinical lead looks at it again. */
export function Review({ sheet, onDone }: Props) {
  const w = useWords(crisisWords);
  const versioned = useVersioned(sheet);
  const keep = `crisis.review.${sheet.id ?? 'new'}`;
  const [note, setNote] = useTyped(keep, 'note', '');
  const [tried, setTried] = useState(false);
  const submit = useSubmit(async () => {
    await versioned((id, ifMatch) => call(crisis.review, { params: { id }, body: { note: note.trim() }, ifMatch }));
    forget(keep);
    announce(w.page.reviewDone);
    onDone();
  });
  return (
    <End
      label={w.page.doReview}
      sentence={submit.sentence}
      busy={submit.busy}
      onEnd={() => {
        setTried(true);
        if (note.trim().length >= REASON_LETTERS) void submit.run();
      }}
    >
      <Reason label={w.page.reviewText} value={note} onChange={setNote} tried={tried} error={submit.at('/note')} />
    </End>
  );
}

function End(props: { label: string; sentence: string | undefined; busy: boolean; onEnd: () => void; children: React.ReactNode }) {
  return (
    <div className="stack form">
      {props.children}
      {props.sentence && (
        <Banner tone="no" live="assertive">
          {props.sentence}
        </Banner>
      )}
      <Button kind="main" wide busy={props.busy} onPress={props.onEnd}>
        {props.label}
      </Button>
    </div>
  );
}
