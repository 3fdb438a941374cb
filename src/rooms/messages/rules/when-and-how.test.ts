import { describe, expect, it } from 'vitest';
import { inBerlin } from '#kernel/time.ts';
import { chooseChannel, type Reach, textNumber } from './channel.ts';
import { isAwake, lastAwake, nextAwake, type QuietHours, remindersOf, USUAL_QUIET } from './quiet.ts';

const berlin = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').toInstant();
const none = () => false;
const told = (start: string, now: string, isHoliday: (day: Temporal.PlainDate) => boolean = none, quiet: QuietHours = USUAL_QUIET) =>
  remindersOf(berlin(start), berlin(now), quiet, isHoliday).map(
    ({ template, dueAt }) => `${template} ${inBerlin(dueAt).toPlainDateTime().toString({ smallestUnit: 'minute' })}`,
  );

describe('reminders', () => {
  it('go three days and one day before, at the same time of day', () => {
    expect(told('2026-03-19T14:00', '2026-03-02T10:00')).toEqual(['reminder-72 2026-03-16T14:00', 'reminder-24 2026-03-18T14:00']);
  });

  it('only the later one goes when it was booked less than three days before, none less than one day before', () => {
    expect(told('2026-03-19T14:00', '2026-03-16T14:01')).toEqual(['reminder-24 2026-03-18T14:00']);
    expect(told('2026-03-19T14:00', '2026-03-18T14:00')).toEqual([]);
    expect(told('2026-03-19T14:00', '2026-03-19T09:00')).toEqual([]);
  });

  it('keep to the wall clock over the night in which it changes', () => {
    // Summer time began on Sunday 29 March 2026; Monday 30 March, 9:00, less 24 hours would be 8:00 on Sunday.
    expect(told('2026-03-30T09:00', '2026-03-20T10:00', none, { ...USUAL_QUIET, restDays: false })).toEqual([
      'reminder-72 2026-03-27T09:00',
      'reminder-24 2026-03-29T09:00',
    ]);
    expect(told('2026-10-26T09:00', '2026-10-10T10:00', none, { ...USUAL_QUIET, restDays: false })).toEqual([
      'reminder-72 2026-10-23T09:00',
      'reminder-24 2026-10-25T09:00',
    ]);
  });

  it('go earlier where the hour is quiet: Monday morning is told on Saturday evening, not on Sunday', () => {
    expect(told('2026-03-16T09:00', '2026-03-02T10:00')).toEqual(['reminder-72 2026-03-13T09:00', 'reminder-24 2026-03-14T19:45']);
  });

  it('go the evening before where the appointment is earlier than the day begins', () => {
    // three days before is Monday 7:00, so Saturday evening: Sunday is quiet
    expect(told('2026-03-19T07:00', '2026-03-02T10:00')).toEqual(['reminder-72 2026-03-14T19:45', 'reminder-24 2026-03-17T19:45']);
  });

  it('go before Easter, not on it', () => {
    const easter = (day: Temporal.PlainDate) => ['2026-04-03', '2026-04-06'].includes(day.toString());
    // Tuesday after Easter: Monday is a holiday, Sunday is Sunday, so Saturday evening; three days before is Saturday itself.
    expect(told('2026-04-07T10:00', '2026-03-20T10:00', easter)).toEqual(['reminder-72 2026-04-04T10:00', 'reminder-24 2026-04-04T19:45']);
  });

  it('go later only where earlier is already past and it still helps', () => {
    // Booked on Sunday for Wednesday 12:00: meant Sunday 12:00 is past; booked on Saturday 21:00, earlier would be Saturday 19:45.
    expect(told('2026-03-18T12:00', '2026-03-14T21:00')).toEqual(['reminder-72 2026-03-16T08:00', 'reminder-24 2026-03-17T12:00']);
    expect(told('2026-03-16T09:00', '2026-03-14T20:30')).toEqual([]); // Monday 8:00 for Monday 9:00 helps nobody
  });

  it('never go at a quiet time, never after the appointment, never in the past, at most one of each kind', () => {
    const depth = Number(process.env.GELEIT_DEPTH ?? 1);
    const cases = 400 * depth;
    let seed = 20260302;
    const random = () => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return seed / 0x7fffffff;
    };
    let made = 0;
    for (let index = 0; index < cases; index += 1) {
      const start = berlin('2026-01-01T00:00').add({ minutes: Math.floor(random() * 60 * 24 * 365) });
      const now = start.subtract({ minutes: Math.floor(random() * 60 * 24 * 10) });
      const quiet = {
        from: `${String(17 + Math.floor(random() * 6)).padStart(2, '0')}:00`,
        until: `0${6 + Math.floor(random() * 4)}:30`,
        restDays: random() < 0.7,
      };
      const holiday = (day: Temporal.PlainDate) => day.day % 11 === 0;
      const reminders = remindersOf(start, now, quiet, holiday);
      made += reminders.length;
      expect(new Set(reminders.map(({ template }) => template)).size).toBe(reminders.length);
      for (const { dueAt } of reminders) {
        expect(isAwake(dueAt, quiet, holiday)).toBe(true);
        expect(Temporal.Instant.compare(dueAt, now)).toBe(1);
        expect(dueAt.until(start).total('hours')).toBeGreaterThanOrEqual(6);
      }
    }
    expect(made).toBeGreaterThan(cases / 2);
    console.info(`reminders: ${cases} appointments, ${made} reminders`);
  });
});

describe('quiet hours', () => {
  it('may lie within a day, and may be none', () => {
    const noon = { from: '12:00', until: '14:00', restDays: false };
    expect(isAwake(berlin('2026-03-18T13:00'), noon, none)).toBe(false);
    expect(isAwake(berlin('2026-03-18T14:00'), noon, none)).toBe(true);
    expect(
      inBerlin(lastAwake(berlin('2026-03-18T13:00'), noon, none) ?? berlin('2026-01-01T00:00'))
        .toPlainTime()
        .toString(),
    ).toBe('11:45:00');
    expect(isAwake(berlin('2026-03-18T03:00'), { from: '00:00', until: '00:00', restDays: false }, none)).toBe(true);
  });

  it('that never end are told as such', () => {
    expect(lastAwake(berlin('2026-03-18T13:00'), USUAL_QUIET, () => true)).toBeUndefined();
    expect(nextAwake(berlin('2026-03-18T13:00'), USUAL_QUIET, () => true)).toBeUndefined();
  });
});

describe('the channel', () => {
  const open: Reach = { addresses: { email: true, sms: true, letter: true }, safe: null, stopped: [], texts: true };
  const safe = { email: true, sms: true, letter: true };

  it('is the wished one where it is open', () => {
    for (const wish of ['email', 'sms', 'letter'] as const) expect(chooseChannel(open, wish, false)).toEqual({ ok: true, channel: wish });
    expect(chooseChannel(open, null, false)).toEqual({ ok: true, channel: 'email' });
  });

  it('is another one where the safe-contact rule forbids the wished one', () => {
    expect(chooseChannel({ ...open, safe: { ...safe, email: false } }, 'email', false)).toEqual({ ok: true, channel: 'sms' });
    expect(chooseChannel({ ...open, safe: { ...safe, email: false, sms: false } }, 'email', false)).toEqual({
      ok: true,
      channel: 'letter',
    });
  });

  it('is none where all are forbidden, with the reason', () => {
    expect(chooseChannel({ ...open, safe: { email: false, sms: false, letter: false } }, 'email', false)).toEqual({
      ok: false,
      because: 'channel-unsafe',
    });
    expect(chooseChannel({ ...open, addresses: { email: false, sms: false, letter: false } }, null, false)).toEqual({
      ok: false,
      because: 'no-address',
    });
    expect(chooseChannel(open, 'phone', false)).toEqual({ ok: false, because: 'calls-wished' });
  });

  it('of a reminder is never a letter, and stops with the wish for no reminders, while a confirmation still goes', () => {
    const noReminders: Reach = { ...open, texts: false, stopped: [{ channel: 'email', scope: 'reminders' }] };
    expect(chooseChannel(noReminders, 'email', true)).toEqual({ ok: false, because: 'channel-stopped' });
    expect(chooseChannel(noReminders, 'email', false)).toEqual({ ok: true, channel: 'email' });
    expect(chooseChannel({ ...open, addresses: { email: false, sms: false, letter: true } }, 'letter', true)).toMatchObject({ ok: false });
  });

  it('is never the text message where the network has no gateway', () => {
    expect(chooseChannel({ ...open, texts: false }, 'sms', false)).toEqual({ ok: true, channel: 'email' });
  });

  it.each([
    ['4915112345678', '+4915112345678'],
    ['4917612345678', '+4917612345678'],
    ['492285550100', undefined], // a landline would read it out
    ['43660123456', '+43660123456'],
    [undefined, undefined],
  ])('the number %s takes a text message at %s', (digits, number) => {
    expect(textNumber(digits)).toBe(number);
  });
});
