import { sql } from 'kysely';
import type { z } from 'zod';
import type { InsuranceKind, ProblemCode, SlotKind } from '#kernel/codes.ts';
import { ageOn, dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Criteria, myAllocations as MyAllocations } from '../contract.ts';
import { decisionOverdueSince, trialSessionsMissing } from '../rules/trial.ts';

type Answer = z.input<typeof MyAllocations.answer>['allocations'];

interface Row {
  id: string;
  version: number;
  place_id: string;
  place_state: string;
  request_id: string;
  person_id: string;
  given_name: string | null;
  family_name: string | null;
  birth_date: string | null;
  phone: string | null;
  criteria: Criteria;
  reserved_at: Temporal.Instant;
  trial_at: Temporal.Instant | null;
  started_at: Temporal.Instant | null;
  seen_at: Temporal.Instant | null;
  client_said_yes_at: Temporal.Instant | null;
  first_id: string;
  first_starts_at: Temporal.Instant;
  first_kind: string;
  first_state: string;
  interpreter_by: string | null;
  response: 'accepted' | 'questions' | 'declined' | null;
  binding: boolean | null;
  trials: Temporal.Instant[] | null;
  attended: number;
  custody_open: boolean;
}

/** What a therapist sees of those placed with her (security case 8): who, when, what for; not the caller's own words. */
export async function myAllocations(call: Call, _permit: Permit<'placement.therapist'>): Promise<Answer> {
  const { practitionerId } = accountOf(call);
  const { rows } = await sql<Row>`
    select l.id, l.version, l.place_id, p.state as place_state, l.request_id, l.person_id, n.given_name, n.family_name, n.birth_date, n.phone, q.criteria,
      l.reserved_at, l.trial_at, l.started_at, l.seen_at, l.client_said_yes_at, a.id as first_id, a.starts_at as first_starts_at, a.kind as first_kind, a.state as first_state, a.interpreter_by,
      k.response, k.binding,
      (select array_agg(t.starts_at order by t.starts_at) from scheduling.appointment t where t.request_id = l.request_id and t.practitioner_id = l.practitioner_id and t.kind = 'TRIAL' and t.state = 'attended') as trials,
      (select count(*) from scheduling.appointment t where t.request_id = l.request_id and t.practitioner_id = l.practitioner_id and t.state = 'attended') as attended,
      exists (select 1 from people.guardian g where g.person_id = l.person_id and g.has_custody is not false and g.agrees = 'unknown') as custody_open
    from placement.allocation l
    join directory.place p on p.id = l.place_id
    join placement.request q on q.id = l.request_id
    join people.person n on n.id = l.person_id
    join scheduling.appointment a on a.id = l.first_appointment_id
    left join lateral (select c.response, c.binding from placement.acknowledgement c where c.request_id = l.request_id order by c.read_at desc limit 1) k on true
    where l.practitioner_id = ${practitionerId} and l.ended_at is null
    order by l.reserved_at desc limit 200`.execute(call.tx);
  await recordReads(
    call,
    'placement.allocations.read',
    'allocation',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  return rows.map((row) => viewOf(row, call.now));
}

function viewOf(row: Row, now: Temporal.Instant): Answer[number] {
  const trial = row.trial_at;
  const minor = row.birth_date !== null && trial !== null && ageOn(Temporal.PlainDate.from(row.birth_date), dayInBerlin(trial)) < 18;
  const undecided = trial !== null && row.started_at === null;
  // an array of timestamps comes as text: pg knows no parser for it here
  const sessions = parseInstants(row.trials);
  const overdue = undecided ? decisionOverdueSince({ startedAt: trial, minor, sessions }, now) : null;
  const missing = trialSessionsMissing(row.criteria.insurance ?? 'GKV', sessions.length);
  return {
    id: row.id,
    version: row.version,
    placeId: row.place_id,
    requestId: row.request_id,
    state: row.place_state as Answer[number]['state'],
    person: [row.given_name, row.family_name].filter(Boolean).join(' '),
    birthDate: row.birth_date,
    phone: row.phone,
    insurance: (row.criteria.insurance ?? null) as InsuranceKind | null,
    problems: (row.criteria.problems ?? []) as ProblemCode[],
    reservedAt: row.reserved_at.toString(),
    firstAppointment: {
      id: row.first_id,
      startsAt: row.first_starts_at.toString(),
      kind: row.first_kind as SlotKind,
      state: row.first_state,
    },
    sessions: sessions.length,
    decisionDue: undecided && missing === 0,
    decisionOverdue: overdue !== null,
    mayConfirm: undecided && missing === 0,
    clientSaidYes: row.client_said_yes_at !== null,
    policyAccepted: row.response,
    feeBinding: row.binding ?? true,
    seen: row.seen_at !== null,
    custodyOpen: row.custody_open,
    interpreterBy: row.interpreter_by,
  };
}

function parseInstants(value: unknown): Temporal.Instant[] {
  if (!Array.isArray(value)) return [];
  return value.map((one) =>
    one instanceof Date ? Temporal.Instant.fromEpochMilliseconds(one.getTime()) : Temporal.Instant.from(String(one).replace(' ', 'T')),
  );
}
