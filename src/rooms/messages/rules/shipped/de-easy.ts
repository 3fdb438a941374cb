import type { Wordings } from './wording.ts';

const BYE = '\n\nFreundliche Grüße\n{network}';

export const deEasy: Wordings = {
  'appointment-confirmation': {
    long: `Guten Tag {name},

Sie haben einen Termin. Der Termin ist fest.

Wann: {when}
Bei: {practitioner}
Wo: {where}
Telefon: {contact}

Bringen Sie Ihre Karte von der Krankenkasse mit.
Haben Sie schon Papiere bekommen? Bringen Sie auch die Papiere mit.

{cancellation}

Vielleicht passt es nicht. Das ist in Ordnung.
Dann rufen Sie uns an. Wir suchen weiter.

Geht es Ihnen sehr schlecht? Warten Sie nicht. Rufen Sie an:
{numbers}${BYE}`,
    short: 'Sie haben einen Termin: {when}. Fragen? Rufen Sie an: {contact}',
  },
  'reminder-72': {
    long: `Guten Tag {name},

bald haben Sie einen Termin.
Der Termin ist: {when}.

Sie können nicht kommen? Dann rufen Sie bitte jetzt an: {contact}${BYE}`,
    short: 'Bald ist Ihr Termin: {when}. Sie können nicht? Rufen Sie an: {contact}',
  },
  'reminder-24': {
    long: `Guten Tag {name},

Ihr Termin ist: {when}.

Sie können nicht kommen? Dann rufen Sie bitte gleich an: {contact}${BYE}`,
    short: 'Ihr Termin ist: {when}. Sie können nicht? Rufen Sie gleich an: {contact}',
  },
  moved: {
    long: `Guten Tag {name},

Ihr Termin ist an einem anderen Tag oder zu einer anderen Zeit.

Alt: {before}
Neu: {when}

Sie können dann nicht? Rufen Sie an: {contact}${BYE}`,
    short: 'Ihr Termin ist jetzt: {when}. Nicht mehr: {before}. Fragen? {contact}',
  },
  'cancelled-by-us': {
    long: `Guten Tag {name},

Ihr Termin fällt aus: {when}.
Sie haben nichts falsch gemacht. Es tut uns leid.

Wir suchen einen neuen Termin. Wir rufen Sie an.
Unser Telefon: {phone}${BYE}`,
    short: 'Ihr Termin fällt aus: {when}. Wir suchen einen neuen und rufen Sie an.',
  },
  'not-reached': {
    long: `Guten Tag {name},

wir haben Sie angerufen. Sie waren nicht da.
Bitte rufen Sie uns an: {phone}

Sie bleiben auf unserer Liste. Wir rufen noch einmal an.${BYE}`,
    short: 'Wir haben Sie angerufen. Bitte rufen Sie uns an: {phone}',
  },
  'final-notice': {
    long: `Guten Tag {name},

wir haben Sie oft angerufen. Sie waren nicht da.
Wollen Sie auf der Liste bleiben? Dann melden Sie sich bis {until}.
Unser Telefon: {phone}

Sie melden sich nicht? Dann nehmen wir Sie von der Liste.
Sie können später wieder anrufen. Das geht immer.${BYE}`,
    short: 'Wollen Sie auf der Liste bleiben? Dann rufen Sie an bis {until}: {phone}',
  },
  'waiting-contact': {
    long: `Guten Tag {name},

Sie stehen auf unserer Liste. Wir suchen noch.
Wir rufen Sie an. Spätestens am {until}.

Ist etwas anders als vorher? Dann rufen Sie uns an: {phone}${BYE}`,
    short: 'Sie stehen auf unserer Liste. Wir suchen noch. Wir rufen an, spätestens am {until}.',
  },
  'request-received': {
    long: `Guten Tag {name},

wir haben Ihre Anfrage bekommen. Wir rufen Sie an.
Vielleicht kennen Sie unsere Nummer nicht. Gehen Sie trotzdem ans Telefon.

Sie wollen nicht warten? Unser Telefon: {phone}${BYE}`,
    short: 'Wir haben Ihre Anfrage bekommen. Wir rufen Sie an. Unser Telefon: {phone}',
  },
  invitation: {
    long: `Guten Tag {name},

hier bekommen Sie Ihren Zugang: {link}

Der Link geht nur einmal. Er geht bis {until}.
Sie kennen uns nicht? Dann löschen Sie diese Nachricht.${BYE}`,
    short: 'Ihr Zugang: {link} (nur einmal, bis {until})',
  },
};
