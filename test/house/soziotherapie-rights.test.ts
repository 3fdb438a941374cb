import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import type { Call } from '#platform/call.ts';
import { freshDatabase } from '#test/database.ts';
import { form, pdf } from '#test/file-samples.ts';
import { openServiceDoor, type ServiceAsker, type ServiceDoor } from '#test/service-door.ts';
import { CANARIES, type FilledFile, fillFile } from '#test/service-file.ts';
import { ROUTES } from '../../src/rooms.ts';

const database = await freshDatabase();
let door: ServiceDoor;
let file: FilledFile;

/** Who stands for a column of the rule book's table 5.3. `brueck` deputises in this case; `fritz` has another practice's office. */
const ASKERS = {
  helper: 'weidner',
  deputy: 'brueck',
  office: 'buero',
  lead: 'leitung',
  desk: 'jana',
  coordination: 'marit',
  admin: 'tomasz',
  auditor: 'karin',
  'other practice': 'fremd',
  'its office and lead': 'fremdbuero',
} as const;
type Column = keyof typeof ASKERS;
const COLUMNS = Object.keys(ASKERS) as Column[];

interface Row {
  data: string;
  /** Endpoints that show it, asked with an id of the file; and a word that stands in the answer where it is shown. */
  shown: readonly { name: string; id: keyof FilledFile; word?: string }[];
  /** Who sees it, by the table. */
  who: readonly Column[];
  /** Tables behind it, asked without any filter of the app's: who gets a row. */
  tables: readonly { table: string; where?: string; who: readonly Column[] }[];
}

const TEAM = ['helper', 'office', 'lead'] as const satisfies readonly Column[];
const ALL_OF_CASE = ['helper', 'deputy', 'office', 'lead'] as const satisfies readonly Column[];
const CARE = ['helper', 'deputy', 'lead'] as const satisfies readonly Column[];

/**
 * The table, row by row. Where the database lets a deputy see more than the table (`ALL_OF_CASE` beside a narrower `who`), the reckoning
 * of a unit that she delivers needs the rows; what stands sealed in them her pages do not show.
 */
const TABLE: readonly Row[] = [
  {
    data: 'Master data, contact',
    shown: [{ name: 'people.cover', id: 'personId', word: 'A123456780' }],
    who: ALL_OF_CASE,
    tables: [
      { table: 'people.person', where: 'id', who: ALL_OF_CASE },
      { table: 'people.cover', who: ALL_OF_CASE },
    ],
  },
  {
    data: 'Diagnosis, GAF, impairments',
    shown: [{ name: 'soziotherapie.fileView', id: 'episodeId', word: CANARIES.diagnosis }],
    who: ['helper', 'lead'], // the office has its form view: the data sheet, which shows it
    tables: [{ table: 'soziotherapie.gaf_rating', who: ALL_OF_CASE }],
  },
  {
    data: 'Muster 26/28',
    shown: [
      { name: 'soziotherapie.getPrescription', id: 'prescriptionId', word: CANARIES.diagnosis },
      { name: 'soziotherapie.getFormFacts', id: 'episodeId', word: CANARIES.diagnosis },
      { name: 'soziotherapie.getFormSheet', id: 'prescriptionId', word: '%PDF' },
    ],
    who: TEAM,
    tables: [{ table: 'soziotherapie.prescription', who: ALL_OF_CASE }],
  },
  {
    data: 'Muster 27',
    shown: [
      { name: 'soziotherapie.listPlans', id: 'episodeId', word: 'prescriptionId' },
      { name: 'soziotherapie.listLinks', id: 'episodeId', word: 'links' },
    ],
    who: TEAM, // a deputy has its goals in her day plan
    tables: [{ table: 'soziotherapie.care_plan', who: ALL_OF_CASE }],
  },
  {
    data: 'Goals of the plan in force',
    shown: [{ name: 'soziotherapie.listGoals', id: 'episodeId', word: 'goals' }],
    who: ALL_OF_CASE,
    tables: [],
  },
  {
    data: 'Session content',
    shown: [{ name: 'soziotherapie.getNotes', id: 'sessionId', word: CANARIES.note }],
    who: CARE,
    tables: [{ table: 'soziotherapie.session_note', who: CARE }],
  },
  {
    data: 'Session date, minutes, kind',
    shown: [{ name: 'soziotherapie.getSession', id: 'sessionId', word: '"minutes":60' }],
    who: ALL_OF_CASE,
    tables: [{ table: 'soziotherapie.session', who: ALL_OF_CASE }],
  },
  {
    data: 'Third-party block',
    shown: [{ name: 'soziotherapie.getNotes', id: 'sessionId', word: CANARIES.third }],
    who: ['helper', 'lead'],
    tables: [{ table: 'soziotherapie.third_party_note', who: ['helper', 'lead'] }],
  },
  {
    data: 'Decisions, deadlines',
    shown: [{ name: 'soziotherapie.listDecisions', id: 'prescriptionId', word: '"units":30' }],
    who: ALL_OF_CASE,
    tables: [{ table: 'soziotherapie.decision', who: ALL_OF_CASE }],
  },
  {
    data: 'Copay forecast',
    shown: [{ name: 'soziotherapie.copay', id: 'episodeId', word: 'totalCents' }],
    who: ['office', 'lead'],
    tables: [{ table: 'soziotherapie.income', who: ['office', 'lead'] }],
  },
  {
    data: 'Releases, withdrawals',
    shown: [{ name: 'soziotherapie.listReleases', id: 'episodeId', word: 'Petra Schwester' }],
    who: TEAM,
    tables: [{ table: 'consent.consent', who: TEAM }],
  },
  {
    data: 'Invoices',
    shown: [{ name: 'billing.invoice', id: 'invoiceId', word: '2026-0001' }],
    who: ['office', 'lead'],
    tables: [{ table: 'billing.invoice', where: 'invoice', who: ['office', 'lead'] }],
  },
  {
    data: 'Access log',
    shown: [{ name: 'soziotherapie.accessLog', id: 'episodeId', word: '"action"' }],
    who: ['lead'],
    tables: [],
  },
  {
    data: 'Files of care',
    shown: [{ name: 'records.readFile', id: 'careFileId' }],
    who: CARE,
    tables: [{ table: 'records.file', where: 'care file', who: CARE }],
  },
  {
    data: 'Files of the administration',
    shown: [{ name: 'records.readFile', id: 'officeFileId' }],
    who: ALL_OF_CASE,
    tables: [{ table: 'records.file', where: 'office file', who: ALL_OF_CASE }],
  },
  {
    data: 'What left the house',
    shown: [{ name: 'soziotherapie.listDisclosures', id: 'episodeId', word: '"kind":"insurer-package"' }],
    who: TEAM,
    tables: [{ table: 'soziotherapie.disclosure', who: TEAM }],
  },
];

beforeAll(async () => {
  door = await openServiceDoor(database);
  const opened = await door.stage.openCase();
  file = await fillFile(door, opened);
  await door.stage.admin.query(
    "insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at) values ($1, $2, 'substitute', $3, $4, 'episode', $5, '2015-01-01')",
    [newId(), file.personId, door.stage.helpers.brueck, door.stage.practices.musterweg, file.episodeId],
  );
  const upload = async (audience: string) =>
    (
      await door.get(
        'weidner',
        'records.uploadFile',
        form({ personId: file.personId, kind: 'release', audience }, [{ fileName: 'a.pdf', bytes: pdf({ objects: [`(${audience})`] }) }]),
      )
    ).id;
  file = { ...file, careFileId: await upload('care'), officeFileId: await upload('office') };
  await door.get('buero', 'soziotherapie.giveRelease', {
    params: { id: file.episodeId },
    body: {
      recipientKind: 'relative',
      recipientName: 'Petra Schwester',
      classes: ['plan'],
      purpose: 'COORD',
      untilOn: '2027-01-01',
      form: 'paper',
      givenBy: 'client',
      fileId: file.officeFileId,
    },
  });
  await door.get('buero', 'soziotherapie.makeInsurerPackage', {
    params: { id: file.episodeId },
    body: { address: ['Kasse'], documents: [{ kind: 'muster-26', objectId: file.prescriptionId }] },
  });
});
afterAll(() => door.close());

const plainOf = (text: string) => text.replace(/urn:uuid:[0-9a-f-]{36}/, '');

describe('who may see what (rule book 5.3)', () => {
  test.each(TABLE.flatMap((row) => COLUMNS.map((column) => [row.data, column, row] as const)))('%s: %s', async (_data, column, row) => {
    const who = ASKERS[column];
    const expected = row.who.includes(column);
    for (const { name, id, word } of row.shown) {
      const answer = await door.ask(who, name, { params: { id: file[id] } });
      const seen = answer.status === 200 && (word === undefined || answer.text.includes(word));
      expect([name, answer.status < 500, seen]).toEqual([name, true, expected]);
      // who must not know learns nothing from the refusal either
      if (answer.status < 400) continue;
      const unknown = await door.ask(who, name, { params: { id: newId() } });
      expect([unknown.status, plainOf(unknown.text)]).toEqual([answer.status, plainOf(answer.text)]);
    }
  });

  const count = async (call: Call, table: string, where = 'person_id') => {
    const values: Record<string, [string, string]> = {
      person_id: ['person_id', file.personId],
      id: ['id', file.personId],
      invoice: ['id', file.invoiceId],
      'care file': ['id', file.careFileId],
      'office file': ['id', file.officeFileId],
    };
    const [column, value] = values[where] ?? ['person_id', file.personId];
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} where ${sql.ref(column)} = ${value}`.execute(call.tx);
    return rows.length;
  };
  test.each(TABLE.flatMap(({ data, tables }) => tables.flatMap((one) => COLUMNS.map((column) => [data, one.table, column, one] as const))))(
    '%s, the app’s filters off: %s by %s',
    async (_data, table, column, { where, who }) => {
      const rows = await door.stage.cast.as(ASKERS[column] as 'weidner', (call) => count(call, table, where));
      expect(rows > 0).toBe(who.some((one) => one === column));
    },
  );
});

/** Every GET endpoint with every id of the file: all that somebody can read anywhere. */
async function everythingFor(who: ServiceAsker): Promise<string> {
  const texts: string[] = [];
  for (const { endpoint } of ROUTES.filter(({ endpoint: { method, name } }) => method === 'GET' && name !== 'scheduling.feed')) {
    const askFor = (id: string) => door.ask(who, endpoint.name, { params: { id, month: '2026-03', kind: 'places', paper: 'pdf' } });
    const [first = '-', ...others] = endpoint.path.includes(':') ? Object.values(file) : [];
    const answer = await askFor(first);
    texts.push(answer.text);
    if (answer.code === 'not-permitted') continue; // the door refuses this role before it looks at any id
    texts.push(...(await Promise.all(others.map(askFor))).map(({ text }) => text));
  }
  return texts.join('\n');
}

describe('access cases of a practice (security 2.7)', () => {
  const fresh = async (who: ServiceAsker, name: string, id: string) => {
    const [answer, unknown] = [await door.ask(who, name, { params: { id } }), await door.ask(who, name, { params: { id: newId() } })];
    expect(plainOf(answer.text)).toBe(plainOf(unknown.text));
    return answer.status;
  };

  test('13: the helper of the case reads the notes of the team and writes a new version', async () => {
    const before = await door.get('weidner', 'soziotherapie.getNotes', { params: { id: file.sessionId } });
    expect(before.versions.map(({ number }: { number: number }) => number)).toEqual([1, 2]);
  });

  test('14: a colleague of the same practice opens another client’s file by its id: it does not exist', async () => {
    const mine = await door.stage.openCase({ familyName: 'Nurmeine', kvnr: 'B123456782' });
    for (const name of [
      'soziotherapie.fileView',
      'soziotherapie.listPlans',
      'soziotherapie.listReleases',
      'soziotherapie.fileRights',
      'soziotherapie.listDisclosures',
    ])
      expect([name, await fresh('brueck', name, mine.episodeId)]).toEqual([name, 404]);
    expect(await fresh('brueck', 'records.listFiles', mine.personId)).toBe(404);
  });

  test('15: what was written is not overwritten; the database refuses it too', async () => {
    const change = door.stage.cast.as('weidner', (call) =>
      call.tx.updateTable('soziotherapie.session_note').set({ number: 9 }).where('session_id', '=', file.sessionId).execute(),
    );
    await expect(change).rejects.toMatchObject({ code: '42501' });
    expect(ROUTES.some(({ endpoint }) => endpoint.method !== 'GET' && /overwrite|deleteNote|changeNote/i.test(endpoint.name))).toBe(false);
  });

  test('20 and 21: the office reads date, minutes and kind of a unit, and no word of what was written', async () => {
    const unit = await door.ask('buero', 'soziotherapie.getSession', { params: { id: file.sessionId } });
    expect([unit.status, unit.text.includes('"minutes":60')]).toEqual([200, true]);
    expect(await fresh('buero', 'soziotherapie.getNotes', file.sessionId)).toBe(403);
    const all = await everythingFor('buero');
    expect(all).not.toContain(CANARIES.note);
    expect(all).not.toContain(CANARIES.earlier);
    expect(all).not.toContain(CANARIES.third);
  });

  test('22: an invoice that was sent is not changed, also not past the app', async () => {
    const change = door.stage.cast.as('buero', (call) =>
      call.tx.updateTable('billing.invoice').set({ gross_cents: 1, net_cents: 1 }).where('id', '=', file.invoiceId).execute(),
    );
    await expect(change).rejects.toThrow();
  });

  test('28: neither admin, auditor, desk nor coordination reads a word of a client, anywhere', async () => {
    for (const who of ['tomasz', 'karin', 'jana', 'marit', 'fremd', 'fremdbuero'] as const) {
      const all = await everythingFor(who);
      for (const word of [...Object.values(CANARIES).filter((one) => one !== CANARIES.invoice), 'Reetz', 'A123456780'])
        expect([who, word, all.includes(word)]).toEqual([who, word, false]);
    }
  });
});
