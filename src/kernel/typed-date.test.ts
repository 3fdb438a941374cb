import { describe, expect, test } from 'vitest';
import { readTypedDate } from './typed-date.ts';

const monday = Temporal.PlainDate.from('2026-03-02');

const say = (text: string, lean: 'future' | 'past' = 'future') => {
  const read = readTypedDate(text, monday, lean);
  if (!read.ok) return read.because;
  return read.time ? `${read.date} ${read.time.toString({ smallestUnit: 'minute' })}` : `${read.date}`;
};

describe('A day is read as people say it (Monday, 2 March 2026)', () => {
  test.each([
    ['3.4.', '2026-04-03'],
    ['3.4', '2026-04-03'],
    ['03.04.2027', '2027-04-03'],
    ['3.4.27', '2027-04-03'],
    ['3. 4. 2027', '2027-04-03'],
    ['03042027', '2027-04-03'],
    ['030427', '2027-04-03'],
    ['0304', '2026-04-03'],
    ['2027-04-03', '2027-04-03'],
    ['3/4/2027', '2027-04-03'],
    ['2.3.', '2026-03-02'],
    ['1.3.', '2027-03-01'],
    ['29.2.', '2028-02-29'],
    ['5. März', '2026-03-05'],
    ['5 mar 2027', '2027-03-05'],
    ['1. Februar', '2027-02-01'],
    ['heute', '2026-03-02'],
    ['Morgen', '2026-03-03'],
    ['übermorgen', '2026-03-04'],
    ['gestern', '2026-03-01'],
    ['Mo', '2026-03-02'],
    ['Do', '2026-03-05'],
    ['nächsten Donnerstag', '2026-03-05'],
    ['so', '2026-03-08'],
    ['Mi 03.04.2027', '2027-04-03'],
    ['+3', '2026-03-05'],
    ['in 3 Tagen', '2026-03-05'],
    ['in 2 Wochen', '2026-03-16'],
    ['2 w', '2026-03-16'],
    ['in 1 Monat', '2026-04-02'],
  ])('%s', (text, day) => {
    expect(say(text)).toBe(day);
  });
});

describe('A time may follow', () => {
  test.each([
    ['Mo 14:30', '2026-03-02 14:30'],
    ['do 9 uhr', '2026-03-05 09:00'],
    ['morgen um 8', '2026-03-03 08:00'],
    ['3.4. 14:30', '2026-04-03 14:30'],
    ['3.4. 14.30 Uhr', '2026-04-03 14:30'],
    ['5. März um 9 Uhr', '2026-03-05 09:00'],
    ['05.03.2026, 17:30 Uhr', '2026-03-05 17:30'],
    ['14:30', '2026-03-02 14:30'],
    ['3.4.2027', '2027-04-03'],
  ])('%s', (text, at) => {
    expect(say(text)).toBe(at);
  });
});

describe('Where the past is meant, the past is read', () => {
  test.each([
    ['14.2.93', '1993-02-14'],
    ['14.02.1993', '1993-02-14'],
    ['140293', '1993-02-14'],
    ['1.3.26', '2026-03-01'],
    ['3.3.26', '1926-03-03'],
    ['1.3.', '2026-03-01'],
    ['3.3.', '2025-03-03'],
    ['fr', '2026-02-27'],
    ['mo', '2026-03-02'],
    ['29.2.', '2024-02-29'],
    ['29.2.00', '2000-02-29'],
  ])('%s', (text, day) => {
    expect(say(text, 'past')).toBe(day);
  });
});

describe('What cannot be a day is refused with a reason', () => {
  test.each([
    ['', 'date-empty'],
    ['   ', 'date-empty'],
    ['bald', 'date-unreadable'],
    ['17', 'date-unreadable'],
    ['31.2.', 'date-impossible'],
    ['31.2.2027', 'date-impossible'],
    ['29.02.2027', 'date-impossible'],
    ['0.4.2027', 'date-impossible'],
    ['3.13.2027', 'date-impossible'],
    ['Mo 25:00', 'time-unreadable'],
    ['Mo 14:75', 'time-unreadable'],
    ['1.2.3.4', 'date-unreadable'],
  ])('%j', (text, because) => {
    expect(say(text)).toBe(because);
  });
});
