import type { Call } from '#platform/call.ts';
import { type Pepper, STRENGTHS, type Strength } from '#platform/password.ts';
import { settingAt } from '#platform/setting.ts';

/** The cost of stretching that this network has chosen. */
export async function strengthOf(call: Call): Promise<Strength> {
  return (await settingAt(call, 'access.password-strength')) === 'high' ? STRENGTHS.high : STRENGTHS.standard;
}

/** The pepper of this network, kept outside the database. */
export function pepperOf(call: Call): Pepper {
  return (password) => call.sealer.token('password-pepper', password);
}
