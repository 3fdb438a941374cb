import { html } from '../html.ts';
import {
  PARTNER_CLASSES,
  PARTNER_LEAST,
  PARTNER_MONTHS,
  type PartnerClass,
  PORTAL_PURPOSES,
  type PortalPurpose,
  USUAL_MONTHS,
} from '../own-access.ts';
import { at, own, ownPage, plainDayOf, type Shown, wordsOf } from '../own-page.ts';
import { filled } from '../page.ts';

/** A service of the directory. */
export interface Partner {
  id: string;
  name: string;
  organisation: string;
}

/** Whom? What is searched for stands in no address, since others may see the history of this browser. */
export function partnersPage(
  shown: Shown,
  { partners, more, text }: { partners: readonly Partner[]; more: boolean; text: string },
): string {
  const { consents, back } = wordsOf(shown);
  const { partner: words } = consents;
  const body = html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
<form method="post" action="/portal/freigeben" role="search">${own(shown)}
<div class="field"><label for="search">${words.search}</label><input id="search" name="search" type="search" maxlength="80" autocomplete="off" value="${text}" dir="auto"></div>
<button class="second" type="submit">${words.find}</button></form>
${
  partners.length === 0
    ? html`<p role="status">${words.none}</p>`
    : html`<ul class="partners">${partners.map(
        ({ id, name, organisation }) =>
          html`<li><a href="${at(shown, `/portal/freigeben/${id}`)}"><bdi>${name}</bdi></a><span class="soft"><bdi>${organisation}</bdi></span></li>`,
      )}</ul>`
}${more ? html`<p class="soft">${words.more}</p>` : ''}
<p><a class="button second" href="${at(shown, '/portal/freigaben')}">${back}</a></p>`;
  return ownPage(shown, { title: wordsOf(shown).pages.consents, now: 'consents', body });
}

/** What, for what, and until when; one partner, nothing beyond. */
export function releasePage(
  shown: Shown,
  {
    partner,
    lastDays,
    typed,
    missing = false,
  }: {
    partner: Partner;
    /** The last day for each number of months. */
    lastDays: ReadonlyMap<number, string>;
    typed?: { classes: readonly PartnerClass[]; purpose: PortalPurpose; months: number };
    missing?: boolean;
  },
): string {
  const { consents, back } = wordsOf(shown);
  const { partner: words } = consents;
  const { classes, purpose, months } = typed ?? { classes: PARTNER_LEAST, purpose: 'COORD', months: USUAL_MONTHS };
  const body = html`<h1>${words.title}</h1>${missing ? html`<section class="summary" role="alert"><p>${words.missing}</p></section>` : ''}
<p class="lead">${words.about}</p><section class="card"><h2><bdi>${partner.name}</bdi></h2><p class="soft"><bdi>${partner.organisation}</bdi></p></section>
<form method="post" action="/portal/freigeben/${partner.id}">${own(shown)}
<fieldset><legend>${words.what}</legend>${PARTNER_CLASSES.map(
    (one) =>
      html`<label class="choice"><input type="checkbox" name="class" value="${one}"${classes.includes(one) ? html` checked` : ''}> ${consents.classes[one] ?? one}</label>`,
  )}</fieldset>
<fieldset><legend>${words.purpose}</legend>${PORTAL_PURPOSES.map(
    (one) =>
      html`<label class="choice"><input type="radio" name="purpose" value="${one}"${one === purpose ? html` checked` : ''}> ${words.purposes[one]}</label>`,
  )}</fieldset>
<div class="field"><label for="months">${words.until}</label><select id="months" name="months">${PARTNER_MONTHS.map(
    (one) =>
      html`<option value="${one}"${one === months ? html` selected` : ''}>${filled(words.untilDay, { day: plainDayOf(shown.language, lastDays.get(one) ?? '') })}</option>`,
  )}</select></div>
<button type="submit">${consents.give}</button></form>
<p class="soft">${words.free}</p>
<p><a class="button second" href="${at(shown, '/portal/freigaben')}">${back}</a></p>`;
  return ownPage(shown, { title: wordsOf(shown).pages.consents, now: 'consents', body });
}
