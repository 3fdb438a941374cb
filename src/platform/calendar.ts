import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency } from 'ical-generator';

/** One stretch of time in a calendar. It holds no person, no place and no reason, and there is no field for them. */
export interface CalendarEntry {
  /** The slot's or appointment's id: the UID is made of it, so that a moved entry moves in the subscriber's calendar. */
  id: string;
  start: Temporal.Instant;
  end: Temporal.Instant;
  kind: 'busy' | 'free';
  /** The last change; also DTSTAMP, so that an unchanged feed is the same text byte for byte (and its ETag holds). */
  changedAt: Temporal.Instant;
}

export type CalendarLanguage = 'de' | 'en';

const WORDS = {
  de: { busy: 'Termin (belegt)', free: 'frei', invitation: 'Termin' },
  en: { busy: 'Appointment (busy)', free: 'free', invitation: 'Appointment' },
} as const satisfies Record<CalendarLanguage, Record<string, string>>;

const ASK_AGAIN_SECONDS = 15 * 60;

/**
 * A feed to subscribe to (RFC 5545), CRLF line ends, times in UTC.
 * @param name what the subscriber's calendar program shows; the caller keeps it free of names of clients.
 * @param domain makes the UIDs unique in the world ("netz.example").
 * Throws RangeError where an entry does not end after it starts.
 */
export function calendarFeed(feed: {
  name: string;
  domain: string;
  language: CalendarLanguage;
  entries: readonly CalendarEntry[];
}): string {
  // The library leaves a carriage return in the name as it is: control characters become spaces here.
  const calendar = ical({
    name: feed.name.replace(/\p{Cc}+/gu, ' '),
    prodId: { company: 'Geleit', product: 'calendar' },
    ttl: ASK_AGAIN_SECONDS,
  });
  for (const entry of feed.entries) addTo(calendar, entry, WORDS[feed.language][entry.kind], feed.domain);
  return calendar.toString();
}

/**
 * One appointment as an attachment to a message: neutral words only, since others may see the calendar it goes into.
 * @param summary the one word for an appointment in another language, neutral as well
 */
export function calendarInvitation(
  entry: Omit<CalendarEntry, 'kind'>,
  language: CalendarLanguage,
  domain: string,
  summary: string = WORDS[language].invitation,
): string {
  const calendar = ical({ prodId: { company: 'Geleit', product: 'calendar' }, method: ICalCalendarMethod.PUBLISH });
  addTo(calendar, { ...entry, kind: 'busy' }, summary, domain);
  return calendar.toString();
}

function addTo(calendar: ReturnType<typeof ical>, entry: CalendarEntry, summary: string, domain: string): void {
  if (Temporal.Instant.compare(entry.start, entry.end) >= 0) throw new RangeError(`entry ${entry.id} does not end after it starts`);
  const busy = entry.kind === 'busy';
  calendar.createEvent({
    id: `${entry.id}@${domain}`,
    start: utc(entry.start),
    end: utc(entry.end),
    stamp: utc(entry.changedAt),
    summary,
    status: ICalEventStatus.CONFIRMED,
    transparency: busy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    busystatus: busy ? ICalEventBusyStatus.BUSY : ICalEventBusyStatus.FREE,
  });
}

// A Date and no time zone: the library then writes UTC. With a zone beside a Date it would write the hour of the server's own
// clock under that zone's name, two hours off in summer on a server in UTC.
function utc(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}
