import type pg from 'pg';
import { recordVisit } from '#rooms/soziotherapie/actions/deliver.ts';
import { cpuOf } from '../lib/cpu.ts';
import { drive } from '../lib/drive.ts';
import { fileId, filesOf, helperOfClient, loadFiles, openHelpers, sealFiles } from '../lib/files.ts';
import { openProduct } from '../lib/product.ts';
import type { Ctx, Workload } from '../lib/workload.ts';

const CALLERS = [1, 8, 32] as const;
const NOTE = {
  kinds: ['MOTIVATION_TRAINING' as const],
  goalIds: [],
  done: 'Weg zur Praxis gemeinsam geübt, Termin am Empfang selbst angesagt.',
  reaction: 'Anfangs angespannt, danach erleichtert.',
  nextStep: 'Nächste Woche nur bis zur Tür begleiten.',
};

/** P4: a visit is written up: given, counted, documented, sealed, logged. Against one function that writes the row, the log and the outbox. */
export const p4: Workload = {
  id: 'P4',
  title: 'Einheit dokumentieren: Recht, Deckung, Kontingent, versiegelte Notiz, Protokoll',
  unit: 'ms',
  metric: 'perSecond',
  goals: [
    { text: 'mindestens 25 % der Untergrenze', reached: (_, ratio) => ratio >= 0.25 },
    { label: '32 clients', text: 'p99 höchstens 25 ms bei 32', reached: ({ p99 }) => p99 <= 25 },
  ],
  async setup(ctx) {
    const { whole, helpers } = filesOf(ctx.size);
    const database = `bench_notes_${ctx.size.name}`;
    const product = await openProduct(ctx.server, {
      database,
      connections: Math.max(...CALLERS),
      desks: 0,
      load: (client) => loadFiles(client, filesOf(ctx.size)),
      open: (client) => openHelpers(client, helpers),
    });
    await sealFiles(product.world, ctx.size);
    const floor = await openFloor(ctx, database);
    const planned = await ctx.server.with(database, async (client) => {
      const { rows } = await client.query<{ n: number; start_local: string; end_local: string }>(
        "select row_number() over (order by s.id)::int as n, start_local, end_local from soziotherapie.session s where state = 'PLANNED' order by s.id",
      );
      return rows;
    });
    let taken = 0;
    let written = 0;
    const write = async (): Promise<void> => {
      // closed episodes take nothing any more, so their clients are left out
      do taken += 1;
      while (taken % 4 === 0);
      const mine = taken;
      const row = planned[mine - 1];
      if (!row) throw new Error('no visit is left to write up');
      await product.atDesk(helperOfClient(mine), 'soziotherapie.care', (call, permit) =>
        recordVisit(call, permit, {
          episodeId: fileId('episode', mine),
          sessionId: fileId('next', mine),
          version: 1,
          start: row.start_local,
          end: row.end_local,
          placeKind: 'home',
          note: NOTE,
          lateReason: 'Messung',
        }),
      );
      written += 1;
    };
    const operations = Math.min(ctx.requests, Math.floor((whole * 0.7) / (CALLERS.length * 5)));
    const each = (work: () => Promise<unknown>) => async () => {
      const samples = [];
      for (const clients of CALLERS)
        samples.push(await drive({ label: `${clients} clients`, clients, operations, cpu: cpuOf(ctx.server.pid()) }, work));
      return samples;
    };
    return {
      run: each(write),
      floor: each(() => floor.query({ name: 'p4', text: 'select doc_case($1)', values: [JSON.stringify(NOTE)] })),
      check: () => counted(ctx, database, () => written),
      async close() {
        await product.close();
        await floor.end();
      },
    };
  },
};

/** Everything that was answered is there, once, and the sums are those of the ledger. */
async function counted(ctx: Ctx, database: string, written: () => number): Promise<string[]> {
  return ctx.server.with(database, async (client) => {
    const { rows } = await client.query<{ notes: number; off: number }>(
      `select (select count(*)::int from soziotherapie.session_note where author_id <> '${fileId('account', 1)}' or recorded_at > now() - interval '1 hour' and session_id::text like '0000003b%') as notes,
        (select count(*)::int from soziotherapie.contingent_window w where used_minutes <> (select sum(e.minutes) from soziotherapie.ledger_entry e where e.person_id = w.person_id)) as off`,
    );
    const faults: string[] = [];
    if (Number(rows[0]?.notes) < written()) faults.push(`${written()} visits were acknowledged, ${rows[0]?.notes} notes are there`);
    if (Number(rows[0]?.off) > 0) faults.push(`${rows[0]?.off} windows differ from their ledger`);
    return faults;
  });
}

async function openFloor(ctx: Ctx, database: string): Promise<pg.Pool> {
  const pool = ctx.server.pool(database, Math.max(...CALLERS));
  await pool.query(`create table doc_note (id bigserial primary key, body jsonb, at timestamptz default now());
    create table doc_log (id bigserial primary key, note bigint, hash bytea);
    create table doc_outbox (id bigserial primary key, note bigint);
    create function doc_case(p jsonb) returns bigint language plpgsql as $$
    declare v bigint;
    begin
      insert into doc_note (body) values (p) returning id into v;
      insert into doc_log (note, hash) values (v, sha256(convert_to(p::text, 'UTF8')));
      insert into doc_outbox (note) values (v);
      return v;
    end $$`);
  return pool;
}
