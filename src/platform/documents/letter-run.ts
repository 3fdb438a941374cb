import { inBerlin } from '#kernel/time.ts';
import type { TextLanguage } from '#rooms/messages/rules/kinds.ts';
import { isNeutral } from '#rooms/messages/rules/neutral.ts';
import { LOCALES } from '#rooms/messages/rules/render.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

/** One letter: a finished text to an address. */
export interface Letter {
  /** Stands small at its foot: a letter that went twice is recognisable as the same. */
  id: string;
  language: TextLanguage;
  /** Name and address as they stand in the window: at most six lines (DIN 5008). */
  recipient: string[];
  /** Whether it speaks of an appointment: its title says so, and nothing more. */
  appointment: boolean;
  text: string;
  writtenAt: Temporal.Instant;
}

export interface Sender {
  name: string;
  street: string;
  city: string;
  phone: string;
}

const WORDS: Record<TextLanguage, { appointment: string; message: string; phone: string; date: string; pageOf: string }> = {
  de: { appointment: 'Ihr Termin', message: 'Nachricht für Sie', phone: 'Telefon', date: 'Datum', pageOf: 'Seite {page} von {pages}' },
  'de-easy': {
    appointment: 'Ihr Termin',
    message: 'Nachricht für Sie',
    phone: 'Telefon',
    date: 'Datum',
    pageOf: 'Seite {page} von {pages}',
  },
  en: { appointment: 'Your appointment', message: 'A message for you', phone: 'Telephone', date: 'Date', pageOf: 'Page {page} of {pages}' },
  tr: { appointment: 'Randevunuz', message: 'Size bir mesaj', phone: 'Telefon', date: 'Tarih', pageOf: 'Sayfa {page} / {pages}' },
  ar: { appointment: 'موعدكم', message: 'رسالة لكم', phone: 'هاتف', date: 'التاريخ', pageOf: 'صفحة {page} من {pages}' },
  uk: { appointment: 'Ваш запис', message: 'Повідомлення для вас', phone: 'Телефон', date: 'Дата', pageOf: 'Сторінка {page} з {pages}' },
  ru: { appointment: 'Ваша запись', message: 'Сообщение для вас', phone: 'Телефон', date: 'Дата', pageOf: 'Страница {page} из {pages}' },
  fa: { appointment: 'نوبت شما', message: 'پیامی برای شما', phone: 'تلفن', date: 'تاریخ', pageOf: 'صفحهٔ {page} از {pages}' },
};

/**
 * Letters in one PDF/UA-1 document, in this order, each on pages of its own. Through the window shows nothing but the address and a
 * sender's line without a telling word; the title is neutral, too.
 * Throws RangeError where there is no letter or an address has more than six lines.
 */
export function letterRun(letters: readonly Letter[], sender: Sender, writtenAt: Temporal.Instant): TypesetDocument {
  if (letters.length === 0) throw new RangeError('a print run has letters');
  return typeset('letters.typ', runPaper(letters, sender), writtenAt);
}

/** What goes to the paper. Exported for tests. */
export function runPaper(letters: readonly Letter[], sender: Sender) {
  const [first] = letters;
  const { lang, region } = tagsOf(first?.language ?? 'de');
  const outside = [isNeutral(sender.name) ? sender.name : '', sender.street, sender.city].filter(Boolean);
  return {
    // The file's title is read out and shown in a window's frame: neutral as everything outside of the letters.
    title: letters.length === 1 && first ? titleOf(first) : `Briefe (${letters.length})`,
    author: isNeutral(sender.name) ? sender.name : '',
    lang,
    region,
    letters: letters.map((letter) => paperOf(letter, outside, sender.phone)),
  };
}

function paperOf(letter: Letter, outside: string[], phone: string) {
  if (letter.recipient.length > 6) throw new RangeError(`an address has at most 6 lines, not ${letter.recipient.length}`);
  const words = WORDS[letter.language];
  const date = inBerlin(letter.writtenAt)
    .toPlainDate()
    .toLocaleString(LOCALES[letter.language], { day: 'numeric', month: 'long', year: 'numeric' });
  return {
    ...tagsOf(letter.language),
    id: letter.id,
    title: titleOf(letter),
    'window-line': outside.join(' · '),
    recipient: letter.recipient,
    info: [...outside, ...(phone ? [`${words.phone}: ${phone}`] : []), `${words.date}: ${date}`],
    paragraphs: letter.text
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.split('\n').filter((line) => line.trim() !== ''))
      .filter((lines) => lines.length > 0),
    'page-of': words.pageOf,
  };
}

function titleOf(letter: Letter): string {
  const words = WORDS[letter.language];
  return letter.appointment ? words.appointment : words.message;
}

function tagsOf(language: TextLanguage): { lang: string; region: string } {
  if (language === 'de-easy' || language === 'de') return { lang: 'de', region: 'DE' };
  const regions: Partial<Record<TextLanguage, string>> = { en: 'GB', tr: 'TR', ar: 'SY', uk: 'UA', ru: 'RU', fa: 'IR' };
  return { lang: language, region: regions[language] ?? 'DE' };
}
