import {
  ACCESS_FEATURES,
  type AccessFeature,
  INSURANCE_KINDS,
  type InsuranceKind,
  LANGUAGE_LEVELS,
  type LanguageLevel,
  MODALITIES,
  type Modality,
  OFFER_KINDS,
  type OfferKind,
  PROBLEM_CODES,
  PROCEDURES,
  type ProblemCode,
  type Procedure,
  SETTINGS,
  type Setting,
  SPECIALITY_LEVELS,
  type SpecialityLevel,
} from '#kernel/codes.ts';
import type { RefusalDetail } from '#kernel/decision.ts';
import { minutesOfDay, type Weekday } from '#kernel/time.ts';

/** A field at fault: JSON pointer, code of the fault, and the limit that it broke. */
export type FieldFault = NonNullable<RefusalDetail['errors']>[number];

/** Codes of faults in fields; their words stand in `words.ts`. */
export const FIELD_FAULTS = [
  'missing',
  'too-many',
  'too-long',
  'too-short',
  'not-alone',
  'not-whole',
  'not-whole-days',
  'out-of-range',
  'range-reversed',
  'unknown-code',
  'twice',
  'time-invalid',
  'overlapping',
] as const;

/** S stands for a focus; more than six would make everything one (rule book A.2.3). */
export const MAX_FOCUS = 6;
export const MAX_NOTES = 200;
export const MAX_AGE = 120;
const SESSION_MINUTES = { single: 50, group: 100 } as const;

export interface PlaceWindow {
  weekday: Weekday;
  /** "HH:MM"; "24:00" ends the day. */
  from: string;
  to: string;
  rhythm: 'weekly' | 'even' | 'odd';
  validFrom: string | null;
}

/** A place while it is being filled in (rule book A.2.3). What is not yet said is missing or null. */
export interface PlaceDraft {
  locationId?: string | null;
  kind?: OfferKind | null;
  procedure?: Procedure | null;
  setting?: Setting | null;
  ageMin?: number | null;
  ageMax?: number | null;
  insuranceKinds?: readonly InsuranceKind[];
  languages?: readonly { tag: string; level: LanguageLevel }[];
  specialities?: Partial<Record<ProblemCode, SpecialityLevel>>;
  access?: Partial<Record<AccessFeature, 'yes' | 'no' | 'unknown'>>;
  modalities?: readonly Modality[];
  windows?: readonly PlaceWindow[];
  /** ISO day. */
  earliestStart?: string | null;
  newPatientsAccepted?: boolean | null;
  maxWaitAfterTrialDays?: number | null;
  notes?: string | null;
}

/** What is not known yet but must be before a place opens. Dated offers need no weekly window. */
export function fieldsMissingToOpen(draft: PlaceDraft): FieldFault[] {
  const faults: FieldFault[] = [];
  const need = (known: boolean, field: string) => {
    if (!known) faults.push({ pointer: `/${field}`, code: 'missing' });
  };
  const isService = draft.kind === 'SERVICE';
  need(draft.locationId != null, 'locationId');
  need(draft.kind != null, 'kind');
  need(isService || draft.procedure != null, 'procedure');
  need(isService || draft.setting != null, 'setting');
  need(draft.ageMin != null, 'ageMin');
  need(draft.ageMax != null, 'ageMax');
  need((draft.insuranceKinds?.length ?? 0) > 0, 'insuranceKinds');
  need((draft.languages?.length ?? 0) > 0, 'languages');
  need((draft.modalities?.length ?? 0) > 0, 'modalities');
  need(!recurs(draft.kind) || (draft.windows?.length ?? 0) > 0, 'windows');
  need(isService || draft.earliestStart != null, 'earliestStart');
  need(draft.newPatientsAccepted != null, 'newPatientsAccepted');
  return faults;
}

/** Kinds that live in a weekly window (rule book A.2.2). */
function recurs(kind: OfferKind | null | undefined): boolean {
  return kind === 'PLACE' || kind === 'GROUP_SEAT' || kind === 'GROUP_BASIC' || kind === 'ACUTE';
}

/** What is wrong with what is filled in, also in a draft. Both lists empty: the place may open (PL1). */
export function placeFaults(draft: PlaceDraft): FieldFault[] {
  const session = draft.setting === 'group' || draft.kind === 'GROUP_SEAT' || draft.kind === 'GROUP_BASIC' ? 'group' : 'single';
  return [
    ...codeFaults('/kind', draft.kind == null ? [] : [draft.kind], OFFER_KINDS, false),
    ...codeFaults('/procedure', draft.procedure == null ? [] : [draft.procedure], PROCEDURES, false),
    ...codeFaults('/setting', draft.setting == null ? [] : [draft.setting], SETTINGS, false),
    ...codeFaults('/insuranceKinds', draft.insuranceKinds ?? [], INSURANCE_KINDS),
    ...codeFaults('/modalities', draft.modalities ?? [], MODALITIES),
    ...ageFaults(draft),
    ...languageFaults(draft.languages ?? []),
    ...specialityFaults(draft.specialities ?? {}),
    ...Object.keys(draft.access ?? {})
      .filter((feature) => !(ACCESS_FEATURES as readonly string[]).includes(feature))
      .map((feature) => ({ pointer: `/access/${feature}`, code: 'unknown-code' })),
    ...windowFaults(draft.windows ?? [], SESSION_MINUTES[session]),
    ...((draft.notes?.length ?? 0) > MAX_NOTES ? [{ pointer: '/notes', code: 'too-long', limit: MAX_NOTES }] : []),
  ];
}

function codeFaults(pointer: string, values: readonly string[], known: readonly string[], list = true): FieldFault[] {
  return values.flatMap((value, index) => {
    const at = list ? `${pointer}/${index}` : pointer;
    if (!known.includes(value)) return [{ pointer: at, code: 'unknown-code' }];
    return values.indexOf(value) < index ? [{ pointer: at, code: 'twice' }] : [];
  });
}

function ageFaults({ ageMin, ageMax }: PlaceDraft): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [field, age] of [
    ['ageMin', ageMin],
    ['ageMax', ageMax],
  ] as const) {
    if (age == null) continue;
    if (!Number.isInteger(age) || age < 0 || age > MAX_AGE) faults.push({ pointer: `/${field}`, code: 'out-of-range', limit: MAX_AGE });
  }
  if (ageMin != null && ageMax != null && ageMin > ageMax) faults.push({ pointer: '/ageMax', code: 'range-reversed', limit: ageMin });
  return faults;
}

function languageFaults(languages: readonly { tag: string; level: string }[]): FieldFault[] {
  return languages.flatMap(({ tag, level }, index) => {
    const faults: FieldFault[] = [];
    const tags = languages.map((language) => language.tag.toLowerCase());
    if (!isLanguageTag(tag)) faults.push({ pointer: `/languages/${index}/tag`, code: 'unknown-code' });
    else if (tags.indexOf(tag.toLowerCase()) < index) faults.push({ pointer: `/languages/${index}/tag`, code: 'twice' });
    if (!(LANGUAGE_LEVELS as readonly string[]).includes(level)) {
      faults.push({ pointer: `/languages/${index}/level`, code: 'unknown-code' });
    }
    return faults;
  });
}

/** A well-formed BCP 47 tag; sign languages such as gsg (Deutsche Gebärdensprache) are tags like any other. */
function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (fault) {
    if (fault instanceof RangeError) return false;
    throw fault;
  }
}

function specialityFaults(specialities: Partial<Record<ProblemCode, SpecialityLevel>>): FieldFault[] {
  const entries = Object.entries(specialities);
  const faults: FieldFault[] = [];
  for (const [code, level] of entries) {
    const known = (PROBLEM_CODES as readonly string[]).includes(code) && SPECIALITY_LEVELS.includes(level);
    if (!known) faults.push({ pointer: `/specialities/${code}`, code: 'unknown-code' });
  }
  if (entries.filter(([, level]) => level === 'S').length > MAX_FOCUS) {
    faults.push({ pointer: '/specialities', code: 'too-many', limit: MAX_FOCUS });
  }
  if (entries.length > 1 && 'UNK' in specialities) faults.push({ pointer: '/specialities/UNK', code: 'not-alone' });
  return faults;
}

/** The same rule for the problems of a request: 1 to 3 codes, UNK only alone. */
export function problemFaults(problems: readonly ProblemCode[], max = 3): FieldFault[] {
  const faults = codeFaults('/problems', problems, PROBLEM_CODES);
  if (problems.length === 0) faults.push({ pointer: '/problems', code: 'missing' });
  if (problems.length > max) faults.push({ pointer: '/problems', code: 'too-many', limit: max });
  if (problems.length > 1 && problems.includes('UNK')) faults.push({ pointer: '/problems', code: 'not-alone' });
  return faults;
}

function windowFaults(windows: readonly PlaceWindow[], sessionMinutes: number): FieldFault[] {
  return windows.flatMap((window, index) => {
    const at = `/windows/${index}`;
    const [from, to] = [minutesOrNull(window.from), minutesOrNull(window.to)];
    if (from === null) return [{ pointer: `${at}/from`, code: 'time-invalid' }];
    if (to === null) return [{ pointer: `${at}/to`, code: 'time-invalid' }];
    if (from >= to) return [{ pointer: `${at}/to`, code: 'range-reversed', limit: window.from }];
    if (to - from < sessionMinutes) return [{ pointer: `${at}/to`, code: 'too-short', limit: sessionMinutes }];
    const clash = windows.slice(0, index).some((other) => sameTime(window, other, from, to));
    return clash ? [{ pointer: at, code: 'overlapping' }] : [];
  });
}

/** Even and odd weeks never meet; everything else on the same weekday may. */
function sameTime(window: PlaceWindow, other: PlaceWindow, from: number, to: number): boolean {
  const apart = window.rhythm !== other.rhythm && window.rhythm !== 'weekly' && other.rhythm !== 'weekly';
  if (window.weekday !== other.weekday || apart) return false;
  const [start, end] = [minutesOrNull(other.from), minutesOrNull(other.to)];
  return start !== null && end !== null && start < to && from < end;
}

function minutesOrNull(time: string): number | null {
  try {
    return minutesOfDay(time);
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}
