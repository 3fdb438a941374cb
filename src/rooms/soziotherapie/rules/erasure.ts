import type { Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { judgeDeletion, type RetentionCode } from './retention.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

export type ErasureCode = RetentionCode | 'voucher-kept' | 'open-claim' | 'kept-elsewhere';

/** A file as the deletion run finds it. */
export interface EndedFile {
  /** End of the last case of this practice. */
  endedOn: Day;
  running: boolean;
  legalHold: boolean;
  /** The last day of the invoices that name the person. */
  vouchersUntil: Day | null;
  /** An invoice is neither paid nor written off. */
  openClaim: boolean;
  /** Another practice or another part of the house keeps something of this person: one key seals it all. */
  elsewhere: boolean;
}

/**
 * R22, rule book 5.4: may this file be erased today? After the treatment file's ten years also the vouchers must be free (eight years from
 * the end of their year), no claim open, nothing held, and nothing of the person be kept elsewhere.
 */
export function judgeErasure(
  file: EndedFile,
  today: Day,
  p: Pick<Parameters, 'retentionYearsTreatment'>,
): Ruling<{ keptUntil: Day }, ErasureCode> {
  const ends = [file.running ? null : file.endedOn];
  const judged = judgeDeletion({ episodes: ends, legalHold: file.legalHold }, today, p);
  if (!judged.ok) return judged;
  const { keptUntil } = judged;
  const facts = { keptUntil };
  if (file.vouchersUntil !== null && today <= file.vouchersUntil)
    return refuse('R22', 'voucher-kept', { facts: { ...facts, vouchersUntil: file.vouchersUntil } });
  if (file.openClaim) return refuse('R22', 'open-claim', { facts });
  if (file.elsewhere) return refuse('R22', 'kept-elsewhere', { facts });
  return allow('R22', { keptUntil }, { facts });
}
