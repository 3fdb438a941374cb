import { expect, test } from 'vitest';
import { faultsOf, fieldsOf, freshDraft, type PlaceDraft, sentenceAt } from './place-draft.ts';

const today = Temporal.PlainDate.from('2026-03-02');
const draft = (part: Partial<PlaceDraft> = {}): PlaceDraft => ({
  ...freshDraft(undefined, '0197a000-0000-7000-8000-000000000001', today),
  procedure: 'VT',
  windows: [{ weekday: 3, from: '14:00', to: '18:00', rhythm: 'weekly' }],
  ...part,
});

test('A filled-in place may open', () => {
  expect(faultsOf(draft(), true)).toEqual([]);
});

test('Opening asks for a procedure and a time, a draft does not', () => {
  const lacking = draft({ procedure: null, windows: [] });
  expect(faultsOf(lacking, true).map(({ pointer }) => pointer)).toEqual(['/procedure', '/windows']);
  expect(faultsOf(lacking, false)).toEqual([]);
});

test('An age that is no number is told beside its field and never sent', () => {
  const odd = draft({ ageMin: 'ab 18' });
  expect(fieldsOf(odd)).toBeNull();
  expect(sentenceAt(faultsOf(odd, false), '/ageMin', 'de')).toBe('Diese Angabe fehlt noch.');
});

test('Seven focus areas are one too many, said with the number', () => {
  const many = draft({ specialities: { ANX: 'S', OCD: 'S', DEP: 'S', BIP: 'S', PSY: 'S', PTS: 'S', ADJ: 'S' } });
  expect(sentenceAt(faultsOf(many, false), '/specialities', 'de')).toBe('Höchstens 6 sind möglich.');
  expect(sentenceAt(faultsOf(many, false), '/specialities', 'en')).toBe('At most 6 are possible.');
});

test('A window that is too short for a session is told beside the windows', () => {
  const short = draft({ windows: [{ weekday: 3, from: '14:00', to: '14:30', rhythm: 'weekly' }] });
  expect(sentenceAt(faultsOf(short, false), '/windows/0', 'de')).toContain('mindestens 50 Minuten');
});
