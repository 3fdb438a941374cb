import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import * as placement from '#rooms/placement/contract.ts';
import { RELEASE_REASONS } from '#rooms/placement/contract.ts';
import { trialSessionsMissing } from '#rooms/placement/rules/trial.ts';
import { call } from '../../call.ts';
import { announce, Button, Chips, Segments, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type Allocation, useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';

/** After the trial sessions the one question, with what yes and no mean under it. */
export function FitCard({ allocation, since, onWait }: { allocation: Allocation; since: string | null; onWait: () => void }) {
  const w = useWords(offerWords).fit;
  const format = useFormat();
  const [step, setStep] = useState<'ask' | 'both' | 'no'>('ask');
  const { act, fault } = useAct();
  const { id, version, person, sessions } = allocation;
  const missing = trialSessionsMissing(allocation.insurance ?? 'GKV', sessions);
  const begun = since ?? allocation.firstAppointment?.startsAt ?? allocation.reservedAt;
  const confirm = async () => {
    if (await act(() => call(placement.confirmFit, { params: { id }, ifMatch: version, body: { clientAgrees: true } })))
      announce(w.confirmed);
  };
  return (
    <section className="card fit-card stack" aria-labelledby={`fit-${id}`} id={`fit-card-${id}`} tabIndex={-1}>
      <h2 id={`fit-${id}`}>{w.question(person)}</h2>
      {allocation.decisionOverdue && (
        <p>
          <State tone="no">{w.overdue}</State>
        </p>
      )}
      <p className="s q">
        {w.sessions(sessions, format.listed(dayInBerlin(Temporal.Instant.from(begun))))}{' '}
        {allocation.clientSaidYes && (
          <>
            {w.clientSaid} <b className="yes">{w.clientYes}</b>
          </>
        )}
      </p>
      <Fault text={fault} />
      {step === 'ask' && (
        <>
          <div className="answers-two">
            {allocation.mayConfirm && (
              <Button kind="main" onPress={allocation.clientSaidYes ? confirm : () => setStep('both')}>
                {w.yes}
              </Button>
            )}
            <Button onPress={() => setStep('no')}>{w.no}</Button>
          </div>
          {!allocation.mayConfirm && missing > 0 && <p className="s partly">{w.notYet(missing)}</p>}
          <p className="s q">
            {w.meaning(person)}{' '}
            <button
              type="button"
              className="link"
              onClick={() => {
                announce(w.waited);
                onWait();
              }}
            >
              {w.wait}
            </button>
          </p>
        </>
      )}
      {step === 'both' && (
        <>
          <p className="b">{w.both(person)}</p>
          <div className="answers-two">
            <Button kind="main" onPress={confirm}>
              {w.bothYes}
            </Button>
            <Button onPress={() => setStep('ask')}>{w.back}</Button>
          </div>
        </>
      )}
      {step === 'no' && <Release allocation={allocation} onBack={() => setStep('ask')} />}
    </section>
  );
}

const INITIATORS = ['client', 'therapist', 'both'] as const;

/** Whose idea and why, then the place is free. Nobody is kept apart when no session ever took place. */
export function Release({ allocation, onBack }: { allocation: Allocation; onBack: (() => void) | null }) {
  const w = useWords(offerWords).fit;
  const { act, fault } = useAct();
  const [reason, setReason] = useState<(typeof RELEASE_REASONS)[number] | null>(null);
  const [initiator, setInitiator] = useState<(typeof INITIATORS)[number] | null>(null);
  const why = allocation.state === 'trial' ? w.why : w.whyFree;
  const to = (name: string) => () => document.querySelector<HTMLElement>(`.${name} input`)?.focus();
  const release = async () => {
    if (!reason || !initiator) return;
    const done = await act(() => call(placement.releasePlace, { params: { id: allocation.id }, body: { reason, initiator } }));
    if (done) announce(w.released);
  };
  return (
    <>
      <div className="release-why">
        <Chips
          label={why}
          choices={RELEASE_REASONS.map((value) => ({ value, label: w.reasons[value] }))}
          value={reason ? [reason] : []}
          onChange={(chosen) => setReason(chosen.at(-1) ?? null)}
        />
      </div>
      <div className="release-who">
        <Segments
          label={w.who}
          choices={INITIATORS.map((value) => ({ value, label: w.initiators[value] }))}
          value={initiator}
          onChange={setInitiator}
        />
      </div>
      {allocation.state === 'trial' && <p className="s q">{w.forever}</p>}
      <Fault text={fault} />
      <div className="row wrap">
        <Button
          kind="main"
          missing={[
            ...(reason ? [] : [{ what: why, go: to('release-why') }]),
            ...(initiator ? [] : [{ what: w.who, go: to('release-who') }]),
          ]}
          onPress={release}
        >
          {w.release}
        </Button>
        {onBack && <Button onPress={onBack}>{w.back}</Button>}
      </div>
    </>
  );
}
