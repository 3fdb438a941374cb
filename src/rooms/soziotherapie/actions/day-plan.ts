import { Refusal } from '#kernel/decision.ts';
import type { Point } from '#kernel/geo.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { DayPlan, DayVisit } from '../contract/day-plan.ts';
import { addDays, type Day } from '../rules/calendar.ts';
import { coverSessions } from '../rules/coverage.ts';
import { standingOn } from '../rules/coverage-standing.ts';
import { contingentOn } from '../rules/ledger.ts';
import type { SessionState } from '../rules/life/session.ts';
import type { MeasureKind, PlaceKind } from '../rules/note.ts';
import { measureRoute, orderRoute, type RouteStop, type Stop } from '../rules/route.ts';
import * as store from '../store/day-plan.ts';
import { selectLatestNotes } from '../store/notes.ts';
import { nextStepOf } from './notes.ts';
import { type PlanGoal, planGoals } from './plan-goals.ts';
import { type Book, openBook } from './reckon-question.ts';
import { setOffParts } from './reckon-steps.ts';
import { judgeAhead } from './session-judge.ts';
import { sealedIn } from './session-step.ts';

type Care = Permit<'soziotherapie.care'>;
/** So far back a missing note or signature is shown beside the day. */
const UNFINISHED_DAYS = 14;

const nameOf = (row: { given_name: string | null; family_name: string | null }) =>
  [row.given_name, row.family_name].filter(Boolean).join(' ') || null;
const pointOf = (row: { latitude: number | null; longitude: number | null } | undefined): Point | null =>
  row && row.latitude !== null && row.longitude !== null ? { latitude: row.latitude, longitude: row.longitude } : null;

function ownPractice(call: Call) {
  const { practitionerId, organisationId } = accountOf(call);
  if (!practitionerId || !organisationId) throw new Refusal('session-helper-missing');
  return { practitionerId, organisationId };
}

/** Minutes that usable prescriptions and the 120 hours still give on a day. */
function leftOn(book: Book, day: Day): DayVisit['unitsLeft'] {
  const coverage = coverSessions(book.question, book.p);
  const used = new Map(coverage.prescriptions.map(({ id, usedParts }) => [id, usedParts]));
  const windowEnd = coverage.windows.at(-1)?.end ?? null;
  const parts = book.question.prescriptions.map((prescription) => {
    const setOff = setOffParts(book.question.prescriptions, prescription.id, used);
    const at = { day, group: false, usedParts: used.get(prescription.id) ?? 0, setOffParts: setOff, windowEnd };
    const stands = standingOn(prescription, at, book.p);
    return stands.usable ? { left: stands.leftParts, of: stands.leftParts + at.usedParts } : { left: 0, of: 0 };
  });
  const minutes = (which: 'left' | 'of') => Math.floor(parts.reduce((sum, one) => sum + one[which], 0) / 3);
  return {
    prescriptionMinutes: parts.length === 0 ? null : minutes('left'),
    ofMinutes: minutes('of'),
    capMinutes: contingentOn(coverage.windows, day, book.p).remainingMinutes,
  };
}

const AHEAD: readonly string[] = ['PLANNED', 'CONFIRMED'];

/** Where a stop is; somewhere outside is looked for near the client's home. */
function stopOf(row: store.DayRow, practice: Point | null): Stop {
  const there = row.place_kind === 'practice' || row.setting === 'group' ? practice : pointOf(row);
  return { id: row.id, start: row.start_local, fixed: row.state !== 'PLANNED' || row.setting === 'group', point: there };
}

/** By the clock unless somebody put it in order by hand; the nearest next is offered beside it. */
function routeOf(rows: readonly store.DayRow[], from: Point | null): { route: RouteStop[]; byHand: boolean; nearest: string[] } {
  const stops = rows.map((row) => stopOf(row, from));
  const orders = new Map(rows.map((row) => [row.id, row.route_order]));
  const byHand = rows.some((row) => row.route_order !== null);
  const inTime = stops.toSorted((one, other) => (one.start < other.start ? -1 : one.start > other.start ? 1 : one.id < other.id ? -1 : 1));
  const nearest = orderRoute(from, stops).map(({ id }) => id);
  const same = nearest.every((id, index) => id === inTime[index]?.id);
  if (!byHand) return { route: measureRoute(from, inTime), byHand, nearest: same ? [] : nearest };
  const last = rows.length + 1;
  const chosen = [...stops].sort(
    (one, other) => (orders.get(one.id) ?? last) - (orders.get(other.id) ?? last) || (one.start < other.start ? -1 : 1),
  );
  return { route: measureRoute(from, chosen), byHand, nearest: [] };
}

/** What is left of the time before: what was agreed, and what was chosen. */
interface Before {
  nextStep: string | null;
  last: DayVisit['last'];
}

async function visitOf(
  call: Call,
  row: store.DayRow,
  goals: readonly PlanGoal[],
  { nextStep, last }: Before,
): Promise<Omit<DayVisit, 'order' | 'tenthKilometres'>> {
  const book = await openBook(call, row.person_id, row.organisation_id);
  const { warnings } = AHEAD.includes(row.state)
    ? await judgeAhead(
        call,
        {
          id: row.id,
          start: row.start_local,
          end: row.end_local,
          day: row.day,
          minutes: row.minutes,
          setting: row.setting as 'single' | 'group',
          meetingId: row.group_session_id,
          personId: row.person_id,
          organisationId: row.organisation_id,
          practitionerId: row.practitioner_id,
          placeKind: row.place_kind ?? 'home',
        },
        book,
      )
    : { warnings: [] };
  const other = row.address_sealed
    ? await call.sealer.open(call.tx, row.person_id, sealedIn('address_sealed', row.id), row.address_sealed)
    : null;
  return {
    sessionId: row.id,
    version: row.version,
    episodeId: row.episode_id,
    personId: row.person_id,
    name: nameOf(row),
    phone: row.phone,
    state: row.state as SessionState,
    setting: row.setting as DayVisit['setting'],
    group: row.group_name,
    meetingId: row.group_session_id,
    start: row.start_local,
    end: row.end_local,
    placeKind: row.place_kind as PlaceKind | null,
    address: { street: row.street, postalCode: row.postal_code, place: row.place, other },
    unitsLeft: leftOn(book, row.day),
    counting: { billingStepMinutes: book.p.billingStepMinutes, groupCapCounting: book.p.groupCapCounting },
    lastNextStep: nextStep,
    last,
    goals: goals.filter((goal) => goal.episodeId === row.episode_id && goal.inForce).map(({ id, kind, text }) => ({ id, kind, text })),
    warnings,
  };
}

/** A helper's day in one answer: who, where, in which order, what is left and what comes next. */
export async function getDayPlan(call: Call, _permit: Care, wanted?: Day): Promise<DayPlan> {
  const { practitionerId, organisationId } = ownPractice(call);
  const today = dayInBerlin(call.now).toString();
  const day = wanted ?? today;
  const [rows, start, unfinished] = await Promise.all([
    store.selectDay(call.tx, practitionerId, day),
    store.findStart(call.tx, organisationId),
    store.selectUnfinished(call.tx, practitionerId, addDays(day, -UNFINISHED_DAYS), addDays(day, -1)),
  ]);
  const episodeIds = [...new Set(rows.map(({ episode_id }) => episode_id))];
  const [goals, latest] = await Promise.all([planGoals(call, episodeIds), selectLatestNotes(call.tx, episodeIds)]);
  const before = new Map<string, Before>();
  for (const note of latest) {
    const last = { placeKind: note.place_kind as PlaceKind | null, kinds: note.kinds as MeasureKind[], goalIds: note.goal_ids };
    before.set(note.episode_id, { nextStep: await nextStepOf(call, note), last });
  }

  // Who was not met or called off is no longer on the way; the list still says so, behind the others.
  const {
    route: way,
    byHand,
    nearest,
  } = routeOf(
    rows.filter(({ takes_place }) => takes_place),
    pointOf(start),
  );
  const route = [...way, ...rows.filter(({ takes_place }) => !takes_place).map(({ id }) => ({ id, kilometres: null }))];
  // the reads of all visits go out together
  const asked = route.map(async (stop, index): Promise<DayVisit[]> => {
    const row = rows.find(({ id }) => id === stop.id);
    if (!row) return [];
    const visit = await visitOf(call, row, goals, before.get(row.episode_id) ?? { nextStep: null, last: null });
    return [{ ...visit, order: index + 1, tenthKilometres: stop.kilometres === null ? null : Math.round(stop.kilometres * 10) }];
  });
  const visits = (await Promise.all(asked)).flat();
  const read = [...rows, ...unfinished].map(({ id, person_id }) => ({ id, personId: person_id }));
  await recordReads(call, 'soziotherapie.day-plan.read', 'session', read);
  return {
    day,
    practitionerId,
    madeAt: call.now.toString(),
    byHand,
    nearest,
    from: start ? { name: start.name, street: start.street, postalCode: start.postal_code, place: start.place } : null,
    visits,
    open: unfinished.map((row) => ({
      sessionId: row.id,
      version: row.version,
      episodeId: row.episode_id,
      name: nameOf(row),
      state: row.state as SessionState,
      start: row.start_local,
      end: row.end_local,
    })),
  };
}

/** The route by hand; an empty list goes back to the clock. */
export async function orderDay(call: Call, _permit: Care, day: Day, order: readonly string[]) {
  const { practitionerId, organisationId } = ownPractice(call);
  const rows = await store.selectDay(call.tx, practitionerId, day);
  if (order.some((id) => !rows.some((row) => row.id === id))) throw new Refusal('not-found');
  for (const row of rows) {
    const at = order.indexOf(row.id);
    await store.writeOrder(call.tx, row.id, at < 0 ? null : at + 1);
  }
  await record(call, {
    action: 'soziotherapie.day.ordered',
    kind: 'U',
    object: ['practitioner', practitionerId],
    data: { organisationId, practitionerId, day, visits: order.length },
  });
  return { day, visits: rows.length };
}
