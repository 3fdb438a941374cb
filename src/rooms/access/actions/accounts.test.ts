import { afterAll, describe, expect, test } from 'vitest';
import type { Role } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { asSystem, type Call, sessionHash } from '#platform/call.ts';
import { freshDatabase } from '#test/database.ts';
import * as accounts from './accounts.ts';
import { createAccount, makeFirstInvitation, openSession } from './bootstrap.ts';
import { addDuty, findOnDuty, listDuty, withdrawDuty } from './duty.ts';
import * as invitations from './invitations.ts';
import { listEvents } from './log.ts';
import { permitFor, recordDenial } from './permit.ts';
import { confirmTotp, startTotp } from './second-factor.ts';
import { me, standing } from './self.ts';
import { signIn } from './sign-in.ts';
import { Browser, PASSWORD, setStage } from './stage.ts';

const stage = await setStage(await freshDatabase());
const { world, admin } = stage;
afterAll(() => stage.close());

let count = 0;
/** Somebody signed in with these roles, who has just confirmed with a code. */
async function person(...roles: Role[]): Promise<{ id: string; browser: Browser; email: string }> {
  count += 1;
  const email = `person${count}@netz.example`;
  const id = await stage.open({ email, name: `Person ${count}`, roles });
  return { id, email, browser: new Browser(world, `10.0.0.${count}`, await asSystem(world, 'test', (call) => openSession(call, id))) };
}
const versionOf = async (id: string): Promise<number> =>
  (await admin.query('select version from access.account where id = $1', [id])).rows[0].version;
const administer = (call: Call) => permitFor(call, 'access.administer');
const give = async (browser: Browser, id: string, roles: Role[], version?: number) => {
  const seen = version ?? (await versionOf(id));
  return browser.ask((call) => accounts.changeRoles(call, administer(call), id, roles, seen));
};
const guest = { name: 'Bo Ahorn', roles: ['desk'] as Role[], organisationId: null, practitionerId: null, secrecySignedOn: '2026-01-02' };
const codeOf = (answer: invitations.Invited | Refusal): string => {
  if (answer instanceof Refusal) throw answer;
  expect(answer.link).toMatch(/^http:\/\/localhost:4000\/einladung#[\w-]{32}$/);
  return answer.link.split('#')[1] ?? '';
};
const invite = (browser: Browser, email: string, more: Partial<invitations.Guest> = {}) =>
  browser.ask((call) => invitations.createInvitation(call, administer(call), { ...guest, email, ...more }));
const accept = (browser: Browser, code: string, more: { email?: string; name?: string } = {}) =>
  browser.ask((call, door) => invitations.acceptInvitation(call, { code, password: PASSWORD, ...more }, door));
const chief = await person('admin');

describe('the first administrator', () => {
  test('gets a link once there is none, and never after', async () => {
    const none = await setStage(await freshDatabase(), 'production');
    try {
      const first = await asSystem(none.world, 'start', makeFirstInvitation);
      const second = await asSystem(none.world, 'start', makeFirstInvitation);
      if (!first || !second) throw new Error('no link');
      const browser = new Browser(none.world);
      expect(await accept(browser, codeOf(first), { email: 'chefin@netz.example', name: 'Cleo Amsel' })).toMatchObject({
        code: 'link-expired',
      });
      expect(await accept(browser, codeOf(second))).toMatchObject({ code: 'missing-name' });
      expect(await accept(browser, codeOf(second), { email: 'chefin@netz.example', name: 'Cleo Amsel' })).toBe('enrol');
      const made = await browser.ask((call) => startTotp(call));
      if (made instanceof Refusal) throw made;
      expect(await browser.ask((call, door) => confirmTotp(call, none.code(0, made.secret), door, true))).toBe('done');
      expect(await browser.ask(me)).toMatchObject({ name: 'Cleo Amsel', email: 'chefin@netz.example', roles: ['admin'] });
      expect(await asSystem(none.world, 'start', makeFirstInvitation)).toBeUndefined();
      await expect(asSystem(none.world, 'test', (call) => openSession(call, call.newId()))).rejects.toThrow('production has no demo door');
    } finally {
      await none.close();
    }
  });
});

describe('an invitation', () => {
  test('opens an account once, with the roles it names', async () => {
    const code = codeOf(await invite(chief.browser, 'bo1@netz.example'));
    const browser = new Browser(world);
    expect(await browser.ask((call) => invitations.lookUpInvitation(call, code))).toEqual({
      email: 'bo1@netz.example',
      name: 'Bo Ahorn',
      roles: ['desk'],
      recovery: false,
    });
    expect(await accept(browser, code)).toBe('enrol');
    expect(await browser.ask(standing)).toBe('enrol');
    expect(await accept(new Browser(world), code)).toMatchObject({ code: 'link-expired' });
    const { rows } = await admin.query(
      "select r.role, a.secrecy_bound_at::date::text as bound from access.account a join access.account_role r on r.account_id = a.id where email = 'bo1@netz.example'",
    );
    expect(rows).toEqual([{ role: 'desk', bound: '2026-01-01' }]); // midnight in Berlin
  });

  test('accepted by two at the same moment opens one account', async () => {
    const code = codeOf(await invite(chief.browser, 'bo2@netz.example'));
    const answers = await Promise.all([accept(new Browser(world, 'p'), code), accept(new Browser(world, 'q'), code)]);
    expect(answers.filter((answer) => answer === 'enrol')).toHaveLength(1);
    expect(answers.find((answer) => answer !== 'enrol')).toMatchObject({ code: 'link-expired' });
    expect((await admin.query("select 1 from access.account where email = 'bo2@netz.example'")).rowCount).toBe(1);
  });

  test('is over after seven days, when withdrawn, and when a newer one was made', async () => {
    const expired = codeOf(await invite(chief.browser, 'bo3@netz.example'));
    await admin.query("update access.invitation set expires_at = $1 where email = 'bo3@netz.example'", [new Date(0)]);
    const older = codeOf(await invite(chief.browser, 'bo4@netz.example'));
    const newer = await invite(chief.browser, 'bo4@netz.example');
    for (const code of [expired, older, 'x'.repeat(32)]) {
      expect(await new Browser(world).ask((call) => invitations.lookUpInvitation(call, code))).toMatchObject({ code: 'link-expired' });
      expect(await accept(new Browser(world), code)).toMatchObject({ code: 'link-expired' });
    }
    if (newer instanceof Refusal) throw newer;
    const withdraw = () => chief.browser.ask((call) => invitations.withdrawInvitation(call, administer(call), newer.id));
    expect(await withdraw()).toBeUndefined();
    expect(await withdraw()).toMatchObject({ code: 'invitation-not-found' });
    expect(await accept(new Browser(world), codeOf(newer))).toMatchObject({ code: 'link-expired' });
    const listed = await chief.browser.ask((call) => invitations.listInvitations(call, administer(call)));
    if (listed instanceof Refusal) throw listed;
    expect(listed.filter(({ email }) => email === 'bo4@netz.example').map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    expect(listed.find(({ email }) => email === 'bo3@netz.example')?.state).toBe('expired');
  });

  test('needs a fresh code, the signed obligation for roles near persons, and a free address', async () => {
    expect(await invite(chief.browser, 'bo5@netz.example', { secrecySignedOn: null })).toMatchObject({ code: 'missing-secrecy' });
    expect(await invite(chief.browser, 'bo5@netz.example', { secrecySignedOn: '2999-01-01' })).toMatchObject({ code: 'missing-secrecy' });
    expect(await invite(chief.browser, chief.email)).toMatchObject({ code: 'account-exists' });
    const other = await person('admin');
    stage.pass(301);
    expect(await invite(other.browser, 'bo5@netz.example')).toMatchObject({ code: 'step-up-needed' });
    await confirmAgain();
  });

  test('is refused a weak password', async () => {
    const code = codeOf(await invite(chief.browser, 'bo6@netz.example'));
    const weak = (call: Call, door: Parameters<typeof invitations.acceptInvitation>[2]) =>
      invitations.acceptInvitation(call, { code, password: 'Passwort123!' }, door);
    expect(await new Browser(world).ask(weak)).toMatchObject({
      code: 'invalid-password',
      detail: { errors: [{ pointer: '/password', code: 'common' }] },
    });
    expect(await accept(new Browser(world), code)).toBe('enrol');
  });

  test('falls with the administrator who sent it', async () => {
    const sender = await person('admin');
    const code = codeOf(await invite(sender.browser, 'bo7@netz.example'));
    expect(await give(chief.browser, sender.id, ['desk'])).toMatchObject({ id: sender.id });
    expect(await accept(new Browser(world), code)).toMatchObject({ code: 'link-expired' });
  });
});

/** The administrator's confirmation is five minutes old at most in these tests. */
async function confirmAgain(): Promise<void> {
  chief.browser.token = await asSystem(world, 'test', (call) => openSession(call, chief.id));
}

describe('an account', () => {
  test('that loses a role loses it on its open session in the same moment', async () => {
    const desk = await person('desk', 'coordinator');
    expect(await desk.browser.ask(async (call) => permitFor(call, 'placement.override').name)).toBe('placement.override');
    expect(await give(chief.browser, desk.id, ['desk'])).toEqual({ id: desk.id, version: 2 });
    expect(await desk.browser.ask(async (call) => permitFor(call, 'placement.override'))).toMatchObject({ code: 'not-permitted' });
    expect(await desk.browser.ask(me)).toMatchObject({ roles: ['desk'] });
    expect(await give(chief.browser, desk.id, ['lead'], 1)).toMatchObject({ code: 'version-old', detail: { current: 2 } });
  });

  test('is changed by administrators only, and only with a fresh code', async () => {
    const desk = await person('desk');
    expect(await give(desk.browser, desk.id, ['admin'])).toMatchObject({ code: 'not-permitted' });
    const other = await person('admin');
    stage.pass(301);
    expect(await give(other.browser, desk.id, ['lead'])).toMatchObject({ code: 'step-up-needed' });
    await confirmAgain();
  });

  test('gets no role near persons before the secrecy obligation is on file', async () => {
    const id = await asSystem(world, 'test', (call) =>
      createAccount(call, { email: 'ohne@netz.example', name: 'Ohne Eid', roles: ['admin'], secrecyBoundAt: null }),
    );
    expect(await give(chief.browser, id, ['admin', 'desk'])).toMatchObject({ code: 'missing-secrecy' });
    await expect(admin.query("insert into access.account_role (account_id, role) values ($1, 'desk')", [id])).rejects.toThrow(
      'no secrecy obligation',
    );
    const bind = (day: string) => chief.browser.ask((call) => accounts.bindSecrecy(call, administer(call), id, day, 1));
    expect(await bind('2999-01-01')).toMatchObject({ code: 'missing-secrecy' });
    expect(await bind('2026-02-03')).toEqual({ id, version: 2 });
    expect(await give(chief.browser, id, ['desk'])).toEqual({ id, version: 3 });
    const listed = await chief.browser.ask((call) => accounts.listAccounts(call, administer(call)));
    if (listed instanceof Refusal) throw listed;
    expect(listed.find((row) => row.id === id)).toMatchObject({ secrecySignedOn: '2026-02-03', roles: ['desk'], secondFactor: false });
  });

  test('changes its place, and two accounts never share a practitioner', async () => {
    const [one, two] = [await person('therapist'), await person('therapist')];
    const practitionerId = '01900000-0000-7000-8000-000000000001';
    const place = { name: 'Neu Benannt', organisationId: null, practitionerId, deskLabel: 'Tisch 2' };
    const move = (id: string) => chief.browser.ask((call) => accounts.changePlace(call, administer(call), id, place, 1));
    expect(await move(one.id)).toEqual({ id: one.id, version: 2 });
    expect(await one.browser.ask(me)).toMatchObject({ name: 'Neu Benannt', practitionerId, deskLabel: 'Tisch 2' });
    expect(await move(two.id)).toMatchObject({ code: 'practitioner-taken' });
    const colleagues = await two.browser.ask((call) => accounts.listColleagues(call, permitFor(call, 'access.self')));
    if (colleagues instanceof Refusal) throw colleagues;
    expect(colleagues.find(({ id }) => id === one.id)).toMatchObject({ name: 'Neu Benannt', closed: false });
    expect(JSON.stringify(colleagues)).not.toContain('@');
  });

  test('that is closed is out at once; reopened it needs a new start', async () => {
    const leaver = await person('oncall');
    const close = (browser: Browser, id: string, version: number) =>
      browser.ask((call) => accounts.closeAccount(call, administer(call), id, version));
    expect(await close(chief.browser, leaver.id, 1)).toEqual({ id: leaver.id, version: 2 });
    expect(await leaver.browser.ask(standing)).toBe('out');
    const enter = (secret: string) =>
      new Browser(world, secret).ask((call, door) => signIn(call, { email: leaver.email, password: secret }, door));
    expect(await enter(PASSWORD)).toMatchObject({ code: 'sign-in-failed' });
    expect(await close(chief.browser, leaver.id, 2)).toMatchObject({ code: 'account-not-found' });
    expect(await chief.browser.ask((call) => accounts.reopenAccount(call, administer(call), leaver.id, 2))).toEqual({
      id: leaver.id,
      version: 3,
    });
    expect(await enter(PASSWORD)).toMatchObject({ code: 'sign-in-failed' });
    const code = codeOf(await chief.browser.ask((call) => invitations.recoverAccount(call, administer(call), leaver.id)));
    expect(await accept(new Browser(world), code)).toBe('enrol');
  });

  test('with a new start forgets its app and its sessions when the link is taken, not before', async () => {
    const loser = await person('desk');
    const code = codeOf(await chief.browser.ask((call) => invitations.recoverAccount(call, administer(call), loser.id)));
    expect(await loser.browser.ask(standing)).toBe('in');
    expect(await accept(new Browser(world), code)).toBe('enrol');
    expect(await loser.browser.ask(standing)).toBe('out');
  });

  test('of the last administrator keeps its role and stays open; nobody takes her own', async () => {
    const only = await setStage(await freshDatabase());
    try {
      const first = await only.open({ email: 'eins@netz.example', roles: ['admin'] });
      const browser = new Browser(only.world, 'a', await asSystem(only.world, 'test', (call) => openSession(call, first)));
      const drop = (at: Browser, id: string) => at.ask((call) => accounts.changeRoles(call, administer(call), id, ['desk'], 1));
      const close = (at: Browser, id: string) => at.ask((call) => accounts.closeAccount(call, administer(call), id, 1));
      expect(await drop(browser, first)).toMatchObject({ code: 'last-admin' });
      expect(await close(browser, first)).toMatchObject({ code: 'last-admin' });
      const second = await only.open({ email: 'zwei@netz.example', roles: ['admin'] });
      const other = new Browser(only.world, 'b', await asSystem(only.world, 'test', (call) => openSession(call, second)));
      expect(await drop(browser, first)).toMatchObject({ code: 'own-admin-role' });
      expect(await close(browser, first)).toMatchObject({ code: 'own-account' });
      // both take the other's role at the same moment: one stays
      const both = await Promise.all([drop(browser, second), drop(other, first)]);
      expect(both.filter((each) => !(each instanceof Refusal))).toHaveLength(1);
      expect(both.find((each) => each instanceof Refusal)).toMatchObject({
        code: expect.stringMatching(/^(not-permitted|step-up-needed)$/),
      });
      const { rowCount } = await only.admin.query("select 1 from access.account_role where role = 'admin'");
      expect(rowCount).toBe(1);
    } finally {
      await only.close();
    }
  });
});

describe('the duty psychologist', () => {
  test('stands behind the desk while the roster says so', async () => {
    await confirmAgain();
    const [lead, psychologist, desk] = [await person('coordinator'), await person('oncall'), await person('desk')];
    const now = world.clock?.() ?? Temporal.Now.instant();
    const put = (accountId: string, from: Temporal.Instant, until: Temporal.Instant) =>
      lead.browser.ask((call) =>
        addDuty(call, permitFor(call, 'access.roster'), {
          accountId,
          from: from.toString(),
          until: until.toString(),
          rank: 1,
          phone: '0228 1234',
        }),
      );
    expect(await put(desk.id, now, now.add({ hours: 8 }))).toMatchObject({ code: 'not-oncall' });
    expect(await put(psychologist.id, now, now)).toMatchObject({ code: 'invalid-period' });
    expect(await put(psychologist.id, now.subtract({ hours: 8 }), now.subtract({ hours: 1 }))).toMatchObject({ code: 'invalid-period' });
    const id = await put(psychologist.id, now.subtract({ minutes: 1 }), now.add({ hours: 8 }));
    if (id instanceof Refusal) throw id;
    expect(await desk.browser.ask(me)).toMatchObject({ duty: { accountId: psychologist.id, phone: '0228 1234' } });
    expect(await desk.browser.ask((call) => listDuty(call, {}))).toHaveLength(1);
    expect(await desk.browser.ask(async (call) => permitFor(call, 'access.roster'))).toMatchObject({ code: 'not-permitted' });
    const strike = () => lead.browser.ask((call) => withdrawDuty(call, permitFor(call, 'access.roster'), id));
    expect(await strike()).toBeUndefined();
    expect(await strike()).toMatchObject({ code: 'duty-not-found' });
    expect(await desk.browser.ask((call) => findOnDuty(call))).toBeUndefined();
  });
});

describe('the log', () => {
  test('shows the auditor who did what, page by page, and logs that she looked', async () => {
    const auditor = await person('auditor');
    const read = (wish: Partial<Parameters<typeof listEvents>[2]>) =>
      auditor.browser.ask((call) => listEvents(call, permitFor(call, 'audit.read'), { limit: 2, ...wish }));
    const first = await read({ action: 'access.account' });
    if (first instanceof Refusal) throw first;
    expect(first.events).toHaveLength(2);
    expect(first.next).not.toBeNull();
    const second = await read({ action: 'access.account', before: first.next ?? 0 });
    if (second instanceof Refusal) throw second;
    expect(second.events[0]?.seq).toBeLessThan(first.events[1]?.seq ?? 0);
    expect([...first.events, ...second.events].every(({ action }) => action.startsWith('access.account.'))).toBe(true);
    expect(await read({ action: 'access.acc' })).toMatchObject({ events: [], next: null });
    expect(await read({ actorId: auditor.id, action: 'access.log.read' })).toMatchObject({ events: [{ actorName: auditorName() }, {}] });
    function auditorName(): string {
      return `Person ${count}`;
    }
  });

  test('holds a denial of somebody signed in, and none of nobody', async () => {
    const desk = await person('desk');
    await desk.browser.ask((call) => recordDenial(call, 'access.administer'));
    await new Browser(world).ask((call) => recordDenial(call, 'access.administer'));
    const { rows } = await admin.query(
      "select actor_id, decision, outcome, reason, data from platform.event where action = 'access.permit.denied'",
    );
    expect(rows).toEqual([
      { actor_id: desk.id, decision: 'deny', outcome: 4, reason: 'not-permitted', data: { permit: 'access.administer' } },
    ]);
  });
});

describe('somebody who can run any SQL as the app', () => {
  const asApp = (text: string, values: unknown[] = []) => world.app.query(text, values);
  const random = 'ab'.repeat(32);

  test.each([
    ['reads password hashes', 'select password_hash from access.account'],
    ['reads sealed second factors', 'select totp_sealed, totp_check from access.account'],
    ['reads the hashes of session tokens', 'select token_hash from access.session'],
    [
      'writes a session',
      "insert into access.session (id, token_hash, account_id, roles, name, level, created_at, seen_at, idle_until, absolute_until) select gen_random_uuid(), sha256('x'), gen_random_uuid(), '{admin}', 'x', 2, now(), now(), now() + interval '1 h', now() + interval '1 h'",
    ],
    ['lengthens a session', "update access.session set absolute_until = 'infinity'"],
    ['gives a role', "insert into access.account_role (account_id, role) values (gen_random_uuid(), 'admin')"],
    ['takes the practitioner of another', 'update access.account set practitioner_id = gen_random_uuid()'],
    [
      'writes an invitation',
      "insert into access.invitation (id, code_hash, email, name, roles, created_at, expires_at) values (gen_random_uuid(), sha256('x'), 'x@y', 'x', '{admin}', now(), 'infinity')",
    ],
    ['reads throttles', 'select * from access.throttle'],
    ['opens the demo', 'select app.open_demo_door()'],
    ['writes the demo door', 'insert into access.demo_door (open) values (true)'],
    [
      'makes an account',
      "select app.create_account(gen_random_uuid(), 'x@y', 'x', '{admin}', null, null, null, now(), 'de', null, null, null)",
    ],
    [
      'invites without a session',
      "select app.invite(gen_random_uuid(), sha256('x'), 'x@y', 'x', '{admin}', null, null, now(), null, now())",
    ],
    ['changes roles without a session', "select app.set_roles(gen_random_uuid(), '{admin}', 1)"],
    ['closes an account without a session', 'select app.close_account(gen_random_uuid(), 1)'],
    ['withdraws an invitation without a session', 'select app.withdraw_invitation(gen_random_uuid())'],
  ])('%s: refused', async (_what, text) => {
    await expect(asApp(text)).rejects.toMatchObject({ code: '42501' });
  });

  test('opens no session without the stretched password, and gets no check value to compare', async () => {
    const { rows } = await asApp('select form from app.credentials($1)', [chief.email]);
    expect(rows[0].form).toMatch(/^argon2id-sha256\$m=\d+,t=\d+,p=1\$[\w-]+$/);
    const opened = await asApp("select * from app.open_session($1, 'guess', gen_random_uuid(), $2, 'x')", [chief.email, random]);
    expect(opened.rows).toEqual([]);
  });

  test('is nobody under a token that nobody was given, and under one of level 1', async () => {
    await new Browser(world).ask((call, door) => signIn(call, { email: chief.email, password: PASSWORD }, { ...door, signIn: () => {} }));
    const half = new Browser(world, 'half');
    await half.ask((call, door) => signIn(call, { email: chief.email, password: PASSWORD }, door));
    for (const token of [random, half.token ?? '']) {
      const client = await world.app.connect();
      try {
        await client.query('begin');
        await client.query("select set_config('app.session', $1, true)", [token]);
        expect((await client.query('select (app.actor()).account_id as who')).rows).toEqual([{ who: null }]);
        expect((await client.query('select 1 from access.account')).rowCount).toBe(0);
        expect(
          (
            await client.query(
              "select app.raise_session('guess', floor(extract(epoch from now()) / 30)::bigint, false, $1, 900) as answer",
              ['cd'.repeat(32)],
            )
          ).rows,
        ).toEqual([{ answer: token === random ? 'no-session' : 'wrong' }]);
        expect((await client.query("select app.begin_enrolment('x', sha256('x')) as begun")).rows).toEqual([{ begun: false }]);
      } finally {
        await client.query('rollback');
        client.release();
      }
    }
    const { rows } = await admin.query('select level from access.session where token_hash = $1', [sessionHash(half.token ?? '')]);
    expect(rows).toEqual([{ level: 1 }]); // the control: such a session does exist
  });
});
