import { PhoneOutgoing } from 'lucide-react';
import * as crisis from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';
import { Banner, Button, TextField } from '../../ui/index.ts';
import { crisis as crisisWords } from '../../words/crisis.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { Sheet } from './use-sheet.ts';

/** What the ambulance asks first. Saves itself; what is typed before the alarm goes with it. */
export function Rescue({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisisWords);
  const { record, view } = sheet;
  const fixed = view !== undefined && !sheet.may('save-record');
  return (
    <div className="rescue">
      <TextField
        label={w.where}
        value={record.place ?? ''}
        onChange={(place) => sheet.changeRecord({ place })}
        placeholder={view?.address ?? w.whereHint}
        readOnly={fixed}
        maxLength={300}
      />
      <TextField
        label={w.whoIsThere}
        value={record.withPerson ?? ''}
        onChange={(withPerson) => sheet.changeRecord({ withPerson })}
        readOnly={fixed}
        maxLength={200}
      />
      <TextField
        label={w.callback}
        type="tel"
        figures
        value={record.callbackNumber ?? ''}
        placeholder={view?.phone ?? sheet.me?.phone ?? ''}
        onChange={(callbackNumber) => sheet.changeRecord({ callbackNumber })}
        readOnly={fixed}
        maxLength={40}
      />
    </div>
  );
}

/** 112 is never delayed by waiting for anybody: the prompt stays until it was called. */
export function Prompt112({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisisWords);
  const format = useFormat();
  const { view } = sheet;
  if (view?.called112At) return <Banner tone="yes">{w.called112At(format.clock(view.called112At))}</Banner>;
  if (sheet.level !== 'RED' || view?.state === 'closed') return null;
  return (
    <Banner
      tone="no"
      live="assertive"
      action={
        <span className="row">
          <a className="btn alarm sm" href="tel:112">
            <PhoneOutgoing className="i" strokeWidth={1.75} aria-hidden />
            112
          </a>
          {sheet.may('call-112') && (
            <Button small onPress={() => sheet.tell((id, key) => call(crisis.call112, { params: { id }, body: {}, key }), '112')}>
              {w.called112}
            </Button>
          )}
        </span>
      }
    >
      <b>{w.call112Now}</b>
    </Banner>
  );
}
