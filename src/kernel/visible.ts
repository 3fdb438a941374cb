// marks that take no room: zero-width spaces and joiners, soft hyphens, marks of direction, fillers, and the blank pattern of Braille
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu;

/** What of a text can be seen: unseen marks go, white space goes at the ends and counts once inside. */
export function visible(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '').replace(/ +/g, ' ').trim();
}

/** How many characters can be seen; a text of zero-width marks has none. */
export function visibleLength(text: string): number {
  return [...visible(text)].length;
}
