import {
  DAYS,
  type Fault,
  type FieldName,
  type FormLanguage,
  INSURANCES,
  LONGEST,
  type ONE_LINE,
  PROCEDURES_WANTED,
  REACH,
  SETTINGS_WANTED,
  TALK_LANGUAGES,
  type Typed,
  WHO,
} from './fields.ts';
import { type Html, html } from './html.ts';
import { type Assets, dangerBox, filled, type Network, page } from './page.ts';
import { FORM_WORDS, type FormWords } from './words.ts';

interface Shown {
  words: FormWords;
  typed: Typed;
  faults: readonly Fault[];
}

/** The form with what was typed and what is at fault; `note` is said on top (expired, foreign). */
export function formPage(
  language: FormLanguage,
  network: Network,
  assets: Assets,
  state: { form: string; typed: Typed; faults: readonly Fault[]; note?: 'expired' | 'foreign' },
): string {
  const words = FORM_WORDS[language];
  const shown: Shown = { words, typed: state.typed, faults: state.faults };
  const body = html`<h1>${words.title}</h1>
${summary(shown, state.note)}
${dangerBox(words, network)}
<p class="lead">${words.lead}</p>
<form method="post" action="/anfrage?sprache=${language}" novalidate accept-charset="utf-8">
<input type="hidden" name="form" value="${state.form}"><input type="hidden" name="sprache" value="${language}">
<div class="unseen" aria-hidden="true"><label>Website <input type="text" name="website" tabindex="-1" autocomplete="off"></label></div>
${radios(shown, 'urgent', ['no', 'yes'], (value) => words.options[value === 'yes' ? 'yes' : 'no'])}
${part(words.parts.reach, [
  radios(shown, 'channel', ['phone', 'email'], (value) => words.options.channel[value as 'phone']),
  line(shown, 'phone', { type: 'tel', autocomplete: 'tel', dir: 'ltr' }),
  line(shown, 'email', { type: 'email', autocomplete: 'email', dir: 'ltr' }),
  checks(shown, 'reach', REACH, (value) => words.options.reach[value as 'noon']),
  box(shown, 'voicemail'),
  line(shown, 'called', { autocomplete: 'nickname' }),
])}
${part(words.parts.who, [
  radios(shown, 'who', WHO, (value) => words.options.who[value as 'self']),
  line(shown, 'referrer', { autocomplete: 'organization' }),
  line(shown, 'birth', { autocomplete: 'off' }),
  select(shown, 'insurance', [
    ['', words.options.unknown],
    ...INSURANCES.map((kind): [string, string] => [kind, words.options.insurance[kind]]),
  ]),
  line(shown, 'postalCode', { inputmode: 'numeric', autocomplete: 'postal-code', dir: 'ltr' }),
])}
${part(words.parts.what, [line(shown, 'concern', {})])}
${part(words.parts.how, [
  select(
    shown,
    'language',
    TALK_LANGUAGES.map((tag): [string, string] => [tag, languageName(tag, words)]),
    'de',
  ),
  box(shown, 'germanToo'),
  radios(shown, 'setting', SETTINGS_WANTED, (value) => words.options.setting[value as 'single'], 'either'),
  select(shown, 'procedure', [
    ['', words.options.procedure.any],
    ...PROCEDURES_WANTED.map((one): [string, string] => [one, words.options.procedure[one]]),
  ]),
  times(shown),
  radios(shown, 'ptv11', ['unknown', 'yes', 'no'], (value) => words.options[value as 'yes'], 'unknown'),
  line(shown, 'ptv11Date', { autocomplete: 'off' }),
])}
${part(words.parts.consent, [box(shown, 'consent'), box(shown, 'waitingList')])}
<p><button type="submit">${words.submit}</button></p>
</form>`;
  const title = state.faults.length > 0 ? `${words.faultsTitle} · ${words.title}` : words.title;
  return page(language, title, network, assets, body);
}

/** On top, with a link to each field at fault; it takes the focus. */
function summary({ words, faults }: Shown, note: 'expired' | 'foreign' | undefined): Html | '' {
  if (note) return html`<section class="summary" role="alert"><p>${words[note]}</p></section>`;
  if (faults.length === 0) return '';
  return html`<section class="summary" role="alert" aria-labelledby="faults"><h2 id="faults">${words.faultsTitle}</h2><ul>${faults.map(
    (fault) => html`<li><a href="#${fault.field}">${short(words.fields[fault.field])}: ${said(words, fault)}</a></li>`,
  )}</ul></section>`;
}

// The consent's label is a whole text; in the summary its beginning is enough.
const short = (label: string) => (label.length > 60 ? `${label.slice(0, 50).replace(/\s\S*$/, '')} …` : label);
const said = (words: FormWords, { code, limit }: Fault) => filled(words.faults[code], { limit: String(limit ?? '') });

const part = (title: string, fields: readonly (Html | '')[]) => html`<section><h2>${title}</h2>${fields}</section>`;
const REQUIRED: readonly FieldName[] = ['urgent', 'channel', 'who', 'birth', 'consent'];
const saidFor = ({ typed }: Shown, name: FieldName, usual = '') => typed[name]?.[0] ?? usual;

function label({ words }: Shown, name: FieldName): Html {
  return html`${words.fields[name]}${REQUIRED.includes(name) || isConditional(name) ? '' : html` <span class="optional">(${words.optional})</span>`}`;
}
const isConditional = (name: FieldName) =>
  name === 'phone' || name === 'email' || name === 'referrer' || name === 'setting' || name === 'ptv11' || name === 'language';

/** Hint and fault of a field, and the attribute that ties them to it. */
function around(shown: Shown, name: FieldName) {
  const hint = shown.words.hints[name];
  const fault = shown.faults.find(({ field }) => field === name);
  const ids = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(' ');
  return {
    fault: fault ? html`<p class="fault" id="${name}-fault">${said(shown.words, fault)}</p>` : '',
    hint: hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : '',
    attributes: html`${ids ? html` aria-describedby="${ids}"` : ''}${fault ? html` aria-invalid="true"` : ''}`,
    group: ids ? html` aria-describedby="${ids}"` : html``,
  };
}

interface LineOptions {
  type?: string;
  autocomplete?: string;
  inputmode?: string;
  dir?: string;
}

function line(shown: Shown, name: (typeof ONE_LINE)[number], { type = 'text', autocomplete, inputmode, dir }: LineOptions): Html {
  const { fault, hint, attributes } = around(shown, name);
  return html`<div class="field"><label for="${name}">${label(shown, name)}</label>${hint}${fault}<input id="${name}" name="${name}" type="${type}" value="${saidFor(
    shown,
    name,
  )}" maxlength="${LONGEST[name] * 2}"${autocomplete ? html` autocomplete="${autocomplete}"` : ''}${inputmode ? html` inputmode="${inputmode}"` : ''}${
    dir ? html` dir="${dir}"` : html` dir="auto"`
  }${REQUIRED.includes(name) ? html` required` : ''}${attributes}></div>`;
}

function radios(shown: Shown, name: FieldName, values: readonly string[], text: (value: string) => string, usual = ''): Html {
  const { fault, hint, group } = around(shown, name);
  const chosen = saidFor(shown, name, usual);
  return html`<fieldset role="radiogroup"${group}${fault ? html` aria-invalid="true"` : ''}${REQUIRED.includes(name) ? html` aria-required="true"` : ''}><legend>${label(shown, name)}</legend>${hint}${fault}${values.map(
    (value, index) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${value}"${index === 0 ? html` id="${name}"` : ''}${value === chosen ? html` checked` : ''}> ${text(value)}</label>`,
  )}</fieldset>`;
}

function checks(shown: Shown, name: FieldName, values: readonly string[], text: (value: string) => string): Html {
  const { fault, hint, group } = around(shown, name);
  const chosen = shown.typed[name] ?? [];
  return html`<fieldset${group}><legend>${label(shown, name)}</legend>${hint}${fault}${values.map(
    (value, index) =>
      html`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${index === 0 ? html` id="${name}"` : ''}${chosen.includes(value) ? html` checked` : ''}> ${text(value)}</label>`,
  )}</fieldset>`;
}

function box(shown: Shown, name: FieldName): Html {
  const { fault, hint, attributes } = around(shown, name);
  const checked = ['on', 'true'].includes(saidFor(shown, name));
  return html`<div class="field">${fault}<label class="choice"><input type="checkbox" id="${name}" name="${name}" value="on"${checked ? html` checked` : ''}${
    REQUIRED.includes(name) ? html` required` : ''
  }${attributes}> <span>${shown.words.fields[name]}</span></label>${hint}</div>`;
}

function select(shown: Shown, name: FieldName, options: readonly (readonly [string, string])[], usual = ''): Html {
  const { fault, hint, attributes } = around(shown, name);
  const chosen = saidFor(shown, name, usual);
  return html`<div class="field"><label for="${name}">${label(shown, name)}</label>${hint}${fault}<select id="${name}" name="${name}"${attributes}>${options.map(
    ([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`,
  )}</select></div>`;
}

/** Five days and three parts of a day; each box says day and part to whoever does not see the table. */
function times(shown: Shown): Html {
  const { words } = shown;
  const { fault, hint, group } = around(shown, 'times');
  const chosen = shown.typed.times ?? [];
  return html`<fieldset class="times" id="times"${group}><legend>${label(shown, 'times')}</legend>${hint}${fault}${DAYS.map(
    (day) =>
      html`<div class="day"><span aria-hidden="true">${words.options.days[day - 1]}</span><span class="parts">${(
        ['m', 'a', 'e'] as const
      ).map(
        (part) =>
          html`<label class="choice"><input type="checkbox" name="times" value="${day}${part}"${chosen.includes(`${day}${part}`) ? html` checked` : ''}> <span><span class="sr">${words.options.days[day - 1]} </span>${words.options.parts[part]}</span></label>`,
      )}</span></div>`,
  )}</fieldset>`;
}

/** A language's name in the language of the page. */
function languageName(tag: string, words: FormWords): string {
  if (tag === 'gsg') return words.options.gsg;
  return new Intl.DisplayNames([words.locale], { type: 'language' }).of(tag) ?? tag;
}
