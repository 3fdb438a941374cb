import { PROBLEM_CODES, PROBLEMS, type ProblemCode } from '#kernel/codes.ts';
import { PROBLEM_WORDS } from './problem-words.ts';

/** A code that was found, and by what: an ICD code, the word of our list that fits, or `nothing` (then it is UNK, "noch unklar"). */
export interface ProblemHit {
  code: ProblemCode;
  by: 'icd' | 'word' | 'nothing';
  word?: string;
}

export const HITS_AT_MOST = 3; // a request has 1 to 3 problem codes (rule book A.1.2)
const QUERY_AT_MOST = 80;

/**
 * One to three problem codes for what was typed, best first: an ICD-10-GM code ("F33.1", "f331", "F43") or words ("panik",
 * "kann nicht schlafen", "grief"). Umlauts, ß, capitals and a small slip do not matter. Fewer than two letters give none;
 * what nobody knows gives UNK, so that a search never ends empty-handed.
 */
export function searchProblems(typed: string): ProblemHit[] {
  const query = typed.trim().slice(0, QUERY_AT_MOST);
  const icd = icdOf(query);
  if (icd) return (problemsOfIcd(icd) ?? ['UNK']).slice(0, HITS_AT_MOST).map((code) => ({ code, by: 'icd' }));
  const text = folded(query);
  if (text.length < 2) return [];
  const hits = PROBLEM_CODES.map((code) => ({ code, ...bestWord(text, code) })).filter(({ points }) => points > 0);
  if (hits.length === 0) return [{ code: 'UNK', by: 'nothing' }];
  hits.sort((one, other) => other.points - one.points); // stable: equal points keep the order of the list
  const enough = (hits[0]?.points ?? 0) / 2; // a weak hit beside a strong one is noise
  return hits
    .filter(({ points }) => points >= enough)
    .slice(0, HITS_AT_MOST)
    .map(({ code, word }) => ({ code, by: 'word', word }));
}

/** The problem code of one ICD-10-GM code: the narrowest range wins (F60.3 is PBD, not PDO). UNK where no range holds it. */
export function problemOfIcd(icd: string): ProblemCode {
  return problemsOfIcd(icdOf(icd) ?? '')?.[0] ?? 'UNK';
}

/** "F33.1", "f 33,1", "F331G" → "F33.1"; null where it is no code of chapter V. Two signs ("F4") are the beginning of one. */
function icdOf(query: string): string | null {
  const match = /^f\s?(\d)(\d)?[.,]?(\d{1,2})?[-+*!]*\s?[gvza]?$/i.exec(query); // G V Z A: certainty of the diagnosis
  if (!match) return null;
  const [, tens, ones, rest] = match;
  return `F${tens}${ones ?? ''}${rest ? `.${rest}` : ''}`;
}

const RANGES = PROBLEM_CODES.flatMap((code) =>
  PROBLEMS[code].map((range) => {
    const [from = range, to = from] = range.split('-');
    return { code, from, to: `${to}\uffff`, narrow: from.length };
  }),
);

function problemsOfIcd(icd: string): ProblemCode[] | null {
  const holding = RANGES.filter(({ from, to }) => from <= icd && icd < to && (icd.length >= from.length || icd === from));
  if (holding.length > 0) {
    const narrowest = Math.max(...holding.map(({ narrow }) => narrow));
    return [...new Set(holding.filter(({ narrow }) => narrow === narrowest).map(({ code }) => code))];
  }
  const below = icd === '' ? [] : RANGES.filter(({ from }) => from.startsWith(icd)); // "F43": what lies below it
  return below.length > 0 ? [...new Set(below.map(({ code }) => code))] : null;
}

// The index is built once: folded words of each code.
const WORDS = Object.fromEntries(
  PROBLEM_CODES.map((code) => [code, PROBLEM_WORDS[code].map((word) => ({ word, text: folded(word) }))]),
) as Record<ProblemCode, { word: string; text: string }[]>;

// Words that say nothing about the problem. Folded.
const FILLERS = new Set(
  'ich mein meine meinen hab habe hat haben bin ist sind und oder mit vor nach bei von zu zur zum in im an auf der die das den dem ein eine einen kann nicht kein keine sehr oft immer wieder viel seit i my have has am is are was and or with of to the a an at not no cannot very often always since'.split(
    ' ',
  ),
);

function bestWord(text: string, code: ProblemCode): { points: number; word: string } {
  const parts = text.split(' ').filter((part) => part.length > 1 && !FILLERS.has(part));
  let best = { points: 0, word: '' };
  for (const { word, text: known } of WORDS[code]) {
    const got = known.includes(' ') ? phrasePoints(text, known) : Math.max(0, ...parts.map((part) => wordPoints(part, known)));
    if (got > best.points) best = { points: got, word };
  }
  return best;
}

function phrasePoints(text: string, known: string): number {
  if (text === known) return 12;
  if (` ${text} `.includes(` ${known} `)) return 11;
  return text.length >= 4 && known.startsWith(text) ? 6 : 0;
}

/** Points of one typed word against one known word: the whole word, its beginning, a part of a compound, a slip. */
function wordPoints(part: string, known: string): number {
  if (part === known) return 12;
  if (part.length >= 2 && known.startsWith(part)) return 6 + Math.min(4, (4 * part.length) / known.length);
  if (known.length >= 5 && part.startsWith(known)) return 8; // "schlafprobleme" begins with a known word
  if (known.length >= 5 && part.includes(known)) return 6; // "nachtangst" ends with one
  if (part.length >= 5 && known.includes(part)) return 4;
  if (part.length < 5 || known.length < 5) return 0;
  const allowed = part.length >= 9 ? 2 : 1;
  if (slips(part, known, allowed) <= allowed) return 5;
  // a slip in the beginning of a longer word that is still being typed
  return slips(part, known.slice(0, part.length), 1) <= 1 ? 3 : 0;
}

/** Edit distance with swapped neighbours counted once (optimal string alignment); anything above `limit` is `limit + 1`. */
function slips(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      line.push(least);
    }
    before = last;
    last = line;
  }
  return last[other.length] ?? limit + 1;
}

/** Small letters without marks; ß is ss, and "ae" is the same as "ä" and "a" on both sides; hyphens are spaces. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([aou])e/g, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
