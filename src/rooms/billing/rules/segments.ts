/**
 * Writing EDIFACT: elements by "+", components by ":", the end "'", "?" releases any of them (ISO 9735, UNOC: ISO 8859-1). Signs that
 * ISO 8859-1 lacks lose their marks, and what is left of them becomes a space; line breaks do too.
 */
export function released(text: string): string {
  const latin = [...text.normalize('NFC')]
    .map((sign) => (sign <= 'ÿ' ? sign : (sign.normalize('NFD')[0] ?? ' ')))
    .map((sign) => (sign <= 'ÿ' && sign >= ' ' && !(sign >= '\u007f' && sign < '\u00a0') ? sign : ' '))
    .join('');
  return latin.replaceAll(/[+:'?]/g, (sign) => `?${sign}`).trim();
}

export type Element = string | readonly string[];

/** One segment without its line break. Empty elements at the end are left out. */
export function segment(tag: string, ...elements: readonly Element[]): string {
  const texts = elements.map((one) => (typeof one === 'string' ? released(one) : one.map(released).join(':').replace(/:+$/, '')));
  while (texts.at(-1) === '') texts.pop();
  return `${[tag, ...texts].join('+')}'`;
}

/** Cent as "1234,50", hundredths of a unit as "1,50"; a decimal comma, no thousands, a minus in front. */
export function euro(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.abs(cents);
  return `${sign}${Math.floor(whole / 100)},${String(whole % 100).padStart(2, '0')}`;
}

/** "2026-05-02" as "20260502". */
export const plainDay = (day: string) => day.replaceAll('-', '');
