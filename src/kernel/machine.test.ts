import { describe, expect, test } from 'vitest';
import { listedEvents, type Machine, step } from './machine.ts';

type Facts = { big?: boolean; ready?: boolean };
const DOOR = {
  table: {
    shut: [
      { id: 'D1', event: 'open', to: 'wide', who: ['desk'], when: (facts: Facts) => facts.big === true, needs: ['not-ready'] },
      { id: 'D2', event: 'open', to: 'ajar', who: ['desk'], needs: ['not-ready'], effects: ['creak'] },
      { id: 'D3', event: 'open', to: 'wide', who: ['coordinator'] },
    ],
    ajar: [],
    wide: [],
  },
  checks: { 'not-ready': (facts: Facts) => facts.ready === true },
  unlisted: { shut: 'door-shut', ajar: 'door-ajar', wide: 'door-wide' },
  notForRole: 'door-not-for-role',
} as const satisfies Machine<'shut' | 'ajar' | 'wide', 'open' | 'slam', 'not-ready', 'creak', Facts, string>;

function ask(state: 'shut' | 'ajar' | 'wide', event: 'open' | 'slam', who: Parameters<typeof step>[3], facts: Facts) {
  return step<'shut' | 'ajar' | 'wide', 'open' | 'slam', 'not-ready', 'creak', Facts, string>(DOOR, state, event, who, facts);
}

describe('a life cycle', () => {
  test('takes the first row whose party, choice and needs hold', () => {
    expect(ask('shut', 'open', 'desk', { ready: true, big: true })).toEqual({ ok: true, id: 'D1', to: 'wide', effects: [] });
    expect(ask('shut', 'open', 'desk', { ready: true })).toEqual({ ok: true, id: 'D2', to: 'ajar', effects: ['creak'] });
  });

  test('tries every role of who acts before it refuses', () => {
    expect(ask('shut', 'open', ['desk', 'coordinator'], {})).toMatchObject({ ok: true, id: 'D3' });
  });

  test('refuses with the need that failed, with the role, or with the state, and a missing fact never holds', () => {
    expect(ask('shut', 'open', 'desk', {})).toEqual({ ok: false, because: 'not-ready' });
    expect(ask('shut', 'open', 'auditor', { ready: true })).toEqual({ ok: false, because: 'door-not-for-role' });
    expect(ask('shut', 'open', [], { ready: true })).toEqual({ ok: false, because: 'door-not-for-role' });
    expect(ask('wide', 'open', 'coordinator', {})).toEqual({ ok: false, because: 'door-wide' });
    expect(ask('shut', 'slam', 'desk', {})).toEqual({ ok: false, because: 'door-shut' });
  });

  test('tells which events a party may find from a state', () => {
    const events = (parties: Parameters<typeof listedEvents>[2]) =>
      listedEvents<'shut' | 'ajar' | 'wide', 'open' | 'slam', 'not-ready', 'creak', Facts, string>(DOOR, 'shut', parties);
    expect(events(['desk'])).toEqual(['open']);
    expect(events(['auditor'])).toEqual([]);
  });
});
