import type { Call } from '#platform/call.ts';
import type { IcdLookup } from '../rules/eligibility.ts';
import { standingIn } from '../rules/forms/diagnoses.ts';
import { selectDiagnoses } from '../store/forms.ts';

/** How codes stand in the newest imported ICD-10-GM; before any was imported only the shape of a code can be judged. */
export async function icdLookup(call: Call): Promise<IcdLookup> {
  const rows = await selectDiagnoses(call.tx);
  return standingIn(rows.length > 0 ? rows : null);
}
