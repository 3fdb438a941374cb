import { describe, expect, it } from 'vitest';
import { kilometres } from '#kernel/geo.ts';
import { travelMinutes, type ZoneTable } from './travel.ts';

const BONN = { latitude: 50.7231, longitude: 7.1068 }; // 53113
const KOELN = { latitude: 50.9387, longitude: 6.9547 }; // 50667
const ZONES: ZoneTable = { Z: { Z: 10, G: 20 }, G: { S: 45 } };

describe('travel time', () => {
  it('the zone table wins over the estimate, in either direction', () => {
    expect(travelMinutes({ zone: 'Z', point: BONN }, { zone: 'G', point: KOELN }, ZONES)).toBe(20);
    expect(travelMinutes({ zone: 'S' }, { zone: 'G' }, ZONES)).toBe(45);
    expect(travelMinutes({ zone: 'Z' }, { zone: 'Z' }, ZONES)).toBe(10);
  });

  it('without an entry it is 10 minutes and 2 for each kilometre, rounded up', () => {
    const km = kilometres(BONN, KOELN);
    expect(km).toBeGreaterThan(26);
    expect(km).toBeLessThan(26.5);
    expect(travelMinutes({ zone: 'Z', point: BONN }, { zone: 'S', point: KOELN }, ZONES)).toBe(63); // 10 + 2 × 26.25…
    expect(travelMinutes({ point: BONN }, { point: KOELN })).toBe(63);
  });

  it('within one postal code it is the minutes to set out', () => {
    expect(travelMinutes({ point: BONN }, { point: BONN })).toBe(10);
  });

  it('the network may set other minutes', () => {
    expect(travelMinutes({ point: BONN }, { point: KOELN }, null, { base: 0, perKm: 1 })).toBe(27);
  });

  it('is unknown where a postal code is missing and no zone helps', () => {
    expect(travelMinutes({ point: null }, { point: BONN })).toBeNull();
    expect(travelMinutes({ zone: 'Z' }, { zone: 'S' }, ZONES)).toBeNull();
    expect(travelMinutes({ zone: 'constructor' }, { zone: 'name' }, ZONES)).toBeNull();
  });
});
