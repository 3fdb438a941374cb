import { type Decision, no, yes } from '#kernel/decision.ts';

/** Levels of the safety script, from calm to danger (rule book A.1.5). */
export const LEVELS = ['GREEN', 'YELLOW', 'ORANGE', 'RED'] as const;
export type Level = (typeof LEVELS)[number];

/** What every caller is asked before anything else but the number. */
export const OPENER = {
  de: 'Gibt es gerade etwas, das keinen Aufschub duldet, zum Beispiel Gedanken, nicht mehr leben zu wollen?',
  en: 'Is there anything right now that cannot wait, for example thoughts of not wanting to live any more?',
  answers: ['no', 'yes', 'unclear'],
} as const;
export type OpenerAnswer = (typeof OPENER.answers)[number];

/** Version of wording and rules; a clinical lead signs exactly this one before it may be used (rule book E.3, 6). */
export const SCRIPT_VERSION = '2026-1';

const YES_NO = ['yes', 'no', '?'] as const;

/** The script's questions in their order; "?" is refused or unanswered. */
export const QUESTIONS = [
  {
    id: 'Q0',
    answers: YES_NO,
    de: 'Haben Sie sich etwas angetan oder etwas eingenommen? Sind Sie jetzt gerade in Gefahr?',
    en: 'Have you hurt yourself or taken something? Are you in danger right now?',
  },
  {
    id: 'Q1',
    answers: YES_NO,
    de: 'Gibt es Momente, in denen Sie lieber nicht mehr da wären?',
    en: 'Are there moments in which you would rather not be here any more?',
  },
  { id: 'Q2', answers: YES_NO, de: 'Denken Sie daran, sich das Leben zu nehmen?', en: 'Are you thinking of taking your own life?' },
  { id: 'Q3', answers: YES_NO, de: 'Haben Sie überlegt, wie?', en: 'Have you thought about how?' },
  { id: 'Q4', answers: YES_NO, de: 'Haben Sie vor, es zu tun?', en: 'Do you intend to do it?' },
  {
    id: 'Q5',
    answers: YES_NO,
    de: 'Gibt es einen Plan oder Zeitpunkt, ist das Mittel greifbar?',
    en: 'Is there a plan or a time, and is the means within reach?',
  },
  {
    id: 'Q6',
    answers: ['never', '> 3 months', '<= 3 months', '?'],
    de: 'Haben Sie es schon einmal versucht oder vorbereitet? Wann zuletzt?',
    en: 'Have you ever tried or prepared it? When was the last time?',
  },
  {
    id: 'Q7',
    answers: ['safe+not alone', 'safe+alone', 'cannot say'],
    de: 'Bleiben Sie bis zum Gespräch mit unserer Psychologin sicher? Ist jemand bei Ihnen?',
    en: 'Will you stay safe until you speak with our psychologist? Is somebody with you?',
  },
  {
    id: 'Q8',
    answers: YES_NO,
    de: 'Haben Sie Angst, jemandem etwas anzutun, oder nehmen Sie gerade sehr beängstigende Dinge wahr?',
    en: 'Are you afraid of harming somebody, or do you perceive very frightening things right now?',
  },
] as const;
export type QuestionId = (typeof QUESTIONS)[number]['id'];
export type Answers = { [Id in QuestionId]?: Extract<(typeof QUESTIONS)[number], { id: Id }>['answers'][number] };

/** What the level looks at. A question without an answer counts as "?", Q7 as "cannot say", but only once the script is open. */
export interface SafetyCall {
  opener: OpenerAnswer;
  /** The assistant opened the script although the opener was "no". */
  scriptOpened?: boolean;
  answers: Answers;
  /** The caller names a person whom he or she might harm. */
  namesPerson?: boolean;
  /** The caller is threatening now. */
  threatening?: boolean;
  /** The emergency button was pressed. */
  button?: boolean;
  /** The assistant raised the level by hand. */
  raisedTo?: Level;
  /** Age in years; unknown counts as under 18. */
  age: number | null;
}

/** The higher of two levels. */
export function higher(one: Level, other: Level): Level {
  return LEVELS.indexOf(one) >= LEVELS.indexOf(other) ? one : other;
}

/** The level of a call: fixed lines, first match wins (rule book A.1.5 with its clarifications). No score, no prediction. */
export function levelOf(call: SafetyCall): Level {
  return higher(fromAnswers(call), call.raisedTo ?? 'GREEN');
}

function fromAnswers(call: SafetyCall): Level {
  const open = call.opener !== 'no' || call.scriptOpened === true;
  const unknown = open ? '?' : 'not asked';
  const { Q0 = unknown, Q1 = unknown, Q2 = unknown, Q3 = unknown, Q4 = unknown, Q5 = unknown, Q6 = unknown, Q8 = unknown } = call.answers;
  const Q7 = call.answers.Q7 ?? (open ? 'cannot say' : 'not asked');
  const minor = call.age === null || call.age < 18;
  const noneIsUnclear = ![Q1, Q2, Q3, Q4, Q5, Q6, Q8].includes('?');

  const planned = (Q5 === 'yes' && Q4 !== 'no') || (Q4 === 'yes' && Q5 === '?');
  const othersInDanger = (Q8 === 'yes' && call.namesPerson === true) || call.threatening === true;
  if (Q0 === 'yes' || planned || Q7 === 'cannot say' || othersInDanger) return 'RED';

  const concrete = Q4 === 'yes' || Q3 === 'yes' || Q5 === 'yes' || Q6 === '<= 3 months' || Q8 === 'yes' || Q0 === '?';
  const thoughtsWithGap = Q2 === 'yes' && [Q3, Q4, Q5].includes('?');
  if (concrete || thoughtsWithGap || (minor && Q2 === 'yes') || call.button === true) return 'ORANGE';

  if (Q1 === 'yes' || Q2 === 'yes' || Q6 === '> 3 months' || call.opener === 'unclear' || !noneIsUnclear) return 'YELLOW';
  return 'GREEN';
}

/** Seconds until somebody must have acknowledged, and who is called when nobody did (rule book A.1.5). */
export const DEADLINES = {
  RED: {
    acknowledgeSeconds: 60,
    escalation: [
      { afterSeconds: 60, to: 'second-oncall' },
      { afterSeconds: 120, to: 'coordinator' },
    ],
    call112: true,
    booking: 'after-hand-over',
    followUpHours: 24,
  },
  ORANGE: {
    acknowledgeSeconds: 5 * 60,
    escalation: [
      { afterSeconds: 5 * 60, to: 'second-oncall' },
      { afterSeconds: 10 * 60, to: 'crisis-service' },
    ],
    call112: false,
    booking: 'by-oncall',
    followUpHours: 24,
  },
  YELLOW: {
    acknowledgeSeconds: 30 * 60,
    escalation: [
      { afterSeconds: 30 * 60, to: 'second-oncall' },
      { afterSeconds: 60 * 60, to: 'coordinator' },
    ],
    call112: false,
    booking: 'continue',
    followUpHours: 72,
  },
  GREEN: { acknowledgeSeconds: null, escalation: [], call112: false, booking: 'continue', followUpHours: null },
} as const satisfies Record<Level, object>;

/** Changes a level: anybody at the desk may raise it, only the duty psychologist lowers it, with a reason. */
export function changeLevel(
  from: Level,
  to: Level,
  by: { oncall: boolean; reasonGiven: boolean },
): Decision<{ level: Level }, 'only-oncall-lowers' | 'reason-missing'> {
  if (higher(from, to) === to) return yes({ level: to });
  if (!by.oncall) return no('only-oncall-lowers');
  return by.reasonGiven ? yes({ level: to }) : no('reason-missing');
}

/** A duty psychologist's release of a booking after the opener was answered yes or unclear. */
export interface SafetyRelease {
  /** The account had the duty, or stood in for it, at the time. */
  byOncall: boolean;
  at: Temporal.Instant;
  reasonGiven: boolean;
}

/**
 * Says why nothing may be booked yet. Opener yes or unclear blocks until a duty psychologist releases it with a reason; an opener that
 * was never asked blocks, too. A release from before the answer does not count.
 * @param answeredAt when the opener was answered last
 */
export function bookingBlocked(
  opener: OpenerAnswer | null,
  release: SafetyRelease | null,
  answeredAt: Temporal.Instant | null = null,
): 'opener-not-answered' | 'safety-release-missing' | null {
  if (opener === null) return 'opener-not-answered';
  if (opener === 'no') return null;
  if (release === null || !release.byOncall || !release.reasonGiven) return 'safety-release-missing';
  const older = answeredAt !== null && Temporal.Instant.compare(release.at, answeredAt) < 0;
  return older ? 'safety-release-missing' : null;
}
