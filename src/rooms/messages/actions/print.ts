import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { type Letter, letterRun } from '#platform/documents/letter-run.ts';
import { record, recordReads } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { PrintRun } from '../contract.ts';
import { chooseChannel, isOpen } from '../rules/channel.ts';
import { textLanguage } from '../rules/kinds.ts';
import { lettersOfRun, lockLetters, lockRun, type MessageRecord, selectRuns } from '../store.ts';
import { contentOf } from './content.ts';
import { addressFor, reachOf } from './reach.ts';

/** Puts waiting letters into one run. Each letter is in one run at most; one that another desk has just taken refuses the whole. */
export async function startRun(
  call: Call,
  _permit: Permit<'messages.read'>,
  ids: readonly string[],
): Promise<{ id: string; letters: number }> {
  const wanted = [...new Set(ids)];
  const rows = await lockLetters(call.tx, wanted);
  if (rows.length !== wanted.length) throw new Refusal('not-found');
  if (rows.some((row) => row.state !== 'queued' || row.print_run_id !== null)) throw new Refusal('letter-taken');
  for (const row of rows) await insistSendable(call, row);
  const id = call.newId();
  await call.tx
    .insertInto('messages.print_run')
    .values({ id, at: call.now, by: accountOf(call).accountId, letters: rows.length })
    .execute();
  await call.tx.updateTable('messages.message').set({ print_run_id: id }).where('id', 'in', wanted).execute();
  await record(call, { action: 'messages.run.started', kind: 'C', object: ['print-run', id], data: { letters: rows.length } });
  return { id, letters: rows.length };
}

/** A letter that may not be sent any more is not printed: the person's rule has changed since it was queued. */
async function insistSendable(call: Call, row: MessageRecord): Promise<void> {
  const person = row.person_id ? await findPerson(call, row.person_id) : undefined;
  if (!person) throw new Refusal('not-found');
  const reach = await reachOf(call, person);
  const content = await contentOf(call, row).catch(() => undefined);
  if (!content) throw new Refusal('content-unreadable');
  const known = { ...reach, addresses: { ...reach.addresses, letter: reach.addresses.letter || content.to !== undefined } };
  if (isOpen(known, 'letter', false)) return;
  const why = chooseChannel({ ...known, addresses: { email: false, sms: false, letter: known.addresses.letter } }, 'letter', false);
  throw new Refusal('letter-not-allowed', { facts: { id: row.id, because: why.ok ? null : why.because } });
}

/** All letters of a run in one accessible PDF, in the order in which they waited. Printing changes nothing: only "in the post" does. */
export async function printRun(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<FileAnswer> {
  const run = await lockRun(call.tx, id);
  if (!run || run.withdrawn_at) throw new Refusal('not-found');
  const rows = (await lettersOfRun(call.tx, id)).filter((row) => row.state === 'queued' || row.state === 'printed');
  if (rows.length === 0) throw new Refusal('run-empty');
  const letters: Letter[] = [];
  for (const row of rows) letters.push(await letterOf(call, row));
  await recordReads(
    call,
    'messages.run.read',
    'message',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  const { name, street = '', city = '', phone = '' } = call.network;
  const { pdf } = letterRun(letters, { name, street, city, phone }, run.at);
  return new FileAnswer('application/pdf', `briefe-${id}.pdf`, pdf);
}

async function letterOf(call: Call, row: MessageRecord): Promise<Letter> {
  const [person, content] = await Promise.all([row.person_id ? findPerson(call, row.person_id) : undefined, contentOf(call, row)]);
  if (!person) throw new Refusal('not-found');
  const address = addressFor(person, 'letter') ?? content.to ?? '';
  const name = [person.givenName, person.familyName].filter(Boolean).join(' ');
  return {
    id: row.id,
    language: textLanguage(row.language),
    recipient: [name, ...address.split('\n')].filter((line) => line.trim() !== '').slice(0, 6),
    appointment: row.cause_kind === 'appointment',
    text: content.text,
    writtenAt: row.created_at,
  };
}

/** Somebody says that they lie in the post: only now do they count as sent. What was taken back meanwhile is named. */
export async function finishRun(
  call: Call,
  _permit: Permit<'messages.read'>,
  id: string,
): Promise<{ printed: string[]; takenBack: string[] }> {
  const run = await lockRun(call.tx, id);
  if (!run) throw new Refusal('not-found');
  if (run.printed_at || run.withdrawn_at) throw new Refusal('run-over');
  const rows = await lettersOfRun(call.tx, id);
  const going = rows.filter((row) => row.state === 'queued');
  await call.tx.updateTable('messages.print_run').set({ printed_at: call.now }).where('id', '=', id).execute();
  for (const row of going) await posted(call, row);
  await record(call, { action: 'messages.run.posted', kind: 'U', object: ['print-run', id], data: { letters: going.length } });
  return { printed: going.map((row) => row.id), takenBack: rows.filter((row) => row.state === 'cancelled').map((row) => row.id) };
}

/** A letter has left the house. */
export async function posted(call: Call, row: MessageRecord): Promise<void> {
  await call.tx.updateTable('messages.message').set({ state: 'printed', sent_at: call.now }).where('id', '=', row.id).execute();
  await record(call, {
    action: 'messages.message.sent',
    kind: 'U',
    object: ['message', row.id],
    personId: row.person_id,
    data: { template: row.template, channel: row.channel, causeKind: row.cause_kind, causeId: row.cause_id },
  });
}

/** Paper jam, wrong tray, never fetched: all of them wait again. */
export async function withdrawRun(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<{ id: string }> {
  const run = await lockRun(call.tx, id);
  if (!run) throw new Refusal('not-found');
  if (run.printed_at || run.withdrawn_at) throw new Refusal('run-over');
  await call.tx.updateTable('messages.message').set({ print_run_id: null }).where('print_run_id', '=', id).execute();
  await call.tx.updateTable('messages.print_run').set({ withdrawn_at: call.now }).where('id', '=', id).execute();
  await record(call, { action: 'messages.run.withdrawn', kind: 'U', object: ['print-run', id], data: { letters: run.letters } });
  return { id };
}

/** The runs of the last weeks, newest first. */
export async function listRuns(call: Call, _permit: Permit<'messages.read'>): Promise<PrintRun[]> {
  return (await selectRuns(call.tx)).map((row) => ({
    id: row.id,
    at: row.at.toString(),
    by: row.name,
    letters: row.letters,
    printedAt: row.printed_at?.toString() ?? null,
    withdrawnAt: row.withdrawn_at?.toString() ?? null,
    takenBack: Number(row.taken_back),
  }));
}
