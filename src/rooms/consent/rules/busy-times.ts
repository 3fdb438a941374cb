/** Version of the words that she agrees to: `busyTimes.text` of the browser's words, `kinds['busy-times']` of the portal's. */
export const BUSY_TIMES_TEXT = '2026-1';

/** How an agreement is taken down by somebody of the house. In the portal she ticks it herself. */
export const BUSY_TIMES_FORMS = ['spoken', 'paper'] as const;

/** So far ahead a planner looks at once, days. */
export const MOST_DAYS = 92;
