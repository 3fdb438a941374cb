import type {
  AccessFeature,
  Gender,
  InsuranceKind,
  LanguageLevel,
  Marker,
  Modality,
  OfferKind,
  ProblemCode,
  Procedure,
  Setting,
  SlotKind,
  SpecialityLevel,
} from '#kernel/codes.ts';
import type { Weekday } from '#kernel/time.ts';

/** A time that works every week. `from` and `to` are "HH:MM"; "24:00" ends the day; a window never crosses midnight. */
export interface WeeklyWindow {
  weekday: Weekday;
  from: string;
  to: string;
}

export interface OfferWindow extends WeeklyWindow {
  /** Every second week counts like every week (rule book, clarification to H11). */
  rhythm?: 'weekly' | 'even' | 'odd' | undefined;
  /** ISO day from which the window exists. */
  validFrom?: string | undefined;
}

/** What a PTV 11 can recommend (rule book A.2.1). */
export const PTV11_RECOMMENDATIONS = ['therapy', 'acute', 'inpatient', 'prevention', 'doctor', 'other', 'none'] as const;
export type Ptv11Recommendation = (typeof PTV11_RECOMMENDATIONS)[number];

export interface Ptv11 {
  /** ISO day on the form. */
  date?: string | undefined;
  recommendations: readonly Ptv11Recommendation[];
  procedures?: readonly Procedure[] | undefined;
  urgent?: boolean | undefined;
}

export type SafetyLevel = 'GREEN' | 'YELLOW' | 'ORANGE' | 'RED';

/** What is looked for. `THERAPY` is a place or a group seat, as `setting` says. */
export const WANTS = ['THERAPY', 'ACUTE', 'CONSULT', 'TRIAL', 'GROUP_BASIC', 'SERVICE'] as const;
export type Want = (typeof WANTS)[number];

/**
 * A request as the fit sees it: plain data, no names.
 * A missing field was not asked or was answered "weiß nicht"; it never counts as a no. An empty list of languages, windows or
 * modalities is no answer either; an empty list of wishes or needs is the answer "none".
 */
export interface FitRequest {
  /** ISO day; wins over `age`. */
  birthDate?: string | undefined;
  /** Whole years today, where the birth date is not known. */
  age?: number | undefined;
  insurance?: InsuranceKind | undefined;
  /** Default THERAPY. */
  want?: Want | undefined;
  setting?: 'single' | 'group' | 'either' | undefined;
  /** The first is the main problem. UNK stands alone. */
  problems?: readonly ProblemCode[] | undefined;
  markers?: readonly Marker[] | undefined;
  /** BCP 47 tags of the languages in which the person can be treated. */
  languages?: readonly string[] | undefined;
  interpreterAccepted?: boolean | undefined;
  procedureWish?: readonly Procedure[] | undefined;
  procedureMust?: boolean | undefined;
  ptv11?: Ptv11 | undefined;
  /** No Sprechstunde needed, e.g. after inpatient treatment. */
  exemption?: boolean | undefined;
  windows?: readonly WeeklyWindow[] | undefined;
  accessNeeds?: readonly AccessFeature[] | undefined;
  /** Acceptable to the person. */
  modalities?: readonly Modality[] | undefined;
  modalityWish?: Modality | undefined;
  genderWish?: Gender | undefined;
  genderMust?: boolean | undefined;
  /** Whether the caller's postal code or zone is known; if not, H12 and S5 do not apply. */
  placeKnown: boolean;
  maxTravelMinutes?: number | undefined;
  /** ISO day, inclusive. */
  startDeadline?: string | undefined;
  wishedPractitioner?: string | undefined;
  oncallWantsAcute?: boolean | undefined;
  safetyLevel?: SafetyLevel | undefined;
}

/** States of a place (rule book A.3.3). */
export const PLACE_STATES = ['draft', 'open', 'held', 'reserved', 'trial', 'occupied', 'ending', 'paused', 'closed'] as const;
export type PlaceState = (typeof PLACE_STATES)[number];

export type YesNoUnknown = 'yes' | 'no' | 'unknown';

/** What a place says of itself, the same for every request. Exclusions are not here: they are confidential. */
export interface FitPlace {
  id: string;
  practitionerId: string;
  version: number;
  kind: OfferKind;
  /** Missing where the kind has none (Sprechstunde, Akutbehandlung). */
  procedure?: Procedure | undefined;
  setting: Setting;
  ageMin: number;
  /** Inclusive, in whole years; missing = no upper end. */
  ageMax?: number | undefined;
  insuranceKinds: readonly InsuranceKind[];
  /** German counts as C2 where it is not listed. */
  languages: readonly { tag: string; level: LanguageLevel }[];
  interpreterWelcome: YesNoUnknown;
  specialities: Readonly<Partial<Record<ProblemCode, SpecialityLevel>>>;
  /** Not listed = unknown. */
  access: Readonly<Partial<Record<AccessFeature, YesNoUnknown>>>;
  modalities: readonly Modality[];
  windows: readonly OfferWindow[];
  /** ISO day. */
  earliestStart: string;
  /** Last day of the running therapy, where the state is `ending`: the place is free from the day after. */
  endsOn?: string | undefined;
  state: PlaceState;
  /** For a group: whether this seat is free. True for everything else. */
  seatFree: boolean;
  acceptsNew?: boolean | undefined;
  /** ISO day, inclusive. */
  pauseUntil?: string | undefined;
  /** ISO day or instant of the last "stimmt noch". */
  confirmedAt?: string | undefined;
  /** ISO day or instant. */
  openSince?: string | undefined;
  /** Of the practitioner, last 90 days. Fairness only; never shown to callers. */
  load: { assigned: number; opened: number };
  gender?: Gender | undefined;
  /** Free first slots (ISO instants): the earliest of each kind is enough. */
  firstSlots: readonly { kind: SlotKind; start: string; id?: string | undefined }[];
}

/** What holds between one request and one place. The store finds it out. */
export interface FitRelation {
  /** An exclusion of the practitioner hits a problem code or a marker of the request. Which one stays in the store. */
  excluded: boolean;
  /** Earlier failed fit, relative in treatment, private acquaintance, opponent. */
  pairBlocked: boolean;
  /** Whole minutes; missing = cannot be computed. */
  travelMinutes?: number | undefined;
  travelKilometres?: number | undefined;
  /** The place is held, and by this very request. */
  heldForThis?: boolean | undefined;
}

export type FitOffer = FitPlace & FitRelation;

export const HARD_IDS = ['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'H7', 'H8', 'H9', 'H10', 'H11', 'H12', 'H13', 'H14', 'H15'] as const;
export type HardId = (typeof HARD_IDS)[number];
