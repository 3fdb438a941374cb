import { killAll } from './families/database-killed.ts';
import { goesOn, type Run } from './family.ts';
import { type App, lives, until } from './ground.ts';
import type { Relay } from './relay.ts';
import { count, type Report, spreadOf } from './report.ts';
import { PATIENCE_MS } from './scene.ts';

/** Where in which command something dies: the app, or the database and all its processes. */
export interface Point {
  /** Before the statement reaches the database, or after it is done and before anybody hears of it. */
  at: 'asked' | 'done';
  statement: RegExp;
  who: 'app' | 'database';
  what: string;
}

interface Work {
  points: readonly Point[];
  /** The short form strikes the first of them. */
  inShort: number;
  app: App;
  relay: Relay;
  report: Report;
  /** Those who go on asking while all this happens. */
  desks: { lastSuccess(): number };
  /** True where nobody would come to this point any more. */
  skips?: (point: Point) => boolean;
  after?: (point: Point) => Promise<void>;
}

/** Lets something die at each point in turn, and waits until somebody is served again. Proofs, restarts and points go into the report. */
export async function strikeAll(run: Run, work: Work): Promise<void> {
  const { points, report, app, desks } = work;
  const restarts: number[] = [];
  const struck: Record<string, number> = {};
  while (goesOn(run, report.cycles, run.short ? work.inShort : points.length)) {
    const point = points[report.cycles % points.length];
    if (!point) throw new Error('there is no point to strike');
    report.cycles += 1;
    if (work.skips?.(point)) continue;
    report.injected += 1;
    if (await strike(point, run, work)) {
      report.proved += 1;
      count(struck, point.what);
    } else report.wrong.push(`nothing died at ${point.what}`);
    if (!app.alive()) restarts.push(await app.start());
    const back = performance.now();
    if (!(await until(30_000, () => desks.lastSuccess() > back))) report.wrong.push(`no command was possible after ${point.what}`);
    await work.after?.(point);
  }
  report.figures = { ...report.figures, restartMs: spreadOf(restarts), points: struck };
}

/** True when it is proved that something died. */
async function strike(point: Point, { ground }: Run, { relay, app }: { relay: Relay; app: App }): Promise<boolean> {
  let proved: boolean | undefined;
  void relay.trap({
    at: point.at,
    statement: point.statement,
    act: async () => {
      if (point.who === 'app') proved = (await app.kill()) === 'SIGKILL';
      else {
        const killed = killAll(ground);
        proved = killed.length > 1 && (await until(5_000, () => killed.every((pid) => !lives(pid))));
      }
    },
  });
  await until(PATIENCE_MS + 10_000, () => proved !== undefined);
  relay.untrap();
  return proved === true;
}
