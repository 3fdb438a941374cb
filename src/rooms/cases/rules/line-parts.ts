/** The four parts of linking (rule book B.3.6): Vorbereitung, Vermittlung, Anpassung, fallbezogene Vernetzung. */
export const LINKING_PARTS = ['preparation', 'placement', 'adaptation', 'networking'] as const;
export type LinkingPart = (typeof LINKING_PARTS)[number];

/** What each part asks to be looked at; ticking one says that it was done, none of them stands in the way of anything. */
export const PART_CHECKS = {
  preparation: ['informed-by-provider', 'informed-by-manager', 'admission-known', 'debriefed'],
  placement: ['needs-known', 'demands-known'],
  adaptation: ['service-adjusted', 'client-supported'],
  networking: ['parallel-coordinated', 'goals-aligned', 'willing-to-communicate'],
} as const satisfies Record<LinkingPart, readonly string[]>;
export type PartCheck = (typeof PART_CHECKS)[LinkingPart][number];

/** One part as it is kept: its day and what was ticked; its note is sealed beside it. */
export interface PartRecord {
  on: string;
  checks: PartCheck[];
}
export type Parts = Partial<Record<LinkingPart, PartRecord>>;

/** Ticks that belong to the part, once each, in the order of the list. */
export function checksOf(part: LinkingPart, ticked: readonly string[]): PartCheck[] {
  return PART_CHECKS[part].filter((check) => ticked.includes(check));
}
