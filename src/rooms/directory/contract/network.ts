import { z } from 'zod';
import { ACCESS_FEATURES, INSURANCE_KINDS, PROBLEM_CODES, PROCEDURES, SETTINGS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import {
  byId,
  changed,
  day,
  filled,
  id,
  instant,
  location,
  locationFields,
  ORGANISATION_KINDS,
  PLACE_KINDS,
  PRACTITIONER_SORTS,
  PROFESSIONS,
  place,
  profile,
  profileFields,
  short,
} from './shapes.ts';

/** The network: for the desk, coordination, case managers and whoever works here. */
export const practitioners = endpoint({
  name: 'directory.practitioners',
  method: 'GET',
  path: '/api/directory/practitioners',
  query: z.strictObject({
    text: short(80).optional(),
    kind: z.enum(PLACE_KINDS).optional(),
    procedure: z.enum(PROCEDURES).optional(),
    setting: z.enum(SETTINGS).optional(),
    insurance: z.enum(INSURANCE_KINDS).optional(),
    language: z.string().max(20).optional(),
    focus: z.enum(PROBLEM_CODES).optional(),
    age: z.coerce.number().int().min(0).max(120).optional(),
    access: z.enum(ACCESS_FEATURES).optional(),
    /** Distances from here; needed for the sort "distance" and for `km`. */
    postalCode: z
      .string()
      .regex(/^\d{5}$/)
      .optional(),
    km: z.coerce.number().min(1).max(500).optional(),
    open: z.enum(['yes', 'any']).default('any'),
    sort: z.enum(PRACTITIONER_SORTS).default('name'),
    page: z.coerce.number().int().min(1).max(500).default(1),
  }),
  answer: z.strictObject({
    practitioners: z.array(
      z.strictObject({
        id,
        name: z.string(),
        title: z.string().nullable(),
        profession: z.enum(PROFESSIONS),
        organisation: z.string(),
        places: z.array(z.string()),
        procedures: z.array(z.enum(PROCEDURES)),
        languages: z.array(z.string()),
        openPlaces: z.int(),
        acceptsNew: z.boolean(),
        pauseUntil: day.nullable(),
        confirmedAt: instant.nullable(),
        fresh: z.boolean(),
        kilometres: z.number().nullable(),
      }),
    ),
    total: z.int(),
    page: z.int(),
    pageSize: z.int(),
  }),
});

/** One practitioner's public profile. Notes of places come to the desk and the coordinator only; exclusions to nobody. */
export const practitioner = endpoint({
  name: 'directory.practitioner',
  method: 'GET',
  path: '/api/directory/practitioners/:id',
  params: byId,
  answer: z.strictObject({ profile, locations: z.array(location), places: z.array(place) }),
});

const organisationFields = z.strictObject({
  name: filled(120),
  kind: z.enum(ORGANISATION_KINDS),
  phone: short(40).nullable(),
  email: z.email().max(254).nullable(),
  website: short(200).nullable(),
});
export const organisations = endpoint({
  name: 'directory.organisations',
  method: 'GET',
  path: '/api/directory/organisations',
  answer: z.strictObject({ organisations: z.array(organisationFields.extend({ id, version: z.int() })) }),
});
export const addOrganisation = endpoint({
  name: 'directory.addOrganisation',
  method: 'POST',
  path: '/api/directory/organisations',
  status: 201,
  body: organisationFields,
  answer: changed,
});
export const changeOrganisation = endpoint({
  name: 'directory.changeOrganisation',
  method: 'PUT',
  path: '/api/directory/organisations/:id',
  versioned: true,
  params: byId,
  body: organisationFields,
  answer: changed,
});
export const coordinateLocation = endpoint({
  name: 'directory.coordinateLocation',
  method: 'POST',
  path: '/api/directory/organisations/:id/locations',
  status: 201,
  params: byId,
  body: locationFields,
  answer: changed,
});
export const addPractitioner = endpoint({
  name: 'directory.addPractitioner',
  method: 'POST',
  path: '/api/directory/practitioners',
  status: 201,
  body: profileFields.partial().extend({ organisationId: id, name: filled(120), profession: z.enum(PROFESSIONS) }),
  answer: changed,
});

/** Postal codes that begin so, for a field that is typed into. */
export const postalCodes = endpoint({
  name: 'directory.postalCodes',
  method: 'GET',
  path: '/api/directory/postal-codes',
  query: z.strictObject({ begins: z.string().regex(/^\d{2,5}$/) }),
  answer: z.strictObject({
    postalCodes: z.array(z.strictObject({ postalCode: z.string(), places: z.array(z.string()), state: z.string() })),
  }),
});
/** Codes of ICD-10-GM chapter V whose code begins so, or whose title holds the word. */
export const diagnoses = endpoint({
  name: 'directory.diagnoses',
  method: 'GET',
  path: '/api/directory/diagnoses',
  query: z.strictObject({ text: z.string().trim().min(2).max(60) }),
  answer: z.strictObject({ diagnoses: z.array(z.strictObject({ code: z.string(), title: z.string(), edition: z.string() })) }),
});

/** What the network sets for this room; every change is a new row and holds from now on. */
const directorySettings = z.strictObject({
  staleDays: z.int().min(1).max(90),
  travelBaseMinutes: z.number().min(0).max(60),
  travelMinutesPerKm: z.number().min(0.1).max(10),
});
export type DirectorySettings = z.output<typeof directorySettings>;
export const settings = endpoint({
  name: 'directory.settings',
  method: 'GET',
  path: '/api/directory/settings',
  answer: directorySettings.extend({ zoneRows: z.int(), postalCodes: z.int(), editions: z.array(z.string()) }),
});
export const changeSettings = endpoint({
  name: 'directory.changeSettings',
  method: 'PUT',
  path: '/api/directory/settings',
  body: directorySettings,
  answer: z.strictObject({ at: instant }),
});
/** The network's zones and the minutes between them (symmetric); replaces the table that stands. */
export const importZones = endpoint({
  name: 'directory.importZones',
  method: 'PUT',
  path: '/api/directory/zones',
  body: z.strictObject({
    zones: z.array(z.strictObject({ postalCode: z.string().regex(/^\d{5}$/), zone: filled(20) })).max(5000),
    travel: z.array(z.strictObject({ from: filled(20), to: filled(20), minutes: z.int().min(0).max(600) })).max(20_000),
  }),
  answer: z.strictObject({ zones: z.int(), rows: z.int() }),
});
