import type { CareSystem } from '#rooms/directory/rules/service-types.ts';
import { TEN_DOMAINS } from './area-domains.ts';

/** What a screening ends with (rule book B.2.4). */
export const SCREENING_RESULTS = ['indicated', 'pending_consent', 'short_counselling', 'not_indicated', 'undetermined'] as const;
export type ScreeningResult = (typeof SCREENING_RESULTS)[number];
/** What the lead may set instead; never "undetermined". */
export const OVERRIDE_RESULTS = ['indicated', 'pending_consent', 'short_counselling', 'not_indicated'] as const;
export type OverrideResult = (typeof OVERRIDE_RESULTS)[number];
export const SCREENING_RULES = '2026-11';
export const CRITERIA = ['G', 'K1', 'K2', 'K3', 'K4', 'K5'] as const;
export type Criterion = (typeof CRITERIA)[number];
export type CriterionAnswer = 'yes' | 'no' | 'unknown';

/** From this on a severity (0 none … 4 acute) makes a problem area. */
export const PROBLEM_FROM = 2;
export const PROBLEM_AREAS = 3;
export const SYSTEMS = 2;
export const ORGANISATIONS = 3;
export const WEAK_AREAS = 2;
export const EVENT_MONTHS = 12;
export const UNANSWERED_DAYS = 30;
export const READMITTED_DAYS = 90;

export interface DomainAnswers {
  /** 0–4, null = not known. */
  client: number | null;
  professional: number | null;
  selfManaged: 'yes' | 'no' | 'unknown';
  informalSupport: 'enough' | 'not-enough' | 'unknown';
}
export interface ScreenedProvider {
  serviceType: string;
  /** Which organisation: the same number is the same one; null = needed, nobody named yet. */
  organisation: number | null;
  /** Null = not known. */
  system: CareSystem | null;
  active: boolean;
  /** Needed within three months. */
  needed: boolean;
}
export const SCREENING_EVENTS = ['rejected', 'unanswered', 'broken-off', 'readmitted', 'nothing-fits', 'contradiction'] as const;
export type ScreeningEventKind = (typeof SCREENING_EVENTS)[number];
export interface ScreenedEvent {
  kind: ScreeningEventKind;
  /** When it happened; for `unanswered` when it was sent, for `readmitted` the admission. Null = the day is not known. */
  on: string | null;
  /** For `readmitted`: the discharge before it. */
  dischargedOn?: string | null;
}
export interface ScreeningInput {
  /** By domain. A domain of the ten that is not there was not asked; D11 counts once it is rated. */
  domains: Readonly<Record<string, DomainAnswers>>;
  providers: readonly ScreenedProvider[];
  /** Whether everybody who helps is on the list. */
  providersComplete: boolean;
  events: readonly ScreenedEvent[];
  /** Whether it was asked for all of the events. */
  eventsComplete: boolean;
  /** K1 with two problem areas: a written reason is there (its text is sealed elsewhere). */
  complexReason: boolean;
}

/** A count that is not quite known: at least, at most. */
export interface Span {
  least: number;
  most: number;
}
/** What is still to be asked, so that an open criterion can be answered. */
export type ScreeningQuestion =
  | { ask: 'severity' | 'own-resources'; domain: string }
  | { ask: 'system'; provider: number }
  | { ask: 'providers' | 'events' }
  | { ask: 'event-day'; event: number };

export interface Screening {
  criteria: Record<Criterion, CriterionAnswer>;
  result: ScreeningResult;
  /** Criteria that are open and matter for the result. */
  missing: Criterion[];
  questions: ScreeningQuestion[];
  /** What was counted, for the sentence beside each criterion. */
  counted: { problemAreas: Span; systems: Span; organisations: Span; events: Span; weakAreas: Span };
}

/** Whether a day lies in the last twelve calendar months, clipped to the month's end, both ends included. */
export function inLastMonths(day: string, today: string, months = EVENT_MONTHS): boolean {
  return day <= today && day >= Temporal.PlainDate.from(today).subtract({ months }).toString();
}

/** The day an event was established; null while it is none (yet) or its day is not known. */
export function establishedOn(event: ScreenedEvent): string | null | 'never' {
  if (event.kind === 'readmitted') {
    if (event.on === null || !event.dischargedOn) return null;
    const days = Temporal.PlainDate.from(event.dischargedOn).until(event.on, { largestUnit: 'day' }).days;
    return days >= 0 && days <= READMITTED_DAYS ? event.on : 'never';
  }
  if (event.on === null) return null;
  return event.kind === 'unanswered' ? Temporal.PlainDate.from(event.on).add({ days: UNANSWERED_DAYS }).toString() : event.on;
}

/** Yes once the least reaches it, no once the most cannot, else unknown: a criterion is open only where an unknown could change it. */
const reaches = ({ least, most }: Span, needed: number): CriterionAnswer => (least >= needed ? 'yes' : most < needed ? 'no' : 'unknown');
const either = (a: CriterionAnswer, b: CriterionAnswer): CriterionAnswer =>
  a === 'yes' || b === 'yes' ? 'yes' : a === 'no' && b === 'no' ? 'no' : 'unknown';

const NOTHING: DomainAnswers = { client: null, professional: null, selfManaged: 'unknown', informalSupport: 'unknown' };

/** Problem area = the worse of both views is at least 2 (B.2.4). */
function isProblem({ client, professional }: DomainAnswers): CriterionAnswer {
  if ((client ?? 0) >= PROBLEM_FROM || (professional ?? 0) >= PROBLEM_FROM) return 'yes';
  return client === null || professional === null ? 'unknown' : 'no';
}

/** No own management and not enough help around her (K4, subsidiarity). */
function lacksResources({ selfManaged, informalSupport }: DomainAnswers): CriterionAnswer {
  if (selfManaged === 'yes' || informalSupport === 'enough') return 'no';
  return selfManaged === 'no' && informalSupport === 'not-enough' ? 'yes' : 'unknown';
}

const span = (answers: readonly CriterionAnswer[]): Span => ({
  least: answers.filter((answer) => answer === 'yes').length,
  most: answers.filter((answer) => answer !== 'no').length,
});

/** What stands in the domains: problem areas, and those without resources of her own. */
function countDomains(input: ScreeningInput) {
  const asked: string[] = [...TEN_DOMAINS, ...(input.domains.D11 ? ['D11'] : [])];
  const each = asked.map((domain) => {
    const answers = input.domains[domain] ?? NOTHING;
    const problem = isProblem(answers);
    const lacking = lacksResources(answers);
    const weak: CriterionAnswer = problem === 'no' || lacking === 'no' ? 'no' : problem === 'yes' && lacking === 'yes' ? 'yes' : 'unknown';
    return { domain, problem, lacking, weak };
  });
  return { each, problemAreas: span(each.map(({ problem }) => problem)), weakAreas: span(each.map(({ weak }) => weak)) };
}

/** Any number more could be there while the list is not complete. */
const ANY = Number.POSITIVE_INFINITY;

/** Each organisation carries exactly one system: who is known by one entry, also of a service that is only needed, is known by all. */
function withSystems(providers: readonly ScreenedProvider[]): readonly ScreenedProvider[] {
  const known = new Map(
    providers.flatMap(({ system, organisation }) => (system === null || organisation === null ? [] : [[organisation, system] as const])),
  );
  return providers.map((one) => ({
    ...one,
    system: one.system ?? (one.organisation === null ? null : (known.get(one.organisation) ?? null)),
  }));
}

function countProviders({ providers, providersComplete }: ScreeningInput): { systems: Span; organisations: Span } {
  const active = withSystems(providers).filter((one) => one.active);
  const known = new Set(active.flatMap(({ system }) => (system === null ? [] : [system])));
  // what is unknown of an organisation adds one at most
  const unknown = new Set(active.flatMap(({ system, organisation }, index) => (system === null ? [organisation ?? `s${index}`] : []))).size;
  const least = known.size > 0 ? known.size : unknown > 0 ? 1 : 0;
  const involved = providers.filter((one) => one.active || one.needed);
  const organisations = new Set(involved.map(({ organisation, serviceType }) => organisation ?? serviceType)).size;
  return {
    systems: { least, most: providersComplete ? known.size + unknown : ANY },
    organisations: { least: organisations, most: providersComplete ? organisations : ANY },
  };
}

/** Whether an event with an unknown day could lie in the twelve months: a readmission on its day, or within 90 days of its discharge. */
function couldCount({ kind, on, dischargedOn }: ScreenedEvent, today: string): boolean {
  if (kind !== 'readmitted') return true;
  if (on !== null) return inLastMonths(on, today);
  if (!dischargedOn) return true;
  const last = Temporal.PlainDate.from(dischargedOn).add({ days: READMITTED_DAYS }).toString();
  return dischargedOn <= today && (last > today || inLastMonths(last, today));
}

function countEvents({ events, eventsComplete }: ScreeningInput, today: string): Span {
  const answers = events.map((event): CriterionAnswer => {
    const day = establishedOn(event);
    if (day === null) return couldCount(event, today) ? 'unknown' : 'no';
    return day !== 'never' && inLastMonths(day, today) ? 'yes' : 'no';
  });
  const counted = span(answers);
  return eventsComplete ? counted : { ...counted, most: ANY };
}

/**
 * The gate and the five criteria (rule book B.2.4), pure. `consent` is whether the consent to Case Management is valid today (of a minor:
 * hers and every custody holder's); it is read only where K1 to K4 all hold.
 * @param today the day in Berlin; months are calendar months, clipped to the month's end
 */
export function screen(input: ScreeningInput, consent: boolean, today: string): Screening {
  const { each, problemAreas, weakAreas } = countDomains(input);
  const { systems, organisations } = countProviders(input);
  const events = countEvents(input, today);
  const criteria: Record<Criterion, CriterionAnswer> = {
    G: either(reaches(systems, SYSTEMS), reaches(problemAreas, PROBLEM_AREAS)),
    K1: reaches(problemAreas, input.complexReason ? PROBLEM_AREAS - 1 : PROBLEM_AREAS),
    K2: reaches(organisations, ORGANISATIONS),
    K3: reaches(events, 1),
    K4: reaches(weakAreas, WEAK_AREAS),
    K5: consent ? 'yes' : 'no',
  };
  const four = (['K1', 'K2', 'K3', 'K4'] as const).map((key) => [key, criteria[key]] as const);
  const open = four.flatMap(([key, answer]) => (answer === 'unknown' ? [key] : []));
  const failed = four.some(([, answer]) => answer === 'no');
  const result: ScreeningResult =
    criteria.G === 'no'
      ? 'not_indicated'
      : failed
        ? 'short_counselling'
        : open.length > 0 || criteria.G === 'unknown'
          ? 'undetermined'
          : consent
            ? 'indicated'
            : 'pending_consent';
  const missing: Criterion[] = result !== 'undetermined' ? [] : open.length > 0 ? open : ['G'];
  const wanted = new Set<Criterion>(result === 'undetermined' ? [...missing, ...(criteria.G === 'unknown' ? (['G'] as const) : [])] : []);
  return {
    criteria,
    result,
    missing,
    questions: questionsOf(input, each, wanted, today),
    counted: { problemAreas, systems, organisations, events, weakAreas },
  };
}

function questionsOf(
  input: ScreeningInput,
  each: readonly { domain: string; problem: CriterionAnswer; lacking: CriterionAnswer; weak: CriterionAnswer }[],
  wanted: ReadonlySet<Criterion>,
  today: string,
): ScreeningQuestion[] {
  const aboutAreas = wanted.has('K1') || wanted.has('G');
  return [
    ...each.flatMap(({ domain, problem, weak }): ScreeningQuestion[] =>
      problem === 'unknown' && (aboutAreas || (wanted.has('K4') && weak === 'unknown')) ? [{ ask: 'severity', domain }] : [],
    ),
    ...each.flatMap(({ domain, lacking, weak }): ScreeningQuestion[] =>
      wanted.has('K4') && weak === 'unknown' && lacking === 'unknown' ? [{ ask: 'own-resources', domain }] : [],
    ),
    ...(wanted.has('G')
      ? withSystems(input.providers).flatMap(({ system, active }, provider): ScreeningQuestion[] =>
          active && system === null ? [{ ask: 'system', provider }] : [],
        )
      : []),
    ...((wanted.has('K2') || wanted.has('G')) && !input.providersComplete ? [{ ask: 'providers' } as const] : []),
    ...(wanted.has('K3')
      ? input.events.flatMap((event, index): ScreeningQuestion[] =>
          establishedOn(event) === null && couldCount(event, today) ? [{ ask: 'event-day', event: index }] : [],
        )
      : []),
    ...(wanted.has('K3') && !input.eventsComplete ? [{ ask: 'events' } as const] : []),
  ];
}

/**
 * What holds in the end: the lead's word where she gave one, never more than consent allows. Consent that came after the screening makes
 * "pending" whole; consent that went takes it back.
 */
export function effectiveResult(computed: ScreeningResult, override: OverrideResult | null, consent: boolean): ScreeningResult {
  const said = override ?? computed;
  if (said === 'indicated' && !consent) return 'pending_consent';
  return said === 'pending_consent' && consent ? 'indicated' : said;
}
