import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { inBerlin } from '#kernel/time.ts';
import { setCalendar } from '#test/calendar-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { berlin, type Person } from '#test/offer-stage.ts';
import type { Series } from './contract.ts';

const database = await freshDatabase();
const { stage, desk, begin, free, week, slotOf, at, addWeekly, hold, preview: previewAbsence, runJob } = await setCalendar(database);
let ada: Person;
let client: Awaited<ReturnType<typeof stage.client>>;
let first: string;

afterAll(() => stage.close());
beforeEach(async () => {
  ada = await begin();
  client = await stage.client('Daniel', 'Rosenthal', ada);
  first = await stage.appointment(ada, client, berlin('2026-03-02T09:00'), { isFirst: true });
});

interface Judged {
  dates: {
    day: string;
    startsAt: string;
    verdict: string;
    holiday: string | null;
    overlapOf: string | null;
    usesFree: number;
    suggestion: { startsAt: string } | null;
  }[];
  moved: { verdict: string }[];
}
const plan = (more: Record<string, unknown> = {}) => ({
  rhythm: 'weekly',
  firstDay: '2026-03-05',
  time: '17:30',
  minutes: 50,
  count: 4,
  kind: 'THERAPY',
  ...more,
});
const preview = (more: Record<string, unknown> = {}, id = first) =>
  stage.ask<Judged>(ada, 'scheduling.previewSeries', { params: { id }, body: plan(more) });
const make = (dates: string[], more: Record<string, unknown> = {}, id = first) =>
  stage.ask<{ id: string; made: number }>(ada, 'scheduling.makeSeries', { params: { id }, body: { ...plan(more), dates } });
const read = (id: string) => stage.ask<Series>(ada, 'scheduling.getSeries', { params: { id } });
const walls = (times: readonly string[]) =>
  times.map((time) => inBerlin(Temporal.Instant.from(time)).toPlainDateTime().toString({ smallestUnit: 'minute' }));
const weekly = (...days: string[]) => days.map((day) => berlin(`2026-${day}T17:30`).toString());
const FOUR = weekly('03-05', '03-12', '03-19', '03-26');
const booked = (series: Series) => walls(series.members.filter(({ state }) => state === 'booked').map(({ startsAt }) => startsAt));
const appointmentsOf = async () =>
  (
    await stage.look<{ n: number }>(
      "select count(*)::int as n from scheduling.appointment where practitioner_id = $1 and state = 'booked'",
      ada.practitionerId,
    )
  )[0]?.n;

describe('A series', () => {
  test('shows what stands in the way of each date, and is made of those chosen', async () => {
    await free(ada, '2026-03-05T17:30', '2026-03-12T17:00');
    await stage.ask(ada, 'scheduling.saveAbsence', {
      body: {
        fromDay: '2026-03-19',
        toDay: '2026-03-19',
        kind: 'leave',
        hash: (await previewAbsence({ fromDay: '2026-03-19', toDay: '2026-03-19', kind: 'leave' })).hash,
      },
    });
    const other = await stage.client('Ole', 'Brandt', ada);
    await stage.appointment(ada, other, berlin('2026-03-26T17:00'));
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    await stage.appointment(ben, client, berlin('2026-04-02T18:00'));
    const { dates } = await preview({ count: 11 });
    expect(dates.map(({ day, verdict, overlapOf }) => [day, verdict, overlapOf].join(' '))).toEqual([
      '2026-03-05 free ',
      '2026-03-12 free ',
      '2026-03-19 absent ',
      '2026-03-26 overlap own',
      '2026-04-02 overlap client',
      '2026-04-09 free ',
      '2026-04-16 free ',
      '2026-04-23 free ',
      '2026-04-30 free ',
      '2026-05-07 free ',
      '2026-05-14 holiday ',
    ]);
    expect(dates.at(-1)?.holiday).toBe('Christi Himmelfahrt');
    expect(dates.map(({ usesFree }) => usesFree).slice(0, 3)).toEqual([1, 1, 0]);
    expect(dates[3]?.suggestion && walls([dates[3].suggestion.startsAt])).toEqual(['2026-03-27T17:30']);
    const chosen = dates.flatMap(({ startsAt, verdict, suggestion }) => (verdict === 'free' ? [startsAt] : (suggestion?.startsAt ?? [])));
    const made = await make(chosen, { count: 11 });
    expect(made.made).toBe(chosen.length);
    const series = await read(made.id);
    expect(series).toMatchObject({ rhythm: 'weekly', wanted: 11, made: 11, endedAt: null });
    expect(booked(series)).toEqual(walls([...chosen].sort()));
    // over the clock change of 29 March the wall stays
    expect(new Set(booked(series).map((wall) => wall.slice(11)))).toEqual(new Set(['17:30']));
  });

  test('uses the free time that stands there, clears those in the way, and no weekly time comes over its hours', async () => {
    const [exact, aslant] = await free(ada, '2026-03-05T17:30', '2026-03-12T17:00');
    const { id } = await make(FOUR);
    expect(await slotOf(exact)).toMatchObject({ state: 'booked' });
    expect(await slotOf(aslant ?? '')).toMatchObject({ state: 'withdrawn', live: false, reason: 'series' });
    const { conflicts } = await addWeekly({ weekday: 4, from: '17:30', to: '18:20' });
    expect(walls(conflicts.map(({ startsAt }) => startsAt))).toEqual(walls(FOUR));
    for (const member of (await read(id)).members) {
      const told = await stage.look<{ data: Record<string, unknown> }>(
        "select data from platform.event where object_id = $1 and action = 'scheduling.appointment.session-booked'",
        member.id,
      );
      expect(told).toHaveLength(1);
      expect(told[0]?.data).toMatchObject({
        seriesId: id,
        practitionerId: ada.practitionerId,
        requestId: client.requestId,
        kind: 'THERAPY',
      });
    }
    expect(await stage.told(id)).toEqual(['scheduling.series.made', 'scheduling.series.read']);
  });

  test('is made whole or not at all: one date that cannot stand refuses every other, and says which', async () => {
    const [held] = await free(ada, '2026-03-19T17:30');
    await hold(held, client.requestId);
    const before = await appointmentsOf();
    const refused = await stage.refusal(ada, 'scheduling.makeSeries', { params: { id: first }, body: { ...plan(), dates: FOUR } });
    expect(refused.code).toBe('helper-overlap');
    expect(refused.detail?.facts).toMatchObject({ conflict: { startsAt: FOUR[2] } });
    const late = { params: { id: first }, body: { ...plan(), dates: weekly('03-05', '03-01') } };
    expect((await stage.refusal(ada, 'scheduling.makeSeries', late)).code).toBe('series-date-outside');
    const twice = { params: { id: first }, body: { ...plan(), dates: [...weekly('03-05'), berlin('2026-03-05T18:00').toString()] } };
    expect((await stage.refusal(ada, 'scheduling.makeSeries', twice)).code).toBe('helper-overlap');
    expect(await appointmentsOf()).toBe(before);
    expect(await stage.look('select 1 from scheduling.series where practitioner_id = $1', ada.practitionerId)).toEqual([]);
  });

  test('two at once for the same hours: exactly one stands, whole, and nothing of the other', async () => {
    const others = await Promise.all(['A', 'B', 'C', 'D'].map((name) => stage.client('Eva', name, ada)));
    const firsts = await Promise.all(others.map((one, index) => stage.appointment(ada, one, berlin(`2026-03-03T1${index}:00`))));
    const answers = await Promise.allSettled(firsts.map((id, index) => make(index % 2 ? FOUR : [...FOUR].reverse(), {}, id)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const because = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(new Set(because)).toEqual(new Set(['helper-overlap']));
    expect(await stage.look('select 1 from scheduling.series where practitioner_id = $1', ada.practitionerId)).toHaveLength(1);
    expect(await appointmentsOf()).toBe(1 + 4 + 4); // the first, those four, and one series
  });

  test('belongs to one calendar and one client: a colleague finds nothing, and after the relation has ended nobody makes one', async () => {
    const { id } = await make(FOUR);
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    const ask = { params: { id: first }, body: { ...plan(), dates: weekly('04-30') } };
    expect((await stage.refusal(ben, 'scheduling.makeSeries', ask)).code).toBe('not-found');
    expect((await stage.refusal(ben, 'scheduling.getSeries', { params: { id } })).code).toBe('not-found');
    expect((await stage.refusal(desk, 'scheduling.makeSeries', ask)).code).toBe('not-permitted');
    await stage.admin.query("update access.care_relation set until_at = $2 where cause_id = $1 and kind = 'allocated'", [
      client.requestId,
      stage.now.toString(),
    ]);
    expect((await stage.refusal(ada, 'scheduling.makeSeries', ask)).code).toBe('not-found');
    const [one] = (await read(id)).members;
    expect(one?.client).toBeNull();
    const end = { params: { id }, body: { fromAppointmentId: one?.id, remaining: 4, by: 'therapist' } };
    expect(await stage.ask(ada, 'scheduling.endSeries', end)).toEqual({ id, cancelled: 4 });
  });

  test('one member moves or is cancelled alone, the others stay; the moved one stays a member', async () => {
    const { id } = await make(FOUR);
    const [one, two] = (await read(id)).members;
    const [slotId] = await free(ada, '2026-03-06T10:00');
    const moved = await stage.ask<{ id: string }>(
      ada,
      'scheduling.moveAppointment',
      at(one?.id ?? '', 1, { slotId, slotVersion: 1, by: 'client' }),
    );
    await stage.ask(ada, 'scheduling.cancelByPatient', at(two?.id ?? '', 1, { receivedAt: '2026-03-02T08:30:00Z', excuse: 'child-ill' }));
    const series = await read(id);
    expect(booked(series)).toEqual(['2026-03-06T10:00', '2026-03-19T17:30', '2026-03-26T17:30']);
    expect(series.members.find((member) => member.id === moved.id)?.seriesId).toBe(id);
    expect(series.members.find((member) => member.id === one?.id)).toMatchObject({ state: 'rebooked', movedBy: 'client' });
    expect(series.members.find((member) => member.id === two?.id)).toMatchObject({ state: 'cancelled', excuse: 'child-ill' });
    // its hour was never on offer, so it does not come on offer
    expect((await week(ada, '2026-03-09')).slots).toEqual([]);
    const absence = { fromDay: '2026-03-19', toDay: '2026-03-20', kind: 'sick' };
    const seen = await previewAbsence(absence);
    expect(seen.appointments).toMatchObject([{ seriesId: id, client: { initials: 'D. R.' } }]);
    await stage.ask(ada, 'scheduling.saveAbsence', { body: { ...absence, hash: seen.hash } });
    expect(booked(await read(id))).toEqual(['2026-03-06T10:00', '2026-03-26T17:30']);
    expect((await week(ada, '2026-03-16')).slots).toEqual([]);
  });

  test('the rest from one session on gets another time and rhythm, each with its successor; what was seen must be what is there', async () => {
    const { id } = await make(FOUR);
    const [one, two, three, four] = (await read(id)).members;
    const rest = { rhythm: 'fortnightly', firstDay: '2026-03-10', time: '09:00' };
    const replaces = { seriesId: id, fromAppointmentId: two?.id };
    const { dates } = await preview({ ...rest, replaces, count: 2 });
    expect(dates.map(({ verdict }) => verdict)).toEqual(['free', 'free']);
    // the hours that go count as free
    expect((await preview({ replaces })).dates.map(({ verdict }) => verdict)).toEqual(['overlap', 'free', 'free', 'free']);
    const change = (remaining: number, more: object = {}) => ({
      params: { id },
      body: {
        ...plan(rest),
        count: 2,
        dates: dates.map(({ startsAt }) => startsAt),
        fromAppointmentId: two?.id,
        remaining,
        by: 'therapist',
        ...more,
      },
    });
    expect((await stage.refusal(ada, 'scheduling.changeSeries', change(2))).code).toBe('series-changed');
    expect(await stage.ask(ada, 'scheduling.changeSeries', change(3))).toEqual({ id, moved: 2, made: 0, gone: 1 });
    const series = await read(id);
    expect(series.rhythm).toBe('fortnightly');
    expect(booked(series)).toEqual(['2026-03-05T17:30', '2026-03-10T09:00', '2026-03-24T09:00']);
    const successors = await stage.look<{ id: string; successor_id: string | null; moved_by: string }>(
      "select id, successor_id, moved_by from scheduling.appointment where series_id = $1 and state = 'rebooked' order by starts_at",
      id,
    );
    const live = series.members.filter(({ state }) => state === 'booked').map((member) => member.id);
    expect(successors).toEqual([
      { id: two?.id, successor_id: live[1], moved_by: 'therapist' },
      { id: three?.id, successor_id: live[2], moved_by: 'therapist' },
      { id: four?.id, successor_id: live[2], moved_by: 'therapist' },
    ]);
    const moves = await stage.look<{ object_id: string; next: string | null }>(
      "select object_id, data ->> 'successorId' as next from platform.event where action = 'scheduling.appointment.moved' and data ->> 'seriesId' = $1 order by seq",
      id,
    );
    // of what is left over nothing new is promised, so no second message goes out for the last one
    expect(moves).toEqual([
      { object_id: two?.id, next: live[1] },
      { object_id: three?.id, next: live[2] },
      { object_id: four?.id, next: null },
    ]);
    expect(one?.state).toBe('booked');
    // and back to the old hours, with more dates than before
    const more = {
      rhythm: 'weekly',
      firstDay: '2026-03-12',
      time: '17:30',
      count: 3,
      fromAppointmentId: live[1],
      dates: weekly('03-12', '03-19', '03-26'),
    };
    expect(await stage.ask(ada, 'scheduling.changeSeries', change(2, more))).toEqual({ id, moved: 2, made: 1, gone: 0 });
    expect(booked(await read(id))).toEqual(walls(FOUR));
  });

  test('ends at the client’s wish or by the practice, with one call at the desk for all of it', async () => {
    const { id } = await make(FOUR);
    const [, two] = (await read(id)).members;
    const end = (more: object) => ({
      params: { id },
      body: { fromAppointmentId: two?.id, remaining: 3, by: 'therapist', reason: 'illness', ...more },
    });
    expect((await stage.refusal(ada, 'scheduling.endSeries', end({ remaining: 4 }))).code).toBe('series-changed');
    expect(await stage.ask(ada, 'scheduling.endSeries', end({}))).toEqual({ id, cancelled: 3 });
    const series = await read(id);
    expect(series.endedAt).toBe(stage.now.toString());
    expect(series.members.map(({ state, cancelledHow }) => cancelledHow ?? state)).toEqual(['booked', 'provider', 'provider', 'provider']);
    const ids = series.members.map((member) => member.id);
    expect(await stage.look("select object_id from tasks.task where kind = 're-place' and object_id = any ($1)", ids)).toEqual([
      { object_id: two?.id },
    ]);
    const again = await make(weekly('04-16', '04-23'), { count: 2 });
    const [head] = (await read(again.id)).members;
    const byClient = { params: { id: again.id }, body: { fromAppointmentId: head?.id, remaining: 2, by: 'client', excuse: 'other' } };
    await stage.ask(ada, 'scheduling.endSeries', byClient);
    expect((await read(again.id)).members).toMatchObject([
      { cancelledHow: 'patient_in_time', excuse: 'other' },
      { cancelledHow: 'patient_in_time', excuse: 'other' },
    ]);
  });

  test('a group shares its hour: a second client of the same group comes to the same time, a single session does not', async () => {
    const { id } = await make(FOUR, { kind: 'GROUP' });
    const second = await stage.client('Mia', 'Lang', ada);
    const start = await stage.appointment(ada, second, berlin('2026-03-03T12:00'));
    expect((await preview({ kind: 'GROUP' }, start)).dates.map(({ verdict }) => verdict)).toEqual(['free', 'free', 'free', 'free']);
    const other = await make(FOUR, { kind: 'GROUP' }, start);
    expect(booked(await read(other.id))).toEqual(booked(await read(id)));
    expect((await preview({}, start)).dates.map(({ verdict }) => verdict)).toEqual(['overlap', 'overlap', 'overlap', 'overlap']);
  });

  test('twice a week asks for the second day, and a length or a count out of bounds is refused by its field', async () => {
    const twice = { params: { id: first }, body: plan({ rhythm: 'twice-weekly' }) };
    expect((await stage.refusal(ada, 'scheduling.previewSeries', twice)).detail?.errors).toEqual([{ pointer: '/second', code: 'missing' }]);
    const { dates } = await preview({ rhythm: 'twice-weekly', second: { weekday: 1, time: '08:00' }, dates: weekly('03-06') });
    expect(walls(dates.map(({ startsAt }) => startsAt))).toEqual([
      '2026-03-05T17:30',
      '2026-03-09T08:00',
      '2026-03-12T17:30',
      '2026-03-16T08:00',
    ]);
    expect(() => preview({ count: 61 })).toThrow();
    expect(() => preview({ minutes: 5 })).toThrow();
  });
});

describe('What became of an appointment', () => {
  test('came late is noted with the mark or after it, for 14 days, and goes when the mark is corrected', async () => {
    const id = await stage.appointment(ada, client, berlin('2026-03-02T10:30'));
    const late = (minutes: number, version: number) => at(id, version, { minutes });
    expect((await stage.refusal(ada, 'scheduling.markLate', late(10, 1))).code).toBe('appointment-not-begun');
    stage.now = berlin('2026-03-02T11:30');
    expect(await stage.ask(ada, 'scheduling.markLate', late(10, 1))).toMatchObject({ state: 'attended', version: 2 });
    expect(await stage.ask(ada, 'scheduling.markLate', late(15, 2))).toMatchObject({ state: 'attended', version: 3 });
    expect((await week(ada)).appointments.find((one) => one.id === id)).toMatchObject({ lateMinutes: 15 });
    expect(await stage.told(id)).toEqual(expect.arrayContaining(['scheduling.appointment.attended', 'scheduling.appointment.late-noted']));
    await stage.ask(ada, 'scheduling.correctMark', at(id, 3, { to: 'no_show', reason: 'marked-wrongly' }));
    expect((await week(ada)).appointments.find((one) => one.id === id)).toMatchObject({ state: 'no_show', lateMinutes: null });
    expect((await stage.refusal(ada, 'scheduling.markLate', late(5, 4))).code).toBe('appointment-missed');
    await stage.ask(ada, 'scheduling.correctMark', at(id, 4, { to: 'attended', reason: 'marked-wrongly' }));
    stage.now = stage.now.add({ hours: 14 * 24 + 1 });
    expect((await stage.refusal(ada, 'scheduling.markLate', late(5, 5))).code).toBe('correction-too-late');
  });

  test('why somebody did not come is noted afterwards, by the practice or the desk, and only where somebody did not come', async () => {
    const id = await stage.appointment(ada, client, berlin('2026-03-02T10:30'));
    expect((await stage.refusal(ada, 'scheduling.noteExcuse', at(id, 1, { excuse: 'illness' }))).code).toBe('appointment-not-missed');
    stage.now = berlin('2026-03-02T11:30');
    await stage.ask(ada, 'scheduling.markNoShow', at(id));
    await stage.ask(ada, 'scheduling.noteExcuse', at(id, 2, { excuse: 'hospital' }));
    expect(await stage.ask(desk, 'scheduling.deskNoteExcuse', at(id, 3, { excuse: 'none' }))).toMatchObject({
      state: 'no_show',
      version: 4,
    });
    expect(await stage.told(id)).toContain('scheduling.appointment.excuse-noted');
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    expect((await stage.refusal(ben, 'scheduling.noteExcuse', at(id, 4, { excuse: 'illness' }))).code).toBe('not-found');
    await runJob('scheduling-leave-overlap');
  });
});
