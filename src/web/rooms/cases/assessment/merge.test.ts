import { expect, test } from 'vitest';
import type { Fields } from './data.ts';
import { mergeFields, soundly } from './merge.ts';

const BASE: Fields = {
  client: { severity: null, need: null, wish: '', missing: null, missingNote: '', source: 'client' },
  professional: { severity: null, need: null, note: '' },
  notDiscussed: null,
  notDiscussedNote: '',
  selfManaged: null,
  informalSupport: null,
  sentence: '',
  priority: false,
  notNow: null,
};
const hers: Fields = { ...BASE, client: { ...BASE.client, severity: 1, need: 'met', source: 'portal' } };
const ours: Fields = { ...BASE, professional: { severity: 3, need: 'unmet', note: 'n' } };

test('Her words from the portal and the professional view typed meanwhile stand side by side', () => {
  expect(mergeFields(BASE, ours, hers)).toEqual({ ...BASE, client: hers.client, professional: ours.professional });
  expect(mergeFields(BASE, BASE, hers)).toEqual(hers);
});

test('Where both changed the same view, a person decides', () => {
  expect(mergeFields(BASE, { ...BASE, client: { ...BASE.client, severity: 4 } }, hers)).toBeNull();
  expect(mergeFields(BASE, hers, hers)).toEqual(hers);
});

test('A view takes the place of a reason for its absence, and "not discussed" clears both views', () => {
  const missing = soundly(hers, { client: { ...hers.client, missing: 'acute' } });
  expect([missing.client.severity, missing.client.missing]).toEqual([null, 'acute']);
  const said = soundly(missing, { client: { ...missing.client, severity: 2 } });
  expect([said.client.severity, said.client.missing]).toEqual([2, null]);
  const not = soundly(ours, { notDiscussed: 'later' });
  expect([not.professional.severity, not.professional.note, not.notDiscussed]).toEqual([null, 'n', 'later']);
  expect(soundly(not, { professional: { severity: 1, need: null, note: '' } }).notDiscussed).toBeNull();
});
