import type { ScriptBody } from '#rooms/crisis/rules/script.ts';

/** Every text, number and condition of a script by its pointer: "/questions/Q3/de", "/levels/RED/acknowledgeSeconds". */
export function partsOf(body: ScriptBody): Map<string, string> {
  const parts = new Map<string, string>();
  const take = (pointer: string, value: unknown) => {
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) take(`${pointer}/${nameOf(one) ?? index}`, one);
    } else if (typeof value === 'object' && value !== null && !pointer.endsWith('/when')) {
      for (const [field, one] of Object.entries(value)) take(`${pointer}/${field}`, one);
    } else parts.set(pointer, typeof value === 'string' ? value : JSON.stringify(value));
  };
  take('', body);
  return parts;
}

/** Questions, answers and marks are the same by their name, whatever their place. */
function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('id' in value) return String(value.id);
  return 'code' in value ? String(value.code) : null;
}

/** What is different: pointer → what stood there before; null where nothing did. What is gone stands with its old text, too. */
export function differences(before: ScriptBody, after: ScriptBody): Map<string, string | null> {
  const [old, now] = [partsOf(before), partsOf(after)];
  const found = new Map<string, string | null>();
  for (const [pointer, value] of now) if (old.get(pointer) !== value) found.set(pointer, old.get(pointer) ?? null);
  for (const [pointer, value] of old) if (!now.has(pointer)) found.set(pointer, value);
  return found;
}

/** Words that nobody has written yet, by their pointer. */
export const blanksIn = (body: ScriptBody): string[] =>
  [...partsOf(body)].flatMap(([pointer, value]) => (/\/(de|en)$/.test(pointer) && value.trim() === '' ? [pointer] : []));

/** The body with one text or number changed; the pointer is that of `partsOf`. */
export function changedAt(body: ScriptBody, pointer: string, value: string | number): ScriptBody {
  const change = (part: unknown, path: readonly string[]): unknown => {
    const [head, ...rest] = path;
    if (head === undefined) return value;
    if (Array.isArray(part)) return part.map((one, index) => ((nameOf(one) ?? String(index)) === head ? change(one, rest) : one));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([field, one]) => [field, field === head ? change(one, rest) : one]));
  };
  return change(body, pointer.split('/').slice(1)) as ScriptBody;
}
