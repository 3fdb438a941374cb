import type { z } from 'zod';
import type { Weekday } from '#kernel/time.ts';
import type { OwnPlace, placeFields } from '#rooms/directory/contract.ts';
import { type FieldFault, fieldsMissingToOpen, placeFaults } from '#rooms/directory/rules/place-fields.ts';
import { FIELD_WORDS } from '#rooms/directory/rules/words.ts';
import type { Language } from '../../words/book.ts';

export type PlaceFields = z.output<typeof placeFields>;

/** A place as the form holds it. Ages are texts while they are typed. */
export interface PlaceDraft extends Omit<PlaceFields, 'locationId' | 'ageMin' | 'ageMax' | 'maxWaitAfterTrial'> {
  locationId: string | null;
  ageMin: string;
  ageMax: string;
  maxWaitAfterTrial: string;
  seats: string;
}

/** Whole numbers only; what is none is told by the rule beside the field. */
const numberOf = (text: string): number | null => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : null);

export function draftOf(place: OwnPlace): PlaceDraft {
  return {
    locationId: place.locationId,
    kind: place.kind,
    procedure: place.procedure,
    setting: place.setting,
    ageMin: String(place.ageMin),
    ageMax: String(place.ageMax),
    insuranceKinds: place.insuranceKinds,
    languages: place.languages,
    interpreterWelcome: place.interpreterWelcome,
    specialities: place.specialities,
    modality: place.modality,
    windows: place.windows,
    earliestStart: place.earliestStart,
    expectedEnd: place.expectedEnd,
    maxWaitAfterTrial: place.maxWaitAfterTrial === null ? '' : String(place.maxWaitAfterTrial),
    notes: place.notes,
    groupName: place.groupName,
    serviceType: place.serviceType,
    seats: '1',
  };
}

/** A new place begins with what the last one had in common with most: its practice, people and payers. */
export function freshDraft(like: OwnPlace | undefined, locationId: string | null, today: Temporal.PlainDate): PlaceDraft {
  const usual: PlaceDraft = {
    locationId,
    kind: 'PLACE',
    procedure: null,
    setting: 'single',
    ageMin: '18',
    ageMax: '99',
    insuranceKinds: ['GKV'],
    languages: [{ tag: 'de', level: 'C2' }],
    interpreterWelcome: 'unknown',
    specialities: {},
    modality: ['in-person'],
    windows: [],
    earliestStart: today.toString(),
    expectedEnd: null,
    maxWaitAfterTrial: '',
    notes: null,
    groupName: null,
    serviceType: null,
    seats: '8',
  };
  if (!like) return usual;
  const { procedure, ageMin, ageMax, insuranceKinds, languages, interpreterWelcome, specialities, modality } = draftOf(like);
  return { ...usual, procedure, ageMin, ageMax, insuranceKinds, languages, interpreterWelcome, specialities, modality };
}

/** As many as the contract takes in one go. */
const MOST_SEATS = 12;

export const isGroup = ({ kind }: Pick<PlaceDraft, 'kind'>) => kind === 'GROUP_SEAT' || kind === 'GROUP_BASIC';

/** As the contract wants it; null where something is missing that has no place on the wire. */
export function fieldsOf(draft: PlaceDraft): PlaceFields | null {
  const { seats: _seats, locationId, ageMin, ageMax, maxWaitAfterTrial, ...rest } = draft;
  const [low, high] = [numberOf(ageMin), numberOf(ageMax)];
  if (locationId === null || low === null || high === null) return null;
  return { ...rest, locationId, ageMin: low, ageMax: high, maxWaitAfterTrial: numberOf(maxWaitAfterTrial) };
}

/** What the shared rules say, with the contract's names of the fields. */
export function faultsOf(draft: PlaceDraft, opening: boolean): FieldFault[] {
  const asked = {
    ...draft,
    ageMin: numberOf(draft.ageMin),
    ageMax: numberOf(draft.ageMax),
    modalities: draft.modality,
    windows: draft.windows.map((window) => ({ ...window, weekday: window.weekday as Weekday, validFrom: window.validFrom ?? null })),
    newPatientsAccepted: true,
  };
  const faults = [...placeFaults(asked), ...(opening ? fieldsMissingToOpen(asked) : [])];
  if (!opening)
    for (const field of ['locationId', 'ageMin', 'ageMax'] as const)
      if (asked[field] == null) faults.push({ pointer: `/${field}`, code: 'missing' });
  const seats = numberOf(draft.seats);
  if (isGroup(draft) && (seats === null || seats < 1)) faults.push({ pointer: '/seats', code: 'missing' });
  else if (isGroup(draft) && (seats ?? 0) > MOST_SEATS) faults.push({ pointer: '/seats', code: 'out-of-range', limit: MOST_SEATS });
  return faults.map((fault) => ({ ...fault, pointer: fault.pointer.replace('/modalities', '/modality') }));
}

/** The sentence beside a field; undefined where nothing is wrong with it. */
export function sentenceAt(faults: readonly FieldFault[], pointer: string, language: Language): string | undefined {
  const fault = faults.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  if (!fault) return undefined;
  const known: Record<string, { de: string; en: string }> = FIELD_WORDS;
  return (known[fault.code] ?? FIELD_WORDS.missing)[language].replace('{limit}', String(fault.limit ?? ''));
}
