import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { isOnDuty, listDuty, listOnDuty, type OnRoster } from '#rooms/access/actions/duty.ts';
import { listGuidance } from '#rooms/directory/actions/guidance.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { EmergencyRow, EmergencyView, NumberRow, Roster } from '../contract.ts';
import { prompt112, stageAfter } from '../rules/clock.ts';
import type { AlarmLevel } from '../rules/codes.ts';
import { gapsIn } from '../rules/gaps.ts';
import { missingInRecord } from '../rules/hand-over.ts';
import { NATIONWIDE } from '../rules/numbers.ts';
import type { ScriptBody } from '../rules/script.ts';
import { findListed, type ListedEmergency, selectOpen, selectRecent } from '../store/emergencies.ts';
import { selectPages } from '../store/pages.ts';
import { selectEntries } from '../store/protocol.ts';
import { reachedBy } from './alarm.ts';
import { notePlace, sealedPlace } from './protocol.ts';
import { openRecord } from './record.ts';
import { nextFor } from './who.ts';
import { findScriptInUse, timingFor } from './wording.ts';

const RECENT_HOURS = 30 * 24;
const ROSTER_HOURS = 14 * 24;
const MOST_GAPS = 20;

const text = (at: Temporal.Instant | null): string | null => at?.toString() ?? null;

function rowOf(row: ListedEmergency): EmergencyRow {
  return {
    id: row.id,
    version: row.version,
    state: row.state as EmergencyRow['state'],
    level: row.level as AlarmLevel,
    highestLevel: row.highest_level as AlarmLevel,
    drill: row.drill,
    person: [row.given_name, row.family_name].filter(Boolean).join(' ') || row.called,
    phone: row.phone,
    requestId: row.request_id,
    raisedAt: row.raised_at.toString(),
    raisedByName: row.raised_by_name,
    raisedFrom: row.raised_from as EmergencyRow['raisedFrom'],
    deadlineAt: text(row.deadline_at),
    escalation: row.escalation,
    acknowledgedAt: text(row.acknowledged_at),
    acknowledgedByName: row.acknowledged_by_name,
    closedAt: text(row.closed_at),
    closedBecause: row.closed_because as EmergencyRow['closedBecause'],
    reviewDueAt: text(row.review_due_at),
    reviewedAt: text(row.reviewed_at),
  };
}

async function listed(call: Call, rows: ListedEmergency[]) {
  await recordReads(
    call,
    'crisis.list.read',
    'emergency',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  return { now: call.now.toString(), emergencies: rows.map(rowOf) };
}

/** What is open, as far as whoever asks has to do with it. */
export async function listOpen(call: Call, _permit: Permit<'crisis.raise'>) {
  return listed(call, await selectOpen(call.tx));
}

/** What was closed lately, and what waits for the review. */
export async function listRecent(call: Call, _permit: Permit<'crisis.watch'>) {
  return listed(call, await selectRecent(call.tx, call.now.subtract({ hours: RECENT_HOURS })));
}

/** The network's numbers for emergencies, and behind them those that hold everywhere, so that the list is never empty. */
export async function listNumbers(call: Call, postalCode: string | null): Promise<NumberRow[]> {
  // without a postal code all: who calls may be anywhere
  const own = (await listGuidance(call, 'emergency', postalCode ?? undefined)).map((entry) => ({
    id: entry.id,
    kind: entry.kind as string,
    name: entry.name,
    phone: entry.phone,
    address: entry.address,
    hours: entry.hours,
    text: { de: entry.textDe, en: entry.textEn },
    url: entry.url,
    nationwide: false,
  }));
  const digits = new Set(own.map(({ phone }) => phone?.replaceAll(/\D/g, '')));
  const everywhere = NATIONWIDE.filter(({ phone }) => !digits.has(phone.replaceAll(/\D/g, ''))).map(({ kind, phone, de, en }) => ({
    id: null,
    kind,
    name: de,
    phone,
    address: null,
    hours: null,
    text: { de, en },
    url: null,
    nationwide: true,
  }));
  // 112 and 110 stand on top, whatever a network has entered
  return [
    ...everywhere.filter(({ kind }) => kind === 'rescue' || kind === 'police'),
    ...own,
    ...everywhere.filter(({ kind }) => kind !== 'rescue' && kind !== 'police'),
  ];
}

const dutyRow = ({ accountId, name, phone, rank, until }: OnRoster) => ({ accountId, name, phone, rank, until: until.toString() });

/** Who has duty, where nobody has in the next days, and what holds then. */
export async function getRoster(call: Call): Promise<Roster> {
  const until = call.now.add({ hours: ROSTER_HOURS });
  const onDuty = await listOnDuty(call);
  const duties = (await listDuty(call, { until: until.toString() })).map(({ from, until: end }) => ({
    from: Temporal.Instant.from(from),
    until: Temporal.Instant.from(end),
  }));
  const later = duties.map(({ from }) => from).filter((from) => Temporal.Instant.compare(from, call.now) > 0);
  const [next] = later.sort((one, other) => Temporal.Instant.compare(one, other));
  return {
    now: call.now.toString(),
    onDuty: onDuty.map(dutyRow),
    nobody: onDuty.length === 0,
    nextFrom: onDuty.length === 0 ? text(next ?? null) : null,
    gaps: gapsIn(duties, call.now, until)
      .slice(0, MOST_GAPS)
      .map((gap) => ({ from: gap.from.toString(), until: gap.until.toString() })),
    mine: await isOnDuty(call),
    numbers: await listNumbers(call, null),
  };
}

/** What the desk works with: the signed script, or none; the numbers and the roster in any case. */
export async function getScript(call: Call, _permit: Permit<'crisis.raise'>) {
  const script = await findScriptInUse(call);
  const roster = await getRoster(call);
  return {
    script:
      script?.signed_at && script.signed_by_name
        ? {
            id: script.id,
            scriptVersion: script.script_version,
            signedAt: script.signed_at.toString(),
            signedByName: script.signed_by_name,
            body: script.text as ScriptBody,
          }
        : null,
    numbers: roster.numbers,
    roster,
  };
}

/** One emergency with its clock, its protocol, who was alarmed, and what the reader may do. */
export async function getEmergency(call: Call, _permit: Permit<'crisis.raise'>, id: string): Promise<EmergencyView> {
  accountOf(call);
  const row = await findListed(call.tx, id);
  if (!row) throw new Refusal('emergency-not-found');
  await recordReads(call, 'crisis.emergency.read', 'emergency', [{ id, personId: row.person_id }]);
  const person = await findPerson(call, row.person_id);
  const onDuty = await listOnDuty(call);
  const timing = await timingFor(call, row.script_version, row.level as AlarmLevel);
  const [pages, entries] = [await selectPages(call.tx, id), await selectEntries(call.tx, id)];
  const open = (column: string, sealed: Buffer | null) =>
    sealed ? call.sealer.open(call.tx, row.person_id, sealedPlace(column, id), sealed) : Promise.resolve(null);
  const record = row.record_sealed ? await openRecord(call, row) : null;
  const to = stageAfter(timing, row.escalation);
  const names = row.deadline_at ? (await reachedBy(call, id, to, onDuty)).map(({ name }) => name) : [];
  const others = await namesOf(call, [row.handed_over_by, row.closed_by, row.reviewed_by]);
  return {
    ...rowOf(row),
    personId: row.person_id,
    birthDate: person?.birthDate ?? null,
    address: [person?.street, [person?.postalCode, person?.place].filter(Boolean).join(' ')].filter(Boolean).join(', ') || null,
    appointmentId: row.appointment_id,
    clock: {
      now: call.now.toString(),
      from: row.clock_from.toString(),
      deadlineAt: text(row.deadline_at),
      acknowledgeSeconds: timing.acknowledgeSeconds,
      escalation: row.escalation,
      alarms: row.alarms,
      next: row.deadline_at ? { at: row.deadline_at.toString(), to, names } : null,
    },
    prompt112: row.state !== 'handed_over' && row.state !== 'closed' && prompt112(row.level as AlarmLevel, row.called_112_at !== null),
    called112At: text(row.called_112_at),
    onDuty: onDuty.map(dutyRow),
    pages: pages.map((page) => ({
      accountId: page.account_id,
      name: page.name,
      place: page.place,
      channel: page.channel as 'session',
      state: page.state as 'queued',
      at: page.made_at.toString(),
      failure: page.failure,
    })),
    inContactAt: text(row.in_contact_at),
    scriptVersion: row.script_version,
    opener: row.opener as EmergencyView['opener'],
    answers: row.answers as Record<string, string>,
    marks: row.marks,
    scriptFinished: row.script_finished_at !== null,
    handedOverAt: text(row.handed_over_at),
    handedOverByName: others(row.handed_over_by),
    record,
    recordMissing: missingInRecord(record ?? {}, row.called_112_at !== null),
    inquiries: row.inquiries,
    closedByName: others(row.closed_by),
    closedReason: await open('reason_sealed', row.reason_sealed),
    nextStep: await open('next_step_sealed', row.next_step_sealed),
    callBackAt: text(row.call_back_at),
    bookingMayContinue: row.booking_may_continue,
    followUpDueAt: text(row.follow_up_due_at),
    reviewedByName: others(row.reviewed_by),
    reviewNote: await open('review_sealed', row.review_sealed),
    entries: await Promise.all(
      entries.map(async (entry) => ({
        id: entry.id,
        at: entry.at.toString(),
        byName: entry.by_name,
        kind: entry.kind,
        facts: entry.facts as EmergencyView['entries'][number]['facts'],
        note: entry.note_sealed ? await call.sealer.open(call.tx, row.person_id, notePlace(entry.id), entry.note_sealed) : null,
      })),
    ),
    numbers: await listNumbers(call, person?.postalCode ?? null),
    next: await nextFor(call, row),
  };
}

async function namesOf(call: Call, ids: (string | null)[]): Promise<(id: string | null) => string | null> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from access.account where id = any (${ids.filter((id) => id !== null)}::uuid[])`.execute(call.tx);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => (id ? (names.get(id) ?? null) : null);
}
