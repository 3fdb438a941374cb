import type { AppointmentState } from './appointment.ts';

/** Why somebody could not come, as far as it was said (rule book A.5.2). A code, never a diagnosis. */
export const EXCUSES = ['none', 'illness', 'accident', 'hospital', 'child-ill', 'bereavement', 'transport', 'crisis', 'other'] as const;
export type Excuse = (typeof EXCUSES)[number];
export const MOVED_BY = ['client', 'therapist', 'network'] as const;
export type MovedBy = (typeof MOVED_BY)[number];
/** The longest lateness that can be noted, in minutes. */
export const MOST_LATE_MINUTES = 240;

/**
 * What became of an appointment, told apart as people ask for it: came late is not missed, told late is not missed, excused is not
 * the same as silent, and what the practice or the network took back is nobody's failure. The states of A.3.2 stay as they are.
 */
export const OUTCOMES = [
  'ahead',
  'unmarked',
  'attended',
  'attended-late',
  'missed',
  'missed-excused',
  'cancelled-in-time',
  'cancelled-late',
  'cancelled-late-excused',
  'withdrawn-by-practice',
  'withdrawn-by-network',
  'ended-with-therapy',
  'moved-by-client',
  'moved-by-practice',
  'moved-by-network',
  'moved',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface OutcomeFacts {
  state: AppointmentState;
  start: Temporal.Instant;
  now: Temporal.Instant;
  lateMinutes: number | null;
  excuse: Excuse | null;
  movedBy: MovedBy | null;
  /** The stored code; "therapy-ended" where the end of the therapy took it back. */
  reason?: string | null;
}

const MOVED = { client: 'moved-by-client', therapist: 'moved-by-practice', network: 'moved-by-network' } as const satisfies Record<
  MovedBy,
  Outcome
>;

/** What became of it. V4 to V6 count states as before: of `missed*`, `cancelled-late*` and `cancelled-in-time` only the words are new. */
export function outcomeOf({ state, start, now, lateMinutes, excuse, movedBy, reason }: OutcomeFacts): Outcome {
  const excused = excuse !== null && excuse !== 'none';
  switch (state) {
    case 'none':
    case 'booked':
      return Temporal.Instant.compare(start, now) > 0 ? 'ahead' : 'unmarked';
    case 'attended':
      return lateMinutes === null ? 'attended' : 'attended-late';
    case 'no_show':
      return excused ? 'missed-excused' : 'missed';
    case 'cancelled/patient_in_time':
      return 'cancelled-in-time';
    case 'cancelled/patient_late':
      return excused ? 'cancelled-late-excused' : 'cancelled-late';
    case 'cancelled/provider':
      return 'withdrawn-by-practice';
    case 'cancelled/network':
      return reason === 'therapy-ended' ? 'ended-with-therapy' : 'withdrawn-by-network';
    case 'rebooked':
      return movedBy ? MOVED[movedBy] : 'moved';
  }
}

/** Short words for cells, lists and figures. */
export const OUTCOME_WORDS = {
  ahead: { de: 'gebucht', en: 'booked' },
  unmarked: { de: 'war da?', en: 'came?' },
  attended: { de: 'war da', en: 'came' },
  'attended-late': { de: 'kam später', en: 'came late' },
  missed: { de: 'war nicht da', en: 'did not come' },
  'missed-excused': { de: 'war nicht da, entschuldigt', en: 'did not come, excused' },
  'cancelled-in-time': { de: 'rechtzeitig abgesagt', en: 'cancelled in time' },
  'cancelled-late': { de: 'nach der Frist abgesagt', en: 'cancelled after the deadline' },
  'cancelled-late-excused': { de: 'nach der Frist abgesagt, entschuldigt', en: 'cancelled after the deadline, excused' },
  'withdrawn-by-practice': { de: 'von der Praxis abgesagt', en: 'cancelled by the practice' },
  'withdrawn-by-network': { de: 'vom Netz abgesagt', en: 'cancelled by the network' },
  'ended-with-therapy': { de: 'mit der Behandlung beendet', en: 'ended with the treatment' },
  'moved-by-client': { de: 'verlegt auf Wunsch der Person', en: 'moved at the person’s wish' },
  'moved-by-practice': { de: 'verlegt von der Praxis', en: 'moved by the practice' },
  'moved-by-network': { de: 'verlegt vom Netz', en: 'moved by the network' },
  moved: { de: 'verlegt', en: 'moved' },
} as const satisfies Record<Outcome, { de: string; en: string }>;

/** The words of one language by outcome. */
export function outcomeWordsIn(language: 'de' | 'en'): Record<Outcome, string> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, OUTCOME_WORDS[outcome][language]])) as Record<Outcome, string>;
}
