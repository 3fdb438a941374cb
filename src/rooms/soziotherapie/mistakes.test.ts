import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { lifeSteps } from '#test/life-steps.ts';
import { codeOf } from '#test/refused.ts';
import { listDecisions } from './actions/decisions.ts';
import { closeEpisode } from './actions/episode-course.ts';
import { markMistake } from './actions/mistakes.ts';
import type { Mistake } from './contract/decisions.ts';
import { parametersOn } from './rules/parameters.ts';

const P = parametersOn('2026-03-02');

describe('Entered in error', async () => {
  const life = await lifeSteps(await freshDatabase(), { at: Temporal.Instant.from('2026-03-02T08:00:00Z') });
  const { cast, clock, shown } = life;
  afterAll(() => life.close());
  const mark = (id: string, what: Mistake['what'], because: Mistake['because'] = 'typed-wrong') =>
    cast.as('leitung', (call, permit) => markMistake(call, permit('soziotherapie.lead'), id, undefined, { what, because }));
  const letters = (id: string) => cast.as('buero', (call, permit) => listDecisions(call, permit('soziotherapie.read'), id));
  /** Issued on 2 March, at the insurer on the day named, looked at on 20 March. */
  async function sent(receivedOn: string | null = '2026-03-05') {
    clock.turnTo('2026-03-05T09:00');
    const one = await life.inquiry();
    const id = await life.write(one);
    await life.issue(id);
    await life.check(id, '2026-03-16');
    await life.submit(id, '2026-03-04');
    clock.turnTo('2026-03-20T09:00');
    if (receivedOn) await life.receive(id, receivedOn);
    return { one, id };
  }

  test('20 units typed instead of 30: the letter stays to be read, the prescription is covered for the time being again, and the right letter counts', async () => {
    const { one, id } = await sent();
    await life.putSession(one, { at: '2026-03-09T08:00' });
    await life.count(one);
    await life.decide(id, { on: '2026-03-19', kind: 'partly', units: 20 });
    expect(await life.asked(one)).toContain('sozio-objection');
    expect(await mark(id, 'decision')).toMatchObject({ state: 'PROVISIONAL', decisionDueOn: '2026-03-26' });
    expect(await life.asked(one)).not.toContain('sozio-objection');
    expect((await shown(one)).parts).toMatchObject([{ status: 'PROVISIONAL' }]);
    expect(await letters(id)).toMatchObject({
      decisions: [{ kind: 'partly', units: 20, mistaken: true }],
      mistakes: [{ what: 'decision', on: '2026-03-19', because: 'typed-wrong' }],
    });
    clock.turnTo('2026-03-20T09:05');
    expect(await life.decide(id, { on: '2026-03-19', units: 30 })).toMatchObject({ state: 'APPROVED' });
    expect((await letters(id)).decisions).toMatchObject([
      { units: 20, mistaken: true },
      { units: 30, mistaken: false },
    ]);
    expect(await life.stateOf(one)).toBe('ACTIVE');
    expect(await life.faults(one, P)).toEqual([]);
  });

  test('A refusal that belongs to somebody else leaves no mark on the case: units are covered again', async () => {
    const { one, id } = await sent();
    await life.decide(id, { on: '2026-03-09', kind: 'refused', units: 0 });
    await life.putSession(one, { at: '2026-03-16T08:00' });
    await life.count(one);
    expect((await shown(one)).parts).toMatchObject([{ status: 'UNCOVERED' }]);
    expect(await mark(id, 'decision', 'other-case')).toMatchObject({ state: 'PROVISIONAL' });
    expect((await shown(one)).parts).toMatchObject([{ status: 'PROVISIONAL' }]);
    expect(await life.faults(one, P)).toEqual([]);
  });

  test('A receipt typed a day too late is put right: from "nothing is covered" to covered for the time being', async () => {
    const { one, id } = await sent('2026-03-06');
    expect(await life.stateOf(one)).toBe('IN_APPLICATION');
    expect(await mark(id, 'receipt')).toMatchObject({ state: 'SUBMITTED', decisionDueOn: null });
    expect(await life.asked(one)).toContain('sozio-receipt');
    expect(await life.receive(id, '2026-03-05')).toMatchObject({ state: 'PROVISIONAL', decisionDueOn: '2026-03-26' });
    expect((await letters(id)).mistakes).toMatchObject([{ what: 'receipt', on: '2026-03-06' }]);
    expect(await life.stateOf(one)).toBe('ACTIVE');
  });

  test('An objection that was never made goes back to the letter; the answer to a real one goes back to the objection', async () => {
    const { id } = await sent();
    await life.decide(id, { on: '2026-03-16', kind: 'refused', units: 0 });
    await life.object(id, '2026-03-20');
    expect(await codeOf(mark(id, 'decision'))).toBe('entry-not-last');
    expect(await mark(id, 'objection', 'never-happened')).toMatchObject({ state: 'REFUSED' });
    expect((await letters(id)).decisions).toMatchObject([{ objectedOn: null }]);
    await life.object(id, '2026-03-20');
    clock.turnTo('2026-03-20T09:10'); // two letters of one moment have no order
    await life.decide(id, { on: '2026-03-20', units: 30 });
    expect(await mark(id, 'decision')).toMatchObject({ state: 'OBJECTED' });
    expect((await letters(id)).mistakes.map(({ what }) => what)).toEqual(['objection', 'decision']);
  });

  test('Only what nothing stands on can be marked: not a receipt below a letter, nothing twice, nothing of an ended case', async () => {
    const { one, id } = await sent();
    expect(await codeOf(mark(id, 'decision'))).toBe('entry-not-last');
    expect(await codeOf(mark(id, 'objection'))).toBe('entry-not-last');
    await life.decide(id, { on: '2026-03-19', units: 30 });
    expect(await codeOf(mark(id, 'receipt'))).toBe('entry-not-last');
    await mark(id, 'decision');
    expect(await codeOf(mark(id, 'decision'))).toBe('entry-not-last');
    await life.decide(id, { on: '2026-03-19', units: 30 });
    await cast.as('leitung', (call, permit) =>
      closeEpisode(call, permit('soziotherapie.read'), one.episodeId, undefined, {
        reason: 'PATIENT_STOPPED',
        on: '2026-03-20',
        report: 'Auf eigenen Wunsch beendet.',
      }),
    );
    expect(await codeOf(mark(id, 'decision'))).toBe('entry-not-last');
  });

  test('The database lets nobody take a mark away', async () => {
    const { id } = await sent();
    await life.decide(id, { on: '2026-03-19', units: 30 });
    await mark(id, 'decision');
    await expect(life.admin.query('update soziotherapie.decision set mistaken_at = null where prescription_id = $1', [id])).rejects.toThrow(
      /stays as it is/,
    );
    await expect(life.admin.query(`update soziotherapie.prescription set mistakes = '[]' where id = $1`, [id])).rejects.toThrow(
      /only grows/,
    );
  });
});
