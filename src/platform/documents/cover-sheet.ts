import { inBerlin } from '#kernel/time.ts';
import { isNeutral } from '../mail/neutral.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

/** A letter with a list: the cover sheet of a package, an answer. All texts are plain; none is read as markup. */
export interface CoverSheet {
  title: string;
  sender: { name: string; street: string; postalCode: string; place: string; phone: string | null };
  /** Who stands in the window, at most six lines. */
  recipient: readonly string[];
  greeting: string;
  opening: readonly string[];
  sections: readonly { title: string; text: readonly string[]; head: readonly string[]; rows: readonly (readonly string[])[] }[];
  closing: readonly string[];
  writtenAt: Temporal.Instant;
}

/** The letter as PDF/UA-1; above the fold stands no word of health. */
export function coverSheet(letter: CoverSheet): TypesetDocument {
  const { sender, writtenAt } = letter;
  const city = `${sender.postalCode} ${sender.place}`;
  const outside = [...(isNeutral(sender.name) ? [sender.name] : []), sender.street, city].filter((line) => line.trim() !== '');
  const day = inBerlin(writtenAt).toPlainDate().toLocaleString('de-DE', { day: 'numeric', month: 'long', year: 'numeric' });
  const data = {
    lang: 'de',
    region: 'DE',
    title: letter.title,
    sender: { name: isNeutral(sender.name) ? sender.name : '' },
    'window-line': outside.join(' · '),
    recipient: letter.recipient.slice(0, 6),
    info: [...outside, ...(sender.phone ? [`Telefon: ${sender.phone}`] : []), `Datum: ${day}`],
    greeting: letter.greeting,
    opening: letter.opening,
    sections: letter.sections,
    closing: letter.closing,
    foot: 'Vertraulich',
    'page-of': 'Seite {page} von {pages}',
  };
  return typeset('search-protocol.typ', data, writtenAt);
}
