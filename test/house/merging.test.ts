import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { decideMerge, proposeMerge } from '#rooms/people/actions/merging.ts';
import { setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { drawers, putRow } from '#test/drawer.ts';
import { REACTIONS } from '../../src/rooms.ts';

const stage = await setCases(await freshDatabase());
const { admin, cast } = stage;
afterAll(() => stage.close());

/** Tables with a person that no room moves, each with its reason. */
const STAY: Readonly<Record<string, string>> = {
  'people.person': 'the record itself',
  'platform.event': 'the log keeps both ids',
  'platform.person_key': 'keys follow by a function of their own, before the rows',
  'soziotherapie.contingent': 'the row that writers lock; the kept person gets her own',
};
/** What a person has once, whoever helps her: the kept record's own stays beside the gone one's. */
const ONCE = ['people.recognition', 'people.safe_contact', 'messages.suppression', 'access.portal_relation'];

const tables = await drawers(admin);
const sqlOf = (table: string) =>
  table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');

test('Every table that says whom it is about follows a merge, in exactly one room, or has a reason to stay', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.columns
     where column_name = 'person_id' and table_schema not in ('pg_catalog', 'information_schema', 'app') order by 1`,
  );
  const reactions = REACTIONS.get('people.person.merged') ?? [];
  const named = reactions.flatMap((one) => ('tables' in one ? (one.tables as string[]) : [])).map((name) => name.replaceAll('"', ''));
  expect(new Set(named).size, 'no table twice').toBe(named.length);
  expect(named.length).toBeGreaterThan(50);
  const missing = rows.map(({ name }) => name).filter((name) => !named.includes(name) && !(name in STAY));
  expect(missing).toEqual([]);
  for (const name of named) expect(rows.map((row) => row.name)).toContain(name);
  const { rows: guarded } = await admin.query<{ name: string }>(
    "select n.nspname || '.' || c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where t.tgname = 'insist_record'",
  );
  const open = named.filter((name) => !guarded.some((one) => one.name === name));
  expect(open, 'nothing is written under a record that is being joined').toEqual([]);
});

interface Put {
  table: string;
  id: string;
  what: string;
}

/** A row past all checks; false where something that a person has only once stands in its way. */
async function tryPut(table: string, known: Record<string, unknown>): Promise<boolean> {
  const { round, number, ...rest } = known;
  const own =
    table === 'cases.assessment'
      ? { round, completed_on: '2026-03-01' }
      : table === 'cases.plan_version'
        ? { number, state: 'agreed' }
        : {};
  try {
    await putRow(admin, table, tables.get(table) ?? [], {
      left_at: '2026-03-01',
      left_on: '2026-03-01',
      live: false,
      code_hash: Buffer.from(String(known.id)),
      ...own,
      ...rest,
    });
    return true;
  } catch (fault) {
    await admin.query('set session_replication_role = origin');
    if (!/^23/.test((fault as { code?: string }).code ?? '')) throw fault;
    return false;
  }
}

/** One row of every table, or with more depth one of every table in each of its states. */
async function putEach(personId: string, known: Record<string, unknown>, all: boolean): Promise<Put[]> {
  const put: Put[] = [];
  const { rows: states } = all
    ? await admin.query<{ place: string; name: string; def: string }>(
        `select n.nspname || '.' || c.relname as place, a.attname as name, pg_get_constraintdef(k.oid) as def
         from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
           join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
         where k.contype = 'c' and cardinality(k.conkey) = 1 and a.attname in ('state', 'phase', 'kind', 'standing')
           and pg_get_constraintdef(k.oid) like 'CHECK ((' || a.attname || ' = ANY%'`,
      )
    : { rows: [] };
  for (const [table, columns] of tables) {
    if (table in STAY || ONCE.includes(table) || table === 'people.merged_row' || !columns.some(({ name }) => name === 'id')) continue;
    const variants = states
      .filter(({ place }) => place === table)
      .flatMap(({ name, def }) => [...def.matchAll(/'([^']+)'::text/g)].map(([, value]) => ({ [name]: value })));
    for (const variant of variants.length > 0 ? variants : [{}]) {
      const id = newId();
      const count = put.length + Number(known.number ?? 1);
      if (await tryPut(table, { ...known, ...variant, id, person_id: personId, round: count, number: count }))
        put.push({ table, id, what: JSON.stringify(variant) });
    }
  }
  return put;
}

async function whose(put: readonly Put[], personId: string): Promise<string[]> {
  const found: string[] = [];
  for (const { table, id, what } of put) {
    const { rows } = await admin.query<{ mine: boolean }>(`select person_id = $2 as mine from ${sqlOf(table)} where id = $1`, [
      id,
      personId,
    ]);
    if (rows[0]?.mine) found.push(`${table} ${what}`);
  }
  return found;
}

/** Written while both were one and naming nothing but the person: nobody can tell whose it was, so it stays with the kept record. */
const NAMES_NOBODY = [
  'access.portal_invitation',
  'people.copay_exemption',
  'people.guardian',
  'records.file_content',
  'soziotherapie.device_entry',
];

test('A record with a row of every table goes and comes back; what was written in between follows its engagement, the rest stays', async () => {
  const all = Number(process.env.GELEIT_DEPTH ?? 1) > 1;
  const { personId: gone, caseId } = await stage.openCase({});
  const kept = newId();
  await admin.query('insert into people.person (id, created_at) values ($1, now())', [kept]);
  await admin.query('insert into soziotherapie.contingent (person_id) values ($1)', [gone]);
  for (const one of [kept, gone])
    await admin.query("insert into people.recognition (person_id, kind, token) values ($1, 'phone', '\\x01')", [one]);
  const before = await putEach(gone, { case_id: caseId, number: 100 }, all);
  expect(before.length).toBeGreaterThan(60);

  const { id } = await cast.as('marit', (call, permit) => proposeMerge(call, permit('people.merge'), { keptId: kept, goneId: gone }));
  const merged = await cast.as('tomasz', (call, permit) => decideMerge(call, permit('people.merge'), id, 1, 'merged'));
  expect(await whose(before, gone)).toEqual([]);

  const idOf = (table: string) => before.find((one) => one.table === table)?.id;
  const engagements = {
    case_id: caseId,
    origin_id: caseId,
    cause_id: caseId,
    object_id: caseId,
    organisation_id: stage.services.rheinsieg,
    request_id: idOf('placement.request'),
    episode_id: idOf('soziotherapie.episode'),
    emergency_id: idOf('crisis.emergency'),
    referral_id: idOf('referrals.referral'),
    appointment_id: idOf('scheduling.appointment'),
    session_id: idOf('soziotherapie.session'),
    prescription_id: idOf('soziotherapie.prescription'),
    care_plan_id: idOf('soziotherapie.care_plan'),
    previous_id: caseId,
  };
  const since = await putEach(kept, { ...engagements, number: 2000 }, false);
  const own = await putEach(kept, { number: 4000 }, false);
  await cast.as('marit', (call, permit) => decideMerge(call, permit('people.merge'), id, merged.version, 'undone'));
  expect(await whose(before, kept)).toEqual([]);
  const left = (await whose(since, kept)).map((line) => line.replace(/ .*/, ''));
  expect(left.filter((table) => !NAMES_NOBODY.includes(table))).toEqual([]);
  expect(await whose(own, gone)).toEqual([]);
  console.log(
    `merging: ${before.length} rows there and back, ${since.length - left.length} written in between returned, ${own.length} stayed`,
  );
});
