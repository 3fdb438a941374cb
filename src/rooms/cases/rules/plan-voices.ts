import { ageOn } from '#kernel/time.ts';

/** From here on a young person is taken to have the insight to decide for herself (rule book A.1.6); before it her wish is written down. */
const INSIGHT_FROM = 14;
const OF_AGE = 18;

export interface Representative {
  id: string;
  name: string;
  relation: 'parent' | 'guardian' | 'court' | 'other';
  /** Null: not known. */
  hasCustody: boolean | null;
  /** Of a guardian whom a court has set: for what. */
  scope: string | null;
}
/** Somebody who can say yes to a plan. */
export interface PlanVoice {
  by: 'client' | 'guardian';
  guardianId: string | null;
  /** Null for the client herself, and for custody of which nobody is on record. */
  name: string | null;
  scope: string | null;
}
export interface PlanYes {
  by: 'client' | 'guardian';
  guardianId: string | null;
  /** Speaks for the other custody holder, too, and that is on record. */
  signsForBoth: boolean;
}

const CLIENT: PlanVoice = { by: 'client', guardianId: null, name: null, scope: null };
const voiceOf = ({ id, name, scope }: Representative): PlanVoice => ({ by: 'guardian', guardianId: id, name, scope });
export const sameVoice = (one: { by: string; guardianId: string | null }, other: { by: string; guardianId: string | null }): boolean =>
  one.by === other.by && one.guardianId === other.guardianId;

/**
 * Who can say yes to a plan, and whose yes is missing still (A.1.6, B.2.2 planning, B.2.4). An adult agrees herself, or whoever a court has
 * set agrees instead. With a minor everybody who has custody agrees, from 14 on she herself as well; one speaks for both only where
 * that is on record. Nobody on record who has custody is a yes that is missing.
 * @param today "YYYY-MM-DD"
 */
export function planVoices(
  { birthDate, guardians }: { birthDate: string | null; guardians: readonly Representative[] },
  said: readonly PlanYes[],
  today: string,
): { voices: PlanVoice[]; missing: PlanVoice[]; minor: boolean } {
  const agreed = (voice: PlanVoice) => said.some((yes) => sameVoice(yes, voice));
  const holders = guardians.filter(({ hasCustody, relation }) => hasCustody === true || (hasCustody === null && relation === 'parent'));
  const age = birthDate === null ? null : ageOn(Temporal.PlainDate.from(birthDate), Temporal.PlainDate.from(today));
  const minor = age === null ? holders.some(({ relation }) => relation === 'parent') : age < OF_AGE;
  if (!minor) {
    const court = guardians.filter(({ relation }) => relation === 'court').map(voiceOf);
    const whole = agreed(CLIENT) || court.some(agreed);
    return { voices: [CLIENT, ...court], missing: whole ? [] : [CLIENT], minor };
  }
  const custody = holders.map(voiceOf);
  const both = said.some((yes) => yes.signsForBoth && custody.some((voice) => sameVoice(yes, voice)));
  const asked = custody.length > 0 ? custody : [{ by: 'guardian' as const, guardianId: null, name: null, scope: null }];
  const own = age !== null && age < INSIGHT_FROM ? [] : [CLIENT];
  return { voices: [CLIENT, ...custody], missing: [...own, ...(both ? [] : asked)].filter((voice) => !agreed(voice)), minor };
}
