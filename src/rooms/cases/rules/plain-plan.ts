import { DOMAINS, type DomainCode } from './area-domains.ts';
import type { FrozenMeasure, FrozenPlan } from './plan.ts';

/** A plan as its owner reads it: her goals in her words, what is done for each, and what waits. */
export interface PlainStep {
  text: string;
  responsible: FrozenMeasure['responsible'];
  who: string;
  startOn: string | null;
  endOn: string | null;
  timesPerWeek: number | null;
  weekly: FrozenMeasure['weekly'];
}
export interface PlainGoal {
  text: string;
  /** What it is when it is reached: the text of level 0. */
  reached: string;
  until: string | null;
  steps: PlainStep[];
}
export interface PlainPlanContent {
  goals: PlainGoal[];
  /** Domains that wait on purpose. */
  later: string[];
}

/** Weights, levels, SMART reasons, payers and the other levels of the scale are the professionals' side and stay out. */
export function plainPlan({ goals, measures, notNow }: FrozenPlan): PlainPlanContent {
  const stepOf = ({ text, responsible, who, startOn, endOn, timesPerWeek, weekly }: FrozenMeasure): PlainStep => ({
    text,
    responsible,
    who,
    startOn,
    endOn,
    timesPerWeek,
    weekly,
  });
  return {
    goals: goals.map(({ id, text, targetOn }) => ({
      text: text.text,
      reached: text.scale['0'],
      until: targetOn,
      steps: measures.filter(({ goalIds }) => goalIds.includes(id)).map(stepOf),
    })),
    later: notNow.map(({ domain }) => domain),
  };
}

/** Languages of the client's copy; another one needs its words here and nothing else. */
export const PLAIN_LANGUAGES = ['de', 'en'] as const;
export type PlainLanguage = (typeof PLAIN_LANGUAGES)[number];

export interface PlainWords {
  lang: string;
  region: string;
  locale: string;
  title: string;
  intro: readonly string[];
  goal: (number: number) => string;
  reached: string;
  until: string;
  steps: string;
  noSteps: string;
  who: { client: string; manager: (name: string) => string; other: (name: string) => string };
  days: readonly string[];
  each: (day: string) => string;
  clock: (from: string, to: string) => string;
  times: (count: string) => string;
  from: (day: string) => string;
  period: (from: string, to: string) => string;
  later: string;
  laterText: (domains: string) => string;
  agreed: (day: string) => string;
  notYet: readonly string[];
  change: readonly string[];
  contact: (name: string, phone: string | null) => string;
  sign: string;
  foot: (day: string, number: number) => string;
  pageOf: string;
}

const clockDe = (time: string) => time.replace(/:00$/, '').replace(/^0/, '');

export const PLAIN: Readonly<Record<PlainLanguage, PlainWords>> = {
  de: {
    lang: 'de',
    region: 'DE',
    locale: 'de-DE',
    title: 'Mein Hilfeplan',
    intro: ['Das ist Ihr Plan.', 'Hier steht, was Sie erreichen möchten.', 'Und hier steht, wer was dafür tut.'],
    goal: (number) => `Mein Ziel ${number}`,
    reached: 'Ich habe es geschafft, wenn:',
    until: 'Bis wann:',
    steps: 'Das tun wir dafür:',
    noSteps: 'Die Schritte planen wir noch zusammen.',
    who: { client: 'Sie', manager: (name) => `${name} vom Case Management`, other: (name) => name },
    days: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
    each: (day) => `jeden ${day}`,
    clock: (from, to) => `von ${clockDe(from)} bis ${clockDe(to)} Uhr`,
    times: (count) => (count === '1' ? 'einmal in der Woche' : `${count} Mal in der Woche`),
    from: (day) => `Es beginnt am ${day}.`,
    period: (from, to) => `Es geht vom ${from} bis zum ${to}.`,
    later: 'Das kommt später',
    laterText: (domains) => `Darum kümmern wir uns jetzt noch nicht: ${domains}. Sie können jederzeit sagen, wenn es wichtig wird.`,
    agreed: (day) => `Sie haben am ${day} Ja zu diesem Plan gesagt.`,
    notYet: ['Noch gilt der Plan nicht.', 'Er gilt erst, wenn Sie Ja sagen.'],
    change: ['Sie möchten etwas ändern?', 'Das geht jederzeit. Sagen Sie es uns.'],
    contact: (name, phone) => (phone ? `Haben Sie Fragen? Rufen Sie ${name} an: ${phone}` : `Haben Sie Fragen? Sprechen Sie mit ${name}.`),
    sign: 'Datum und Unterschrift',
    foot: (day, number) => `Ihre Ausgabe vom ${day}, Fassung ${number}`,
    pageOf: 'Seite {page} von {pages}',
  },
  en: {
    lang: 'en',
    region: 'GB',
    locale: 'en-GB',
    title: 'My plan',
    intro: ['This is your plan.', 'It says what you want to reach.', 'And it says who does what for it.'],
    goal: (number) => `My goal ${number}`,
    reached: 'I have made it when:',
    until: 'By when:',
    steps: 'This is what we do for it:',
    noSteps: 'We are still planning the steps together.',
    who: { client: 'You', manager: (name) => `${name} from Case Management`, other: (name) => name },
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    each: (day) => `every ${day}`,
    clock: (from, to) => `from ${from} to ${to}`,
    times: (count) => (count === '1' ? 'once a week' : `${count} times a week`),
    from: (day) => `It begins on ${day}.`,
    period: (from, to) => `It goes from ${from} to ${to}.`,
    later: 'This comes later',
    laterText: (domains) => `We are not working on this yet: ${domains}. You can say at any time when it becomes important.`,
    agreed: (day) => `You said yes to this plan on ${day}.`,
    notYet: ['The plan does not hold yet.', 'It holds when you say yes.'],
    change: ['Would you like to change something?', 'You can do that at any time. Tell us.'],
    contact: (name, phone) => (phone ? `Do you have questions? Call ${name}: ${phone}` : `Do you have questions? Talk to ${name}.`),
    sign: 'Date and signature',
    foot: (day, number) => `Your copy of ${day}, version ${number}`,
    pageOf: 'Page {page} of {pages}',
  },
};

/** A day as it is said: "5. März 2026". */
export const plainDay = ({ locale }: PlainWords, day: string): string =>
  Temporal.PlainDate.from(day).toLocaleString(locale, { day: 'numeric', month: 'long', year: 'numeric' });

export const plainDomain = (language: PlainLanguage, code: string): string => DOMAINS[code as DomainCode]?.[language] ?? code;

/** Who does a step, and when, in short sentences: ["Sie", "Jeden Dienstag von 10 bis 11 Uhr.", "Es beginnt am 2. März 2026."]. */
export function plainStep(w: PlainWords, step: PlainStep, managerName: string): { who: string; when: string[] } {
  const who =
    step.responsible === 'client'
      ? w.who.client
      : step.responsible === 'manager'
        ? w.who.manager(step.who || managerName)
        : w.who.other(step.who);
  const often =
    step.weekly.length > 0
      ? step.weekly.map(({ day, from, to }) => `${w.each(w.days[day - 1] ?? '')} ${w.clock(from, to)}`).join(', ')
      : step.timesPerWeek
        ? w.times(step.timesPerWeek.toLocaleString(w.locale))
        : '';
  const period = step.startOn
    ? step.endOn
      ? w.period(plainDay(w, step.startOn), plainDay(w, step.endOn))
      : w.from(plainDay(w, step.startOn))
    : '';
  return { who, when: [often && `${often[0]?.toUpperCase()}${often.slice(1)}.`, period].filter((line) => line !== '') };
}
