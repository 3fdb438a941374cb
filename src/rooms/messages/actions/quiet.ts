import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { QuietHours as QuietShape } from '../contract.ts';
import { type QuietHours, USUAL_QUIET } from '../rules/quiet.ts';
import { settingAt } from '../store.ts';

const SETTING = 'messages.quiet-hours';

/** When this network writes to nobody by a timer, or the usual. */
export async function quietHours(call: Call): Promise<QuietHours> {
  const set = QuietShape.safeParse(await settingAt(call.tx, SETTING, call.now));
  return set.success ? set.data : USUAL_QUIET;
}

export async function changeQuietHours(call: Call, _permit: Permit<'messages.templates'>, wish: QuietHours): Promise<{ at: string }> {
  const before = await quietHours(call);
  if (before.from === wish.from && before.until === wish.until && before.restDays === wish.restDays) return { at: call.now.toString() };
  await call.tx
    .insertInto('platform.setting')
    .values({ name: SETTING, valid_from: call.now, value: JSON.stringify(wish), set_by: accountOf(call).accountId })
    .execute();
  await record(call, { action: 'messages.quiet-hours.changed', kind: 'U', object: ['setting', call.newId()], data: { ...wish } });
  return { at: call.now.toString() };
}
