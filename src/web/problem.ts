import type { Words as ProblemWords } from './words/problems.ts';

/** A problem answer (RFC 9457) as the server sends it. */
export interface ProblemBody {
  status: number;
  code: string;
  title?: string;
  detail?: string;
  instance?: string;
  errors?: { pointer: string; code: string; detail?: string; limit?: number | string }[];
  current?: number;
  next?: string[];
  retryAfter?: number;
  outcome?: 'unknown';
  facts?: Record<string, unknown>;
}

/** Thrown by `call` where the server refused, failed, or could not be reached (status 0). */
export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.code);
    this.name = 'Problem';
    this.body = body;
  }

  get code(): string {
    return this.body.code;
  }

  get status(): number {
    return this.body.status;
  }

  /** The sentence for the whole: the server's own words, else ours. */
  sentence(words: ProblemWords): string {
    const { code, detail, instance, retryAfter, status } = this.body;
    if (code === 'offline' || code === 'outcome-unknown' || code === 'signed-out') return words[code];
    if (detail) return detail;
    if (status === 429) return words.tooMany(retryAfter ?? 60);
    if (status === 412) return words['version-old'];
    return words.fault(instance ?? code);
  }

  /** The sentence beside one field ("/birthDate"); undefined where the field is not at fault. */
  at(pointer: string, words: ProblemWords): string | undefined {
    const found = this.body.errors?.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`));
    if (!found) return undefined;
    const known: Record<string, string> = words.field;
    return found.detail ?? known[found.code] ?? words.field.invalid;
  }
}

/** What was thrown, as a Problem: unforeseen faults of the page become one too. */
export function problemOf(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem({ status: 0, code: 'fault' });
}
