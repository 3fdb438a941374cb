// OWASP, CSV injection: the signs with which a spreadsheet takes a cell for a formula, the wide ones of Asian keyboards too.
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/;
const NEGATIVE = /^-\d+([.,]\d+)?$/;

/** A cell of a list that somebody takes along: what a spreadsheet would run as a formula gets an apostrophe in front; negative numbers stay. */
export const harmless = (text: string): string => (RUNS.test(text) && !NEGATIVE.test(text) ? `'${text}` : text);
