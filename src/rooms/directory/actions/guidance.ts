import type { FederalState } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { guidanceSheet } from '#platform/documents/guidance-sheet.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { Guidance, GuidanceFields } from '../contract.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { type GuidanceKind, holdsAt, type SheetLanguage, textIn } from '../rules/guidance.ts';
import {
  appendGuidanceRow,
  type GuidanceRow,
  hasGuidance,
  lockGuidance,
  nextPosition,
  orderRows,
  selectGuidance,
  statesOf,
  updateGuidance,
} from '../store/guidance.ts';

type Keeper = Permit<'directory.guidance'>;
export type GuidanceOnly = 'all' | 'emergency' | 'sheet';

function viewOf(row: GuidanceRow): Guidance {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind as GuidanceKind,
    name: row.name,
    phone: row.phone,
    url: row.url,
    address: row.address,
    hours: row.hours,
    textDe: row.text_de,
    textEn: row.text_en,
    textEasy: row.text_easy,
    postalPrefixes: row.postal_prefixes,
    states: row.states as FederalState[],
    languages: row.languages,
    inEmergency: row.in_emergency,
    onSheet: row.on_sheet,
    source: row.source,
    position: row.position,
    confirmedAt: row.confirmed_at?.toString() ?? null,
  };
}

/**
 * What the network gives to callers, in its order; needs no permit, since it is said to everybody.
 * @param where a postal code leaves what holds there; nothing leaves all, null leaves what holds everywhere
 */
export async function listGuidance(call: Call, only: GuidanceOnly, where?: string | null): Promise<Guidance[]> {
  const rows = await selectGuidance(call.tx);
  const states = where ? ((await statesOf(call.tx, where)) as FederalState[]) : [];
  return rows
    .map(viewOf)
    .filter((entry) => only === 'all' || (only === 'emergency' ? entry.inEmergency : entry.onSheet))
    .filter((entry) => where === undefined || holdsAt(entry, where, states));
}

/** Numbers for an emergency at a place, in the network's order. */
export async function emergencyNumbers(call: Call, postalCode: string | null): Promise<{ name: string; number: string }[]> {
  const entries = await listGuidance(call, 'emergency', postalCode);
  return entries.flatMap(({ name, phone }) => (phone ? [{ name, number: phone }] : []));
}

const columnsOf = (fields: GuidanceFields) => ({
  kind: fields.kind,
  name: fields.name,
  phone: fields.phone || null,
  url: fields.url,
  address: fields.address || null,
  hours: fields.hours || null,
  text_de: fields.textDe || null,
  text_en: fields.textEn || null,
  text_easy: fields.textEasy || null,
  postal_prefixes: fields.postalPrefixes,
  states: fields.states,
  languages: fields.languages,
  in_emergency: fields.inEmergency,
  on_sheet: fields.onSheet,
  source: fields.source || null,
});

const by = (call: Call) => (call.actor.kind === 'account' ? call.actor.accountId : null);

async function changed(call: Call, id: string, version: number, what: string) {
  await record(call, { action: DIRECTORY_EVENTS.guidanceChanged, kind: 'U', object: ['guidance', id], data: { what } });
  return { id, version };
}

/** A new entry, behind all others and confirmed today by whoever typed it. */
export async function addGuidance(call: Call, _permit: Keeper, fields: GuidanceFields) {
  const id = call.newId();
  const position = await nextPosition(call.tx);
  await appendGuidanceRow(call.tx, { ...columnsOf(fields), id, position, confirmed_at: call.now, set_at: call.now, set_by: by(call) });
  return changed(call, id, 1, 'added');
}

async function lock(call: Call, id: string, version: number | undefined): Promise<GuidanceRow> {
  const row = await lockGuidance(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  return row;
}

export async function changeGuidance(call: Call, _permit: Keeper, id: string, version: number | undefined, fields: GuidanceFields) {
  const row = await lock(call, id, version);
  const next = { ...columnsOf(fields), confirmed_at: call.now, set_at: call.now, set_by: by(call), version: row.version + 1 };
  await updateGuidance(call.tx, id, next);
  return changed(call, id, row.version + 1, 'changed');
}

/** Still true: somebody has called there. */
export async function confirmGuidance(call: Call, _permit: Keeper, id: string, version: number | undefined) {
  const row = await lock(call, id, version);
  await updateGuidance(call.tx, id, { confirmed_at: call.now, set_by: by(call), version: row.version + 1 });
  return changed(call, id, row.version + 1, 'confirmed');
}

export async function withdrawGuidance(call: Call, _permit: Keeper, id: string, version: number | undefined) {
  const row = await lock(call, id, version);
  await updateGuidance(call.tx, id, { withdrawn_at: call.now, set_at: call.now, set_by: by(call), version: row.version + 1 });
  return changed(call, id, row.version + 1, 'withdrawn');
}

export async function orderGuidance(call: Call, _permit: Keeper, ids: readonly string[]) {
  const ordered = await orderRows(call.tx, ids);
  if (ordered > 0)
    await record(call, {
      action: DIRECTORY_EVENTS.guidanceChanged,
      kind: 'U',
      object: ['guidance', ids[0] ?? call.newId()],
      data: { what: 'ordered' },
    });
  return { ordered };
}

/** The sheet to take along, by postal code. */
export async function printGuidance(call: Call, postalCode: string | null, language: SheetLanguage): Promise<FileAnswer> {
  const entries = await listGuidance(call, 'all', postalCode);
  const { name, phone = '' } = call.network;
  const { pdf } = guidanceSheet({
    language,
    sender: { name, phone },
    writtenAt: call.now,
    emergency: entries
      .filter(({ inEmergency, phone: number }) => inEmergency && number)
      .map((entry) => ({ name: entry.name, number: entry.phone ?? '', hours: entry.hours })),
    entries: entries
      .filter(({ onSheet, inEmergency }) => onSheet && !inEmergency)
      .map((entry) => ({
        name: entry.name,
        text: textIn(entry, language),
        phone: entry.phone,
        url: entry.url,
        address: entry.address,
        hours: entry.hours,
        confirmedOn: entry.confirmedAt ? dayInBerlin(Temporal.Instant.from(entry.confirmedAt)) : null,
      })),
  });
  return new FileAnswer('application/pdf', 'anlaufstellen.pdf', pdf);
}

/** What the product ships, for a network that has never had an entry. Answers how many were loaded. */
export async function loadGuidance(call: Call, shipped: readonly GuidanceFields[]): Promise<number> {
  if (await hasGuidance(call.tx)) return 0;
  for (const [index, fields] of shipped.entries()) {
    await appendGuidanceRow(call.tx, {
      ...columnsOf(fields),
      id: call.newId(),
      position: (index + 1) * 10,
      confirmed_at: null, // nobody of this network has called there yet
      set_at: call.now,
      set_by: null,
    });
  }
  await record(call, {
    action: DIRECTORY_EVENTS.tableImported,
    kind: 'U',
    object: ['table', call.newId()],
    data: { table: 'guidance', rows: shipped.length },
  });
  return shipped.length;
}
