import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { closeLinks } from '#rooms/access/actions/links.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { signPlan as SignPlan } from '../contract/signatures.ts';
import type { Day } from '../rules/calendar.ts';
import * as store from '../store/care-plan.ts';
import { contentOf, digestOf, getCase, lockShown, mayWrite, recordPlan } from './care-plan.ts';
import { todayOf } from './cases.ts';

type Wish = NonNullable<(typeof SignPlan)['body']>['_output'];

/** Whose links wait for a party's signature. */
const RECIPIENTS = { client: ['client', 'guardian'], provider: [], prescriber: ['prescriber'] } as const;

interface Sign {
  party: 'client' | 'provider' | 'prescriber';
  how: 'paper' | 'screen' | 'link' | 'refused';
  byGuardian: boolean;
  signedOn: Day;
  fileId?: string | null;
  linkId?: string | null;
  strokes?: unknown;
}

/** On paper or on the screen, by somebody of the practice. The provider's own is given by who accompanies or the lead. */
export async function signPlan(call: Call, _permit: Permit<'soziotherapie.read'>, id: string, version: number | undefined, wish: Wish) {
  const plan = await lockShown(call, id, version);
  const found = await getCase(call, plan.episode_id);
  const { roles, organisationId } = accountOf(call);
  const office = roles.includes('office') && organisationId === found.organisation_id && wish.party !== 'provider';
  if (found.state === 'CLOSED') throw new Refusal('plan-case-closed');
  if (!office && !mayWrite(call, found)) throw new Refusal('plan-not-yours');
  if (wish.how === 'refused' && wish.party !== 'client') throw new Refusal('plan-only-client-refuses');
  if (wish.how === 'screen' && !wish.strokes && wish.party === 'client')
    throw new Refusal('plan-strokes-missing', { errors: [{ pointer: '/strokes', code: 'plan-strokes-missing' }] });
  return addSignature(call, plan, wish);
}

/**
 * Adds one of the three to what was offered. The third yes makes the version agreed, ends the former one and closes links that wait;
 * its day is the latest of the three (R6). Refuses "plan-not-offered", "plan-signed-already", "plan-date-impossible".
 */
export async function addSignature(call: Call, plan: store.PlanRecord, sign: Sign) {
  if (plan.state !== 'offered' || !plan.offered_at || !plan.content_digest) throw new Refusal('plan-not-offered');
  const digest = digestOf(plan, await contentOf(call, plan));
  if (!digest.equals(plan.content_digest)) throw new Error('a plan that is not what was offered');
  const before = await store.selectSignatures(call.tx, [plan.id]);
  if (before.some(({ party }) => party === sign.party)) throw new Refusal('plan-signed-already');
  const [first, last] = [dayInBerlin(plan.offered_at).toString(), todayOf(call)];
  if (sign.signedOn < first || sign.signedOn > last)
    throw new Refusal('plan-date-impossible', { errors: [{ pointer: '/signedOn', code: 'plan-date-impossible' }], facts: { first, last } });
  const id = call.newId();
  const place = { table: 'soziotherapie.plan_signature', column: 'strokes_sealed', row: id };
  await store.appendSignature(call.tx, {
    id,
    plan,
    digest,
    party: sign.party,
    how: sign.how,
    byGuardian: sign.byGuardian,
    signedOn: sign.signedOn,
    fileId: sign.fileId ?? null,
    linkId: sign.linkId ?? null,
    strokesSealed: sign.strokes ? await call.sealer.seal(call.tx, plan.person_id, place, JSON.stringify(sign.strokes)) : null,
    at: call.now,
    by: call.actor.kind === 'account' ? call.actor.accountId : null,
  });
  const { party, how } = sign;
  await record(call, {
    action: 'soziotherapie.plan.signed',
    kind: 'C',
    object: ['care-plan', plan.id],
    personId: plan.person_id,
    data: { organisationId: plan.organisation_id, episodeId: plan.episode_id, party, how, byGuardian: sign.byGuardian },
  });
  if (how !== 'link')
    for (const recipientKind of RECIPIENTS[party]) await closeLinks(call, { objectId: plan.id, recipientKind }, 'signed-otherwise');
  const yes = [...before.filter((one) => one.how !== 'refused'), ...(how === 'refused' ? [] : [{ party, signed_on: sign.signedOn }])];
  if (yes.length === 3)
    return agree(
      call,
      plan,
      yes
        .map(({ signed_on }) => signed_on)
        .sort()
        .at(-1) ?? sign.signedOn,
    );
  return { id: plan.id, version: await store.updatePlan(call.tx, plan.id, {}), state: plan.state, signedOn: null };
}

async function agree(call: Call, plan: store.PlanRecord, signedOn: Day) {
  const former = (await store.selectPlans(call.tx, plan.episode_id)).find(({ state }) => state === 'agreed');
  if (former) await store.updatePlan(call.tx, former.id, { state: 'replaced' });
  const version = await store.updatePlan(call.tx, plan.id, { state: 'agreed', signed_on: signedOn });
  await recordPlan(call, 'agreed', 'U', plan);
  await closeLinks(call, { objectId: plan.id }, 'plan-agreed');
  if (former) await closeLinks(call, { objectId: former.id }, 'plan-replaced');
  await settleTasks(call, 'plan-asked-back', plan.id, 'done');
  await settleTasks(call, 'plan-declined', plan.id, 'done');
  return { id: plan.id, version, state: 'agreed' as const, signedOn };
}

/** Throws a draft or an offered version away: it stays readable, and links to it end at once. */
export async function dropPlan(call: Call, _permit: Permit<'soziotherapie.care'>, id: string, version: number | undefined) {
  const plan = await lockShown(call, id, version);
  const found = await getCase(call, plan.episode_id);
  if (!mayWrite(call, found)) throw new Refusal('plan-not-yours');
  if (plan.state !== 'draft' && plan.state !== 'offered') throw new Refusal('plan-in-force');
  const next = await store.updatePlan(call.tx, id, { state: 'dropped' });
  await closeLinks(call, { objectId: id }, 'plan-dropped');
  for (const kind of ['plan-asked-back', 'plan-declined']) await settleTasks(call, kind, id, 'done');
  await recordPlan(call, 'dropped', 'U', plan);
  return { id, version: next, number: plan.number };
}
