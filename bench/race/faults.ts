/** Something that can be killed while the race runs. */
export interface Victim {
  name: string;
  /** Kills it with SIGKILL, sees that it is gone, and brings it back; answers how long it was away, in ms. */
  killAndReturn(): Promise<number>;
}

export interface Killing {
  name: string;
  afterAttempts: number;
  awayMs: number;
}

/** Kills each victim once, in order, spread evenly over the race. `progress` is told after every attempt. */
export function killAlongTheWay(victims: readonly Victim[], attempts: number) {
  const killings: Killing[] = [];
  let running: Promise<void> = Promise.resolve();
  let next = 0;
  return {
    progress(done: number): void {
      const victim = victims[next];
      if (!victim || done < ((next + 1) * attempts) / (victims.length + 1)) return;
      next += 1;
      running = running.then(async () => {
        killings.push({ name: victim.name, afterAttempts: done, awayMs: await victim.killAndReturn() });
      });
    },
    /** All killings that happened; a race that ended before its faults proves nothing, so it throws. */
    async happened(): Promise<Killing[]> {
      await running;
      if (killings.length !== victims.length) throw new Error(`only ${killings.length} of ${victims.length} faults happened`);
      return killings;
    },
  };
}
