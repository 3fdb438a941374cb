import { FORM_LANGUAGES, type FormLanguage } from './fields.ts';
import { type Html, html } from './html.ts';
import { FORM_WORDS, type FormWords } from './words.ts';

/** What every public page knows of the network. */
export interface Network {
  name: string;
  phone: string | null;
  /** Numbers for an emergency that hold everywhere, in the network's order. */
  numbers: readonly { name: string; number: string }[];
}

/** Address of the style sheet, with its version. */
export interface Assets {
  style: string;
}

export const filled = (text: string, values: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
const tel = (number: string) => `tel:${number.replace(/(?!^\+)[^\d]/g, '')}`;

/** Numbers that are true in all of Germany: they stand there also when a network has none of its own. */
const ALWAYS = [
  { name: 'Notruf', number: '112' },
  { name: 'Ärztlicher Bereitschaftsdienst', number: '116117' },
  { name: 'TelefonSeelsorge', number: '0800 111 0 111' },
];

function saidOf(number: string, name: string, words: FormWords): string {
  const digits = number.replaceAll(/\D/g, '');
  if (digits === '112') return words.rescue;
  if (digits === '116117') return words.medical;
  return /^0800111011[1]|^080011102220?$|^116123$/.test(digits) ? words.counselling : name;
}

/** The numbers, largest thing on the page. */
export function numberList(words: FormWords, { numbers }: Network): Html {
  const shown = numbers.length > 0 ? numbers : ALWAYS;
  return html`<ul class="numbers">${shown.map(
    ({ name, number }) => html`<li><a href="${tel(number)}" dir="ltr">${number}</a> <span>${saidOf(number, name, words)}</span></li>`,
  )}</ul>`;
}

export function dangerBox(words: FormWords, network: Network): Html {
  return html`<section class="danger" aria-labelledby="danger"><h2 id="danger">${words.danger}</h2><p>${words.dangerText}</p>${numberList(words, network)}</section>`;
}

function languageLinks(words: FormWords, now: FormLanguage): Html {
  return html`<nav class="languages" aria-label="${words.chooseLanguage}"><ul>${FORM_LANGUAGES.map((language) => {
    const { lang, dir, name } = FORM_WORDS[language];
    return html`<li><a href="/anfrage?sprache=${language}" hreflang="${lang}" lang="${lang}" dir="${dir}"${language === now ? html` aria-current="page"` : ''}>${name}</a></li>`;
  })}</ul></nav>`;
}

/** A whole page. No script, one style sheet of its own. */
export function page(
  language: FormLanguage,
  title: string,
  network: Network,
  { style }: Assets,
  body: Html,
  { links = true }: { links?: boolean } = {},
): string {
  const words = FORM_WORDS[language];
  return html`<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${network.name}</title>
<link rel="stylesheet" href="${style}">
<link rel="icon" href="/mark.svg" type="image/svg+xml">
</head>
<body>
<header><p class="name">${network.name}</p>${links ? languageLinks(words, language) : ''}</header>
<main>
${body}
</main>
<footer>${network.phone ? html`<p>${network.name} · <a href="${tel(network.phone)}" dir="ltr">${network.phone}</a></p>` : html`<p>${network.name}</p>`}</footer>
</body>
</html>
`.text;
}

/** What happens now, and by when. */
export function donePage(
  language: FormLanguage,
  network: Network,
  assets: Assets,
  result: { reference: string; until: string; urgent: boolean },
): string {
  const words = FORM_WORDS[language];
  const { done } = words;
  const body = html`<h1>${done.title}</h1>
${
  result.urgent
    ? html`<section class="danger" aria-labelledby="urgent"><h2 id="urgent">${done.urgentTitle}</h2><p>${filled(done.urgentText, { until: result.until })}</p>${numberList(words, network)}</section>`
    : html`<p class="lead">${filled(done.text, { until: result.until })}</p>`
}
<section class="card"><h2>${done.reference}</h2><p class="reference" dir="ltr">${result.reference}</p><p>${done.referenceText}</p></section>
<h2>${done.nextTitle}</h2>
<ol class="steps">${done.next.map((step) => html`<li>${step}</li>`)}</ol>
${network.phone ? html`<p>${filled(done.byPhone, { phone: network.phone })}</p>` : ''}
${result.urgent ? '' : dangerBox(words, network)}`;
  return page(language, done.title, network, assets, body, { links: false });
}

/** A page with one message and the ways to reach somebody: too many, or a fault. */
export function messagePage(language: FormLanguage, network: Network, assets: Assets, message: { title: string; text: string }): string {
  const words = FORM_WORDS[language];
  const body = html`<h1>${message.title}</h1><p class="lead">${message.text}</p>
${network.phone ? html`<p>${filled(words.done.byPhone, { phone: network.phone })}</p>` : ''}
<p><a href="/anfrage?sprache=${language}">${words.title}</a></p>${dangerBox(words, network)}`;
  return page(language, message.title, network, assets, body);
}
