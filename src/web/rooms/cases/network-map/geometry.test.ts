import { expect, test } from 'vitest';
import { HORIZONS, SECTORS } from '#rooms/cases/rules/network-map.ts';
import { freeAngle, jagged, moved, type Place, placeAt, pointOf } from './geometry.ts';

test('Where somebody stands is where she is found again, in every sector and ring', () => {
  let places = 0;
  for (const sector of SECTORS)
    for (const horizon of HORIZONS)
      for (let angle = 0; angle <= 90; angle += 1) {
        const { x, y } = pointOf({ sector, horizon, angle });
        const found = placeAt(x, y);
        expect([found.sector, found.horizon]).toEqual([sector, horizon]);
        expect(Math.abs(found.angle - angle)).toBeLessThanOrEqual(1);
        places += 1;
      }
  console.log(`${places} places`);
});

test('Family stands left above, friends right above, professionals right below, work left below', () => {
  const quarter = (sector: Place['sector']) => {
    const { x, y } = pointOf({ sector, horizon: 'middle', angle: 45 });
    return [Math.sign(x), Math.sign(y)];
  };
  expect([quarter('family'), quarter('friends'), quarter('professional'), quarter('work')]).toEqual([
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]);
});

test('Arrows bring somebody everywhere: nearer, farther, and once around the client through all four sectors', () => {
  const start: Place = { sector: 'friends', horizon: 'middle', angle: 40 };
  expect(moved(start, 'ArrowUp')?.horizon).toBe('close');
  expect(moved({ ...start, horizon: 'close' }, 'ArrowUp')).toBeNull();
  expect(moved({ ...start, horizon: 'loose' }, 'ArrowDown')).toBeNull();
  expect(moved(start, 'x')).toBeNull();
  for (const key of ['ArrowRight', 'ArrowLeft']) {
    const seen = new Set<string>();
    let place = start;
    for (let i = 0; i < 40; i += 1) {
      place = moved(place, key) ?? place;
      seen.add(place.sector);
      expect(place.angle >= 0 && place.angle <= 90).toBe(true);
    }
    expect([seen.size, place]).toEqual([4, start]);
  }
});

test('Somebody new gets the widest gap, and a jagged line begins and ends where it should', () => {
  expect(freeAngle([], 'work', 'close')).toBe(45);
  expect(freeAngle([{ sector: 'work', horizon: 'close', angle: 45 }], 'work', 'close')).toBe(0);
  expect(
    freeAngle(
      [0, 90].map((angle) => ({ sector: 'work' as const, horizon: 'close' as const, angle })),
      'work',
      'close',
    ),
  ).toBe(45);
  expect(jagged({ x: 0, y: 0 }, { x: 90, y: 0 })).toMatch(/^M0 0L.*L90 0$/);
  expect(jagged({ x: 0, y: 0 }, { x: 0, y: 0 })).not.toContain('NaN');
});
