import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useId, useState } from 'react';
import type { Party } from '#kernel/machine.ts';
import type { Mistake } from '#rooms/soziotherapie/contract/decisions.ts';

import { KIND_LABELS } from '#rooms/soziotherapie/rules/forms/labels.ts';
import { PRESCRIPTION_TABLE } from '#rooms/soziotherapie/rules/life/prescription.ts';
import { useMay, useMe } from '../../../me.ts';
import { Button, State } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { type Card, decisionsQuery } from './data.ts';

export type StepName =
  | 'issue'
  | 'check'
  | 'submit'
  | 'received-in-time'
  | 'expert-asked'
  | 'delay'
  | 'decide'
  | 'object'
  | 'withdraw'
  | 'result'
  | 'mistake'
  | 'edit';

const TONES = {
  DRAFT: 'open',
  ISSUED: 'partly',
  COMPLETE: 'partly',
  SUBMITTED: 'open',
  PROVISIONAL: 'yes',
  MD_REVIEW: 'open',
  APPROVED: 'yes',
  PARTIALLY_APPROVED: 'partly',
  REFUSED: 'no',
  OBJECTED: 'open',
  APPROVAL_FREE: 'yes',
  WITHDRAWN: 'no',
} as const satisfies Record<Card['state'], string>;

/** Steps that nobody is pushed to: an objection is the client's own, a withdrawal the prescriber's. */
const BESIDE: readonly StepName[] = ['withdraw', 'result', 'object'];

/** The steps that a prescription offers somebody, as the table of its life lists them. */
export function stepsOf(card: Card, roles: readonly string[], office: boolean): StepName[] {
  const rows = PRESCRIPTION_TABLE[card.state] as readonly { event: string; who: readonly Party[] }[];
  const may = (event: string) =>
    rows.some((row) => row.event === event && row.who.some((party) => roles.includes(party) || (party === 'office' && office)));
  const steps: StepName[] = [];
  if (office && (card.state === 'DRAFT' || card.state === 'ISSUED')) steps.push('edit');
  if (may('issue')) steps.push('issue');
  if (may('check')) steps.push('check');
  if (may('submit')) steps.push('submit');
  const waits = card.state === 'SUBMITTED' || card.state === 'PROVISIONAL' || card.state === 'MD_REVIEW';
  if (office && card.state === 'SUBMITTED' && card.receivedOn === null) steps.push('received-in-time');
  if (may('approve')) steps.push('decide');
  if (may('expert-asked')) steps.push('expert-asked');
  if (office && waits && card.receivedOn !== null) steps.push('delay');
  if (may('object')) steps.push('object');
  if (card.form === '28' && card.state !== 'DRAFT' && card.state !== 'WITHDRAWN') steps.push('result');
  if (may('withdraw') && card.usage !== 'USED_UP' && card.usage !== 'LAPSED') steps.push('withdraw');
  return steps;
}

/** All prescriptions of a case, newest first, each with its whole life and what can be done next. */
export function PrescriptionList(props: { cards: readonly Card[]; go: (card: Card, step: StepName) => void; open: (card: Card) => void }) {
  return (
    <ul className="form-list">
      {[...props.cards].reverse().map((card) => (
        <PrescriptionRow key={card.prescriptionId} card={card} go={props.go} open={props.open} />
      ))}
    </ul>
  );
}

function PrescriptionRow({ card, go, open }: { card: Card; go: (card: Card, step: StepName) => void; open: (card: Card) => void }) {
  const w = useWords(forms);
  const { language } = useLanguage();
  const format = useFormat();
  const id = useId();
  const office = useMay('soziotherapie.office');
  const { roles } = useMe();
  const [more, setMore] = useState(false);
  const name = w.nth(KIND_LABELS[card.kind][language], card.number);
  const whole = `${name} (${w.form(card.form)})`;
  const steps = stepsOf(card, roles, office);
  const number = (hundredths: number) => format.number(hundredths / 100);
  return (
    <li className="card" aria-labelledby={id}>
      <div className="head wrap">
        <h3 id={id}>{name}</h3>
        <span className="q">{w.form(card.form)}</span>
        <State tone={TONES[card.state]}>{w.state[card.state]}</State>
        {w.usage[card.usage] && card.state !== 'REFUSED' && (
          <State tone={card.usage === 'IN_USE' ? 'yes' : 'open'}>{w.usage[card.usage]}</State>
        )}
        {card.units !== null && <span>{w.units(format.number(card.units))}</span>}
        <span className="end row">
          <Button small onPress={() => open(card)} label={w.openOf(whole)}>
            {w.open}
          </Button>
          <a
            className="btn sm quiet"
            href={`/api/soziotherapie/prescriptions/${card.prescriptionId}/sheet.pdf?lang=${language}`}
            target="_blank"
            rel="noreferrer"
            aria-label={w.sheetOf(whole)}
          >
            <FileText className="i" aria-hidden="true" />
            {w.sheet}
          </a>
        </span>
      </div>
      <Life card={card} number={number} />
      <div className="row wrap form-actions">
        {steps.map((step, index) => (
          <Button
            key={step}
            small
            kind={index === 0 && !BESIDE.includes(step) ? 'main' : 'plain'}
            onPress={() => go(card, step)}
            label={`${w.step[step]}: ${whole}`}
          >
            {w.step[step]}
          </Button>
        ))}
        {card.submittedOn !== null && (
          <Button small kind="quiet" expanded={more} onPress={() => setMore(!more)}>
            {w.letters}
          </Button>
        )}
      </div>
      {more && <Letters card={card} onMistake={() => go(card, 'mistake')} />}
    </li>
  );
}

/** What happened and what is due, in the order of the days. */
function Life({ card, number }: { card: Card; number: (hundredths: number) => string }) {
  const w = useWords(forms);
  const format = useFormat();
  const day = (value: string | null) => (value === null ? null : `${format.weekday(value)} ${format.date(value)}`);
  const granted = card.granted ?? card.units;
  const lines: [string, string | null][] = [
    [w.life.by, card.prescriberName],
    [w.life.issued, day(card.issuedOn)],
    [w.life.submitUntil, card.submittedOn === null && card.state !== 'APPROVAL_FREE' ? day(card.submitUntil) : null],
    [w.life.submitted, day(card.submittedOn)],
    [w.life.received, day(card.receivedOn)],
    [w.life.carePlanDue, day(card.carePlanDueOn)],
    [w.life.decisionDue, card.decidedOn === null ? day(card.decisionDueOn) : null],
    [w.life.decided, day(card.decidedOn)],
    [w.life.objectionUntil, card.state === 'REFUSED' || card.state === 'PARTIALLY_APPROVED' ? day(card.objectionUntil) : null],
    [
      w.life.used,
      granted !== null && granted > 0 && card.state !== 'DRAFT'
        ? w.unitsOf(number(card.usedHundredths + card.setOffHundredths), format.number(granted))
        : null,
    ],
    [w.life.beforeRefusal, granted === 0 && card.usedHundredths > 0 ? w.units(number(card.usedHundredths)) : null],
    [w.life.lapsed, card.usage === 'LAPSED' && card.lapseReason ? (w.lapse[card.lapseReason] ?? card.lapseReason) : null],
  ];
  return (
    <dl className="kv form-life">
      {lines.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** What can be marked as entered in error: the last thing that is known of the insurer, while nothing stands on it. */
export function markable(card: Card): Mistake['what'] | null {
  if (card.state === 'OBJECTED') return 'objection';
  if (card.state === 'APPROVED' || card.state === 'PARTIALLY_APPROVED' || card.state === 'REFUSED') return 'decision';
  return (card.state === 'SUBMITTED' || card.state === 'PROVISIONAL') && card.receivedOn !== null ? 'receipt' : null;
}

function Letters({ card, onMistake }: { card: Card; onMistake: () => void }) {
  const w = useWords(forms);
  const format = useFormat();
  const lead = useMay('soziotherapie.lead');
  const { data } = useQuery(decisionsQuery(card.prescriptionId));
  if (!data) return null;
  const what = markable(card);
  return (
    <div className="form-letters">
      {data.decisions.length === 0 && <p className="s q">{w.noLetters}</p>}
      <ul className="plain">
        {data.decisions.map((one) => (
          <li key={one.id}>
            {one.mistaken && <State tone="open">{w.mistaken}</State>} <strong>{w.letterOf(w.letterKind[one.kind], one.units)}</strong>{' '}
            {one.afterObjection && w.afterObjection} {w.letterKnown(format.date(one.decidedOn), format.date(one.notifiedOn))}
            {one.number && `, ${w.letterNumber(one.number)}`}
            {one.validFrom && one.validTo && `, ${w.letterValid(format.date(one.validFrom), format.date(one.validTo))}`}
            {one.objectionUntil && !one.objectedOn && !one.mistaken && `, ${w.letterUntil(format.date(one.objectionUntil))}`}
            {one.objectedOn && `, ${w.letterObjected(format.date(one.objectedOn))}`}
            {one.reason && <blockquote>{one.reason}</blockquote>}
          </li>
        ))}
        {data.mistakes.map((one) => (
          <li key={one.at} className="s q">
            {w.mistakeLine(w.mistakeWhat[one.what], format.date(one.on), format.date(one.at.slice(0, 10)), w.mistakeBecause[one.because])}
          </li>
        ))}
      </ul>
      {what &&
        (lead ? (
          <div>
            <Button small onPress={onMistake}>
              {w.step.mistake}
            </Button>
          </div>
        ) : (
          <p className="s q">{w.mistakeByLead(w.mistakeWhat[what])}</p>
        ))}
    </div>
  );
}
