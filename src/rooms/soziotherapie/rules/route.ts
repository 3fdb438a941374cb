import { kilometres, type Point } from '#kernel/geo.ts';

/** A stop of the day. One that a client has confirmed, or where a group waits, keeps its place in time. */
export interface Stop {
  id: string;
  start: string;
  fixed: boolean;
  /** Middle of the postal code; null: not known, then it counts as near. */
  point: Point | null;
}

export interface RouteStop {
  id: string;
  /** From the stop before, straight; null where one of the two is not known. */
  kilometres: number | null;
}

const between = (from: Point | null, to: Point | null): number | null => (from && to ? kilometres(from, to) : null);

/** The nearest of some; of equals, and of those nobody can place, the earliest. */
function nearest(from: Point | null, stops: readonly Stop[]): Stop | undefined {
  return [...stops].sort(
    (one, other) => (between(from, one.point) ?? 0) - (between(from, other.point) ?? 0) || (one.start < other.start ? -1 : 1),
  )[0];
}

/**
 * The order of a day's visits: always to the nearest next, from the practice on. Times that were promised divide the day; what is only
 * planned is put in order between them.
 */
export function orderRoute(from: Point | null, stops: readonly Stop[]): RouteStop[] {
  const inTime = [...stops].sort((one, other) =>
    one.start === other.start ? (one.id < other.id ? -1 : 1) : one.start < other.start ? -1 : 1,
  );
  const route: RouteStop[] = [];
  let at = from;
  const go = (stop: Stop) => {
    route.push({ id: stop.id, kilometres: between(at, stop.point) });
    at = stop.point ?? at;
  };
  let open: Stop[] = [];
  const goOpen = () => {
    for (let next = nearest(at, open); next; next = nearest(at, open)) {
      go(next);
      open = open.filter(({ id }) => id !== next?.id);
    }
  };
  for (const stop of inTime) {
    if (!stop.fixed) open.push(stop);
    else {
      goOpen();
      go(stop);
    }
  }
  goOpen();
  return route;
}

/** The ways of an order that somebody chose. */
export function measureRoute(from: Point | null, stops: readonly Stop[]): RouteStop[] {
  let at = from;
  return stops.map(({ id, point }) => {
    const way = between(at, point);
    at = point ?? at;
    return { id, kilometres: way };
  });
}
