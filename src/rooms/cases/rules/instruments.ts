/**
 * Instruments by name, version and score only; item texts are protected and not part of Geleit (rule book B.3.1). The range is checked where
 * it is known (B.3.2); any other instrument may be written down freely.
 */
export interface Instrument {
  /** What is stored; for CANSAS one count each. */
  name: string;
  min: number;
  max: number;
}

export const INSTRUMENTS: readonly Instrument[] = [
  { name: 'GAF', min: 0, max: 100 },
  { name: 'HoNOS-D', min: 0, max: 48 }, // 12 items, 0 to 4
  { name: 'CANSAS needs', min: 0, max: 22 }, // 22 items: needs in all …
  { name: 'CANSAS met', min: 0, max: 22 }, // … those met …
  { name: 'CANSAS unmet', min: 0, max: 22 }, // … and those unmet
];

/** Finds a known instrument whatever its spelling: "honos-d" is HoNOS-D. */
export function findInstrument(name: string): Instrument | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return INSTRUMENTS.find((known) => plain(known.name) === plain(name));
}

/** Whether a score can be one of this instrument: whole and within its range. Unknown instruments take any number. */
export function judgeScore(
  name: string,
  score: number,
): { ok: true; name: string } | { ok: false; because: 'instrument-score'; min: number; max: number } {
  const known = findInstrument(name);
  if (!known) return { ok: true, name: name.trim() };
  if (!Number.isInteger(score) || score < known.min || score > known.max)
    return { ok: false, because: 'instrument-score', min: known.min, max: known.max };
  return { ok: true, name: known.name };
}
