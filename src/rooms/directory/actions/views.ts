import type { z } from 'zod';
import type { AccessFeature, FederalState } from '#kernel/codes.ts';
import type { location as locationShape, OwnPlace, placeFields, place as placeShape, profile as profileShape } from '../contract.ts';
import { isFresh } from '../rules/freshness.ts';
import type { PlaceDraft } from '../rules/place-fields.ts';
import type { LocationRow, PlaceRow, PractitionerRow } from '../store.ts';

export type PlaceFields = z.output<typeof placeFields>;
type Place = z.output<typeof placeShape>;

const text = (at: Temporal.Instant | null) => at?.toString() ?? null;

/** A row as its editable fields. The database's checks and the contract hold the same lists of codes. */
export function fieldsOf(row: PlaceRow): PlaceFields {
  return {
    locationId: row.location_id,
    kind: row.kind as PlaceFields['kind'],
    procedure: row.procedure as PlaceFields['procedure'],
    setting: row.setting as PlaceFields['setting'],
    ageMin: row.age_min,
    ageMax: row.age_max,
    insuranceKinds: row.insurance_kinds as PlaceFields['insuranceKinds'],
    languages: row.languages as PlaceFields['languages'],
    interpreterWelcome: row.interpreter_welcome as PlaceFields['interpreterWelcome'],
    specialities: row.specialities as PlaceFields['specialities'],
    modality: row.modality as PlaceFields['modality'],
    windows: row.windows as PlaceFields['windows'],
    earliestStart: row.earliest_start,
    expectedEnd: row.expected_end,
    maxWaitAfterTrial: row.max_wait_after_trial,
    notes: row.notes,
    groupName: row.group_name,
    serviceType: row.service_type,
  };
}

/** The fields as columns. */
export function columnsOf(fields: PlaceFields) {
  return {
    location_id: fields.locationId,
    kind: fields.kind,
    procedure: fields.procedure,
    setting: fields.setting,
    age_min: fields.ageMin,
    age_max: fields.ageMax,
    insurance_kinds: fields.insuranceKinds,
    languages: JSON.stringify(fields.languages),
    interpreter_welcome: fields.interpreterWelcome,
    specialities: JSON.stringify(fields.specialities),
    modality: fields.modality,
    windows: JSON.stringify(fields.windows),
    earliest_start: fields.earliestStart,
    expected_end: fields.expectedEnd,
    max_wait_after_trial: fields.maxWaitAfterTrial,
    notes: fields.notes || null,
    group_name: fields.groupName || null,
    service_type: fields.serviceType || null,
  };
}

/** The fields as the rules of filling in ask for them. */
export function draftOf(fields: PlaceFields, acceptsNew: boolean): PlaceDraft {
  const { modality, windows, maxWaitAfterTrial, specialities, ...rest } = fields;
  return {
    ...rest,
    specialities: specialities as NonNullable<PlaceDraft['specialities']>,
    modalities: modality,
    windows: windows.map((window) => ({
      ...window,
      weekday: window.weekday as NonNullable<PlaceDraft['windows']>[number]['weekday'],
      validFrom: window.validFrom ?? null,
    })),
    maxWaitAfterTrialDays: maxWaitAfterTrial,
    newPatientsAccepted: acceptsNew,
  };
}

export interface Reader {
  now: Temporal.Instant;
  staleDays: number;
  holders: ReadonlyMap<string, string>;
  /** Notes are for the desk (rule book A.2.3) and for who wrote them. */
  notes: boolean;
}

/** A hold that ran out is none, also before the timer has written it down (PL3). */
export function placeStateAt(row: Pick<PlaceRow, 'state' | 'held_until'>, now: Temporal.Instant): Place['state'] {
  const over = row.state === 'held' && row.held_until !== null && Temporal.Instant.compare(row.held_until, now) <= 0;
  return over ? 'open' : (row.state as Place['state']);
}

/** A place as colleagues and the desk see it. */
export function placeView(row: PlaceRow, reader: Reader): Place {
  const state = placeStateAt(row, reader.now);
  const held = state === 'held';
  return {
    id: row.id,
    version: row.version,
    ...fieldsOf(row),
    notes: reader.notes ? row.notes : null,
    groupId: row.group_id,
    state,
    openSince: text(row.open_since),
    confirmedAt: text(row.confirmed_at),
    fresh: isFresh(row.confirmed_at, reader.now, reader.staleDays),
    endsOn: row.ends_on,
    interruptedSince: text(row.interrupted_since),
    trialSince: text(row.trial_since),
    heldBy: held && row.held_by ? (reader.holders.get(row.held_by) ?? null) : null,
    heldUntil: held ? text(row.held_until) : null,
  };
}

export function ownPlaceView(row: PlaceRow, reader: Reader, client: OwnPlace['client'], missing: string[]): OwnPlace {
  return { ...placeView(row, { ...reader, notes: true }), requestId: row.request_id, client, missing };
}

export function locationView(row: LocationRow): z.output<typeof locationShape> {
  return {
    id: row.id,
    version: row.version,
    organisationId: row.organisation_id,
    name: row.name,
    street: row.street,
    postalCode: row.postal_code,
    place: row.place,
    access: row.access as Partial<Record<AccessFeature, 'yes' | 'no' | 'unknown'>>,
    directions: row.directions,
    state: row.state as FederalState,
    latitude: row.latitude,
    longitude: row.longitude,
    zone: row.zone,
  };
}

export function profileView(row: PractitionerRow, now: Temporal.Instant, staleDays: number): z.output<typeof profileShape> {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    title: row.title,
    profession: row.profession as z.output<typeof profileShape>['profession'],
    organisationId: row.organisation_id,
    organisation: row.organisation,
    gender: row.gender as z.output<typeof profileShape>['gender'],
    pronoun: row.pronoun,
    phone: row.phone,
    email: row.email,
    about: row.about,
    acceptsNew: row.accepts_new,
    pauseUntil: row.pause_until,
    withoutPolicyAllowed: row.without_policy_allowed,
    confirmedAt: text(row.confirmed_at),
    fresh: isFresh(row.confirmed_at, now, staleDays),
  };
}
