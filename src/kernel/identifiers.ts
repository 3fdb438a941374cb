/** The numbers printed on forms of statutory health insurance, and what their check digits say (rule book Soziotherapie 4.5). */
export const IDENTIFIERS = ['kvnr', 'lanr', 'bsnr', 'ik'] as const;
export type Identifier = (typeof IDENTIFIERS)[number];

/**
 * What can be wrong. `format`: other characters or another length; `check-digit`: a digit is wrong or two are swapped;
 * `reserved`: nobody has this number; `pseudo`: a stand-in that passes the arithmetic (LANR 9999999…).
 */
export type IdentifierFault = 'format' | 'check-digit' | 'reserved' | 'pseudo';

/** Letter of the KVNR as two digits: A 01 … Z 26. */
const letterDigits = (letter: string) => String(letter.charCodeAt(0) - 64).padStart(2, '0');
const crossSum = (value: number) => Math.floor(value / 10) + (value % 10);
const digitsOf = (text: string) => [...text].map(Number);

/** Products with alternating weights, each reduced to its cross sum, added up. */
function luhnSum(digits: readonly number[], first: 1 | 2): number {
  return digits.reduce((sum, digit, index) => sum + crossSum(digit * (index % 2 === 0 ? first : 3 - first)), 0);
}

/** Strict: capital letter and nine digits, the last one checks the others (annex 1 to § 290 SGB V). */
export function kvnrFault(value: string): IdentifierFault | undefined {
  if (!/^[A-Z]\d{9}$/.test(value)) return 'format';
  return luhnSum(digitsOf(letterDigits(value.slice(0, 1)) + value.slice(1, 9)), 1) % 10 === Number(value[9]) ? undefined : 'check-digit';
}

/** Strict: nine digits, the seventh checks the first six. `pseudo` is a warning, the number may have been given out on purpose. */
export function lanrFault(value: string): IdentifierFault | undefined {
  if (!/^\d{9}$/.test(value)) return 'format';
  if (value.startsWith('0000000')) return 'reserved';
  const sum = digitsOf(value.slice(0, 6)).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 4 : 9), 0);
  if ((10 - (sum % 10)) % 10 !== Number(value[6])) return 'check-digit';
  return /^([1-9])\1{6}/.test(value) ? 'pseudo' : undefined;
}

/** Strict: nine digits; there is no check digit, and no region of a Kassenärztliche Vereinigung is 00. */
export function bsnrFault(value: string): IdentifierFault | undefined {
  if (!/^\d{9}$/.test(value)) return 'format';
  return value.startsWith('00') ? 'reserved' : undefined;
}

/** Strict: nine digits, the last one checks digits three to eight (§ 293 SGB V). */
export function ikFault(value: string): IdentifierFault | undefined {
  if (!/^\d{9}$/.test(value)) return 'format';
  if (value === '000000000') return 'reserved';
  return luhnSum(digitsOf(value.slice(2, 8)), 2) % 10 === Number(value[8]) ? undefined : 'check-digit';
}

const FAULTS = { kvnr: kvnrFault, lanr: lanrFault, bsnr: bsnrFault, ik: ikFault } as const satisfies Record<
  Identifier,
  (value: string) => IdentifierFault | undefined
>;

/** The first two digits of an insurer's IK. */
export function isInsurerIk(value: string): boolean {
  return ikFault(value) === undefined && value.startsWith('10');
}

/** Letters that a scanner or an eye takes for digits. */
const LOOK_ALIKE: Readonly<Record<string, string>> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', G: '6', B: '8' };
/** Digits that stand where the KVNR has its letter. */
const LETTER_ALIKE: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '2': 'Z', '5': 'S', '6': 'G', '8': 'B' };

/** Full-width forms, spaces of every width, marks of scanners, dots, slashes and dashes go; letters become capitals. */
function withoutDecoration(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}._/\-‐-―−]/gu, '')
    .toUpperCase();
}

function withDigitsRead(kind: Identifier, bare: string): string {
  const digits = (text: string) => [...text].map((letter) => LOOK_ALIKE[letter] ?? letter).join('');
  if (kind !== 'kvnr') return digits(bare);
  const first = bare.slice(0, 1);
  return (LETTER_ALIKE[first] ?? first) + digits(bare.slice(1));
}

/**
 * What is to be done with a number that somebody typed, pasted or scanned.
 * `taken`: store `value`. `confirm`: show `value` beside what was typed and ask (`why`). `refused`: it cannot be this number.
 */
export type IdentifierReading =
  | { verdict: 'taken'; value: string }
  | { verdict: 'confirm'; value: string; why: IdentifierFault | 'misread' }
  | { verdict: 'refused'; value: string; why: IdentifierFault };

/**
 * Reads a number as people give it: with spaces, in lower case, from a scanner. Spaces and case change nothing and are taken at
 * once; letters read as digits are only offered, and only where the result fits. A KVNR with a wrong check digit may be
 * confirmed, because cards in use break the rule; IK and LANR are refused; the strict checks above stay as the rule book prints them.
 */
export function readIdentifier(kind: Identifier, typed: string): IdentifierReading {
  const value = withoutDecoration(typed);
  const fault = FAULTS[kind](value);
  if (fault === undefined) return { verdict: 'taken', value };
  if (fault === 'pseudo' || (kind === 'kvnr' && fault === 'check-digit')) return { verdict: 'confirm', value, why: fault };
  const offered = withDigitsRead(kind, value);
  if (offered !== value && FAULTS[kind](offered) === undefined) return { verdict: 'confirm', value: offered, why: 'misread' };
  return { verdict: 'refused', value, why: fault };
}
