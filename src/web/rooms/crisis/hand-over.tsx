import { Send } from 'lucide-react';
import { useEffect, useState } from 'react';
import * as crisis from '#rooms/crisis/contract.ts';
import { DATA_AGREED, type DataAgreed, RECEIVERS, type Receiver } from '#rooms/crisis/rules/codes.ts';
import { missingInRecord } from '#rooms/crisis/rules/hand-over.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, CheckRow, Segments, SelectField, TextArea, TextField } from '../../ui/index.ts';
import { crisis as crisisWords } from '../../words/crisis.ts';
import { useWords } from '../../words/language.tsx';
import type { RecordPart, Sheet } from './use-sheet.ts';
import { useVersioned } from './use-versioned.ts';

/** The hand-over record: saves itself as it is typed; what the receiver still needs is said beside each field. */
export function HandOver({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) {
  const w = useWords(crisisWords);
  const { record, view } = sheet;
  const [tried, setTried] = useState(false);
  const [goesOn, setGoesOn] = useState(false);
  const versioned = useVersioned(sheet);
  // Known already; it can be changed.
  const { callbackNumber } = record;
  const { changeRecord } = sheet;
  const phone = view?.phone;
  useEffect(() => {
    if (phone && callbackNumber == null) changeRecord({ callbackNumber: phone });
  }, [phone, callbackNumber, changeRecord]);
  const gaps = missingInRecord(record, view?.called112At != null);
  const missing = (field: string) => {
    const gap = gaps.find(({ pointer }) => pointer === `/${field}`);
    return gap ? (w.gap[gap.code] ?? w.missing) : undefined;
  };
  const beside = (field: string) => (tried ? { error: missing(field) } : { hint: missing(field) });
  const submit = useSubmit(async () => {
    const { to } = record;
    if (!to) return;
    await versioned((id, ifMatch, now) => call(crisis.saveRecord, { params: { id }, body: { ...now.record, ...record }, ifMatch }));
    await versioned((id, ifMatch) => call(crisis.handOver, { params: { id }, body: { to, bookingMayContinue: goesOn }, ifMatch }));
    onDone();
  });
  const hand = () => {
    setTried(true);
    if (gaps.length === 0) void submit.run();
  };
  const text = (field: keyof RecordPart, label: string, most: number, type: 'text' | 'tel' = 'text') => (
    <TextField
      label={label}
      type={type}
      value={String(record[field] ?? '')}
      onChange={(value) => sheet.changeRecord({ [field]: value })}
      maxLength={most}
      {...beside(field)}
    />
  );
  const mayHand = sheet.may('hand-over') || (view?.level === 'RED' && record.to === 'rescue-112');
  return (
    <div className="stack form">
      <SelectField<Receiver>
        label={w.handOverTo}
        empty=""
        choices={RECEIVERS.map((value) => ({ value, label: w.to[value] ?? value }))}
        value={record.to ?? null}
        onChange={(to) => sheet.changeRecord({ to })}
        {...beside('to')}
      />
      {text('toName', w.receiver, 120)}
      {text('toPhone', w.receiverPhone, 40, 'tel')}
      {text('place', w.where, 300)}
      {text('withPerson', w.whoIsThere, 200)}
      {text('callbackNumber', w.callback, 40, 'tel')}
      <TextArea
        label={w.agreed}
        value={record.agreed ?? ''}
        onChange={(agreed) => sheet.changeRecord({ agreed })}
        rows={2}
        maxLength={1000}
        {...beside('agreed')}
      />
      <Segments<DataAgreed>
        label={w.dataAgreed}
        choices={DATA_AGREED.map((value) => ({ value, label: w.dataAgreedShort[value] ?? value, spoken: w.dataAgreedIs[value] ?? value }))}
        value={record.dataAgreed ?? null}
        onChange={(dataAgreed) => sheet.changeRecord({ dataAgreed })}
        {...beside('dataAgreed')}
      />
      {record.dataAgreed === 'necessity' && (
        <TextArea
          label={w.necessity}
          value={record.necessity ?? ''}
          onChange={(necessity) => sheet.changeRecord({ necessity })}
          rows={2}
          maxLength={500}
          {...(tried ? { error: missing('necessity') } : { hint: w.necessityHint })}
        />
      )}
      {view?.requestId && sheet.may('de-escalate') && (
        <CheckRow checked={goesOn} onChange={setGoesOn}>
          {w.bookingMayContinue}
        </CheckRow>
      )}
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {mayHand ? (
        <Button kind="main" wide icon={Send} busy={submit.busy} onPress={hand}>
          {w.handOver}
        </Button>
      ) : (
        <p className="s q">{w.onlyOncallHandsOver}</p>
      )}
    </div>
  );
}
