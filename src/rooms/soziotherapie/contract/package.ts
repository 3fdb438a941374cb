import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';

const Id = z.strictObject({ id: z.uuid() });
const Day = z.iso.date();
const line = (most: number) => said(most);

/** What may go to the insurer, and nothing else (rule book D12). There is no word here for a note. */
export const INSURER_DOCUMENTS = ['muster-26', 'muster-27', 'muster-28', 'billing', 'closing-notice'] as const;
/** What the Medizinische Dienst may ask for from the practice itself (§ 276 (2) SGB V; rule book D13). */
export const MD_DOCUMENTS = [...INSURER_DOCUMENTS, 'session-notes', 'review'] as const;

export const InsurerDocument = z.strictObject({ kind: z.enum(INSURER_DOCUMENTS), objectId: z.uuid() });
export type InsurerDocument = z.infer<typeof InsurerDocument>;
export const MdDocument = z.strictObject({ kind: z.enum(MD_DOCUMENTS), objectId: z.uuid() });
export type MdDocument = z.infer<typeof MdDocument>;

const Offered = z.strictObject({ kind: z.enum(MD_DOCUMENTS), objectId: z.uuid(), day: Day.nullable(), number: z.string().nullable() });
export type Offered = z.infer<typeof Offered>;

/** One thing that left the house. */
export const DisclosureView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(['insurer-package', 'md-package', 'client-copy', 'access-refused', 'erasure-answered']),
  recipient: z.string(),
  address: z.array(z.string()),
  requestedOn: Day.nullable(),
  reason: z.enum(['therapeutic', 'third-party']).nullable(),
  form: z.enum(['pdf', 'json']).nullable(),
  withheld: z.boolean(),
  madeAt: z.string(),
  madeByName: z.string().nullable(),
  documents: z.array(z.strictObject({ kind: z.enum(MD_DOCUMENTS), objectId: z.uuid() })),
});
export type DisclosureView = z.infer<typeof DisclosureView>;

/** What left the house about this case, and what could go to the insurer or the Medizinische Dienst. */
export const listDisclosures = endpoint({
  name: 'soziotherapie.listDisclosures',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/disclosures',
  params: Id,
  answer: z.strictObject({
    disclosures: z.array(DisclosureView),
    insurer: z.strictObject({ name: z.string(), documents: z.array(Offered) }),
    /** Null for whom notes are not for: the office. */
    md: z.strictObject({ documents: z.array(Offered) }).nullable(),
  }),
});

const Made = z.strictObject({ id: z.uuid() });

/** Puts a package for the insurer together: a cover sheet, and the documents of the positive list. */
export const makeInsurerPackage = endpoint({
  name: 'soziotherapie.makeInsurerPackage',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/insurer-package',
  params: Id,
  body: z.strictObject({ address: z.array(line(80)).min(1).max(5), documents: z.array(InsurerDocument).min(1).max(40) }),
  answer: Made,
  status: 201,
});

/** The package that the Medizinische Dienst asked for: its own address, its own entry. By helper or lead, never by the office. */
export const makeMdPackage = endpoint({
  name: 'soziotherapie.makeMdPackage',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/md-package',
  params: Id,
  body: z.strictObject({
    recipient: line(120),
    address: z.array(line(80)).min(1).max(5),
    requestedOn: Day,
    documents: z.array(MdDocument).min(1).max(60),
  }),
  answer: Made,
  status: 201,
});

/** The cover sheet of a package as PDF/UA; for the Medizinische Dienst with the notes that were asked for. */
export const printPackage = endpoint({
  name: 'soziotherapie.printPackage',
  method: 'GET',
  path: '/api/soziotherapie/disclosures/:id/pdf',
  params: Id,
  answer: z.unknown(),
});
