import { z } from 'zod';
import { UploadedFile } from '#kernel/upload.ts';
import type { Route } from '#platform/http.ts';
import { SHIPPED_SCRIPT } from '#rooms/crisis/rules/shipped-script.ts';
import { pdf } from '#test/file-samples.ts';

/** A schema as JSON Schema says it; as much of it as samples need. */
interface Shape {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  prefixItems?: Shape[];
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  format?: string;
  pattern?: string;
  propertyNames?: Shape;
  additionalProperties?: Shape | boolean;
}

const FORMATS: Record<string, string> = {
  uuid: '01980000-0000-7000-8000-0000000000aa',
  date: '2026-04-01',
  'date-time': '2026-04-01T10:00:00Z',
  email: 'muster@geleit.example',
  uri: 'https://geleit.example',
};
/** Patterns of the contracts cannot be turned round; these fit them. */
const FITTING = [
  '53113', '10:00', '2026-04-01', '123456', 'muster@geleit.example', 'H3', 'de', 'a'.repeat(32), `${'a'.repeat(64)}.ics`, 'a'.repeat(64), '53', 'placement', 'Q1', 'A'.repeat(86), 'A'.repeat(22),
  '2026-04', '2026-04-01T10:00', '100177504', '3101001', '08000', 'NW', 'VU5B', 'D1',
]; // biome-ignore format: one line of words

function textFor(shape: Shape): string {
  if (shape.format && FORMATS[shape.format]) return FORMATS[shape.format] as string;
  if (shape.pattern) {
    const pattern = new RegExp(shape.pattern);
    const found = FITTING.find((text) => pattern.test(text));
    if (!found) throw new Error(`no sample fits the pattern ${shape.pattern}`);
    return found;
  }
  const long = Math.max(shape.minLength ?? 1, 1);
  return 'Muster Muster'.slice(0, shape.maxLength ?? 13).padEnd(long, 'x');
}

function made(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return made(choices.find(({ type }) => type !== 'null') ?? {});
  switch (Array.isArray(shape.type) ? shape.type[0] : shape.type) {
    case 'object':
      return objectOf(shape);
    case 'array':
      if (shape.prefixItems) return shape.prefixItems.map(made);
      return Array.from({ length: Math.max(shape.minItems ?? 1, 1) }, () => made(shape.items ?? {}));
    case 'integer':
    case 'number':
      return shape.minimum ?? (shape.exclusiveMinimum === undefined ? 1 : shape.exclusiveMinimum + 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return textFor(shape);
    default:
      return 'x';
  }
}

function objectOf({ properties, propertyNames, additionalProperties }: Shape): unknown {
  if (properties) return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, made(inner)]));
  const key = propertyNames ? made(propertyNames) : 'x';
  return { [String(key)]: typeof additionalProperties === 'object' ? made(additionalProperties) : 'x' };
}

/** Numbers with check digits that belong to nobody. */
const NUMBERS = { ik: '499900019', lanr: '123456658', bsnr: '391234511', iban: 'DE02120300000000202051' };

const withPerson = (sample: Record<string, unknown>) => ({
  ...sample,
  person: { ...(sample.person as object), email: 'muster@geleit.example', phone: '0228 4711', postalCode: '53113' },
});

/** Fields of which the later must follow the earlier, or that stand for a kind of their own. */
const TIDY: Record<string, (sample: Record<string, unknown>) => Record<string, unknown>> = {
  // conditions of the script hold conditions: a sample of them says nothing, the shipped one everything
  'crisis.saveScript': (sample) => ({ ...sample, body: SHIPPED_SCRIPT }),
  'records.uploadFile': (sample) => ({
    ...sample,
    audience: 'office',
    file: new UploadedFile({ name: 'muster.pdf', mediaType: 'application/pdf', bytes: pdf(), digest: '' }),
  }),
  'crisis.subscribe': (sample) => ({ ...sample, endpoint: 'https://push.geleit.example/muster' }),
  'access.addDuty': (sample) => ({ ...sample, until: '2026-04-02T10:00:00Z' }),
  'placement.saveDraft': (sample) => ({
    ...sample,
    person: { ...(sample.person as object), email: 'muster@geleit.example', postalCode: '53113' },
    criteria: { ...(sample.criteria as object), windows: [{ weekday: 1, from: '10:00', to: '12:00' }] },
  }),
  'soziotherapie.changeClient': (sample) => ({
    ...sample,
    person: { ...(sample.person as object), email: 'muster@geleit.example', postalCode: '53113' },
  }),
  'cases.openCase': withPerson,
  'cases.changeCasePerson': withPerson,
  // of ids that nobody has, none: the rest of the command shall be carried out
  'cases.addGoal': (sample) => ({ ...sample, soziotherapieGoalId: null }),
  // what an instrument is called is no secret of a person
  'cases.addInstrument': (sample) => ({ ...sample, instrument: 'PHQ-9', instrumentVersion: '1' }),
  'cases.addLine': ({ provider: _, measureId: __, ...sample }) => ({ ...sample, serviceType: 'psychotherapy' }),
  'cases.recordContact': (sample) => ({ ...sample, onDay: '2026-03-01', lineId: null, amendsId: null }),
  'cases.recordMonitoringEntry': (sample) => ({ ...sample, onDay: '2026-03-01', lineId: null, goalId: null }),
  'soziotherapie.openInquiry': (sample) => ({
    ...sample,
    person: { ...(sample.person as object), email: 'muster@geleit.example', postalCode: '53113' },
  }),
  'soziotherapie.changePractice': ({ ik: _, iban: __, ...sample }) => ({ ...sample, ik: NUMBERS.ik, iban: NUMBERS.iban }),
  'soziotherapie.addPrescriber': (sample) => ({ ...sample, ik: NUMBERS.ik, lanr: NUMBERS.lanr, bsnr: NUMBERS.bsnr }),
  'soziotherapie.changePrescriber': (sample) => ({ ...sample, ik: NUMBERS.ik, lanr: NUMBERS.lanr, bsnr: NUMBERS.bsnr }),
  'placement.estimateWaiting': (sample) => ({
    ...sample,
    criteria: { ...(sample.criteria as object), windows: [{ weekday: 1, from: '10:00', to: '12:00' }] },
  }),
  'placement.findFit': (sample) => ({
    ...sample,
    criteria: { ...(sample.criteria as object), windows: [{ weekday: 1, from: '10:00', to: '12:00' }] },
  }),
};

/** A body with every field filled in, also those that may be left out; made from the contract. Nothing where there is no body. */
export function sampleBody({ endpoint }: Route): unknown {
  return endpoint.body && (TIDY[endpoint.name] ?? ((same) => same))(sampleOf(endpoint.body) as Record<string, unknown>);
}

/** The query of a route, all fields given. */
export function sampleQuery({ endpoint }: Route): Record<string, string> {
  if (!endpoint.query) return {};
  const fields = sampleOf(endpoint.query) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

/** The path parameters of a route as they may look; ids that nobody has. */
export function sampleParams({ endpoint }: Route): Record<string, string> {
  return endpoint.params ? (sampleOf(endpoint.params) as Record<string, string>) : {};
}

function sampleOf(schema: z.ZodType): unknown {
  return made(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape);
}

/** Every leaf of a value with its JSON pointer. */
export function leavesOf(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${pointer}/${key}`));
}

/** The same value with another one at a pointer. */
export function withAt(value: unknown, pointer: string, other: unknown): unknown {
  const [, step, ...rest] = pointer.split('/');
  if (step === undefined) return other;
  const inner = rest.length === 0 ? '' : `/${rest.join('/')}`;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === step ? withAt(item, inner, other) : item));
  const object = value as Record<string, unknown>;
  return { ...object, [step]: withAt(object[step], inner, other) };
}
