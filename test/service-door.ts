import type { FastifyInstance, InjectOptions } from 'fastify';
import type { OwnDatabase } from './cast/stage.ts';
import { type Answer, type Question, requestOf, routeOf } from './http.ts';
import { openHttp } from './open-http.ts';
import { type ServiceName, setSoziotherapie } from './soziotherapie-stage.ts';

type Stage = Awaited<ReturnType<typeof setSoziotherapie>>;
export type ServiceAsker = Parameters<Stage['cast']['token']>[0] | 'nobody';

/** The HTTP door over the two practices: every endpoint of the house, asked as anybody of them or of the cast. */
export interface ServiceDoor {
  stage: Stage;
  app: FastifyInstance;
  /** Every line the server has logged, at the most talkative level. */
  lines: string[];
  ask(who: ServiceAsker, name: string, question?: Question): Promise<Answer & { bytes: Buffer }>;
  /** Asks and insists on a success. */
  get(who: ServiceAsker, name: string, question?: Question): Promise<Answer['json']>;
  close(): Promise<void>;
}

export async function openServiceDoor(
  database: OwnDatabase,
  options: { at?: Temporal.Instant; limits?: boolean } = {},
): Promise<ServiceDoor> {
  const stage = await setSoziotherapie(database, options);
  const { app, lines } = await openHttp(stage.world, { limits: options.limits === true });
  await app.ready();
  const ask: ServiceDoor['ask'] = async (who, name, question = {}) => {
    const token = who === 'nobody' ? undefined : await stage.cast.token(who as ServiceName);
    const response = await app.inject(requestOf(routeOf(name), question, token) as InjectOptions);
    const isJson = /json/.test(String(response.headers['content-type'] ?? ''));
    const json = isJson && response.payload !== '' ? JSON.parse(response.payload) : undefined;
    return {
      status: response.statusCode,
      code: json?.code,
      json,
      text: response.payload,
      headers: response.headers,
      bytes: response.rawPayload,
    };
  };
  return {
    stage,
    app,
    lines,
    ask,
    async get(who, name, question) {
      const answer = await ask(who, name, question);
      if (answer.status >= 300) throw new Error(`${name} by ${who}: ${answer.status} ${answer.text}`);
      return answer.json;
    },
    async close() {
      await app.close();
      await stage.close();
    },
  };
}
