import { sql } from 'kysely';
import type { Modality, SlotKind } from '#kernel/codes.ts';
import type { Call } from '#platform/call.ts';
import { accountOf } from '#platform/call.ts';
import { type DayListRow, dayList } from '#platform/documents/day-list.ts';
import { record, recordReads } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { type Excuse, type MovedBy, OUTCOME_WORDS, type Outcome, outcomeOf } from '../rules/outcome.ts';
import { type AppointmentRow, initialsOf, selectAbsences, selectAppointments } from '../store.ts';
import { selectFirst } from './days.ts';
import { ownPractitionerId, wholeDays } from './own.ts';
import { stateOf } from './views.ts';

interface Range {
  from: string;
  days: number;
}

type Row = Omit<DayListRow, 'outcome'> & { id: string; personId: string; outcome: Outcome };

/** Own promises of some days, by first initial and family name: what a therapist needs at the door, nothing of why. */
async function ownRows(call: Call, { from, days }: Range): Promise<{ rows: Row[]; absences: number }> {
  const me = ownPractitionerId(call);
  const span = wholeDays(Temporal.PlainDate.from(from), days);
  const [found, absences] = [await selectAppointments(call.tx, me, span), await selectAbsences(call.tx, me, span)];
  const promised = found.filter(({ state }) => state !== 'cancelled' && state !== 'rebooked');
  return { rows: await rowsOf(call, promised, await shortNamesOf(call, promised)), absences: absences.length };
}

/** First appointments of the network: initials only, since a list of names beside practices says more than the desk needs on paper. */
async function networkRows(call: Call, { from, days }: Range): Promise<{ rows: Row[]; absences: number }> {
  const found = await selectFirst(call, wholeDays(Temporal.PlainDate.from(from), days));
  const initials = await initialsOf(call.tx, [...new Set(found.map((row) => row.person_id))]);
  return { rows: await rowsOf(call, found, initials), absences: 0 };
}

async function shortNamesOf(call: Call, rows: readonly AppointmentRow[]): Promise<Map<string, string>> {
  const persons = [...new Set(rows.map((row) => row.person_id))];
  const { rows: names } = await sql<{ id: string; given_name: string | null; family_name: string | null }>`
    select id, given_name, family_name from people.person where id = any (${persons}::uuid[])`.execute(call.tx);
  const short = (given: string | null, family: string | null) => [given ? `${[...given][0]}.` : '', family ?? ''].filter(Boolean).join(' ');
  return new Map(names.map((row) => [row.id, short(row.given_name, row.family_name)]));
}

async function rowsOf(call: Call, found: readonly AppointmentRow[], names: ReadonlyMap<string, string>): Promise<Row[]> {
  const { rows: places } = await sql<{ id: string; where: string }>`
    select id, coalesce(street || ', ' || place) as where from directory.location where id = any (${found.flatMap((row) => row.location_id ?? [])}::uuid[])`.execute(
    call.tx,
  );
  const { rows: people } = await sql<{ id: string; name: string }>`
    select id, concat_ws(' ', title, name) as name from directory.practitioner where id = any (${[...new Set(found.map((row) => row.practitioner_id))]}::uuid[])`.execute(
    call.tx,
  );
  const [where, practitioner] = [new Map(places.map((row) => [row.id, row.where])), new Map(people.map((row) => [row.id, row.name]))];
  return found.map((row) => ({
    id: row.id,
    personId: row.person_id,
    start: row.starts_at,
    end: row.ends_at,
    who: names.get(row.person_id) ?? '–',
    kind: row.kind as SlotKind,
    modality: row.modality as Modality,
    isFirst: row.is_first,
    practitioner: practitioner.get(row.practitioner_id) ?? '',
    where: row.location_id ? (where.get(row.location_id) ?? null) : null,
    interpreter: row.interpreter_by !== null,
    outcome: outcomeOf({
      state: stateOf(row),
      start: row.starts_at,
      now: call.now,
      lateMinutes: row.late_minutes,
      excuse: row.excuse as Excuse | null,
      movedBy: row.moved_by as MovedBy | null,
      reason: row.reason,
    }),
  }));
}

const view = ({ id, personId: _person, start, end, practitioner = '', ...rest }: Row) => ({
  appointmentId: id,
  startsAt: start.toString(),
  endsAt: end.toString(),
  practitioner,
  ...rest,
});

const LISTS = { 'scheduling.own': ownRows, 'scheduling.desk': networkRows } as const;
type Lists = Permit<keyof typeof LISTS>;

/** The list on the screen; every person on it is logged as read. */
export async function readDayList(call: Call, permit: Lists, range: Range) {
  const { rows, absences } = await LISTS[permit.name](call, range);
  await recordReads(call, 'scheduling.day-list.read', 'appointment', rows);
  return { ...range, rows: rows.map(view), absences };
}

/** What is still to come or to be marked stays open on paper. */
const wordOf = (outcome: Outcome, language: 'de' | 'en') =>
  outcome === 'ahead' || outcome === 'unmarked' ? null : OUTCOME_WORDS[outcome][language];

/** The list on paper; who printed what is logged, and stands at the foot of each page. */
export async function printDayList(call: Call, permit: Lists, { language, ...range }: Range & { language: 'de' | 'en' }) {
  const { rows } = await LISTS[permit.name](call, range);
  const own = permit.name === 'scheduling.own';
  const account = accountOf(call);
  const { pdf } = dayList({
    language,
    network: call.network.name,
    owner: own ? account.name : null,
    from: Temporal.PlainDate.from(range.from),
    days: range.days,
    rows: rows.map((row) => ({ ...row, outcome: wordOf(row.outcome, language) })),
    printedBy: account.name,
    printedAt: call.now,
  });
  await recordReads(call, 'scheduling.day-list.printed', 'appointment', rows);
  await record(call, {
    action: 'scheduling.day-list.drawn',
    kind: 'E',
    object: ['account', account.accountId],
    data: { from: range.from, days: range.days, rows: rows.length, own },
  });
  return new FileAnswer('application/pdf', `tagesliste-${range.from}.pdf`, pdf);
}
