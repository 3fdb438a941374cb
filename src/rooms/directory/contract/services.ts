import { z } from 'zod';
import { ACCESS_FEATURES, MODALITIES } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { CARE_SYSTEMS } from '../rules/service-types.ts';
import { CAPACITIES, SERVICE_CRITERIA, SERVICE_PAYERS, SERVICE_WEIGHTS, type ServiceWeight, TARGET_GROUPS } from '../rules/services.ts';
import { byId, changed, day, filled, id, short, yesNoUnknown } from './shapes.ts';

const serviceType = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const postalArea = z.string().regex(/^\d{1,5}$/);
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);
const age = z.int().min(0).max(120);
const waitingDays = z.int().min(0).max(1500).nullable();

/** All fields of a service of the region (rule book B.3.2 Provider). */
export const serviceFields = z.strictObject({
  organisationId: id,
  name: filled(120),
  serviceType,
  /** Exactly one care system (B.2.4 G). */
  system: z.enum(CARE_SYSTEMS),
  postalAreas: z.array(postalArea).max(60),
  targetGroups: z.array(z.enum(TARGET_GROUPS)).max(TARGET_GROUPS.length),
  minAge: age.nullable(),
  maxAge: age.nullable(),
  payers: z.array(z.enum(SERVICE_PAYERS)).max(SERVICE_PAYERS.length),
  languages: z.array(languageTag).max(20),
  access: z.partialRecord(z.enum(ACCESS_FEATURES), yesNoUnknown),
  modalities: z.array(z.enum(MODALITIES)).max(MODALITIES.length),
  outreach: z.boolean(),
  admission: short(600).nullable(),
  capacity: z.enum(CAPACITIES),
  waitingDays,
  contactName: short(120).nullable(),
  contactPhone: short(40).nullable(),
  contactEmail: short(254)
    .regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/)
    .nullable(),
});
export type ServiceFields = z.infer<typeof serviceFields>;

export const service = z.strictObject({
  id,
  version: z.int(),
  ...serviceFields.shape,
  // what a table brought in stays readable where a list has changed since
  targetGroups: z.array(z.string()),
  payers: z.array(z.string()),
  contactEmail: z.string().nullable(),
  organisation: z.string(),
  organisationPhone: z.string().nullable(),
  asked: z.int(),
  answered: z.int(),
  confirmedOn: day.nullable(),
  closed: z.boolean(),
});
export type ServiceView = z.infer<typeof service>;

/** Services of the region, by name. */
export const listServices = endpoint({
  name: 'directory.listServices',
  method: 'GET',
  path: '/api/directory/services',
  query: z.strictObject({
    text: short(80).optional(),
    serviceType: serviceType.optional(),
    system: z.enum(CARE_SYSTEMS).optional(),
    postalCode: z
      .string()
      .regex(/^\d{5}$/)
      .optional(),
    capacity: z.enum(CAPACITIES).optional(),
    closed: z.enum(['yes', 'no']).default('no'),
  }),
  answer: z.strictObject({ services: z.array(service), mayEdit: z.boolean(), mayConfirm: z.boolean() }),
});

export const readService = endpoint({
  name: 'directory.readService',
  method: 'GET',
  path: '/api/directory/services/:id',
  params: byId,
  answer: service,
  versioned: true,
});

export const addService = endpoint({
  name: 'directory.addService',
  method: 'POST',
  path: '/api/directory/services',
  body: serviceFields,
  answer: changed,
  status: 201,
});

export const changeService = endpoint({
  name: 'directory.changeService',
  method: 'PUT',
  path: '/api/directory/services/:id',
  params: byId,
  body: serviceFields,
  answer: changed,
  versioned: true,
});

/** "Stimmt noch", with what was said about room and waiting time. */
export const confirmService = endpoint({
  name: 'directory.confirmService',
  method: 'POST',
  path: '/api/directory/services/:id/confirm',
  params: byId,
  body: z.strictObject({ capacity: z.enum(CAPACITIES), waitingDays }),
  answer: changed,
  versioned: true,
});

/** It no longer exists; what was referred to it stays readable. */
export const closeService = endpoint({
  name: 'directory.closeService',
  method: 'POST',
  path: '/api/directory/services/:id/close',
  params: byId,
  body: z.strictObject({}),
  answer: changed,
  versioned: true,
});

const line = z.strictObject({
  criterion: z.enum(SERVICE_CRITERIA),
  verdict: z.enum(['yes', 'no', 'clarify', 'not-asked']),
  note: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).readonly(), z.null()])),
});
const weights = Object.keys(SERVICE_WEIGHTS) as [ServiceWeight, ...ServiceWeight[]];

/** What is wanted; nothing of it names anybody. */
export const serviceWish = z.strictObject({
  serviceType,
  postalCode: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  targetGroups: z.array(z.enum(TARGET_GROUPS)).max(TARGET_GROUPS.length).optional(),
  age: age.optional(),
  payer: z.enum(SERVICE_PAYERS).optional(),
  languages: z.array(languageTag).max(10).optional(),
  access: z.array(z.enum(ACCESS_FEATURES)).max(ACCESS_FEATURES.length).optional(),
  maxWaitingDays: z.int().min(0).max(1500).optional(),
  admission: z.enum(['met', 'not-met']).optional(),
});
export type ServiceSearchWish = z.infer<typeof serviceWish>;

/** The same hard and soft pattern as the fit of places (A.4): each criterion with yes, no or to clarify, and why. */
export const searchServices = endpoint({
  name: 'directory.searchServices',
  method: 'POST',
  path: '/api/directory/services/search',
  body: serviceWish,
  answer: z.strictObject({
    found: z.array(
      z.strictObject({
        service,
        verdict: z.enum(['fits', 'clarify', 'excluded']),
        lines: z.array(line),
        points: z.array(z.strictObject({ id: z.enum(weights), points: z.int(), max: z.int(), stated: z.boolean() })),
      }),
    ),
    relaxations: z.array(z.strictObject({ criterion: z.enum(SERVICE_CRITERIA), fits: z.int(), clarify: z.int(), samples: z.array(id) })),
  }),
});
export type FoundService = z.infer<(typeof searchServices)['answer']>['found'][number];
