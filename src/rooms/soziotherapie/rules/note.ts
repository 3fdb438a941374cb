import { visibleLength } from '#kernel/visible.ts';

/** What a session was for (ST-RL § 3; rule book 4.3): the first four always, the others by need. */
export const MEASURE_KINDS = [
  'PLAN',
  'COORDINATION',
  'SOCIAL_ENVIRONMENT',
  'DOCUMENTATION',
  'MOTIVATION_TRAINING',
  'WILL_FORMATION',
  'ILLNESS_PERCEPTION',
  'CRISIS_HELP',
] as const;
export type MeasureKind = (typeof MEASURE_KINDS)[number];

/** Where a session was: at home, on the way or with an authority, at an office, in the practice. */
export const PLACE_KINDS = ['home', 'outside', 'office', 'practice', 'other'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** How a client's line of the service record came about (T3): on the screen, on paper, or why not. */
export const SIGNED_HOW = ['screen', 'paper', 'not-possible', 'refused'] as const;
export type SignedHow = (typeof SIGNED_HOW)[number];

/** Least characters of what was written, white space taken together (rule book D3). */
export const NOTE_CHARACTERS = 30;

/** What was written about a session. */
export interface NoteText {
  kinds: readonly string[];
  goalIds: readonly string[];
  done: string;
  reaction: string;
  nextStep: string;
}
export type NoteFault = 'kinds' | 'goals' | 'done' | 'place';

/**
 * D3: what a note still lacks. The thirty characters count over what was done, the reaction and the next step together.
 * @param facts whether a plan is in force (goals are asked only then), and where the session was
 */
export function missingInNote(note: NoteText, facts: { planInForce: boolean; placeKind: PlaceKind | null }): NoteFault[] {
  const faults: NoteFault[] = [];
  if (facts.placeKind === null) faults.push('place');
  if (note.kinds.length === 0) faults.push('kinds');
  if (facts.planInForce && note.goalIds.length === 0) faults.push('goals');
  const length = visibleLength(`${note.done} ${note.reaction} ${note.nextStep}`);
  if (length < NOTE_CHARACTERS || visibleLength(note.done) === 0) faults.push('done');
  return faults;
}
