import { inBerlin } from '#kernel/time.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

/** What the sheet for somebody who waits says. Nothing in it is about her. */
export interface GuidanceSheet {
  language: 'de' | 'de-easy' | 'en';
  sender: { name: string; phone: string };
  writtenAt: Temporal.Instant;
  emergency: readonly { name: string; number: string; hours: string | null }[];
  entries: readonly {
    name: string;
    text: string | null;
    phone: string | null;
    url: string | null;
    address: string | null;
    hours: string | null;
    confirmedOn: Temporal.PlainDate | null;
  }[];
}

const WORDS = {
  de: {
    lang: 'de',
    region: 'DE',
    locale: 'de-DE',
    title: 'Was Sie jetzt tun können',
    opening:
      'Sie stehen auf unserer Warteliste. Das hier hilft Ihnen in der Zwischenzeit. Sie verlieren dadurch nichts: Ihr Platz auf der Liste bleibt.',
    emergency: 'Wenn es nicht warten kann',
    emergencyText: 'Bei Gefahr für Ihr Leben oder das eines anderen Menschen wählen Sie 112. Rufen Sie an, auch wenn Sie unsicher sind.',
    head: ['Wohin', 'Telefon'],
    phone: 'Telefon',
    web: 'Internet',
    address: 'Adresse',
    hours: 'Erreichbar',
    confirmed: 'bestätigt am {day}',
    nothing: 'Weitere Stellen an Ihrem Ort nennen wir Ihnen am Telefon.',
    contact: 'Fragen dazu? Rufen Sie uns an: {phone}.',
    foot: 'Stand {day}',
    pageOf: 'Seite {page} von {pages}',
  },
  'de-easy': {
    lang: 'de',
    region: 'DE',
    locale: 'de-DE',
    title: 'Hilfe für die Warte-Zeit',
    opening:
      'Sie stehen auf unserer Warte-Liste. Auf diesem Blatt steht: Wo bekommen Sie Hilfe? Sie dürfen diese Hilfe nutzen. Sie bleiben auf der Liste.',
    emergency: 'Hilfe sofort',
    emergencyText: 'Ist jemand in Lebens-Gefahr? Dann rufen Sie 112 an. Sie dürfen immer anrufen.',
    head: ['Wer hilft?', 'Telefon'],
    phone: 'Telefon',
    web: 'Internet',
    address: 'Adresse',
    hours: 'Wann?',
    confirmed: 'geprüft am {day}',
    nothing: 'Mehr Hilfe an Ihrem Ort nennen wir Ihnen am Telefon.',
    contact: 'Haben Sie Fragen? Rufen Sie uns an: {phone}.',
    foot: 'Stand {day}',
    pageOf: 'Seite {page} von {pages}',
  },
  en: {
    lang: 'en',
    region: 'GB',
    locale: 'en-GB',
    title: 'What you can do now',
    opening: 'You are on our waiting list. This helps you meanwhile. You lose nothing by it: your place on the list stays.',
    emergency: 'If it cannot wait',
    emergencyText: 'If your life or somebody else’s is in danger, call 112. Call even if you are not sure.',
    head: ['Where', 'Phone'],
    phone: 'Phone',
    web: 'Internet',
    address: 'Address',
    hours: 'Hours',
    confirmed: 'confirmed on {day}',
    nothing: 'We tell you of more places near you on the phone.',
    contact: 'Questions? Call us: {phone}.',
    foot: 'As of {day}',
    pageOf: 'Page {page} of {pages}',
  },
} as const;

/** The sheet as PDF/UA-1. */
export function guidanceSheet(sheet: GuidanceSheet): TypesetDocument {
  return typeset('guidance.typ', sheetOf(sheet), sheet.writtenAt);
}

/** What goes to the paper: finished texts in reading order. Exported for tests. */
export function sheetOf(sheet: GuidanceSheet) {
  const words = WORDS[sheet.language];
  const dayOf = (day: Temporal.PlainDate) => day.toLocaleString(words.locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const today = dayOf(inBerlin(sheet.writtenAt).toPlainDate());
  return {
    lang: words.lang,
    region: words.region,
    title: words.title,
    sender: sheet.sender.name,
    opening: words.opening,
    emergency: {
      title: words.emergency,
      text: words.emergencyText,
      head: words.head,
      rows: sheet.emergency.map(({ name, number, hours }) => ({ name: hours ? `${name} (${hours})` : name, number })),
    },
    entries: sheet.entries.map((entry) => ({
      name: entry.name,
      text: (entry.text ?? '').split(/\n+/).filter((line) => line.trim() !== ''),
      facts: [
        { label: words.phone, value: entry.phone },
        { label: words.web, value: entry.url?.replace(/^https?:\/\//, '').replace(/\/$/, '') ?? null },
        { label: words.address, value: entry.address },
        { label: words.hours, value: entry.hours },
      ].flatMap(({ label, value }) => (value ? [{ label, value }] : [])),
      confirmed: entry.confirmedOn ? words.confirmed.replace('{day}', dayOf(entry.confirmedOn)) : '',
    })),
    nothing: sheet.entries.length === 0 ? words.nothing : '',
    closing: sheet.sender.phone ? words.contact.replace('{phone}', sheet.sender.phone) : '',
    foot: `${sheet.sender.name} · ${words.foot.replace('{day}', today)}`,
    'page-of': words.pageOf,
    large: sheet.language === 'de-easy',
  };
}
