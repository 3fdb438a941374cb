import type { Call } from '#platform/call.ts';
import type { IcdLookup } from '../rules/eligibility.ts';

/** Until a list is imported: the shape tells whether a code of chapter F names one illness; F21 and F24 have no further digits. */
export async function icdLookup(_call: Call): Promise<IcdLookup> {
  return (code) => (/^F(\d\d\.\d|21|24)/.test(code) ? 'terminal' : 'not-terminal');
}
