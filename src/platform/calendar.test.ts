import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { BERLIN, berlinInstant } from '#kernel/time.ts';
import { type CalendarEntry, calendarFeed, calendarInvitation } from './calendar.ts';

const at = (text: string) => Temporal.Instant.from(text);
const CHANGED = at('2026-03-01T08:00:00Z');

function entry(id: string, start: string, end: string, kind: 'busy' | 'free' = 'busy'): CalendarEntry {
  return { id, start: at(start), end: at(end), kind, changedAt: CHANGED };
}

/** Reads events back from the text, unfolding lines first. */
function readBack(text: string): Record<string, string>[] {
  const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n');
  const events: Record<string, string>[] = [];
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') events.push({});
    const colon = line.indexOf(':');
    const event = events.at(-1);
    if (event && colon > 0) event[line.slice(0, colon)] ??= line.slice(colon + 1);
  }
  return events;
}

function instant(value: string | undefined): Temporal.Instant {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value ?? '');
  if (!match) throw new Error(`not a UTC time: ${value}`);
  const [, year, month, day, hour, minute, second] = match;
  return at(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

const NIGHTS: CalendarEntry[] = [
  entry('a1', '2026-03-29T00:30:00Z', '2026-03-29T01:20:00Z'), // 01:30 CET to 03:20 CEST, across the missing hour
  entry('a2', '2026-10-25T00:30:00Z', '2026-10-25T01:20:00Z'), // the first 02:30 (summer time)
  entry('a3', '2026-10-25T01:30:00Z', '2026-10-25T02:20:00Z', 'free'), // the second 02:30 (winter time)
];
const feed = (entries: CalendarEntry[] = NIGHTS, language: 'de' | 'en' = 'de') =>
  calendarFeed({ name: 'Kalender', domain: 'netz.example', language, entries });

describe('calendar feed', () => {
  it('both nights of the clock change come back as the same instants', () => {
    const events = readBack(feed());
    expect(events.map((event) => [instant(event.DTSTART).toString(), instant(event.DTEND).toString()])).toEqual(
      NIGHTS.map(({ start, end }) => [start.toString(), end.toString()]),
    );
    expect(instant(events[1]?.DTSTART).toZonedDateTimeISO(BERLIN).toPlainTime().toString()).toBe('02:30:00');
    expect(instant(events[2]?.DTSTART).toZonedDateTimeISO(BERLIN).toPlainTime().toString()).toBe('02:30:00');
  });

  it('10:00 in Berlin is 08:00 UTC in summer and 09:00 UTC in winter', () => {
    const tenOn = (day: string) => {
      const start = berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from('10:00'));
      return { id: day, start, end: start.add({ minutes: 50 }), kind: 'busy' as const, changedAt: CHANGED };
    };
    expect(readBack(feed([tenOn('2026-07-01'), tenOn('2026-12-01')])).map((event) => event.DTSTART)).toEqual([
      '20260701T080000Z',
      '20261201T090000Z',
    ]);
  });

  it('does not depend on the clock of the server', () => {
    const script = `import { calendarFeed } from ${JSON.stringify(new URL('./calendar.ts', import.meta.url).href)};
      const at = (text) => Temporal.Instant.from(text);
      process.stdout.write(calendarFeed({ name: 'K', domain: 'd', language: 'de', entries: [
        { id: 'a', start: at('2026-07-01T08:00:00Z'), end: at('2026-07-01T08:50:00Z'), kind: 'busy', changedAt: at('2026-03-01T08:00:00Z') } ] }));`;
    const inZone = (TZ: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TZ }, encoding: 'utf8' });
    const kolkata = inZone('Asia/Kolkata');
    expect(readBack(kolkata)[0]?.DTSTART).toBe('20260701T080000Z');
    expect(inZone('America/New_York')).toBe(kolkata);
  });

  it('says only that time is taken or free', () => {
    const events = readBack(feed());
    expect(events.map((event) => event.SUMMARY)).toEqual(['Termin (belegt)', 'Termin (belegt)', 'frei']);
    expect(events.map((event) => event.TRANSP)).toEqual(['OPAQUE', 'OPAQUE', 'TRANSPARENT']);
    expect(readBack(feed(NIGHTS, 'en')).map((event) => event.SUMMARY)).toEqual(['Appointment (busy)', 'Appointment (busy)', 'free']);
    for (const event of events) {
      expect(Object.keys(event).filter((key) => /^(LOCATION|DESCRIPTION|ATTENDEE|ORGANIZER|GEO|CONTACT|COMMENT)/.test(key))).toEqual([]);
    }
  });

  it('an unchanged entry keeps its UID and its text, a moved one keeps its UID', () => {
    expect(feed()).toBe(feed());
    const [moved] = readBack(feed([entry('a1', '2026-03-30T08:00:00Z', '2026-03-30T08:50:00Z')]));
    expect(moved?.UID).toBe('a1@netz.example');
    expect(readBack(feed()).map((event) => event.UID)).toEqual(['a1@netz.example', 'a2@netz.example', 'a3@netz.example']);
  });

  it('a name cannot break out of its line', () => {
    const text = calendarFeed({ name: 'A\r\nBEGIN:VEVENT\r\nSUMMARY:x', domain: 'd', language: 'de', entries: [] });
    expect(text.split('\r\n')).not.toContain('BEGIN:VEVENT');
  });

  it('refuses an entry that ends when it starts', () => {
    expect(() => feed([entry('z', '2026-03-30T08:00:00Z', '2026-03-30T08:00:00Z')])).toThrow(RangeError);
  });

  it('an empty feed is a calendar without events', () => {
    expect(feed([])).toContain('BEGIN:VCALENDAR');
    expect(readBack(feed([]))).toEqual([]);
  });
});

it('the attachment to a message holds one neutral event', () => {
  const text = calendarInvitation(
    { id: 'a1', start: at('2026-03-12T09:00:00Z'), end: at('2026-03-12T09:50:00Z'), changedAt: CHANGED },
    'de',
    'netz.example',
  );
  expect(text).toContain('METHOD:PUBLISH');
  expect(readBack(text)).toMatchObject([{ SUMMARY: 'Termin', DTSTART: '20260312T090000Z', UID: 'a1@netz.example' }]);
});
