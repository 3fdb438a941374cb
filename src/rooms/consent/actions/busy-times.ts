import { sql } from 'kysely';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { getPerson } from '#rooms/people/actions.ts';
import type { BusyTimes, giveBusyAgreement } from '../contract/busy-times.ts';
import { BUSY_TIMES_TEXT } from '../rules/busy-times.ts';
import { LONGEST_MONTHS, type WITHDRAWN_VIA } from '../rules/release.ts';

type May = Permit<'consent.busy-times'>;
type Wish = z.output<NonNullable<typeof giveBusyAgreement.body>>;
/** A stretch of time, end exclusive. */
export interface Span {
  start: Temporal.Instant;
  end: Temporal.Instant;
}

const SHOWN_DAYS = 14;
const READ = 'consent.busy-times.read';
const witnessPlace = (row: string) => ({ table: 'consent.consent', column: 'witness_sealed', row });
const midnight = (day: Temporal.PlainDate) => berlinInstant(day, Temporal.PlainTime.from('00:00'));

/** Whether she agreed, how (where it was obtained), and when she is busy elsewhere. Unknown and hidden people are "not-found" alike. */
export async function readBusyTimes(
  call: Call,
  _permit: May,
  personId: string,
  { from, days = SHOWN_DAYS }: { from?: string | undefined; days?: number | undefined },
): Promise<BusyTimes> {
  await insistKnown(call, personId);
  const first = from === undefined ? dayInBerlin(call.now) : Temporal.PlainDate.from(from);
  const [agreed, own, busy] = await Promise.all([
    isAgreed(call, personId),
    findOwn(call, personId),
    selectBusy(call, personId, { start: midnight(first), end: midnight(first.add({ days })) }),
  ]);
  return {
    agreed,
    own: agreed && own ? own.shown : null,
    busy: busy.map(({ start, end }) => ({ startsAt: start.toString(), endsAt: end.toString() })),
  };
}

/** Writes the agreement down; a living one of this engagement stays as it is. Refuses `busy-agreement-incomplete` with the field. */
export async function takeBusyAgreement(call: Call, _permit: May, personId: string, wish: Wish): Promise<{ id: string }> {
  await insistKnown(call, personId);
  const field = (pointer: string, code: string) => new Refusal('busy-agreement-incomplete', { errors: [{ pointer, code }] });
  if (wish.form === 'spoken' && !wish.witness) throw field('/witness', 'required');
  if (wish.form === 'paper' && !(wish.fileId && (await isPaperOf(call, wish.fileId, personId)))) throw field('/fileId', 'required');
  const today = dayInBerlin(call.now);
  const until = wish.untilOn === undefined ? null : Temporal.PlainDate.from(wish.untilOn);
  if (until && Temporal.PlainDate.compare(until, today) < 0) throw field('/untilOn', 'too-early');
  if (until && Temporal.PlainDate.compare(until, today.add({ months: LONGEST_MONTHS })) > 0) throw field('/untilOn', 'too-late');
  const living = await findOwn(call, personId);
  if (living) return { id: living.id };
  const id = call.newId();
  const organisationId = await engagementOf(call, personId);
  await call.tx
    .insertInto('consent.consent')
    .values({
      id,
      person_id: personId,
      organisation_id: organisationId,
      kind: 'busy-times',
      purpose: 'COORD',
      form: wish.form,
      given_by: wish.givenBy,
      text_version: BUSY_TIMES_TEXT,
      witness_sealed: wish.witness ? await call.sealer.seal(call.tx, personId, witnessPlace(id), wish.witness) : null,
      file_id: wish.form === 'paper' ? (wish.fileId ?? null) : null,
      given_at: call.now,
      until_at: until && midnight(until.add({ days: 1 })),
      taken_by: accountOf(call).accountId,
    })
    .execute();
  await record(call, {
    action: 'consent.consent.given',
    kind: 'C',
    object: ['consent', id],
    personId,
    data: { kind: 'busy-times', textVersion: BUSY_TIMES_TEXT, form: wish.form, ...(organisationId ? { organisationId } : {}) },
  });
  return { id };
}

/** Ends every agreement to it that lives, whoever obtained it; acts on the next question. Refuses `busy-not-agreed`. */
export async function withdrawBusyAgreement(
  call: Call,
  _permit: May,
  personId: string,
  via: (typeof WITHDRAWN_VIA)[number],
): Promise<{ ended: number }> {
  await insistKnown(call, personId);
  const { rows } = await sql<{
    id: string;
    organisation_id: string | null;
  }>`select * from app.end_busy_agreement(${personId}, ${via}, ${call.now.toString()})`.execute(call.tx);
  if (rows.length === 0) throw new Refusal('busy-not-agreed');
  for (const { id, organisation_id: organisationId } of rows)
    await record(call, {
      action: 'consent.consent.withdrawn',
      kind: 'U',
      object: ['consent', id],
      personId,
      data: { kind: 'busy-times', via, ...(organisationId ? { organisationId } : {}) },
    });
  return { ended: rows.length };
}

/** When she is busy in other engagements, in whole quarters of an hour; nothing without her agreement. Seeing something is a logged read. */
export async function selectBusy(call: Call, personId: string, { start, end }: Span): Promise<Span[]> {
  const { rows } = await sql<{
    starts_at: Temporal.Instant;
    ends_at: Temporal.Instant;
  }>`select * from app.busy_times(${personId}, ${start.toString()}, ${end.toString()})`.execute(call.tx);
  if (rows.length > 0) await recordReads(call, READ, 'person', [{ id: personId, personId }]);
  return rows.map((row) => ({ start: row.starts_at, end: row.ends_at }));
}

/**
 * Whether something that is about to be planned meets a time that is taken elsewhere. The later of two who plan at once waits for the
 * earlier; without an agreement nobody waits and the answer is no.
 */
export async function isBusy(call: Call, personId: string, { start, end }: Span): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`select app.busy_clash(${personId}, ${start.toString()}, ${end.toString()}) as busy`.execute(
    call.tx,
  );
  if (!rows[0]?.busy) return false;
  await recordReads(call, READ, 'person', [{ id: personId, personId }]);
  return true;
}

/** The same as a refusal (`client-busy`), unless whoever books knows it and books all the same. */
export async function insistNotBusy(call: Call, personId: string, span: Span, despite: boolean | undefined): Promise<void> {
  if (!despite && (await isBusy(call, personId, span))) throw new Refusal('client-busy');
}

async function insistKnown(call: Call, personId: string): Promise<void> {
  await getPerson(call, personId, READ);
}

async function isAgreed(call: Call, personId: string): Promise<boolean> {
  const { rows } = await sql<{ agreed: boolean }>`select app.busy_agreed(${personId}) as agreed`.execute(call.tx);
  return rows[0]?.agreed === true;
}

async function isPaperOf(call: Call, fileId: string, personId: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select app.is_paper_of(${fileId}, ${personId}) as there`.execute(call.tx);
  return rows[0]?.there === true;
}

/** The living one of this engagement; those of others are not visible. */
async function findOwn(call: Call, personId: string): Promise<{ id: string; shown: NonNullable<BusyTimes['own']> } | null> {
  const row = await call.tx
    .selectFrom('consent.consent')
    .select(['id', 'form', 'given_by', 'given_at', 'until_at', 'text_version', 'witness_sealed'])
    .where('person_id', '=', personId)
    .where('kind', '=', 'busy-times')
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', call.now)]))
    .orderBy('given_at')
    .executeTakeFirst();
  if (!row) return null;
  const shown = {
    form: row.form,
    givenBy: row.given_by as 'client' | 'guardian' | null,
    givenAt: row.given_at.toString(),
    untilOn: row.until_at && dayInBerlin(row.until_at).subtract({ days: 1 }).toString(),
    textVersion: row.text_version,
    witness: row.witness_sealed ? await call.sealer.open(call.tx, personId, witnessPlace(row.id), row.witness_sealed) : null,
  };
  return { id: row.id, shown };
}

/** The service that obtains it, where one does; the desk and those whom it placed somebody with are one engagement without a service. */
async function engagementOf(call: Call, personId: string): Promise<string | null> {
  const { organisationId } = accountOf(call);
  if (!organisationId) return null;
  const { rows } = await sql<{
    there: boolean;
  }>`select exists (select 1 from app.own_relations_to(${personId}) r where r.organisation_id = ${organisationId}) as there`.execute(
    call.tx,
  );
  return rows[0]?.there ? organisationId : null;
}
