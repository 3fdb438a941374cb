import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import { asPublic, type World } from '#platform/call.ts';
import { outboxMailer } from '#platform/mail/outbox.ts';
import { listDemoPeople } from '#rooms/access/actions/demo.ts';
import { FINDING_RULES } from '#rooms/cases/rules/findings/kinds.ts';
import { CASE_PHASES, type CasePhase } from '#rooms/cases/rules/phase.ts';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase, testCluster } from '#test/database.ts';
import { findBroken } from '#test/simulation/invariants.ts';
import { ensureDemo } from './world.ts';

/** Half of the history that people see, unless more depth is asked for; that a first start builds the whole is seen by starting it. */
if (Number(process.env.GELEIT_DEPTH ?? 1) <= 1) process.env.GELEIT_DEMO_DAYS ??= '365';
const database = await freshDatabase();
const stage = await setStage(database, { mode: 'demo' });
const folder = await mkdtemp(join(tmpdir(), 'geleit-demo-test-'));
const mailer = outboxMailer(folder, { networkName: 'Netz', from: 'netz@geleit.example' });
const { clock: _, ...plain } = stage.world;
const world: World = plain;
const cluster = { ...(await testCluster()), stop: async () => {}, onLost: () => {} };
const ground = { cluster, connections: database.connections, world, mailer, texter: null, stop: async () => {} };
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

test('The demo network stands after the first start, unbroken, with requests and places in every state', { timeout: 300_000 }, async () => {
  const lines = await ensureDemo(ground);
  expect(lines.join('\n')).toContain('jana.petersen@geleit.example');

  const requests = await stage.look<{ state: string; n: number }>('select state, count(*)::int as n from placement.request group by 1');
  expect(new Set(requests.map(({ state }) => state))).toEqual(new Set(['new', 'triaged', 'offered', 'placed', 'waiting', 'closed']));
  const open = requests.filter(({ state }) => state !== 'closed').reduce((sum, { n }) => sum + n, 0);
  expect(open).toBeGreaterThan(25);
  const places = await stage.look<{ state: string }>('select distinct state from directory.place');
  expect(new Set(places.map(({ state }) => state))).toEqual(
    new Set(['draft', 'open', 'held', 'reserved', 'trial', 'occupied', 'ending', 'paused', 'closed']),
  );
  const placed = await stage.look<{ n: number }>("select count(*)::int as n from platform.event where action = 'placement.trial.started'");
  // about 134 in the first year, 191 in the second
  expect(placed[0]?.n).toBeGreaterThan(process.env.GELEIT_DEMO_DAYS ? 100 : 250);
  const marks = await stage.look<{ state: string }>('select distinct state from scheduling.appointment');
  expect(marks.map(({ state }) => state)).toEqual(expect.arrayContaining(['booked', 'attended', 'no_show', 'cancelled']));

  const overdue = await stage.look("select id from placement.request where state <> 'closed' and next_step_at < now() - interval '8 days'");
  expect(overdue).toEqual([]); // whoever opens the demo sees a desk that is in hand
  const running = await stage.look<{ level: string }>("select level from crisis.emergency where state <> 'closed'");
  expect(running.map(({ level }) => level)).toEqual(process.env.GELEIT_DEMO_DAYS ? [] : ['ORANGE']);

  const phases = await stage.look<{ phase: CasePhase }>('select distinct phase from cases.case');
  expect(new Set(phases.map(({ phase }) => phase))).toEqual(new Set(CASE_PHASES));
  const findings = await stage.look<{ rule: string }>('select distinct rule from cases.finding where closed_at is null');
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(FINDING_RULES));
  const [unanswered] = await stage.look<{ n: number }>(
    "select count(*)::int as n from referrals.referral where state = 'sent' and due_on < current_date",
  );
  expect(unanswered?.n).toBeGreaterThan(0);

  stage.clock.turnTo(Temporal.Now.instant());
  expect(await findBroken(stage)).toBeUndefined();
});

test('Its policies follow the real clock again, and a second start finds it', async () => {
  const client = new Client(database.admin);
  await client.connect();
  await client.query("select set_config('app.at', '2020-02-02T02:02:02Z', false)");
  const { rows } = await client.query<{ real: boolean; last: string }>(
    'select app.now() = now() as real, (select max(seq) from platform.event)::text as last',
  );
  expect(rows[0]?.real).toBe(true);
  await ensureDemo(ground);
  const again = await client.query('select max(seq)::text as last from platform.event');
  await client.end();
  expect(again.rows).toEqual([{ last: rows[0]?.last }]);
});

test('One person of every role waits on the start page', async () => {
  const people = await asPublic(world, {}, (call) => listDemoPeople(call));
  expect(new Set(people.flatMap(({ roles }) => roles))).toEqual(new Set(ROLES));
});
