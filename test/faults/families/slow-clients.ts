import { readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { openCaller } from '../../../bench/lib/http.ts';
import { setStage } from '../../../bench/race/stage.ts';
import { openDesks } from '../desks.ts';
import { type Family, goesOn } from '../family.ts';
import { pause, prepareApp, until } from '../ground.ts';
import { broken } from '../invariants.ts';
import { emptyReport, type Report, spreadOf } from '../report.ts';
import { verify } from '../verify.ts';

const SLOW = 150;
/** What a desk may wait beside them, on a machine that others use too. */
const BUDGET_MS = 2_000;
/** A head must be whole within 10 s, a request within 30 s; the server looks every 5 s. */
const CLOSED_AFTER_MS = 40_000;
const DATABASE = 'faults_slow';

export const slowClients: Family = {
  name: 'slow-clients',
  what: '150 clients that send half a head, half a body or do not read their answers, beside desks at work',
  async run(run) {
    const report = emptyReport('slow-clients', run.seed);
    const { ground } = run;
    await ground.fresh(DATABASE);
    const slots = run.short ? 400 : 8_000;
    const stage = await ground.with(DATABASE, (client) =>
      setStage(client, { slots, places: slots / 2, spare: 5, requests: slots, desks: 2 }),
    );
    const app = await prepareApp({ databaseUrl: ground.url(DATABASE), dataFolder: ground.dataFolder });
    const took: number[] = [];
    try {
      await app.start();
      const desks = openDesks({ stage, origin: () => app.origin, clients: 2, breath: 40 });
      let sent = performance.now();
      desks.onAnswer(() => {
        took.push(performance.now() - sent);
        sent = performance.now();
      });
      await until(10_000, () => desks.lastSuccess() > 0);
      const before = socketsOf(app.pid());
      while (goesOn(run, report.cycles, 1)) {
        took.length = 0;
        sent = performance.now();
        const slow = Array.from({ length: SLOW }, (_, number) => drip(app.origin, number));
        report.injected += 1;
        if (await until(5_000, () => socketsOf(app.pid()) >= before + SLOW)) report.proved += 1;
        const open =
          "select count(*)::int as open from pg_stat_activity where datname = current_database() and usename = 'geleit_app' and state <> 'idle'";
        await pause(run.short ? 2_500 : CLOSED_AFTER_MS);
        const busy = await ground.with(DATABASE, async (client) => (await client.query<{ open: number }>(open)).rows[0]?.open ?? 0);
        if (busy > 4) report.wrong.push(`${busy} connections of the database are in use by clients that have said nothing whole`);
        const unfinished = slow.filter(({ half, closed }) => half && !closed());
        if (!run.short && unfinished.length > 0)
          report.wrong.push(`${unfinished.length} half requests are still open after ${CLOSED_AFTER_MS / 1000} s`);
        for (const one of slow) one.end();
        if (!(await until(8_000, () => socketsOf(app.pid()) <= before + 4)))
          report.wrong.push(`${socketsOf(app.pid()) - before} connections stayed open after their clients had gone`);
        const longest = Math.max(0, ...took);
        if (longest > BUDGET_MS) report.wrong.push(`a desk waited ${Math.round(longest)} ms beside slow clients`);
        report.cycles += 1;
      }
      await desks.finish();
      await ground.with(DATABASE, async (client) => {
        const { acknowledged, lost, unknownCommitted, doubled, wrong } = await verify(client, desks.commands);
        Object.assign(report, { acknowledged, lost, unknownCommitted, doubled });
        report.wrong.push(...wrong, ...Object.entries(desks.wrong).map(([words, times]) => `${times} answers: ${words}`));
        report.violations.push(...(await broken(client)));
      });
      report.figures = { slow: SLOW, betweenAnswersMs: spreadOf(took) };
    } finally {
      await app.stop();
    }
    report.control = { what: 'a door with 50 seats: nobody else gets in', result: await control() };
    return report;
  },
};

interface Slow {
  /** Never says a whole request. */
  half: boolean;
  closed(): boolean;
  end(): void;
}

/** One of the slow ones: half a head, half a body, or many questions whose answers it does not read. */
function drip(origin: string, number: number): Slow {
  const { hostname, port } = new URL(origin);
  const kind = number % 3;
  let closed = false;
  const socket: Socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  if (kind === 0) socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  else if (kind === 1)
    socket.write(
      'POST /api/placement/requests HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
  else {
    socket.pause();
    socket.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50));
  }
  const timer = setInterval(() => kind !== 2 && !closed && socket.write('a'), 1_000);
  return {
    half: kind !== 2,
    closed: () => closed,
    end() {
      clearInterval(timer);
      socket.destroy();
    },
  };
}

/** How many sockets a process has open. */
function socketsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

async function control(): Promise<Report['control']['result']> {
  const server = createServer((_request, response) => response.end('ok'));
  server.maxConnections = 50;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const slow = Array.from({ length: SLOW }, (_, number) => drip(origin, number - (number % 3)));
  await pause(300);
  const caller = openCaller(origin);
  const { status } = await caller.ask({ method: 'GET', path: '/' });
  caller.close();
  for (const one of slow) one.end();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return status === 200 ? 'passed' : 'failed';
}
