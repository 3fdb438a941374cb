import { expect, test } from 'vitest';
import { readTravel, readZones } from './zones.ts';

test('A zone table is read with its head, quotes and either separator', () => {
  expect(readZones('\ufeffPLZ;Zone\r\n53111;A\r\n"53113","B"\r\n\r\n')).toEqual({
    ok: true,
    rows: [
      { postalCode: '53111', zone: 'A' },
      { postalCode: '53113', zone: 'B' },
    ],
  });
  expect(readTravel('von;nach;Minuten\nA;B;25\nA;A;0')).toEqual({
    ok: true,
    rows: [
      { from: 'A', to: 'B', minutes: 25 },
      { from: 'A', to: 'A', minutes: 0 },
    ],
  });
});

test('A fault names its line, counted as an editor counts', () => {
  expect(readZones('PLZ;Zone\n53111;A\n5311;B')).toEqual({ ok: false, fault: { because: 'postal-code', line: 3 } });
  expect(readTravel('A;B;25\nA;B;601')).toEqual({ ok: false, fault: { because: 'minutes', line: 2 } });
  expect(readTravel('A1;B')).toEqual({ ok: false, fault: { because: 'columns', line: 1 } });
  expect(readZones('PLZ;Zone\n')).toEqual({ ok: false, fault: { because: 'empty', line: 0 } });
});
