import { createHash, randomUUID } from 'node:crypto';
import type { Call } from '#platform/call.ts';
import type { Day } from '#rooms/soziotherapie/rules/calendar.ts';
import type { Coverage } from '#rooms/soziotherapie/rules/coverage.ts';
import { planOf, reviewOf } from './content.ts';
import { type Calendar, dayAt, type Visit, workdayAt } from './course.ts';
import type { Given } from './orders.ts';
import type { DemoPractice } from './practice.ts';
import type { Rows } from './rows.ts';
import { NOTES, NURSING } from './texts.ts';
import type { Told } from './told.ts';

/** What all clients are written with. */
export interface Scene {
  call: Call;
  calendar: Calendar;
  practice: DemoPractice;
  rows: Rows;
}

interface Desk {
  scene: Scene;
  told: Told;
  orders: readonly Given[];
  personId: string;
  episodeId: string;
  helper: string;
  base: { person_id: string; organisation_id: string };
  at: (day: Day, clock?: string) => string;
  seal: (table: string, column: string, row: string, text: string) => Promise<Buffer>;
}

/** The plan of each regular prescription; the newest is in force, or waits for its signatures. Answers the goals of the last one. */
export async function writePlans({ scene, told, orders, episodeId, helper, base, at, seal }: Desk): Promise<string[]> {
  const { calendar, rows } = scene;
  const regular = orders.filter(({ kind, only }) => (kind === 'INITIAL' || kind === 'FOLLOW_UP') && only !== 'DRAFT');
  const agreed = regular.filter(({ only }) => only === undefined);
  let goals: string[] = [];
  // A goal that is kept keeps its id from one version to the next.
  const ids: string[] = [];
  const sameIds = () => {
    let next = 0;
    return () => {
      ids[next] ??= randomUUID();
      return ids[next++] ?? '';
    };
  };
  for (const [index, order] of regular.entries()) {
    const waits = order.only !== undefined || (told.unsigned === true && order === regular.at(-1));
    if (order.only !== undefined && !told.unsigned) continue;
    const id = randomUUID();
    const from = order.issuedOn;
    const to = Temporal.PlainDate.from(from).add({ months: 9 }).toString();
    const demarcation = told.nursing ? '' : '';
    const content = planOf(told, from, to, sameIds(), demarcation);
    if (goals.length === 0 || !waits) goals = content.nearGoals.map((goal) => goal.id);
    const text = JSON.stringify(content);
    const digest = createHash('sha256')
      .update(JSON.stringify([id, index + 1, from, order.id, content]))
      .digest();
    const state = waits
      ? told.nursing
        ? 'draft'
        : 'offered'
      : order === agreed.at(-1) && told.closed === undefined
        ? 'agreed'
        : 'replaced';
    const signedOn = workdayAt(calendar, Math.min(order.issued + 3, -1));
    rows.add('soziotherapie.care_plan', {
      id,
      ...base,
      episode_id: episodeId,
      prescription_id: order.id,
      number: index + 1,
      state,
      sealed: await seal('soziotherapie.care_plan', 'sealed', id, text),
      valid_from: from,
      planned_units: 26,
      signed_on: waits ? null : signedOn,
      written_at: at(from),
      written_by: helper,
      version: 1,
      offered_at: state === 'draft' ? null : at(from, '15:00'),
      content_digest: state === 'draft' ? null : digest,
    });
    const parties = waits ? (state === 'draft' ? [] : ['client', 'provider']) : ['client', 'provider', 'prescriber'];
    for (const party of parties)
      rows.add('soziotherapie.plan_signature', {
        id: randomUUID(),
        ...base,
        care_plan_id: id,
        party,
        how: 'paper',
        by_guardian: false,
        signed_on: signedOn < from ? from : signedOn,
        content_digest: digest,
        recorded_at: at(signedOn < from ? from : signedOn),
        recorded_by: helper,
      });
    if (state === 'agreed' && told.reviewed !== undefined && told.reviewed > order.issued) {
      const review = randomUUID();
      const doneOn = workdayAt(calendar, told.reviewed);
      rows.add('soziotherapie.review', {
        id: review,
        ...base,
        episode_id: episodeId,
        care_plan_id: id,
        due_on: doneOn,
        done_on: doneOn,
        outcome: 'continue',
        sealed: await seal('soziotherapie.review', 'sealed', review, JSON.stringify(reviewOf(content, signedOn, doneOn))),
        next_due_on: Temporal.PlainDate.from(doneOn).add({ months: 2 }).toString(),
        recorded_at: at(doneOn),
        recorded_by: helper,
        version: 1,
      });
    }
  }
  return goals;
}

interface Diary extends Desk {
  visits: readonly Visit[];
  coverage: Coverage;
  goalIds: readonly string[];
  idOf: (visit: Visit) => string;
  practitionerId: string | null;
  seed: number;
}

/** Sessions with their notes, how each counts, the ledger and its window. */
export async function writeSessions(diary: Diary): Promise<void> {
  const { scene, told, visits, coverage, orders, goalIds, idOf, helper, practitionerId, personId, episodeId, base, at, seal, seed } = diary;
  const { calendar, practice, rows } = scene;
  if (told.stay)
    rows.add('soziotherapie.hospital_stay', {
      id: randomUUID(),
      ...base,
      admitted_on: dayAt(calendar, told.stay.from),
      discharged_on: told.stay.to === null ? null : dayAt(calendar, told.stay.to),
      recorded_at: at(dayAt(calendar, told.stay.from)),
      recorded_by: helper,
      version: 1,
    });
  const nursingId = randomUUID();
  if (told.nursing)
    rows.add('soziotherapie.parallel_care', {
      id: nursingId,
      ...base,
      details_sealed: await seal('soziotherapie.parallel_care', 'details_sealed', nursingId, JSON.stringify(NURSING)),
      kind: 'pHKP',
      from_on: dayAt(calendar, -60),
      recorded_at: at(dayAt(calendar, -20)),
      recorded_by: helper,
      version: 1,
    });
  for (const window of coverage.windows)
    rows.add('soziotherapie.contingent_window', {
      id: randomUUID(),
      person_id: personId,
      start_on: window.start,
      end_on: window.end,
      used_minutes: window.usedMinutes,
      cap_minutes: 7200,
    });
  if (told.former) {
    const [day, externalId] = [dayAt(calendar, told.former.day), randomUUID()];
    const evidence = 'Schreiben der Kasse über frühere Einheiten';
    rows.add('soziotherapie.external_units', {
      id: externalId,
      ...base,
      day,
      minutes: told.former.minutes,
      evidence,
      recorded_at: at(dayAt(calendar, told.opened)),
      recorded_by: practice.accounts.office,
    });
    rows.add('soziotherapie.ledger_entry', {
      id: randomUUID(),
      ...base,
      day,
      kind: 'EXTERNAL',
      minutes: told.former.minutes,
      parts: 0,
      evidence,
      external_id: externalId,
      recorded_at: at(dayAt(calendar, told.opened)),
      recorded_by: practice.accounts.office,
    });
  }
  const kinds = new Map(orders.map((order) => [order.id, order.kind]));
  const firstOfLastMonths = Temporal.PlainDate.from(calendar.today).with({ day: 1 }).subtract({ months: 3 }).toString();
  for (const [index, visit] of visits.entries()) {
    const id = idOf(visit);
    const off = visit.state === 'no-show' || visit.state === 'cancelled';
    const zoned = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Berlin').toInstant().toString();
    const state =
      visit.state === 'planned'
        ? 'PLANNED'
        : visit.state === 'no-show'
          ? 'NO_SHOW'
          : visit.state === 'cancelled'
            ? 'CANCELLED_PATIENT'
            : visit.undone
              ? 'DELIVERED'
              : visit.late
                ? 'LATE_PENDING'
                : visit.day < firstOfLastMonths
                  ? 'PAID'
                  : 'SIGNED';
    const documented = state === 'SIGNED' || state === 'PAID' || state === 'LATE_PENDING';
    const endedAt = zoned(visit.end);
    const writtenAt = visit.late
      ? Temporal.Instant.from(endedAt).add({ hours: 100 }).toString()
      : Temporal.Instant.from(endedAt).add({ minutes: 20 }).toString();
    const note = NOTES[(index + seed) % NOTES.length];
    rows.add('soziotherapie.session', {
      id,
      ...base,
      episode_id: episodeId,
      practitioner_id: practitionerId,
      setting: visit.group ? 'group' : 'single',
      co_led: false,
      group_id: visit.group ? practice.groupId : null,
      group_session_id: visit.meeting ?? null,
      state,
      start_local: visit.start,
      end_local: visit.end,
      day: visit.day,
      starts_at: zoned(visit.start),
      ends_at: endedAt,
      minutes: visit.minutes,
      place_kind: 'home',
      delivered_at: off || state === 'PLANNED' ? null : endedAt,
      documented_at: documented ? writtenAt : null,
      late_reason_sealed: visit.late
        ? await seal('soziotherapie.session', 'late_reason_sealed', id, 'War krank; die Notizen lagen in der Praxis.')
        : null,
      off_reason: off ? 'nicht angetroffen' : null,
      signed_how: state === 'SIGNED' || state === 'PAID' ? 'paper' : null,
      signed_at: state === 'SIGNED' || state === 'PAID' ? endedAt : null,
      version: 1,
      created_at: zoned(visit.start),
      created_by: helper,
    });
    if (documented && note) {
      const [measureKinds, did, reaction, nextStep] = note;
      const noteId = randomUUID();
      const touched = goalIds.slice(0, 1 + (index % 2));
      const text = { done: did, reaction, nextStep, start: visit.start, end: visit.end, placeKind: 'home' };
      rows.add('soziotherapie.session_note', {
        id: noteId,
        ...base,
        session_id: id,
        number: 1,
        kinds: measureKinds,
        goal_ids: touched,
        sealed: await seal('soziotherapie.session_note', 'sealed', noteId, JSON.stringify(text)),
        occurred_local: visit.start,
        recorded_at: writtenAt,
        author_id: helper,
      });
    }
    const cover = coverage.sessions.find((one) => one.id === id);
    for (const [position, segment] of (cover?.segments ?? []).entries()) {
      rows.add('soziotherapie.session_part', {
        id: randomUUID(),
        ...base,
        session_id: id,
        position,
        prescription_id: segment.prescriptionId,
        status: segment.status,
        because: segment.because ?? null,
        minutes: segment.minutes,
        parts: segment.parts,
        cap_minutes: segment.capMinutes,
        reckoned_at: writtenAt,
        live: true,
      });
      if (segment.prescriptionId === null || segment.capMinutes === 0) continue;
      const kind = kinds.get(segment.prescriptionId) ?? 'INITIAL';
      const own = kind === 'TRIAL' || kind === 'REFERRAL' || kind === 'DISCHARGE' ? kind : visit.group ? 'OWN_GROUP' : 'OWN_SINGLE';
      rows.add('soziotherapie.ledger_entry', {
        id: randomUUID(),
        ...base,
        day: visit.day,
        kind: own,
        minutes: segment.capMinutes,
        parts: segment.parts,
        prescription_id: segment.prescriptionId,
        session_id: id,
        recorded_at: writtenAt,
        recorded_by: helper,
      });
    }
  }
}
