import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { INTENSITIES } from '../rules/areas.ts';
import { BOARD_PHASES, STEP_KINDS } from '../rules/board.ts';
import { HAND_OVER_REASONS } from '../rules/hand-over.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
const Made = z.strictObject({ id: z.uuid(), version: z.int() });

export const NextStepShape = z.strictObject({
  kind: z.enum(STEP_KINDS),
  taskKind: z.string().nullable(),
  on: Day,
  overdue: z.boolean(),
});

/** A case on the board: what it is called, where it stands, what is next and what is wrong. */
export const CaseCard = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  personId: z.uuid(),
  /** Her name while her consent lives, else the pseudonym. */
  called: z.string(),
  named: z.boolean(),
  phase: z.enum(BOARD_PHASES),
  phaseSince: Day,
  days: z.int(),
  limitDays: z.int().nullable(),
  stuck: z.boolean(),
  intensity: z.enum(INTENSITIES),
  area: z.string(),
  priority: z.int(),
  openedOn: Day,
  managerId: z.uuid(),
  managerName: z.string(),
  /** Who reads: she coordinates it, stands in today, or looks on as the lead. */
  reader: z.enum(['manager', 'substitute', 'lead']),
  next: NextStepShape.nullable(),
  /** Steps whose day has passed, and open tasks that are late. */
  overdue: z.int(),
  openTasks: z.int(),
  /** Findings that show (not snoozed): gaps, duplicates, all others, grouped as the file shows them. */
  gaps: z.int(),
  duplicates: z.int(),
  others: z.int(),
  worst: z.enum(['info', 'warn', 'alert']).nullable(),
});
export type CaseCard = z.infer<typeof CaseCard>;

/** Who carries how much. Without a limit of her own the usual one holds. */
export const TeamMember = z.strictObject({
  accountId: z.uuid(),
  name: z.string(),
  manages: z.boolean(),
  leads: z.boolean(),
  points: z.number(),
  weighing: z.int(),
  openCases: z.int(),
  limit: z.number(),
  /** 0 where the usual limit holds. */
  limitVersion: z.int(),
  /** The absence that is now or comes next. */
  absence: z.strictObject({ id: z.uuid(), fromOn: Day, toOn: Day, now: z.boolean(), substituteId: z.uuid().nullable() }).nullable(),
});
export type TeamMember = z.infer<typeof TeamMember>;

/** All open cases that the reader may open: hers, those she stands in for, the lead's whole team. */
export const caseBoard = endpoint({
  name: 'cases.board',
  method: 'GET',
  path: '/api/cases/board',
  answer: z.strictObject({ today: Day, accountId: z.uuid(), leads: z.boolean(), cards: z.array(CaseCard), team: z.array(TeamMember) }),
});

/** By name or pseudonym, for the command palette: at most ten. */
export const findCases = endpoint({
  name: 'cases.find',
  method: 'GET',
  path: '/api/cases/search',
  query: z.strictObject({ q: z.string().trim().min(2).max(80) }),
  answer: z.strictObject({ found: z.array(z.strictObject({ id: z.uuid(), called: z.string(), phase: z.string() })) }),
});

/** Loads, limits and absences of the team, without any case: for choosing who stands in or who opens. */
export const caseTeam = endpoint({
  name: 'cases.team',
  method: 'GET',
  path: '/api/cases/team',
  answer: z.strictObject({ today: Day, team: z.array(TeamMember) }),
});

export const Absence = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  accountId: z.uuid(),
  name: z.string(),
  fromOn: Day,
  toOn: Day,
  substituteId: z.uuid().nullable(),
  substituteName: z.string().nullable(),
  /** Who stands in is away herself on some of these days, so that nobody is there. */
  substituteAway: z.boolean(),
  mayChange: z.boolean(),
});
export type Absence = z.infer<typeof Absence>;
/** Absences of the team that are not over, the earliest first. */
export const listAbsences = endpoint({
  name: 'cases.absences',
  method: 'GET',
  path: '/api/cases/absences',
  answer: z.strictObject({ today: Day, absences: z.array(Absence) }),
});
const stretch = { fromOn: Day, toOn: Day, substituteId: z.uuid().nullable() };
const inOrder = ({ fromOn, toOn }: { fromOn: string; toOn: string }) => fromOn <= toOn;
const order = { path: ['toOn'], message: 'ends-before-start' };
/** Somebody will be away; her cases open for whoever stands in, on exactly these days. */
export const setAbsence = endpoint({
  name: 'cases.setAbsence',
  method: 'POST',
  path: '/api/cases/absences',
  body: z.strictObject({ accountId: z.uuid(), ...stretch }).refine(inOrder, order),
  answer: Made,
  status: 201,
});
export const changeAbsence = endpoint({
  name: 'cases.changeAbsence',
  method: 'PUT',
  path: '/api/cases/absences/:id',
  params: Id,
  body: z.strictObject(stretch).refine(inOrder, order),
  answer: Made,
  versioned: true,
});
export const withdrawAbsence = endpoint({
  name: 'cases.withdrawAbsence',
  method: 'POST',
  path: '/api/cases/absences/:id/withdraw',
  params: Id,
  body: z.strictObject({}),
  answer: Made,
  versioned: true,
});

/** Gives a case to another manager of the service: relations and open tasks go along at once, both are told. */
export const handOver = endpoint({
  name: 'cases.handOver',
  method: 'POST',
  path: '/api/cases/:id/hand-over',
  params: Id,
  body: z.strictObject({ toId: z.uuid(), because: z.enum(HAND_OVER_REASONS) }),
  answer: Made.extend({ movedTasks: z.int() }),
  versioned: true,
});
/** Who had the case before, the latest first. */
export const listHandOvers = endpoint({
  name: 'cases.handOvers',
  method: 'GET',
  path: '/api/cases/:id/hand-overs',
  params: Id,
  answer: z.strictObject({
    handOvers: z.array(
      z.strictObject({
        at: z.string(),
        fromName: z.string(),
        toName: z.string(),
        because: z.enum(HAND_OVER_REASONS),
        byName: z.string().nullable(),
      }),
    ),
  }),
});

/** A person's limit in points; null goes back to the usual one. Version 0 stands for "none yet". */
export const setLoadLimit = endpoint({
  name: 'cases.setLoadLimit',
  method: 'PUT',
  path: '/api/cases/team/:id/limit',
  params: Id,
  body: z.strictObject({ points: z.number().min(1).max(400).multipleOf(0.5) }),
  answer: Made,
  versioned: true,
});
