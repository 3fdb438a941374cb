import { html } from '../html.ts';
import { LONGEST_MESSAGE } from '../own-access.ts';
import { faultBox, name, own, ownPage, type Shown, told, whenOf, wordsOf } from '../own-page.ts';
import type { OwnMessage } from '../own-shapes.ts';
import type { OwnFault } from '../own-words.ts';

export interface Helper {
  organisationId: string | null;
  label: string;
}

export function messagesPage(
  shown: Shown,
  state: {
    messages: readonly OwnMessage[];
    helpers: readonly Helper[];
    note?: string | undefined;
    fault?: OwnFault | undefined;
    typed?: string;
    to?: string | undefined;
  },
): string {
  const { messages: words, send } = wordsOf(shown);
  const nameOf = (id: string | null) => state.helpers.find(({ organisationId }) => organisationId === id)?.label ?? words.desk;
  const body = html`<h1>${wordsOf(shown).pages.messages}</h1>${told(state.note)}${faultBox(shown, state.fault, LONGEST_MESSAGE)}<p class="lead">${words.lead}</p>
${
  state.messages.length === 0
    ? html`<p class="soft">${words.none}</p>`
    : html`<ol class="talk">${state.messages.map(
        (message) =>
          html`<li${message.fromClient ? html` class="mine"` : ''}><span class="who">${message.fromClient ? html`${words.you} · ` : ''}${name(nameOf(message.organisationId))}<br>${whenOf(shown.language, message.writtenAt)}</span><span class="text" dir="auto">${message.text}</span></li>`,
      )}</ol>`
}
${
  state.helpers.length === 0
    ? html`<p>${words.nobody}</p>`
    : html`<form method="post" action="/portal/nachrichten" accept-charset="utf-8">${own(shown)}
<div class="field"><label for="to">${words.to}</label><select id="to" name="to">${state.helpers.map(
        ({ organisationId, label }) =>
          html`<option value="${organisationId ?? 'desk'}"${state.to === (organisationId ?? 'desk') ? html` selected` : ''}>${label}</option>`,
      )}</select></div>
<div class="field"><label for="text">${words.text}</label><p class="hint" id="text-hint">${words.textHint}</p><textarea id="text" name="text" maxlength="${LONGEST_MESSAGE}" required dir="auto" aria-describedby="text-hint">${state.typed ?? ''}</textarea></div>
<button type="submit">${send}</button></form>`
}<p>${words.notUrgent}</p>`;
  return ownPage(shown, { title: wordsOf(shown).pages.messages, now: 'messages', body });
}
