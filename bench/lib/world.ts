import { INSURANCE_KINDS, PROBLEM_CODES } from '#kernel/codes.ts';
import { type Chance, chance } from './random.ts';
import type { Size } from './sizes.ts';

/**
 * The world that is measured in: therapists, their places and the requests of callers, from a seed.
 * Every list of the trade is a bit mask over the kernel's closed lists, so that the floor can test it in an index and a
 * workload can turn it back into codes (`codesOf`).
 */

/** Languages by how often they are spoken; index 0 is German. */
export const LANGUAGES = 'de en tr ru ar pl fr es it fa uk ro ku hr sr sq el pt nl zh vi ti so bg hu gsg'.split(' ');
/** Problem codes that a caller can name; UNK stands alone and says nothing. */
export const NAMED_PROBLEMS = PROBLEM_CODES.filter((code) => code !== 'UNK');
/** Four parts of a day; bit = weekday (0 = Monday) × 4 + part. */
export const DAY_PARTS = [
  { from: '08:00', to: '12:00', slotHour: 9 },
  { from: '12:00', to: '15:00', slotHour: 13 },
  { from: '15:00', to: '18:00', slotHour: 16 },
  { from: '18:00', to: '21:00', slotHour: 19 },
] as const;

export interface Therapist {
  id: number;
  latitude: number;
  longitude: number;
  procedures: [number, number];
  languages: number;
  ageMin: number;
  ageMax: number;
  payers: number;
  /** Specialities S, also treated B, and confidential exclusions, over NAMED_PROBLEMS. */
  special: number;
  treated: number;
  excluded: number;
  gender: 0 | 1;
  stepFree: boolean;
  /** 1 in person, 2 video, 3 both. */
  modalities: number;
}

export interface Place {
  id: number;
  therapist: Therapist;
  procedure: number;
  /** 0 single, 1 group */
  setting: number;
  /** Weekly windows, a mask of day parts. */
  windows: number;
  open: boolean;
  waitDays: number;
}

export interface Wish {
  latitude: number;
  longitude: number;
  kilometres: number;
  /** Index into PROCEDURES that the caller must have, or -1. */
  procedure: number;
  setting: number;
  problem: number;
  language: number;
  age: number;
  payer: number;
  windows: number;
  /** Kind of first slot that the request leads to: 0 CONSULT, 1 TRIAL. */
  slotKind: number;
}

export interface Geography {
  towns: { latitude: number; longitude: number }[];
  weights: number[];
}

const PROCEDURE_SHARES = [45, 30, 10, 15]; // VT, TP, AP, ST
const LANGUAGE_SHARES = LANGUAGES.map((_, rank) => 1 / (rank + 1));
const FOREIGN_SHARES = LANGUAGE_SHARES.slice(1);
const PAYER_SHARES = [85, 8, 3, 1, 1, 1, 1, 0, 0];

/** Towns with Zipf-distributed weights around the middle of Germany, in a box of the size's span and Germany's proportions. */
export function geography(random: Chance, size: Size): Geography {
  const towns = Array.from({ length: size.towns }, () => ({
    latitude: 51.1 + (random.next() - 0.5) * size.span,
    longitude: 10.45 + (random.next() - 0.5) * size.span * 1.2,
  }));
  return { towns, weights: towns.map((_, rank) => 1 / (rank + 2)) };
}

function somewhere(random: Chance, map: Geography): { latitude: number; longitude: number } {
  const town = map.towns[random.weighted(map.weights)] ?? { latitude: 51, longitude: 10 };
  return { latitude: town.latitude + random.normal() * 0.09, longitude: town.longitude + random.normal() * 0.14 };
}

function therapist(random: Chance, map: Geography, id: number): Therapist {
  const point = somewhere(random, map);
  const procedure = random.weighted(PROCEDURE_SHARES);
  const forChildren = random.coin(0.18);
  let payers = 0b10;
  if (random.coin(0.75)) payers |= 1;
  for (let bit = 2; bit < INSURANCE_KINDS.length; bit += 1) if (random.coin(0.5)) payers |= 1 << bit;
  let special = 0;
  let treated = 0;
  let excluded = 0;
  for (let problem = 0; problem < NAMED_PROBLEMS.length; problem += 1) {
    const level = random.weighted([20, 40, 35, 5]);
    if (level === 0 && bitsIn(special) < 6)
      special |= 1 << problem; // at most six specialities, rule book A.2.3
    else if (level <= 1) treated |= 1 << problem;
    else if (level === 3) excluded |= 1 << problem;
  }
  return {
    id,
    ...point,
    procedures: [procedure, random.coin(0.15) ? random.weighted(PROCEDURE_SHARES) : procedure],
    languages: 1 | (random.coin(0.3) ? 1 << (1 + random.weighted(FOREIGN_SHARES)) : 0),
    ageMin: forChildren ? 3 : 18,
    ageMax: forChildren ? 20 : random.coin(0.6) ? 120 : 65,
    payers,
    special,
    treated,
    excluded,
    gender: random.coin(0.72) ? 0 : 1,
    stepFree: random.coin(0.4),
    modalities: random.coin(0.5) ? 3 : 1,
  };
}

function weeklyWindows(random: Chance): number {
  let windows = 0;
  for (let count = 1 + random.below(3); count > 0; count -= 1) windows |= 1 << (random.below(5) * 4 + random.below(4));
  return random.coin(0.05) ? windows | (1 << (20 + random.below(4))) : windows;
}

/** All therapists with their places, one after the other, so that a whole country needs no memory. */
export function* places(size: Size, seed = 1): Generator<Place> {
  const random = chance(seed);
  const map = geography(random, size);
  let id = 0;
  for (let number = 1; number <= size.therapists; number += 1) {
    const owner = therapist(random, map, number);
    for (let each = 0; each < size.placesPerTherapist; each += 1) {
      id += 1;
      yield {
        id,
        therapist: owner,
        open: random.coin(size.openShare),
        procedure: owner.procedures[random.below(2)] ?? owner.procedures[0],
        setting: random.coin(0.8) ? 0 : 1,
        windows: weeklyWindows(random),
        waitDays: random.below(120),
      };
    }
  }
}

/** What callers ask for, in the same geography as the places of the same seed. */
export function wishes(size: Size, count: number, seed = 1): Wish[] {
  const map = geography(chance(seed), size);
  const random = chance(seed + 98);
  return Array.from({ length: count }, () => {
    const point = somewhere(random, map);
    let windows = 0;
    for (let each = 3 + random.below(12); each > 0; each -= 1) windows |= 1 << random.below(28);
    return {
      ...point,
      kilometres: [10, 25, 50, 150][random.weighted([35, 40, 20, 5])] ?? 25,
      procedure: random.coin(0.5) ? -1 : random.weighted(PROCEDURE_SHARES),
      setting: random.coin(0.85) ? 0 : 1,
      problem: random.below(NAMED_PROBLEMS.length),
      language: random.coin(0.8) ? 0 : 1 + random.weighted(FOREIGN_SHARES),
      age: [8, 16, 24, 40, 70][random.weighted([6, 8, 16, 55, 15])] ?? 40,
      payer: random.weighted(PAYER_SHARES),
      windows,
      slotKind: random.coin(0.6) ? 0 : 1,
    };
  });
}

/** The members of a closed list that a mask names. */
export function codesOf<Code>(list: readonly Code[], mask: number): Code[] {
  return list.filter((_, bit) => (mask >> bit) & 1);
}

export function bitsIn(mask: number): number {
  let rest = mask;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
