import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANY_ROLES, type AnyRole } from '#kernel/codes.ts';
import { PERMITS } from '#kernel/permits.ts';
import type { Route } from '#platform/http.ts';
import { freshDatabase } from '#test/database.ts';
import { type Answer, BY_ROLE, House, type Question } from '#test/http.ts';
import { ROUTES } from '../../src/rooms.ts';
import { expectHeaders, expectProblem } from './problem.ts';
import { sampleBody, sampleParams, sampleQuery } from './samples.ts';

const database = await freshDatabase();
let house: House;
beforeAll(async () => {
  house = await House.open(database, { limits: false });
});
afterAll(() => house.close());

const routes = ROUTES.map((route) => [route.endpoint.name, route] as const);
/** Refusals of the door itself; behind it an action may still say no for its own reasons. */
const DOOR = ['not-signed-in', 'second-factor-needed', 'not-permitted'];

type Expected = 'allowed' | (typeof DOOR)[number];

/** The table: what an asker meets at a route, from the closed list of permits alone. */
function expected({ need }: Route, who: AnyRole | 'nobody' | 'half'): Expected {
  if (need === 'public') return 'allowed';
  if (who === 'nobody') return 'not-signed-in';
  if (who === 'half') return 'second-factor-needed';
  return (PERMITS[need] as readonly AnyRole[]).includes(who) ? 'allowed' : 'not-permitted';
}

const asked = (route: Route): Question => ({
  params: sampleParams(route),
  query: sampleQuery(route),
  version: 1,
  ...(route.endpoint.body ? { body: sampleBody(route) } : {}),
});

const tokens = new Map<AnyRole, string>();
/** Somebody of the role, with a session that still lives: some questions end theirs. */
async function askAs(who: AnyRole | 'nobody' | 'half', route: Route): Promise<Answer> {
  if (who === 'nobody' || who === 'half') return house.ask(who, route.endpoint.name, asked(route));
  const token = tokens.get(who) ?? (await house.freshToken(BY_ROLE[who]));
  tokens.set(who, token);
  const answer = await house.ask({ token }, route.endpoint.name, asked(route));
  if (/sign-out|sessions|sign-in|password/.test(route.endpoint.path)) tokens.delete(who);
  return answer;
}

let seen = 0;
/** What the door has refused and written down since it was last asked. */
async function denials(): Promise<{ permit: string; decision: string }[]> {
  const rows = await house.stage.look<{ seq: number; permit: string; decision: string }>(
    "select seq::int, data->>'permit' as permit, decision from platform.event where action = 'access.permit.denied' and seq > $1 order by seq",
    seen,
  );
  seen = rows.at(-1)?.seq ?? seen;
  return rows;
}

describe('every endpoint × every role', () => {
  test('samples made from the contracts fit them', () => {
    for (const [name, route] of routes) {
      const { params, query, body } = asked(route);
      expect(route.endpoint.params?.safeParse(params).success ?? true, `${name} params`).toBe(true);
      expect(route.endpoint.query?.safeParse(query).success ?? true, `${name} query`).toBe(true);
      expect(route.endpoint.body?.safeParse(body).success ?? true, `${name} body`).toBe(true);
    }
    expect(routes.length).toBeGreaterThan(100);
  });

  test.each(routes)('%s', async (name, route) => {
    await denials();
    let denied = 0;
    for (const who of [...ANY_ROLES, 'nobody', 'half'] as const) {
      if (who === 'half' && /sign-out|second-factor/.test(route.endpoint.path)) continue; // for somebody half way in; tested with signing in
      const answer = await askAs(who, route);
      const about = `${name} by ${who}: ${answer.status} ${answer.code}`;
      const should = expected(route, who);
      if (should === 'allowed') expect(route.need === 'public' || !DOOR.includes(answer.code ?? ''), about).toBe(true);
      else expect(answer.code, about).toBe(should);
      expect(answer.status, `${about} ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      if (should !== 'allowed') expect(answer.status, about).toBe(should === 'not-permitted' ? 403 : 401);
      if (should === 'not-permitted') denied += 1;
      if (answer.status >= 300) expectProblem(answer, about);
      expectHeaders(answer, about);
      if (route.need !== 'public' && !/sign-out|sessions/.test(route.endpoint.path))
        expect(answer.headers['set-cookie'], about).toBeUndefined();
    }
    // Who is refused by the door is written down with who and what, and nobody else is.
    const rows = await denials();
    expect(rows.length).toBe(denied);
    for (const row of rows) expect(row).toMatchObject({ permit: route.need, decision: 'deny' });
  });

  test('an ended, unknown or mutilated session is nobody', async () => {
    const token = await house.freshToken('jana');
    await house.ask({ token }, 'access.signOut', { body: {} });
    for (const dead of [token, 'f'.repeat(64), token.slice(1), `${token}0`, '%00', "' or 1=1 --", token.toUpperCase()]) {
      const answer = await house.ask({ token: dead }, 'placement.listRequests');
      expect(answer.code, dead).toBe('not-signed-in');
    }
  });
});
