import type { FederalState } from '#kernel/codes.ts';
import { berlinInstant } from '#kernel/time.ts';
import { isHoliday } from '#rooms/directory/rules/holiday.ts';
import type { FieldFault } from '#rooms/directory/rules/place-fields.ts';
import type { Policy } from '#rooms/placement/contract.ts';
import {
  EXCEPTIONS,
  type Exception,
  POLICY_DEFAULTS,
  policyFaults,
  type Policy as RulePolicy,
} from '#rooms/placement/rules/cancellation-policy.ts';
import { cancellationText, TEXT_LANGUAGES, type TextLanguage } from '#rooms/placement/rules/cancellation-text.ts';

type ExceptionKind = keyof Policy['exceptions'];

/** The reasons that the contract knows, in its order. */
export const EXCEPTION_KINDS: readonly ExceptionKind[] = EXCEPTIONS;

/** The rule while it is edited: money and numbers are texts. */
export interface PolicyDraft {
  noticeMode: Policy['noticeMode'];
  noticeHours: string;
  feeType: Policy['feeType'];
  amount: string;
  percent: string;
  price: string;
  appliesTo: Policy['appliesTo'];
  goodwillFirst: boolean;
  exceptions: Partial<Policy['exceptions']>;
  contact: string;
}

/** "60,50" as cents; NaN where it is no money. */
export function centsOf(text: string): number {
  const match = /^(\d{1,4})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN;
}
const moneyOf = (cents: number | null) => (cents === null ? '' : (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2).replace('.', ','));
const wholeOf = (text: string) => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN);

export function policyDraftOf(policy: Policy | null, contact: string): PolicyDraft {
  if (!policy)
    return {
      noticeMode: POLICY_DEFAULTS.noticeMode,
      noticeHours: '48',
      feeType: 'none',
      amount: '',
      percent: '',
      price: '',
      appliesTo: [...POLICY_DEFAULTS.appliesTo],
      goodwillFirst: POLICY_DEFAULTS.goodwillFirst,
      exceptions: { illness: 'statement', accident: 'statement' },
      contact,
    };
  return {
    noticeMode: policy.noticeMode,
    noticeHours: String(policy.noticeHours),
    feeType: policy.feeType,
    amount: moneyOf(policy.amountCents),
    percent: policy.percent === null ? '' : String(policy.percent),
    price: moneyOf(policy.sessionPriceCents),
    appliesTo: policy.appliesTo,
    goodwillFirst: policy.goodwillFirst,
    exceptions: policy.exceptions,
    contact: policy.contact ?? contact,
  };
}

/** As the contract wants it. Only called when the shared rules found nothing. */
export function policyOf(draft: PolicyDraft): Policy {
  return {
    noticeHours: wholeOf(draft.noticeHours),
    noticeMode: draft.noticeMode,
    feeType: draft.feeType,
    amountCents: draft.feeType === 'fixed' ? centsOf(draft.amount) : null,
    percent: draft.feeType === 'percent' ? wholeOf(draft.percent) : null,
    sessionPriceCents: draft.feeType === 'percent' ? centsOf(draft.price) : null,
    appliesTo: draft.appliesTo,
    goodwillFirst: draft.goodwillFirst,
    exceptions: draft.exceptions as Policy['exceptions'],
    contact: draft.contact.trim(),
  };
}

/** The same in the words of the shared rules, which name one reason more fully. */
function ruleOf(draft: PolicyDraft): RulePolicy {
  const wire = policyOf(draft);
  const exceptions = EXCEPTION_KINDS.flatMap((kind) => {
    const evidence = draft.exceptions[kind];
    const named = EXCEPTIONS.find((one): one is Exception => one === kind || one.startsWith(`${kind}-`));
    return evidence && named ? [{ kind: named, evidence }] : [];
  });
  const fee: RulePolicy['fee'] =
    wire.feeType === 'fixed'
      ? { type: 'fixed', amountCents: wire.amountCents ?? Number.NaN }
      : wire.feeType === 'percent'
        ? { type: 'percent', percent: wire.percent ?? Number.NaN, sessionPriceCents: wire.sessionPriceCents ?? Number.NaN }
        : { type: 'none' };
  return { ...wire, id: '', version: 0, validFrom: Temporal.PlainDate.from('2026-01-01'), fee, exceptions, contact: wire.contact ?? '' };
}

/** What the shared rules say, with the contract's names of the fields. */
export const policyFaultsOf = (draft: PolicyDraft): FieldFault[] =>
  policyFaults(ruleOf(draft)).map((fault) => ({ ...fault, pointer: fault.pointer.replace('/fee/', '/') }));

/** The example that is read out: a trial session in a week, at ten. */
export function exampleStart(today: Temporal.PlainDate): Temporal.Instant {
  return berlinInstant(today.add({ days: 7 }), Temporal.PlainTime.from('10:00'));
}

/** The text to read out in German, easy German and English; null while the rule is not whole. */
export function spokenOf(
  draft: PolicyDraft,
  { therapist, now, start, state }: { therapist: string; now: Temporal.Instant; start: Temporal.Instant; state: FederalState },
): Record<TextLanguage, string> | null {
  if (policyFaultsOf(draft).some(({ pointer }) => pointer !== '/contact')) return null;
  const policy = ruleOf(draft);
  const facts = { policy, kind: 'TRIAL' as const, start, therapist, bindsOnlyWithCustodyHolder: false, now };
  const isFree = (day: Temporal.PlainDate) => isHoliday(state, day);
  return Object.fromEntries(
    TEXT_LANGUAGES.map((language) => [language, cancellationText({ ...facts, isHoliday: isFree }, language).spoken]),
  ) as Record<TextLanguage, string>;
}
