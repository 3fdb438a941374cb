import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import * as store from '../store/plan.ts';
import { about, todayOf } from './plan-case.ts';

/**
 * The version that is being written; the first change after an agreement begins the next one. While one lies before the client nothing
 * of the plan's content changes under it: "case-plan-offered".
 */
export async function ensureDraft(call: Call, found: store.PlanCase): Promise<store.VersionRow> {
  const versions = await store.selectVersions(call.tx, found.id);
  const waiting = versions.find(({ state }) => state === 'offered');
  if (waiting) throw new Refusal('case-plan-offered', { facts: { number: waiting.number } });
  const draft = versions.find(({ state }) => state === 'draft');
  if (draft) return draft;
  const id = call.newId();
  await store.appendVersion(call.tx, {
    id,
    case_id: found.id,
    person_id: found.person_id,
    organisation_id: found.organisation_id,
    number: (versions[0]?.number ?? 0) + 1,
    state: 'draft',
    made_on: todayOf(call),
  });
  await record(call, {
    action: 'cases.plan.drafted',
    kind: 'C',
    object: ['plan-version', id],
    personId: found.person_id,
    data: about(found),
  });
  const made = await store.findVersion(call.tx, id);
  if (!made) throw new Error('a version that was not written');
  return made;
}
