import type { Refusal } from '#kernel/decision.ts';
import { type Route, serve, Versioned } from '#platform/http.ts';
import * as accounts from './actions/accounts.ts';
import { demoSignIn, listDemoPeople } from './actions/demo.ts';
import { addDuty, listDuty, withdrawDuty } from './actions/duty.ts';
import * as exported from './actions/exports.ts';
import * as invitations from './actions/invitations.ts';
import { listEvents } from './actions/log.ts';
import { confirmTotp, startTotp, stepUp } from './actions/second-factor.ts';
import { me, setPreferences, standing } from './actions/self.ts';
import { changePassword, endSession, listSessions, signOut, signOutEverywhere } from './actions/sessions.ts';
import { signIn } from './actions/sign-in.ts';
import * as wire from './contract.ts';

/** Tries at the door: no idempotency row (there is no actor yet), and few a minute from one source. */
const TRY = { once: false, limit: 30, half: true } as const;
/** Answers that hold a secret are told once and never kept beside the idempotency key. */
const TOLD_ONCE = { once: false } as const;

/** A refusal that is returned instead of thrown passes as it is: its counts and its log row are committed. */
function answerOf<Value, Answer>(value: Value | Refusal, shape: (value: Value) => Answer): Answer {
  return value instanceof Error ? (value as unknown as Answer) : shape(value as Value);
}
const versioned = (changed: accounts.Changed) => new Versioned(changed.version, changed);

export const accessRoutes: Route[] = [
  serve(wire.standing, 'public', async (call) => ({
    stage: await standing(call),
    network: { name: call.network.name, mode: call.network.mode },
  })),
  serve(wire.signIn, 'public', async (call, { body, door }) => answerOf(await signIn(call, body, door), (next) => ({ next })), TRY),
  serve(
    wire.confirmTotp,
    'public',
    async (call, { body, door }) => answerOf(await confirmTotp(call, body.code, door, false), (next) => ({ next })),
    TRY,
  ),
  serve(wire.startTotp, 'public', (call) => startTotp(call), TRY),
  serve(
    wire.enrolTotp,
    'public',
    async (call, { body, door }) => answerOf(await confirmTotp(call, body.code, door, true), (next) => ({ next })),
    TRY,
  ),
  serve(wire.me, 'access.self', (call) => me(call)),
  serve(wire.setPreferences, 'access.self', async (call, { body }) => {
    await setPreferences(call, body);
    return {};
  }),
  serve(
    wire.signOut,
    'public',
    async (call, { door }) => {
      await signOut(call, door);
      return {};
    },
    { once: false, half: true },
  ),
  serve(wire.signOutEverywhere, 'access.self', async (call, { door }) => ({ ended: await signOutEverywhere(call, door) }), { once: false }),
  serve(wire.listSessions, 'access.self', async (call) => ({ sessions: await listSessions(call) })),
  serve(
    wire.endSession,
    'access.self',
    async (call, { params, door }) => {
      await endSession(call, params.id, door);
      return {};
    },
    { once: false },
  ),
  serve(
    wire.changePassword,
    'access.self',
    async (call, { body, door }) => answerOf(await changePassword(call, body, door), (ended) => ({ ended })),
    { once: false, limit: 30 },
  ),
  serve(
    wire.stepUp,
    'access.self',
    async (call, { body, door }) => answerOf(await stepUp(call, body.code, door), (until) => ({ until: until.toString() })),
    { once: false, limit: 30 },
  ),

  serve(
    wire.createInvitation,
    'access.administer',
    (call, { permit, body }) => invitations.createInvitation(call, permit, body),
    TOLD_ONCE,
  ),
  serve(wire.listInvitations, 'access.administer', async (call, { permit }) => ({
    invitations: await invitations.listInvitations(call, permit),
  })),
  serve(wire.withdrawInvitation, 'access.administer', async (call, { permit, params }) => {
    await invitations.withdrawInvitation(call, permit, params.id);
    return {};
  }),
  serve(
    wire.lookUpInvitation,
    'public',
    async (call, { body }) => ({ ...(await invitations.lookUpInvitation(call, body.code)), networkName: call.network.name }),
    TRY,
  ),
  serve(
    wire.acceptInvitation,
    'public',
    async (call, { body, door }) => ({ next: await invitations.acceptInvitation(call, body, door) }),
    TRY,
  ),

  serve(wire.listAccounts, 'access.administer', async (call, { permit }) => ({ accounts: await accounts.listAccounts(call, permit) })),
  serve(wire.listColleagues, 'access.self', async (call, { permit }) => ({ colleagues: await accounts.listColleagues(call, permit) })),
  serve(wire.changeRoles, 'access.administer', async (call, { permit, params, body, version }) =>
    versioned(await accounts.changeRoles(call, permit, params.id, body.roles, version ?? 0)),
  ),
  serve(wire.changePlace, 'access.administer', async (call, { permit, params, body, version }) =>
    versioned(await accounts.changePlace(call, permit, params.id, body, version ?? 0)),
  ),
  serve(wire.bindSecrecy, 'access.administer', async (call, { permit, params, body, version }) =>
    versioned(await accounts.bindSecrecy(call, permit, params.id, body.signedOn, version ?? 0)),
  ),
  serve(wire.closeAccount, 'access.administer', async (call, { permit, params, version }) =>
    versioned(await accounts.closeAccount(call, permit, params.id, version ?? 0)),
  ),
  serve(wire.reopenAccount, 'access.administer', async (call, { permit, params, version }) =>
    versioned(await accounts.reopenAccount(call, permit, params.id, version ?? 0)),
  ),
  serve(
    wire.recoverAccount,
    'access.administer',
    (call, { permit, params }) => invitations.recoverAccount(call, permit, params.id),
    TOLD_ONCE,
  ),

  serve(wire.listDuty, 'access.self', async (call, { query }) => ({ duties: await listDuty(call, query) })),
  serve(wire.addDuty, 'access.roster', async (call, { permit, body }) => ({ id: await addDuty(call, permit, body) })),
  serve(wire.withdrawDuty, 'access.roster', async (call, { permit, params }) => {
    await withdrawDuty(call, permit, params.id);
    return {};
  }),

  serve(wire.demoPeople, 'public', async (call) => ({ people: await listDemoPeople(call) })),
  serve(wire.demoSignIn, 'public', async (call, { body, door }) => ({ next: await demoSignIn(call, body.accountId, door) }), {
    once: false,
    half: true,
  }),

  serve(wire.noteExport, 'access.self', async (call, { permit, body }) => {
    await exported.noteExport(call, permit, body);
    return {};
  }),
  serve(wire.drawWorkbook, 'access.self', (call, { permit, body }) => exported.drawWorkbook(call, permit, body), TOLD_ONCE),
  serve(wire.listEvents, 'audit.read', (call, { permit, query }) => listEvents(call, permit, query)),
];
