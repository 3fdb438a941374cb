import type { FormFacts } from './facts.ts';
import type { Findings } from './finding.ts';
import { checkIdentifier } from './header.ts';
import { checkDay, checkText, type Maybe } from './text.ts';

export interface ProviderContent {
  name?: Maybe<string>;
  ik?: Maybe<string>;
}
export interface SignatureContent {
  on?: Maybe<string>;
  signed?: Maybe<boolean>;
}

/** Who gives the units: named on Muster 26 and, unlike on other referrals, on Muster 28. */
export function checkProvider(found: Findings, provider: ProviderContent | undefined, facts: FormFacts): void {
  checkText(found, '/provider/name', provider?.name, { required: true, most: 100, printed: true });
  const ik = checkIdentifier(found, '/provider/ik', 'ik', provider?.ik);
  if (ik !== undefined && facts.provider && ik !== facts.provider.ik) {
    found.confirm('/provider/ik', 'provider-other', ik, { facts: { onFile: facts.provider.ik } });
  }
  if (facts.contractOnFile === false) found.warn('/provider/ik', 'contract-missing', { rule: 'R25', source: '§ 132b SGB V' });
}

/** A mark and its day: on or after the issue, not in the future. */
export function checkSignature(
  found: Findings,
  pointer: string,
  signature: SignatureContent | undefined,
  rule: {
    today: string;
    issueDate?: string | undefined;
    stage: 'issue' | 'application';
    missing: 'prescriber-signature-missing' | 'patient-signature-missing';
  },
): void {
  if (signature?.signed !== true) {
    found.missing(`${pointer}/signed`, rule.missing, { stage: rule.stage });
    return;
  }
  const on = checkDay(found, `${pointer}/on`, signature.on, { required: true, today: rule.today, stage: rule.stage });
  if (on === undefined || rule.issueDate === undefined || on === rule.issueDate) return;
  if (rule.stage === 'issue') found.warn(`${pointer}/on`, 'signed-on-other-day', { facts: { issueDate: rule.issueDate } });
}
