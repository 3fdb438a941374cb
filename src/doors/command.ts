import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { asSystem, type Call, type World } from '#platform/call.ts';
import type { Reading } from '#platform/imports/table.ts';
import { loadGuidance } from '#rooms/directory/actions/guidance.ts';
import { loadDiagnoses, loadPostalCodes } from '#rooms/directory/actions/settings.ts';
import { GuidanceFields } from '#rooms/directory/contract.ts';
import { lacksPayerFiles, readInPayerFile } from '#rooms/payers/actions/payers.ts';
import { PAYERS_WORDS } from '#rooms/payers/rules/words.ts';

const SHIPPED = new URL('../../data/', import.meta.url);
const SHIPPED_EDITION = 2024;
/** Payer files of the AOK and the Ersatzkassen. */
const SHIPPED_PAYERS = ['AO05Q425.ke0', 'EK05Q425.ke0'];

/**
 * A network without postal codes, diagnoses, payers or guidance gets those that the product ships (data/README.md): all or nothing, and of
 * two servers that start at once one does it while the other waits. Answers a line for each.
 */
export function loadShippedData(world: World): Promise<string[]> {
  return asSystem(world, 'shipped-data', async (call) => {
    await sql`select pg_advisory_xact_lock(hashtext('geleit.shipped-data'))`.execute(call.tx);
    const { rows } = await sql<{ codes: boolean; diagnoses: boolean }>`
      select exists (select 1 from directory.postal_code) as codes, exists (select 1 from directory.diagnosis) as diagnoses`.execute(
      call.tx,
    );
    const { codes, diagnoses } = rows[0] ?? { codes: false, diagnoses: false };
    const said: string[] = [];
    if (!codes) said.push(await read(call, 'postal-codes', new URL('postal-codes-de.csv', SHIPPED)));
    if (!diagnoses) said.push(await read(call, 'icd', new URL('icd-10-gm-2024-chapter-F.csv', SHIPPED), SHIPPED_EDITION));
    said.push(...(await readPayers(call)));
    const guidance = await readGuidance(call);
    if (guidance > 0) said.push(`Anlaufstellen: ${guidance} eingetragen, bitte bestätigen. / contact points entered, please confirm them.`);
    return said;
  });
}

/** The payers that come along, for a network that has never read a file of them; answers a line each. */
export const loadShippedPayers = (world: World): Promise<string[]> => asSystem(world, 'shipped-data', readPayers);

async function readPayers(call: Call): Promise<string[]> {
  const said: string[] = [];
  if (await lacksPayerFiles(call)) for (const name of SHIPPED_PAYERS) said.push(await read(call, 'payers', new URL(name, SHIPPED)));
  return said;
}

/** Numbers and ways that hold in all of Germany, for a network that has never had an entry (data/guidance.json). */
export const loadShippedGuidance = (world: World): Promise<number> => asSystem(world, 'shipped-data', readGuidance);

async function readGuidance(call: Call): Promise<number> {
  return loadGuidance(call, GuidanceFields.array().parse(JSON.parse(await readFile(new URL('guidance.json', SHIPPED), 'utf8'))));
}

/**
 * Reads a publisher's file, all or nothing: `postal-codes` (GeoNames DE.txt or our CSV), `payers` (Kostenträgerdatei), `icd` (BfArM
 * …syst_kodes.txt or our CSV) with its year. Answers a line for the operator; throws an Error that names every row at fault.
 */
export const importFile = (world: World, kind: string, file: URL | string, year?: number): Promise<string> =>
  asSystem(world, 'import', (call) => read(call, kind, file, year));

async function read(call: Call, kind: string, file: URL | string, year?: number): Promise<string> {
  if (kind === 'payers') return readPayerFile(call, file);
  if (kind === 'postal-codes') {
    const { stored } = insist(await loadPostalCodes(call, createReadStream(file)));
    return `Postleitzahlen: ${stored} gelesen. / postal codes read.`;
  }
  if (kind !== 'icd')
    throw new Error(`„${kind}“ kennt Geleit nicht: postal-codes, icd oder payers. / unknown kind: postal-codes, icd or payers.`);
  if (year === undefined || !(year >= 2000 && year <= 2100))
    throw new Error('Das Jahr der Ausgabe fehlt, zum Beispiel 2027. / The year of the edition is missing.');
  const { stored } = insist(await loadDiagnoses(call, createReadStream(file), year));
  return `ICD-10-GM ${year}: ${stored} Codes gelesen. / codes read.`;
}

/** A payer file of a quarter (…05Q….ke0), whole or not at all; a refusal is told in its words. */
async function readPayerFile(call: Call, file: URL | string): Promise<string> {
  try {
    const { quarter, payers, skippedContacts } = await readInPayerFile(call, await readFile(file));
    return `Kostenträger ${quarter}: ${payers} gelesen, ${skippedContacts} Ansprechpersonen übergangen. / payers read, contact persons left out.`;
  } catch (fault) {
    if (!(fault instanceof Refusal) || !(fault.code in PAYERS_WORDS)) throw fault;
    const { de, en } = PAYERS_WORDS[fault.code as keyof typeof PAYERS_WORDS];
    const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(fault.detail.facts?.[name] ?? ''));
    throw new Error(`${filled(`${de.title} ${de.detail}`)} / ${filled(`${en.title} ${en.detail}`)}`);
  }
}

/** A faulty file is refused inside its transaction, so that nothing of it stays. */
function insist(reading: Reading<{ stored: number }>): { stored: number } {
  if (reading.ok) return reading;
  const rows = reading.faults.slice(0, 50).map(({ row, code, column }) => `  Zeile ${row}${column ? `, ${column}` : ''}: ${code}`);
  throw new Error(
    `Nichts gelesen, ${reading.count} Fehler in der Datei: / Nothing was read, ${reading.count} faults in the file:\n${rows.join('\n')}`,
  );
}
