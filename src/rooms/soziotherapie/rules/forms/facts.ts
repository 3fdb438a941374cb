import type { Day } from '../calendar.ts';
import type { PrescriptionKind } from '../eligibility.ts';
import type { PrescriberKind } from '../prescriber.ts';
import type { EarlierPrescription } from '../trial.ts';

/** What is on file beside a form; null or undefined: not known, then nothing is compared. */
export interface FormFacts {
  today: Day;
  master?: {
    surname: string | null;
    givenName: string | null;
    birthDate: Day | null;
    street: string | null;
    postalCode: string | null;
    city: string | null;
  } | null;
  /** The cover of the day of issue. */
  cover?: { payerIk: string; payerName: string; kvnr: string | null; insuredStatus: string } | null;
  /** Our own practice. */
  provider?: { name: string; ik: string } | null;
  /** A price agreed with this insurer; undefined: not looked up. */
  contractOnFile?: boolean;
  prescriber?: {
    kind: PrescriberKind;
    lanr: string | null;
    bsnr: string | null;
    permission: { from: Day; to: Day | null } | null;
  } | null;
  /** Earlier prescriptions of the person, without this one and without drafts; `sameEpisode`: of the same Krankheitsfall (R4). */
  earlier: readonly (EarlierPrescription & { sameEpisode: boolean })[];
  remainingMinutes: number;
  window?: { from: Day; to: Day } | null;
  /** First session that this prescription should pay. */
  firstSessionOn?: Day | null;
  /** Times with psychiatric home nursing, both days inclusive. */
  nursing: readonly { from: Day; to: Day | null }[];
  /** Places of the postal code as shipped; empty: the code is unknown; undefined: not looked up. */
  places?: readonly string[];
}

export const isRegularKind = (kind: PrescriptionKind) => kind === 'INITIAL' || kind === 'FOLLOW_UP';
