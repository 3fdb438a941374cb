import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

export type Timeliness = 'on-time' | 'late' | 'very-late';
export type DocumentationCode = 'session-in-future' | 'late-reason-missing' | 'recorded-time-given';

const MINUTE = 60_000;

/**
 * R21: was a session written down in time (§ 630f (1) BGB)? Real elapsed time by the server's clock: up to 24 h on time; up to 72 h
 * with a reason; after that it waits for the lead. Nobody can name the time of recording.
 * @param question end of the session; `claimedAt` a time of recording that somebody sent along, which is always refused
 * @param now the server's clock
 */
export function judgeDocumentation(
  question: { endedAt: Temporal.Instant; reasonGiven: boolean; claimedAt?: Temporal.Instant },
  now: Temporal.Instant,
  p: Pick<Parameters, 'lateDocHours' | 'veryLateDocHours'>,
): Ruling<{ timeliness: Timeliness; to: 'DOCUMENTED' | 'LATE_PENDING'; hours: number }, DocumentationCode> {
  if (question.claimedAt !== undefined) return refuse('R21', 'recorded-time-given');
  const elapsed = now.epochMilliseconds - question.endedAt.epochMilliseconds;
  if (elapsed < 0) return refuse('R21', 'session-in-future');
  const hours = Math.floor(elapsed / (60 * MINUTE));
  const facts = { hours, lateAfter: p.lateDocHours, veryLateAfter: p.veryLateDocHours };
  const over = (limit: number) => elapsed > limit * 60 * MINUTE;
  const timeliness: Timeliness = over(p.veryLateDocHours) ? 'very-late' : over(p.lateDocHours) ? 'late' : 'on-time';
  if (timeliness !== 'on-time' && !question.reasonGiven) return refuse('R21', 'late-reason-missing', { facts });
  return allow('R21', { timeliness, to: timeliness === 'very-late' ? 'LATE_PENDING' : 'DOCUMENTED', hours }, { facts });
}

/** One version of what was written; the newest counts, all stay readable. */
export interface RecordVersion {
  number: number;
  recordedAt: Temporal.Instant;
  authorId: string;
}

export type AmendCode = 'amend-not-for-you' | 'amend-after-invoice' | 'clock-behind';

/**
 * T6: a correction is a new version by the author or the lead, at the server's time; once invoiced only with a correction invoice
 * (§ 630f (1) BGB). Times of recording never decrease along a chain.
 */
export function appendVersion(
  chain: readonly RecordVersion[],
  by: { actorId: string; isLead: boolean; invoiced: boolean; correctionInvoice: boolean },
  now: Temporal.Instant,
): Ruling<{ chain: readonly RecordVersion[] }, AmendCode> {
  const last = chain.at(-1);
  if (last !== undefined) {
    if (chain[0]?.authorId !== by.actorId && !by.isLead) return refuse('R21', 'amend-not-for-you');
    if (by.invoiced && !by.correctionInvoice) return refuse('R21', 'amend-after-invoice');
    if (Temporal.Instant.compare(now, last.recordedAt) < 0) return refuse('R21', 'clock-behind');
  }
  return allow('R21', { chain: [...chain, { number: (last?.number ?? 0) + 1, recordedAt: now, authorId: by.actorId }] });
}
