import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { changePerson } from '#rooms/people/actions.ts';
import { answerOpener } from '#rooms/placement/actions/triage.ts';
import { setCrisis } from '#test/crisis-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { type Answered, answerQuestion } from './actions/level.ts';
import { raise } from './actions/raise.ts';
import { getScript, listOpen } from './actions/read.ts';
import { draftScript, getScriptVersion, listScripts, saveScript, shipScript, signScript, withdrawScript } from './actions/scripts.ts';
import { canonical, hashOf } from './actions/wording.ts';
import type { ScriptBody } from './rules/script.ts';
import { SHIPPED_SCRIPT } from './rules/shipped-script.ts';

const database = await freshDatabase();
const stage = await setCrisis(database);
const { cast, read, raiseAs, clock } = stage;
afterAll(() => stage.close());

const list = () => cast.as('amara', async (call, permit) => (await listScripts(call, permit('crisis.lead'))).scripts);
const show = (id: string) => cast.as('amara', (call, permit) => getScriptVersion(call, permit('crisis.lead'), id));
const draft = (fromId: string, name: string) => cast.as('amara', (call, permit) => draftScript(call, permit('crisis.lead'), fromId, name));
const given = (id: string, answered: Answered) =>
  cast.as('jana', (call, permit) => answerQuestion(call, permit('crisis.raise'), id, answered));
const inUse = () => cast.as('jana', async (call, permit) => getScript(call, permit('crisis.raise')));
const changed = (body: ScriptBody, de: string): ScriptBody => ({
  ...body,
  questions: body.questions.map((question, at) => (at === 0 ? { ...question, de } : question)),
});

describe('a script that nobody has signed', () => {
  test('is there with the product, once, and is not asked: the numbers and the roster are given instead', async () => {
    await Promise.all([shipScript(stage.world), shipScript(stage.world)]);
    const scripts = await list();
    expect(scripts).toMatchObject([{ scriptVersion: '2026-1', state: 'draft', draftedByName: null, signedAt: null }]);
    const now = await inUse();
    expect(now.script).toBeNull();
    expect(now.roster.nobody).toBe(true);
    expect(now.numbers.map(({ phone }) => phone)).toEqual(['112', '110', '116117', '0800 1110111', '0800 1110222', '116 123']);
    const asked = {
      from: 'script' as const,
      drill: false,
      script: { scriptVersion: '2026-1', opener: 'yes' as const, answers: {}, marks: [] as string[], finished: true },
    };
    expect((await cast.refusal('jana', (call, permit) => raise(call, permit('crisis.raise'), asked))).code).toBe('script-not-signed');
  });

  test('the button works as ever, with the printed deadlines, and no question is answered', async () => {
    const { id, level } = await raiseAs('jana');
    expect(level).toBe('ORANGE');
    expect((await read('jana', id)).clock.acknowledgeSeconds).toBe(300);
    expect((await cast.refusal('jana', async () => given(id, { question: 'Q0', answer: 'yes' }))).code).toBe('script-not-signed');
  });
});

describe('the clinical lead', () => {
  test('needs a fresh code to sign, and signs exactly what was shown', async () => {
    const [shipped] = await list();
    if (!shipped) throw new Error('nothing shipped');
    const { hash } = await show(shipped.id);
    clock.pass({ minutes: 6 }); // signing in counted as a fresh code until now
    const sign = (id: string, version: number, what: string) =>
      cast.refusal('amara', (call, permit) => signScript(call, permit('crisis.lead'), id, version, what));
    expect((await sign(shipped.id, 1, hash)).code).toBe('step-up-needed');
    await stage.stepUp('amara');
    expect((await sign(shipped.id, 1, 'f'.repeat(64))).code).toBe('script-not-as-shown');
    expect((await sign(shipped.id, 2, hash)).code).toBe('version-old');
    expect((await sign(stage.practice.places.brandt, 1, hash)).code).toBe('script-not-found');
    expect((await cast.refusal('jana', (call, permit) => listScripts(call, permit('crisis.lead')))).code).toBe('not-permitted');
    await cast.as('amara', (call, permit) => signScript(call, permit('crisis.lead'), shipped.id, 1, hash));
    expect((await inUse()).script).toMatchObject({ scriptVersion: '2026-1', signedByName: 'Dr. Amara Diallo', body: SHIPPED_SCRIPT });
    expect((await sign(shipped.id, 2, hash)).code).toBe('script-signed');
  });

  test('words a version of her own from it; one with faults is kept, but not signed', async () => {
    const [shipped] = await list();
    if (!shipped) throw new Error('nothing shipped');
    clock.pass({ minutes: 6 });
    const one = await draft(shipped.id, '2026-2');
    expect(one).toMatchObject({ version: 1, faults: [] });
    expect((await cast.refusal('amara', async () => draft(shipped.id, '2026-2'))).code).toBe('script-name-taken');
    const save = (id: string, version: number, body: ScriptBody, name = '2026-2') =>
      cast.as('amara', (call, permit) => saveScript(call, permit('crisis.lead'), id, version, name, body));
    const broken = await save(one.id, 1, { ...SHIPPED_SCRIPT, questions: SHIPPED_SCRIPT.questions.slice(1) });
    expect(broken.faults).toContainEqual({ pointer: '/questions/Q0', code: 'question-missing' });
    await stage.stepUp('amara');
    const refused = await cast.refusal('amara', (call, permit) => signScript(call, permit('crisis.lead'), one.id, 2, broken.hash));
    expect(refused).toMatchObject({ code: 'script-faulty', detail: { errors: broken.faults } });
    const mended = await save(one.id, 2, changed(SHIPPED_SCRIPT, 'Sind Sie gerade in Gefahr?'));
    expect((await cast.refusal('amara', async () => save(one.id, 2, SHIPPED_SCRIPT))).code).toBe('version-old');
    expect((await cast.refusal('amara', async () => save(one.id, 3, SHIPPED_SCRIPT, '2026-1'))).code).toBe('script-name-taken');
    await cast.as('amara', (call, permit) => signScript(call, permit('crisis.lead'), one.id, 3, mended.hash));
    expect((await list()).map(({ scriptVersion, state }) => [scriptVersion, state])).toEqual([
      ['2026-2', 'in-use'],
      ['2026-1', 'replaced'],
    ]);
    expect((await cast.refusal('amara', async () => save(one.id, 4, SHIPPED_SCRIPT))).code).toBe('script-signed');
    await expect(stage.admin.query("update crisis.script set body = '{}' where id = $1", [one.id])).rejects.toThrow('does not change');
    expect((await cast.refusal('amara', async () => save(shipped.id, 3, SHIPPED_SCRIPT, '2026-1'))).code).toBe('script-withdrawn');
  });

  test('two signatures at once: one version is in use', async () => {
    const [current] = await list();
    if (!current) throw new Error('nothing in use');
    const drafts = [await draft(current.id, '2026-3'), await draft(current.id, '2026-4')];
    await stage.stepUp('amara');
    const ends = await Promise.allSettled(
      drafts.map(({ id, hash }) => cast.as('amara', (call, permit) => signScript(call, permit('crisis.lead'), id, 1, hash))),
    );
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const [count] = await stage.look<{ n: number }>(
      'select count(*)::int as n from crisis.script where signed_at is not null and withdrawn_at is null',
    );
    expect(count?.n).toBe(1);
  });

  test('the hash is of the words, not of the order in which the database keeps them', () => {
    expect(canonical({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(hashOf(JSON.parse(JSON.stringify(SHIPPED_SCRIPT)) as ScriptBody).equals(hashOf(SHIPPED_SCRIPT))).toBe(true);
    expect(hashOf(changed(SHIPPED_SCRIPT, 'anders')).equals(hashOf(SHIPPED_SCRIPT))).toBe(false);
  });
});

describe('asking', () => {
  let requestId = '';
  beforeEach(async () => {
    clock.pass({ hours: 1 });
    const request = await stage.request();
    requestId = request.id;
    await cast.as('jana', (call) => changePerson(call, request.personId, { birthDate: '1990-05-04' }));
  });
  const version = async () => (await inUse()).script?.scriptVersion ?? '';
  const fromScript = async (script: {
    opener?: 'no' | 'yes' | 'unclear';
    answers?: Record<string, string>;
    finished?: boolean;
    scriptVersion?: string;
  }) => ({
    from: 'script' as const,
    drill: false,
    requestId,
    script: { scriptVersion: await version(), opener: 'no' as const, answers: {}, marks: [], finished: false, ...script },
  });
  const CALM = { Q0: 'no', Q1: 'no', Q2: 'no', Q3: 'no', Q4: 'no', Q5: 'no', Q6: 'never', Q7: 'safe+not alone', Q8: 'no' };

  test('each answer is a command of its own, and the level follows it upwards at once', async () => {
    await cast.as('jana', (call, permit) => answerOpener(call, permit('placement.desk'), requestId, 'yes'));
    const { emergencies } = await cast.as('jana', (call, permit) => listOpen(call, permit('crisis.raise')));
    const mine = emergencies.find((row) => row.requestId === requestId);
    if (!mine) throw new Error('the opener raised nothing');
    expect(mine).toMatchObject({ level: 'YELLOW', raisedFrom: 'opener' });
    const levels: string[] = [];
    for (const answered of [
      { question: 'Q0', answer: 'no' },
      { question: 'Q1', answer: 'yes' },
      { question: 'Q2', answer: 'yes' },
      { question: 'Q3', answer: 'yes' },
      { question: 'Q4', answer: 'yes' },
      { question: 'Q5', answer: 'yes' },
      { question: 'Q5', answer: 'no' },
    ])
      levels.push((await given(mine.id, answered)).level);
    // "no" after all: nobody but the duty psychologist goes back
    expect(levels).toEqual(['YELLOW', 'YELLOW', 'YELLOW', 'ORANGE', 'ORANGE', 'RED', 'RED']);
    const refused = await cast.refusal('jana', async () => given(mine.id, { question: 'Q4', answer: 'vielleicht' }));
    expect(refused).toMatchObject({
      code: 'invalid-input',
      detail: { errors: [{ pointer: '/script/answers/Q4', code: 'answer-unknown' }] },
    });
    expect((await cast.refusal('jana', async () => given(mine.id, { mark: 'sings', set: true }))).code).toBe('invalid-input');
    expect((await read('jana', mine.id)).answers).toMatchObject({ Q1: 'yes', Q5: 'no' });
    expect((await read('jana', mine.id)).entries.filter(({ kind }) => kind === 'answered')).toHaveLength(7);
  });

  test('a caller who says nothing more is RED when the script is closed, and a threat at once', async () => {
    const raised = await cast.as('jana', async (call, permit) =>
      raise(call, permit('crisis.raise'), await fromScript({ opener: 'yes', answers: { Q1: 'yes' } })),
    );
    const id = raised.id ?? '';
    expect(raised.level).toBe('YELLOW');
    expect((await given(id, { mark: 'threatening', set: true })).level).toBe('RED');
    const other = await stage.request();
    const second = await cast.as('jana', async (call, permit) =>
      raise(call, permit('crisis.raise'), { ...(await fromScript({ opener: 'yes', answers: { Q1: 'yes' } })), requestId: other.id }),
    );
    expect((await given(second.id ?? '', { finished: true })).level).toBe('RED');
    expect((await read('jana', second.id ?? '')).scriptFinished).toBe(true);
  });

  test('a script that found nothing raises nothing, and stands with the request', async () => {
    const green = await cast.as('jana', async (call, permit) =>
      raise(call, permit('crisis.raise'), await fromScript({ opener: 'yes', answers: CALM, finished: true })),
    );
    expect(green).toEqual({ id: null, version: null, level: 'GREEN', state: null, next: [] });
    const [request] = await stage.look<{ safety_level: string }>('select safety_level from placement.request where id = $1', requestId);
    expect(request?.safety_level).toBe('GREEN');
    expect(
      (await cast.refusal('jana', async (call, permit) => raise(call, permit('crisis.raise'), await fromScript({ answers: CALM })))).code,
    ).toBe('script-not-finished');
    expect(
      (
        await cast.refusal('jana', async (call, permit) =>
          raise(call, permit('crisis.raise'), await fromScript({ scriptVersion: '2026-1' })),
        )
      ).code,
    ).toBe('script-replaced');
  });

  test('an emergency keeps the wording with which it was raised, also when that is replaced or withdrawn meanwhile', async () => {
    const { id } = await raiseAs('jana', { requestId });
    const before = (await read('jana', id)).scriptVersion;
    const current = (await list()).find(({ state }) => state === 'in-use');
    if (!current) throw new Error('nothing in use');
    await stage.stepUp('amara');
    await cast.as('amara', (call, permit) => withdrawScript(call, permit('crisis.lead'), current.id, current.version));
    expect((await inUse()).script).toBeNull();
    expect(await given(id, { question: 'Q0', answer: 'yes' })).toMatchObject({ level: 'RED' });
    expect((await read('jana', id)).scriptVersion).toBe(before);
    expect((await list()).filter(({ state }) => state === 'in-use')).toEqual([]);
    expect((await list()).find(({ scriptVersion }) => scriptVersion === '2026-1')?.state).toBe('withdrawn');
  });
});
