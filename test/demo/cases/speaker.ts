import { Refusal } from '#kernel/decision.ts';
import { berlinInstant } from '#kernel/time.ts';
import { asSession, type World } from '#platform/call.ts';
import { Versioned } from '#platform/http.ts';
import { permitFor } from '#rooms/access/actions/permit.ts';
import type { Cast } from '#test/cast/cast.ts';
import { ROUTES } from '../../../src/rooms.ts';

const BY_NAME = new Map(ROUTES.map((route) => [route.endpoint.name, route]));

interface Asked {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  version?: number;
}

/** Somebody of the demo who uses the endpoints as the browser does, at a day and time of her own. */
export class Speaker {
  readonly #world: World;
  readonly #cast: Cast<string>;
  #now: Temporal.Instant;

  constructor(world: World, cast: Cast<string>, now: Temporal.Instant) {
    this.#cast = cast;
    this.#now = now;
    this.#world = { ...world, clock: () => this.#now };
  }

  get now(): Temporal.Instant {
    return this.#now;
  }

  /** Goes to a day; the clock never goes back. */
  turnTo(day: string, time = '10:00'): void {
    const to = berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from(time));
    if (Temporal.Instant.compare(to, this.#now) > 0) this.#now = to;
  }

  /** A minute goes by with everything that is done. An old version is asked for and used. */
  async do<Answer = { id: string; version: number }>(who: string, name: string, asked: Asked = {}): Promise<Answer> {
    const route = BY_NAME.get(name);
    if (!route) throw new RangeError(`no endpoint is called ${name}`);
    const { endpoint, need, work } = route;
    this.#now = this.#now.add({ minutes: 1 });
    const token = await this.#cast.token(who);
    const input = {
      params: endpoint.params?.parse(asked.params ?? {}),
      query: endpoint.query?.parse(asked.query ?? {}),
      body: endpoint.body?.parse(asked.body ?? {}),
    };
    const once = (version: number | undefined) =>
      asSession(this.#world, token, {}, async (call) => {
        const permit = need === 'public' ? undefined : permitFor(call, need);
        const said = await work(call, { ...input, permit, version } as Parameters<typeof work>[1]);
        return (said instanceof Versioned ? said.answer : said) as Answer;
      });
    try {
      return await once(asked.version);
    } catch (fault) {
      const current = fault instanceof Refusal && fault.code === 'version-old' ? fault.detail.current : undefined;
      if (typeof current === 'number') return once(current).catch((second: unknown) => told(second));
      return told(fault);
    }
    function told(fault: unknown): never {
      if (fault instanceof Refusal) throw new Error(`${who} ${name}: ${fault.code} ${JSON.stringify(fault.detail)}`, { cause: fault });
      throw fault;
    }
  }
}
