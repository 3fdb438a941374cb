import type { Wordings } from './wording.ts';

const BYE = '\n\nFreundliche Grüße\n{network}';

export const de: Wordings = {
  'appointment-confirmation': {
    long: `Guten Tag {name},

das haben wir am Telefon vereinbart:

Wann: {when}
Bei: {practitioner}
Wo: {where}
Telefon: {contact}

Bringen Sie Ihre Versichertenkarte mit und die Unterlagen, die Sie schon bekommen haben.

{cancellation}

Merken Sie, dass es nicht passt, rufen Sie uns an. Wir suchen mit Ihnen weiter, und Sie müssen nicht von vorn beginnen.

Wenn es nicht warten kann:
{numbers}${BYE}`,
    short: 'Ihr Termin steht: {when}. Fragen: {contact}',
  },
  'reminder-72': {
    long: `Guten Tag {name},

bald ist Ihr Termin: {when}.

Können Sie nicht kommen? Dann sagen Sie jetzt ab oder verschieben Sie: {contact}${BYE}`,
    short: 'Ihr Termin: {when}. Absagen oder verschieben: {contact}',
  },
  'reminder-24': {
    long: `Guten Tag {name},

wir erinnern Sie an Ihren Termin: {when}.

Ist etwas dazwischengekommen? Rufen Sie bitte gleich an: {contact}${BYE}`,
    short: 'Erinnerung: Ihr Termin ist {when}. Etwas dazwischengekommen? {contact}',
  },
  moved: {
    long: `Guten Tag {name},

Ihr Termin hat eine neue Zeit.

Bisher: {before}
Jetzt: {when}

Passt das nicht, rufen Sie an: {contact}${BYE}`,
    short: 'Neue Zeit für Ihren Termin: {when}. Nicht mehr: {before}. Fragen: {contact}',
  },
  'cancelled-by-us': {
    long: `Guten Tag {name},

Ihr Termin findet nicht statt: {when}. Das liegt nicht an Ihnen, bitte entschuldigen Sie.

Wir suchen einen neuen Termin und rufen Sie an. Sie erreichen uns auch unter {phone}.${BYE}`,
    short: 'Ihr Termin findet leider nicht statt: {when}. Wir rufen Sie an, um einen neuen zu finden.',
  },
  'not-reached': {
    long: `Guten Tag {name},

wir wollten Sie sprechen und haben Sie nicht erreicht. Rufen Sie uns zurück: {phone}

Sie verlieren dadurch nichts. Wir versuchen es noch einmal.${BYE}`,
    short: 'Wir haben Sie nicht erreicht. Bitte rufen Sie zurück: {phone}. Wir versuchen es noch einmal.',
  },
  'final-notice': {
    long: `Guten Tag {name},

wir haben Sie mehrmals nicht erreicht. Möchten Sie weiter auf unserer Liste stehen? Dann melden Sie sich bis {until}.

Telefon: {phone}

Hören wir nichts, nehmen wir Sie von der Liste. Sie können sich später jederzeit wieder melden.${BYE}`,
    short: 'Wir haben Sie mehrmals nicht erreicht. Wollen Sie auf der Liste bleiben? Bitte melden Sie sich bis {until}: {phone}',
  },
  'waiting-contact': {
    long: `Guten Tag {name},

Sie stehen weiter auf unserer Liste. Noch haben wir nichts Passendes gefunden.

Wir melden uns spätestens am {until}.

Hat sich etwas geändert, rufen Sie uns an: {phone}${BYE}`,
    short: 'Sie stehen weiter auf unserer Liste. Wir melden uns spätestens am {until}. Fragen: {phone}',
  },
  'request-received': {
    long: `Guten Tag {name},

Ihre Anfrage ist angekommen. Wir rufen Sie an. Bitte gehen Sie auch bei einer unbekannten Nummer ans Telefon.

Wenn Sie nicht warten möchten: {phone}${BYE}`,
    short: 'Ihre Anfrage ist angekommen. Wir rufen Sie an. Unsere Nummer: {phone}',
  },
  invitation: {
    long: `Guten Tag {name},

hier richten Sie Ihren Zugang ein: {link}

Der Link gilt einmal, bis {until}. Haben Sie ihn nicht erwartet, löschen Sie diese Nachricht.${BYE}`,
    short: 'Ihr Zugang: {link} (gilt einmal, bis {until})',
  },
};
