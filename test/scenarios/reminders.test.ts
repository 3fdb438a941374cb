import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from './browser.ts';
import { book, hold, KOWALSKI, slotsOf, takeCall } from './calls.ts';
import { eventually } from './duty.ts';
import { FrontDoor } from './front-door.ts';
import { expectNeutral, mailsTo } from './letters.ts';

const door = await FrontDoor.open({ starting: { hurried: true } });
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const [brandt, rossi] = [await door.therapist('brandt'), await door.therapist('rossi')];
const { places } = door.practice;
const START = door.clock.now;
beforeEach(() => door.duringMail(undefined));

interface Booked {
  id: string;
  who: Browser;
  appointmentId: string;
  startsAt: Temporal.Instant;
  email: string;
}
const inBonn = (at: Temporal.Instant) => at.toZonedDateTimeISO('Europe/Berlin');

/** Whom the times of a weekday belong to: Mondays and Wednesdays at 17:00, Thursdays at 9:00. */
const WHOSE = { 1: brandt, 3: brandt, 4: rossi } as const;
let last: string | undefined;

/** Booked on the first free Monday, Wednesday or Thursday five days ahead or later; whoever was booked before leaves her place. */
async function booked(familyName: string, weekday: 1 | 3 | 4, consent = true): Promise<Booked> {
  const before = last;
  last = undefined;
  if (before) {
    const { version } = await jana.done('placement.getRequest', { params: { id: before } });
    await jana.done('placement.closeRequest', { params: { id: before }, version, body: { reason: 'withdrew' } });
  }
  await WHOSE[weekday].done('directory.confirmStillTrue', { body: {} });
  const placeId = weekday === 4 ? places.rossi : places.brandt;
  const email = `${familyName.toLowerCase()}@post.example`;
  const id = await takeCall(jana, { caller: { ...KOWALSKI, familyName, email }, more: { remindersConsent: consent } });
  const slots = await slotsOf(jana, id, placeId, inBonn(door.clock.now).toPlainDate().add({ days: 5 }).toString());
  const slot = slots.find(({ startsAt }) => inBonn(Temporal.Instant.from(startsAt)).dayOfWeek === weekday);
  if (!slot) throw new Error('no evening is free');
  expect((await hold(jana, id, { placeId, slotId: slot.id })).status).toBe(200);
  const answer = await book(jana, id);
  expect(answer.status).toBe(200);
  last = id;
  await eventually(async () => (await mailsTo(door, email)).length === 1, 30_000);
  return { id, who: WHOSE[weekday], appointmentId: answer.body.appointmentId, startsAt: Temporal.Instant.from(slot.startsAt), email };
}
const count = async (email: string) => (await mailsTo(door, email)).length;
/** The worker has looked at least twice: what was due has gone. */
const looked = () => new Promise((go) => setTimeout(go, 900));
const dayBefore = ({ startsAt }: Booked, days: number) => inBonn(startsAt).subtract({ days });
const versionOf = async (appointmentId: string) =>
  (await door.stage.look<{ version: number }>('select version from scheduling.appointment where id = $1', appointmentId))[0]?.version ?? 0;
const move = async (one: Booked) => {
  const [slot] = await door.stage.look<{ id: string; version: number; starts_at: Date }>(
    `select s.id, s.version, s.starts_at from scheduling.slot s join scheduling.appointment a on a.id = $1 and s.practitioner_id = a.practitioner_id
     where s.state = 'free' and s.starts_at > a.starts_at + interval '4 days' and a.kind = any (s.kinds) order by s.starts_at limit 1`,
    one.appointmentId,
  );
  const answer = await one.who.ask('scheduling.moveAppointment', {
    params: { id: one.appointmentId },
    version: await versionOf(one.appointmentId),
    body: { slotId: slot?.id, slotVersion: slot?.version },
  });
  expect([answer.status, answer.code]).toEqual([expect.any(Number), undefined]);
  return { at: Date.now(), newStart: Temporal.Instant.fromEpochMilliseconds(slot?.starts_at.getTime() ?? 0) };
};

describe('reminders over a real mail server', () => {
  test('72 and 24 hours before, to the minute and not before; neutral, each once', async () => {
    const one = await booked('Erinnert', 4);
    door.clock.turnTo(dayBefore(one, 3).subtract({ minutes: 1 }).toInstant());
    await looked();
    expect(await count(one.email)).toBe(1);
    door.clock.turnTo(dayBefore(one, 3).toInstant());
    await eventually(async () => (await count(one.email)) === 2);
    door.clock.turnTo(dayBefore(one, 1).subtract({ minutes: 1 }).toInstant());
    await looked();
    expect(await count(one.email)).toBe(2);
    door.clock.turnTo(dayBefore(one, 1).toInstant());
    await eventually(async () => (await count(one.email)) === 3);
    door.clock.turnTo(one.startsAt.subtract({ minutes: 5 }));
    await looked();
    const [, ...reminders] = await mailsTo(door, one.email);
    expect(reminders).toHaveLength(2);
    expect(new Set(reminders.map(({ messageId }) => messageId)).size).toBe(2);
    for (const mail of reminders) {
      expectNeutral(mail);
      expect(mail.text).not.toMatch(/Rossi|Lindengasse/);
      expect(mail.text).toContain(`${inBonn(one.startsAt).day}.`);
      expect(mail.text).toMatch(/\b0?9:00/);
    }
  }, 120_000);

  test('quiet hours: what falls on a Sunday goes on Saturday evening; a server that was away wakes nobody at night', async () => {
    const one = await booked('Ruhezeit', 1);
    const sunday = dayBefore(one, 1);
    expect(sunday.dayOfWeek).toBe(7);
    door.clock.turnTo(dayBefore(one, 3).toInstant());
    await eventually(async () => (await count(one.email)) === 2);
    // the server is down on Saturday at 19:45, and comes back at 23:10
    await door.stopServer();
    door.clock.turnTo(sunday.subtract({ days: 1 }).with({ hour: 23, minute: 10 }).toInstant());
    await door.startServer();
    await looked();
    expect(await count(one.email)).toBe(2);
    door.clock.turnTo(sunday.with({ hour: 12, minute: 0 }).toInstant());
    await looked();
    expect(await count(one.email)).toBe(2); // Sunday is quiet all day
    door.clock.turnTo(sunday.add({ days: 1 }).with({ hour: 8, minute: 0 }).toInstant());
    await eventually(async () => (await count(one.email)) === 3);

    const other = await booked('Vorher', 1);
    door.clock.turnTo(dayBefore(other, 3).toInstant());
    await eventually(async () => (await count(other.email)) === 2);
    const saturday = dayBefore(other, 2);
    door.clock.turnTo(saturday.with({ hour: 19, minute: 44 }).toInstant());
    await looked();
    expect(await count(other.email)).toBe(2);
    door.clock.turnTo(saturday.with({ hour: 19, minute: 45 }).toInstant());
    await eventually(async () => (await count(other.email)) === 3);
  }, 120_000);

  test('a move waits for the mail that is being handed over; after it nothing of the old time goes, whatever the clock says', async () => {
    const one = await booked('Verlegt', 4);
    let arrived = 0;
    let letGo: () => void = () => {};
    const held = new Promise<void>((go) => {
      letGo = go;
    });
    door.duringMail(async ({ to }) => {
      if (!to.includes(one.email)) return;
      arrived = Date.now();
      await held;
    });
    door.clock.turnTo(dayBefore(one, 3).toInstant());
    await eventually(async () => arrived > 0);
    // the reminder lies at the mail server, unanswered: the delivery holds its row
    const moving = move(one);
    await new Promise((go) => setTimeout(go, 400));
    const [still] = await door.stage.look<{ state: string }>('select state from scheduling.appointment where id = $1', one.appointmentId);
    expect(still?.state).toBe('booked');
    const answered = Date.now();
    letGo();
    const { at, newStart } = await moving;
    expect(at).toBeGreaterThanOrEqual(answered);
    door.duringMail(undefined);

    await eventually(async () => (await count(one.email)) === 3, 30_000); // confirmation, reminder of the old time, the move
    const rows = await door.stage.look<{ template: string; state: string }>(
      'select template, state from messages.message where cause_id = $1 order by template',
      one.appointmentId,
    );
    expect(rows).toEqual([
      { template: 'appointment-confirmation', state: 'sent' },
      { template: 'reminder-24', state: 'cancelled' },
      { template: 'reminder-72', state: 'sent' },
    ]);
    // a day before the old time: silence
    door.clock.turnTo(dayBefore(one, 1).toInstant());
    await looked();
    expect(await count(one.email)).toBe(3);
    // the new time has its own
    door.clock.turnTo(newStart.toZonedDateTimeISO('Europe/Berlin').subtract({ days: 3 }).toInstant());
    await eventually(async () => (await count(one.email)) === 4);
    const newest = (await mailsTo(door, one.email)).at(-1);
    expect(newest?.text).toContain(`${inBonn(newStart).day}.`);
    expect(newest?.text).not.toContain(` ${inBonn(one.startsAt).day}. `);
  }, 120_000);

  test('moved while its reminder was due and the server away: the old one never goes', async () => {
    const one = await booked('Verpasst', 4);
    await door.stopServer();
    await door.startServer({ hurried: true, without: ['deliver messages'] });
    await move(one);
    await door.stopServer();
    door.clock.turnTo(dayBefore(one, 1).add({ hours: 1 }).toInstant()); // both reminders of the old time would be due
    await door.startServer();
    await looked();
    const old = await door.stage.look<{ id: string; state: string }>(
      "select id, state from messages.message where cause_id = $1 and template like 'reminder%' order by template",
      one.appointmentId,
    );
    expect(old.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    const arrived = (await mailsTo(door, one.email)).map(({ messageId }) => messageId).join(' ');
    for (const { id } of old) expect(arrived).not.toContain(id);
    const gone = await door.stage.look<{ id: string }>(
      "select id from messages.message where cause_id = $1 and template = 'appointment-confirmation'",
      one.appointmentId,
    );
    for (const { id } of gone) expect(arrived).toContain(id); // by this a message is known at the other end
  }, 120_000);

  test('without consent there is none, and a consent that is taken back before the hand-over stops what waits', async () => {
    const one = await booked('Widerruf', 4);
    const { version } = await jana.done('placement.getRequest', { params: { id: one.id } });
    expect(version).toBeGreaterThan(0);
    await jana.done('placement.saveDraft', { params: { id: one.id }, body: { remindersConsent: false } });
    door.clock.turnTo(dayBefore(one, 3).add({ hours: 1 }).toInstant());
    await looked();
    door.clock.turnTo(dayBefore(one, 1).add({ hours: 1 }).toInstant());
    await looked();
    expect(await count(one.email)).toBe(1);
    const states = await door.stage.look<{ state: string }>(
      "select distinct state from messages.message where cause_id = $1 and template like 'reminder%'",
      one.appointmentId,
    );
    expect(states).toEqual([{ state: 'cancelled' }]);
    expect(Temporal.Instant.compare(door.clock.now, START)).toBeGreaterThan(0);
    expect(door.faults).toEqual([]);
  }, 120_000);
});
