/**
 * A phone number as digits with country code, or nothing where there are too few or too many (ITU-T E.164: at most 15).
 * German habits: "0171 392 00 41", "0049…", "+49 (0)171…"; `country` is the code put before numbers with one leading zero.
 */
export function normalPhone(typed: string, country = '49'): string | undefined {
  const cleaned = typed.replaceAll(/\(0\)/g, '').replaceAll(/[\s().\-/–]/g, '');
  if (!/^\+?\d+$/.test(cleaned)) return undefined;
  let digits = cleaned.replace(/^\+/, '');
  if (!cleaned.startsWith('+')) {
    if (digits.startsWith('00')) digits = digits.slice(2);
    else if (digits.startsWith('0')) digits = country + digits.slice(1);
    else return undefined; // a number without area code cannot be called back from elsewhere
  }
  return digits.length >= 7 && digits.length <= 15 ? digits : undefined;
}

const FOLD: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'oe', å: 'aa', ł: 'l', đ: 'd', ı: 'i' };

/** A name without case, accents, hyphens and titles: "Müller" and "Mueller" are the same key. */
export function nameKey(name: string): string {
  return name
    .toLocaleLowerCase('de')
    .replaceAll(/\b(dr|prof|dipl|med|phil)\b\.?/g, '')
    .replaceAll(/[äöüßæøåłđı]/g, (letter) => FOLD[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '');
}

/** What recognises a person by name and birth date: family name, first given name, day. */
export function nameBirthKey(givenName: string, familyName: string, birthDate: string): string | undefined {
  const family = nameKey(familyName);
  const given = nameKey(givenName.trim().split(/[\s-]+/)[0] ?? '');
  return family && given ? `${family}|${given}|${birthDate}` : undefined;
}
