import { randomUUID } from 'node:crypto';
import { beginRequest } from '#rooms/placement/contract.ts';
import { type Answer, type Ask, openCaller } from '../../../bench/lib/http.ts';
import { desk } from '../../../bench/race/desk.ts';
import { type Stage, setStage } from '../../../bench/race/stage.ts';
import { codeOf } from '../desks.ts';
import { type Family, goesOn, type Run } from '../family.ts';
import { type App, prepareApp } from '../ground.ts';
import { broken } from '../invariants.ts';
import { emptyReport, type Report } from '../report.ts';
import { withoutKeys } from '../without-keys.ts';

/** A command that was sent several times with one key. */
interface Repeated {
  key: string;
  ask: Ask;
  /** The one answer of all of them. */
  answer: string;
  times: number;
}

const DATABASE = 'faults_duplicates';

export const duplicates: Family = {
  name: 'duplicates',
  what: 'the same key 2 to 50 times at once over two processes, with another body, and after a restart',
  async run(run) {
    const report = emptyReport('duplicates', run.seed);
    const { ground } = run;
    await ground.fresh(DATABASE);
    const slots = run.short ? 40 : 2_000;
    const stage = await ground.with(DATABASE, (client) =>
      setStage(client, { slots, places: slots / 2, spare: 5, requests: slots, desks: 2 }),
    );
    const settings = { databaseUrl: ground.url(DATABASE), dataFolder: ground.dataFolder };
    const apps = [await prepareApp(settings), await prepareApp(settings)];
    try {
      await Promise.all(apps.map((app) => app.start()));
      const done: Repeated[] = [];
      while (goesOn(run, report.cycles, 2) && report.cycles < slots - 1) {
        const times = report.cycles === 0 ? 50 : 2 + run.random.below(49);
        for (const ask of commandsOf(stage, report.cycles)) done.push(await repeat(apps, stage, ask, times, report));
        report.cycles += 1;
      }
      await otherBody(apps, stage, done, report);
      await afterRestart(apps, stage, done, report);
      const effects = await effectsOf(run);
      report.doubled = Math.max(0, effects - done.length);
      report.lost = Math.max(0, report.acknowledged - effects);
      report.figures = { keys: done.length, requests: done.reduce((sum, { times }) => sum + times, 0) };
      await ground.with(DATABASE, async (client) => report.violations.push(...(await broken(client))));

      await ground.with(DATABASE, withoutKeys);
      for (const ask of commandsOf(stage, slots - 1)) await repeat(apps, stage, ask, 20, emptyReport('without keys', run.seed));
      const result = (await effectsOf(run)) - effects > 3 ? 'failed' : 'passed';
      report.control = { what: 'the same without idempotency keys: three commands have more than three effects', result };
    } finally {
      await Promise.all(apps.map((app) => app.stop()));
    }
    return report;
  },
};

/** One command, many times at once with one key. */
async function repeat(apps: readonly App[], stage: Stage, ask: Ask, times: number, report: Report): Promise<Repeated> {
  const key = randomUUID();
  const answers = await allAtOnce(apps, stage, ask, key, times);
  report.injected += 1;
  if (answers.length === times) report.proved += 1;
  const good = answers.filter(({ status }) => status >= 200 && status < 300);
  const texts = new Set(good.map(({ body }) => canonical(body)));
  const [answer = ''] = texts;
  if (good.length === 0)
    report.wrong.push(`no answer of ${times} was a success: ${answers[0]?.status} ${JSON.stringify(answers[0]?.body)}`);
  else report.acknowledged += 1;
  if (texts.size > 1) report.wrong.push(`one key got ${texts.size} different answers`);
  const odd = answers.filter((one) => !good.includes(one) && codeOf(one) !== 'key-in-progress');
  if (odd.length > 0) report.wrong.push(`${odd.length} repeats were answered ${odd[0]?.status} ${odd[0] ? codeOf(odd[0]) : ''}`);
  return { key, ask, answer, times };
}

/** Calls, holds and bookings that the log tells of. */
async function effectsOf({ ground }: Run): Promise<number> {
  const { rows } = await ground.with(DATABASE, (client) =>
    client.query<{ effects: number }>(
      `select count(*)::int effects from platform.event
       where action in ('placement.request.created', 'placement.offer.held', 'scheduling.appointment.booked')`,
    ),
  );
  return rows[0]?.effects ?? 0;
}

function commandsOf(stage: Stage, index: number): Ask[] {
  const request = stage.requests[index];
  const target = stage.targets[index];
  if (!request || !target) throw new Error('the stage is too small');
  return [{ method: beginRequest.method, path: beginRequest.path, body: {} }, desk.hold(request, target), desk.book(request, target)];
}

async function allAtOnce(apps: readonly App[], stage: Stage, ask: Ask, key: string, times: number): Promise<Answer[]> {
  return await Promise.all(
    Array.from({ length: times }, async (_, number) => {
      const caller = openCaller(apps[number % apps.length]?.origin ?? '', desk.headers(stage.sessions[0] ?? ''));
      try {
        return await caller.ask({ ...ask, headers: { 'idempotency-key': key } });
      } finally {
        caller.close();
      }
    }),
  );
}

/** A key belongs to what was said with it first. */
async function otherBody(apps: readonly App[], stage: Stage, done: readonly Repeated[], report: Report): Promise<void> {
  for (const { key, ask } of done.slice(0, 3)) {
    const other = ask.path.endsWith('/requests') ? { phone: '0228 555123' } : { ...Object(ask.body), ...otherOf(ask.body) };
    const [answer] = await allAtOnce(apps, stage, { ...ask, body: other }, key, 1);
    report.injected += 1;
    if (answer?.status === 422 && codeOf(answer) === 'key-used-otherwise') report.proved += 1;
    else report.wrong.push(`a key with another body was answered ${answer?.status} ${JSON.stringify(answer?.body)}`);
  }
}

/** An answer without the order of its fields, which the kept answer (jsonb) does not know. */
const canonical = (body: unknown): string => JSON.stringify(Object.entries(Object(body)).sort(([one], [other]) => (one < other ? -1 : 1)));

const otherOf = (body: unknown): object => ('slotId' in Object(body) ? { slotId: randomUUID() } : { channel: 'letter' });

/** The keys outlive the process, whoever answers. */
async function afterRestart(apps: readonly App[], stage: Stage, done: readonly Repeated[], report: Report): Promise<void> {
  const [first] = apps;
  if (!first) return;
  report.injected += 1;
  if ((await first.kill()) === 'SIGKILL') report.proved += 1;
  await first.start();
  for (const { key, ask, answer } of done.slice(-6)) {
    const [again] = await allAtOnce([first], stage, ask, key, 1);
    if (canonical(again?.body) !== answer)
      report.wrong.push(`after a restart a key was answered ${again?.status} ${JSON.stringify(again?.body)}`);
  }
}
