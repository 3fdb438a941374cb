import { type Html, html } from '../html.ts';
import { at, dayOf, name, own, ownPage, rowOf, type Shown, told, wordsOf } from '../own-page.ts';
import type { OwnConsent } from '../own-shapes.ts';
import { CONSENT_KINDS, type OwnConsentKind } from '../own-words.ts';
import { filled } from '../page.ts';

export interface Reader {
  id: string;
  name: string;
  relative: boolean;
  classes: readonly string[];
  fromAt: string;
}

const post = (shown: Shown, fields: Record<string, string>, label: string, about: string): Html =>
  html`<form method="post" action="/portal/freigaben">${own(shown)}${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="second" type="submit" aria-label="${label}: ${about}">${label}</button></form>`;

/** Who may do what: consents, releases, and who else reads here. Each with its own way back. */
export function consentsPage(
  shown: Shown,
  {
    living,
    readers,
    note,
    service = null,
  }: {
    living: readonly OwnConsent[];
    readers: readonly Reader[];
    note?: string | undefined;
    /** Whose case runs: to her she may agree, and in her case open herself to partners. */
    service?: { id: string } | null;
  },
): string {
  const words = wordsOf(shown);
  const { consents: page } = words;
  const classes = (codes: readonly string[]) =>
    rowOf(
      shown.language,
      codes.map((code) => page.classes[code] ?? code),
    );
  const ownKind = (kind: OwnConsentKind) => living.filter((one) => one.kind === kind);
  const row = (kind: OwnConsentKind): Html => {
    const { title, text } = page.kinds[kind];
    const given = ownKind(kind);
    if (given.length === 0)
      return kind === 'case-management' && !service
        ? html``
        : html`<div class="row two"><div><h2>${title}</h2><p class="soft">${text}</p><p>${page.notGiven}</p></div>${post(shown, { give: kind }, page.give, title)}</div>`;
    return html`${given.map(
      (one) =>
        html`<div class="row two"><div><h2>${title}${one.service ? html` · ${name(one.service.name)}` : ''}</h2><p class="soft">${text}</p><p class="yes">${filled(page.given, { day: dayOf(shown.language, one.givenAt) })}</p></div>${post(shown, { withdraw: one.id }, page.withdraw, title)}</div>`,
    )}`;
  };
  const releases = living.filter(({ kind }) => kind === 'release');
  const whole = shown.who?.sight.whole ?? false;
  const kinds = CONSENT_KINDS.filter((kind) => whole || kind === 'case-management');
  const rest = html`<h2>${page.releases}</h2>${
    releases.length === 0
      ? html`<p>${page.noReleases}</p>`
      : [...Map.groupBy(releases, ({ recipient, service: by }) => recipient ?? by?.name ?? '')].map(
          ([who, given]) =>
            html`<div class="row"><h3>${name(who)}</h3>${given.map((one) => {
              const what = filled(one.direction === 'from-recipient' ? page.partner.tells : page.seesUntil, {
                day: one.untilAt ? dayOf(shown.language, Temporal.Instant.from(one.untilAt).subtract({ hours: 1 })) : '',
                what: classes(one.classes),
              });
              return html`<div class="two"><p class="yes">${what}</p>${post(shown, { withdraw: one.id }, page.withdraw, `${who}, ${what}`)}</div>`;
            })}</div>`,
        )
  }${service ? html`<p><a class="button second" href="${at(shown, '/portal/freigeben')}">${page.partner.link}</a></p>` : ''}
<h2>${page.others}</h2>${
    readers.length === 0
      ? html`<p>${page.noOthers}</p>`
      : readers.map(
          (one) =>
            html`<div class="row two"><div><h3>${name(one.name)}</h3><p>${filled(page.now, { day: dayOf(shown.language, one.fromAt) })}${one.classes.length > 0 ? html` · ${classes(one.classes)}` : ''}</p></div>${
              one.relative ? post(shown, { end: one.id }, page.end, one.name) : ''
            }</div>`,
        )
  }`;
  const body = html`<h1>${words.pages.consents}</h1>${told(note)}<p class="lead">${page.lead}</p>
<section>${kinds.map(row)}</section>
${whole ? rest : html`<p class="soft">${words.part}</p>`}`;
  return ownPage(shown, { title: words.pages.consents, now: 'consents', body });
}
