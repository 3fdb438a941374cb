import { type Html, html } from '../html.ts';
import { at, name, ownPage, plainDayOf, rowOf, type Shown, wordsOf } from '../own-page.ts';
import type { OwnLook, OwnPerson } from '../own-shapes.ts';
import { filled } from '../page.ts';
import { FORM_WORDS } from '../words.ts';

/** "Almanca" for "de", in the language of the page; the tag itself where it is none. */
function languageName(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What is stored of a person, in the order of the page; without what is not known. */
export function factsOf(shown: Pick<Shown, 'language'>, person: OwnPerson): { label: string; value: string }[] {
  const { fields } = wordsOf(shown).data;
  const language =
    person.language === 'easy' ? FORM_WORDS['de-easy'].name : languageName(FORM_WORDS[shown.language].locale, person.language);
  const all: [string, string | null][] = [
    [fields.name, [person.givenName, person.familyName].filter(Boolean).join(' ') || null],
    [fields.called, person.called],
    [fields.birth, person.birthDate ? plainDayOf(shown.language, person.birthDate) : null],
    [fields.phone, person.phone],
    [fields.email, person.email],
    [fields.address, [person.street, [person.postalCode, person.place].filter(Boolean).join(' ')].filter(Boolean).join(', ') || null],
    [fields.language, language],
  ];
  return all.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

/** "2 Mal angesehen, 1 Mal etwas eingetragen". */
export function lookText(shown: Pick<Shown, 'language'>, look: OwnLook): string {
  const { data } = wordsOf(shown);
  return rowOf(
    shown.language,
    [
      look.looked > 0 ? filled(data.looked, { count: String(look.looked) }) : '',
      look.changed > 0 ? filled(data.changed, { count: String(look.changed) }) : '',
    ].filter(Boolean),
  );
}
export function whoText(shown: Pick<Shown, 'language'>, look: OwnLook): string {
  const { data } = wordsOf(shown);
  const role = look.roles.map((one) => data.roles[one] ?? one).join(', ');
  return [look.name, role, look.service].filter(Boolean).join(' · ') || data.network;
}

/** The same in lines, so that names and words of two scripts do not run into one another. */
function whoLines(shown: Pick<Shown, 'language'>, look: OwnLook): Html {
  const { data } = wordsOf(shown);
  const role = rowOf(
    shown.language,
    look.roles.map((one) => data.roles[one] ?? one),
  );
  return html`<strong>${name(look.name || data.network)}</strong>${[role, look.service].filter(Boolean).map((one) => html`<br>${name(one ?? '')}`)}`;
}

export function dataPage(shown: Shown, { person, whole }: { person: OwnPerson | null; whole: boolean }): string {
  const { data: words, pages } = wordsOf(shown);
  const body = html`<h1>${pages.data}</h1><p class="lead">${words.lead}</p>
${
  person
    ? html`<section class="card"><h2>${words.stored}</h2><dl class="facts">${factsOf(shown, person).map(({ label, value }) => html`<div><dt>${label}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl><p class="soft">${words.wrong}</p></section>`
    : ''
}
<p><a class="button" href="${at(shown, '/portal/daten.pdf')}">${words.pdf}</a><a class="button second" href="/portal/daten.json">${words.json}</a>${
    whole ? html`<a class="button second" href="${at(shown, '/portal/wer')}">${words.whoTitle}</a>` : ''
  }</p>`;
  return ownPage(shown, { title: pages.data, now: 'data', body });
}

/** The newest hundred; the file holds all. */
export function looksPage(shown: Shown, looks: readonly OwnLook[]): string {
  const { data: words } = wordsOf(shown);
  const body = html`<h1>${words.whoTitle}</h1><p class="lead">${words.whoLead}</p>
${
  looks.length === 0
    ? html`<p>${words.whoNone}</p>`
    : looks
        .slice(0, 60)
        .map(
          (look) =>
            html`<div class="row"><h2>${plainDayOf(shown.language, look.day)}</h2><p>${whoLines(shown, look)}<br><span class="soft">${lookText(shown, look)}</span></p></div>`,
        )
}`;
  return ownPage(shown, { title: words.whoTitle, now: 'data', body });
}
