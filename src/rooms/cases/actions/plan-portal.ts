import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { PlainPlan } from '../contract/plan-link.ts';
import * as store from '../store/plan.ts';
import { yesToVersion } from './plan-agreements.ts';
import { getPlanCase, todayOf } from './plan-case.ts';
import { askManager, plainOf } from './plan-links.ts';
import { agreeShown, lockShown } from './plan-versions.ts';

export interface OwnPlan {
  managerName: string;
  service: { name: string; phone: string | null };
  /** The version that holds, as she reads it. */
  agreed: (PlainPlan & { agreedOn: string }) | null;
  /** The version that waits for her answer. */
  waiting:
    | (PlainPlan & { id: string; version: number; offeredOn: string; said: { by: 'client' | 'guardian'; guardianId: string | null }[] })
    | null;
}

/**
 * What a client reads of her own plan: goals and steps in plain words. The portal asks first whether the account may see the person;
 * here only the case is known. A case that is over shows nothing new.
 */
export async function ownPlan(call: Call, caseId: string): Promise<OwnPlan> {
  const found = await getPlanCase(call, caseId);
  const versions = await store.selectVersions(call.tx, caseId);
  const agreed = versions.find(({ state }) => state === 'agreed');
  const waiting = versions.find(({ state }) => state === 'offered');
  await recordReads(call, 'cases.own-plan.read', 'case', [{ id: caseId, personId: found.person_id }]);
  return {
    managerName: found.manager_name,
    service: { name: found.service_name, phone: found.service_phone },
    agreed: agreed ? { ...(await plainOf(call, agreed)), agreedOn: agreed.agreed_on ?? agreed.made_on } : null,
    waiting: waiting
      ? {
          ...(await plainOf(call, waiting)),
          id: waiting.id,
          version: waiting.version,
          offeredOn: waiting.offered_on ?? waiting.made_on,
          said: await yesToVersion(call, waiting.id),
        }
      : null,
  };
}

/**
 * Her yes from the portal, or that of one who acts for her, to exactly the version that was seen; the account is the proof. Says how many have
 * not agreed yet. Refuses as `addAgreement`, and "version-old".
 */
export async function agreeOwnPlan(
  call: Call,
  versionId: string,
  version: number | undefined,
  who: { by: 'client' | 'guardian'; guardianId: string | null },
) {
  const row = await lockShown(call, versionId, version);
  return agreeShown(call, row, { ...who, form: 'portal', on: todayOf(call) });
}

/** A question or a no from the portal; it becomes a task of her case manager. What she writes goes as a message of its own. */
export async function answerOwnPlan(call: Call, versionId: string, answer: 'asked-back' | 'declined'): Promise<void> {
  const row = await store.findVersion(call.tx, versionId);
  if (!row) throw new Refusal('not-found');
  if (row.state !== 'offered') throw new Refusal('case-plan-not-offered');
  await askManager(call, row, answer);
}
