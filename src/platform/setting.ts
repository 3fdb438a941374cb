import { sql } from 'kysely';
import { accountOf, type Call } from './call.ts';

/** What the network has set under this name and what holds at the call's time; undefined where it never set anything. */
export async function settingAt(call: Call, name: string): Promise<unknown> {
  const row = await call.tx
    .selectFrom('platform.setting')
    .select('value')
    .where('name', '=', name)
    .where('valid_from', '<=', call.now)
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.value;
}

/**
 * Sets a value from now on, as a row of its own: what held before stays readable as what held until now. Two changes of one moment
 * both stand, the later one a microsecond after the other.
 */
export async function changeSetting(call: Call, name: string, value: unknown): Promise<void> {
  await sql`insert into platform.setting (name, valid_from, value, set_by)
    select ${name}, greatest(${call.now.toString()}::timestamptz, max(s.valid_from) + interval '1 microsecond'), ${JSON.stringify(value)}::jsonb,
      ${accountOf(call).accountId}::uuid
    from platform.setting s where s.name = ${name} and s.valid_from >= ${call.now.toString()}::timestamptz`.execute(call.tx);
}

/** All settings under a prefix as they hold at the call's time, without the prefix. */
export async function settingsAt(call: Call, prefix: string): Promise<ReadonlyMap<string, unknown>> {
  const { rows } = await sql<{ name: string; value: unknown }>`select distinct on (name) name, value from platform.setting
    where starts_with(name, ${prefix}) and valid_from <= ${call.now.toString()}::timestamptz order by name, valid_from desc`.execute(
    call.tx,
  );
  return new Map(rows.map(({ name, value }) => [name.slice(prefix.length), value]));
}
