import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { putPrescription, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { addPrescriber, changeChoice, changePractice, choicesOf, getPractice, listPrescribers } from './actions/practice.ts';

describe('A practice of Soziotherapie', async () => {
  const stage = await setSoziotherapie(await freshDatabase());
  const { cast, practices } = stage;
  afterAll(() => stage.close());
  const read = () => cast.as('weidner', (call, permit) => getPractice(call, permit('soziotherapie.read')));
  const choose = (name: string, value: number | string | boolean | null) =>
    cast.as('leitung', (call, permit) => changeChoice(call, permit('soziotherapie.lead'), name, value));
  const refused = async (name: string, value: number | string | boolean | null) =>
    (await cast.refusal('leitung', (call, permit) => changeChoice(call, permit('soziotherapie.lead'), name, value))).code;

  test('says who it is, who works in it, and where every number of its rules stands', async () => {
    const { answer } = await read();
    expect(answer.practice).toMatchObject({ name: 'Praxis Musterweg', ik: '499900019', state: 'NW' });
    expect(answer.helpers.map(({ name }) => name)).toEqual(['Anke Brück', 'Jonas Weidner']);
    const cap = answer.settings.find(({ name }) => name === 'episodeCapMinutes');
    expect(cap).toMatchObject({ value: 7200, mayChange: false, source: '§ 37a (1) SGB V: höchstens 120 Stunden', open: null });
    expect(answer.settings.find(({ name }) => name === 'groupCapCounting')).toMatchObject({
      open: 'O2',
      mayChange: true,
      value: 'minutes',
    });
  });

  test('chooses where the law leaves it open, for itself alone and from now on; a number of the law stays', async () => {
    await choose('reviewIntervalMonths', 3);
    await choose('trialYear', 'rolling12');
    expect((await read()).answer.settings.find(({ name }) => name === 'reviewIntervalMonths')).toMatchObject({ value: 3, usual: 2 });
    expect(await cast.asSystem((call) => choicesOf(call, practices.anderswo))).toEqual({});
    stage.clock.pass({ minutes: 1 });
    await choose('reviewIntervalMonths', null);
    expect(await cast.asSystem((call) => choicesOf(call, practices.musterweg))).toEqual({ trialYear: 'rolling12' });
    expect(await refused('episodeCapMinutes', 9000)).toBe('setting-fixed');
    expect(await refused('reviewIntervalMonths', 5)).toBe('setting-fixed');
    expect(await refused('episodeCap', 5)).toBe('setting-unknown');
    expect(await refused('constructor', 5)).toBe('setting-unknown');
  });

  test('counts units as it did once it has invoiced', async () => {
    await choose('groupCapCounting', 'unit');
    const one = await stage.openCase();
    await putPrescription(stage, one);
    await stage.admin.query(
      `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, created_at)
       values (gen_random_uuid(), $1, $2, $3, $4, 'single', 'INVOICED', '2026-03-02T08:00', '2026-03-02T09:00', '2026-03-02', '2026-03-02T07:00Z', '2026-03-02T08:00Z', 60, now())`,
      [one.personId, practices.musterweg, one.episodeId, stage.helpers.weidner],
    );
    expect(await refused('groupCapCounting', 'minutes')).toBe('setting-in-use');
    expect(await refused('billingStepMinutes', 6)).toBe('setting-in-use');
    await choose('videoAllowed', true);
  });

  test('finds prescribers by name, practice or number; the office keeps them, helpers do not', async () => {
    const find = (q: string) =>
      cast.as('weidner', async (call, permit) =>
        (await listPrescribers(call, permit('soziotherapie.read'), q)).prescribers.map(({ name }) => name),
      );
    expect(await find('distel')).toEqual(['Frauke Distelkamp']);
    expect(await find('markt 123456658')).toEqual(['Frauke Distelkamp']);
    expect(await find('%')).toEqual([]);
    const refusal = await cast.refusal('weidner', (call, permit) => addPrescriber(call, permit('soziotherapie.office'), {} as never));
    expect(refusal.code).toBe('not-permitted');
  });

  test('is changed by its lead alone, and of two at once one is told', async () => {
    const { answer } = await read();
    const fields = answer.practice;
    if (!fields) throw new Error('no practice');
    const change = (version: number) =>
      cast.as('leitung', (call, permit) =>
        changePractice(call, permit('soziotherapie.lead'), version, { ...fields, phone: '0228 555 401' }),
      );
    const two = await Promise.allSettled([change(answer.version), change(answer.version)]);
    expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await read()).answer.practice?.phone).toBe('0228 555 401');
  });
});
