import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { readOwnView, recordOwnView } from '#rooms/cases/actions/own-view.ts';
import { agreeOwnPlan, ownPlan } from '#rooms/cases/actions/plan-portal.ts';
import type { OwnViewAnswer } from '#rooms/cases/contract/assessment.ts';
import { NEEDS, SEVERITIES } from '#rooms/cases/rules/assessment.ts';
import type { OwnPlan } from '../rules/own-pages/plan.ts';
import { findOwnCase, selectPlanVersions } from '../store/own.ts';
import { decides, isWhole, type Relation } from './own.ts';

/** Whose yes this access can say. */
export const voiceOf = ({ kind, guardian_id }: Pick<Relation, 'kind' | 'guardian_id'>) =>
  kind === 'guardian' ? { by: 'guardian' as const, guardianId: guardian_id } : { by: 'client' as const, guardianId: null };

/** The plan: the client's session says which case it may read, the system opens exactly that one. */
export const readOwnPlan = {
  /** The case whose plan this access may see; nothing where there is none. */
  async caseOf(call: Call, { person_id: personId }: Relation): Promise<string | null> {
    const [version] = await selectPlanVersions(call.tx, personId);
    return version?.case_id ?? null;
  },
  /** The version that waits for an answer, else the one that holds. */
  async of(call: Call, caseId: string): Promise<OwnPlan | null> {
    const { agreed, waiting } = await ownPlan(call, caseId);
    if (waiting) return { plan: waiting, versionId: waiting.id, version: waiting.version, agreedOn: null, said: waiting.said };
    return agreed ? { plan: agreed, versionId: '', version: 0, agreedOn: agreed.agreedOn, said: [] } : null;
  },
};

/** Her yes to exactly the version that she saw. Refuses as the case does. */
export const agreePlan = {
  async ask(call: Call, relation: Relation, versionId: string): Promise<Relation> {
    if (!decides(relation)) throw new Refusal('portal-access-not-found');
    if (!(await selectPlanVersions(call.tx, relation.person_id)).some(({ id }) => id === versionId)) throw new Refusal('not-found');
    await record(call, {
      action: 'portal.plan.agree-asked',
      kind: 'E',
      object: ['plan-version', versionId],
      personId: relation.person_id,
      data: { by: relation.kind },
    });
    return relation;
  },
  /** Whether the plan holds now: with a child everybody who has custody has to agree, from 14 on she herself as well. */
  async carryOut(call: Call, relation: Relation, versionId: string, version: number): Promise<boolean> {
    const { missing } = await agreeOwnPlan(call, versionId, version, voiceOf(relation));
    return missing === 0;
  },
};

/** Her own view of the life domains, empty without an assessment. */
export async function readView(call: Call, relation: Relation): Promise<OwnViewAnswer> {
  const found = isWhole(relation) ? await findOwnCase(call.tx, relation.person_id) : undefined;
  return found ? readOwnView(call, found.id) : { open: false, domains: [] };
}

/** One domain as she sees it. Anything that is not on the page is no answer. */
export async function writeView(
  call: Call,
  relation: Relation,
  typed: { domain: string; severity: string; need: string; wish: string },
): Promise<void> {
  const found = isWhole(relation) ? await findOwnCase(call.tx, relation.person_id) : undefined;
  if (!found) throw new Refusal('own-view-not-open');
  const severity = SEVERITIES.find((one) => String(one) === typed.severity) ?? null;
  const need = NEEDS.find((one) => one === typed.need) ?? null;
  const source = relation.kind === 'guardian' ? 'guardian' : 'portal';
  await recordOwnView(call, found.id, typed.domain, { severity, need, wish: typed.wish }, source);
}
