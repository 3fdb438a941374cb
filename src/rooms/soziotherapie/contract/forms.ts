import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { CERTAINTIES, CRITERIA } from '../rules/eligibility.ts';
import {
  DEGREES,
  FORM_26_KINDS,
  HOSPITAL_REASONS,
  IMPAIRMENTS,
  PARALLEL_CARE,
  REFERRAL_RESULTS,
  TARGET_SPECIALTIES,
} from '../rules/forms/fields.ts';

/**
 * Content of the forms of rule book 4 as it is stored, also half filled in: what is longer or of another kind than any form could
 * hold is refused here with its place; whether a form is complete and right says `judgeForm26` and `judgeForm28`.
 */
const text = (most: number) => z.string().trim().max(most).nullable().optional();
const day = z.iso.date().nullable().optional();
const yesNo = z.boolean().nullable().optional();

/** A number kept although it looks wrong, or a value that differs from the master data: what was confirmed, so that a change asks again. */
const Confirmed = z.strictObject({ pointer: z.string().max(80), code: z.string().max(60), value: z.string().max(200) });

/** Personalienfeld (4.1). */
export const FormHeader = z.strictObject({
  insurerName: text(120),
  surname: text(120),
  givenName: text(120),
  birthDate: day,
  address: z
    .strictObject({ street: text(120), postalCode: text(20), city: text(120), country: text(60) })
    .nullable()
    .optional(),
  payerIk: text(40),
  kvnr: text(40),
  insuredStatus: text(20),
  bsnr: text(40),
  lanr: text(40),
  issueDate: day,
});
export type FormHeader = z.infer<typeof FormHeader>;

export const FormDiagnosis = z.strictObject({ code: text(12), certainty: z.enum(CERTAINTIES).nullable().optional(), text: text(200) });
const Provider = z.strictObject({ name: text(120), ik: text(40) });
const Signature = z.strictObject({ on: day, signed: yesNo });
const Impairment = z.strictObject({ degree: z.enum(DEGREES).nullable().optional(), text: text(500) });

/** Muster 26, Verordnung Soziotherapie (4.2). The insurer's part comes with its decision. */
export const Form26 = z.strictObject({
  form: z.literal('26'),
  header: FormHeader.optional(),
  kind: z.enum(FORM_26_KINDS).nullable().optional(),
  previousPrescriptions: z
    .array(z.strictObject({ issuedOn: day, prescriber: text(120), units: z.int().min(0).max(999).nullable().optional() }))
    .max(20)
    .optional(),
  diagnoses: z.array(FormDiagnosis).max(10).optional(),
  individualCriteria: z.array(z.enum(CRITERIA)).max(4).optional(),
  individualJustification: text(2000),
  /** 0: the prescriber gave none. */
  gaf: z.int().min(0).max(999).nullable().optional(),
  impairments: z
    .strictObject(
      Object.fromEntries(IMPAIRMENTS.map((group) => [group, Impairment.optional()])) as Record<
        (typeof IMPAIRMENTS)[number],
        z.ZodOptional<typeof Impairment>
      >,
    )
    .optional(),
  hospitalReason: z.enum(HOSPITAL_REASONS).nullable().optional(),
  cannotUseCareIndependently: yesNo,
  therapyAbility: yesNo,
  therapyAbilityText: text(1000),
  goals: text(2000),
  unitsPrescribed: z.int().min(0).max(999).nullable().optional(),
  groupAllowed: yesNo,
  frequencyPerWeek: z.number().min(0).max(99).nullable().optional(),
  periodFrom: day,
  periodTo: day,
  parallelCare: z
    .array(z.strictObject({ kind: z.enum(PARALLEL_CARE), text: text(200) }))
    .max(10)
    .optional(),
  provider: Provider.optional(),
  dischargeDate: day,
  /** Why a prescriber for the young goes on after 18 (R24). */
  transitionReason: text(500),
  prescriberSignature: Signature.optional(),
  patientApplicationSignature: z
    .strictObject({ on: day, signed: yesNo, by: z.enum(['patient', 'representative']).nullable().optional() })
    .optional(),
  confirmed: z.array(Confirmed).max(40).optional(),
});
export type Form26 = z.infer<typeof Form26>;

/** Muster 28, Verordnung bei Überweisung zur Indikationsstellung (4.4). */
export const Form28 = z.strictObject({
  form: z.literal('28'),
  header: FormHeader.optional(),
  referringDoctor: z.strictObject({ name: text(120), lanr: text(40), bsnr: text(40) }).optional(),
  diagnosisOrSuspicion: z.array(FormDiagnosis).max(10).optional(),
  reason: text(2000),
  /** The reason names that a hospital stay is to be avoided. */
  hospitalAvoidance: yesNo,
  units: z.int().min(0).max(999).nullable().optional(),
  provider: Provider.optional(),
  targetSpecialty: z.enum(TARGET_SPECIALTIES).nullable().optional(),
  prescriberSignature: Signature.optional(),
  /** The provider's part, filled in while and after the units are given. */
  deliveredUnits: z
    .array(z.strictObject({ on: day, minutes: z.int().min(0).max(1440).nullable().optional(), signed: yesNo }))
    .max(20)
    .optional(),
  result: z.strictObject({ kind: z.enum(REFERRAL_RESULTS).nullable().optional(), on: day, text: text(2000) }).optional(),
  sentToInsurerOn: day,
  sentToDoctorOn: day,
  confirmed: z.array(Confirmed).max(40).optional(),
});
export type Form28 = z.infer<typeof Form28>;

/** Content of a prescription's form; `form` says which. An unknown key is a 400 that names it. */
export const FormContent = z.discriminatedUnion('form', [Form26, Form28]);
export type FormContent = z.infer<typeof FormContent>;

const Changed = z.strictObject({ id: z.uuid(), version: z.int() });
const EpisodeId = z.strictObject({ id: z.uuid() });
const PrescriptionId = z.strictObject({ id: z.uuid() });
const Day = z.iso.date();

/** What the checks compare with and the entry is prefilled from. */
export const FormFacts = z.strictObject({
  today: Day,
  person: z.strictObject({
    surname: z.string().nullable(),
    givenName: z.string().nullable(),
    birthDate: Day.nullable(),
    street: z.string().nullable(),
    postalCode: z.string().nullable(),
    city: z.string().nullable(),
  }),
  /** Places of her postal code as shipped; empty: unknown. */
  places: z.array(z.string()),
  /** The cover of today; null: none on file. */
  cover: z.strictObject({ payerIk: z.string(), payerName: z.string(), kvnr: z.string().nullable(), insuredStatus: z.string() }).nullable(),
  provider: z.strictObject({ name: z.string(), ik: z.string() }).nullable(),
  /** A price of our practice holds for her insurer today; null: no cover to look it up by. */
  contractOnFile: z.boolean().nullable(),
  /** Who prescribes in this case now. */
  prescriberId: z.uuid().nullable(),
  /** Prescribers on file; who prescribes now stands first. */
  prescribers: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      kind: z.string(),
      lanr: z.string().nullable(),
      bsnr: z.string().nullable(),
      ik: z.string().nullable(),
      permissionFrom: Day.nullable(),
      permissionTo: Day.nullable(),
    }),
  ),
  /** Earlier prescriptions of the person in this practice, oldest first; never drafts. */
  earlier: z.array(
    z.strictObject({
      id: z.uuid(),
      episodeId: z.uuid(),
      kind: z.string(),
      issuedOn: Day,
      units: z.int(),
      deliveredUnits: z.number(),
      withdrawn: z.boolean(),
      /** Of this Krankheitsfall (R4), also from a file before it inside the same three years. */
      sameCase: z.boolean(),
      prescriber: z.string().nullable(),
    }),
  ),
  remainingMinutes: z.int(),
  /** Window that is open today, both days inclusive. */
  window: z.strictObject({ from: Day, to: Day }).nullable(),
  /** First session of this case that took place and that no prescription pays. */
  firstSessionOn: Day.nullable(),
  nursing: z.array(z.strictObject({ from: Day, to: Day.nullable() })),
  /** The practice's choices where the law leaves it open. */
  choices: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** GAF of the person in this practice, oldest first: a second rating does not overwrite the first. */
  ratings: z.array(z.strictObject({ ratedOn: Day, gaf: z.int(), ratedBy: z.enum(['prescriber', 'soziotherapist']), source: z.string() })),
  /** The newest form of this person that is issued, to begin the next one from; null: none. */
  last: z.strictObject({ prescriptionId: z.uuid(), content: FormContent }).nullable(),
});
export type FormFacts = z.infer<typeof FormFacts>;

export const getFormFacts = endpoint({
  name: 'soziotherapie.getFormFacts',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/form-facts',
  params: EpisodeId,
  answer: FormFacts,
});

/**
 * ICD-10-GM, chapter F as the operator imported it, whole: the browser searches in it by itself, so that what is searched for a client
 * stands in no address and no log.
 */
export const listDiagnoses = endpoint({
  name: 'soziotherapie.listDiagnoses',
  method: 'GET',
  path: '/api/soziotherapie/diagnoses',
  answer: z.strictObject({ diagnoses: z.array(z.strictObject({ code: z.string(), title: z.string(), terminal: z.boolean() })) }),
});

/** The provider's part of Muster 28: units given, what became of them, to whom the copy went. Stays open after the issue. */
export const saveReferralResult = endpoint({
  name: 'soziotherapie.saveReferralResult',
  method: 'PUT',
  path: '/api/soziotherapie/prescriptions/:id/referral-result',
  versioned: true,
  params: PrescriptionId,
  body: Form28.pick({ deliveredUnits: true, result: true, sentToInsurerOn: true, sentToDoctorOn: true }),
  answer: Changed,
});

/** Our own data sheet "Ausfüllhilfe zu Muster 26" or "… Muster 28": no imitation of the official form. PDF/UA. */
export const getFormSheet = endpoint({
  name: 'soziotherapie.getFormSheet',
  method: 'GET',
  path: '/api/soziotherapie/prescriptions/:id/sheet.pdf',
  params: PrescriptionId,
  query: z.strictObject({ lang: z.enum(['de', 'en']).optional() }),
  answer: z.unknown(),
});
