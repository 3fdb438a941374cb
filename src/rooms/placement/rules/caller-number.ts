/** What telephones write where the caller withholds her number. */
const WITHHELD =
  /^(anonym\w*|unbekannt|unknown|unavailable|private|privat|restricted|withheld|unterdr\S*|nummer unterdr\S*|no number|0+|-+|\*+)$/i;

/**
 * A caller's number as telephone software hands it over: "tel:+49228…", "sip:0228555@anlage", "\"Kowalski\" <0228/555>", "0228%2F555".
 * Nothing where it is withheld or is no number. Answers it as somebody would write it; `normalPhone` makes it comparable.
 */
export function callerNumber(given: string | null | undefined): string | undefined {
  if (!given) return undefined;
  const inner = /<([^<>]*)>/.exec(given)?.[1] ?? given;
  const bare = inner
    .trim()
    .replace(/^(tel|sips?|callto):/i, '')
    .replace(/[@;].*$/, '')
    .trim();
  if (bare === '' || WITHHELD.test(bare)) return undefined;
  // "49228…" without plus or zeros: some systems leave the international prefix out. An inner extension has no more than five digits.
  const number = /^49[1-9]\d{7,12}$/.test(bare) ? `+${bare}` : bare;
  return /^\+?[\d\s/().–-]{6,40}$/.test(number) && /\d{6}/.test(number.replaceAll(/\D/g, '')) ? number : undefined;
}
