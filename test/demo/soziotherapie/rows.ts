import type { Client } from 'pg';

/** Rows by table; written in one go, past the triggers, because the rules have already said what they come to. */
export class Rows {
  readonly #tables = new Map<string, Record<string, unknown>[]>();

  add(table: string, row: Record<string, unknown>): void {
    const rows = this.#tables.get(table) ?? [];
    rows.push(row);
    this.#tables.set(table, rows);
  }

  async write(client: Client): Promise<void> {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const [table, rows] of this.#tables) {
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      for (let at = 0; at < rows.length; at += 500) {
        const part = rows
          .slice(at, at + 500)
          .map((row) =>
            Object.fromEntries(
              Object.entries(row).map(([key, value]) => [key, Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value]),
            ),
          );
        const names = columns.map((name) => `"${name}"`).join(', ');
        await client.query(`insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
          JSON.stringify(part),
        ]);
      }
    }
    await client.query('commit');
  }
}
