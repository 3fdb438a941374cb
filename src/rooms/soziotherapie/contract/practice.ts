import { z } from 'zod';
import { STATES } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { ikFault, lanrFault, readIdentifier } from '#kernel/identifiers.ts';
import { said } from '#kernel/said.ts';
import { PRESCRIBER_KINDS } from '../rules/prescriber.ts';

export const Day = z.iso.date();
const short = (most: number) => said(most);
const maybe = (most: number) => z.string().trim().max(most).nullable();
const postalCode = z.string().regex(/^\d{5}$/, 'invalid-postal-code');

/** An institution's number as people give it: spaces and case change nothing; a wrong check digit is refused. */
export const Ik = z
  .string()
  .transform((typed) => readIdentifier('ik', typed).value)
  .refine((value) => ikFault(value) === undefined, 'invalid-ik');
/** A doctor's number; stand-ins like 999999900 pass. */
export const Lanr = z
  .string()
  .transform((typed) => readIdentifier('lanr', typed).value)
  .refine((value) => [undefined, 'pseudo'].includes(lanrFault(value)), 'invalid-lanr');
/** A place of work; it has no check digit. */
export const Bsnr = z
  .string()
  .transform((typed) => readIdentifier('bsnr', typed).value)
  .refine((value) => readIdentifier('bsnr', value).verdict === 'taken', 'invalid-bsnr');
export const PracticeFields = z.strictObject({
  name: short(120),
  ik: Ik,
  state: z.enum(STATES),
  street: short(120),
  postalCode,
  place: short(80),
  phone: maybe(40),
  email: z.email().max(254).nullable(),
  bankName: maybe(80),
  iban: z
    .string()
    .transform((typed) => typed.replaceAll(/\s/g, '').toUpperCase())
    .refine((value) => /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value), 'invalid-iban')
    .nullable(),
  taxNumber: maybe(30),
});
export type PracticeFields = z.output<typeof PracticeFields>;

/** One number that a rule uses, with where it stands; `mayChange`: the law leaves it to the practice or its contract. */
export const SettingRow = z.strictObject({
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean()]),
  usual: z.union([z.number(), z.string(), z.boolean()]),
  basis: z.enum(['law', 'directive', 'contract', 'practice']),
  source: z.string(),
  validFrom: Day.nullable(),
  /** The open question of the law by its number (O1 …). */
  open: z.string().nullable(),
  choices: z.array(z.union([z.number(), z.string(), z.boolean()])).nullable(),
  mayChange: z.boolean(),
});
export type SettingRow = z.infer<typeof SettingRow>;

export const getPractice = endpoint({
  name: 'soziotherapie.getPractice',
  method: 'GET',
  path: '/api/soziotherapie/practice',
  answer: z.strictObject({
    organisationId: z.uuid(),
    version: z.int(),
    practice: PracticeFields.nullable(),
    helpers: z.array(z.strictObject({ practitionerId: z.uuid(), name: z.string() })),
    settings: z.array(SettingRow),
  }),
  versioned: true,
});
export const changePractice = endpoint({
  name: 'soziotherapie.changePractice',
  method: 'PUT',
  path: '/api/soziotherapie/practice',
  body: PracticeFields,
  answer: z.strictObject({ organisationId: z.uuid(), version: z.int() }),
  versioned: true,
});
/** Sets what the law leaves open, from now on; null goes back to what is usual. */
export const changeChoice = endpoint({
  name: 'soziotherapie.changeChoice',
  method: 'POST',
  path: '/api/soziotherapie/practice/choices',
  body: z.strictObject({ name: z.string().max(60), value: z.union([z.number(), z.string().max(40), z.boolean()]).nullable() }),
  answer: z.strictObject({ name: z.string() }),
});

export const PrescriberFields = z
  .strictObject({
    name: short(120),
    title: maybe(40),
    kind: z.enum(PRESCRIBER_KINDS),
    practiceName: maybe(120),
    lanr: Lanr.nullable(),
    bsnr: Bsnr.nullable(),
    ik: Ik.nullable(),
    street: maybe(120),
    postalCode: postalCode.nullable(),
    place: maybe(80),
    phone: maybe(40),
    fax: maybe(40),
    email: z.email().max(254).nullable(),
    permissionFrom: Day.nullable(),
    permissionTo: Day.nullable(),
  })
  .refine(({ permissionFrom, permissionTo }) => !permissionTo || (permissionFrom !== null && permissionFrom <= permissionTo), {
    path: ['permissionTo'],
    message: 'ends-before-start',
  });
export type PrescriberFields = z.output<typeof PrescriberFields>;
export const PrescriberRow = z.strictObject({ id: z.uuid(), version: z.int(), ...PrescriberFields.shape });
export type PrescriberRow = z.output<typeof PrescriberRow>;

export const listPrescribers = endpoint({
  name: 'soziotherapie.listPrescribers',
  method: 'GET',
  path: '/api/soziotherapie/prescribers',
  query: z.strictObject({ q: z.string().trim().max(80).optional() }),
  answer: z.strictObject({ prescribers: z.array(PrescriberRow) }),
});
export const addPrescriber = endpoint({
  name: 'soziotherapie.addPrescriber',
  method: 'POST',
  path: '/api/soziotherapie/prescribers',
  body: PrescriberFields,
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  status: 201,
});
export const changePrescriber = endpoint({
  name: 'soziotherapie.changePrescriber',
  method: 'PUT',
  path: '/api/soziotherapie/prescribers/:id',
  params: z.strictObject({ id: z.uuid() }),
  body: PrescriberFields,
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});
