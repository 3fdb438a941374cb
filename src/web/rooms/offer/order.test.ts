import { expect, test } from 'vitest';
import { peopleCards, singlePlaces } from './order.ts';

const place = (state: 'open' | 'occupied' | 'trial' | 'draft' | 'held', groupId: string | null = null) => ({ state, groupId });

test('What can still change stands above the groups, running therapies below, seats of groups in neither', () => {
  const { above, below } = singlePlaces([
    place('occupied'),
    place('draft'),
    place('trial'),
    place('open', 'group'),
    place('held'),
    place('open'),
  ]);
  expect(above.map(({ state }) => state)).toEqual(['open', 'held', 'trial', 'draft']);
  expect(below.map(({ state }) => state)).toEqual(['occupied']);
});

const allocation = (id: string, more: object = {}) => ({
  id,
  state: 'trial' as const,
  sessions: 2,
  decisionDue: false,
  decisionOverdue: false,
  seen: true,
  ...more,
});
const never = () => false;

test('A due question is asked, an overdue one first; who waits for the next session is not asked again before it', () => {
  const list = [
    allocation('early'),
    allocation('due', { decisionDue: true }),
    allocation('late', { decisionDue: true, decisionOverdue: true }),
  ];
  expect(peopleCards(list, null, never).deciding.map(({ id }) => id)).toEqual(['late', 'due']);
  expect(peopleCards(list, null, (id, sessions) => id === 'due' && sessions === 2).deciding.map(({ id }) => id)).toEqual(['late']);
  expect(peopleCards(list, 'early', never).deciding.map(({ id }) => id)).toEqual(['late', 'early', 'due']);
});

test('A new booking stands until it was seen, and no longer when the therapy runs', () => {
  const list = [
    allocation('new', { state: 'reserved', seen: false }),
    allocation('seen', { state: 'reserved' }),
    allocation('runs', { state: 'occupied', seen: false }),
  ];
  expect(peopleCards(list, null, never).fresh.map(({ id }) => id)).toEqual(['new']);
});
