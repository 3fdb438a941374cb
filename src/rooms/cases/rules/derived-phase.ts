/** Lines whose service is still being sought or agreed (rule book B.2.2 with B.3.6). */
export const PREPARING = ['identified', 'prepared', 'referred', 'waitlisted', 'accepted', 'scheduled'] as const;
/** Lines whose service runs. */
export const RUNNING = ['started', 'adapted'] as const;

/**
 * Linking while any line is in preparation, else monitoring while any line runs; null where no line counts, so the phase stays as it is.
 * Deterministic and free of order: the same lines always give the same phase.
 */
export function derivedPhase(lines: readonly { state: string }[]): 'linking' | 'monitoring' | null {
  if (lines.some(({ state }) => (PREPARING as readonly string[]).includes(state))) return 'linking';
  return lines.some(({ state }) => (RUNNING as readonly string[]).includes(state)) ? 'monitoring' : null;
}
