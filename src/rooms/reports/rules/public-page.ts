import { type Html, html } from '#rooms/portal/rules/html.ts';
import { STYLE } from '#rooms/portal/rules/style.ts';
import { niceTop } from './scale.ts';
import type { Cell } from './tables.ts';

/** What the page is made of: finished texts in reading order, as the printed report has them. */
export interface Paper {
  lang: 'de' | 'en';
  title: string;
  lead: string[];
  figures: { title: string; definition: string; also: string; head: string[]; rows: string[][] }[];
  tables: { title: string; head: string[]; rows: string[][] }[];
  foot: string;
}

interface Place {
  network: string;
  style: string;
  year: number;
  /** Published, newest first. */
  years: readonly number[];
}

const WORDS = {
  de: {
    years: 'Jahre',
    language: 'Sprache',
    all: 'Die Kennzahlen und was sie zählen',
    months: (year: number) => `Säulen: vergebene Plätze je Monat ${year}. Dieselben Zahlen stehen in der Tabelle darunter.`,
    none: 'Hier steht noch nichts',
    noneText: 'Das Netzwerk hat für diesen Zeitraum keine Zahlen veröffentlicht.',
    busy: 'Gerade geht das nicht',
    busyText: 'Bitte versuchen Sie es in einer Minute noch einmal.',
    published: 'Veröffentlicht sind:',
  },
  en: {
    years: 'Years',
    language: 'Language',
    all: 'The figures and what they count',
    months: (year: number) => `Columns: places assigned by month, ${year}. The table below has the same numbers.`,
    none: 'Nothing here yet',
    noneText: 'The network has published no figures for this period.',
    busy: 'Not just now',
    busyText: 'Please try again in a minute.',
    published: 'Published:',
  },
} as const;
export type PageLanguage = keyof typeof WORDS;

/** The sheet of the public pages, with what tables and pictures need. */
export const FIGURES_STYLE = `${STYLE}
.scroll{overflow-x:auto}
nav.years ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.5rem 0;padding:0}
nav.years a{display:inline-block;padding:.35rem 0}
nav.years a[aria-current]{font-weight:650;text-decoration:none;color:var(--ink)}
table{border-collapse:collapse;width:100%;font-size:1rem;font-variant-numeric:tabular-nums lining-nums;margin:.5rem 0}
th,td{text-align:start;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:baseline;hyphens:auto}
thead th{font-weight:600;color:var(--ink-2);border-bottom-color:var(--edge)}
tbody th{font-weight:400}
td{white-space:nowrap}td.free{white-space:normal}
.even th:first-child{width:48%}.even th:nth-child(2){width:22%}
h3{font-size:1.125rem;margin:1.5rem 0 .25rem}
.q{color:var(--ink-2);font-size:1rem}
svg{display:block;width:100%;height:auto;max-width:33rem;margin:.75rem 0}
svg text{font-size:14px;fill:var(--ink-2)}
svg .n{fill:var(--ink);font-weight:600}
svg .bar{fill:var(--act)}
svg .grid{stroke:var(--line)}
@media (forced-colors:active){svg .bar{fill:CanvasText}svg text,svg .n{fill:CanvasText}}
@media print{nav{display:none}body{max-width:none}}
`;

const pathOf = (year: number, language: PageLanguage) => `/zahlen/${year}?sprache=${language}`;

function frame(language: PageLanguage, title: string, { network, style, year, years }: Place, body: Html): string {
  const words = WORDS[language];
  const other: PageLanguage = language === 'de' ? 'en' : 'de';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
<link rel="icon" href="/mark.svg" type="image/svg+xml">
</head>
<body>
<header><p class="name">${network}</p><nav class="languages" aria-label="${words.language}"><ul><li><a href="/zahlen${years.includes(year) ? `/${year}` : ''}?sprache=${other}" hreflang="${other}" lang="${other}">${other === 'de' ? 'Deutsch' : 'English'}</a></li></ul></nav></header>
<main>
${body}
</main>
<footer><p>${network}</p></footer>
</body>
</html>
`.text;
}

function yearLinks(language: PageLanguage, { year, years }: Place): Html | '' {
  if (years.length === 0 || (years.length === 1 && years[0] === year)) return '';
  return html`<nav class="years" aria-label="${WORDS[language].years}"><ul>${years.map(
    (one) => html`<li><a href="${pathOf(one, language)}"${one === year ? html` aria-current="page"` : ''}>${one}</a></li>`,
  )}</ul></nav>`;
}

/** Without the columns in which nothing stands: no year before, nothing that a count was made of. */
function filledColumns(head: readonly string[], rows: readonly (readonly string[])[]): [string[], string[][]] {
  const kept = head.flatMap((_, index) => (index < 2 || rows.some((row) => row[index]) ? [index] : []));
  const of = (row: readonly string[]) => kept.map((index) => row[index] ?? '');
  return [of(head), rows.map(of)];
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[], kind: 'even' | 'plain' = 'plain'): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${title}"><table class="${kind}"><thead><tr>${head.map((one) => html`<th scope="col">${one}</th>`)}</tr></thead><tbody>${rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((one) => html`<td${one.length > 24 ? html` class="free"` : ''}>${one}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** The months as columns; a hidden one has none, and the table says so. */
function columns(months: readonly Cell[], language: PageLanguage, year: number): Html | '' {
  const top = niceTop(Math.max(0, ...months.map(({ n }) => n ?? 0)));
  if (months.every(({ n }) => !n)) return '';
  const name = (index: number) =>
    new Intl.DateTimeFormat(language, { month: 'narrow', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, index, 1)));
  const y = (n: number) => 170 - (145 * n) / top;
  return html`<svg viewBox="0 0 468 200" role="img" aria-label="${WORDS[language].months(year)}">${[0, top / 2, top].map(
    (tick) =>
      html`<line class="grid" x1="36" x2="468" y1="${y(tick)}" y2="${y(tick)}"/><text x="28" y="${y(tick) + 4}" text-anchor="end">${Number.isInteger(tick) ? tick : ''}</text>`,
  )}${months.map(({ n }, index) => {
    const x = 36 + 36 * index;
    return html`${n ? html`<rect class="bar" x="${x + 7}" width="22" y="${y(n)}" height="${170 - y(n)}"/><text class="n" x="${x + 18}" y="${y(n) - 5}" text-anchor="middle">${n}</text>` : ''}<text x="${x + 18}" y="190" text-anchor="middle">${name(index)}</text>`;
  })}</svg>`;
}

/** A published year: big things first, each figure beside its definition, each picture beside its table. */
export function publishedPage(language: PageLanguage, place: Place, paper: Paper, months: readonly Cell[] | null): string {
  const first = months ? paper.tables[0] : undefined;
  const rest = paper.tables.slice(first ? 1 : 0);
  const body = html`<h1>${paper.title.split(' · ')[0]}</h1>
${yearLinks(language, place)}
${paper.lead.map((text) => html`<p>${text}</p>`)}
${first ? html`<h2>${first.title}</h2>${months ? columns(months, language, place.year) : ''}${table(first.title, first.head, first.rows)}` : ''}
<h2>${WORDS[language].all}</h2>
${paper.figures.map(
  (
    figure,
  ) => html`<section><h3>${figure.title}</h3><p class="q">${figure.definition}</p>${figure.also ? html`<p class="q">${figure.also}</p>` : ''}
${table(figure.title, ...filledColumns(figure.head, figure.rows), 'even')}</section>`,
)}
${rest.map((one) => html`<h2>${one.title}</h2>${table(one.title, one.head, one.rows)}`)}
<p class="q">${paper.foot}</p>`;
  return frame(language, paper.title, place, body);
}

export function nothingPage(language: PageLanguage, place: Place): string {
  const { none, noneText, published } = WORDS[language];
  const body = html`<h1>${none}</h1><p class="lead">${noneText}</p>${place.years.length > 0 ? html`<p>${published}</p>${yearLinks(language, place)}` : ''}`;
  return frame(language, none, place, body);
}

export function busyPage(language: PageLanguage, place: Place): string {
  const { busy, busyText } = WORDS[language];
  return frame(language, busy, place, html`<h1>${busy}</h1><p class="lead">${busyText}</p>`);
}
