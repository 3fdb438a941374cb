import { useState } from 'react';
import * as wire from '#rooms/referrals/contract/referrals.ts';
import { isOver, OUTCOMES, REJECTIONS, type ReferralOutcome, type Rejection } from '#rooms/referrals/rules/life.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, DateField, SelectField, State, TextArea } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { referrals as referralWords } from '../../../words/referrals.ts';
import { PacketShown } from './packet-shown.tsx';
import { TONE_OF } from './referral-list.tsx';
import type { Made } from './referral-once.tsx';

type Told = (typeof wire.TOLD_EVENTS)[number];
type Teller = 'partner' | 'client' | 'sender';
/** Who may say what (the machine of the room says the same). */
const TELLERS: Readonly<Record<Told, readonly Teller[]>> = {
  accept: ['partner'],
  waitlist: ['partner'],
  reject: ['partner'],
  schedule: ['partner'],
  start: ['partner', 'client'],
  hold: ['sender', 'partner', 'client'],
  resume: ['sender', 'partner', 'client'],
  complete: ['partner', 'client', 'sender'],
  cancel: ['sender', 'client'],
  'client-decline': ['client', 'sender'],
  'fail-start': ['partner', 'client', 'sender'],
};

interface Props {
  referral: wire.Referral;
  onChanged: () => unknown;
  onLink: (made: Made) => void;
}

/** The course of one referral: how it stands, what was told on the phone, its link, and the outcome without which it is not done. */
export default function ReferralFollow({ referral, onChanged, onLink }: Props) {
  const w = useWords(referralWords);
  const format = useFormat();
  const f = w.follow;
  const over = isOver(referral.state);
  const facts = [
    !referral.answeredOn && referral.dueOn && !over && f.due(format.date(referral.dueOn)),
    referral.state === 'waitlisted' && referral.expectedOn && f.expected(format.date(referral.expectedOn)),
    referral.firstAt && f.first(format.whenLong(referral.firstAt)),
    referral.startedOn && f.started(format.date(referral.startedOn)),
    referral.nextStep && referral.nextOn && f.nextOn(w.steps[referral.nextStep], format.date(referral.nextOn)),
  ].filter((each): each is string => typeof each === 'string');
  return (
    <div className="stack">
      <p className="row wrap">
        <State tone={TONE_OF[referral.state]}>{w.states[referral.state]}</State>
        {referral.urgent && !over && <State tone="act">{w.urgent}</State>}
        {referral.outcome && <State tone={referral.outcome === 'not' ? 'no' : 'yes'}>{w.outcomes[referral.outcome]}</State>}
        {over && !referral.outcome && <State tone="partly">{w.openLoop}</State>}
        {!over && !referral.released && <State tone="no">{w.noAccess}</State>}
      </p>
      {facts.length > 0 && (
        <ul className="referral-facts">
          {facts.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {referral.may.length > 0 && <Tell referral={referral} onChanged={onChanged} />}
      {over && !referral.outcome && <Outcome referral={referral} onChanged={onChanged} />}
      {!over && <LinkPart referral={referral} onChanged={onChanged} onLink={onLink} />}
      <section>
        <h3>{f.course}</h3>
        <ul className="referral-course">
          {referral.steps.toReversed().map((step) => (
            <li key={step.id}>
              <span className="num s">{format.date(step.onDay)}</span>
              <div>
                <p>
                  {w.events[step.event] ?? step.event}
                  {step.reason &&
                    ` (${(w.rejections as Record<string, string>)[step.reason] ?? (w.outcomes as Record<string, string>)[step.reason] ?? w.reasons[step.reason] ?? step.reason})`}{' '}
                  <span className="s q">{[w.by[step.by], step.byName].filter(Boolean).join(', ')}</span>
                </p>
                {step.note && <p className="packet-text">{step.note}</p>}
              </div>
            </li>
          ))}
        </ul>
      </section>
      {referral.packet && (
        <details>
          <summary>{f.packet}</summary>
          <PacketShown packet={referral.packet} />
        </details>
      )}
    </div>
  );
}

function Tell({ referral, onChanged }: Pick<Props, 'referral' | 'onChanged'>) {
  const w = useWords(referralWords);
  const f = w.follow;
  const may = wire.TOLD_EVENTS.filter((event) => referral.may.includes(event));
  const sheet = `referral.told.${referral.id}`;
  const [event, setEvent] = useTyped<Told | null>(sheet, 'event', null);
  const [by, setBy] = useTyped<Teller>(sheet, 'by', 'partner');
  const [at, setAt] = useTyped<string | null>(sheet, 'at', null);
  const [reason, setReason] = useTyped<Rejection | null>(sheet, 'reason', null);
  const [outcome, setOutcome] = useTyped<ReferralOutcome | null>(sheet, 'outcome', null);
  const [note, setNote] = useTyped(sheet, 'note', '');
  const choose = (next: Told | null) => {
    setEvent(next);
    setAt(null);
    if (next) setBy(TELLERS[next][0] ?? 'partner');
  };
  const submit = useSubmit(async () => {
    if (!event) return;
    const body = {
      event,
      toldBy: by,
      ...(at ? { day: at.slice(0, 10) } : {}),
      ...(at && event === 'schedule' ? { time: at.slice(11, 16) } : {}),
      ...(reason && event === 'reject' ? { reason } : {}),
      ...(outcome && event === 'complete' ? { outcome } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    await call(wire.tellReferral, { params: { id: referral.id }, ifMatch: referral.version, body });
    forget(sheet);
    setEvent(null);
    setNote('');
    announce(f.kept);
    await onChanged();
  });
  const dated = event === 'waitlist' || event === 'schedule' || event === 'start' ? event : null;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(sent) => {
        sent.preventDefault();
        void submit.run();
      }}
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <SelectField
        label={f.told}
        empty="–"
        choices={may.map((value) => ({ value, label: w.events[value] ?? value }))}
        value={event}
        onChange={choose}
      />
      {event && (
        <>
          {TELLERS[event].length > 1 && (
            <SelectField
              label={f.who}
              choices={TELLERS[event].map((value) => ({ value, label: w.by[value] }))}
              value={by}
              onChange={(value) => value && setBy(value)}
            />
          )}
          {dated && (
            <DateField
              key={dated}
              label={f.day[dated]}
              value={at}
              onChange={setAt}
              lean={dated === 'start' ? 'past' : 'future'}
              ageless
              withTime={dated === 'schedule'}
              error={submit.at('/day')}
            />
          )}
          {event === 'reject' && (
            <SelectField
              label={f.reason}
              empty="–"
              choices={REJECTIONS.map((value) => ({ value, label: w.rejections[value] }))}
              value={reason}
              onChange={setReason}
              error={submit.at('/reason')}
            />
          )}
          {event === 'complete' && (
            <SelectField
              label={f.outcome}
              empty="–"
              choices={OUTCOMES.map((value) => ({ value, label: w.outcomes[value] }))}
              value={outcome}
              onChange={setOutcome}
              error={submit.at('/outcome')}
            />
          )}
          <TextArea label={f.note} rows={2} maxLength={1000} value={note} onChange={setNote} />
          <div>
            <Button kind="main" type="submit" busy={submit.busy}>
              {f.keep}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}

function Outcome({ referral, onChanged }: Pick<Props, 'referral' | 'onChanged'>) {
  const w = useWords(referralWords);
  const [outcome, setOutcome] = useState<ReferralOutcome | null>(null);
  const [tried, setTried] = useState(false);
  const submit = useSubmit(async () => {
    if (outcome) await call(wire.recordOutcome, { params: { id: referral.id }, ifMatch: referral.version, body: { outcome } });
    await onChanged();
  });
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(sent) => {
        sent.preventDefault();
        setTried(true);
        if (outcome) void submit.run();
      }}
    >
      <h3>{w.follow.outcomeTitle}</h3>
      <p className="s q">{w.follow.outcomeLead}</p>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <SelectField
        label={w.follow.outcome}
        empty="–"
        choices={OUTCOMES.map((value) => ({ value, label: w.outcomes[value] }))}
        value={outcome}
        onChange={setOutcome}
        error={tried && !outcome ? w.follow.choose : undefined}
      />
      <div>
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.follow.keep}
        </Button>
      </div>
    </form>
  );
}

function LinkPart({ referral, onChanged, onLink }: Props) {
  const w = useWords(referralWords);
  const f = w.follow;
  const format = useFormat();
  const open = referral.links.find(({ state }) => state === 'open');
  const renew = useSubmit(async () => {
    onLink(await call(wire.renewLink, { params: { id: referral.id }, ifMatch: referral.version, body: {} }));
    await onChanged();
  });
  const close = useSubmit(async () => {
    if (open) await call(wire.closeLink, { params: { id: open.id }, ifMatch: open.version, body: {} });
    await onChanged();
  });
  return (
    <section className="stack">
      {(renew.sentence ?? close.sentence) && (
        <Banner tone="no" live="assertive">
          {renew.sentence ?? close.sentence}
        </Banner>
      )}
      <p className="s">
        {open ? f.link(open.openedAt ? format.whenLong(open.openedAt) : null, format.date(open.expiresAt.slice(0, 10))) : f.noLink}
      </p>
      <div className="row wrap">
        <Button small busy={renew.busy} onPress={renew.run}>
          {f.newLink}
        </Button>
        {open && (
          <Button small kind="quiet" busy={close.busy} onPress={close.run}>
            {f.close}
          </Button>
        )}
      </div>
      <p className="s q">{f.newLinkHint}</p>
    </section>
  );
}
