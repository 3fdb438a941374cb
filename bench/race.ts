import { parseArgs } from 'node:util';
import { type App, type Network, openNetwork } from './lib/apps.ts';
import { type Database, openDatabase } from './lib/database.ts';
import { rounded, spread } from './lib/figures.ts';
import { compete, type Tally } from './race/compete.ts';
import { raceWithoutGuard } from './race/control.ts';
import { desk } from './race/desk.ts';
import { killAlongTheWay, type Victim } from './race/faults.ts';
import { type Stage, setStage } from './race/stage.ts';
import { verify, wrongs } from './race/verify.ts';

/** npm run race [-- --attempts 10000 --clients 64 --processes 3 --only calm|faults] */
const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '64' },
    processes: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const ATTEMPTS = Number(values.attempts);
const CLIENTS = Number(values.clients);
const PROCESSES = Number(values.processes);
const SLOTS = 100;
const PLACES = 20;
const SPARE = 20;
const DESKS = 8;
const BOOKED = 'scheduling.appointment.booked';

const say = (line: string): void => console.log(line);

async function main(): Promise<number> {
  const server = await openDatabase();
  try {
    const wrong: string[] = [...(await control(server))];
    if (values.only !== 'faults') wrong.push(...(await race(server, false)));
    if (values.only !== 'calm') wrong.push(...(await race(server, true)));
    for (const line of wrong) console.error(`✗ ${line}`);
    say(wrong.length === 0 ? '\nEvery slot and every place has exactly one winner.' : `\n${wrong.length} faults.`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}

/** Without the guard the same race must go wrong. */
async function control(server: Database): Promise<string[]> {
  await server.create('race_control');
  const result = await raceWithoutGuard(server, 'race_control', { clients: CLIENTS, slots: SLOTS, attempts: ATTEMPTS });
  say(
    `\nControl, check then insert: ${result.attempts} attempts, ${result.booked} bookings on ${result.slots} slots, ${result.doubled} slots given to several.`,
  );
  return result.doubled > 0 ? [] : ['the control without a guard did not lose: this race proves nothing'];
}

async function race(server: Database, faults: boolean): Promise<string[]> {
  const database = faults ? 'race_faults' : 'race_calm';
  await server.create(database);
  const network = await openNetwork(server, database);
  const apps = [await network.start()]; // the first one brings the schema
  try {
    const size = { slots: SLOTS, places: PLACES, spare: SPARE, requests: ATTEMPTS, desks: DESKS };
    const stage = await server.with(database, (client) => setStage(client, size));
    while (apps.length < PROCESSES) apps.push(await network.start());
    const kills = killAlongTheWay(faults ? victims(server, network, apps, database) : [], ATTEMPTS);
    say(
      `\n${faults ? 'With kill -9 of processes and database' : 'Calm'}: ${ATTEMPTS} attempts by ${CLIENTS} clients over ${PROCESSES} processes …`,
    );
    const tally = await compete({
      stage,
      desk,
      origins: () => apps.map(({ origin }) => origin),
      clients: CLIENTS,
      persistent: faults,
      progress: kills.progress,
    });
    for (const { name, afterAttempts, awayMs } of await kills.happened())
      say(`  killed ${name} after ${afterAttempts} attempts, back after ${Math.round(awayMs)} ms`);
    const found = await server.with(database, (client) => verify(client, stage, tally.won, BOOKED));
    report(tally, found);
    const gone = apps.filter((app) => !app.alive());
    return [
      ...wrongs(found, stage, tally.won.length),
      ...answersAtFault(tally, stage, faults),
      ...gone.map((app) => `a process ended by itself: ${app.told().slice(-2_000)}`),
    ].map((line) => `${faults ? 'with faults' : 'calm'}: ${line}`);
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
    await network.close();
  }
}

/** A process, the database, another process: each once. */
function victims(server: Database, network: Network, apps: App[], database: string): Victim[] {
  const process = (index: number): Victim => ({
    name: `process ${index + 1}`,
    async killAndReturn() {
      const began = performance.now();
      await apps[index]?.kill();
      apps[index] = await network.start();
      return performance.now() - began;
    },
  });
  return [process(0), { name: 'the database', killAndReturn: () => killDatabase(server, database) }, process(1)];
}

async function killDatabase(server: Database, database: string): Promise<number> {
  const began = performance.now();
  const before = server.pid();
  globalThis.process.kill(before, 'SIGKILL');
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const answered = await server
      .with(database, (client) => client.query('select 1'))
      .then(
        () => server.pid() !== before,
        () => false,
      );
    if (answered) return performance.now() - began;
    if (performance.now() - began > 60_000) throw new Error('the database did not come back');
  }
}

/** Wrong about the answers themselves: 5xx in calm weather, attempts without a clear end, losers left without another offer. */
function answersAtFault(tally: Tally, stage: Stage, faults: boolean): string[] {
  const broken = Object.entries(tally.troubles).filter(([status]) => !faults || !['0', '503'].includes(status));
  return [
    ...broken.map(([status, count]) => `${count} answers with status ${status}`),
    ...(tally.unclear > 0 ? [`${tally.unclear} attempts never got a clear answer`] : []),
    ...(tally.attempts !== stage.requests.length ? [`${tally.attempts} of ${stage.requests.length} attempts were made`] : []),
    ...(tally.refusedWithout > 0 ? [`${tally.refusedWithout} losers were shown no other offer`] : []),
  ];
}

function report({ attempts, won, seconds, latencies, refused, refusedWithAlternatives, troubles }: Tally, found: object): void {
  const { p50, p99 } = spread(latencies);
  say(
    `  ${attempts} attempts in ${rounded(seconds)} s (${rounded(attempts / seconds)}/s), hold p50 ${rounded(p50)} ms, p99 ${rounded(p99)} ms`,
  );
  say(`  ${won.length} won; losers ${JSON.stringify(refused)}, ${refusedWithAlternatives} of them with alternatives`);
  if (Object.keys(troubles).length > 0) say(`  asked again after ${JSON.stringify(troubles)}`);
  say(`  in the database ${JSON.stringify(found)}`);
}

process.exitCode = await main();
