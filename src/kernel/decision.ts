/**
 * What a rule answers: yes with its result, or no with the reason.
 * The reason is a kebab-case code and the key of its words in `src/web/words` and `src/platform/problems`.
 */
export type Decision<Yes extends object = object, Code extends string = string> = ({ ok: true } & Yes) | { ok: false; because: Code };

/** A rule's yes. */
export function yes<Yes extends object>(result: Yes): { ok: true } & Yes {
  return { ok: true, ...result };
}

/** A rule's no. */
export function no<Code extends string>(because: Code): { ok: false; because: Code } {
  return { ok: false, because };
}

/** More about a refusal: ids, codes, times and the fields meant. Never a text that a person wrote. */
export interface RefusalDetail {
  /** Fields at fault: JSON pointer and the code of the fault. */
  errors?: { pointer: string; code: string; limit?: number | string }[];
  /** The current version, where the sender's was old (412). */
  current?: number;
  /** What may follow from here (409). */
  next?: string[];
  /** Seconds until another try makes sense (429, 503). */
  retryAfter?: number;
  /** Facts that help to go on: held until when, the next offers … */
  facts?: Record<string, unknown>;
}

/**
 * Thrown by an action when a rule says no. The door turns it into a problem answer (RFC 9457) with words in the
 * caller's language; anything else that is thrown is a fault and alarms.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly detail: RefusalDetail;

  constructor(code: string, detail: RefusalDetail = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
  }
}

/** Passes a rule's yes on and throws its no as a Refusal. */
export function insist<Yes extends object>(decision: Decision<Yes>, detail?: RefusalDetail): { ok: true } & Yes {
  if (!decision.ok) throw new Refusal(decision.because, detail);
  return decision;
}
