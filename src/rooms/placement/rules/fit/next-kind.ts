import type { FitRule } from './rule.ts';
import type { FitRequest } from './types.ts';

export type NextKindWarning =
  | 'ptv11-older-than-12-months'
  | 'ptv11-date-unknown'
  | 'ptv11-recommendation-unknown'
  | 'payer-to-clarify'
  | 'insurance-unknown';

/** The first lawful step. `none`: nothing may be matched or booked; `guidance` says who goes on. */
export interface NextKind {
  kind: 'CONSULT' | 'ACUTE' | 'TRIAL' | 'none';
  warnings: NextKindWarning[];
  /** `oncall`: the psychologist on duty decides. `other-help`: the facts of RQ6 (116117, Kostenerstattung, counselling, crisis numbers). */
  guidance?: 'oncall' | 'other-help';
}

type Asked = Pick<FitRequest, 'safetyLevel' | 'oncallWantsAcute' | 'insurance' | 'ptv11' | 'exemption'>;

/**
 * Which appointment may lawfully come first (rule book A.2.2; § 11 Psychotherapie-Richtlinie for the Sprechstunde).
 * The lines are read in order, the first that matches wins. An unknown payer is read like GKV: the careful way.
 * @param today ISO day in Berlin
 */
export function nextKind(request: Asked, today: string, rule: Pick<FitRule, 'ptv11Months'>): NextKind {
  if (request.oncallWantsAcute) return { kind: 'ACUTE', warnings: [] };
  if (request.safetyLevel === 'ORANGE' || request.safetyLevel === 'RED') return { kind: 'none', warnings: [], guidance: 'oncall' };
  switch (request.insurance) {
    case 'PKV':
    case 'BEIHILFE':
    case 'SELF':
    case 'KE':
      return { kind: 'TRIAL', warnings: [] }; // private tariffs know no obligatory Sprechstunde
    case 'BG':
    case 'HEILFUERSORGE':
    case 'ASYLBLG':
    case 'YOUTH':
      return { kind: 'CONSULT', warnings: ['payer-to-clarify'] };
    case 'GKV':
      return statutory(request, today, rule, []);
    case undefined:
      return statutory(request, today, rule, ['insurance-unknown']);
  }
}

function statutory(request: Asked, today: string, rule: Pick<FitRule, 'ptv11Months'>, warnings: NextKindWarning[]): NextKind {
  const form = request.ptv11;
  if (form) warnings.push(...ageWarnings(form.date, today, rule));
  if (form?.recommendations.includes('acute')) return { kind: 'ACUTE', warnings };
  if (form?.recommendations.includes('therapy') || request.exemption) return { kind: 'TRIAL', warnings };
  if (!form) return { kind: 'CONSULT', warnings };
  if (form.recommendations.length === 0) return { kind: 'CONSULT', warnings: [...warnings, 'ptv11-recommendation-unknown'] };
  return { kind: 'none', warnings, guidance: 'other-help' };
}

function ageWarnings(date: string | undefined, today: string, rule: Pick<FitRule, 'ptv11Months'>): NextKindWarning[] {
  if (date === undefined) return ['ptv11-date-unknown'];
  const limit = Temporal.PlainDate.from(date).add({ months: rule.ptv11Months }).toString();
  return today > limit ? ['ptv11-older-than-12-months'] : [];
}
