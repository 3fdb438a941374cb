import type { Fields } from './data.ts';

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Puts two changes of one domain together, part by part: the client's view and the professional one are parts, so that her own words from
 * the portal and what is being typed here never cover each other. Null where both changed the same part differently: a person decides.
 * @param base what both began from
 */
export function mergeFields(base: Fields, mine: Fields, theirs: Fields): Fields | null {
  const merged: Record<string, unknown> = {};
  for (const key of Object.keys(base) as (keyof Fields)[]) {
    const [hers, ours] = [!same(theirs[key], base[key]), !same(mine[key], base[key])];
    if (hers && ours && !same(theirs[key], mine[key])) return null;
    merged[key] = hers ? theirs[key] : mine[key];
  }
  return merged as Fields;
}

const RATED = { severity: null, need: null } as const;

/** A change keeps a domain sound: a view and a reason for its absence, or a rating and "not discussed", never stand together. */
export function soundly(fields: Fields, change: Partial<Fields>): Fields {
  const next = { ...fields, ...change };
  const rated = (view: { severity: unknown; need: unknown }) => view.severity !== null || view.need !== null;
  if (change.notDiscussed)
    return { ...next, client: { ...next.client, ...RATED, missing: null }, professional: { ...next.professional, ...RATED } };
  const discussed = rated(next.client) || rated(next.professional) ? { notDiscussed: null, notDiscussedNote: '' } : {};
  if (change.client?.missing && !fields.client.missing) return { ...next, client: { ...next.client, ...RATED } };
  if (rated(next.client)) return { ...next, ...discussed, client: { ...next.client, missing: null, missingNote: '' } };
  return { ...next, ...discussed };
}
