import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Payer, PayerFile, PayerRoute } from '../contract/payers.ts';
import { judgeQuarter, readPayerFile, routeFor } from '../rules/payer-file.ts';
import {
  appendFile,
  appendPayers,
  endEarlierPayers,
  hasFiles,
  lockFiles,
  selectFiles,
  selectPayerStates,
  selectPayers,
  selectRoutes,
} from '../store/payers.ts';

const MOST_SHOWN = 50;

/**
 * Reads a payer file, whole or not at all. Rows of an earlier quarter end the day before this one begins. Refuses with the reason:
 * broken, cut off, another message or procedure, read already, older than what stands.
 */
export async function readInPayerFile(call: Call, bytes: Buffer) {
  const reading = readPayerFile(new TextDecoder('iso-8859-1').decode(bytes));
  if (!reading.ok) throw new Refusal(reading.because, 'at' in reading ? { facts: { at: reading.at } } : {});
  const before = await lockFiles(call.tx, reading.insurerGroup);
  const judged = judgeQuarter(reading, before);
  if (!judged.ok) throw new Refusal(judged.because, { facts: { quarter: reading.quarter, known: before[0]?.quarter ?? '' } });
  const id = call.newId();
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  await appendFile(call.tx, { id, reading, hash: createHash('sha256').update(bytes).digest(), at: call.now, by });
  const ended = await endEarlierPayers(call.tx, id, reading.insurerGroup, reading.validFrom);
  const routes = await appendPayers(call.tx, id, reading, call.newId);
  const { quarter, skippedContacts } = reading;
  await record(call, {
    action: 'payers.file.read',
    kind: 'C',
    object: ['payer-file', id],
    data: { name: reading.name, quarter, payers: reading.payers.length, routes, skippedContacts, ended },
  });
  return { id, quarter, payers: reading.payers.length, routes, skippedContacts, ended };
}

export function importPayerFile(call: Call, _permit: Permit<'payers.import'>, upload: { content: string }) {
  return readInPayerFile(call, Buffer.from(upload.content, 'base64'));
}

/** A network that has none gets the files that the product ships (data/README.md). */
export async function lacksPayerFiles(call: Call): Promise<boolean> {
  return !(await hasFiles(call.tx));
}

export async function listPayerFiles(call: Call, _permit: Permit<'payers.read'>): Promise<PayerFile[]> {
  return selectFiles(call.tx);
}

export async function findPayers(
  call: Call,
  _permit: Permit<'payers.read'>,
  query: { q: string; insurerGroup?: string | undefined; day?: string | undefined },
): Promise<{ payers: Payer[]; more: boolean }> {
  const found = await selectPayers(call.tx, {
    q: query.q,
    insurerGroup: query.insurerGroup ?? null,
    day: query.day ?? null,
    most: MOST_SHOWN + 1,
  });
  return { payers: found.slice(0, MOST_SHOWN), more: found.length > MOST_SHOWN };
}

/** A payer with the ways that hold for Soziotherapie in a state: of each kind the best one only. */
export async function getPayer(call: Call, _permit: Permit<'payers.read'>, ik: string, state: string | null) {
  const found = await findPayerRoutes(call, ik, state);
  if (!found) throw new Refusal('payer-unknown');
  return found;
}

/** As above for rooms to the right, which know how to go on without one. */
export async function findPayerRoutes(
  call: Call,
  ik: string,
  state: string | null,
): Promise<{ payer: Payer; routes: PayerRoute[]; earlier: Payer[] } | undefined> {
  const [newest, ...earlier] = await selectPayerStates(call.tx, ik);
  if (!newest) return undefined;
  const own = await selectRoutes(call.tx, ik, newest.fileId);
  const paying = routeFor(own, '01', state)?.partnerIk ?? ik;
  const [payingNow] = paying === ik ? [] : await selectPayerStates(call.tx, paying);
  // What the card's insurer leaves open, the payer behind it says: where data and paper go.
  const behind = payingNow ? (await selectRoutes(call.tx, paying, payingNow.fileId)).filter(({ kind }) => kind !== '01') : [];
  const all = own.some(({ kind }) => kind !== '01') ? own : [...own, ...behind];
  const bare = ({ fileId: _, ...payer }: Payer & { fileId: string }): Payer => payer;
  const routes = (['01', '02', '03', '09'] as const).map((kind) => routeFor(all, kind, state)).filter((route) => route !== undefined);
  return { payer: bare(newest), routes, earlier: earlier.map(bare) };
}
