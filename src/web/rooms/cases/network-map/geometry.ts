import { HORIZONS, type Horizon, SECTORS, type Sector } from '#rooms/cases/rules/network-map.ts';

/** Outer radius of each ring; people stand in the middle of theirs. */
export const RINGS = { close: 90, middle: 150, loose: 210 } as const satisfies Record<Horizon, number>;
const STANDS: Record<Horizon, number> = { close: 66, middle: 120, loose: 180 };
/** Where each quarter begins, in degrees clockwise from the top: family left above, friends right above, professionals right below, work left below. */
const QUARTER: Record<Sector, number> = { family: 270, friends: 0, professional: 90, work: 180 };

export interface Place {
  sector: Sector;
  horizon: Horizon;
  /** 0 to 90 within the quarter, clockwise. */
  angle: number;
}

/** Where somebody stands on the picture; the client is at 0, 0. People keep a little off the borders of their quarter. */
export function pointOf({ sector, horizon, angle }: Place): { x: number; y: number } {
  const turn = ((QUARTER[sector] + 5 + (angle * 80) / 90) * Math.PI) / 180;
  const radius = STANDS[horizon];
  return { x: Math.round(radius * Math.sin(turn) * 10) / 10, y: Math.round(-radius * Math.cos(turn) * 10) / 10 };
}

/** The place under a point of the picture. */
export function placeAt(x: number, y: number): Place {
  const turn = ((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360;
  const sector = SECTORS.find((name) => turn >= QUARTER[name] && turn < QUARTER[name] + 90) ?? 'friends';
  const angle = Math.min(90, Math.max(0, Math.round(((turn - QUARTER[sector] - 5) * 90) / 80)));
  const radius = Math.hypot(x, y);
  const horizon = HORIZONS.find((name) => radius <= RINGS[name]) ?? 'loose';
  return { sector, horizon, angle };
}

/** A step of the arrow keys; over the edge of a quarter it goes on in the next one. */
export const STEP_DEGREES = 10;
const CLOCKWISE: readonly Sector[] = ['friends', 'professional', 'work', 'family'];

/** Left and right turn around the client, up is nearer, down is farther. Null where it cannot go further. */
export function moved(place: Place, key: string): Place | null {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const horizon = HORIZONS[HORIZONS.indexOf(place.horizon) + (key === 'ArrowUp' ? -1 : 1)];
    return horizon ? { ...place, horizon } : null;
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const step = key === 'ArrowRight' ? 1 : -1;
  const angle = place.angle + step * STEP_DEGREES;
  if (angle >= 0 && angle <= 90) return { ...place, angle };
  const sector = CLOCKWISE[(CLOCKWISE.indexOf(place.sector) + step + 4) % 4] ?? place.sector;
  return { ...place, sector, angle: step > 0 ? 0 : 90 };
}

/** The widest free place of a quarter's ring, so that somebody new does not stand on anybody. */
export function freeAngle(others: readonly Place[], sector: Sector, horizon: Horizon): number {
  const taken = others.filter((place) => place.sector === sector && place.horizon === horizon).map(({ angle }) => angle);
  if (taken.length === 0) return 45;
  const candidates = Array.from({ length: 19 }, (_, i) => i * 5);
  const room = (angle: number) => Math.min(...taken.map((other) => Math.abs(other - angle)));
  return candidates.reduce((best, angle) => (room(angle) > room(best) ? angle : best), 0);
}

/** A jagged line between two points, for what weighs on her. */
export function jagged(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const teeth = Math.max(2, Math.round(length / 9));
  const [dx, dy] = [(to.x - from.x) / length || 0, (to.y - from.y) / length || 0];
  const points = Array.from({ length: teeth - 1 }, (_, i) => {
    const along = ((i + 1) * length) / teeth;
    const aside = i % 2 === 0 ? 4 : -4;
    return `L${(from.x + dx * along - dy * aside).toFixed(1)} ${(from.y + dy * along + dx * aside).toFixed(1)}`;
  });
  return `M${from.x} ${from.y}${points.join('')}L${to.x} ${to.y}`;
}
