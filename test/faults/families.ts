import { appKilled } from './families/app-killed.ts';
import { cases } from './families/cases.ts';
import { clock } from './families/clock.ts';
import { databaseKilled } from './families/database-killed.ts';
import { diskFull } from './families/disk-full.ts';
import { duplicates } from './families/duplicates.ts';
import { escalationClock } from './families/escalation-clock.ts';
import { migrationKilled } from './families/migration-killed.ts';
import { poolExhausted } from './families/pool-exhausted.ts';
import { slowClients } from './families/slow-clients.ts';
import { soziotherapie } from './families/soziotherapie.ts';
import { soziotherapieDisk } from './families/soziotherapie-disk.ts';
import { waitingHold } from './families/waiting-hold.ts';
import { workerKilled } from './families/worker-killed.ts';
import type { Family } from './family.ts';

/** All families of faults, in the order in which they run. */
export const FAMILIES: readonly Family[] = [
  appKilled,
  databaseKilled,
  workerKilled,
  clock,
  escalationClock,
  waitingHold,
  soziotherapie,
  cases,
  duplicates,
  diskFull,
  soziotherapieDisk,
  slowClients,
  migrationKilled,
  poolExhausted,
];
