import type pg from 'pg';
import { readFile } from '#rooms/soziotherapie/actions/file-view.ts';
import { cpuOf } from '../lib/cpu.ts';
import { drive } from '../lib/drive.ts';
import { fileId, filesOf, helperOfClient, loadFiles, openHelpers, sealFiles } from '../lib/files.ts';
import { openProduct } from '../lib/product.ts';
import { chance } from '../lib/random.ts';
import type { Ctx, Workload } from '../lib/workload.ts';

/** The rows of one file and the line in the log, with nothing around them: no policies, no keys, no rules. */
const FLOOR = [
  'select * from soziotherapie.episode e join people.person p on p.id = e.person_id where e.id = $1',
  'select * from soziotherapie.prescription where episode_id = $1',
  'select d.* from soziotherapie.decision d join soziotherapie.prescription p on p.id = d.prescription_id where p.episode_id = $1',
  'select w.* from soziotherapie.contingent_window w join soziotherapie.episode e using (person_id) where e.id = $1',
  'select l.day, l.minutes, l.kind from soziotherapie.ledger_entry l join soziotherapie.episode e using (person_id) where e.id = $1',
  'select * from soziotherapie.care_plan where episode_id = $1',
  'select * from soziotherapie.review where episode_id = $1',
  "select * from soziotherapie.session where episode_id = $1 and state = 'PLANNED' order by starts_at limit 1",
  'select c.* from people.cover c join soziotherapie.episode e using (person_id) where e.id = $1',
] as const;
const LOG = 'insert into read_log (at, object_id) values (now(), $1)';

/** P3: open a client's file of Soziotherapie at random, with row-level security, the sealed texts and the line in the log. */
export const p3: Workload = {
  id: 'P3',
  title: 'Akte der Soziotherapie öffnen: zufällige Akten, mit Zeilenrechten, Entsiegeln und Zugriffsprotokoll',
  unit: 'ms',
  metric: 'p50',
  goals: [
    { label: 'warm', text: 'höchstens das Doppelte der Untergrenze', reached: (_, ratio) => ratio <= 2 },
    { text: 'p99 höchstens 8 ms', reached: ({ p99 }) => p99 <= 8 },
  ],
  async setup(ctx) {
    const { whole, helpers } = filesOf(ctx.size);
    const product = await openProduct(ctx.server, {
      database: `bench_files_${ctx.size.name}`,
      connections: 1,
      desks: 0,
      load: (client) => loadFiles(client, filesOf(ctx.size)),
      open: (client) => openHelpers(client, helpers),
    });
    await sealFiles(product.world, ctx.size);
    const floor = await openFloor(ctx);
    const { below } = chance(ctx.seed);
    const wanted = Array.from({ length: ctx.requests * 2 }, () => 1 + below(whole));
    const first = new Set<number>();
    let misses = 0;
    const open = async (client: number): Promise<void> => {
      const { answer } = await product.atDesk(helperOfClient(client), 'soziotherapie.read', (call, permit) =>
        readFile(call, permit, fileId('episode', client)),
      );
      if (answer.episodeId !== fileId('episode', client)) misses += 1;
      first.add(client);
    };
    const cpu = () => cpuOf(ctx.server.pid());
    const sides = (work: (client: number) => Promise<unknown>) => async (round: number) => [
      await drive({ label: 'first', clients: 1, operations: ctx.requests, cpu: cpu() }, (index) =>
        work(wanted[(index + round * 17) % wanted.length] ?? 1),
      ),
      await drive({ label: 'warm', clients: 1, operations: ctx.requests, cpu: cpu() }, (index) =>
        work(wanted[(index + round * 17) % wanted.length] ?? 1),
      ),
    ];
    let buffers = 0;
    return {
      run: sides(open),
      floor: sides((client) => readPlain(floor, client)),
      async check() {
        buffers = await buffersOf(ctx, fileId('episode', 1));
        const stranger = await product
          .atDesk(helpers - 1, 'soziotherapie.read', (call, permit) => readFile(call, permit, fileId('episode', 1)))
          .then(() => 'a stranger opened a file', () => null); // biome-ignore format: two ways
        return [...(misses > 0 ? [`${misses} files were others`] : []), ...(stranger && helpers > 6 ? [stranger] : [])];
      },
      facts: () => ({ Akten: filesOf(ctx.size).clients, 'Pufferseiten der neun Fragen ohne Zeilenrechte': buffers }),
      async close() {
        await product.close();
        await floor.end();
      },
    };
  },
};

async function openFloor(ctx: Ctx): Promise<pg.Pool> {
  const pool = ctx.server.pool(`bench_files_${ctx.size.name}`, 1);
  await pool.query('create table if not exists read_log (at timestamptz, object_id uuid)');
  return pool;
}

async function readPlain(pool: pg.Pool, client: number): Promise<void> {
  const id = fileId('episode', client);
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    for (const [index, text] of FLOOR.entries()) await connection.query({ name: `p3-${index}`, text, values: [id] });
    await connection.query({ name: 'p3-log', text: LOG, values: [id] });
    await connection.query('commit');
  } finally {
    connection.release();
  }
}

async function buffersOf(ctx: Ctx, id: string): Promise<number> {
  return ctx.server.with(`bench_files_${ctx.size.name}`, async (client) => {
    let sum = 0;
    for (const text of FLOOR) {
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>(
        `explain (analyze, buffers, format json) ${text.replaceAll('$1', `'${id}'`)}`,
      );
      const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
      sum += (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
    }
    return sum;
  });
}
