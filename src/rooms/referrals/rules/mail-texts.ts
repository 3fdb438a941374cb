/** Languages in which a partner can be written to. */
export const PARTNER_LANGUAGES = ['de', 'en'] as const;
export type PartnerLanguage = (typeof PARTNER_LANGUAGES)[number];
export type PartnerMail = 'link' | 'answer' | 'status';

const LINES: Readonly<Record<PartnerLanguage, Readonly<Record<PartnerMail, (address: string) => readonly string[]>>>> = {
  de: {
    link: (address) => [
      'wir haben eine Anfrage an Sie. Öffnen Sie sie mit Ihrem persönlichen Link:',
      address,
      'Den Code dazu nennen wir Ihnen am Telefon. Sie brauchen kein Konto. Der Link gilt 31 Tage.',
    ],
    answer: () => ['auf unsere Anfrage fehlt uns noch Ihre Antwort. Bitte öffnen Sie Ihren persönlichen Link, oder rufen Sie uns an.'],
    status: () => [
      'Sie haben uns einen Platz auf Ihrer Warteliste genannt. Wie steht es damit? Bitte öffnen Sie Ihren persönlichen Link, oder rufen Sie uns an.',
    ],
  },
  en: {
    link: (address) => [
      'we have a request for you. Open it with your personal link:',
      address,
      'We tell you the code for it on the phone. You need no account. The link is valid for 31 days.',
    ],
    answer: () => ['your answer to our request is still missing. Please open your personal link, or call us.'],
    status: () => ['you named us a place on your waiting list. How does it stand? Please open your personal link, or call us.'],
  },
};
const FRAME = {
  de: { greeting: 'Guten Tag', end: 'Freundliche Grüße', phone: 'Telefon' },
  en: { greeting: 'Dear', end: 'Kind regards', phone: 'Phone' },
} as const;

/**
 * A mail to a partner holds nothing about anybody: whose service it is, that an answer is waited for, and the way to it. The code never
 * goes by mail.
 */
export function partnerMail(
  what: PartnerMail,
  language: PartnerLanguage,
  { to, organisation, phone, address = '' }: { to: string; organisation: string; phone: string | null; address?: string },
): string {
  const frame = FRAME[language];
  const sender = [organisation, phone && `${frame.phone} ${phone}`].filter(Boolean).join('\n');
  const lines = LINES[language][what](address).flatMap((line) => [line, '']);
  return [`${frame.greeting} ${to},`, '', ...lines, `${frame.end}\n${sender}\n`].join('\n');
}
