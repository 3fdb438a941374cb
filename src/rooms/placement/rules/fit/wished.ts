import type { Gender, OfferKind, ProblemCode, Procedure } from '#kernel/codes.ts';
import type { FitRule } from './rule.ts';
import type { FitPlace } from './types.ts';

/** What is known of the wished therapist over all non-closed places (rule book, clarification to S9). */
export interface WishedProfile {
  practitionerId: string;
  procedures: readonly Procedure[];
  /** One, or none where not stated. */
  genders: readonly Gender[];
  /** Union of the S-specialities. */
  focus: readonly ProblemCode[];
}

/** Similarity as an exact fraction reached/parts, with what it is made of. */
export interface Similarity {
  reached: number;
  parts: number;
  sameProcedure: boolean;
  sameGender: boolean;
  shared: readonly ProblemCode[];
}

/** Builds the profile of a therapist from the places at hand. */
export function profileOf(practitionerId: string, places: readonly FitPlace[]): WishedProfile {
  const own = places.filter((place) => place.practitionerId === practitionerId && place.state !== 'closed');
  const focus = own.flatMap((place) =>
    (Object.keys(place.specialities) as ProblemCode[]).filter((code) => place.specialities[code] === 'S'),
  );
  return {
    practitionerId,
    procedures: [...new Set(own.flatMap((place) => place.procedure ?? []))],
    genders: [...new Set(own.flatMap((place) => place.gender ?? []))],
    focus: [...new Set(focus)],
  };
}

/** S9: same procedure, same gender, Jaccard value of the S-specialities (two empty sets: 0). Unknown on a side counts as not met. */
export function similarity(
  rule: FitRule,
  place: Pick<FitPlace, 'procedure' | 'gender'>,
  focus: readonly ProblemCode[],
  profile: WishedProfile,
): Similarity {
  const { procedure, gender, specialities } = rule.similarityHundredths;
  const shared = focus.filter((code) => profile.focus.includes(code));
  const union = focus.length + profile.focus.length - shared.length;
  const sameProcedure = place.procedure !== undefined && profile.procedures.includes(place.procedure);
  const sameGender = place.gender !== undefined && profile.genders.includes(place.gender);
  const parts = Math.max(1, union);
  const reached = ((sameProcedure ? procedure : 0) + (sameGender ? gender : 0)) * parts + specialities * shared.length;
  return { reached, parts: 100 * parts, sameProcedure, sameGender, shared };
}

/** Whether an offer is a place for S9 and rank 0: a first talk alone is none. */
export function isPlace(kind: OfferKind, wanted: readonly OfferKind[]): boolean {
  return kind === 'PLACE' || kind === 'GROUP_SEAT' || kind === 'ACUTE' || wanted.includes(kind);
}
