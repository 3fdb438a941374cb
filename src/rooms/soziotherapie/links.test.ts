import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { openHttp } from '#test/open-http.ts';
import { codeOf } from '#test/refused.ts';
import { setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { mountLinks } from '../../doors/links.ts';
import { getPlan } from './actions/care-plan.ts';
import { changeEpisode } from './actions/episodes.ts';
import { listLinks, makeLink, revokeLink } from './actions/links.ts';
import { dropPlan } from './actions/signatures.ts';
import { type PlanStage, planSteps } from './plan-stage.fixture.ts';

const database = await freshDatabase();
let stage: PlanStage;
let steps: ReturnType<typeof planSteps>;
let app: FastifyInstance;
const lines: string[][] = [];

async function door(most?: { open: number; answer: number }): Promise<FastifyInstance> {
  const made = await openHttp(stage.world);
  lines.push(made.lines);
  await mountLinks(made.app, { world: stage.world, secure: false, origins: made.origins, ...(most ? { most } : {}) });
  await made.app.ready();
  return made.app;
}

beforeAll(async () => {
  stage = await setSoziotherapie(database);
  steps = planSteps(stage);
  app = await door({ open: 10_000, answer: 10_000 });
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

/** One browser of a recipient, with its cookie. */
function browser(of: FastifyInstance = app) {
  let cookie = '';
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await of.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json', 'x-geleit': '1', ...(cookie ? { cookie } : {}), ...headers },
      payload: JSON.stringify(body),
    });
    const set = response.cookies.find(({ name }) => name === 'geleit-link');
    if (set) cookie = `geleit-link=${set.value}`;
    return { status: response.statusCode, json: response.json(), set };
  };
  return {
    open: (secret: string, code?: string, headers?: Record<string, string>) =>
      post('/api/links/open', { secret, ...(code ? { code } : {}) }, headers),
    answer: (secret: string, answer: string, text?: string) => post('/api/links/answer', { secret, answer, ...(text ? { text } : {}) }),
  };
}

type Kind = 'prescriber' | 'client' | 'guardian';
async function sent(kind: Kind = 'prescriber') {
  const made = await steps.offered();
  return { ...made, ...(await send(made, kind)) };
}
async function send(made: { episodeId: string; planId: string }, kind: Kind = 'prescriber') {
  const wish = { purpose: 'sign-plan' as const, objectId: made.planId, recipientKind: kind };
  const link = await stage.cast.as('weidner', (call, permit) => makeLink(call, permit('soziotherapie.read'), made.episodeId, wish));
  const [address, secret = ''] = link.address.split('#');
  expect(address).toBe('http://localhost:4000/unterschrift');
  return { linkId: link.id, secret, code: link.code };
}
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const rowOf = async (episodeId: string) =>
  (await stage.cast.as('weidner', (call, permit) => listLinks(call, permit('soziotherapie.read'), episodeId))).links[0];
describe('a link for the prescriber', () => {
  test('opens exactly one plan after the code, and takes one signature (access case 23)', async () => {
    const { secret, code, planId, episodeId } = await sent();
    const praxis = browser();
    expect(await praxis.open(secret)).toMatchObject({ status: 200, json: { step: 'code' } });
    const opened = await praxis.open(secret, code);
    expect(opened.set).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(opened.json).toMatchObject({
      step: 'open',
      recipientKind: 'prescriber',
      recipientName: 'Dr. Frauke Distelkamp',
      client: { name: 'Almut Reetz', birthDate: '1984-05-02' },
      practice: { name: 'Praxis Musterweg' },
      plan: { number: 1, open: true, prescribedUnits: 30 },
      report: null,
    });
    expect((await praxis.answer(secret, 'signed')).json).toMatchObject({ answer: 'signed' });
    const again = await praxis.answer(secret, 'signed');
    expect([again.status, again.json.code]).toEqual([409, 'link-answered']);
    const plan = await stage.cast.as('weidner', async (call, permit) => (await getPlan(call, permit('soziotherapie.read'), planId)).answer);
    expect(plan.signatures).toMatchObject([{ party: 'prescriber', how: 'link', signedOn: steps.today() }]);
    expect(await rowOf(episodeId)).toMatchObject({ state: 'answered', answer: 'signed' });
    expect((await praxis.open(secret)).json).toMatchObject({ step: 'open', answered: { answer: 'signed' }, plan: { open: false } });
  });

  test('two clicks at the same moment sign once', async () => {
    const { secret, code, planId } = await sent();
    const praxis = browser();
    await praxis.open(secret, code);
    const both = await Promise.all([praxis.answer(secret, 'signed'), praxis.answer(secret, 'signed')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await stage.look('select party from soziotherapie.plan_signature where care_plan_id = $1', planId)).toHaveLength(1);
  });

  test('the third signature by link makes the plan agreed', async () => {
    const { secret, code, planId } = await sent();
    await steps.sign(planId, 'client');
    await steps.sign(planId, 'provider');
    const praxis = browser();
    await praxis.open(secret, code);
    expect((await praxis.answer(secret, 'signed')).status).toBe(200);
    const [plan] = await stage.look<{ state: string }>('select state from soziotherapie.care_plan where id = $1', planId);
    expect(plan?.state).toBe('agreed');
  });

  test('the secret is no part of an address or a log line, and lies hashed', async () => {
    const { secret, code, linkId } = await sent();
    await browser().open(secret, code);
    expect(secret).toMatch(/^[\w-]{32}$/);
    const rows = await stage.look('select * from access.link where id = $1', linkId);
    const kept = JSON.stringify(rows) + JSON.stringify(await stage.look('select * from platform.event')) + lines.flat().join('\n');
    const hidden = [secret, code, Buffer.from(secret, 'base64url').toString('hex'), 'Distelkamp'];
    expect(hidden.filter((word) => kept.includes(word))).toEqual([]);
    const answers = await stage.look<{ answer: unknown }>('select answer from platform.idempotency');
    expect(JSON.stringify(answers)).not.toContain(secret);
  });

  test('asks back: the words are sealed, a task tells who accompanies', async () => {
    const { secret, code, planId, episodeId } = await sent();
    const praxis = browser();
    await praxis.open(secret, code);
    expect((await praxis.answer(secret, 'asked-back')).json.code).toBe('link-text-missing');
    expect((await praxis.answer(secret, 'asked-back', 'Warum nur einmal die Woche?')).status).toBe(200);
    expect(await rowOf(episodeId)).toMatchObject({ state: 'answered', answer: 'asked-back', said: 'Warum nur einmal die Woche?' });
    const tasks = await stage.look<{ kind: string; practitioner_id: string }>(
      'select kind, practitioner_id from tasks.task where object_id = $1',
      planId,
    );
    expect(tasks).toEqual([{ kind: 'plan-asked-back', practitioner_id: stage.helpers.weidner }]);
    const [row] = await stage.look<{ text: string }>(
      `select encode(answer_sealed, 'escape') as text from access.link where object_id = $1`,
      planId,
    );
    expect(row?.text).not.toContain('Woche');
  });

  test('declines: a task, and the plan stays open for another way', async () => {
    const { secret, code, planId } = await sent();
    const praxis = browser();
    await praxis.open(secret, code);
    expect((await praxis.answer(secret, 'declined', 'Nicht mehr meine Patientin.')).status).toBe(200);
    expect(await stage.look('select kind from tasks.task where object_id = $1', planId)).toEqual([{ kind: 'plan-declined' }]);
    expect((await steps.sign(planId, 'prescriber')).state).toBe('offered');
  });

  test('an answer that does not belong to it is refused', async () => {
    const { secret, code } = await sent();
    const praxis = browser();
    await praxis.open(secret, code);
    expect((await praxis.answer(secret, 'read')).json.code).toBe('link-not-this-answer');
  });
});

describe('a link opens nothing', () => {
  test.each([
    ['that nobody made', async () => 'A'.repeat(32), 404, 'link-not-found'],
    [
      'that was taken back',
      async () => {
        const { secret, linkId, episodeId } = await sent();
        const version = (await rowOf(episodeId))?.version;
        await stage.cast.as('buero', (call, permit) => revokeLink(call, permit('soziotherapie.read'), linkId, version));
        return secret;
      },
      410,
      'link-expired',
    ],
    [
      'whose plan was dropped meanwhile',
      async () => {
        const { secret, planId } = await sent();
        const at = await steps.version(planId);
        await stage.cast.as('weidner', (call, permit) => dropPlan(call, permit('soziotherapie.care'), planId, at));
        return secret;
      },
      410,
      'link-expired',
    ],
    [
      'whose signature came on paper meanwhile',
      async () => {
        const { secret, planId } = await sent();
        await steps.sign(planId, 'prescriber');
        return secret;
      },
      410,
      'link-expired',
    ],
    [
      'for which a newer one was made',
      async () => {
        const made = await sent();
        await send(made);
        return made.secret;
      },
      410,
      'link-expired',
    ],
  ] as const)('%s', async (_what, make, status, code) => {
    const answer = await browser().open(await make());
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.set).toBeUndefined();
  });

  test('from the fifteenth day (access case 24: 410), also in the browser that had opened it', async () => {
    const { secret, code } = await sent();
    const praxis = browser();
    await praxis.open(secret, code);
    const before = stage.clock.now;
    stage.clock.now = before.add({ hours: 14 * 24 - 1 });
    expect((await praxis.open(secret)).status).toBe(200);
    stage.clock.now = before.add({ hours: 14 * 24 });
    for (const answer of [await praxis.open(secret), await praxis.answer(secret, 'signed')])
      expect([answer.status, answer.json.code]).toEqual([410, 'link-expired']);
    stage.clock.now = before;
  });

  test('in another browser than the first, with the right code too', async () => {
    const { secret, code } = await sent();
    await browser().open(secret, code);
    const other = browser();
    for (const answer of [await other.open(secret), await other.open(secret, code), await other.answer(secret, 'signed')])
      expect([answer.status, answer.json.code]).toEqual([409, 'link-other-browser']);
  });

  test('after five wrong codes, also with the right one; the tries left are told and written down', async () => {
    const { secret, code, linkId, episodeId } = await sent();
    const praxis = browser();
    const left: unknown[] = [];
    for (let tries = 0; tries < 5; tries += 1) left.push((await praxis.open(secret, wrong(code))).json.facts?.left ?? 'blocked');
    expect(left).toEqual([4, 3, 2, 1, 'blocked']);
    expect((await praxis.open(secret, code)).json.code).toBe('link-blocked');
    expect(await rowOf(episodeId)).toMatchObject({ state: 'blocked' });
    expect((await stage.told(linkId)).filter((action) => action === 'access.link.refused')).toHaveLength(6);
  });

  test('without the code: nothing is bound, read or signed', async () => {
    const { secret, linkId } = await sent();
    const praxis = browser();
    expect((await praxis.answer(secret, 'signed')).json.code).toBe('link-code-needed');
    const [row] = await stage.look<{ bound_at: unknown }>('select bound_at from access.link where id = $1', linkId);
    expect(row?.bound_at).toBeNull();
  });

  test('to the former prescriber: the next opening and the change itself close it (scenario S10)', async () => {
    const { secret, code, episodeId } = await sent();
    const praxis = browser();
    await praxis.open(secret, code);
    await stage.admin.query('update soziotherapie.episode set prescriber_id = $1 where id = $2', [stage.prescribers.hausarzt, episodeId]);
    expect((await praxis.open(secret)).json.code).toBe('link-expired');
    expect(await rowOf(episodeId)).toMatchObject({ state: 'revoked' });
  });

  test('the change of the prescriber closes it in the same transaction (scenario S10)', async () => {
    const { linkId, episodeId } = await sent();
    const [row] = await stage.look<{ version: number }>('select version from soziotherapie.episode where id = $1', episodeId);
    await stage.cast.as('weidner', (call, permit) =>
      changeEpisode(call, permit('soziotherapie.read'), episodeId, row?.version, { prescriberId: stage.prescribers.hausarzt }),
    );
    expect(await stage.told(linkId)).toEqual(['access.link.made', 'access.link.revoked']);
  });

  test('to a case that is closed', async () => {
    const { secret, code, episodeId } = await sent();
    await stage.admin.query(
      `update soziotherapie.episode set state = 'CLOSED', closed_on = '2026-03-02', close_reason = 'MOVED' where id = $1`,
      [episodeId],
    );
    expect((await browser().open(secret, code)).json.code).toBe('link-expired');
  });

  test('from a foreign page, a form, or with what is no secret', async () => {
    const { secret, code } = await sent();
    for (const headers of [{ 'x-geleit': '0' }, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await browser().open(secret, code, headers)).json.code).toBe('cross-site');
    expect((await browser().open('kurz')).json.code).toBe('invalid-input');
    expect((await browser().open(secret, '12')).status).toBe(400);
  });

  test('more often than twenty times a minute from one source', async () => {
    const narrow = await door();
    const guess = browser(narrow);
    const statuses: number[] = [];
    for (let tries = 0; tries < 22; tries += 1) statuses.push((await guess.open('B'.repeat(32))).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    await narrow.close();
  });
});

describe('a link for the client', () => {
  test('signs as the client, a guardian as the guardian', async () => {
    const { secret, code, planId } = await sent('client');
    const phone = browser();
    expect((await phone.open(secret, code)).json).toMatchObject({
      recipientKind: 'client',
      recipientName: 'Almut Reetz',
      plan: { open: true },
    });
    await phone.answer(secret, 'signed');
    const rows = await stage.look('select party, how, by_guardian from soziotherapie.plan_signature where care_plan_id = $1', planId);
    expect(rows).toEqual([{ party: 'client', how: 'link', by_guardian: false }]);
  });
  test('needs a guardian where it is for one', async () => {
    const made = await steps.offered();
    const wish = { purpose: 'sign-plan' as const, objectId: made.planId, recipientKind: 'guardian' as const };
    const make = stage.cast.as('weidner', (call, permit) => makeLink(call, permit('soziotherapie.read'), made.episodeId, wish));
    expect(await codeOf(make)).toBe('link-recipient-missing');
  });
});

test('a link is made by who accompanies, the office and the lead; another practice does not see that it exists', async () => {
  const made = await sent();
  const wish = { purpose: 'sign-plan' as const, objectId: made.planId, recipientKind: 'prescriber' as const };
  for (const name of ['buero', 'leitung'] as const)
    expect((await stage.cast.as(name, (call, permit) => makeLink(call, permit('soziotherapie.read'), made.episodeId, wish))).code).toMatch(
      /^\d{6}$/,
    );
  for (const name of ['fremd', 'brueck'] as const) {
    const make = stage.cast.as(name, (call, permit) => makeLink(call, permit('soziotherapie.read'), made.episodeId, wish));
    expect(await codeOf(make)).toBe('not-found');
    const revoke = stage.cast.as(name, (call, permit) => revokeLink(call, permit('soziotherapie.read'), made.linkId, 1));
    expect(await codeOf(revoke)).toBe('link-not-found');
  }
});
