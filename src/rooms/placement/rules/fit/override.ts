import { type Decision, no, yes } from '#kernel/decision.ts';
import type { HardId } from './types.ts';

/** Whether a coordinator may set a hard criterion aside, visibly and with a reason. H1, H5 and H14 never. */
const OVERRIDABLE: Record<HardId, boolean> = {
  H1: false,
  H2: false,
  H3: true,
  H4: false,
  H5: false,
  H6: true,
  H7: true,
  H8: false,
  H9: true,
  H10: true,
  H11: true,
  H12: true,
  H13: true,
  H14: false,
  H15: true,
};

/** Whether a coordinator may override this criterion at all. */
export function mayOverride(id: HardId): boolean {
  return OVERRIDABLE[id];
}

/** What stands between a place and its hold. */
export interface Standing {
  no: readonly HardId[];
  clarify: readonly HardId[];
}

/**
 * Whether a judged place may be held, given the criteria that a coordinator overrides with a reason. A missing fact is
 * overridden like a no; a place that is not available, confidentially excluded or blocked for the pair never is.
 */
export function mayBeHeld(
  standing: Standing,
  overridden: readonly HardId[] = [],
): Decision<{ overridden: HardId[] }, 'criterion-not-overridable' | 'does-not-fit' | 'to-be-clarified'> {
  if (!overridden.every(mayOverride)) return no('criterion-not-overridable');
  const left = (ids: readonly HardId[]) => ids.filter((id) => !overridden.includes(id));
  if (left(standing.no).length > 0) return no('does-not-fit');
  if (left(standing.clarify).length > 0) return no('to-be-clarified');
  return yes({ overridden: overridden.filter((id) => standing.no.includes(id) || standing.clarify.includes(id)) });
}
