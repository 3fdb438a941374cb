import { join } from 'node:path';
import { type Family, goesOn } from '../family.ts';
import { type Ground, openGround, pause, until } from '../ground.ts';
import { unsound } from '../invariants.ts';
import { emptyReport, spreadOf } from '../report.ts';
import { openServiceDesks } from '../service-desks.ts';
import { fill, onSmallDisk } from './disk-full.ts';
import { brokenAfter, DATABASE, judge, prepare, serviceApp } from './soziotherapie.ts';

const RECOVERY_MS = 30_000;

export const soziotherapieDisk: Family = {
  name: 'soziotherapie-disk',
  what: 'the disk is filled to the last byte while files are uploaded and notes are written, and freed again',
  run: (run) =>
    onSmallDisk(emptyReport('soziotherapie-disk', run.seed), async (folder, report) => {
      const ground: Ground = await openGround({ dataFolder: join(folder, 'data') });
      const recoveries: number[] = [];
      try {
        await ground.fresh(DATABASE);
        const { scene, people, organisationId } = await prepare({ ground, random: run.random });
        const app = await serviceApp(ground);
        try {
          await app.start();
          const desks = openServiceDesks({ ...scene, origin: () => app.origin }, 30);
          await until(10_000, () => desks.lastSuccess() > 0);
          await pause(1_000);
          report.control = {
            what: 'the same load with room on the disk: somebody is told to come again',
            result: desks.statuses['503'] ? 'passed' : 'failed',
          };
          while (goesOn(run, report.cycles, 1)) {
            const free = await fill(folder, desks, report);
            await free();
            const began = performance.now();
            if (await until(RECOVERY_MS, () => desks.lastSuccess() > began)) recoveries.push(desks.lastSuccess() - began);
            else report.wrong.push(`no command was possible ${RECOVERY_MS / 1000} s after the disk was freed`);
            report.cycles += 1;
            await pause(run.short ? 1_000 : 10_000);
          }
          await desks.finish();
          if (!app.alive()) report.wrong.push(`the app ended: ${app.told().slice(-500)}`);
          report.wrong.push(...Object.entries(desks.wrong).map(([words, times]) => `${times} answers: ${words}`));
          await judge(ground, desks, report);
          report.violations.push(...(await brokenAfter(ground, people, organisationId)));
          await ground.with(DATABASE, async (client) => report.violations.push(...(await unsound(client))));
          report.figures = { ...report.figures, statuses: desks.statuses, recoveryMs: spreadOf(recoveries) };
        } finally {
          await app.stop();
        }
      } finally {
        await ground.stop();
      }
    }),
};
