import { expect, test } from 'vitest';
import { FEE_BECAUSE } from '#rooms/placement/rules/cancellation.ts';
import { words as de } from '../../words/de/calendar.ts';
import { words as en } from '../../words/en/calendar.ts';
import { feeBecause } from './fee-words.ts';
import { receivedFault } from './received.ts';

test('Every line of the cancellation rule has its reason in both languages, an unknown one says nothing', () => {
  for (const line of Object.keys(FEE_BECAUSE)) {
    expect(feeBecause(line, 'de')).toMatch(/[.]$/);
    expect(feeBecause(line, 'en')).not.toBe(feeBecause(line, 'de'));
  }
  expect(feeBecause('C12', 'de')).toBe('Es ist das erste Mal. Eine freundliche Erinnerung genügt.');
  expect(feeBecause('C99', 'de')).toBe('');
});

test('A suggestion never speaks of an invoice except to say that there is none', () => {
  expect(de.fee.possible('60,00 €')).toBe('Vorschlag: 60,00 € sind möglich.');
  for (const { noInvoice: _, decide: _decide, decided: _decided, told: _told, possible, ...texts } of [de.fee, en.fee])
    expect([...Object.values(texts), possible('60 €')].join(' ')).not.toMatch(/Rechnung|invoice/i);
});

test('A cancellation arrived before the appointment began, and not in the future', () => {
  const start = '2026-03-05T09:00:00Z'; // 10:00 in Bonn
  const now = Temporal.Instant.from('2026-03-05T12:00:00Z');
  expect(receivedFault('2026-03-05T09:59', start, now)).toBeNull();
  expect(receivedFault('2026-03-05T10:00', start, now)).toBe('begun');
  expect(receivedFault('2026-03-05T13:01', start, now)).toBe('future');
  expect(receivedFault(null, start, now)).toBeNull();
});
