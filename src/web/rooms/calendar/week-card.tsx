import { useQuery } from '@tanstack/react-query';
import { CalendarX2, ChevronLeft, ChevronRight, Printer } from 'lucide-react';
import { useState } from 'react';
import { berlinInstant, timeOfDay } from '#kernel/time.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { announce, Button, offerUndo } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { AbsenceForm, AbsencePanel } from './absence-panel.tsx';
import { AppointmentPanel } from './appointment-panel.tsx';
import { offerQuery, useAct, weekQuery } from './data.ts';
import { DayListPaper, DayListTable } from './day-list.tsx';
import { Fault } from './fault.tsx';
import { useNarrow } from './narrow.ts';
import { useNow } from './now.ts';
import { usePanel } from './panel.tsx';
import { PublishPanel } from './publish-panel.tsx';
import { SlotPanel } from './slot-panel.tsx';
import { useTemplate } from './template.ts';
import { mondayOf, type WeekItem } from './week.ts';
import { WeekGrid } from './week-grid.tsx';
import { WeeklyPanel } from './weekly-panel.tsx';

const WORKING_DAYS = 5;

/** The own week: look, offer, block, mark. One day at a time on a phone. */
export function WeekCard({ views = false }: { views?: boolean }) {
  const w = useWords(calendar);
  const format = useFormat();
  const me = useMe();
  const now = useNow();
  const narrow = useNarrow();
  const panel = usePanel();
  const template = useTemplate();
  const { act, fault } = useAct();
  const today = now.toZonedDateTimeISO(format.zone).toPlainDate();
  // At the weekend the week to come is what matters.
  const home = today.dayOfWeek > WORKING_DAYS ? mondayOf(today).add({ weeks: 1 }) : today;
  const [day, setDay] = useState(home);
  const [weekend, setWeekend] = useState(false);
  const [view, setView] = useState<'day' | 'week'>('week');
  const [list, setList] = useState(false);
  const monday = mondayOf(day);
  const { data: week } = useQuery(weekQuery(monday.toString()));
  const single = narrow || list || view === 'day';
  const full = weekend || (week !== undefined && busyOnWeekend(week, monday));
  const days = single
    ? [day.toString()]
    : Array.from({ length: full ? 7 : WORKING_DAYS }, (_, index) => monday.add({ days: index }).toString());
  const step = (forward: 1 | -1) => setDay(day.add(single ? { days: forward } : { weeks: forward }));

  const offer = async (date: string, minute: number) => {
    const start = berlinInstant(Temporal.PlainDate.from(date), Temporal.PlainTime.from(timeOfDay(minute)));
    const when = format.when(start);
    const done = await act(() =>
      call(scheduling.publishSlots, {
        body: {
          slots: [{ startsAt: start.toString(), minutes: template.minutes }],
          kinds: [...template.kinds],
          modality: template.modality,
          locationId: template.locationId,
        },
      }),
    );
    const id = done?.ids[0];
    if (!id) return;
    announce(w.published(when));
    offerUndo(w.published(when), () => act(() => call(scheduling.withdrawSlot, { params: { id }, ifMatch: 1, body: {} })));
  };
  const elsewhere = async ({ slot }: WeekItem) => {
    if (!slot) return;
    const { id, version } = slot;
    const done = await act(() => call(scheduling.blockSlot, { params: { id }, ifMatch: version, body: { reason: 'elsewhere' } }));
    if (!done) return;
    offerUndo(w.givenElsewhere(format.when(slot.startsAt)), () =>
      act(() => call(scheduling.unblockSlot, { params: { id }, ifMatch: done.version })),
    );
  };
  const pick = (item: WeekItem) =>
    panel.show(
      item.slot ? <SlotPanel slotId={item.key} from={monday.toString()} /> : <AppointmentPanel id={item.key} from={monday.toString()} />,
    );
  return (
    <section className="card week-card" aria-labelledby="h-week">
      <div className="head wrap">
        <h2 id="h-week">{single ? format.dayLong(day) : w.week(monday.weekOfYear ?? 0)}</h2>
        <span className="q s">{single ? w.week(monday.weekOfYear ?? 0) : rangeOf(monday, days.length, format.tag)}</span>
        <span className="row end wrap week-tools">
          <Button small icon={ChevronLeft} label={single ? w.dayBack : w.back} onPress={() => step(-1)} />
          <Button small onPress={() => setDay(home)}>
            {w.today}
          </Button>
          <Button small icon={ChevronRight} label={single ? w.dayForward : w.forward} onPress={() => step(1)} />
          {views && !narrow && (
            <Button small pressed={view === 'day'} onPress={() => setView(view === 'day' ? 'week' : 'day')}>
              {w.views[view === 'day' ? 'week' : 'day']}
            </Button>
          )}
          <Button small icon={CalendarX2} onPress={() => panel.show(<AbsenceForm day={single ? day.toString() : null} />)}>
            {w.absent}
          </Button>
          {views && (
            <Button small pressed={list} onPress={() => setList(!list)}>
              {w.list.show}
            </Button>
          )}
          {views && <DayListPaper whose="own" from={(single ? day : monday).toString()} days={single ? 1 : 7} />}
          <Button small icon={Printer} label={w.print} onPress={() => window.print()} />
        </span>
      </div>
      <p className="print-only">{w.printedFor(me.name)}</p>
      <Fault text={fault} />
      {single && <DayStrip monday={monday} day={day} today={today} onPick={setDay} />}
      {list && <DayListTable whose="own" day={day.toString()} />}
      {week && !list && (
        <WeekGrid
          label={w.gridLabel}
          week={week}
          days={days}
          now={now}
          minutes={template.minutes}
          onPick={pick}
          onFree={(date, minute) => void offer(date, minute)}
          onAbsence={(absence) => panel.show(<AbsencePanel absence={absence} />)}
          onElsewhere={(item) => void elsewhere(item)}
        />
      )}
      {week && week.slots.length + week.appointments.length === 0 && Temporal.PlainDate.compare(monday.add({ weeks: 1 }), today) > 0 && (
        <p className="s q no-print">{w.empty}</p>
      )}
      {!list && <TemplateLine />}
      <p className="legend" aria-hidden="true" hidden={list}>
        <span className="l-free">{w.legend.free}</span>
        <span className="l-held">{w.legend.held}</span>
        <span className="l-new">{w.legend.new}</span>
        <span className="l-run">{w.legend.run}</span>
        <span className="l-away">{w.legend.away}</span>
      </p>
      <div className="row wrap no-print">
        <Button small onPress={() => panel.show(<WeeklyPanel />)}>
          {w.weekly}
        </Button>
        {!single && (
          <Button small kind="quiet" pressed={full} onPress={() => setWeekend(!weekend)}>
            {w.weekend}
          </Button>
        )}
      </div>
    </section>
  );
}

function busyOnWeekend(
  week: { slots: readonly { startsAt: string }[]; appointments: readonly { startsAt: string }[] },
  monday: Temporal.PlainDate,
) {
  const saturday = berlinInstant(monday.add({ days: WORKING_DAYS }), Temporal.PlainTime.from('00:00'));
  return [...week.slots, ...week.appointments].some(
    ({ startsAt }) => Temporal.Instant.compare(Temporal.Instant.from(startsAt), saturday) >= 0,
  );
}

/** "2.–6. März 2026" */
function rangeOf(monday: Temporal.PlainDate, days: number, tag: string): string {
  const utc = (date: Temporal.PlainDate) => new Date(Date.UTC(date.year, date.month - 1, date.day));
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).formatRange(
    utc(monday),
    utc(monday.add({ days: days - 1 })),
  );
}

function DayStrip(props: {
  monday: Temporal.PlainDate;
  day: Temporal.PlainDate;
  today: Temporal.PlainDate;
  onPick: (day: Temporal.PlainDate) => void;
}) {
  const format = useFormat();
  return (
    <div className="day-strip no-print">
      {Array.from({ length: 7 }, (_, index) => props.monday.add({ days: index })).map((one) => (
        <button
          key={one.toString()}
          type="button"
          aria-pressed={one.equals(props.day)}
          className={one.equals(props.today) ? 'today' : undefined}
          onClick={() => props.onPick(one)}
        >
          {format.weekday(one)}
          <small>{one.day}</small>
        </button>
      ))}
    </div>
  );
}

/** "Ein Klick bietet an: Probesitzung, 50 Min, Praxis Bonn. Ändern" */
function TemplateLine() {
  const w = useWords(calendar);
  const c = useWords(codes);
  const panel = usePanel();
  const template = useTemplate();
  const { data } = useQuery(offerQuery);
  const where = data?.locations.find(({ id }) => id === template.locationId);
  const parts = [
    template.kinds.map((kind) => c.slotKind[kind]).join(', '),
    w.minutes(template.minutes),
    c.modality[template.modality],
    where ? (where.name ?? where.place) : null,
  ].filter((part) => part !== null);
  return (
    <p className="s q no-print">
      {w.template} {parts.join(' · ')}.{' '}
      <button type="button" className="link" onClick={() => panel.show(<PublishPanel />)}>
        {w.change}
      </button>
    </p>
  );
}
