import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { setLife } from '#test/life-stage.ts';
import { type Case, putPrescription } from '#test/soziotherapie-stage.ts';
import { judgePlannedUnit, reckon } from './actions/reckon.ts';
import { parametersOn } from './rules/parameters.ts';

const P = parametersOn('2026-03-02');

describe('The recount of a person', async () => {
  const stage = await setLife(await freshDatabase());
  const { cast, clock, shown, faults, putSession, openCase } = stage;
  afterAll(() => stage.close());
  const count = (of: Case) => cast.as('weidner', (call) => reckon(call, of.personId));
  const plan = (of: Case, day: string, minutes = 60) =>
    cast.as('weidner', (call) => judgePlannedUnit(call, of.personId, { day, start: `${day}T10:00`, setting: 'single', minutes }));

  test('S1: two sessions are 150 minutes of the contingent and 2.5 units; approved later they count the same', async () => {
    clock.turnTo('2026-03-16T18:00');
    const one = await openCase({ state: 'IN_APPLICATION' });
    const id = await putPrescription(stage, one, { issuedOn: '2026-03-02', receivedOn: '2026-03-05' });
    await putSession(one, { at: '2026-03-09T10:00' });
    await putSession(one, { at: '2026-03-16T10:00', minutes: 90 });
    await count(one);
    const first = await shown(one);
    expect(first.windows).toEqual([{ start: '2026-03-09', end: '2029-03-08', usedMinutes: 150 }]);
    expect(first.prescriptions).toMatchObject([{ id, used_parts: 450, usage: 'IN_USE' }]);
    expect(first.parts.map(({ status, minutes }) => [status, minutes])).toEqual([
      ['PROVISIONAL', 60],
      ['PROVISIONAL', 90],
    ]);
    expect(first.episode.state).toBe('ACTIVE');
    await count(one);
    expect(await shown(one)).toEqual(first);
    expect(await faults(one, P)).toEqual([]);
  });

  test('S7: where the 120 hours end in the middle of a session it is split, and the episode is exhausted; told at planning already', async () => {
    clock.turnTo('2026-03-16T18:00');
    const one = await openCase();
    await putPrescription(stage, one, { approved: { units: 30, postedOn: '2026-03-06' } });
    await stage.admin.query(
      `insert into soziotherapie.external_units (id, person_id, organisation_id, day, minutes, evidence, recorded_at) values ($1, $2, $3, '2026-03-02', 7155, 'Brief der Kasse', now())`,
      [randomUUID(), one.personId, stage.practices.musterweg],
    );
    await count(one);
    const planned = await plan(one, '2026-03-16');
    expect(planned).toMatchObject({ ok: true, facts: { coveredMinutes: 45, uncoveredMinutes: 15 } });
    await putSession(one, { at: '2026-03-16T12:00' });
    await count(one);
    const { parts, windows, episode, ledger } = await shown(one);
    expect(parts.map(({ status, minutes, because }) => [status, minutes, because])).toEqual([
      ['APPROVED', 45, null],
      ['UNCOVERED', 15, 'cap-exhausted'],
    ]);
    expect(windows).toMatchObject([{ usedMinutes: 7200 }]);
    expect(ledger.map(({ kind, minutes }) => [kind, minutes])).toEqual([
      ['EXTERNAL', 7155],
      ['OWN_SINGLE', 45],
    ]);
    expect(episode.state).toBe('EXHAUSTED');
    expect(await plan(one, '2026-03-20')).toMatchObject({ ok: false, because: 'cap-exhausted' });
    expect(await faults(one, P)).toEqual([]);
  });

  test('a session that was marked by mistake gives its units back by a correction, and the window is drawn anew', async () => {
    clock.turnTo('2026-03-16T18:00');
    const one = await openCase();
    await putPrescription(stage, one, { units: 1, approved: { units: 1, postedOn: '2026-03-02' } });
    const first = await putSession(one, { at: '2026-03-09T12:00' });
    await putSession(one, { at: '2026-03-16T14:00' });
    await count(one);
    expect((await shown(one)).episode.state).toBe('GAP');
    expect((await shown(one)).prescriptions).toMatchObject([{ usage: 'USED_UP' }]);
    clock.pass({ minutes: 1 });
    await stage.setState(first, 'NO_SHOW');
    await count(one);
    const { windows, ledger, parts, prescriptions } = await shown(one);
    expect(ledger.map(({ kind, day, minutes }) => [kind, day, minutes])).toEqual([
      ['OWN_SINGLE', '2026-03-09', 60],
      ['CORRECTION', '2026-03-09', -60],
      ['OWN_SINGLE', '2026-03-16', 60],
    ]);
    expect(windows).toEqual([{ start: '2026-03-16', end: '2029-03-15', usedMinutes: 60 }]);
    expect(parts).toMatchObject([{ status: 'APPROVED', minutes: 60 }]);
    expect(prescriptions).toMatchObject([{ used_parts: 180, usage: 'USED_UP' }]);
    expect(await faults(one, P)).toEqual([]);
  });

  test('an office counts as its helpers do; another practice reaches nothing of it', async () => {
    const one = await openCase();
    await putPrescription(stage, one);
    await putSession(one, { at: '2026-03-09T14:00' });
    await cast.as('buero', (call) => reckon(call, one.personId));
    expect((await shown(one)).windows).toMatchObject([{ usedMinutes: 60 }]);
    const before = await shown(one);
    expect((await cast.refusal('fremd', (call) => reckon(call, one.personId))).code).toBe('not-found');
    expect(await shown(one)).toEqual(before);
  });

  test('helper, office and lead who count at the same moment book each minute once', async () => {
    clock.turnTo('2026-03-16T20:00');
    const one = await openCase();
    await putPrescription(stage, one, { approved: { units: 30, postedOn: '2026-03-02' } });
    for (const hour of ['00', '02', '04']) await putSession(one, { at: `2026-03-15T${hour}:00`, minutes: 90 });
    await Promise.all(
      (['weidner', 'buero', 'leitung', 'weidner'] as const).map((who) => cast.as(who, (call) => reckon(call, one.personId))),
    );
    const { windows, ledger, parts, prescriptions } = await shown(one);
    expect(windows).toMatchObject([{ usedMinutes: 270 }]);
    expect(prescriptions).toMatchObject([{ used_parts: 810 }]);
    expect([ledger.length, parts.length]).toEqual([3, 3]);
    expect(await faults(one, P)).toEqual([]);
  });
});
