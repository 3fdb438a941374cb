/** What stands at a pointer. */
export function valueAt(content: unknown, pointer: string): unknown {
  let here = content;
  for (const part of pointer.split('/').slice(1)) here = (here as Record<string, unknown> | null | undefined)?.[part];
  return here;
}

/** The same content with another value at a pointer; lists and parts on the way are made. */
export function withValue<Value>(whole: Value, pointer: string, value: unknown): Value {
  const [part, ...rest] = pointer.split('/').slice(1);
  if (part === undefined) return value as Value;
  const next = withValue((whole as Record<string, unknown> | null | undefined)?.[part], rest.map((one) => `/${one}`).join(''), value);
  if (/^\d+$/.test(part)) {
    const list = Array.isArray(whole) ? [...whole] : [];
    list[Number(part)] = next;
    return list as Value;
  }
  return { ...(whole as object | undefined), [part]: next } as Value;
}
