import { expect, test } from 'vitest';
import type { Task } from '#rooms/tasks/contract.ts';
import { ordered, pageOf, urgencyOf } from './order.ts';

const at = (text: string) => Temporal.Instant.from(text);
const task = (change: Partial<Task>): Task => ({
  id: '01900000-0000-7000-8000-000000000001',
  version: 1,
  kind: 're-place',
  objectKind: 'request',
  objectId: '01900000-0000-7000-8000-00000000000a',
  person: null,
  assigneeName: null,
  assigneeRole: 'desk',
  priority: 2,
  dueAt: '2026-03-05T16:00:00Z',
  createdAt: '2026-03-01T08:00:00Z',
  facts: {},
  note: null,
  doneAt: null,
  outcome: null,
  ...change,
});

test('A deadline is overdue from its minute on, and "today" ends at midnight in Berlin', () => {
  const now = at('2026-03-05T15:00:00Z');
  expect(urgencyOf(at('2026-03-05T14:59:00Z'), now)).toBe('overdue');
  expect(urgencyOf(at('2026-03-05T22:59:00Z'), now)).toBe('today');
  expect(urgencyOf(at('2026-03-05T23:00:00Z'), now)).toBe('week');
  expect(urgencyOf(at('2026-03-12T12:00:00Z'), now)).toBe('week');
  expect(urgencyOf(at('2026-03-13T12:00:00Z'), now)).toBe('later');
});

test('The same task leads each reader to where she can do it', () => {
  const ofAppointment = task({ kind: 'mark-appointment', objectKind: 'appointment', facts: { practitionerId: 'p', requestId: 'r' } });
  expect(pageOf(ofAppointment, ['directory.offer', 'placement.therapist'])).toBe('/kalender');
  expect(pageOf(ofAppointment, ['placement.desk', 'directory.read'])).toBe('/telefon/r');
  expect(pageOf(task({ kind: 'safety-release' }), ['placement.safety'])).toBe('/anfragen/01900000-0000-7000-8000-00000000000a');
  expect(pageOf(task({ objectKind: 'place', facts: { practitionerId: 'p' } }), ['directory.read'])).toBe('/netzwerk/p');
  expect(pageOf(task({ objectKind: 'allocation' }), ['figures.read'])).toBe(null);
});

test('Tasks stand by deadline, urgent ones first where it is the same', () => {
  const late = task({ id: 'late', dueAt: '2026-03-09T16:00:00Z', priority: 1 });
  const soon = task({ id: 'soon', priority: 3 });
  const urgent = task({ id: 'urgent', priority: 1 });
  expect(ordered([late, soon, urgent], 'due').map(({ id }) => id)).toEqual(['urgent', 'soon', 'late']);
  expect(ordered([soon, late, urgent], 'priority').map(({ id }) => id)).toEqual(['urgent', 'late', 'soon']);
});
