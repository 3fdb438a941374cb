import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { changeSetting, settingAt } from '#platform/setting.ts';
import { QuietHours as QuietShape } from '../contract.ts';
import { type QuietHours, USUAL_QUIET } from '../rules/quiet.ts';

const SETTING = 'messages.quiet-hours';

/** When this network writes to nobody by a timer, or the usual. */
export async function quietHours(call: Call): Promise<QuietHours> {
  const set = QuietShape.safeParse(await settingAt(call, SETTING));
  return set.success ? set.data : USUAL_QUIET;
}

export async function changeQuietHours(call: Call, _permit: Permit<'messages.templates'>, wish: QuietHours): Promise<{ at: string }> {
  const before = await quietHours(call);
  if (before.from === wish.from && before.until === wish.until && before.restDays === wish.restDays) return { at: call.now.toString() };
  await changeSetting(call, SETTING, wish);
  await record(call, { action: 'messages.quiet-hours.changed', kind: 'U', object: ['setting', call.newId()], data: { ...wish } });
  return { at: call.now.toString() };
}
