// The floor of a start (P6): nothing but Node and the driver, to the first answer of the database. Plain JavaScript, so that
// not even the stripping of types is paid for. Prints one line when it has the answer and waits to be ended.
import pg from 'pg';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
const { rows } = await client.query('select count(*)::int tables from pg_class');
console.log(`ready ${rows[0].tables > 0}`);
