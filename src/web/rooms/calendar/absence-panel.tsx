import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { ABSENCE_KINDS } from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { announce, Banner, Button, CheckRow, DateField, Dialog, offerUndo, Segments, SidePanel } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { type Absence, useAct } from './data.ts';
import { Fault } from './fault.tsx';
import { goToFault } from './first-fault.ts';
import { usePanel } from './panel.tsx';
import { TimeField } from './time-field.tsx';
import { useItemWords } from './week-words.ts';

type Preview = z.output<typeof scheduling.previewAbsence.answer>;

/** Enters an absence; what it touches is shown before it is saved. */
export function AbsenceForm({ day }: { day: string | null }) {
  const w = useWords(calendar);
  const p = useWords(problems);
  const panel = usePanel();
  const { act, fault } = useAct();
  const [fromDay, setFromDay] = useState(day);
  const [toDay, setToDay] = useState(day);
  const [whole, setWhole] = useState(true);
  const [times, setTimes] = useState<{ from: string | null; to: string | null }>({ from: null, to: null });
  const [kind, setKind] = useState<Absence['kind']>('leave');
  const [asking, setAsking] = useState(false);
  const last = toDay ?? fromDay;
  const body = fromDay && last ? { fromDay, toDay: last, kind, ...(whole ? {} : { fromTime: times.from, toTime: times.to }) } : null;
  const preview = useQuery({
    queryKey: ['scheduling', 'absence-preview', body],
    queryFn: ({ signal }) => call(scheduling.previewAbsence, { body: body ?? { fromDay: '', toDay: '', kind }, signal }),
    enabled: body !== null,
  });
  const wrong = preview.error ? problemOf(preview.error) : null;
  const touched = preview.data?.appointments.length ?? 0;
  const save = async () => {
    if (!body || !preview.data) return;
    const { hash } = preview.data;
    const done = await act(() => call(scheduling.saveAbsence, { body: { ...body, hash } }));
    setAsking(false);
    if (!done) return;
    panel.close();
    const undo = () => act(() => call(scheduling.withdrawAbsence, { params: { id: done.id }, ifMatch: done.version }));
    if (done.cancelled === 0) offerUndo(w.absenceSaved, undo);
    else announce(w.absenceSaved);
  };
  return (
    <SidePanel
      title={w.absenceTitle}
      onClose={panel.close}
      footer={
        <Button
          kind="main"
          missing={preview.data ? [] : [{ what: w.absenceFrom, go: () => document.querySelector<HTMLElement>('.panel input')?.focus() }]}
          onPress={() => !goToFault() && (touched > 0 ? setAsking(true) : save())}
        >
          {w.saveAbsence}
        </Button>
      }
    >
      <Fault text={fault ?? (wrong && !wrong.body.errors?.length ? wrong.sentence(p) : null)} />
      <Segments
        label={w.absenceKind}
        choices={ABSENCE_KINDS.map((value) => ({ value, label: w.absenceKinds[value] }))}
        value={kind}
        onChange={setKind}
      />
      <div className="two">
        <DateField label={w.absenceFrom} value={fromDay} onChange={setFromDay} error={wrong?.at('/fromDay', p)} />
        <DateField label={w.absenceTo} value={toDay} onChange={setToDay} error={wrong?.at('/toDay', p)} />
      </div>
      <CheckRow checked={whole} onChange={setWhole}>
        {w.wholeDays}
      </CheckRow>
      {!whole && (
        <div className="two">
          <TimeField
            label={w.fromTime}
            value={times.from}
            onChange={(from) => setTimes({ ...times, from })}
            error={wrong?.at('/fromTime', p)}
          />
          <TimeField label={w.toTime} value={times.to} onChange={(to) => setTimes({ ...times, to })} error={wrong?.at('/toTime', p)} />
        </div>
      )}
      <section className="stack" aria-labelledby="h-preview" aria-live="polite">
        <h3 id="h-preview">{w.preview}</h3>
        {preview.data ? <Touched preview={preview.data} /> : <p className="q">{w.previewHint}</p>}
      </section>
      {asking && (
        <Dialog
          question={w.absenceQuestion(touched)}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.keepAppointments}</Button>
              <Button kind="main" onPress={save}>
                {w.cancelAndSave}
              </Button>
            </>
          }
        >
          <p>{w.absenceQuestionText}</p>
        </Dialog>
      )}
    </SidePanel>
  );
}

function Touched({ preview }: { preview: Preview }) {
  const w = useWords(calendar);
  const format = useFormat();
  const say = useItemWords();
  const { appointments, held, free, overlapping } = preview;
  return (
    <>
      {overlapping.length > 0 && <Banner tone="partly">{w.previewOverlapping}</Banner>}
      {appointments.length + held.length + free.length === 0 && <p>{w.previewNothing}</p>}
      {appointments.length > 0 && (
        <div>
          <p className="b">{w.previewAppointments(appointments.length)}</p>
          <ul className="plain">
            {appointments.map((one) => (
              <li key={one.id} className="num">
                {format.when(one.startsAt)}, {say.who(one)}
                {one.seriesId && <span className="q"> ({w.series.ofSeries})</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {held.length > 0 && (
        <div>
          <p className="b">{w.previewHeld(held.length)}</p>
          <ul className="plain">
            {held.map((one) => (
              <li key={one.id} className="num">
                {format.when(one.startsAt)}, {one.heldBy ?? w.someDesk}
              </li>
            ))}
          </ul>
        </div>
      )}
      {free.length > 0 && <p>{w.previewFree(free.length)}</p>}
    </>
  );
}

/** An absence that stands, and the way to take it back. */
export function AbsencePanel({ absence }: { absence: Absence }) {
  const w = useWords(calendar);
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const withdraw = async () => {
    const done = await act(() => call(scheduling.withdrawAbsence, { params: { id: absence.id }, ifMatch: absence.version }));
    if (!done) return;
    announce(w.absenceWithdrawn);
    panel.close();
  };
  return (
    <SidePanel title={w.absenceOf(w.absenceKinds[absence.kind])} onClose={panel.close}>
      <p className="b num">
        {format.when(absence.startsAt)} – {format.when(absence.endsAt)}
      </p>
      <p className="q">{w.withdrawAbsenceText}</p>
      <Fault text={fault} />
      <div>
        <Button onPress={withdraw}>{w.withdrawAbsence}</Button>
      </div>
    </SidePanel>
  );
}
