interface Span {
  providerIk: string;
  insurerGroup: string;
  state: string;
  setting: 'single' | 'group';
  validFrom: string;
  validTo: string | null;
}

/** Two prices for the same thing on the same days: then none of them counts (R25). */
export function pricesOverlap(one: Span, other: Span): boolean {
  const same = (['providerIk', 'insurerGroup', 'state', 'setting'] as const).every((field) => one[field] === other[field]);
  const before = (first: Span, second: Span) => first.validTo !== null && first.validTo < second.validFrom;
  return same && !before(one, other) && !before(other, one);
}
