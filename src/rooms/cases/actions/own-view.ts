import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { OwnView, OwnViewAnswer } from '../contract/assessment.ts';
import { DOMAINS, type DomainCode } from '../rules/area-domains.ts';
import { areaWith } from '../rules/areas.ts';
import { byDomain } from '../rules/assessment.ts';
import * as store from '../store/own-view.ts';
import { todayOf } from './assessment.ts';

const TEXT = { table: 'cases.domain_rating', column: 'client_text_sealed' } as const;

/**
 * The client's own view as she gave it, for the portal. Needs the call of her own session, or her guardian's, and no permit of staff: the
 * database shows only her own side of the latest round (migration 000340). Empty without an assessment.
 * Empty also where the case is not hers.
 */
export async function readOwnView(call: Call, caseId: string): Promise<OwnViewAnswer> {
  const rows = await store.selectOwnView(call.tx, caseId);
  const [first] = rows;
  if (!first) return { open: false, domains: [] };
  await recordReads(call, 'cases.own-view.read', 'case', [{ id: caseId, personId: first.person_id }]);
  const names = new Map(areaWith(first.area).domains.map((domain) => [domain.code as string, domain]));
  const domains = [];
  for (const row of rows.sort((a, b) => byDomain(a.domain, b.domain))) {
    const { de, en } = names.get(row.domain) ?? DOMAINS[row.domain as DomainCode];
    const wish = row.sealed ? await call.sealer.open(call.tx, row.person_id, { ...TEXT, row: row.rating_id }, row.sealed) : '';
    domains.push({ domain: row.domain as DomainCode, de, en, severity: row.severity, need: row.need, wish, ratedOn: row.rated_on });
  }
  return { open: first.open, domains };
}

/**
 * Keeps the client's own view of one domain, said by herself ('portal') or her guardian. A reason for its absence gives way; nothing of the
 * professional view is touched or seen.
 * @throws Refusal own-view-not-open where no round is open to the caller; domain-not-asked
 */
export async function recordOwnView(
  call: Call,
  caseId: string,
  domain: string,
  view: OwnView,
  source: 'portal' | 'guardian',
): Promise<{ id: string; version: number }> {
  const rows = await store.selectOwnView(call.tx, caseId);
  const row = rows.find((each) => each.domain === domain);
  if (rows.length === 0 || rows.some(({ open }) => !open)) throw new Refusal('own-view-not-open');
  if (!row) throw new Refusal('domain-not-asked');
  const { severity, need, wish } = view;
  const empty = severity === null && need === null && wish === '';
  const sealed = wish === '' ? null : await call.sealer.seal(call.tx, row.person_id, { ...TEXT, row: row.rating_id }, wish);
  const version = await store.keepOwnView(call.tx, row.rating_id, { source, severity, need, sealed, on: empty ? null : todayOf(call) });
  if (version === null) throw new Refusal('own-view-not-open');
  await record(call, {
    action: 'cases.own-view.kept',
    kind: 'U',
    object: ['domain-rating', row.rating_id],
    personId: row.person_id,
    data: { caseId, domain, source },
  });
  return { id: row.rating_id, version };
}
