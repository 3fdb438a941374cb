import type { FastifyInstance } from 'fastify';
import type { World } from '#platform/call.ts';
import type { Route } from '#platform/http.ts';
import { createLog, type Log } from '#platform/log.ts';
import { createMetrics, type Metrics } from '#platform/metrics.ts';
import { grant } from '#rooms/access/actions/permit.ts';
import { createHttp } from '../src/doors/http.ts';
import { PROBLEMS, ROUTES } from '../src/rooms.ts';

export interface OpenHttp {
  app: FastifyInstance;
  log: Log;
  metrics: Metrics;
  /** Every line the server has logged, at the most talkative level unless another is asked for. */
  lines: string[];
  /** From where pages may ask; may grow while the door is open. */
  origins: string[];
}

interface Wish {
  /** False lifts the tries a minute of single routes, for tests that ask them by the hundred. */
  limits?: boolean;
  level?: Parameters<typeof createLog>[0];
  origins?: string[];
  proxies?: string[];
}

/** The HTTP door over a test's world with every route of the house; what else is mounted there, and when it is ready, the test says. */
export async function openHttp(world: World, wish: Wish = {}): Promise<OpenHttp> {
  const { limits = true, level = 'trace', origins = ['http://localhost:4000'], proxies = [] } = wish;
  const lines: string[] = [];
  const log = createLog(level, (line) => void lines.push(line));
  const metrics = createMetrics();
  const app = await createHttp({
    routes: limits ? ROUTES : ROUTES.map(unlimited),
    problems: PROBLEMS,
    grant,
    world,
    log,
    metrics,
    secure: false,
    proxies,
    origins,
    ratePerMinute: 1_000_000,
    ready: async () => true,
  });
  return { app, log, metrics, lines, origins };
}

const unlimited = (route: Route): Route => {
  const { limit: _, ...options } = route.options;
  return { ...route, options };
};
