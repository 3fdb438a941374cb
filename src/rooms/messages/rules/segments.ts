// GSM 03.38 default alphabet and its extension (3GPP TS 23.038): what fits into seven bits.
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

export interface Parts {
  /** gsm-7 holds 160 signs (153 in each of several parts), ucs-2 70 (67). */
  alphabet: 'gsm-7' | 'ucs-2';
  /** Septets or UTF-16 units. */
  units: number;
  parts: number;
}

/** How a text message travels: alphabet, length in its units, parts. A sign of two units is not cut in two. */
export function partsOf(text: string): Parts {
  const signs = [...text];
  const gsm = signs.every((sign) => BASIC.has(sign) || EXTENDED.has(sign));
  const sizes = signs.map((sign) => (gsm ? (EXTENDED.has(sign) ? 2 : 1) : sign.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [whole, each] = gsm ? [160, 153] : [70, 67];
  const alphabet = gsm ? 'gsm-7' : 'ucs-2';
  if (units <= whole) return { alphabet, units, parts: text === '' ? 0 : 1 };
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > each) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return { alphabet, units, parts };
}
