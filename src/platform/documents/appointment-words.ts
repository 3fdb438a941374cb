import type { SlotKind } from '#kernel/codes.ts';

/** Languages of a letter; `de-easy` is plain German in short sentences (not certified as "Leichte Sprache"). */
export type LetterLanguage = 'de' | 'de-easy' | 'en';

/** What to bring, as codes. */
export const BRING = ['egk', 'ptv11', 'reports', 'guardian-certificate'] as const;
export type Bring = (typeof BRING)[number];

export interface AppointmentWords {
  lang: string;
  region: string;
  /** BCP 47 tag for `Intl`. */
  locale: string;
  title: string;
  greeting: string;
  opening: string;
  openingForOther: string;
  when: string;
  length: string;
  where: string;
  byVideo: string;
  withWhom: string;
  what: string;
  kinds: Record<SlotKind, string>;
  bring: string;
  bringNothing: string;
  things: Record<Bring, string>;
  cannotCome: string;
  ruleText: string;
  contact: string;
  noFit: string;
  noFitText: string[];
  crisis: string;
  crisisText: string[];
  crisisHead: [string, string];
  closing: string;
  date: string;
  phone: string;
  foot: string;
  pageOf: string;
  oclock: string;
}

// Title and greeting stand above the fold: no word of health there.
export const APPOINTMENT_WORDS: Record<LetterLanguage, AppointmentWords> = {
  de: {
    lang: 'de',
    region: 'DE',
    locale: 'de-DE',
    title: 'Ihr Termin',
    greeting: 'Guten Tag {name},',
    opening: 'Ihr Termin ist fest gebucht. Hier steht alles, was Sie dafür brauchen.',
    openingForOther: 'der Termin für {client} ist fest gebucht. Hier steht alles, was Sie dafür brauchen.',
    when: 'Wann',
    length: '{kind}, etwa {minutes} Minuten',
    where: 'Wo',
    byVideo: 'per Video; den Zugang bekommen Sie von der Praxis',
    withWhom: 'Mit wem',
    what: 'Was',
    kinds: {
      CONSULT: 'psychotherapeutische Sprechstunde',
      ACUTE: 'Akutbehandlung',
      TRIAL: 'probatorische Sitzung (Probegespräch)',
      THERAPY: 'Therapiesitzung',
      GROUP: 'Gruppensitzung',
    },
    bring: 'Das bringen Sie mit',
    bringNothing: 'Sie brauchen nichts mitzubringen.',
    things: {
      egk: 'Ihre elektronische Gesundheitskarte',
      ptv11: 'das Formular PTV 11 („Individuelle Patienteninformation“), wenn Sie es schon haben',
      reports: 'Berichte aus früheren Behandlungen, wenn Sie möchten',
      'guardian-certificate': 'den Betreuerausweis oder den Nachweis über das Sorgerecht',
    },
    cannotCome: 'Wenn Sie nicht kommen können',
    ruleText: 'Für diese Praxis gilt:',
    contact: 'Absagen: {contact}',
    noFit: 'Wenn es nicht passt',
    noFitText: [
      'In den ersten Gesprächen finden Sie heraus, ob Sie miteinander arbeiten möchten. Passt es nicht, rufen Sie uns an. Wir suchen mit Ihnen weiter. Sie müssen nichts begründen.',
    ],
    crisis: 'Wenn es Ihnen vorher sehr schlecht geht',
    crisisText: ['Warten Sie nicht auf den Termin. Hier hört Ihnen jemand zu, auch nachts:'],
    crisisHead: ['Wer', 'Telefon'],
    closing: 'Freundliche Grüße',
    date: 'Datum: {date}',
    phone: 'Telefon: {phone}',
    foot: 'Vertraulich',
    pageOf: 'Seite {page} von {pages}',
    oclock: '{time} Uhr',
  },
  'de-easy': {
    lang: 'de',
    region: 'DE',
    locale: 'de-DE',
    title: 'Ihr Termin',
    greeting: 'Guten Tag {name},',
    opening: 'Sie haben einen Termin. Der Termin ist fest.',
    openingForOther: 'Der Termin ist für {client}. Der Termin ist fest.',
    when: 'Wann?',
    length: '{kind}, etwa {minutes} Minuten',
    where: 'Wo?',
    byVideo: 'Das Gespräch ist am Bildschirm. Die Praxis sagt Ihnen, wie das geht.',
    withWhom: 'Mit wem?',
    what: 'Was?',
    kinds: {
      CONSULT: 'ein erstes Gespräch',
      ACUTE: 'schnelle Hilfe im Gespräch',
      TRIAL: 'ein Gespräch zum Kennenlernen',
      THERAPY: 'ein Gespräch in der Therapie',
      GROUP: 'ein Gespräch in der Gruppe',
    },
    bring: 'Was bringen Sie mit?',
    bringNothing: 'Sie müssen nichts mitbringen.',
    things: {
      egk: 'Ihre Karte von der Krankenkasse',
      ptv11: 'das Blatt mit dem Namen „PTV 11“, wenn Sie es haben',
      reports: 'Briefe von Ärzten oder von der Klinik, wenn Sie wollen',
      'guardian-certificate': 'den Ausweis von der Betreuerin oder dem Betreuer',
    },
    cannotCome: 'Was tun Sie, wenn Sie nicht kommen können?',
    ruleText: 'Bitte sagen Sie früh Bescheid. In dieser Praxis gilt:',
    contact: 'Hier sagen Sie ab: {contact}',
    noFit: 'Was ist, wenn es nicht passt?',
    noFitText: [
      'Sie lernen sich erst kennen.',
      'Vielleicht passt es nicht. Das ist in Ordnung.',
      'Dann rufen Sie uns an. Wir suchen weiter.',
    ],
    crisis: 'Geht es Ihnen sehr schlecht?',
    crisisText: ['Warten Sie nicht. Rufen Sie an. Auch in der Nacht.'],
    crisisHead: ['Wer', 'Telefon'],
    closing: 'Freundliche Grüße',
    date: 'Datum: {date}',
    phone: 'Telefon: {phone}',
    foot: 'Vertraulich',
    pageOf: 'Seite {page} von {pages}',
    oclock: '{time} Uhr',
  },
  en: {
    lang: 'en',
    region: 'GB',
    locale: 'en-GB',
    title: 'Your appointment',
    greeting: 'Hello {name},',
    opening: 'Your appointment is booked. This letter holds everything you need for it.',
    openingForOther: 'the appointment for {client} is booked. This letter holds everything you need for it.',
    when: 'When',
    length: '{kind}, about {minutes} minutes',
    where: 'Where',
    byVideo: 'by video; the practice will tell you how to join',
    withWhom: 'With whom',
    what: 'What',
    kinds: {
      CONSULT: 'psychotherapy consultation (Sprechstunde)',
      ACUTE: 'acute treatment (Akutbehandlung)',
      TRIAL: 'trial session (probatorische Sitzung)',
      THERAPY: 'therapy session',
      GROUP: 'group session',
    },
    bring: 'What to bring',
    bringNothing: 'There is nothing to bring.',
    things: {
      egk: 'your health insurance card (elektronische Gesundheitskarte)',
      ptv11: 'the form PTV 11 (“Individuelle Patienteninformation”), if you already have it',
      reports: 'reports of earlier treatment, if you like',
      'guardian-certificate': 'the guardian’s certificate or proof of custody',
    },
    cannotCome: 'If you cannot come',
    ruleText: 'The rule of this practice:',
    contact: 'To cancel: {contact}',
    noFit: 'If it does not fit',
    noFitText: [
      'The first talks are there to find out whether you want to work together. If it does not fit, call us. We will go on looking with you. You need not give a reason.',
    ],
    crisis: 'If you feel very bad before then',
    crisisText: ['Do not wait for the appointment. Somebody listens here, also at night:'],
    crisisHead: ['Who', 'Telephone'],
    closing: 'Kind regards',
    date: 'Date: {date}',
    phone: 'Telephone: {phone}',
    foot: 'Confidential',
    pageOf: 'Page {page} of {pages}',
    oclock: '{time}',
  },
};
