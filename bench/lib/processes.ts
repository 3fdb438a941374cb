import { type ChildProcess, spawn } from 'node:child_process';

/** A program that was started for a measurement. */
export interface Started {
  child: ChildProcess;
  pid: number;
  /** Milliseconds since it was started. */
  since(): number;
  /** Everything it said so far, for the words of a failure. */
  told(): string;
  /** Resolves with the exit code once it has ended. */
  ended: Promise<number | null>;
  /** Ends it: SIGTERM, and SIGKILL if it does not listen within 5 s. */
  stop(): Promise<void>;
  /** kill -9, for the faults. */
  kill(): Promise<void>;
}

/** Starts this Node with a script. Its output is kept, not shown. */
export function startNode(args: string[], env: Record<string, string>, cwd: string): Started {
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  const keep = (chunk: Buffer): void => {
    told = (told + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const leave = (): void => {
    child.kill('SIGKILL'); // whatever ends us, nothing that we started stays
  };
  process.on('exit', leave);
  const ended = new Promise<number | null>((resolve) =>
    child.on('exit', (code) => {
      process.off('exit', leave);
      resolve(code);
    }),
  );
  return {
    child,
    pid: child.pid ?? 0,
    since: () => performance.now() - began,
    told: () => told,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits until the program has said something that matches; the milliseconds since its start. */
export async function saidWithin(started: Started, pattern: RegExp, milliseconds: number): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing like ${pattern} within ${milliseconds} ms: ${started.told()}`)), milliseconds);
    const look = (): void => {
      if (!pattern.test(started.told())) return;
      clearTimeout(timer);
      resolve(started.since());
    };
    started.child.stdout?.on('data', look);
    void started.ended.then((code) => {
      look();
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before ${pattern}: ${started.told()}`));
    });
    look();
  });
}
