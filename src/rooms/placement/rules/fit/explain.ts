import { bit, idsOf } from './hard.ts';
import { type HardLineInput, hardNote } from './hard-notes.ts';
import type { Judged, Judgement } from './judge.ts';
import { SOFT_IDS, type SoftId } from './rule.ts';
import { softLine } from './soft-notes.ts';
import { HARD_IDS, type HardId, type WeeklyWindow } from './types.ts';

export type Fact = string | number | boolean | null | readonly string[] | readonly WeeklyWindow[];

/** What the web turns into a sentence: a kebab-case key of its words, and the facts for it. */
export interface Note {
  key: string;
  facts: Readonly<Record<string, Fact>>;
}

/** One line of the explanation (rule book A.4.4). Hard criteria carry no points. */
export interface Line {
  id: HardId | SoftId;
  /** Key of the criterion's name: "fit.H1". */
  label: string;
  /** `unknown`: nobody asked the caller (hard), or the place does not say (soft). `partly`: soft only. */
  verdict: 'yes' | 'no' | 'clarify' | 'partly' | 'unknown';
  /** Rounded to hundredths for people; the score is computed from the exact values. */
  points: number;
  max: number;
  note: Note;
}

/** Why a place fits, is to be clarified, or is out (rule book A.4.4). */
export interface Explanation {
  placeId: string;
  practitionerId: string;
  version: number;
  verdict: 'fits' | 'clarify' | 'excluded';
  /** 0 to 100 in tenths; null where excluded. */
  score: number | null;
  band: number | null;
  /** 0 = the wished therapist, then from 1; null where not ranked. */
  rank: number | null;
  no: HardId[];
  clarify: HardId[];
  lines: Line[];
}

/** Explains one judged place. The line of H5 never says which code or marker it was. */
export function explain(judged: Judged, one: Judgement, position: { rank: number | null; band: number | null } = NOWHERE): Explanation {
  const verdict = one.no !== 0 ? 'excluded' : one.clarify !== 0 ? 'clarify' : 'fits';
  const { place } = one.offer;
  return {
    placeId: place.id,
    practitionerId: place.practitionerId,
    version: place.version,
    verdict,
    score: verdict === 'excluded' ? null : one.tenths / 10,
    band: position.band,
    rank: position.rank,
    no: idsOf(one.no),
    clarify: idsOf(one.clarify),
    lines: [...hardLines(judged, one), ...(verdict === 'excluded' ? [] : softLines(judged, one))],
  };
}

const NOWHERE = { rank: null, band: null };

function hardLines({ request }: Judged, one: Judgement): Line[] {
  const input: HardLineInput = { request, offer: one.offer, relation: one.relation };
  return HARD_IDS.map((id) => {
    const answer = one.no & bit(id) ? 'no' : one.clarify & bit(id) ? 'clarify' : 'yes';
    const note = hardNote(id, answer, input);
    const verdict = answer === 'yes' && NOT_ASKED.has(note.key) ? 'unknown' : answer;
    return { id, label: `fit.${id}`, verdict, points: 0, max: 0, note };
  });
}

const NOT_ASKED: ReadonlySet<string> = new Set(['not-asked', 'caller-place-unknown']);

function softLines(judged: Judged, one: Judgement): Line[] {
  return SOFT_IDS.flatMap((id) => softLine(id, judged, one) ?? []);
}
