import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { type IcdCode, importIcdCodes } from '#platform/imports/icd10.ts';
import { importPostalCodes } from '#platform/imports/postal-codes.ts';
import type { Source } from '#platform/imports/table.ts';
import type { Permit } from '#platform/permit.ts';
import { changeSetting, settingAt } from '#platform/setting.ts';
import type { DirectorySettings } from '../contract.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { FRESH_DAYS } from '../rules/freshness.ts';
import { TRAVEL_SETTING, type ZoneTable } from '../rules/travel.ts';

const NAMES = {
  staleDays: 'directory.stale-days',
  travelBaseMinutes: 'directory.travel-base-minutes',
  travelMinutesPerKm: 'directory.travel-minutes-per-km',
} as const satisfies Record<keyof DirectorySettings, string>;
const USUAL: DirectorySettings = {
  staleDays: FRESH_DAYS,
  travelBaseMinutes: TRAVEL_SETTING.base,
  travelMinutesPerKm: TRAVEL_SETTING.perKm,
};

/** What the network has set for this room, or the usual. */
export async function directorySettings(call: Call): Promise<DirectorySettings> {
  const read = async (key: keyof DirectorySettings) => {
    const value = await settingAt(call, NAMES[key]);
    return typeof value === 'number' ? value : USUAL[key];
  };
  const [staleDays, travelBaseMinutes, travelMinutesPerKm] = await Promise.all([
    read('staleDays'),
    read('travelBaseMinutes'),
    read('travelMinutesPerKm'),
  ]);
  return { staleDays, travelBaseMinutes, travelMinutesPerKm };
}

/** Days for which a confirmation counts in this network. */
export async function staleDays(call: Call): Promise<number> {
  return (await directorySettings(call)).staleDays;
}

/** The settings and how much of the tables is loaded. */
export async function showSettings(call: Call, _permit: Permit<'settings.read'>) {
  const [set, counts] = await Promise.all([
    directorySettings(call),
    sql<{ zones: number; codes: number; editions: string[] | null }>`select
      (select count(*) from directory.zone_travel) as zones, (select count(*) from directory.postal_code) as codes,
      (select array_agg(distinct edition order by edition desc) from directory.diagnosis) as editions`.execute(call.tx),
  ]);
  const [row] = counts.rows;
  return { ...set, zoneRows: row?.zones ?? 0, postalCodes: row?.codes ?? 0, editions: row?.editions ?? [] };
}

/** Writes what changed; the values before stay readable as what held until now. */
export async function changeSettings(call: Call, _permit: Permit<'settings.change'>, wish: DirectorySettings) {
  const before = await directorySettings(call);
  const changed = (Object.keys(NAMES) as (keyof DirectorySettings)[]).filter((key) => wish[key] !== before[key]);
  for (const key of changed) await changeSetting(call, NAMES[key], wish[key]);
  await record(call, { action: DIRECTORY_EVENTS.settingsChanged, kind: 'U', object: ['setting', call.newId()], data: { changed } });
  return { at: call.now.toString() };
}

/** Replaces the network's zone table. A pair named in both directions with two times keeps the longer one. */
export async function importZones(
  call: Call,
  _permit: Permit<'settings.change'>,
  table: { zones: { postalCode: string; zone: string }[]; travel: { from: string; to: string; minutes: number }[] },
) {
  await sql`delete from directory.zone_travel`.execute(call.tx);
  await sql`update directory.postal_code set zone = null where zone is not null`.execute(call.tx);
  await sql`update directory.postal_code c set zone = z.zone
    from unnest(${table.zones.map((row) => row.postalCode)}::text[], ${table.zones.map((row) => row.zone)}::text[]) as z (postal_code, zone)
    where c.postal_code = z.postal_code`.execute(call.tx);
  // A new version tells whoever keeps the location's facts that they have changed.
  await sql`update directory.location l set zone = c.zone, version = l.version + 1
    from directory.postal_code c where c.postal_code = l.postal_code and c.zone is distinct from l.zone`.execute(call.tx);
  const { travel } = table;
  await sql`insert into directory.zone_travel (zone_a, zone_b, minutes) select least(a, b), greatest(a, b), max(minutes)
    from unnest(${travel.map((row) => row.from)}::text[], ${travel.map((row) => row.to)}::text[], ${travel.map((row) => row.minutes)}::smallint[])
      as t (a, b, minutes) group by 1, 2`.execute(call.tx);
  await record(call, {
    action: DIRECTORY_EVENTS.tableImported,
    kind: 'U',
    object: ['table', call.newId()],
    data: { table: 'zones', rows: travel.length },
  });
  return { zones: table.zones.length, rows: travel.length };
}

/** The zone table as the travel rule reads it; null where the network has none. */
export async function zoneTable(call: Call): Promise<ZoneTable | null> {
  const rows = await call.tx.selectFrom('directory.zone_travel').selectAll().execute();
  if (rows.length === 0) return null;
  const table: Record<string, Record<string, number>> = {};
  for (const { zone_a: from, zone_b: to, minutes } of rows) {
    const row = Object.hasOwn(table, from) ? table[from] : undefined;
    if (row) row[to] = minutes;
    else Object.defineProperty(table, from, { value: { [to]: minutes }, enumerable: true, writable: true, configurable: true });
  }
  return table;
}

/** Loads the publisher's postal codes; a code that is gone from the file stays, since locations may stand on it. */
export async function loadPostalCodes(call: Call, source: Source) {
  const reading = await importPostalCodes(source, async (batch) => {
    const rows = batch.map((row) => ({ ...row, state: row.states[0] }));
    await sql`insert into directory.postal_code (postal_code, places, state, latitude, longitude)
      select r.postal_code, r.places, r.state, r.latitude, r.longitude
      from jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({ postal_code: row.postalCode, places: row.places, state: row.state, latitude: row.latitude, longitude: row.longitude })))}::jsonb)
        as r (postal_code text, places text[], state text, latitude double precision, longitude double precision)
      on conflict (postal_code) do update set places = excluded.places, state = excluded.state, latitude = excluded.latitude, longitude = excluded.longitude`.execute(
      call.tx,
    );
  });
  if (reading.ok) await imported(call, 'postal-codes', reading.stored);
  return reading;
}

/** Loads one edition of ICD-10-GM chapter V; editions stand side by side. */
export async function loadDiagnoses(call: Call, source: Source, year: number) {
  const edition = `ICD-10-GM ${year}`;
  const reading = await importIcdCodes(source, year, async (batch: readonly IcdCode[]) => {
    await sql`insert into directory.diagnosis (edition, code, terminal, title)
      select ${edition}, r.code, r.terminal, r.title
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as r (code text, terminal boolean, title text)
      on conflict (edition, code) do update set terminal = excluded.terminal, title = excluded.title`.execute(call.tx);
  });
  if (reading.ok) await imported(call, 'diagnoses', reading.stored);
  return reading;
}

async function imported(call: Call, table: string, rows: number): Promise<void> {
  await record(call, { action: DIRECTORY_EVENTS.tableImported, kind: 'U', object: ['table', call.newId()], data: { table, rows } });
}
