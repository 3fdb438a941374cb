import { expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import * as wire from './contract.ts';
import { accessRoutes } from './routes.ts';
import { decide } from './rules/decide.ts';

const EVERYBODY = 'everybody signed in';
/** Who may knock at what: the list to read when a route is added. */
const NEEDS: Record<string, 'public' | typeof EVERYBODY | readonly string[]> = {
  'access.standing': 'public',
  'access.signIn': 'public',
  'access.confirmTotp': 'public',
  'access.startTotp': 'public',
  'access.enrolTotp': 'public',
  'access.signOut': 'public',
  'access.lookUpInvitation': 'public',
  'access.acceptInvitation': 'public',
  'access.demoPeople': 'public',
  'access.demoSignIn': 'public',
  'access.me': EVERYBODY,
  'access.setPreferences': EVERYBODY,
  'access.signOutEverywhere': EVERYBODY,
  'access.listSessions': EVERYBODY,
  'access.endSession': EVERYBODY,
  'access.changePassword': EVERYBODY,
  'access.stepUp': EVERYBODY,
  'access.listColleagues': EVERYBODY,
  'access.listDuty': EVERYBODY,
  'access.noteExport': EVERYBODY,
  'access.drawWorkbook': EVERYBODY,
  'access.createInvitation': ['admin'],
  'access.listInvitations': ['admin'],
  'access.withdrawInvitation': ['admin'],
  'access.listAccounts': ['admin'],
  'access.changeRoles': ['admin'],
  'access.changePlace': ['admin'],
  'access.bindSecrecy': ['admin'],
  'access.closeAccount': ['admin'],
  'access.reopenAccount': ['admin'],
  'access.recoverAccount': ['admin'],
  'access.addDuty': ['admin', 'coordinator'],
  'access.withdrawDuty': ['admin', 'coordinator'],
  'access.listEvents': ['auditor'],
};

test('every endpoint of the contract is served once, and asks exactly the roles that are listed', () => {
  const endpoints = Object.values(wire).filter((value) => typeof value === 'object' && 'path' in value && 'answer' in value);
  expect(accessRoutes.map(({ endpoint }) => endpoint.name).sort()).toEqual(
    endpoints.map((endpoint) => (endpoint as { name: string }).name).sort(),
  );
  expect(Object.keys(NEEDS).sort()).toEqual(accessRoutes.map(({ endpoint }) => endpoint.name).sort());
  for (const { endpoint, need } of accessRoutes) {
    const listed = NEEDS[endpoint.name];
    if (need === 'public' || listed === 'public') {
      expect(need, endpoint.name).toBe(listed);
      continue;
    }
    const may = ROLES.filter((role) => decide({ kind: 'account', roles: [role] }, need).ok);
    expect(may, endpoint.name).toEqual(listed === EVERYBODY ? [...ROLES] : listed);
    expect(decide({ kind: 'public' }, need).ok || decide({ kind: 'half' }, need).ok, endpoint.name).toBe(false);
  }
});

test('answers that hold a secret are never kept beside an idempotency key, and tries at the door are few', () => {
  const kept = accessRoutes.filter(({ options }) => options.once !== false).map(({ endpoint }) => endpoint.name);
  for (const secret of ['createInvitation', 'recoverAccount', 'startTotp', 'signIn', 'acceptInvitation', 'changePassword', 'stepUp'])
    expect(kept).not.toContain(`access.${secret}`);
  for (const { endpoint, options } of accessRoutes.filter(({ endpoint: { name } }) =>
    /signIn|Totp|accept|lookUp|changePassword|stepUp/.test(name),
  ))
    if (endpoint.name !== 'access.demoSignIn') expect(options.limit, endpoint.name).toBeLessThanOrEqual(30);
});

test('no secret travels in an address, and unknown keys are refused', () => {
  for (const { endpoint } of accessRoutes) {
    expect(endpoint.path).toMatch(/^\/api\/access\/[a-z/:-]+$/);
    if (endpoint.body) expect(endpoint.body.safeParse({ sneaked: 1 }).success, endpoint.name).toBe(false);
    if (endpoint.query) expect(endpoint.query.safeParse({ sneaked: 1 }).success, endpoint.name).toBe(false);
  }
});
