import { ageOn } from '#kernel/time.ts';
import { readTypedDate } from '#kernel/typed-date.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import {
  BOXES,
  CHOICES,
  CONSENT_VERSION,
  type Fault,
  type FaultCode,
  type FieldName,
  HIDDEN,
  IN_ORDER,
  INSURANCES,
  type Intake,
  LONGEST,
  MANY,
  ONE_LINE,
  PARTS,
  PROCEDURES_WANTED,
  REACH,
  SETTINGS_WANTED,
  TALK_LANGUAGES,
  TIMES,
  type Time,
  type Typed,
  WHO,
} from './fields.ts';

// C0 controls but tab and line breaks, DEL, and what turns the direction of a text or hides in it (security 5.1, F03 to F05).
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** Telephones put these around a number that is copied from their address book. In a figure they turn nothing. */
const AROUND_FIGURES = /[\u202a-\u202c\u2066-\u2069]/g;
const FIGURES: ReadonlySet<string> = new Set(['phone', 'birth', 'postalCode', 'ptv11Date']);
/** Zero of the digits that people write in Arabic, Persian, Hindi, Bengali and on East Asian keyboards. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0xff10] as const;
const HEAPED = /\p{M}{8,}/u; // eight marks on one letter are no writing (F59)
const KNOWN = new Set<string>([...ONE_LINE, ...CHOICES, ...BOXES, ...MANY, ...HIDDEN]);
const MOST_ENTRIES = 80;

const OPTIONS: Readonly<Record<(typeof CHOICES)[number] | (typeof MANY)[number], readonly string[]>> = {
  channel: ['phone', 'email'],
  who: WHO,
  insurance: ['', ...INSURANCES],
  language: TALK_LANGUAGES,
  setting: SETTINGS_WANTED,
  procedure: ['', ...PROCEDURES_WANTED],
  ptv11: ['unknown', 'yes', 'no'],
  urgent: ['no', 'yes'],
  reach: REACH,
  times: TIMES,
};
const USUAL: Partial<Record<FieldName, string>> = { insurance: '', language: 'de', setting: 'either', procedure: '', ptv11: 'unknown' };

/** Premium, mass-traffic and directory numbers: a call back there would cost somebody money (F18). */
const NOT_CALLED = /^49(900|137|138|180|118|700|32)/;

export interface Opened {
  form: string;
  honey: boolean;
  language: string;
  typed: Typed;
  /** A name that the form does not have, or more entries than it can send (F50, F49). */
  foreign: boolean;
}

/** Takes a posted form apart, without judging it. */
export function openForm(body: string): Opened {
  const entries = [...new URLSearchParams(body)];
  const typed: Partial<Record<FieldName, string[]>> = {};
  const hidden: Record<string, string> = {};
  for (const [name, value] of entries.slice(0, MOST_ENTRIES)) {
    if (!KNOWN.has(name)) continue;
    if ((HIDDEN as readonly string[]).includes(name)) hidden[name] = value;
    else typed[name as FieldName] = [...(typed[name as FieldName] ?? []), value];
  }
  return {
    form: hidden.form ?? '',
    honey: (hidden.website ?? '') !== '',
    language: hidden.sprache ?? '',
    typed,
    foreign: entries.length > MOST_ENTRIES || entries.some(([name]) => !KNOWN.has(name)),
  };
}

/** Reads what was typed: the intake, or every fault beside its field in the order of the page. */
export function readForm(typed: Typed, today: Temporal.PlainDate): { ok: true; intake: Intake } | { ok: false; faults: Fault[] } {
  const faults: Fault[] = [];
  const fault = (field: FieldName, code: FaultCode, limit?: number) => {
    if (!faults.some((one) => one.field === field)) faults.push(limit === undefined ? { field, code } : { field, code, limit });
  };
  const line = (field: (typeof ONE_LINE)[number]) => {
    const values = FIGURES.has(field) ? typed[field]?.map(plainFigures) : typed[field];
    return readLine(values, (code, limit) => fault(field, code, limit), LONGEST[field]);
  };
  const choice = (field: (typeof CHOICES)[number]) => {
    const [value = USUAL[field] ?? '', ...more] = typed[field] ?? [];
    if (more.length > 0) fault(field, 'duplicate');
    if (!OPTIONS[field].includes(value)) fault(field, value === '' ? 'required' : 'option');
    return value;
  };
  const many = (field: (typeof MANY)[number]) => {
    const values = typed[field] ?? [];
    if (values.length > OPTIONS[field].length) fault(field, 'too-many', OPTIONS[field].length);
    if (new Set(values).size < values.length) fault(field, 'duplicate');
    if (values.some((value) => !OPTIONS[field].includes(value))) fault(field, 'option');
    return values;
  };
  const box = (field: (typeof BOXES)[number]) => {
    const [value, ...more] = typed[field] ?? [];
    if (more.length > 0) fault(field, 'duplicate');
    if (value !== undefined && value !== 'on' && value !== 'true') fault(field, 'option'); // F46
    return value === 'on' || value === 'true';
  };

  const urgent = choice('urgent') === 'yes';
  const channel = choice('channel');
  const phone = line('phone');
  const digits = phone === null ? undefined : normalPhone(phone);
  if (phone === null && channel === 'phone') fault('phone', 'required');
  if (phone !== null && digits === undefined) fault('phone', 'phone');
  if (digits !== undefined && NOT_CALLED.test(digits)) fault('phone', 'phone-not-allowed');
  const email = line('email');
  const address = email === null ? null : readEmail(email);
  if (email === null && channel === 'email') fault('email', 'required');
  if (email !== null && address === null) fault('email', 'email');

  const who = choice('who');
  const { birthDate, age, wrong } = readBirth(line('birth'), today);
  if (wrong) fault('birth', wrong);
  if (who === 'self' && age !== null && age < 15) fault('who', 'guardian-required'); // F23; § 36 SGB I: from 15 on alone
  const referrer = line('referrer');
  if (who === 'referrer' && referrer === null) fault('referrer', 'required');
  const postalCode = line('postalCode');
  if (postalCode !== null && !/^(?!00)\d{5}$/.test(postalCode)) fault('postalCode', 'postcode');

  const ptv11 = choice('ptv11');
  const ptv11Line = line('ptv11Date');
  const ptv11Day = ptv11Line === null ? null : readDay(ptv11Line, today);
  if (ptv11Line !== null && ptv11Day === null) fault('ptv11Date', 'date');
  if (ptv11Day !== null && Temporal.PlainDate.compare(ptv11Day, today) > 0) fault('ptv11Date', 'date-range');
  if (!box('consent')) fault('consent', 'consent-required');

  const language = choice('language');
  const intake: Intake = {
    channel: channel === 'email' ? 'email' : 'phone',
    phone,
    email: address,
    reach: many('reach') as Intake['reach'],
    voicemail: box('voicemail'),
    called: line('called'),
    who: who as Intake['who'],
    referrer: who === 'referrer' ? referrer : null,
    birthDate: birthDate?.toString() ?? null,
    age: birthDate ? null : age,
    insurance: (choice('insurance') || null) as Intake['insurance'],
    postalCode,
    concern: line('concern'),
    languages: box('germanToo') && language !== 'de' ? [language, 'de'] : [language],
    setting: choice('setting') as Intake['setting'],
    procedure: (choice('procedure') || null) as Intake['procedure'],
    times: many('times') as Time[],
    ptv11: ptv11 as Intake['ptv11'],
    ptv11Date: ptv11 === 'yes' ? (ptv11Day?.toString() ?? null) : null,
    urgent,
    waitingList: box('waitingList'),
    consentVersion: CONSENT_VERSION,
  };
  if (faults.length === 0) return { ok: true, intake };
  return { ok: false, faults: faults.sort((a, b) => IN_ORDER.indexOf(a.field) - IN_ORDER.indexOf(b.field)) };
}

/** "٠١٧١ ٢٣٤" and "０１７１" as "0171 234"; what only wraps a number is gone. */
function plainFigures(text: string): string {
  return text.replace(AROUND_FIGURES, '').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((one) => code >= one && code < one + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

/** One line without anything that is not seen; composed umlauts (F06). Null where nothing was said. */
function readLine(values: readonly string[] | undefined, fault: (code: FaultCode, limit?: number) => void, longest: number): string | null {
  const [raw = '', ...more] = values ?? [];
  if (more.length > 0) fault('duplicate');
  if (!raw.isWellFormed() || raw.includes('\ufffd') || HEAPED.test(raw)) fault('text-malformed');
  else if (CONTROL.test(raw)) fault('control-character');
  else if (/[\r\n\t\u2028\u2029]/.test(raw)) fault('line-break');
  const text = raw.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim().normalize('NFC');
  if ([...text].length > longest) fault('too-long', longest);
  return text === '' ? null : text;
}

/** An address with a domain; a domain in other letters is stored in ASCII (F13 to F15). */
function readEmail(text: string): string | null {
  const at = text.lastIndexOf('@');
  const [name, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || !/^[^\s@<>()[\]\\,;:"]{1,64}$/.test(name) || !domain.includes('.')) return null;
  const host = URL.parse(`http://${domain}`)?.hostname;
  return host && /^[a-z0-9.-]+\.[a-z0-9-]{2,}$/.test(host) && !/^[\d.]+$/.test(host) ? `${name}@${host}` : null;
}

function readDay(text: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const read = readTypedDate(text, today, 'past');
  return read.ok && read.time === null ? read.date : null;
}

/** "12.03.1990" or "36". */
function readBirth(
  text: string | null,
  today: Temporal.PlainDate,
): { birthDate: Temporal.PlainDate | null; age: number | null; wrong?: FaultCode } {
  if (text === null) return { birthDate: null, age: null, wrong: 'required' };
  if (/^\d{1,3}( ?(J\.|Jahre?|years?|yaş(ında)?|سنة|років))?$/i.test(text)) {
    const age = Number.parseInt(text, 10);
    return age <= 120 ? { birthDate: null, age } : { birthDate: null, age: null, wrong: 'date-range' };
  }
  const day = readDay(text, today);
  if (day === null || !/\d/.test(text)) return { birthDate: null, age: null, wrong: 'date' };
  const age = ageOn(day, today);
  if (age < 0 || Temporal.PlainDate.compare(day, today) > 0 || day.year <= 1900) return { birthDate: null, age: null, wrong: 'date-range' };
  return { birthDate: day, age };
}

/** Times that work every week as windows of the fit; touching parts of a day become one. */
export function windowsOf(times: readonly Time[]): { weekday: 1 | 2 | 3 | 4 | 5; from: string; to: string }[] {
  const windows: { weekday: 1 | 2 | 3 | 4 | 5; from: string; to: string }[] = [];
  for (const time of TIMES.filter((one) => times.includes(one))) {
    const weekday = Number(time[0]) as 1;
    const [from, to] = PARTS[time[1] as keyof typeof PARTS];
    const last = windows.at(-1);
    if (last && last.weekday === weekday && last.to === from) last.to = to;
    else windows.push({ weekday, from, to });
  }
  return windows;
}
