/** Words of this room's refusals. */
export const MESSAGES_PROBLEMS = {
  'content-unreadable': {
    de: { title: 'Nachricht nicht lesbar', detail: 'Der Text lässt sich nicht mehr öffnen. Schreiben oder rufen Sie neu an.' },
    en: { title: 'Message not readable', detail: 'The text can no longer be opened. Write or call anew.' },
  },
  'message-not-queued': {
    de: { title: 'Schon unterwegs', detail: 'Dieser Brief ist schon gedruckt oder zurückgezogen.' },
    en: { title: 'Already on its way', detail: 'This letter was already printed or withdrawn.' },
  },
  'message-not-failed': {
    de: { title: 'Nichts zu wiederholen', detail: 'Diese Nachricht ist nicht gescheitert.' },
    en: { title: 'Nothing to try again', detail: 'This message has not failed.' },
  },
} as const;
