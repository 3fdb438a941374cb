import { inBerlin } from '#kernel/time.ts';
import { FORM_LANGUAGES, type FormLanguage } from './fields.ts';
import { type Html, html } from './html.ts';
import type { PortalKind } from './own-access.ts';
import { OWN_PAGES, OWN_WORDS, type OwnFault, type OwnPage, type OwnWords } from './own-words.ts';
import { dangerBox, filled, type Network } from './page.ts';
import { FORM_WORDS } from './words.ts';

/** What every page of the portal knows. */
export interface Shown {
  language: FormLanguage;
  network: Network;
  style: string;
  /** Proves that a form was ours. */
  form: string;
  /** Whoever is signed in, and for whom. */
  who: {
    name: string;
    access: string;
    kind: PortalKind;
    sight: Sight;
    all: readonly { id: string; label: string }[];
    unread: number;
  } | null;
}

export const ADDRESSES: Readonly<Record<OwnPage, string>> = {
  home: '/portal',
  plan: '/portal/plan',
  view: '/portal/sicht',
  messages: '/portal/nachrichten',
  consents: '/portal/freigaben',
  data: '/portal/daten',
};
/** How far an access reaches. */
export interface Sight {
  /** All of the person. */
  whole: boolean;
  sees: readonly string[];
  /** Cancels appointments. */
  acts: boolean;
  /** Agrees to Case Management and to the plan. */
  decides: boolean;
}
/** Whoever sees only a part has the pages of that part, her own messages, and what is stored of it. */
export const pagesOf = ({ whole, sees, decides }: Sight): readonly OwnPage[] =>
  OWN_PAGES.filter((page) => {
    if (whole || page === 'home' || page === 'messages' || page === 'data') return true;
    return page === 'plan' ? sees.includes('plan') : page === 'consents' && decides;
  });

export const wordsOf = ({ language }: Pick<Shown, 'language'>): OwnWords => OWN_WORDS[language];
export const tel = (number: string) => `tel:${number.replace(/(?!^\+)[^\d]/g, '')}`;
/** A telephone number keeps its direction among Arabic letters. */
export const phoneLink = (number: string): Html => html`<a href="${tel(number)}" dir="ltr">${number}</a>`;

/** A name keeps its direction and its place among letters of another script. */
export const name = (text: string): Html => html`<bdi>${text}</bdi>`;
/** A sentence with markup filled in: names, days, telephone numbers. */
export const sentence = (text: string, values: Record<string, Html | string>): Html =>
  html`${text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : (values[part] ?? `{${part}}`)))}`;

/** "Rufen Sie an: 0228 …" with the number as a link. */
export function withPhone(text: string, phone: string | null): Html {
  const [before = '', after = ''] = text.split('{phone}');
  return phone ? html`${before}${phoneLink(phone)}${after}` : html`${before.replace(/[:：]\s*$/, '')}${after}`;
}

/** Where somebody with several accesses is: the address says which. */
export function at(shown: Shown, address: string): string {
  const { who } = shown;
  if (!who || who.all.length < 2) return address;
  return `${address}${address.includes('?') ? '&' : '?'}p=${who.access}`;
}

export function dayOf(language: FormLanguage, instant: Temporal.Instant | string): string {
  return inBerlin(Temporal.Instant.from(instant)).toLocaleString(FORM_WORDS[language].locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
export function plainDayOf(language: FormLanguage, day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString(FORM_WORDS[language].locale, { day: 'numeric', month: 'long', year: 'numeric' });
}
export function timeOf(language: FormLanguage, instant: Temporal.Instant | string): string {
  const { locale } = FORM_WORDS[language];
  const time = inBerlin(Temporal.Instant.from(instant)).toLocaleString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return locale === 'de-DE' ? `${time} Uhr` : time;
}
/** "50 Minuten", in the words and numerals of the language. */
export function minutesOf(language: FormLanguage, from: string, until: string): string {
  const minutes = Math.round(Temporal.Instant.from(from).until(Temporal.Instant.from(until)).total('minutes'));
  return minutes.toLocaleString(FORM_WORDS[language].locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
}
/** Things one after the other, with the comma of the script; for names that hold an "and" themselves. */
export const rowOf = (language: FormLanguage, items: readonly string[]): string => items.join(language === 'ar' ? '، ' : ', ');
/** "Versichertenkarte und das Blatt". */
export const listOf = (language: FormLanguage, items: readonly string[]): string =>
  new Intl.ListFormat(FORM_WORDS[language].locale, { type: 'conjunction' }).format(items);
/** "Donnerstag, 5. März, 17:30 Uhr". */
export function whenOf(language: FormLanguage, instant: Temporal.Instant | string): string {
  const when = inBerlin(Temporal.Instant.from(instant));
  return rowOf(language, [
    when.toLocaleString(FORM_WORDS[language].locale, { weekday: 'long', day: 'numeric', month: 'long' }),
    timeOf(language, instant),
  ]);
}
export function moneyOf(language: FormLanguage, cents: number): string {
  return (cents / 100).toLocaleString(FORM_WORDS[language].locale, {
    style: 'currency',
    currency: 'EUR',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
  });
}

/** A fault of a form on top, which takes the focus. */
export function faultBox(shown: Shown, fault: OwnFault | undefined, limit?: number): Html | '' {
  if (!fault) return '';
  return html`<section class="summary" role="alert" tabindex="-1" autofocus><p>${filled(wordsOf(shown).faults[fault], { limit: String(limit ?? '') })}</p></section>`;
}
export const told = (text: string | undefined): Html | '' => (text ? html`<p class="told" role="status">${text}</p>` : '');

/** Hidden fields of every form: that it is ours, and for whom. */
export function own(shown: Shown): Html {
  return html`<input type="hidden" name="form" value="${shown.form}">${shown.who ? html`<input type="hidden" name="p" value="${shown.who.access}">` : ''}`;
}

interface Line {
  name: string;
  label: string;
  hint?: string | undefined;
  type?: string;
  autocomplete?: string;
  value?: string;
  inputmode?: string;
  longest?: number;
  ltr?: boolean;
}
export function line({ name, label, hint, type = 'text', autocomplete, value = '', inputmode, longest = 254, ltr = false }: Line): Html {
  return html`<div class="field"><label for="${name}">${label}</label>${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}<input id="${name}" name="${name}" type="${type}" required maxlength="${longest}" value="${type === 'password' ? '' : value}"${
    autocomplete ? html` autocomplete="${autocomplete}"` : ''
  }${inputmode ? html` inputmode="${inputmode}"` : ''}${hint ? html` aria-describedby="${name}-hint"` : ''} dir="${ltr ? 'ltr' : 'auto'}"></div>`;
}

function menu(shown: Shown, now: OwnPage | null): Html | '' {
  const { who } = shown;
  if (!who) return '';
  const words = wordsOf(shown);
  return html`<nav class="menu" aria-label="${words.menu}"><ul>${pagesOf(who.sight).map(
    (page) =>
      html`<li><a href="${at(shown, ADDRESSES[page])}"${page === now ? html` aria-current="page"` : ''}>${words.pages[page]}${
        page === 'messages' && who.unread > 0 ? html` <span class="new">${who.unread}</span>` : ''
      }</a></li>`,
  )}</ul></nav>`;
}

function persons(shown: Shown): Html | '' {
  const { who } = shown;
  if (!who || who.all.length < 2) return '';
  return html`<nav class="menu" aria-label="${who.name}"><ul>${who.all.map(
    ({ id, label }) => html`<li><a href="/portal?p=${id}"${id === who.access ? html` aria-current="true"` : ''}>${name(label)}</a></li>`,
  )}</ul></nav>`;
}

function languages(shown: Shown): Html {
  const words = FORM_WORDS[shown.language];
  return html`<nav class="languages" aria-label="${words.chooseLanguage}"><ul>${FORM_LANGUAGES.map((language) => {
    const { lang, dir, name } = FORM_WORDS[language];
    return html`<li><a href="/portal/sprache?sprache=${language}" hreflang="${lang}" lang="${lang}" dir="${dir}"${language === shown.language ? html` aria-current="true"` : ''}>${name}</a></li>`;
  })}</ul></nav>`;
}

/** A whole page: no script, one style sheet; its title says nothing that a bystander should not read. */
export function ownPage(shown: Shown, { title, now = null, body }: { title: string; now?: OwnPage | null; body: Html }): string {
  const words = wordsOf(shown);
  const form = FORM_WORDS[shown.language];
  const { network, who } = shown;
  return html`<!doctype html>
<html lang="${form.lang}" dir="${form.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${words.title}</title>
<link rel="stylesheet" href="${shown.style}">
<link rel="icon" href="/mark.svg" type="image/svg+xml">
</head>
<body>
<header><a class="mark" href="/portal"><img src="/mark.svg" alt=""><span>${name(network.name)}</span></a>${
    who
      ? html`<form class="out" method="post" action="/portal/abmelden">${own(shown)}<button type="submit">${words.signOut}</button></form>`
      : ''
  }</header>
${persons(shown)}${menu(shown, now)}
<main>
${body}
</main>
${dangerBox({ ...form, danger: words.danger.title, dangerText: words.danger.text }, network)}
<footer>${languages(shown)}<p>${withPhone(words.needless, network.phone)}</p></footer>
</body>
</html>
`.text;
}
