import { afterAll, describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/decision.ts';
import { freshDatabase } from '#test/database.ts';
import { lifeSteps } from '#test/life-steps.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { lookAtDay } from './actions/day.ts';
import { addExternalUnits, withdrawExternalUnits } from './actions/external.ts';
import { addDays } from './rules/calendar.ts';
import { parametersOn } from './rules/parameters.ts';

/** GELEIT_DEPTH=20 plays a hundred histories. */
const HISTORIES = 5 * Number(process.env.GELEIT_DEPTH ?? '1');
const STEPS = 24;
const P = parametersOn('2026-03-02');

/** Numbers that a seed brings again (mulberry32). */
function dice(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

describe('What is shown equals a recount of the ledger by the rule', async () => {
  const life = await lifeSteps(await freshDatabase());
  const { cast, clock, shown, faults, putSession } = life;
  afterAll(() => life.close());
  /** Which edges the histories really met: each must, or the test looked away. */
  const met = { steps: 0, refused: 0, corrections: 0, externals: 0, split: 0, exhausted: 0, lapsed: 0, uncovered: 0, capFull: 0 };

  /** One thing that happens; whatever a rule refuses has changed nothing. */
  async function happen(of: Case, roll: (most: number) => number, seed: number, today: string): Promise<void> {
    const what = roll(14);
    const { prescriptions } = await shown(of);
    const one = prescriptions[roll(Math.max(1, prescriptions.length))];
    if (what <= 6) {
      // far apart in time, each history in a minute of its own, so that no two visits overlap
      const minutes = [60, 90, 45, 14, 600, 840][roll(6)] ?? 60;
      const back = roll(8);
      const setting = minutes < 200 && roll(4) === 0 ? ('group' as const) : ('single' as const);
      await putSession(of, { at: `${addDays(today, -back)}T0${roll(2)}:${String(seed % 60).padStart(2, '0')}`, minutes, setting }).catch(
        ignoreOverlap,
      );
      await life.count(of);
    } else if (what === 7) {
      const [session] = await life.look<{ id: string }>(
        `select id from soziotherapie.session where person_id = $1 and state = 'DOCUMENTED' order by md5(id::text) limit 1`,
        of.personId,
      );
      if (session) await life.setState(session.id, 'NO_SHOW');
      await life.count(of);
    } else if (what === 8) {
      met.externals += 1;
      await former(of, addDays(today, -roll(60)), [60, 1200, 3000, 6500][roll(4)] ?? 60);
    } else if (what === 9) {
      const [units] = await life.look<{ id: string }>(
        'select id from soziotherapie.external_units where person_id = $1 and withdrawn_at is null limit 1',
        of.personId,
      );
      if (units) await cast.as('buero', (call, permit) => withdrawExternalUnits(call, permit('soziotherapie.office'), units.id));
    } else if (what === 10 && one) {
      const units = [0, 10, 30, 30, 30][roll(5)] ?? 30;
      const kind = units === 0 ? 'refused' : units === 30 ? 'approved' : 'partly';
      await life.decide(one.id, { on: today, units, kind, validTo: roll(2) ? addDays(today, 20) : null });
    } else if (what === 11) {
      await order(of, today);
    } else if (what === 12 && one && roll(3) === 0) {
      await life.withdraw(one.id, today);
    } else await lookAtDay(life.world);
  }

  async function order(of: Case, today: string): Promise<void> {
    const header = { ...(life.form26().header ?? {}), issueDate: today };
    const signed = { on: today, signed: true };
    const { prescriptions } = await shown(of);
    const content = {
      header,
      groupAllowed: true,
      previousPrescriptions: prescriptions.map(() => ({ issuedOn: '2026-02-02', prescriber: 'Dr. Distelkamp', units: 30 })),
      prescriberSignature: signed,
      patientApplicationSignature: { ...signed, by: 'patient' as const },
      periodFrom: today,
      periodTo: addDays(today, 200),
      // some visits were before it: nobody pays them, and it is known
      confirmed: [{ pointer: '/header/issueDate', code: 'issued-after-first-session', value: today }],
    };
    const id = await life.write(of, { kind: prescriptions.length === 0 ? 'INITIAL' : 'FOLLOW_UP', content });
    await life.issue(id, today);
    await life.check(id, addDays(today, 30));
    await life.submit(id, today);
    await life.receive(id, today);
  }

  function former(of: Case, day: string, minutes: number) {
    const wish = { day, minutes, evidence: 'Brief der Kasse' };
    return cast.as('buero', (call, permit) => addExternalUnits(call, permit('soziotherapie.office'), of.episodeId, wish));
  }

  /** Two visits of one helper at one time are refused by the table itself. */
  function ignoreOverlap(fault: { constraint?: string }): void {
    if (!fault.constraint?.startsWith('session_')) throw fault;
  }

  test(`after each of ${HISTORIES} × ${STEPS} steps, through the actions`, async () => {
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const roll = dice(seed);
      let today = addDays('2026-03-02', roll(28));
      clock.turnTo(`${today}T09:00`);
      const of = await life.inquiry();
      await order(of, today).catch(ignoreRefusal);
      // every second one comes from another provider with most of the 120 hours behind her
      if (seed % 2 === 0) await former(of, addDays(today, -40), 6300 + 15 * roll(20));
      for (let step = 0; step < STEPS; step += 1) {
        today = addDays(today, roll(3) === 0 ? roll(30) : 1);
        clock.turnTo(`${today}T20:00`);
        met.steps += 1;
        await happen(of, roll, seed, today).catch(ignoreRefusal);
        const story = `seed ${seed}, step ${step}`;
        expect([story, await faults(of, P)]).toEqual([story, []]);
        const { windows, parts, ledger, prescriptions, episode } = await shown(of);
        expect(windows.filter(({ usedMinutes }) => usedMinutes > 7200)).toEqual([]);
        met.capFull += Number(windows.some(({ usedMinutes }) => usedMinutes === 7200));
        met.uncovered += Number(parts.some(({ status }) => status === 'UNCOVERED'));
        met.split += Number(new Set(parts.map(({ session_id }) => session_id)).size < parts.length);
        met.corrections += Number(ledger.some(({ kind }) => kind === 'CORRECTION'));
        met.lapsed += Number(prescriptions.some(({ usage }) => usage === 'LAPSED'));
        met.exhausted += Number(episode.state === 'EXHAUSTED');
      }
    }
    console.info(`histories: ${JSON.stringify(met)}`);
    expect(Object.entries(met).filter(([, times]) => times === 0)).toEqual([]);
  });

  function ignoreRefusal(fault: unknown): void {
    if (!(fault instanceof Refusal)) throw fault;
    met.refused += 1;
  }
});
