/** A stretch of a text that stayed, went or came. */
export interface Stretch {
  kind: 'same' | 'gone' | 'came';
  text: string;
}

/** Longer texts are compared by their lines alone; words squared would keep a phone busy. */
const MOST_WORDS = 1200;

/** What is different between two texts, word by word, in reading order. */
export function differencesBetween(before: string, after: string): Stretch[] {
  const cut = (text: string) => (text === '' ? [] : text.split(/(?<=\s)/));
  const [old, now] = [cut(before), cut(after)];
  if (old.length > MOST_WORDS || now.length > MOST_WORDS)
    return before === after
      ? [{ kind: 'same', text: before }]
      : [
          { kind: 'gone', text: before },
          { kind: 'came', text: after },
        ];
  const common = commonLengths(old, now);
  const stretches: Stretch[] = [];
  const add = (kind: Stretch['kind'], text: string) => {
    const last = stretches.at(-1);
    if (last?.kind === kind) last.text += text;
    else stretches.push({ kind, text });
  };
  let [at, to] = [0, 0];
  while (at < old.length || to < now.length) {
    const [gone, came] = [old[at], now[to]];
    if (gone !== undefined && came !== undefined && gone.trim() === came.trim()) {
      add('same', came);
      at += 1;
      to += 1;
    } else if (came === undefined || (gone !== undefined && (common[at + 1]?.[to] ?? 0) >= (common[at]?.[to + 1] ?? 0))) {
      add('gone', gone ?? '');
      at += 1;
    } else {
      add('came', came);
      to += 1;
    }
  }
  return stretches;
}

/** Length of the longest common run of words from each pair of places on. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let at = old.length - 1; at >= 0; at -= 1)
    for (let to = now.length - 1; to >= 0; to -= 1) {
      const [row, below] = [rows[at], rows[at + 1]];
      if (!row || !below) continue;
      row[to] = old[at]?.trim() === now[to]?.trim() ? (below[to + 1] ?? 0) + 1 : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
    }
  return rows;
}
