const DIGITS: readonly [RegExp, number][] = [
  [/[٠-٩]/g, 0x660],
  [/[۰-۹]/g, 0x6f0],
];

/** A birth date as people write it ("12.03.1990", "12/3/1990", "1990-03-12", with figures of other scripts); undefined where it is none. */
export function readBirth(typed: string): string | undefined {
  const text = DIGITS.reduce(
    (so, [figures, zero]) => so.replace(figures, (figure) => String((figure.codePointAt(0) ?? zero) - zero)),
    typed
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .trim(),
  );
  const [, day, month, year] = /^(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4})$/.exec(text) ?? [];
  const iso = /^\d{4}-\d\d-\d\d$/.test(text) ? text : year ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : '';
  try {
    const date = Temporal.PlainDate.from(iso, { overflow: 'reject' });
    return date.year >= 1900 && date.year <= 2200 ? date.toString() : undefined;
  } catch {
    return undefined;
  }
}

/** A short text as somebody wrote it: tidy line ends, without signs that nobody sees. */
export function readText(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

/** An e-mail address in small letters; undefined where it is none. */
export function readEmail(typed: string): string | undefined {
  const text = typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
  return text.length <= 254 && /^[^@\s<>"',;:()\\]+@[^@\s<>"',;:()\\]+\.[^@\s<>"',;:()\\]{2,}$/.test(text) ? text : undefined;
}
