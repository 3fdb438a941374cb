import type { SoziotherapieCode, SoziotherapieHint } from '../codes.ts';
import { type Facts, type Hint, RULES, type RuleId } from '../ruling.ts';
import type { FORM_WORDS } from './words.ts';

/** What only the entry of a form says; refusals and hints of the rules keep their own codes. */
export type FormCode = keyof typeof FORM_WORDS;
export type FindingCode = FormCode | SoziotherapieCode | SoziotherapieHint;

/**
 * `missing` and `wrong` keep the form from being complete, `confirm` does until somebody confirmed exactly this value, `warning` is
 * only told.
 */
export const SEVERITIES = ['missing', 'wrong', 'confirm', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What the checks say about one field. */
export interface Finding {
  /** JSON pointer into the content: "/header/kvnr". */
  pointer: string;
  code: FindingCode;
  severity: Severity;
  /** Whether it is needed when the form is issued, or only when it goes to the insurer or back to the doctor. */
  stage: 'issue' | 'application';
  rule: RuleId | 'FORM';
  /** Paragraph, directive or the form itself. */
  source: string;
  facts: Facts;
  /** Of a `confirm`: the value that would be confirmed. */
  value?: string;
  /** Of a `confirm`: somebody did. */
  confirmed?: boolean;
}

export interface Confirmation {
  pointer: string;
  code: string;
  value: string;
}

/** True where a finding still keeps a form from being complete. */
export const isOpen = ({ severity, confirmed }: Finding) => severity !== 'warning' && confirmed !== true;

type More = Partial<Pick<Finding, 'stage' | 'rule' | 'source' | 'facts' | 'value'>>;

/** Collects findings; the source defaults to the rule's own or to the form. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #form: string;
  readonly #confirmed: readonly Confirmation[];

  constructor(form: '26' | '28', confirmed: readonly Confirmation[]) {
    this.#form = `Muster ${form}`;
    this.#confirmed = confirmed;
  }

  add(severity: Severity, pointer: string, code: FindingCode, more: More = {}): void {
    const rule = more.rule ?? 'FORM';
    const source = more.source ?? (rule === 'FORM' ? this.#form : RULES[rule].source);
    const finding: Finding = { pointer, code, severity, stage: more.stage ?? 'issue', rule, source, facts: more.facts ?? {} };
    if (severity === 'confirm') {
      const value = more.value ?? '';
      const confirmed = this.#confirmed.some((one) => one.pointer === pointer && one.code === code && one.value === value);
      Object.assign(finding, { value, confirmed });
    }
    this.list.push(finding);
  }

  missing(pointer: string, code: FindingCode = 'field-missing', more: More = {}): void {
    this.add('missing', pointer, code, more);
  }

  wrong(pointer: string, code: FindingCode, more: More = {}): void {
    this.add('wrong', pointer, code, more);
  }

  warn(pointer: string, code: FindingCode, more: More = {}): void {
    this.add('warning', pointer, code, more);
  }

  confirm(pointer: string, code: FindingCode, value: string, more: More = {}): void {
    this.add('confirm', pointer, code, { ...more, value });
  }

  /** Hints of a rule as warnings at a field. */
  hints(pointer: string, rule: RuleId, hints: readonly Hint[]): void {
    for (const { code, facts } of hints) this.warn(pointer, code, { rule, ...(facts && { facts }) });
  }

  /** Whether something at this place or below it still is open. */
  openAt(pointer: string): boolean {
    return this.list.some((one) => isOpen(one) && (one.pointer === pointer || one.pointer.startsWith(`${pointer}/`)));
  }
}
