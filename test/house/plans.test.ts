import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PermitName } from '#kernel/permits.ts';
import { asSession, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { permitFor } from '#rooms/access/actions/permit.ts';
import { getMonth } from '#rooms/billing/actions/month.ts';
import { listInvoices } from '#rooms/billing/actions/view.ts';
import { listFiles } from '#rooms/records/actions/files.ts';
import { getDayPlan } from '#rooms/soziotherapie/actions/day-plan.ts';
import { recordVisit } from '#rooms/soziotherapie/actions/deliver.ts';
import { readFile } from '#rooms/soziotherapie/actions/file-view.ts';
import { listClients, readBoard, readOverview } from '#rooms/soziotherapie/actions/overview.ts';
import { listDueReviews } from '#rooms/soziotherapie/actions/reviews.ts';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { fileId, loadFiles, openHelpers } from '../../bench/lib/files.ts';

/** Ten practices; what one of them or one person asks for may not cost what the others have. */
const FILES = { clients: 2_400, whole: 60 };
/** More than this of a table is the house's, not one practice's. */
const MOST = 600;

const database = await freshDatabase();
const stage = await setStage(database, { at: Temporal.Now.instant() });
const asked: { name: string; text: string; values: unknown[] }[] = [];
let tokens: string[] = [];
/** How often the connection had nothing to do any more and was asked again: what a request waits for, one after the other. */
let rounds = 0;
let underWay = 0;

beforeAll(async () => {
  await loadFiles(stage.admin, FILES);
  tokens = await openHelpers(stage.admin, 6);
  // the fifth and the sixth of the first practice are its office and its lead
  for (const [n, role] of [[5, 'office'], [6, 'lead']] as const) // biome-ignore format: a small table
    await stage.admin.query('update access.session set roles = $2 where id = $1', [fileId('login', n), [role]]);
  stage.world.app.on('connect', (client) => {
    const query = client.query.bind(client) as (...all: unknown[]) => Promise<unknown>;
    client.query = ((...all: unknown[]) => {
      const [one] = all as [(typeof asked)[number]];
      if (one.name) asked.push(one);
      if (underWay === 0) rounds += 1;
      underWay += 1;
      const over = () => {
        underWay -= 1;
      };
      const answer = query(...all);
      answer.then(over, over);
      return answer;
    }) as typeof client.query;
  });
}, 60_000);
afterAll(() => stage.close());

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const literal = (value: unknown): string => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.join(',')}}`);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : pg.escapeLiteral(String(value));
};

/** Nodes of a plan that look at more rows of a table than one practice has there. */
function wide(plan: Node): string[] {
  return nodesOf(plan).flatMap((node) => {
    const seen = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
    const what = node['Relation Name'] ?? node['Index Name'];
    return what && seen > MOST ? [`${node['Node Type']} ${what}: ${Math.round(seen)} rows`] : [];
  });
}

/** Sealed texts of the made-up files open to nothing. */
const unsealed = (call: Call): Call => ({ ...call, sealer: { ...call.sealer, open: async () => '{"nextStep":""}' } });

/** Does something as one of the practice, then asks for the plans of everything it read, made as the product makes them. */
async function widePlans<Name extends PermitName>(who: number, need: Name, work: (call: Call, permit: Permit<Name>) => Promise<unknown>) {
  asked.length = 0;
  rounds = 0;
  await asSession(stage.world, tokens[who], {}, (call) => work(unsealed(call), permitFor(call, need)));
  const waited = rounds;
  const reads = asked.filter(({ text }) => /^\s*(select|with)/i.test(text) && !/app\.(enter|record)/.test(text));
  const client = await stage.world.app.connect();
  const found: string[] = [];
  try {
    await client.query('begin');
    await client.query('select * from app.enter($1, $2, $3)', [tokens[who], 3600, null]);
    for (const { text, values } of reads) {
      await client.query(`prepare probe as ${text}`);
      const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(`explain (analyze, format json) execute probe${given}`);
      await client.query('deallocate probe');
      for (const one of wide(rows[0]?.['QUERY PLAN'][0].Plan as Node))
        found.push(`${one} in ${text.replaceAll(/\s+/g, ' ').slice(0, 120)}`);
    }
    await client.query('rollback');
  } finally {
    client.release();
  }
  return { found, reads: reads.length, waited };
}

const [HELPER, OFFICE, LEAD] = [0, 4, 5] as const;
const someDay = Temporal.Now.plainDateISO('Europe/Berlin').subtract({ days: 3 }).toString();

describe('What one practice asks for is found by indexes, under row-level security and with plans for any value', () => {
  test('a statement that looks at everybody would be seen', async () => {
    const { found } = await widePlans(HELPER, 'soziotherapie.read', (call) =>
      call.tx.selectFrom('people.person').select('birth_date').execute(),
    );
    expect(found).not.toEqual([]);
  });

  const cases: [string, number, PermitName, (call: Call, permit: never) => Promise<unknown>][] = [
    ['the overview of a helper', HELPER, 'soziotherapie.read', readOverview],
    ['the overview of the office', OFFICE, 'soziotherapie.read', readOverview],
    ['the overview of the lead', LEAD, 'soziotherapie.read', readOverview],
    ['running clients', OFFICE, 'soziotherapie.read', (call, permit) => listClients(call, permit, { which: 'open', page: 1 })],
    ['ended clients', LEAD, 'soziotherapie.read', (call, permit) => listClients(call, permit, { which: 'ended', page: 1 })],
    ['the approval board', OFFICE, 'soziotherapie.office', readBoard],
    ['a file', HELPER, 'soziotherapie.read', (call, permit) => readFile(call, permit, fileId('episode', 7))],
    ['a day on the road', HELPER, 'soziotherapie.care', (call, permit) => getDayPlan(call, permit, someDay)],
    ['due reviews', LEAD, 'soziotherapie.care', listDueReviews],
    ['a month to be invoiced', OFFICE, 'billing.office', (call, permit) => getMonth(call, permit, someDay.slice(0, 7))],
    ['invoices', OFFICE, 'billing.office', (call, permit) => listInvoices(call, permit, { show: 'all' })],
    ['papers of a person', HELPER, 'records.files', (call, permit) => listFiles(call, permit, fileId('person', 7))],
  ];
  test.each(cases)('%s', async (_what, who, need, work) => {
    const { found, reads } = await widePlans(who, need, work as (call: Call, permit: Permit<PermitName>) => Promise<unknown>);
    expect(reads).toBeGreaterThan(0);
    expect(found).toEqual([]);
  });

  test('a file is opened with nineteen statements in five rounds', async () => {
    asked.length = 0;
    rounds = 0;
    await asSession(stage.world, tokens[HELPER], {}, (call) =>
      readFile(unsealed(call), permitFor(call, 'soziotherapie.read'), fileId('episode', 7)),
    );
    expect(asked.length).toBeLessThanOrEqual(19);
    expect(rounds).toBeLessThanOrEqual(5);
  });

  test('who acts is found by the index of the sessions, once for each question that asks it', async () => {
    const looked = async (call: Call) => {
      const { rows } = await sql<{ all: number; found: number }>`select seq_scan::int as all, idx_scan::int as found
        from pg_stat_xact_all_tables where schemaname = 'access' and relname = 'session'`.execute(call.tx);
      return rows[0] ?? { all: 0, found: 0 };
    };
    const [before, after] = await asSession(stage.world, tokens[HELPER], {}, async (call) => {
      const first = await looked(call);
      await readFile(unsealed(call), permitFor(call, 'soziotherapie.read'), fileId('episode', 8));
      return [first, await looked(call)] as const;
    });
    expect(after.all - before.all).toBe(0);
    expect(after.found - before.found).toBeLessThanOrEqual(20);
  });

  test("a visit is written up with twenty-six statements in seven rounds, and two more of each where it makes the client's key", async () => {
    const [row] = await stage.look<{ start_local: string; end_local: string }>(
      'select start_local, end_local from soziotherapie.session where id = $1',
      fileId('next', 6),
    );
    const note = {
      kinds: ['MOTIVATION_TRAINING' as const],
      goalIds: [],
      done: 'Weg zur Praxis geübt.',
      reaction: 'gut',
      nextStep: 'bis zur Tür',
    };
    const { found, waited } = await widePlans(HELPER, 'soziotherapie.care', (call, permit) =>
      recordVisit(call, permit, {
        episodeId: fileId('episode', 6),
        sessionId: fileId('next', 6),
        version: 1,
        start: row?.start_local ?? '',
        end: row?.end_local ?? '',
        placeKind: 'home',
        note,
        lateReason: 'Messung',
      }),
    );
    expect(found).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(28);
    expect(waited).toBeLessThanOrEqual(9);
  });
});
