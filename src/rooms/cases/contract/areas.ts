import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { AREA_CODES, CARE_SYSTEMS, DOMAIN_CODES, INTENSITIES, LIMITED_PHASES } from '../rules/areas.ts';

const name = z.string().trim().min(1).max(80);
const Named = z.strictObject({ de: name, en: name });
const code = z.string().regex(/^[a-z][a-z0-9-]{1,38}$/, 'invalid-code');
const days = (most: number) => z.int().min(1).max(most);
const DomainCodeShape = z.enum(DOMAIN_CODES);

export const ServiceTypeShape = z.strictObject({
  code,
  ...Named.shape,
  system: z.enum(CARE_SYSTEMS),
  rhythmDays: days(365).nullable(),
  inpatient: z.boolean(),
  continuous: z.boolean(),
});
const Rhythm = z.strictObject({ days: days(365), graceDays: z.int().min(0).max(90) });
const Limits = z.strictObject(
  Object.fromEntries(LIMITED_PHASES.map((phase) => [phase, days(365)])) as Record<(typeof LIMITED_PHASES)[number], z.ZodInt>,
);
const Rhythms = z.strictObject(
  Object.fromEntries(INTENSITIES.map((one) => [one, Rhythm])) as Record<(typeof INTENSITIES)[number], typeof Rhythm>,
);
const Review = z.strictObject({ plan: days(730), soziotherapie: days(365), reassessment: days(730), dormant: days(365) });
const Pair = z.tuple([code, code]);

/** What a network sets otherwise than the ready set. */
export const AreaChangesShape = z.strictObject({
  on: z.boolean().optional(),
  name: Named.optional(),
  emphasis: z.array(DomainCodeShape).max(11).readonly().optional(),
  community: z.boolean().optional(),
  services: z.array(ServiceTypeShape).max(120).readonly().optional(),
  removed: z.array(code).max(120).readonly().optional(),
  exclusive: z.array(Pair.readonly()).max(60).readonly().optional(),
  rhythms: Rhythms.partial().optional(),
  phaseLimits: Limits.partial().optional(),
  review: Review.partial().optional(),
});

export const AreaShape = z.strictObject({
  code: z.enum(AREA_CODES),
  ...Named.shape,
  on: z.boolean(),
  domains: z
    .array(
      z.strictObject({
        code: DomainCodeShape,
        de: z.string(),
        en: z.string(),
        icf: z.array(z.string()).readonly(),
        section118: z.array(z.int()).readonly(),
        cansasItems: z.array(z.int()).readonly(),
        emphasis: z.boolean(),
      }),
    )
    .readonly(),
  services: z.array(ServiceTypeShape).readonly(),
  exclusive: z.array(Pair.readonly()).readonly(),
  rhythms: Rhythms.readonly(),
  phaseLimits: Limits.readonly(),
  review: Review.readonly(),
  changes: AreaChangesShape.nullable(),
});

/** The areas of use as they hold: what is asked, linked and counted in each. Readable by everybody who is signed in. */
export const showAreas = endpoint({
  name: 'cases.areas',
  method: 'GET',
  path: '/api/cases/areas',
  answer: z.strictObject({ areas: z.array(AreaShape) }),
});
/** Sets an area from now on; null goes back to the ready set. */
export const changeArea = endpoint({
  name: 'cases.changeArea',
  method: 'PUT',
  path: '/api/cases/areas/:code',
  params: z.strictObject({ code: z.enum(AREA_CODES) }),
  body: z.strictObject({ changes: AreaChangesShape.nullable() }),
  answer: z.strictObject({ code: z.enum(AREA_CODES) }),
});
