import { z } from 'zod';
import {
  ACCESS_FEATURES,
  GENDERS,
  INSURANCE_KINDS,
  LANGUAGE_LEVELS,
  MARKERS,
  MODALITIES,
  PROBLEM_CODES,
  PROCEDURES,
  SETTINGS,
  SPECIALITY_LEVELS,
  STATES,
} from '#kernel/codes.ts';

/** Building stones of the wire, shared with the rooms to the right. */
export const id = z.uuid();
export const instant = z.iso.datetime({ offset: true });
export const day = z.iso.date();
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
export const byId = z.strictObject({ id });
/** What a command on one object answers. */
export const changed = z.strictObject({ id, version: z.int() });

/** Kinds of a place; a first appointment in a trial belongs to a PLACE. */
export const PLACE_KINDS = ['PLACE', 'GROUP_SEAT', 'GROUP_BASIC', 'ACUTE', 'CONSULT', 'SERVICE'] as const;
export const STORED_PLACE_STATES = ['draft', 'open', 'held', 'reserved', 'trial', 'occupied', 'ending', 'paused', 'closed'] as const;
export const PROFESSIONS = ['PP', 'KJP', 'PP-KJP', 'AERZTL', 'SOZIO', 'OTHER'] as const;
export const ORGANISATION_KINDS = ['practice', 'service', 'desk', 'clinic', 'counselling', 'authority', 'other'] as const;
export const RHYTHMS = ['weekly', 'even', 'odd'] as const;
/** Why a therapy ended before its time (PL12); no blame, no text. */
export const EARLY_END_REASONS = ['finished', 'client-stopped', 'moved-away', 'other-help-needed', 'illness', 'deceased', 'other'] as const;
export const EXCLUSION_CODES = [...PROBLEM_CODES, ...MARKERS] as const;
export const PRACTITIONER_SORTS = ['name', 'distance', 'freshness', 'open-places'] as const;

export const yesNoUnknown = z.enum(['yes', 'no', 'unknown']);
export const placeState = z.enum(STORED_PLACE_STATES);
export const short = (most: number) => z.string().trim().max(most);
export const filled = (most: number) => z.string().trim().min(1).max(most);

export const window = z.strictObject({
  weekday: z.int().min(1).max(7),
  from: timeOfDay,
  to: timeOfDay,
  rhythm: z.enum(RHYTHMS),
  validFrom: day.nullish(),
});
/** BCP 47 tag; "gsg" is the German sign language. */
export const language = z.strictObject({ tag: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), level: z.enum(LANGUAGE_LEVELS) });

/** All fields of a place that its therapist edits (rule book A.2.3). */
export const placeFields = z.strictObject({
  locationId: id,
  kind: z.enum(PLACE_KINDS),
  procedure: z.enum(PROCEDURES).nullable(),
  setting: z.enum(SETTINGS),
  ageMin: z.int().min(0).max(120),
  ageMax: z.int().min(0).max(120),
  insuranceKinds: z.array(z.enum(INSURANCE_KINDS)).max(INSURANCE_KINDS.length),
  languages: z.array(language).max(12),
  interpreterWelcome: yesNoUnknown,
  specialities: z.partialRecord(z.enum(PROBLEM_CODES), z.enum(SPECIALITY_LEVELS)),
  modality: z.array(z.enum(MODALITIES)).max(2),
  windows: z.array(window).max(30),
  earliestStart: day.nullable(),
  expectedEnd: day.nullable(),
  /** Days that a client waits at most between the trial and the start. */
  maxWaitAfterTrial: z.int().min(0).max(730).nullable(),
  /** Only the desk reads it. */
  notes: short(200).nullable(),
  groupName: short(80).nullable(),
  serviceType: short(60).nullable(),
});

export const place = z.strictObject({
  id,
  version: z.int(),
  ...placeFields.shape,
  groupId: id.nullable(),
  state: placeState,
  openSince: instant.nullable(),
  confirmedAt: instant.nullable(),
  fresh: z.boolean(),
  endsOn: day.nullable(),
  interruptedSince: instant.nullable(),
  trialSince: instant.nullable(),
  /** While held: whose desk holds it until when. */
  heldBy: z.string().nullable(),
  heldUntil: instant.nullable(),
});
/** The own view of a place: who it belongs to, as initials and only where a relation to the person stands. */
export const ownPlace = place.extend({
  requestId: id.nullable(),
  client: z.strictObject({ personId: id, initials: z.string() }).nullable(),
  /** Fields to fill in before it can be opened. */
  missing: z.array(z.string()),
});
export type OwnPlace = z.output<typeof ownPlace>;

export const locationFields = z.strictObject({
  name: short(80).nullable(),
  street: filled(120),
  postalCode: z.string().regex(/^\d{5}$/),
  place: filled(80),
  access: z.partialRecord(z.enum(ACCESS_FEATURES), yesNoUnknown),
  directions: short(200).nullable(),
});
export const location = z.strictObject({
  id,
  version: z.int(),
  organisationId: id,
  ...locationFields.shape,
  state: z.enum(STATES),
  latitude: z.number(),
  longitude: z.number(),
  zone: z.string().nullable(),
});

export const profileFields = z.strictObject({
  title: short(40).nullable(),
  gender: z.enum(GENDERS).nullable(),
  pronoun: short(20).nullable(),
  phone: short(40).nullable(),
  email: z.email().max(254).nullable(),
  about: short(600).nullable(),
  acceptsNew: z.boolean(),
  pauseUntil: day.nullable(),
  withoutPolicyAllowed: z.boolean(),
});
export const profile = z.strictObject({
  id,
  version: z.int(),
  name: z.string(),
  profession: z.enum(PROFESSIONS),
  organisationId: id,
  organisation: z.string(),
  ...profileFields.shape,
  confirmedAt: instant.nullable(),
  fresh: z.boolean(),
});
