import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareJobs } from '#platform/jobs.ts';
import { loginRoles, ownerRole } from '#platform/roles.ts';
import { freshDatabase } from '#test/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const database = await freshDatabase();
const admin = new Client(database.admin);
beforeAll(async () => {
  await prepareJobs(database.admin, database.connections.jobs);
  await admin.connect();
});
afterAll(() => admin.end());

const OURS = `array['platform', 'app', 'access', 'people', 'consent', 'messages', 'tasks', 'directory', 'scheduling', 'crisis', 'placement', 'portal', 'reports', 'payers', 'records', 'soziotherapie', 'billing', 'referrals', 'cases']`;

/** Tables without row-level security, each with the reason why every role may see every row that its grants allow. */
const OPEN_TABLES: Record<string, string> = {
  'platform.migration': 'which migrations ran; readable by nobody of ours but the owner',
  'platform.setting': 'settings of the network; no persons',
  'platform.reader': 'positions in the log; the worker alone has grants',
  'directory.organisation': 'public: who belongs to the network',
  'directory.service': 'public: what other services of the region offer; no clients in it',
  'directory.location': 'public: where',
  'directory.practitioner': 'public: who offers help',
  'directory.place': 'what is offered; of a client only the id of a request',
  'directory.place_state': 'when a place was what; of a client only the id of a request',
  'directory.zone_travel': 'minutes between zones',
  'directory.postal_code': 'bought-in table',
  'directory.diagnosis': 'bought-in table',
  'scheduling.slot': 'when somebody offers time; of a client only the id of a request',
  'scheduling.weekly_time': 'when somebody offers time',
  'scheduling.weekly_exception': 'when somebody does not',
  'payers.payer_file': 'official file of payers; no persons',
  'payers.payer': 'bought-in table; contact persons are left out at the door',
  'payers.payer_route': 'bought-in table',
  'soziotherapie.practice': 'public: the practice as it stands on its letters',
  'soziotherapie.prescriber': 'who prescribes; no clients',
  'directory.guidance': 'numbers and ways that the network gives to everybody',
  'messages.template': "the network's wording of its messages; no persons",
  'crisis.push_key': 'the public half of the key with which browsers are woken',
  'crisis.script': 'the wording and rules of the safety script; no persons',
  'placement.fit_rule': 'the rule of the fit',
  'placement.request_state': 'when a request was where; of a client only the id of a request, and no role has a grant',
  'reports.counted': 'sums of a year; no role has a grant but through app.figures',
  'placement.cancellation_policy': 'what is read out to every caller',
};
/** Functions that run with their owner's rights outside the schema app. */
const DEFINER_ELSEWHERE: Record<string, string> = {
  'cases.visit_stands':
    'a trigger: it looks at the end of the transaction, when whoever closed or handed over the case may not see it any more',
  'directory.place_states': 'a trigger: the history of a place is written by nobody else, so no role has a grant for it',
  'placement.request_states': 'a trigger: the same for requests',
};
/** Where the app may delete: rows that are no record. */
const DELETABLE: Record<string, string> = {
  'billing.invoice': 'a draft; one with a number is refused by its guard',
  'billing.invoice_line': 'a line of a draft; those of a sent invoice are refused by their guard',
  'cases.network_node': 'who left a map; a fixed one is refused by its guard',
  'cases.network_edge': 'a relation of a map; the same guard',
  'people.recognition': 'tokens of a number that is no longer hers',
  'directory.exclusion': "the therapist's own, confidential",
  'directory.zone_travel': 'replaced whole by an import',
  'directory.postal_code': 'replaced by an import',
  'directory.diagnosis': 'replaced by an import',
  'scheduling.weekly_exception': 'an exception taken back',
};

/** Policies that ask another table: whose own policy asks the relation to the person. What hangs on a row is seen with it. */
const SEEN_WITH = [
  'access.portal_relation → consent.consent',
  'consent.consent → placement.request',
  'crisis.emergency → access.account',
  'crisis.emergency → placement.request',
  'crisis.entry → crisis.emergency',
  'messages.message → placement.request',
  'messages.message → referrals.referral',
  'messages.message → scheduling.appointment',
  'placement.acknowledgement → placement.request',
  'placement.allocation → placement.request',
  'placement.contact → placement.request',
  'placement.fee_suggestion → scheduling.appointment',
  'placement.fit_snapshot → placement.request',
  'placement.own_search → placement.request',
  'placement.pair_block → placement.allocation',
  'placement.waiting_offer → placement.request',
  'portal.intake → placement.request',
  'records.file_content → records.file',
  'scheduling.appointment → placement.request',
  'scheduling.series → placement.request',
  'soziotherapie.erasure_entry → soziotherapie.erasure_run',
];

async function names(text: string): Promise<string[]> {
  return (await admin.query<{ name: string }>(text)).rows.map(({ name }) => name).sort();
}

const CHECKS = {
  withoutRls: () =>
    names(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any (${OURS}) and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`),
  definers: () =>
    names(`select p.oid::regproc::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname <> 'app' and n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'graphile_worker')`),
  /** A body that was bound when it was made and runs with the caller's rights has no path to bend. */
  loosePaths: () =>
    names(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = any (${OURS}) and (p.prosecdef or n.nspname = 'app') and not coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog']
        and (p.prosecdef or p.prosqlbody is null)`),
  /** Nobody has a grant to everybody; trigger functions cannot be called, but they are not given away either. */
  forEverybody: () =>
    names(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = any (${OURS}) and p.prorettype <> 'trigger'::regtype and (p.proacl is null or exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0))`),
  leakyViews: () =>
    names(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any (${OURS}) and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']))`),
  policyCalls: () =>
    names(`select distinct p.polrelid::regclass || '.' || p.polname || ' → ' || coalesce(d.refobjid::regproc::text, '') as name
      from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
      join pg_proc f on f.oid = d.refobjid join pg_namespace n on n.oid = f.pronamespace where n.nspname <> 'app'`),
  policyTables: () =>
    names(`select distinct p.polrelid::regclass || ' → ' || d.refobjid::regclass as name
      from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_class'::regclass
      where d.refobjid <> p.polrelid`),
  /** Every call of a pinned function inside a policy; these leave no dependency behind. */
  policyBuiltIns: async () => {
    const { rows } = await admin.query<{ name: string; text: string }>(
      `select p.polrelid::regclass || '.' || p.polname as name,
        concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as text from pg_policy p`,
    );
    return rows.flatMap(({ name, text }) =>
      [...text.matchAll(/(?<![\w.])([a-z_]+)\s*\(/gi)]
        .map(([, called]) => `${name} → ${called?.toLowerCase()}`)
        .filter((line) => !/→ (exists|any|and|or|not|select|where|row|array|from)$/.test(line)),
    );
  },
};

describe('the database as migrated', () => {
  test('every table has row-level security, also against its owner, or stands here with a reason', async () => {
    expect(await CHECKS.withoutRls()).toEqual(Object.keys(OPEN_TABLES).sort());
  });

  test('policies ask app.* and the relation to the person, nothing else', async () => {
    expect(await CHECKS.policyCalls()).toEqual([]);
    const built = await CHECKS.policyBuiltIns();
    // the clean-up of old idempotency rows compares their age; it is the worker's alone and shows nobody anything
    expect(built).toEqual(['platform.idempotency.old_answers → now']);
    const tables = (await CHECKS.policyTables()).filter((line) => !/→ (access\.(care|office)_relation|app\.actor_row)$/.test(line));
    // their own policies show a request, an appointment, an emergency, a referral and a file by relation; what hangs on them is seen with them
    expect([...new Set(tables)]).toEqual(SEEN_WITH);
  });

  test('no policy lets everybody in but where the role is the owner, the worker or the report', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select p.polrelid::regclass || '.' || p.polname as name from pg_policy p
       where pg_get_expr(p.polqual, p.polrelid) = 'true' and (p.polroles && array[0::oid, 'geleit_app'::regrole::oid])`,
    );
    expect(rows).toEqual([]);
  });

  test('functions with their owner’s rights stand in app, with a fixed search path, and are nobody’s by default', async () => {
    expect(await CHECKS.definers()).toEqual(Object.keys(DEFINER_ELSEWHERE).sort());
    expect(await CHECKS.loosePaths()).toEqual([]);
    expect(await CHECKS.forEverybody()).toEqual([]);
    const owned = await names(
      `select distinct p.proowner::regrole::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any (${OURS})`,
    );
    expect(owned).toEqual([ownerRole]);
  });

  test('views look with the eyes of who asks, and nothing is kept beside the tables', async () => {
    expect(await CHECKS.leakyViews()).toEqual([]);
  });

  test('no role that signs in is above the rules or owns anything of the rooms', async () => {
    const { rows } = await admin.query(
      `select rolname from pg_roles where rolname = any ($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
      [[ownerRole, ...loginRoles]],
    );
    expect(rows).toEqual([]);
    const owners = await names(
      `select distinct c.relowner::regrole::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any (${OURS})`,
    );
    expect(owners).toEqual([ownerRole]);
    for (const role of loginRoles.filter((name) => name !== 'geleit_migrator')) {
      const [row] = (await admin.query(`select pg_has_role($1, $2, 'member') as member`, [role, ownerRole])).rows;
      expect([role, row.member]).toEqual([role, false]);
    }
    const [owner] = (await admin.query('select rolcanlogin from pg_roles where rolname = $1', [ownerRole])).rows;
    expect(owner.rolcanlogin).toBe(false);
  });

  test('nobody of ours may make something new, in any schema', async () => {
    const may = await names(
      `select n.nspname || ' by ' || r.rolname as name from pg_namespace n, pg_roles r
       where r.rolname in ('geleit_app', 'geleit_report', 'geleit_jobs') and n.nspname not like 'pg\\_%' and has_schema_privilege(r.oid, n.oid, 'create')`,
    );
    expect(may).toEqual(['graphile_worker by geleit_jobs']); // the queue owns its own schema
    const [row] = (
      await admin.query(
        `select has_database_privilege('geleit_app', current_database(), 'create') or has_database_privilege('geleit_app', current_database(), 'temp') as may`,
      )
    ).rows;
    expect(row.may).toBe(false);
  });

  test('the app deletes only what is no record, truncates nothing, and never sees the queue', async () => {
    const of = (privilege: string, schemas = OURS) =>
      names(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any (${schemas}) and c.relkind in ('r', 'p') and has_table_privilege('geleit_app', c.oid, '${privilege}')`);
    expect(await of('delete')).toEqual(Object.keys(DELETABLE).sort());
    for (const privilege of ['truncate', 'references', 'trigger', 'maintain']) expect(await of(privilege), privilege).toEqual([]);
    expect(await of('select', `array['graphile_worker']`)).toEqual([]);
  });

  test('secrets of accounts are readable by no role that signs in', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select a.attrelid::regclass || '.' || a.attname || ' by ' || r.rolname as name from pg_attribute a, pg_roles r
       where (a.attrelid, a.attname) in (('access.account'::regclass, 'password_hash'), ('access.account'::regclass, 'totp_sealed'), ('access.account'::regclass, 'totp_check'),
         ('access.session'::regclass, 'token_hash'), ('access.throttle'::regclass, 'bucket'))
       and r.rolname = any ($1) and has_column_privilege(r.oid, a.attrelid, a.attname, 'select')`,
      [loginRoles.filter((role) => role !== 'geleit_migrator')],
    );
    expect(rows).toEqual([]);
  });

  test('the log takes rows and gives none back, not even to its owner', async () => {
    await admin.query(
      "insert into platform.event (happened_at, kind, action, actor_kind, object_kind, purpose) values (now(), 'C', 'test.row.made', 'system', 'test', 'HOPERAT')",
    );
    for (const role of [ownerRole, database.admin.user]) {
      for (const change of ["update platform.event set reason = 'x'", 'delete from platform.event', 'truncate platform.event']) {
        await admin.query('begin');
        await admin.query(`set local role ${admin.escapeIdentifier(String(role))}`);
        await expect(admin.query(change), `${change} by ${role}`).rejects.toThrow('event is append-only');
        await admin.query('rollback');
      }
    }
    for (const role of ['geleit_app', 'geleit_jobs', 'geleit_report']) {
      for (const privilege of ['insert', 'update', 'delete', 'truncate']) {
        const [row] = (await admin.query(`select has_table_privilege($1, 'platform.event', $2) as may`, [role, privilege])).rows;
        expect([role, privilege, row.may]).toEqual([role, privilege, false]);
      }
    }
  });

  test('each check sees what it is there for', async () => {
    await admin.query('begin');
    await admin.query(`
      create table people.planted (id int);
      create function people.planted() returns int language sql security definer as 'select 1';
      create view people.planted_view as select id from people.person;
      create materialized view people.planted_copy as select 1 as id;
      create policy planted on people.guardian to geleit_app using (current_setting('app.me', true) = 'x' and exists (select 1 from people.person));`);
    expect(await CHECKS.withoutRls()).toContain('people.planted');
    expect(await CHECKS.definers()).toContain('people.planted');
    expect(await CHECKS.loosePaths()).toContain('people.planted()');
    expect(await CHECKS.forEverybody()).toContain('people.planted()');
    expect(await CHECKS.leakyViews()).toEqual(['people.planted_copy', 'people.planted_view']);
    expect(await CHECKS.policyTables()).toContain('people.guardian → people.person');
    expect(await CHECKS.policyBuiltIns()).toContain('people.guardian.planted → current_setting');
    await admin.query('rollback');
  });
});

describe('what is written about the database', () => {
  test('the row types are those of the database as it is', () => {
    const { user, password, host, port } = database.admin;
    const address = `postgres://${user}:${encodeURIComponent(String(password ?? ''))}@/${database.database}?host=${encodeURIComponent(String(host))}&port=${port}`;
    const mapping = '{"timestamptz":"Temporal.Instant","int8":"number","xid8":"string","tstzrange":"string"}';
    const pattern =
      '(platform|access|people|consent|messages|tasks|payers|directory|scheduling|records|crisis|placement|soziotherapie|billing|portal|reports|referrals|cases).*';
    const made = spawnSync(
      process.execPath,
      ['node_modules/kysely-codegen/dist/cli/bin.js', '--dialect', 'postgres', '--date-parser', 'string', '--type-mapping', mapping, '--include-pattern', pattern, '--exclude-pattern', 'platform.migration', '--verify', '--out-file', 'src/platform/schema.gen.ts', '--url', address],
      { cwd: root, encoding: 'utf8' },
    ); // biome-ignore format: as on the command line
    expect(`${made.stdout}${made.stderr}`.replaceAll(address, ''), 'make the types again with kysely-codegen').not.toMatch(
      /error|differ|not match/i,
    );
    expect(made.status).toBe(0);
  });

  test('migrations have numbers of their own, in order', () => {
    const files = readdirSync(`${root}/migrations`);
    expect(files.filter((name) => !/^\d{6}_[a-z0-9_]+\.sql$/.test(name))).toEqual([]);
    const numbers = files.map((name) => name.slice(0, 6));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
