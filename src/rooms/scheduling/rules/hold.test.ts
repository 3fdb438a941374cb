import { describe, expect, test } from 'vitest';
import { blocks, extendHold, farEnough, type Hold, isLive, secondsLeft, startHold } from './hold.ts';

const now = Temporal.Instant.from('2026-03-02T09:15:00.12Z');
const start = now.add({ hours: 72 });
const jana = { holder: 'jana', request: 'r1' };
const hold: Hold = { ...jana, until: now.add({ minutes: 10 }), extended: false, reservationForCallback: false };

describe('a hold', () => {
  test('lasts ten minutes, half-open', () => {
    expect(startHold({ ...jana, start }, null, now)).toEqual({ ok: true, already: false, hold });
    expect(isLive(hold, hold.until.subtract({ nanoseconds: 1 }))).toBe(true);
    expect(isLive(hold, hold.until)).toBe(false);
  });

  test('never blocks its own holder, and a second click changes nothing', () => {
    expect(blocks(hold, jana, now)).toBe(false);
    expect(startHold({ ...jana, start }, hold, now.add({ minutes: 3 }))).toEqual({ ok: true, already: true, hold });
  });

  test('blocks another desk, and the same desk with another request', () => {
    expect(startHold({ holder: 'samuel', request: 'r2', start }, hold, now)).toEqual({ ok: false, because: 'slot-held' });
    expect(startHold({ holder: 'jana', request: 'r2', start }, hold, now)).toEqual({ ok: false, because: 'slot-held' });
    expect(startHold({ holder: 'samuel', request: 'r2', start }, hold, hold.until)).toMatchObject({ ok: true, already: false });
  });

  test('is refused less than two hours before the start, but an own live one runs on', () => {
    const soon = now.add({ minutes: 119, seconds: 59 });
    expect(startHold({ ...jana, start: soon }, null, now)).toEqual({ ok: false, because: 'slot-starts-too-soon' });
    expect(startHold({ ...jana, start: soon }, hold, now)).toMatchObject({ ok: true, already: true });
    expect(farEnough(now.add({ hours: 2 }), now)).toBe(true);
  });

  test('gets five minutes more, once, added to its end', () => {
    const longer = extendHold(hold, 'jana', now.add({ minutes: 9 }));
    expect(longer).toMatchObject({ ok: true, hold: { until: now.add({ minutes: 15 }), extended: true } });
    if (longer.ok)
      expect(extendHold(longer.hold, 'jana', now.add({ minutes: 12 }))).toEqual({ ok: false, because: 'hold-already-extended' });
    expect(extendHold(hold, 'samuel', now)).toEqual({ ok: false, because: 'hold-not-yours' });
    expect(extendHold(hold, 'jana', hold.until)).toEqual({ ok: false, because: 'hold-expired' });
  });

  test('for a call-back lasts 48 hours, needs 50 hours before the start and is not extended', () => {
    const callback = startHold({ ...jana, start: now.add({ hours: 50 }), kind: 'callback' }, null, now);
    expect(callback).toMatchObject({ hold: { until: now.add({ hours: 48 }), reservationForCallback: true } });
    if (callback.ok) expect(extendHold(callback.hold, 'jana', now)).toEqual({ ok: false, because: 'hold-already-extended' });
    const tooSoon = { ...jana, start: now.add({ hours: 50 }).subtract({ seconds: 1 }), kind: 'callback' } as const;
    expect(startHold(tooSoon, null, now)).toEqual({ ok: false, because: 'slot-starts-too-soon' });
  });

  test('counts down in whole seconds to zero', () => {
    expect(secondsLeft(hold, now)).toBe(600);
    expect(secondsLeft(hold, now.add({ milliseconds: 1 }))).toBe(600);
    expect(secondsLeft(hold, hold.until.add({ seconds: 5 }))).toBe(0);
  });
});
