import type { AlarmLevel } from './codes.ts';
import { DEADLINES, OPENER, QUESTIONS } from './safety.ts';
import type { Condition, ScriptBody, ScriptLevel, Words } from './script.ts';

const ANSWER_WORDS: Readonly<Record<string, Words>> = {
  yes: { de: 'Ja', en: 'Yes' },
  no: { de: 'Nein', en: 'No' },
  '?': { de: 'Keine Antwort', en: 'No answer' },
  never: { de: 'Nie', en: 'Never' },
  '> 3 months': { de: 'Vor mehr als 3 Monaten', en: 'More than 3 months ago' },
  '<= 3 months': { de: 'In den letzten 3 Monaten', en: 'Within the last 3 months' },
  'safe+not alone': { de: 'Sicher, jemand ist da', en: 'Safe, somebody is there' },
  'safe+alone': { de: 'Sicher, allein', en: 'Safe, alone' },
  'cannot say': { de: 'Kann es nicht sagen', en: 'Cannot say' },
};
const wordsOf = (code: string): Words => ANSWER_WORDS[code] ?? { de: code, en: code };

const is = (question: string, ...answers: string[]): Condition => ({ question, is: answers });
const isNot = (question: string, ...answers: string[]): Condition => ({ question, isNot: answers });
const all = (...conditions: Condition[]): Condition => ({ all: conditions });

const SAID: Readonly<Record<AlarmLevel, Pick<ScriptLevel, 'do' | 'say'>>> = {
  RED: {
    do: [
      { de: 'Bleiben Sie in der Leitung.', en: 'Stay on the line.' },
      { de: 'Rufen Sie auf einem zweiten Gerät 112 an und nennen Sie den Ort.', en: 'Call 112 on a second device and name the place.' },
      { de: 'Holen Sie den Hintergrunddienst in die Konferenz.', en: 'Bring the duty psychologist into the conference.' },
    ],
    say: [
      { de: 'Ich bleibe bei Ihnen. Ich hole jetzt Hilfe dazu.', en: 'I am staying with you. I am getting help now.' },
      { de: 'Wo sind Sie gerade? Wer ist bei Ihnen?', en: 'Where are you right now? Who is with you?' },
    ],
  },
  ORANGE: {
    do: [
      {
        de: 'Stellen Sie noch in diesem Gespräch zum Hintergrunddienst durch.',
        en: 'Put the caller through to the duty psychologist during this call.',
      },
      { de: 'Beenden Sie das Gespräch nicht allein.', en: 'Do not end the call alone.' },
    ],
    say: [
      {
        de: 'Danke, dass Sie das sagen. Ich verbinde Sie jetzt mit unserer Psychologin.',
        en: 'Thank you for telling me. I am connecting you with our psychologist now.',
      },
    ],
  },
  YELLOW: {
    do: [
      {
        de: 'Der Hintergrunddienst ruft heute zurück, in der Sprechzeit innerhalb von 2 Stunden.',
        en: 'The duty psychologist calls back today, within 2 hours during office hours.',
      },
      { de: 'Nennen Sie die Krisennummern.', en: 'Give the crisis numbers.' },
      {
        de: 'Suchen Sie weiter, am besten eine Akutbehandlung oder Sprechstunde in den nächsten 72 Stunden.',
        en: 'Go on searching, preferably for acute treatment or a consultation within 72 hours.',
      },
    ],
    say: [
      { de: 'Unsere Psychologin ruft Sie heute noch an.', en: 'Our psychologist will call you today.' },
      {
        de: 'Wird es vorher schlimmer, rufen Sie 112 oder die TelefonSeelsorge an, 0800 1110111.',
        en: 'If it gets worse before that, call 112 or the telephone counselling line, 0800 1110111.',
      },
    ],
  },
};

const levelFor = (level: AlarmLevel): ScriptLevel => {
  const { acknowledgeSeconds, escalation, call112, booking, followUpHours } = DEADLINES[level];
  return { acknowledgeSeconds, escalation, call112, booking, followUpHours, ...SAID[level] };
};

/** The script of the rule book (A.1.5) as data. It is shipped unsigned: a clinical lead signs it, or a wording of her own. */
export const SHIPPED_SCRIPT: ScriptBody = {
  opener: { de: OPENER.de, en: OPENER.en },
  questions: QUESTIONS.map(({ id, de, en, answers }) => ({
    id,
    de,
    en,
    answers: answers.map((code) => ({ code, ...wordsOf(code) })),
    // clarification to A.1.5: Q7 unanswered counts as "cannot say"
    unanswered: id === 'Q7' ? 'cannot say' : '?',
  })),
  marks: [
    {
      id: 'namesPerson',
      de: 'Nennt eine Person, der sie oder er etwas antun könnte',
      en: 'Names a person whom she or he might harm',
    },
    { id: 'threatening', de: 'Droht gerade', en: 'Is threatening right now' },
  ],
  lines: [
    {
      level: 'RED',
      de: 'Hat sich etwas angetan oder ist jetzt in Gefahr',
      en: 'Has hurt themselves or is in danger now',
      when: is('Q0', 'yes'),
    },
    {
      level: 'RED',
      de: 'Plan oder Mittel greifbar, und die Absicht ist nicht verneint',
      en: 'A plan or the means at hand, and intent is not denied',
      when: all(is('Q5', 'yes'), isNot('Q4', 'no')),
    },
    {
      level: 'RED',
      de: 'Absicht, und zum Plan keine Antwort',
      en: 'Intent, and no answer about a plan',
      when: all(is('Q4', 'yes'), is('Q5', '?')),
    },
    { level: 'RED', de: 'Kann nicht sagen, sicher zu bleiben', en: 'Cannot say to stay safe', when: is('Q7', 'cannot say') },
    {
      level: 'RED',
      de: 'Angst, jemandem etwas anzutun, und nennt eine Person',
      en: 'Afraid of harming somebody, and names a person',
      when: all(is('Q8', 'yes'), { mark: 'namesPerson' }),
    },
    { level: 'RED', de: 'Droht gerade', en: 'Is threatening now', when: { mark: 'threatening' } },
    {
      level: 'ORANGE',
      de: 'Absicht, Methode, Plan, Versuch in 3 Monaten, Gefahr für andere oder keine Antwort auf die erste Frage',
      en: 'Intent, method, plan, attempt within 3 months, danger to others, or no answer to the first question',
      when: {
        any: [is('Q4', 'yes'), is('Q3', 'yes'), is('Q5', 'yes'), is('Q6', '<= 3 months'), is('Q8', 'yes'), is('Q0', '?')],
      },
    },
    {
      level: 'ORANGE',
      de: 'Gedanken an Suizid, und zu Methode, Absicht oder Plan keine Antwort',
      en: 'Thoughts of suicide, and no answer about method, intent or plan',
      when: all(is('Q2', 'yes'), { any: [is('Q3', '?'), is('Q4', '?'), is('Q5', '?')] }),
    },
    {
      level: 'ORANGE',
      de: 'Unter 18 oder Alter unbekannt, und Gedanken an Suizid',
      en: 'Under 18 or age unknown, and thoughts of suicide',
      when: all({ fact: 'minor' }, is('Q2', 'yes')),
    },
    { level: 'ORANGE', de: 'Notfallknopf', en: 'Emergency button', when: { fact: 'button' } },
    {
      level: 'YELLOW',
      de: 'Wunsch, nicht mehr da zu sein, Gedanken, früherer Versuch oder unklare Antwort',
      en: 'A wish not to be here, thoughts, an earlier attempt, or an unclear answer',
      when: {
        any: [
          is('Q1', 'yes'),
          is('Q2', 'yes'),
          is('Q6', '> 3 months'),
          { opener: ['unclear'] },
          ...['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q8'].map((question) => is(question, '?')),
        ],
      },
    },
  ],
  levels: { RED: levelFor('RED'), ORANGE: levelFor('ORANGE'), YELLOW: levelFor('YELLOW') },
};
