import { Refusal } from '#kernel/decision.ts';
import { demoSignIn, listDemoClients } from '#rooms/access/actions/demo.ts';
import { confirmTotp, startTotp } from '#rooms/access/actions/second-factor.ts';
import { endOwnSession, signOut } from '#rooms/access/actions/sessions.ts';
import { signIn } from '#rooms/access/actions/sign-in.ts';
import {
  acceptPortalInvitation,
  attachInvitation,
  confirmMailCode,
  findAccount,
  mailCode,
  makeCode,
} from '#rooms/portal/actions/own-door.ts';
import { choosePage, codePage, type FactorStep, invitationPage, signInPage } from '#rooms/portal/rules/own-pages/door.ts';
import { OWN_FAULTS, type OwnFault } from '#rooms/portal/rules/own-words.ts';
import { readBirth, readEmail } from '#rooms/portal/rules/typed.ts';
import { type Answer, type Asked, Elsewhere, insistOurs, type Portal } from './portal.ts';

const isFault = (code: string): code is OwnFault => (OWN_FAULTS as readonly string[]).includes(code);
const faultOf = ({ code }: Refusal): OwnFault => (isFault(code) ? code : 'too-many');
/** A refusal that counted something is returned by the actions, one that rolled back is thrown: the page is the same. */
async function orRefusal<Result>(work: Promise<Result | Refusal>): Promise<Result | Refusal> {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof Refusal) return fault;
    throw fault;
  }
}

export async function showSignIn(portal: Portal, asked: Asked): Promise<Answer> {
  const demo = await portal.as(asked, listDemoClients);
  const told: Readonly<Record<string, OwnFault>> = { viele: 'too-many', ende: 'expired' };
  const fault = told[asked.query.gesagt ?? ''];
  return { page: await portal.anyone(asked, (shown) => signInPage({ ...shown, who: null }, { demo, fault })) };
}

/** First step. Whoever has no account here, a member of staff too, meets the same sentence. */
export async function takeSignIn(portal: Portal, asked: Asked): Promise<Answer> {
  const email = readEmail(asked.typed.get('email') ?? '');
  const password = asked.typed.get('password') ?? '';
  const again = async (fault: OwnFault): Promise<Answer> => ({
    status: 422,
    page: await portal.anyone(asked, (shown) => signInPage({ ...shown, who: null }, { email: asked.typed.get('email') ?? '', fault })),
  });
  await portal.as(asked, async (call) => insistOurs(call, asked));
  const chosen = asked.typed.get('demo') ?? '';
  if (chosen && (await portal.as(asked, listDemoClients)).some(({ accountId }) => accountId === chosen)) {
    await portal.as(asked, (call, door) => demoSignIn(call, chosen, door));
    return { to: '/portal' };
  }
  if (!email || password === '') return again(password === '' ? 'missing' : 'email');
  const next = await orRefusal(portal.as(asked, (call, door) => signIn(call, { email, password: password.slice(0, 200) }, door)));
  if (next instanceof Refusal) return again('sign-in-failed');
  const account = await portal.as(asked, findAccount);
  if (!account) {
    await portal.as(asked, async (call, door) => {
      await endOwnSession(call, 'not-of-the-portal');
      door.signOut();
    });
    return again('sign-in-failed');
  }
  if (account.factor === 'mail') await sendCode(portal, asked);
  return { to: account.factor || account.confirmed ? '/portal/code' : '/portal/faktor' };
}

async function sendCode(portal: Portal, asked: Asked): Promise<void> {
  const sending = await portal.as(asked, (call) => makeCode(call));
  if (sending) await portal.system((call) => mailCode(call, sending));
}

export async function showInvitation(portal: Portal, asked: Asked): Promise<Answer> {
  return { page: await portal.anyone(asked, (shown) => invitationPage(shown, { typed: { code: asked.query.code ?? '' } })) };
}

export async function takeInvitation(portal: Portal, asked: Asked): Promise<Answer> {
  const typed = Object.fromEntries(['code', 'birth', 'email'].map((name) => [name, asked.typed.get(name) ?? '']));
  const again = async (fault: OwnFault): Promise<Answer> => ({
    status: 422,
    page: await portal.anyone(asked, (shown) => invitationPage(shown, { typed, fault })),
  });
  const signedIn = await portal.as(asked, async (call) => {
    insistOurs(call, asked);
    return call.actor.kind === 'account' && call.actor.roles.includes('client');
  });
  const birth = readBirth(typed.birth ?? '');
  const email = readEmail(typed.email ?? '');
  if (!birth) return again('birth');
  const code = (typed.code ?? '').slice(0, 40);
  if (signedIn) {
    const attached = await orRefusal(portal.as(asked, (call, door) => attachInvitation(call, code, birth, door)));
    return attached instanceof Refusal ? again(faultOf(attached)) : { to: '/portal' };
  }
  if (!email) return again('email');
  const password = asked.typed.get('password') ?? '';
  const wish = { code, birth, email, password, language: asked.language };
  const taken = await orRefusal(portal.as(asked, (call, door) => acceptPortalInvitation(call, wish, door)));
  return taken instanceof Refusal ? again(faultOf(taken)) : { to: '/portal/faktor' };
}

async function half(portal: Portal, asked: Asked) {
  return portal.as(asked, async (call) => {
    if (call.actor.kind === 'account' && call.actor.roles.includes('client')) throw new Elsewhere('/portal');
    const account = await findAccount(call);
    if (!account || call.actor.kind !== 'half') throw new Elsewhere('/portal/anmelden');
    return account;
  });
}

export async function showChoice(portal: Portal, asked: Asked): Promise<Answer> {
  const account = await half(portal, asked);
  if (account.factor || account.confirmed) throw new Elsewhere('/portal/code');
  return { page: await portal.anyone(asked, (shown) => choosePage(shown, account.email)) };
}

/** Mail: a (new) code goes out. App: a secret to set it up, told on the page alone. */
export async function takeChoice(portal: Portal, asked: Asked): Promise<Answer> {
  const account = await half(portal, asked);
  await portal.as(asked, async (call) => insistOurs(call, asked));
  if (asked.typed.get('factor') !== 'app' || account.factor === 'mail') {
    if (account.confirmed) throw new Elsewhere('/portal/code');
    await sendCode(portal, asked);
    return { to: '/portal/code' };
  }
  const { uri, secret } = await portal.as(asked, (call) => startTotp(call));
  return { page: await portal.anyone(asked, (shown) => codePage(shown, { kind: 'enrol', uri, secret })) };
}

export async function showCode(portal: Portal, asked: Asked): Promise<Answer> {
  const account = await half(portal, asked);
  const step: FactorStep = account.confirmed ? { kind: 'app' } : { kind: 'mail', email: account.email };
  return { page: await portal.anyone(asked, (shown) => codePage(shown, step)) };
}

export async function takeCode(portal: Portal, asked: Asked): Promise<Answer> {
  const account = await half(portal, asked);
  await portal.as(asked, async (call) => insistOurs(call, asked));
  const code = (asked.typed.get('code') ?? '').replace(/\D/g, '').slice(0, 6);
  const enrol = asked.typed.get('kind') === 'enrol' && !account.confirmed && account.factor === null;
  const byApp = account.confirmed || enrol;
  const done = await orRefusal(
    portal.as<unknown>(asked, (call, door) => (byApp ? confirmTotp(call, code, door, enrol) : confirmMailCode(call, code, door))),
  );
  if (!(done instanceof Refusal)) {
    portal.remember(asked);
    return { to: '/portal' };
  }
  if (done.code === 'too-many' && !(await portal.as(asked, findAccount))) return { to: '/portal/anmelden?gesagt=viele' };
  const step: FactorStep = account.confirmed
    ? { kind: 'app' }
    : enrol
      ? { kind: 'enrol', uri: '', secret: '' }
      : { kind: 'mail', email: account.email };
  // the secret is told once; whoever mistyped its first code begins again
  if (step.kind === 'enrol') return { to: '/portal/faktor' };
  const fault = done.code === 'too-many' ? 'too-many' : 'second-factor-failed';
  return { status: 422, page: await portal.anyone(asked, (shown) => codePage(shown, step, fault)) };
}

export async function takeSignOut(portal: Portal, asked: Asked): Promise<Answer> {
  await portal.as(asked, async (call, door) => {
    insistOurs(call, asked);
    await signOut(call, door);
  });
  return { to: '/portal/anmelden' };
}
