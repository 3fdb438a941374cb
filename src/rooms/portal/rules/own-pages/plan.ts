import { type Html, html } from '../html.ts';
import { at, own, ownPage, plainDayOf, rowOf, type Shown, told, wordsOf } from '../own-page.ts';
import type { OwnView, PlainGoal, PlainPlan } from '../own-shapes.ts';
import { filled } from '../page.ts';

export interface OwnPlan {
  plan: PlainPlan;
  versionId: string;
  version: number;
  agreedOn: string | null;
  /** Who has said yes already to what waits. */
  said: readonly { by: 'client' | 'guardian'; guardianId: string | null }[];
}

function goal(shown: Shown, { text, reached, until, steps }: PlainGoal): Html {
  const { plan: words } = wordsOf(shown);
  return html`<section class="card"><h2 dir="auto">${text}</h2>${reached ? html`<p>${words.reached}: <span dir="auto">${reached}</span></p>` : ''}${
    until ? html`<p class="soft">${filled(words.until, { day: plainDayOf(shown.language, until) })}</p>` : ''
  }${steps.map(
    (step) =>
      html`<div class="row"><p dir="auto">${step.text}</p><p class="soft">${step.responsible ? words.responsible[step.responsible] : ''}${step.who ? html`<br><bdi>${step.who}</bdi>` : ''}${
        step.endOn ? html` · ${filled(words.until, { day: plainDayOf(shown.language, step.endOn) })}` : ''
      }</p></div>`,
  )}</section>`;
}

export function planPage(
  shown: Shown,
  { plan, mayAgree, agreedMyself, note }: { plan: OwnPlan | null; mayAgree: boolean; agreedMyself: boolean; note?: string | undefined },
): string {
  const { plan: words, pages, view, consents } = wordsOf(shown);
  const later = plan?.plan.later.map((code) => view.domains[code as 'D1'] ?? code) ?? [];
  const body = html`<h1>${pages.plan}</h1>${told(note)}
${
  plan
    ? html`<p class="lead">${words.lead}</p>${plan.plan.goals.map((one) => goal(shown, one))}${
        later.length > 0 ? html`<h2>${words.later}</h2><p>${rowOf(shown.language, later)}</p>` : ''
      }${
        plan.agreedOn
          ? html`<p class="told">${filled(words.agreed, { day: plainDayOf(shown.language, plan.agreedOn) })}</p>`
          : agreedMyself
            ? html`<p class="told">${consents.partner.half}</p>`
            : html`<p class="told">${words.open}</p>${
                mayAgree
                  ? html`<form method="post" action="/portal/plan">${own(shown)}<input type="hidden" name="version" value="${plan.versionId}.${plan.version}"><button type="submit">${words.agree}</button></form><p class="soft">${words.agreeText}</p>`
                  : ''
              }`
      }`
    : html`<p class="lead">${words.none}</p>`
}
<p><a class="button second" href="${at(shown, '/portal/nachrichten')}">${words.ask}</a></p>`;
  return ownPage(shown, { title: pages.plan, now: 'plan', body });
}

const NEEDS = ['none', 'met', 'unmet', 'unknown'] as const;

function choices(name: string, values: readonly (readonly [string, string])[], chosen: string): Html {
  return html`${values.map(
    ([value, label]) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${value}"${value === chosen ? html` checked` : ''}> ${label}</label>`,
  )}`;
}

/** Her own view of one life domain after the other, each saved for itself; an old phone loses nothing of the others. */
export function viewPage(
  shown: Shown,
  { view, note, open }: { view: OwnView; note?: string | undefined; open?: string | undefined },
): string {
  const { view: words, pages } = wordsOf(shown);
  const body = html`<h1>${pages.view}</h1>${told(note)}<p class="lead">${view.open ? words.lead : words.closed}</p>
${view.domains.map((domain) => {
  const title = words.domains[domain.domain as 'D1'] ?? domain.de;
  const answer = [
    domain.severity === null ? '' : (words.severity[domain.severity] ?? ''),
    domain.need === null ? '' : words.needs[domain.need],
  ].filter(Boolean);
  return html`<details id="${domain.domain}"${open === domain.domain ? html` open` : ''}><summary>${title}${answer.length > 0 ? html` <span class="soft">· ${answer[0]}</span>` : ''}</summary>${
    view.open
      ? html`<form method="post" action="/portal/sicht" accept-charset="utf-8">${own(shown)}<input type="hidden" name="domain" value="${domain.domain}">
<fieldset><legend>${words.how}</legend>${choices('severity', [...words.severity.map((label, at) => [String(at), label] as const), ['', words.unset]], domain.severity === null ? '' : String(domain.severity))}</fieldset>
<fieldset><legend>${words.need}</legend>${choices('need', [...NEEDS.map((need) => [need, words.needs[need]] as const), ['', words.unset]], domain.need ?? '')}</fieldset>
<div class="field"><label for="w-${domain.domain}">${words.wish}</label><textarea id="w-${domain.domain}" name="wish" maxlength="500" dir="auto">${domain.wish}</textarea></div>
<button type="submit" aria-label="${words.save}: ${title}">${words.save}</button></form>`
      : html`<p>${answer.join(' · ') || words.unset}</p>${domain.wish ? html`<p dir="auto">${domain.wish}</p>` : ''}`
  }</details>`;
})}`;
  return ownPage(shown, { title: pages.view, now: 'view', body });
}
