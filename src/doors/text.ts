import type { RefusalDetail } from '#kernel/decision.ts';
import { UploadedFile } from '#kernel/upload.ts';
import { pointerStep } from './answer.ts';

/** Deeper than any form of ours. */
const DEEPEST = 20;
// C0 controls but tab and line breaks, DEL, and the two overrides that make a text read other than it is stored.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202d\u202e]/;

/** PostgreSQL has no year nought, though ISO 8601 has. */
const YEAR_NOUGHT = /^0000-\d\d-\d\d/;

/**
 * Texts that no field may hold, wherever they stand in the input: control characters (PostgreSQL refuses NUL), halves of a
 * character (they would silently become another), days that it does not know, and nesting beyond every form. Answers pointers and codes, never the text.
 */
export function unfitTexts(base: string, input: unknown): NonNullable<RefusalDetail['errors']> {
  const faults: NonNullable<RefusalDetail['errors']> = [];
  const waiting: { pointer: string; value: unknown; depth: number }[] = [{ pointer: base, value: input, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined && faults.length < 50; next = waiting.pop()) {
    const { pointer, value, depth } = next;
    if (typeof value === 'string') {
      const code = unfit(value);
      if (code) faults.push({ pointer, code });
    } else if (typeof value === 'object' && value !== null && !(value instanceof UploadedFile)) {
      if (depth === DEEPEST) return [{ pointer: base, code: 'too-deep' }];
      for (const [key, inner] of Object.entries(value)) {
        const code = unfit(key);
        if (code) faults.push({ pointer, code });
        else waiting.push({ pointer: `${pointer}${pointerStep(key)}`, value: inner, depth: depth + 1 });
      }
    }
  }
  return faults;
}

function unfit(text: string): string | undefined {
  if (!text.isWellFormed()) return 'text-malformed';
  if (CONTROL.test(text)) return 'control-character';
  return YEAR_NOUGHT.test(text) ? 'invalid-date' : undefined;
}
