import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { changeSetting, settingsAt } from '#platform/setting.ts';
import { AreaChangesShape } from '../contract/areas.ts';
import { AREA_CODES, type Area, type AreaChanges, areasWith, areaWith, mayChangeArea } from '../rules/areas.ts';

const PREFIX = 'cases.area.';

/** What was read in a call: most rules of one action ask for the same areas. */
const read = new WeakMap<Call, Promise<ReadonlyMap<string, AreaChanges | null>>>();

function changesAt(call: Call): Promise<ReadonlyMap<string, AreaChanges | null>> {
  const known = read.get(call) ?? readChanges(call);
  read.set(call, known);
  return known;
}

async function readChanges(call: Call): Promise<ReadonlyMap<string, AreaChanges | null>> {
  const changes = new Map<string, AreaChanges | null>();
  for (const [code, value] of await settingsAt(call, PREFIX)) {
    // what an older version wrote and nobody understands any more is as if nobody had set it
    const parsed = AreaChangesShape.nullable().safeParse(value);
    if (parsed.success) changes.set(code, parsed.data);
  }
  return changes;
}

/** Every area of use as it holds in this network at the call's time; valid without any setting. Read once a call. */
export async function areasOf(call: Call): Promise<Area[]> {
  return areasWith(await changesAt(call));
}

/** One area as it holds: of a case, by its code. */
export async function areaOf(call: Call, code: string): Promise<Area> {
  return areaWith(code, (await changesAt(call)).get(code));
}

/**
 * The area in which a case is to be worked: one that is on, or the one where it is already.
 * @param wanted undefined: the first that is on, health care before all others
 * @throws area-off
 */
export async function workingArea(call: Call, wanted: string | undefined, now?: string): Promise<string> {
  const on = (await areasOf(call)).filter((area) => area.on).map(({ code }) => code as string);
  const area = wanted ?? on[0] ?? 'health';
  if (area !== now && !on.includes(area)) throw new Refusal('area-off', { errors: [{ pointer: '/area', code: 'area-off' }] });
  return area;
}

/** All areas with what the network changed; for everybody who is signed in. */
export async function showAreas(call: Call, _permit: Permit<'settings.read'>) {
  const changes = await changesAt(call);
  return { areas: areasWith(changes).map((area) => ({ ...area, changes: changes.get(area.code) ?? null })) };
}

/** Sets an area from now on; null goes back to the ready set. What held before stays readable with its days. */
export async function changeArea(call: Call, _permit: Permit<'settings.change'>, code: string, changes: AreaChanges | null) {
  const area = AREA_CODES.find((one) => one === code);
  if (!area) throw new Refusal('not-found');
  const all = new Map(await changesAt(call));
  all.set(area, changes);
  const decision = mayChangeArea(area, changes, areasWith(all));
  if (!decision.ok) throw new Refusal(decision.because);
  await changeSetting(call, PREFIX + area, changes);
  read.delete(call);
  await record(call, {
    action: 'cases.area.changed',
    kind: 'U',
    object: ['setting', call.newId()],
    data: { area, on: areaWith(area, changes).on },
  });
  return { code: area };
}
