/** How big the world is in which something is measured. */
export interface Size {
  name: SizeName;
  therapists: number;
  placesPerTherapist: number;
  openShare: number;
  slotsPerTherapist: number;
  freeShare: number;
  clients: number;
  /** How many towns, and how many degrees of latitude the land spans. */
  towns: number;
  span: number;
}

export const SIZE_NAMES = ['small', 'city', 'national'] as const;
export type SizeName = (typeof SIZE_NAMES)[number];

const EACH = { placesPerTherapist: 6, openShare: 0.1, slotsPerTherapist: 40, freeShare: 0.75 };

/** small is a rural district, city a large town with its surroundings, national all of Germany. 40 slots are the next eight weeks of one therapist. */
export const SIZES: Record<SizeName, Size> = {
  small: { name: 'small', therapists: 200, clients: 3_000, towns: 6, span: 0.4, ...EACH },
  city: { name: 'city', therapists: 2_000, clients: 30_000, towns: 12, span: 0.6, ...EACH },
  national: { name: 'national', therapists: 50_000, clients: 1_500_000, towns: 80, span: 7, ...EACH },
};

export function isSizeName(text: string): text is SizeName {
  return (SIZE_NAMES as readonly string[]).includes(text);
}
