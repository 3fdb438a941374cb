import { Agent, request } from 'node:http';

/** What a load client saw. `status` 0 means that the connection broke before an answer came: the outcome is unknown. */
export interface Answer {
  status: number;
  body: unknown;
  headers: NodeJS.Dict<string | string[]>;
  milliseconds: number;
}

export interface Ask {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A caller on one kept connection: one request at a time, as one desk makes them. */
export interface Caller {
  ask(ask: Ask): Promise<Answer>;
  close(): void;
}

const PATIENCE = 30_000;

export function openCaller(origin: string, standing: Record<string, string> = {}): Caller {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    ask: ({ method, path, headers, body }) =>
      new Promise((resolve) => {
        const began = performance.now();
        const text = body === undefined ? undefined : JSON.stringify(body);
        const all: Record<string, string | number> = { accept: 'application/json', ...standing, ...headers };
        if (text !== undefined) {
          all['content-type'] = 'application/json';
          all['content-length'] = Buffer.byteLength(text);
        }
        const broken = (): void => resolve({ status: 0, body: null, headers: {}, milliseconds: performance.now() - began });
        const sent = request({ hostname, port, method, path, agent, headers: all, timeout: PATIENCE }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', broken);
          answer.on('aborted', broken);
          answer.on('end', () => {
            const { statusCode = 0, headers: answered } = answer;
            resolve({
              status: statusCode,
              body: parsed(Buffer.concat(chunks)),
              headers: answered,
              milliseconds: performance.now() - began,
            });
          });
        });
        sent.on('timeout', () => sent.destroy());
        sent.on('error', broken);
        sent.end(text);
      }),
    close: () => agent.destroy(),
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
