import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/sequencer.ts';

// Pure rules share one world per worker: sixty isolated files take 11 s, sixty shared ones 0.9 s.
const pure = ['src/kernel/**/*.test.ts', 'src/rooms/*/rules*.test.ts', 'src/rooms/*/rules/**/*.test.ts', 'src/rooms/*/contract*.test.ts'];

// Actions, endpoints and scenarios on PostgreSQL: each file has a database of its own and leaves nothing behind in the process, so they
// share one world per worker, too. Loading it anew for each of the rooms' files took 188 s of the machine, sharing it takes 75 s.
const shared = [
  'src/rooms/**/*.test.ts',
  'src/platform/**/*.test.ts',
  'src/doors/**/*.test.ts',
  'test/house/**/*.test.ts',
  'test/scenarios/**/*.test.ts',
];

export default defineConfig({
  test: {
    pool: 'threads',
    // Much of the time is spent waiting for timers, browsers and killed servers: three files at once keep two cores busy.
    maxWorkers: Number(process.env.GELEIT_TEST_WORKERS ?? 3),
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./test/cluster.ts'],
    // Only against standing still for ever: a slow machine that does other things, too, must not break a test. What has to be quick says so itself.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    env: { TZ: 'UTC' },
    projects: [
      { extends: true, test: { name: 'rules', include: pure, isolate: false } },
      { extends: true, test: { name: 'shared', include: shared, exclude: pure, isolate: false } },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...pure, ...shared],
        },
      },
    ],
  },
});
