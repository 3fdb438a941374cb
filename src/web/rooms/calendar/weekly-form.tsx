import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import type { z } from 'zod';
import { MODALITIES, SLOT_KINDS } from '#kernel/codes.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { RHYTHMS } from '#rooms/directory/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Button, CheckRow, Chips, DateField, Segments, SelectField, TextField } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offerQuery, useReadAgain, type WeeklyTime } from './data.ts';
import { Fault } from './fault.tsx';
import { goToFault } from './first-fault.ts';
import { useNow } from './now.ts';
import { useTemplate } from './template.ts';
import { TimeField } from './time-field.tsx';
import { nextDaysOf, timesOf, type WeeklyFields } from './weekly-words.ts';

export type Conflicts = z.output<typeof scheduling.addWeeklyTime.answer>['conflicts'];
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** One weekly time; what becomes of it is shown while it is typed. */
export function WeeklyForm(props: { rule: WeeklyTime | null; onDone: (conflicts: Conflicts) => void; onCancel: () => void }) {
  const { rule } = props;
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
  const today = dayInBerlin(useNow());
  const readAgain = useReadAgain();
  const template = useTemplate();
  const { data } = useQuery(offerQuery);
  const {
    id: _id,
    version: _version,
    exceptions: _exceptions,
    ...kept
  } = rule ?? {
    id: '',
    version: 0,
    exceptions: [],
    ...fresh(template.locationId, today),
    kinds: [...template.kinds],
  };
  const draft = useFields<WeeklyFields>(`weekly ${rule?.id ?? 'new'}`, kept);
  const { value } = draft;
  const submit = useSubmit(async () => {
    const done = rule
      ? await call(scheduling.changeWeeklyTime, { params: { id: rule.id }, ifMatch: rule.version, body: value })
      : await call(scheduling.addWeeklyTime, { body: value });
    draft.reset(value);
    await readAgain();
    announce(w.weeklyPublished(done.published, done.withdrawn));
    props.onDone(done.conflicts);
  });
  const change: typeof draft.change = (part) => {
    submit.clear();
    draft.change(part);
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!goToFault() && !(await submit.run())) setTimeout(goToFault, 0);
  };
  const minutes = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : 0);
  const times = timesOf(value);
  const cancel = () => {
    draft.reset(kept);
    props.onCancel();
  };
  return (
    <form noValidate className="stack" aria-label={rule ? w.editWeekly : w.addWeekly} onSubmit={(event) => void save(event)}>
      <h3>{rule ? w.editWeekly : w.addWeekly}</h3>
      <Fault text={submit.sentence} />
      <Segments
        label={w.weekday}
        choices={WEEKDAYS.map((number) => ({
          value: number,
          label: format.weekdayShort(Number(number)),
          spoken: format.weekdayName(Number(number)),
        }))}
        value={WEEKDAYS[value.weekday - 1] ?? '1'}
        onChange={(weekday) => change({ weekday: Number(weekday) })}
      />
      <div className="two">
        <TimeField label={w.from} value={value.from} onChange={(from) => from && change({ from })} error={submit.at('/from')} />
        <TimeField label={w.to} value={value.to} onChange={(to) => to && change({ to })} error={submit.at('/to')} />
      </div>
      <div className="two">
        <TextField
          label={w.length}
          figures
          inputMode="numeric"
          value={String(value.slotMinutes || '')}
          onChange={(text) => change({ slotMinutes: minutes(text) })}
          error={submit.at('/slotMinutes')}
        />
        <TextField
          label={w.breakMinutes}
          figures
          inputMode="numeric"
          value={String(value.breakMinutes)}
          onChange={(text) => change({ breakMinutes: minutes(text) })}
          error={submit.at('/breakMinutes')}
        />
      </div>
      <Segments
        label={w.rhythm}
        choices={RHYTHMS.map((one) => ({ value: one, label: w.rhythms[one] }))}
        value={value.rhythm}
        onChange={(rhythm) => change({ rhythm })}
      />
      <div className="s q" role="status">
        <p className="num">{times.length > 0 ? w.slotsPerDay(times.join(', ')) : w.slotsNone}</p>
        <p className="num">{w.nextDays(nextDaysOf(value, today, 3).map(format.day).join(', '))}</p>
      </div>
      <Chips
        label={w.kinds}
        choices={SLOT_KINDS.map((one) => ({ value: one, label: c.slotKind[one] }))}
        value={value.kinds}
        onChange={(kinds) => change({ kinds })}
        error={submit.at('/kinds') ?? (value.kinds.length === 0 ? w.kindMissing : undefined)}
      />
      <Segments
        label={w.how}
        choices={MODALITIES.map((one) => ({ value: one, label: c.modality[one] }))}
        value={value.modality}
        onChange={(modality) => change({ modality })}
      />
      <SelectField
        label={w.where}
        empty={w.noPlace}
        choices={(data?.locations ?? []).map(({ id, name, street, place }) => ({ value: id, label: name ?? `${street}, ${place}` }))}
        value={value.locationId}
        onChange={(locationId) => change({ locationId })}
        error={submit.at('/locationId')}
      />
      <div className="two">
        <DateField
          label={w.validFrom}
          value={value.validFrom}
          onChange={(validFrom) => validFrom && change({ validFrom })}
          error={submit.at('/validFrom')}
        />
        <DateField
          label={w.validTo}
          hint={w.validToHint}
          value={value.validTo}
          onChange={(validTo) => change({ validTo })}
          error={submit.at('/validTo')}
        />
      </div>
      <CheckRow checked={value.onHolidays} onChange={(onHolidays) => change({ onHolidays })}>
        {w.onHolidays}
      </CheckRow>
      <div className="row wrap">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.saveWeekly}
        </Button>
        <Button kind="quiet" onPress={cancel}>
          {w.cancel}
        </Button>
      </div>
    </form>
  );
}

function fresh(locationId: string | null, today: Temporal.PlainDate): Omit<WeeklyFields, 'kinds'> {
  return {
    locationId,
    placeId: null,
    weekday: today.dayOfWeek > 5 ? 1 : today.dayOfWeek,
    from: '14:00',
    to: '18:00',
    slotMinutes: 50,
    breakMinutes: 10,
    rhythm: 'weekly',
    modality: 'in-person',
    validFrom: today.toString(),
    validTo: null,
    onHolidays: false,
  };
}
