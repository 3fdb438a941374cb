import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { asSystem, type World } from '#platform/call.ts';
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

/** A network without postal codes or diagnoses gets those that the product ships (data/README.md). */
export async function loadShippedData(world: World): Promise<string[]> {
  const { codes, diagnoses } = await asSystem(world, 'shipped-data', async ({ tx }) => {
    const { rows } = await sql<{ codes: boolean; diagnoses: boolean }>`
      select exists (select 1 from directory.postal_code) as codes, exists (select 1 from directory.diagnosis) as diagnoses`.execute(tx);
    return rows[0] ?? { codes: false, diagnoses: false };
  });
  const said: string[] = [];
  if (!codes) said.push(await importFile(world, 'postal-codes', new URL('postal-codes-de.csv', SHIPPED)));
  if (!diagnoses) said.push(await importFile(world, 'icd', new URL('icd-10-gm-2024-chapter-F.csv', SHIPPED), SHIPPED_EDITION));
  said.push(...(await loadShippedPayers(world)));
  const guidance = await loadShippedGuidance(world);
  if (guidance > 0) said.push(`Anlaufstellen: ${guidance} eingetragen, bitte bestätigen. / contact points entered, please confirm them.`);
  return said;
}

/** The payers that come along, for a network that has never read a file of them; answers a line each. */
export async function loadShippedPayers(world: World): Promise<string[]> {
  if (!(await asSystem(world, 'shipped-data', lacksPayerFiles))) return [];
  const said: string[] = [];
  for (const name of SHIPPED_PAYERS) said.push(await importFile(world, 'payers', new URL(name, SHIPPED)));
  return said;
}

/** Numbers and ways that hold in all of Germany, for a network that has never had an entry (data/guidance.json). */
export async function loadShippedGuidance(world: World): Promise<number> {
  const entries = GuidanceFields.array().parse(JSON.parse(await readFile(new URL('guidance.json', SHIPPED), 'utf8')));
  return asSystem(world, 'shipped-data', (call) => loadGuidance(call, entries));
}

/**
 * Reads a publisher's file, all or nothing: `postal-codes` (GeoNames DE.txt or our CSV), `payers` (Kostenträgerdatei), `icd` (BfArM
 * …syst_kodes.txt or our CSV) with its year. Answers a line for the operator; throws an Error that names every row at fault.
 */
export async function importFile(world: World, kind: string, file: URL | string, year?: number): Promise<string> {
  if (kind === 'payers') return importPayers(world, file);
  const reading = await asSystem(world, 'import', async (call) => {
    const source = createReadStream(file);
    if (kind === 'postal-codes') return insist(await loadPostalCodes(call, source));
    if (kind !== 'icd')
      throw new Error(`„${kind}“ kennt Geleit nicht: postal-codes, icd oder payers. / unknown kind: postal-codes, icd or payers.`);
    if (year === undefined || !(year >= 2000 && year <= 2100))
      throw new Error('Das Jahr der Ausgabe fehlt, zum Beispiel 2027. / The year of the edition is missing.');
    return insist(await loadDiagnoses(call, source, year));
  });
  return kind === 'icd'
    ? `ICD-10-GM ${year}: ${reading.stored} Codes gelesen. / codes read.`
    : `Postleitzahlen: ${reading.stored} gelesen. / postal codes read.`;
}

/** A payer file of a quarter (…05Q….ke0), whole or not at all; a refusal is told in its words. */
async function importPayers(world: World, file: URL | string): Promise<string> {
  const bytes = await readFile(file);
  try {
    const { quarter, payers, skippedContacts } = await asSystem(world, 'import', (call) => readInPayerFile(call, bytes));
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
