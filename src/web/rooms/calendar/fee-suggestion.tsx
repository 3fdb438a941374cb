import { useQuery } from '@tanstack/react-query';
import * as placement from '#rooms/placement/contract.ts';
import type { Appointment } from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { announce, Button } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { useAct } from './data.ts';
import { Fault } from './fault.tsx';
import { type Fee, feeBecause } from './fee-words.ts';

/** "Vorschlag: kein Honorar. Es ist das erste Mal. …" */
export function FeeText({ fee }: { fee: Fee }) {
  const w = useWords(calendar).fee;
  const format = useFormat();
  const { language } = useLanguage();
  const suggestion = fee.result === 'fee_possible' ? w.possible(format.euro(fee.amountCents ?? 0)) : w[fee.result];
  return (
    <>
      <b>{suggestion}</b> {feeBecause(fee.rule, language)}
    </>
  );
}

/** What the therapist makes of it. Nothing is ever invoiced from here. */
export function FeeDecision(props: { appointmentId: string; fee: Fee; decided?: 'waived' | 'noted' | null; about?: string }) {
  const { appointmentId, fee, decided = null, about } = props;
  const w = useWords(calendar).fee;
  const { act, fault } = useAct();
  const decide = async (as: 'waived' | 'noted') => {
    const done = await act(() => call(placement.decideFee, { params: { id: appointmentId }, body: { decided: as } }));
    if (done) announce(w.told[as]);
  };
  const choices = fee.result === 'no_fee' ? (['noted'] as const) : (['waived', 'noted'] as const);
  return (
    <>
      <Fault text={fault} />
      <div className="row wrap">
        {choices.map((as) => (
          <Button key={as} small {...(decided ? { pressed: decided === as } : {})} onPress={() => decide(as)}>
            {decided === as ? w.decided[as] : w.decide[as]}
            {about && <span className="vh">: {about}</span>}
          </Button>
        ))}
      </div>
    </>
  );
}

/** What the cancellation rule says of one missed or cancelled hour; cancelled in time is no question. */
export function FeeSuggestion({ appointment }: { appointment: Appointment }) {
  const { id: appointmentId, version } = appointment;
  const w = useWords(calendar).fee;
  const { data } = useQuery({
    queryKey: ['placement', 'fee', appointmentId, version],
    queryFn: ({ signal }) => call(placement.getFeeSuggestion, { params: { id: appointmentId }, signal }),
    retry: false,
  });
  if (!data) return null;
  return (
    <section className="stack" aria-labelledby="h-fee">
      <h3 id="h-fee">{w.title}</h3>
      <p>
        <FeeText fee={data} />
      </p>
      {appointment.cancelledHow !== 'patient_in_time' && <FeeDecision appointmentId={appointmentId} fee={data} decided={data.decided} />}
      {data.result !== 'no_fee' && <p className="s q">{w.noInvoice}</p>}
    </section>
  );
}
