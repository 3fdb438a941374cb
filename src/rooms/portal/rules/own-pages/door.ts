import { html } from '../html.ts';
import { faultBox, line, own, ownPage, phoneLink, type Shown, wordsOf } from '../own-page.ts';
import type { OwnFault } from '../own-words.ts';
import { filled } from '../page.ts';

/** In the demo everybody with an account signs in by one click, too. */
export function signInPage(
  shown: Shown,
  {
    email = '',
    fault,
    demo = [],
  }: { email?: string; fault?: OwnFault | undefined; demo?: readonly { accountId: string; name: string; kind: string }[] } = {},
): string {
  const { signIn: words } = wordsOf(shown);
  const body = html`<h1>${words.title}</h1>${faultBox(shown, fault)}
<p class="lead">${words.lead}</p>
<form method="post" action="/portal/anmelden" accept-charset="utf-8">${own(shown)}
${line({ name: 'email', label: words.email, type: 'email', autocomplete: 'username', value: email, ltr: true })}
${line({ name: 'password', label: words.password, type: 'password', autocomplete: 'current-password', longest: 200, ltr: true })}
<p><button type="submit">${words.submit}</button></p></form>
<p><a class="button second" href="/portal/einladung">${words.invited}</a></p>
${
  demo.length > 0
    ? html`<section class="card"><h2>Demo</h2>${demo.map(
        ({ accountId, name }) =>
          html`<form method="post" action="/portal/anmelden">${own(shown)}<input type="hidden" name="demo" value="${accountId}"><button class="second" type="submit"><bdi>${name}</bdi></button></form>`,
      )}</section>`
    : ''
}<p>${words.lost}${shown.network.phone ? html` ${phoneLink(shown.network.phone)}` : ''}</p><p class="soft">${words.free}</p>`;
  return ownPage(shown, { title: words.title, body });
}

/** Code and birth date; without an account also e-mail and password. */
export function invitationPage(
  shown: Shown,
  { typed = {}, fault, limit }: { typed?: Record<string, string>; fault?: OwnFault | undefined; limit?: number } = {},
): string {
  const { invitation: words } = wordsOf(shown);
  const signedIn = shown.who !== null;
  const body = html`<h1>${words.title}</h1>${faultBox(shown, fault, limit)}
<p class="lead">${signedIn ? words.attachLead : words.lead}</p>
<form method="post" action="/portal/einladung" accept-charset="utf-8">${own(shown)}
${line({ name: 'code', label: words.code, hint: words.codeHint, autocomplete: 'one-time-code', value: typed.code ?? '', longest: 40, ltr: true })}
${line({ name: 'birth', label: words.birth, hint: words.birthHint, autocomplete: 'off', value: typed.birth ?? '', longest: 20, ltr: true })}
${
  signedIn
    ? ''
    : html`${line({ name: 'email', label: words.email, hint: words.emailHint, type: 'email', autocomplete: 'username', value: typed.email ?? '', ltr: true })}
${line({ name: 'password', label: words.password, hint: words.passwordHint, type: 'password', autocomplete: 'new-password', longest: 200, ltr: true })}`
}
<p><button type="submit">${words.submit}</button></p></form>
${signedIn ? '' : html`<p><a href="/portal/anmelden">${words.have}</a></p>`}`;
  return ownPage(shown, { title: words.title, body });
}

/** How the second code comes, chosen once. */
export function choosePage(shown: Shown, email: string): string {
  const { factor: words } = wordsOf(shown);
  const body = html`<h1>${words.title}</h1><p class="lead">${words.choose}</p>
<form class="card" method="post" action="/portal/faktor">${own(shown)}<input type="hidden" name="factor" value="mail">
<h2>${words.mail}</h2><p>${filled(words.mailText, { email })}</p><button type="submit">${words.mail}</button></form>
<form class="card" method="post" action="/portal/faktor">${own(shown)}<input type="hidden" name="factor" value="app">
<h2>${words.app}</h2><p>${words.appText}</p><button class="second" type="submit">${words.app}</button></form>`;
  return ownPage(shown, { title: words.title, body });
}

export type FactorStep = { kind: 'mail'; email: string } | { kind: 'app' } | { kind: 'enrol'; uri: string; secret: string };

export function codePage(shown: Shown, step: FactorStep, fault?: OwnFault): string {
  const { factor: words } = wordsOf(shown);
  const lead = step.kind === 'mail' ? filled(words.sent, { email: step.email }) : step.kind === 'app' ? words.appLead : words.setUp;
  const body = html`<h1>${words.title}</h1>${faultBox(shown, fault)}<p class="lead">${lead}</p>
${
  step.kind === 'enrol'
    ? html`<p><a class="button second" href="${step.uri}">${words.openApp}</a></p><p>${words.secret}:</p><p class="secret" dir="ltr">${step.secret.replace(/(.{4})/g, '$1 ').trim()}</p>`
    : ''
}
<form method="post" action="/portal/code">${own(shown)}<input type="hidden" name="kind" value="${step.kind}">
${line({ name: 'code', label: words.code, autocomplete: 'one-time-code', inputmode: 'numeric', longest: 10, ltr: true })}
<p><button type="submit">${words.submit}</button></p></form>
${
  step.kind === 'mail'
    ? html`<form method="post" action="/portal/faktor">${own(shown)}<input type="hidden" name="factor" value="mail"><button class="second" type="submit">${words.again}</button></form>`
    : ''
}`;
  return ownPage(shown, { title: words.title, body });
}
