/** "2026-0004": year and the running number of the organisation in it. */
export const invoiceNumber = (year: number, running: number) => `${year}-${String(running).padStart(4, '0')}`;

/** The numbers of a year that should be there and are not: none, as long as nobody reached into the database. */
export function missingNumbers(year: number, given: readonly string[], next: number): string[] {
  const have = new Set(given);
  return Array.from({ length: Math.max(0, next - 1) }, (_, index) => invoiceNumber(year, index + 1)).filter((number) => !have.has(number));
}

/** Days after which a sent invoice is overdue where the contract says nothing else. */
export const PAYMENT_DAYS = 28;
