import type pg from 'pg';

/**
 * One column of a bulk insert: its PostgreSQL type and how to take it from a row. A column that is itself a list ("text[]")
 * gives PostgreSQL's literal ("{a,b}"): unnest would flatten a list of lists.
 */
export type Column<Row> = [name: string, type: string, value: (row: Row) => string | number | boolean];

const BATCH = 20_000; // rows per statement: 50,000 therapists go in within seconds, and no array grows beyond a few MB

/** Writes rows column by column through unnest: one statement for many rows, no text format to escape. */
export async function insertRows<Row>(client: pg.ClientBase, table: string, columns: Column<Row>[], rows: Iterable<Row>): Promise<number> {
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type.endsWith('[]') ? 'text' : type}[]`).join(', ');
  const taken = columns.map(([name, type]) => `${name}::${type}`).join(', ');
  const text = `insert into ${table} (${names}) select ${taken} from unnest(${arrays}) as given (${names})`;
  let batch: Row[] = [];
  let written = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const rowsNow = batch;
    batch = [];
    await client.query(
      text,
      columns.map(([, , value]) => rowsNow.map(value)),
    );
    written += rowsNow.length;
  };
  for (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return written;
}
