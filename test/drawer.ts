interface Column {
  name: string;
  type: string;
  required: boolean;
  /** The first value of a `check (column in (…))`. */
  first: string | null;
}

type Admin = { query: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }> };

const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: "'x'",
  timestamptz: "'2026-03-01T09:00Z'",
  date: "'2026-03-01'",
  bytea: "'\\x00'",
  jsonb: "'{}'",
  bool: 'false',
  tstzrange: "tstzrange('2026-03-01T09:00Z', '2026-03-01T10:00Z')",
};

/** Tables with a person in them, each with its columns. */
export async function drawers(admin: Admin): Promise<Map<string, Column[]>> {
  const { rows } = await admin.query(
    `select n.nspname || '.' || c.relname as place, a.attname as name, t.typname as type, a.attnotnull and not a.atthasdef and a.attidentity = '' as required,
       (select (regexp_match(pg_get_constraintdef(k.oid), 'CHECK \\(\\(' || a.attname || ' = ANY \\(ARRAY\\[''([^'']+)''')) [1] from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey) order by 1 limit 1) as first
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       join pg_type t on t.oid = a.atttypid
     where c.relkind = 'r' and has_table_privilege('geleit_app', c.oid, 'select')
       and exists (select 1 from pg_attribute p where p.attrelid = c.oid and p.attname = 'person_id' and not p.attisdropped)`,
  );
  const tables = new Map<string, Column[]>();
  for (const { place, ...column } of rows as (Column & { place: string })[]) tables.set(place, [...(tables.get(place) ?? []), column]);
  return tables;
}

/**
 * Puts one row into a drawer: what is known (columns that the table lacks are left out), and for the rest that must be there anything of its
 * type. Past triggers, foreign keys and the table's checks, which go for good: for tests of who sees a row, in a database of one's own.
 */
export async function putRow(
  admin: Admin,
  place: string,
  columns: readonly Column[],
  known: Readonly<Record<string, unknown>>,
): Promise<void> {
  const named = columns.filter(({ name, required }) => required || known[name] !== undefined);
  const values: unknown[] = [];
  const texts = named.map(({ name, type, first }) => {
    if (known[name] !== undefined) return `$${values.push(known[name])}`;
    if (first !== null) return `'${first}'`;
    return VALUES[type] ?? (type.startsWith('_') ? "'{}'" : '1');
  });
  const table = place
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
  const text = `insert into ${table} (${named.map(({ name }) => `"${name}"`).join(', ')}) values (${texts.join(', ')})`;
  await admin.query('set session_replication_role = replica');
  for (let checks = 0; ; checks += 1)
    try {
      await admin.query(text, values);
      break;
    } catch (fault) {
      const { code, constraint } = fault as { code?: string; constraint?: string };
      if (code !== '23514' || checks > 9) throw fault;
      await admin.query(`alter table ${table} drop constraint "${constraint}"`);
    }
  await admin.query('set session_replication_role = origin');
}
