import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { DUE_KINDS, DUE_ROLES, DUE_TONES, FILE_TABS } from '../rules/due.ts';
import { PRESCRIPTION_KINDS } from '../rules/eligibility.ts';
import { EPISODE_STATES } from '../rules/life/episode.ts';
import { PRESCRIPTION_STATES } from '../rules/life/prescription.ts';
import { SESSION_STATES } from '../rules/life/session.ts';
import { USAGES } from '../rules/life/usage.ts';
import { RULES, type RuleId } from '../rules/ruling.ts';

const Day = z.iso.date();
const LocalTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const RULE_IDS = Object.keys(RULES) as [RuleId, ...RuleId[]];
/** A state of a case; NONE is the state before there is one. */
export const EpisodeState = z.enum(EPISODE_STATES).exclude(['NONE']);

/** What somebody has to do, until when, by which rule. */
export const Due = z.strictObject({
  kind: z.enum(DUE_KINDS),
  tone: z.enum(DUE_TONES),
  dueOn: Day.nullable(),
  who: z.enum(DUE_ROLES),
  rule: z.enum(RULE_IDS),
  source: z.string(),
  facts: Facts,
  tab: z.enum(FILE_TABS),
  objectId: z.uuid(),
});
export type Due = z.infer<typeof Due>;

/** The same in a list of the practice: with the name, and nothing else of the person. */
export const ListedDue = Due.extend({ episodeId: z.uuid(), personId: z.uuid(), name: z.string(), helperName: z.string().nullable() });
export type ListedDue = z.infer<typeof ListedDue>;

export const Visit = z.strictObject({
  sessionId: z.uuid(),
  episodeId: z.uuid(),
  personId: z.uuid(),
  name: z.string(),
  state: z.enum(SESSION_STATES),
  setting: z.enum(['single', 'group']),
  groupName: z.string().nullable(),
  start: LocalTime,
  end: LocalTime,
  placeKind: z.string().nullable(),
  /** Where to go: the address of the visit, else the person's own where it is at home. */
  address: z.string().nullable(),
  phone: z.string().nullable(),
  helperId: z.uuid(),
  helperName: z.string(),
});
export type Visit = z.infer<typeof Visit>;

/** Who needs what today, and where one goes today. Office: its own work; Soziotherapeutin: her clients; lead: the whole practice. */
export const overview = endpoint({
  name: 'soziotherapie.overview',
  method: 'GET',
  path: '/api/soziotherapie/overview',
  answer: z.strictObject({
    today: Day,
    scope: z.enum(['office', 'own', 'practice']),
    due: z.array(ListedDue),
    /** In the order of the route. */
    visits: z.array(Visit),
    clients: z.int(),
  }),
});

export const ClientRow = z.strictObject({
  episodeId: z.uuid(),
  personId: z.uuid(),
  name: z.string(),
  state: EpisodeState,
  helperName: z.string().nullable(),
  nextVisit: LocalTime.nullable(),
  /** Hundredths of a unit on usable prescriptions; null in ended cases. */
  leftHundredths: z.int().nullable(),
  /** Minutes of the 120 hours; null in ended cases. */
  leftMinutes: z.int().nullable(),
  openedOn: Day,
  closedOn: Day.nullable(),
});
export type ClientRow = z.infer<typeof ClientRow>;

export const CLIENT_PAGE = 100;
/** Clients of the practice with the state of their case. Open ones come all at once, ended ones by pages, newest end first. */
export const clients = endpoint({
  name: 'soziotherapie.clients',
  method: 'GET',
  path: '/api/soziotherapie/clients',
  query: z.strictObject({
    which: z.enum(['open', 'ended']).default('open'),
    q: z.string().trim().max(80).optional(),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
  }),
  answer: z.strictObject({ clients: z.array(ClientRow), more: z.boolean(), page: z.int() }),
});
/** By name, for the command palette: at most ten, open cases first. */
export const findClients = endpoint({
  name: 'soziotherapie.findClients',
  method: 'GET',
  path: '/api/soziotherapie/clients/search',
  query: z.strictObject({ q: z.string().trim().min(2).max(80) }),
  answer: z.strictObject({
    found: z.array(z.strictObject({ episodeId: z.uuid(), name: z.string(), state: EpisodeState })),
  }),
});

/** A prescription on the way of its approval and its units, as a card. */
export const BOARD_COLUMNS = ['issued', 'submitted', 'decided', 'in-use', 'used-up'] as const;
export type BoardColumn = (typeof BOARD_COLUMNS)[number];
export const PrescriptionCard = z.strictObject({
  prescriptionId: z.uuid(),
  version: z.int(),
  form: z.enum(['26', '28']),
  kind: z.enum(PRESCRIPTION_KINDS),
  /** Which one of its kind in the case: "Folgeverordnung 2". */
  number: z.int(),
  column: z.enum(BOARD_COLUMNS),
  state: z.enum(PRESCRIPTION_STATES),
  usage: z.enum(USAGES),
  approvalFree: z.boolean(),
  issuedOn: Day.nullable(),
  prescriberName: z.string().nullable(),
  units: z.int().nullable(),
  /** Units that count: approved, else prescribed. */
  granted: z.int().nullable(),
  decidedOn: Day.nullable(),
  usedHundredths: z.int(),
  /** Trial units set off against it (R4). */
  setOffHundredths: z.int(),
  submitUntil: Day.nullable(),
  submittedOn: Day.nullable(),
  receivedOn: Day.nullable(),
  decisionDueOn: Day.nullable(),
  objectionUntil: Day.nullable(),
  carePlanDueOn: Day.nullable(),
  lapseReason: z.string().nullable(),
  /** Its most urgent deadline. */
  due: Due.nullable(),
});
export type PrescriptionCard = z.infer<typeof PrescriptionCard>;

/** All prescriptions of the practice that are on their way; what is used up stays for four weeks. */
export const approvalBoard = endpoint({
  name: 'soziotherapie.approvalBoard',
  method: 'GET',
  path: '/api/soziotherapie/board',
  answer: z.strictObject({
    today: Day,
    cards: z.array(
      PrescriptionCard.extend({ episodeId: z.uuid(), personId: z.uuid(), name: z.string(), payerName: z.string().nullable() }),
    ),
  }),
});
