export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export type PasswordFault = 'too-short' | 'too-long' | 'contains-name' | 'common';

/** What people take first, in German and English; compared without digits, signs and repetition. */
const COMMON = [
  'passwort',
  'password',
  'kennwort',
  'geheim',
  'secret',
  'willkommen',
  'welcome',
  'hallo',
  'hello',
  'admin',
  'administrator',
  'geleit',
  'praxis',
  'therapie',
  'psychotherapie',
  'soziotherapie',
  'sommer',
  'winter',
  'herbst',
  'frühling',
  'summer',
  'spring',
  'autumn',
  'schatz',
  'liebe',
  'iloveyou',
  'letmein',
  'login',
  'test',
  'master',
  'monkey',
  'dragon',
  'sunshine',
  'princess',
  'football',
  'fussball',
  'bayern',
  'berlin',
  'bonn',
  'deutschland',
  'qwertz',
  'qwerty',
  'asdf',
  'yxcvb',
  'zxcvb',
];
const RUNS = ['1234567890', '0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertzuiopüasdfghjklöäyxcvbnm', 'qwertyuiopasdfghjklzxcvbnm'];
const FEWEST_DIFFERENT = 5;

/**
 * What speaks against a new password; empty = nothing. No rules of composition (SP 800-63B 3.1.1.2): length, not the own name or
 * address, nothing that everybody takes. `owner` is whose password it becomes.
 */
export function passwordFaults(password: string, owner: { name: string; email: string }): PasswordFault[] {
  const text = password.normalize('NFKC').toLowerCase();
  const length = [...text].length;
  const faults: PasswordFault[] = [];
  if (length < SHORTEST_PASSWORD) faults.push('too-short');
  if (length > LONGEST_PASSWORD) faults.push('too-long');
  if (partsOf(owner).some((part) => text.includes(part))) faults.push('contains-name');
  if (isCommon(text)) faults.push('common');
  return faults;
}

/** Words of the name and of the address before the @, from four letters. */
function partsOf({ name, email }: { name: string; email: string }): string[] {
  const local = email.split('@')[0] ?? '';
  return [...name.split(/[^\p{L}]+/u), local, ...local.split(/[^\p{L}]+/u)]
    .map((part) => part.normalize('NFKC').toLowerCase())
    .filter((part) => [...part].length >= 4);
}

function isCommon(text: string): boolean {
  if (new Set(text).size < FEWEST_DIFFERENT) return true;
  const back = [...text].reverse().join('');
  if (RUNS.some((run) => run.repeat(3).includes(text) || run.repeat(3).includes(back))) return true;
  const unmasked = text.replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('3', 'e').replaceAll('@', 'a').replaceAll('$', 's');
  return [text, unmasked].some((form) => {
    const letters = form.replace(/[^\p{L}]/gu, '');
    return leftOf(letters) < Math.min(4, letters.length);
  });
}

/** Letters that stay when all common words are taken out, longest first. */
function leftOf(letters: string): number {
  let left = letters;
  for (const word of [...COMMON].sort((one, other) => other.length - one.length)) left = left.replaceAll(word, '');
  return left.length;
}
