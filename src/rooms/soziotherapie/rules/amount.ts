import type { Parameters } from './parameters.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';
import { UNIT_PARTS } from './units.ts';

export type AmountCode = 'units-impossible' | 'units-above-maximum' | 'approved-above-prescribed' | 'cap-exhausted';

/**
 * R5: how many units a prescription may carry and how many of them can be used: at most 30 (ST-RL § 5 (1)), never more than the
 * insurer approved and than is left of the 120 hours. More than is left is a warning, nothing left a no.
 * @returns usable units with at most two decimals, and the same in parts of a unit
 */
export function judgeAmount(
  question: { prescribed: number; approved: number | null; remainingCapMinutes: number },
  p: Pick<Parameters, 'maxUnitsPerPrescription'>,
): Ruling<{ usableUnits: number; usableParts: number }, AmountCode> {
  const { prescribed, approved, remainingCapMinutes } = question;
  const facts = { prescribed, approved, most: p.maxUnitsPerPrescription, remainingMinutes: remainingCapMinutes };
  if (!Number.isInteger(prescribed) || prescribed < 1) return refuse('R5', 'units-impossible', { facts });
  if (prescribed > p.maxUnitsPerPrescription) return refuse('R5', 'units-above-maximum', { facts });
  if (approved !== null && (!Number.isInteger(approved) || approved < 0)) return refuse('R5', 'units-impossible', { facts });
  if (approved !== null && approved > prescribed) return refuse('R5', 'approved-above-prescribed', { facts });
  if (remainingCapMinutes <= 0) return refuse('R5', 'cap-exhausted', { facts });
  const wanted = approved ?? prescribed;
  const usableParts = Math.min(wanted * UNIT_PARTS, remainingCapMinutes * 3);
  const hints: Hint[] =
    wanted * 60 > remainingCapMinutes ? [{ code: 'more-than-remaining', facts: { remainingMinutes: remainingCapMinutes } }] : [];
  return allow('R5', { usableUnits: Math.floor((usableParts * 100) / UNIT_PARTS) / 100, usableParts }, { facts, hints });
}
