import { expect, test } from 'vitest';
import type { Role } from '#kernel/codes.ts';
import { permitsOf } from '#kernel/permits.ts';
import { homeOf, roomsOf } from './rooms.ts';

const doors = (...roles: Role[]) => roomsOf(permitsOf(roles)).map((room) => room.key);

test('The desk finds the phone first and no administration', () => {
  expect(doors('desk')).toEqual(['telefon', 'anfragen', 'netzwerk', 'kalender', 'notfaelle', 'aufgaben', 'auswertung', 'konto']);
  expect(homeOf(permitsOf(['desk']))).toBe('/telefon');
});

test('A therapist lands at her own offer', () => {
  expect(doors('therapist')).toContain('angebot');
  expect(doors('therapist')).not.toContain('telefon');
  expect(homeOf(permitsOf(['therapist']))).toBe('/angebot');
});

test('Whoever has duty lands where the alarm leads, the clinical lead where the reviews wait', () => {
  expect(homeOf(permitsOf(['oncall']))).toBe('/notfaelle');
  expect(homeOf(permitsOf(['lead']))).toBe('/notfaelle');
  expect(doors('therapist')).not.toContain('notfaelle');
});

test('A practice of Soziotherapie lands at what its clients need today', () => {
  for (const role of ['soziotherapist', 'office', 'lead'] as const) {
    expect(homeOf(permitsOf([role]), true)).toBe('/soziotherapie');
    expect(doors(role)).toContain('sozio');
  }
  expect(doors('desk')).not.toContain('sozio');
});

test('The auditor sees the log, not the requests', () => {
  expect(doors('auditor')).toContain('verwaltung');
  expect(doors('auditor')).not.toContain('anfragen');
});

test('Every role has a home behind one of its own doors', () => {
  const roles: Role[] = [
    'admin',
    'desk',
    'therapist',
    'oncall',
    'soziotherapist',
    'case-manager',
    'office',
    'coordinator',
    'lead',
    'auditor',
  ];
  for (const role of roles) {
    const permits = permitsOf([role]);
    expect(
      roomsOf(permits).map((room) => room.path),
      role,
    ).toContain(homeOf(permits));
  }
});
