import { Client } from 'pg';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { figuresOf } from './rules/figures.ts';
import { SmallNetwork } from './small-network.fixture.ts';

const database = await freshDatabase();
const client = new Client(database.admin);
await client.connect();
const net = new SmallNetwork(client);
const [anna, ben] = [net.id(), net.id()];
beforeEach(() => net.clear());
afterAll(() => client.end());

/** What is counted of a year, value by name: only what was asked for. */
async function counted(year: number, names: readonly string[], more: { now?: string; area?: string } = {}) {
  const figures = await net.figures(year, more);
  return Object.fromEntries(names.map((name) => [name, figures[name]?.value ?? null]));
}
const placed = async (trial: string, { practitioner = anna, more = {}, kind = 'PLACE' } = {}) => {
  const request = await net.request([['2024-11-02 10:00', 'new']]);
  const place = await net.place(practitioner, [], { kind });
  await net.appointment(request, practitioner, '2024-12-20 10:00');
  await net.allocation(request, practitioner, place, { trial_at: trial, ...more });
  return request;
};

describe('V1 to V3: places', () => {
  test('the year turns at midnight in Berlin, also for what is marked a second before', async () => {
    await placed('2024-12-31 23:59:59');
    await placed('2025-01-01 00:00:00');
    expect([await counted(2024, ['V1']), await counted(2025, ['V1'])]).toEqual([{ V1: 1 }, { V1: 1 }]);
    expect((await net.count(2025)).courses).toEqual([{ month: 1, what: 'assigned', n: 1 }]);
  });

  test('trial and start fall into different years: V1 in the first, V2 and V3 in the second', async () => {
    await placed('2024-12-20 11:00', { more: { started_at: '2025-01-20 11:00' } });
    await placed('2024-12-21 11:00', { more: { ended_at: '2025-01-21 11:00' } });
    expect(await counted(2024, ['V1', 'V2', 'V3', 'V3/on-trial'])).toEqual({ V1: 2, V2: 0, V3: null, 'V3/on-trial': 2 });
    expect(await counted(2025, ['V1', 'V2', 'V3', 'V3/on-trial'])).toEqual({ V1: 0, V2: 1, V3: 50, 'V3/on-trial': 0 });
  });

  test('a request with two allocations counts once, in the year of the first; the second trial decides its own V3', async () => {
    const request = await placed('2024-12-20 11:00', { more: { ended_at: '2025-01-10 11:00' } });
    const other = await net.place(ben, []);
    await net.appointment(request, ben, '2025-02-01 10:00');
    await net.allocation(request, ben, other, { trial_at: '2025-02-01 11:00', started_at: '2025-04-01 11:00' });
    expect([await counted(2024, ['V1']), await counted(2025, ['V1', 'V2', 'V3'])]).toEqual([{ V1: 1 }, { V1: 0, V2: 1, V3: 50 }]);
  });

  test('a mark that was corrected to missed takes the place out of V1, until some appointment is attended after all', async () => {
    const request = await net.request([['2025-01-02 10:00', 'new']]);
    const first = await net.appointment(request, anna, '2025-02-03 10:00');
    await net.allocation(request, anna, await net.place(anna, []), { trial_at: '2025-02-03 12:00' });
    expect(await counted(2025, ['V1', 'V4/all'])).toEqual({ V1: 1, 'V4/all': 0 });
    await net.set('scheduling.appointment', first, 'state', 'no_show');
    expect(await counted(2025, ['V1', 'V4/first', 'V9/median'])).toEqual({ V1: 0, 'V4/first': 100, 'V9/median': null });
    await net.appointment(request, anna, '2025-02-10 10:00');
    expect(await counted(2025, ['V1', 'V4/first', 'V9/median'])).toEqual({ V1: 1, 'V4/first': 50, 'V9/median': 39 });
  });

  test('after such a correction the next place counts, in its own year', async () => {
    const request = await net.request([['2024-11-02 10:00', 'new']]);
    await net.appointment(request, anna, '2024-12-20 10:00', { state: 'no_show' });
    await net.allocation(request, anna, await net.place(anna, []), { trial_at: '2024-12-20 11:00', ended_at: '2025-01-02 10:00' });
    await net.appointment(request, ben, '2025-01-20 10:00');
    await net.allocation(request, ben, await net.place(ben, []), { trial_at: '2025-01-20 11:00' });
    expect([await counted(2024, ['V1']), await counted(2025, ['V1'])]).toEqual([{ V1: 0 }, { V1: 1 }]);
  });

  test('a consultation is no place; a place after it counts all the same', async () => {
    const request = await placed('2025-01-10 11:00', { kind: 'CONSULT', more: { ended_at: '2025-01-11 11:00' } });
    expect(await counted(2025, ['V1', 'V3'])).toEqual({ V1: 0, V3: null });
    await net.allocation(request, anna, await net.place(anna, []), { trial_at: '2025-03-01 11:00' });
    expect(await counted(2025, ['V1'])).toEqual({ V1: 1 });
  });
});

describe('V4 to V6: appointments', () => {
  test('first are all up to and including the first attended one; past and unmarked ones stand aside', async () => {
    const request = await net.request([['2025-01-02 10:00', 'new']]);
    await net.appointment(request, anna, '2025-02-03 10:00', { state: 'no_show' });
    await net.appointment(request, anna, '2025-02-10 10:00');
    await net.appointment(request, anna, '2025-02-17 10:00', { state: 'no_show' });
    await net.appointment(request, anna, '2025-02-24 10:00', { state: 'booked' });
    await net.appointment(request, anna, '2025-03-03 10:00', { state: 'rebooked', moved_by: 'client' });
    const names = ['V4/first', 'V4/all', 'V4/unmarked-first', 'V4/unmarked-all'];
    expect(await counted(2025, names)).toEqual({ 'V4/first': 50, 'V4/all': 66.7, 'V4/unmarked-first': 0, 'V4/unmarked-all': 1 });
    // While it still lasts it is not past.
    expect(await counted(2025, names, { now: '2025-02-24 10:49' })).toMatchObject({ 'V4/unmarked-all': 0 });
    expect(await counted(2025, names, { now: '2025-02-24 10:50' })).toMatchObject({ 'V4/unmarked-all': 1 });
  });

  test('late arrival and a reason change nothing; what the network, the therapist or the end of the therapy took back is in no rate', async () => {
    const request = await net.request([['2025-01-02 10:00', 'new']]);
    await net.appointment(request, anna, '2025-02-03 10:00', { late_minutes: 15 });
    await net.appointment(request, anna, '2025-02-10 10:00', { state: 'no_show', excuse: 'illness' });
    const back = (starts: string, how: string, reason: string | null) =>
      net.appointment(request, anna, starts, { state: 'cancelled', cancelled_how: how, reason });
    await back('2025-02-17 10:00', 'network', 'therapy-ended');
    await back('2025-02-24 10:00', 'network', null);
    await back('2025-03-03 10:00', 'provider', 'illness');
    expect(await counted(2025, ['V4/all', 'V5/all', 'V6/all'])).toEqual({ 'V4/all': 50, 'V5/all': 0, 'V6/all': 50 });
    await back('2025-03-10 10:00', 'patient_in_time', null);
    await back('2025-03-17 10:00', 'patient_late', null);
    // 1 of 1 + 1 + 1 + 1, and (1 + 1) of 1 + (1 + 1)
    expect(await counted(2025, ['V4/all', 'V5/all', 'V6/all'])).toEqual({ 'V4/all': 50, 'V5/all': 25, 'V6/all': 66.7 });
  });

  test('a late cancellation is no lost hour where somebody else came into the time since; who sits in the same group fills nothing', async () => {
    const request = await net.request([['2025-01-02 10:00', 'new']]);
    const late = { state: 'cancelled', cancelled_how: 'patient_late', cancellation_received_at: '2025-02-02T20:00:00Z' };
    await net.appointment(request, anna, '2025-02-03 10:00', late);
    await net.appointment(request, anna, '2025-02-10 10:00');
    expect(await counted(2025, ['V6/all'])).toEqual({ 'V6/all': 50 });
    const other = await net.request([['2025-02-02 10:00', 'new']]);
    await net.appointment(other, ben, '2025-02-03 10:00', { booked_at: '2025-02-02T21:00:00Z' }); // of another colleague
    expect(await counted(2025, ['V6/all'])).toEqual({ 'V6/all': 33.3 });
    await net.appointment(other, anna, '2025-02-03 10:00', { kind: 'GROUP' }); // was there before
    expect(await counted(2025, ['V6/all'])).toEqual({ 'V6/all': 25 });
    await net.appointment(other, anna, '2025-02-03 10:20', { booked_at: '2025-02-02T21:00:00Z' });
    expect(await counted(2025, ['V6/all', 'V5/all'])).toEqual({ 'V6/all': 0, 'V5/all': 20 });
  });
});

describe('V8 to V10: from the call on', () => {
  const first = [['2025-03-03 09:00', 'new'], ['2025-03-03 09:05', 'triaged']] as const; // biome-ignore format: one course
  test('booked within the first answered call counts, a second after its end does not; without a call the same day of a telephone request', async () => {
    const inCall = await net.request([...first, ['2025-03-03 09:12:00', 'placed']]);
    await net.call('2025-03-03 08:50', null, null, inCall); // nobody answered: not the first call
    await net.call('2025-03-03 08:59', '2025-03-03 09:00', '2025-03-03 09:12:00', inCall);
    const after = await net.request([...first, ['2025-03-03 09:12:01', 'placed']]);
    await net.call('2025-03-03 08:59', '2025-03-03 09:00', '2025-03-03 09:12:00', after);
    expect(await counted(2025, ['V8'])).toEqual({ V8: 50 });
    await net.request([...first, ['2025-03-03 23:59', 'placed']]);
    await net.request([...first, ['2025-03-04 00:00', 'placed']]);
    await net.request([...first, ['2025-03-03 09:10', 'placed']], { origin: 'web' });
    expect(await counted(2025, ['V8'])).toEqual({ V8: 40 });
  });

  test('ORANGE and RED and whoever the network is not there for are in neither number; a drill leaves nobody out', async () => {
    await net.request([...first, ['2025-03-03 09:10', 'placed']]);
    await net.request([...first], { safety_level: 'ORANGE' });
    await net.request([...first, ['2025-03-05 09:00', 'closed', 'not-eligible']]);
    const lowered = await net.request([...first], { safety_level: 'YELLOW' });
    await net.emergency('2025-03-03 09:06', 10, { request_id: lowered, level: 'YELLOW', highest_level: 'RED' });
    expect(await counted(2025, ['V8'])).toEqual({ V8: 100 });
    const drilled = await net.request([...first]);
    await net.emergency('2025-03-03 09:06', 10, { request_id: drilled, drill: true });
    expect(await counted(2025, ['V8'])).toEqual({ V8: 50 });
  });

  test('a reopened request is counted once, in the year it was first taken up', async () => {
    await net.request([
      ['2024-12-30 09:00', 'new'],
      ['2024-12-31 23:59', 'triaged'],
      ['2024-12-31 23:59:30', 'closed', 'withdrew'],
      ['2025-01-15 09:00', 'triaged'],
      ['2025-01-15 09:10', 'placed'],
    ]);
    expect((await net.count(2024)).firstCall).toEqual([{ month: 12, what: 'later', n: 1 }]);
    expect((await net.count(2025)).firstCall).toEqual([]);
  });

  test('days are days on the calendar in Berlin: an hour over midnight is one day, the same day is none, also over the change of the clock', async () => {
    const late = await net.request([['2025-03-29 23:30', 'new']]);
    await net.appointment(late, anna, '2025-03-30 08:00');
    const same = await net.request([['2025-03-31 00:10', 'new']]);
    await net.appointment(same, anna, '2025-03-31 20:00');
    expect((await net.count(2025)).days.map(({ days, n }) => [days, n]).toSorted()).toEqual([[0, 1], [1, 1]]); // biome-ignore format: one line
    expect(await counted(2025, ['V9/median', 'V9/p90'])).toEqual({ 'V9/median': 0.5, 'V9/p90': 1 });
  });
});

describe('V11 to V13: places as they stood', () => {
  test('four places over a year of 365 days, in use 1035 place-days: 29.1 %; a seat of a group is a place, a consultation none', async () => {
    const year = (days: number) => Temporal.PlainDate.from('2025-01-01').add({ days }).toString();
    await net.place(anna, [['2024-06-01 00:00', 'open'], [`${year(365)} 00:00`, 'closed']]); // biome-ignore format: 365 days open
    await net.place(anna, [['2024-06-01 00:00', 'open'], [`${year(60)} 00:00`, 'occupied']], { kind: 'GROUP_SEAT', setting: 'group' }); // biome-ignore format: 60 open
    await net.place(anna, [['2024-06-01 00:00', 'occupied']]);
    await net.place(anna, [['2024-06-01 00:00', 'trial']]);
    await net.place(anna, [['2024-06-01 00:00', 'open']], { kind: 'CONSULT' });
    const { V11 } = await net.figures(2025);
    expect(V11).toMatchObject({ numerator: 425, denominator: 1460, value: 29.1 });
  });

  test('a day with 23 hours is a little less than a day, a paused and a closed place stand in neither number', async () => {
    await net.place(anna, [['2025-03-30 00:00', 'open'], ['2025-03-31 00:00', 'paused'], ['2025-05-01 00:00', 'closed']]); // biome-ignore format: one course
    expect((await net.count(2025)).places).toMatchObject({ open: 23 * 3600 });
  });

  test('fairness as printed: 1; 0.8; 1; 0.5; 0.5 is 0.92; four who opened are too few', async () => {
    for (const [opened, assigned] of [
      [1, 1],
      [5, 4],
      [2, 2],
      [2, 1],
      [4, 2],
    ] as const) {
      // biome-ignore format: x as printed
      const who = net.id();
      for (let n = 0; n < opened; n += 1)
        await net.place(who, [['2025-02-01 09:00', 'open'], ['2025-02-02 09:00', 'held'], ...(n < assigned ? ([['2025-02-02 09:05', 'reserved']] as const) : ([['2025-02-02 09:10', 'open']] as const))]); // biome-ignore format: one course
      if (who && opened === 2 && assigned === 1) expect(await counted(2025, ['V12'])).toEqual({ V12: null });
    }
    expect(await counted(2025, ['V12'])).toEqual({ V12: 0.92 });
  });

  test('confirmed 14 days before the first of the month is still fresh, the evening before that is not', async () => {
    await net.place(anna, [['2025-02-10 09:00', 'open'], ['2025-03-20 09:00', 'occupied']]); // biome-ignore format: one course
    await net.place(ben, [['2025-02-10 09:00', 'open'], ['2025-03-20 09:00', 'occupied']]); // biome-ignore format: one course
    await net.event('directory.practitioner.confirmed', ['practitioner', anna], '2025-02-15 00:00');
    await net.event('directory.practitioner.confirmed', ['practitioner', ben], '2025-02-14 23:59');
    expect((await net.count(2025)).fresh).toEqual([{ month: 3, open: 2, fresh: 1 }]);
    expect(await counted(2025, ['V13'])).toEqual({ V13: 50 });
  });
});

describe('V14 to V17: what else is published', () => {
  test('closed without a place, by reason; duplicates and slips are none, a reopened one only at its last end', async () => {
    const closed = (when: string, reason: string) =>
      net.request([['2024-12-01 09:00', 'new'], [when, 'closed', reason]]); // biome-ignore format: one course
    await closed('2025-05-01 09:00', 'unreachable');
    await closed('2025-05-02 09:00', 'duplicate');
    await closed('2025-05-03 09:00', 'error');
    await net.request([['2024-12-01 09:00', 'new'], ['2024-12-31 09:00', 'closed', 'withdrew'], ['2025-01-10 09:00', 'triaged'], ['2025-01-11 09:00', 'closed', 'self-found']]); // biome-ignore format: one course
    await placed('2025-05-04 09:00');
    const { demand } = await net.count(2025);
    expect(demand.filter(({ what }) => what === 'without').map(({ reason, n }) => [reason, n]).toSorted()).toEqual([['self-found', 1], ['unreachable', 1]]); // biome-ignore format: one line
    expect(await counted(2024, ['V14'])).toEqual({ V14: 0 });
  });

  test('11 ORANGE, the middle 48 s, all in time; the deadline itself is in time, a second more is not; exercises are none', async () => {
    for (const seconds of [20, 30, 40, 44, 46, 48, 60, 90, 120, 200, 300]) await net.emergency('2025-04-01 09:00', seconds);
    await net.emergency('2025-04-01 09:00', 2000, { drill: true });
    const figures = await net.figures(2025);
    expect(figures['V15/ORANGE-in-time']).toMatchObject({ numerator: 11, denominator: 11, value: 100 });
    expect([figures['V15/ORANGE-median']?.value, figures['V15/ORANGE-p95']?.value]).toEqual([48, 300]);
    await net.emergency('2025-04-01 09:00', 301);
    await net.emergency('2025-04-01 09:00', null); // nobody ever answered
    expect((await net.figures(2025))['V15/ORANGE-in-time']).toMatchObject({ numerator: 11, denominator: 13 });
  });

  test('calls by the moment they rang; whoever hung up before the answer was offered, too', async () => {
    await net.call('2024-12-31 23:59', '2025-01-01 00:00', '2025-01-01 00:10');
    await net.call('2025-01-01 00:00', '2025-01-01 00:01', '2025-01-01 00:10:30');
    await net.call('2025-01-01 00:02', null, null);
    expect(await counted(2025, ['V16/answered', 'V16/median'])).toEqual({ 'V16/answered': 50, 'V16/median': 9.5 });
  });

  test('the waiting list at the end of the year: who was written to in 14 days is contacted, who was only rung is not', async () => {
    const waits = (since: string) => net.request([[since, 'waiting']]);
    await net.contact(await waits('2025-11-01 09:00'), '2025-12-20 09:00', 'reached');
    await net.contact(await waits('2025-11-10 09:00'), '2025-12-20 09:00', 'not-reached');
    await waits('2025-12-30 09:00'); // spoken to when she came onto the list
    await net.request([['2025-10-01 09:00', 'waiting'], ['2025-12-31 23:59', 'offered']]); // biome-ignore format: one course
    expect(await counted(2025, ['V17/length', 'V17/median', 'V17/contacted'])).toEqual({
      'V17/length': 3,
      'V17/median': 52,
      'V17/contacted': 66.7,
    });
  });
});

describe('months that are kept', () => {
  const NOW = '2026-06-01 12:00';
  const same = async (what: string) => {
    for (const year of [2024, 2025]) {
      const [raw, kept] = [await net.count(year, NOW), await net.count(year, NOW, '', true)];
      const of = (facts: typeof raw) => JSON.stringify(figuresOf(facts, { open: true, whole: true }));
      expect(of(kept), `${what} ${year}`).toBe(of(raw));
    }
  };
  const happened = (action: string, object: [string, string]) => net.event(action, object, NOW, {}, 'now');

  test('are counted anew where something reaches back: a late mark, a correction, an emergency of an old request, a closing', async () => {
    const old = await net.request([['2024-12-02 09:00', 'new'], ['2024-12-02 09:05', 'triaged'], ['2024-12-02 09:10', 'placed']]); // biome-ignore format: one course
    const first = await net.appointment(old, anna, '2025-01-20 10:00', { state: 'booked' });
    await net.allocation(old, anna, await net.place(anna, [['2024-03-01 09:00', 'open']]), { trial_at: '2024-12-31 10:00' });
    await same('at first');
    const step = async (state: string, action: string) => {
      await net.set('scheduling.appointment', first, 'state', state);
      await happened(`scheduling.appointment.${action}`, ['appointment', first]);
      await same(action);
    };
    await step('attended', 'attended');
    expect(await counted(2024, ['V1'])).toEqual({ V1: 1 });
    await step('no_show', 'corrected');
    await step('attended', 'corrected');
    await net.emergency('2026-05-30 09:00', null, { id: anna, request_id: old });
    await happened('crisis.emergency.raised', ['emergency', anna]);
    await same('an emergency');
    expect((await net.count(2024, NOW)).firstCall).toEqual([{ month: 12, what: 'emergency', n: 1 }]);
    const closing = "update placement.request set state = 'closed', closed_reason = 'not-eligible', closed_at = $2 where id = $1";
    await client.query(closing, [old, '2026-06-01T09:00:00Z']);
    await happened('placement.request.closed', ['request', old]);
    await same('a closing');
  });
});

describe('what is shown', () => {
  test('one to four are not shown, nought is, with its bound (V7); below five of something there is no share', async () => {
    const request = await net.request([['2025-01-02 10:00', 'new']]);
    for (let week = 0; week < 4; week += 1) await net.appointment(request, anna, `2025-02-0${week + 1} 10:00`);
    expect((await net.figures(2025, { open: false }))['V4/all']).toMatchObject({ value: null, denominator: null, hidden: 'small' });
    await net.appointment(request, anna, '2025-02-05 10:00');
    expect((await net.figures(2025, { open: false }))['V4/all']).toMatchObject({ value: 0, numerator: 0, denominator: 5, high: 45.1 });
    await net.appointment(request, anna, '2025-02-06 10:00', { state: 'no_show' });
    expect((await net.figures(2025, { open: false }))['V4/all']).toMatchObject({ value: null, hidden: 'small' });
  });

  test('an area is the caller’s for people and the practice’s for places', async () => {
    await placed('2025-01-10 11:00');
    await net.place(anna, [['2025-01-01 00:00', 'open']]);
    expect(await counted(2025, ['V1', 'V11'], { area: '531' })).toEqual({ V1: 1, V11: 100 });
    expect(await counted(2025, ['V1', 'V11'], { area: '506' })).toEqual({ V1: 0, V11: null });
  });

  test('an empty network has nothing to count, and says so', async () => {
    for (const figure of Object.values(await net.figures(2025)))
      expect(figure.hidden === 'nothing' || figure.value === 0, `${figure.id} ${figure.part}`).toBe(true);
  });
});
