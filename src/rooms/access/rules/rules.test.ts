import { describe, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import { PERMITS, type PermitName } from '#kernel/permits.ts';
import { decide } from './decide.ts';
import { passwordFaults } from './password.ts';
import { invitationState, stepUpUntil } from './session.ts';
import { afterFailure, isKnownPlace, type Tries, waitAfter, waitLeft } from './throttle.ts';
import { ACCESS_PROBLEMS } from './words.ts';

const NOON = Temporal.Instant.from('2026-03-02T11:00:00Z');

describe('who may do what', () => {
  const names = Object.keys(PERMITS) as PermitName[];

  test.each(ROLES)('%s has exactly the permits that name the role', (role) => {
    for (const name of names) {
      const expected = (PERMITS[name] as readonly string[]).includes(role) ? { ok: true } : { ok: false, because: 'not-permitted' };
      expect(decide({ kind: 'account', roles: [role] }, name), name).toEqual(expected);
    }
  });

  test('nobody, and somebody who has given only the password, have no permit at all', () => {
    for (const name of names) {
      expect(decide({ kind: 'public' }, name)).toEqual({ ok: false, because: 'not-signed-in' });
      expect(decide({ kind: 'half' }, name)).toEqual({ ok: false, because: 'second-factor-needed' });
      expect(decide({ kind: 'account', roles: [] }, name)).toEqual({ ok: false, because: 'not-permitted' });
    }
  });
});

describe('a new password', () => {
  const owner = { name: 'Meike Brandt', email: 'm.brandt@netz.example' };
  test.each([
    ['kurz und gut', []],
    ['elf zeichen', ['too-short']],
    ['Rathaus!Uhr', ['too-short']],
    ['vier Pferde traben leise', []],
    ['x'.repeat(201), ['too-long', 'common']],
    ['Brandt traf den Mond', ['contains-name']],
    ['der Mond von MEIKE!', ['contains-name']],
    ['Passwort123!', ['common']],
    ['P@ssw0rt2026', ['common']],
    ['Willkommen2026', ['common']],
    ['SommerSommer1!', ['common']],
    ['123456789012', ['common']],
    ['210987654321', ['common']],
    ['abcdefghijkl', ['common']],
    ['qwertzuiopü+', []],
    ['aaaaaaaaaaaa', ['common']],
    ['abababababab', ['common']],
    ['9f3k-2!8_77#1a', []],
    ['geheimgeheim', ['common']],
    ['äöüßäöüßmondlicht', []],
  ])('%j', (password, faults) => {
    expect(passwordFaults(password, owner)).toEqual(faults);
  });

  test('counts characters, not bytes, and reads the same letters in every form', () => {
    expect(passwordFaults('🐴🐂🐖🐑🐐🐓🦆🐈🐕🐇🐁🐝', owner)).toEqual([]);
    expect(passwordFaults('Meike', { name: 'Meike', email: 'a@b' })).toContain('contains-name');
    expect(passwordFaults('Ｍｅｉｋｅ auf dem Mond', owner)).toEqual(['contains-name']); // full-width letters
  });
});

describe('tries at the door', () => {
  test('five are free, then the wait doubles up to five minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1000].map(waitAfter)).toEqual([
      0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300,
    ]);
  });

  test('a failure counts on, a day without any starts anew', () => {
    let counted: Tries | undefined;
    for (let count = 0; count < 7; count += 1) counted = afterFailure(counted, NOON);
    expect(counted).toMatchObject({ tries: 7 });
    expect(waitLeft(counted, NOON)).toBe(2);
    expect(waitLeft(counted, NOON.add({ seconds: 2 }))).toBe(0);
    expect(afterFailure(counted, NOON.add({ hours: 23 })).tries).toBe(8);
    expect(afterFailure(counted, NOON.add({ hours: 24 })).tries).toBe(1);
    expect(waitLeft(undefined, NOON)).toBe(0);
  });

  test('a place is known for 90 days after the last full sign-in', () => {
    const known = { tries: 0, blockedUntil: NOON, touchedAt: NOON };
    expect(isKnownPlace(known, NOON.add({ hours: 24 * 90 - 1 }))).toBe(true);
    expect(isKnownPlace(known, NOON.add({ hours: 24 * 90 }))).toBe(false);
    expect(isKnownPlace(undefined, NOON)).toBe(false);
  });
});

test('a fresh code opens for five minutes, and one from the future for none', () => {
  expect(stepUpUntil(null, NOON)).toBeNull();
  expect(stepUpUntil(NOON, NOON)?.toString()).toBe('2026-03-02T11:05:00Z');
  expect(stepUpUntil(NOON, NOON.add({ seconds: 299 }))).not.toBeNull();
  expect(stepUpUntil(NOON, NOON.add({ seconds: 300 }))).toBeNull();
  expect(stepUpUntil(NOON.add({ seconds: 1 }), NOON)).toBeNull();
});

test('an invitation is accepted, withdrawn, expired or open, in this order', () => {
  const open = { acceptedAt: null, withdrawnAt: null, expiresAt: NOON.add({ hours: 1 }) };
  expect(invitationState(open, NOON)).toBe('open');
  expect(invitationState({ ...open, expiresAt: NOON }, NOON)).toBe('expired');
  expect(invitationState({ ...open, expiresAt: NOON, withdrawnAt: NOON }, NOON)).toBe('withdrawn');
  expect(invitationState({ ...open, withdrawnAt: NOON, acceptedAt: NOON }, NOON)).toBe('accepted');
});

test('every refusal of this room has words in both languages, and German addresses with Sie', () => {
  for (const [code, { de, en }] of Object.entries(ACCESS_PROBLEMS)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const words of [de, en]) {
      expect(words.title.length, code).toBeGreaterThan(3);
      expect(words.detail.endsWith('.'), code).toBe(true);
    }
    expect(de.detail, code).not.toMatch(/\b(du|dein|dir)\b/i);
  }
});
