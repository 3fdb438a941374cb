import type { Note } from './explain.ts';
import { bit, firstSlotVerdict, YES } from './hard.ts';
import type { Judged, Judgement } from './judge.ts';
import type { PreparedRequest } from './prepare.ts';
import { STEPS } from './relax-steps.ts';
import type { HardId } from './types.ts';

/** The criteria whose relaxation is printed as a hint (rule book A.4.6, case N). */
export const HINTED = ['H7', 'H10', 'H11', 'H12', 'H13'] as const satisfies readonly HardId[];
/** More that a caller can relax; counted apart, so that the printed numbers stay true. */
export const FURTHER = ['H6', 'H8', 'H15'] as const satisfies readonly HardId[];
export type RelaxableId = (typeof HINTED)[number] | (typeof FURTHER)[number];

const RELAXABLE: readonly RelaxableId[] = ['H6', 'H7', 'H8', 'H10', 'H11', 'H12', 'H13', 'H15'];

/** One concrete change and what it brings: a window, a number of minutes, a date … */
export interface RelaxationStep extends Note {
  places: number;
}

/** What relaxing these criteria would bring: places (not therapists) that fail nothing else and have nothing to clarify. */
export interface Relaxation {
  criteria: RelaxableId[];
  places: number;
  /** Up to three place ids. */
  samples: string[];
  steps: RelaxationStep[];
}

export interface Relaxations {
  /** True where nothing fits: only then they are read out as hints; the desk may look at them at any time. */
  hints: boolean;
  /** H7, H10–H13, each alone. */
  single: Relaxation[];
  /** Setting (with the kind that follows from it), interpreter, deadline, each alone. */
  further: Relaxation[];
  /** Accepting video as well: cures H9, H10 and H12 at once. Undefined where it brings nothing. */
  video: { places: number; samples: string[] } | undefined;
  /** Two of the criteria above together. */
  pairs: Relaxation[];
}

/** "Was wäre wenn" for each relaxable criterion alone and each pair. A place that is confidentially excluded is never in it. */
export function relaxationsOf(judged: Judged): Relaxations {
  const byMask = new Map<number, Judgement[]>();
  for (const one of judged.excluded) {
    const mask = relaxableMask(judged.request, one);
    if (mask === 0 || !atMostTwo(mask)) continue;
    const group = byMask.get(mask);
    if (group) group.push(one);
    else byMask.set(mask, [one]);
  }
  const alone = (ids: readonly RelaxableId[]) => mostFirst(ids.flatMap((id) => relaxation(judged.request, [id], byMask.get(bit(id)))));
  const pairs = RELAXABLE.flatMap((a, index) =>
    RELAXABLE.slice(index + 1).flatMap((b) => relaxation(judged.request, [a, b], byMask.get(bit(a) | bit(b)))),
  );
  return {
    hints: judged.ranked.length === 0,
    single: alone(HINTED),
    further: alone(FURTHER),
    video: withVideo(judged),
    pairs: mostFirst(pairs),
  };
}

const RELAXABLE_MASK = RELAXABLE.reduce((mask, id) => mask | bit(id), 0);

/**
 * The criteria that would have to be relaxed for this place to fit; 0 where relaxing does not help. Another kind (H2) goes
 * with the setting (H6), if the place then has a lawful first step; a language (H8) only where an interpreter is welcome.
 */
function relaxableMask(request: PreparedRequest, one: Judgement): number {
  if (one.clarify !== 0) return 0;
  let mask = one.no;
  if (mask & bit('H2')) {
    const { kind } = one.offer.place;
    const bySetting = request.therapy && (kind === 'PLACE' || kind === 'GROUP_SEAT');
    if (!bySetting || firstSlotVerdict(request, one.offer) !== YES) return 0;
    mask = (mask & ~bit('H2')) | bit('H6');
  }
  if (mask & ~RELAXABLE_MASK) return 0;
  if (mask & bit('H8') && (one.offer.place.interpreterWelcome !== 'yes' || request.request.interpreterAccepted === true)) return 0;
  return mask;
}

function atMostTwo(mask: number): boolean {
  const withoutLowest = mask & (mask - 1);
  return (withoutLowest & (withoutLowest - 1)) === 0;
}

function relaxation(request: PreparedRequest, criteria: RelaxableId[], places: Judgement[] | undefined): Relaxation[] {
  if (places === undefined) return [];
  const [only] = criteria;
  const steps = criteria.length === 1 && only !== undefined ? STEPS[only](request, places) : [];
  return [{ criteria, places: places.length, samples: samplesOf(places), steps }];
}

function withVideo({ request, excluded, clarify }: Judged): Relaxations['video'] {
  if ((request.request.modalities?.length ?? 0) === 0 || request.video) return undefined;
  const cured = bit('H9') | bit('H10') | bit('H12');
  const places = [...excluded, ...clarify].filter((one) => one.offer.video && ((one.no | one.clarify) & ~cured) === 0);
  return places.length === 0 ? undefined : { places: places.length, samples: samplesOf(places) };
}

function samplesOf(places: readonly Judgement[]): string[] {
  return places.slice(0, 3).map((one) => one.offer.place.id);
}

function mostFirst(list: Relaxation[]): Relaxation[] {
  return list.sort((a, b) => b.places - a.places);
}
