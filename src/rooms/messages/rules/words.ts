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
  'letter-taken': {
    de: { title: 'Schon beim Drucken', detail: 'Mindestens einer dieser Briefe liegt schon in einem Druckauftrag oder ist verschickt.' },
    en: { title: 'Already being printed', detail: 'At least one of these letters is already in a print run or was sent.' },
  },
  'letter-not-allowed': {
    de: {
      title: 'Brief nicht mehr erlaubt',
      detail:
        'Für eine Person ist Post inzwischen nicht mehr erlaubt, oder die Anschrift fehlt. Rufen Sie dort an und nehmen Sie den Brief heraus.',
    },
    en: {
      title: 'Letter no longer allowed',
      detail: 'For one person letters are no longer allowed, or the address is missing. Call there and leave the letter out.',
    },
  },
  'run-over': {
    de: { title: 'Druckauftrag abgeschlossen', detail: 'Dieser Druckauftrag ist schon verschickt oder zurückgenommen.' },
    en: { title: 'Print run is over', detail: 'This print run was already posted or taken back.' },
  },
  'run-empty': {
    de: { title: 'Nichts zu drucken', detail: 'Alle Briefe dieses Druckauftrags wurden zurückgezogen.' },
    en: { title: 'Nothing to print', detail: 'All letters of this print run were withdrawn.' },
  },
  'channel-closed': {
    de: {
      title: 'Dieser Weg ist zu',
      detail: 'Auf diesem Weg darf die Person nicht angeschrieben werden, oder die Anschrift fehlt. Rufen Sie an.',
    },
    en: { title: 'This way is closed', detail: 'This person may not be written to this way, or the address is missing. Call instead.' },
  },
  'text-empty': {
    de: { title: 'Text fehlt', detail: 'Schreiben Sie einen Text, oder kehren Sie zum mitgelieferten zurück.' },
    en: { title: 'Text missing', detail: 'Write a text, or go back to the shipped one.' },
  },
  'text-too-long': {
    de: { title: 'Zu lang für eine SMS', detail: 'Der Text braucht mehr als vier SMS. Kürzen Sie ihn.' },
    en: { title: 'Too long for a text message', detail: 'The text needs more than four text messages. Make it shorter.' },
  },
  'text-is-shipped': {
    de: { title: 'Schon der mitgelieferte Text', detail: 'Hier gilt bereits der mitgelieferte Text.' },
    en: { title: 'Already the shipped text', detail: 'The shipped text holds here already.' },
  },
  'placeholder-unknown': {
    de: { title: 'Platzhalter unbekannt', detail: 'Diesen Platzhalter gibt es hier nicht. Erlaubte Platzhalter stehen unter dem Feld.' },
    en: { title: 'Unknown placeholder', detail: 'This placeholder does not exist here. Those allowed stand below the field.' },
  },
  'placeholder-missing': {
    de: { title: 'Platzhalter fehlt', detail: 'Dieser Platzhalter muss im Text stehen, sonst fehlt der Person das Wichtigste.' },
    en: { title: 'Placeholder missing', detail: 'This placeholder must stand in the text, or the person misses what matters most.' },
  },
  'brace-open': {
    de: { title: 'Klammer offen', detail: 'Eine geschweifte Klammer steht allein. Platzhalter sehen so aus: {when}' },
    en: { title: 'Open brace', detail: 'A brace stands alone. Placeholders look like this: {when}' },
  },
  'word-tells': {
    de: {
      title: 'Dieses Wort verrät zu viel',
      detail: 'Andere können die Nachricht auf einem gesperrten Telefon lesen. Sie darf nicht sagen, dass es um Gesundheit geht.',
    },
    en: {
      title: 'This word tells too much',
      detail: 'Others may read the message on a locked telephone. It must not say that it is about health.',
    },
  },
} as const;
