// Writes docs/api/openapi.json from the contracts of all rooms: node tools/openapi.ts
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { PERMITS } from '#kernel/permits.ts';
import type { Route } from '#platform/http.ts';
import { ROUTES } from '../src/rooms.ts';

type Schema = Record<string, unknown>;
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema;
  return rest;
};

/** The description of every endpoint (OpenAPI 3.1), as the door serves it. */
export function openapi(routes: readonly Route[] = ROUTES): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const { endpoint, need, options } of routes) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    const command = endpoint.method !== 'GET';
    const parameters = [...named(endpoint.params, 'path'), ...named(endpoint.query, 'query')];
    if (command)
      parameters.push(
        { name: 'Idempotency-Key', in: 'header', required: need !== 'public', schema: { type: 'string', format: 'uuid' } },
        { name: 'X-Geleit', in: 'header', required: true, schema: { const: '1' } },
      );
    if (endpoint.versioned && command) parameters.push({ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } });
    const operation: Schema = {
      operationId: endpoint.name,
      tags: [endpoint.name.split('.')[0]],
      description: need === 'public' ? 'Without signing in.' : `Permit ${need}: ${PERMITS[need].join(', ')}.`,
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(endpoint.body && command
        ? {
            requestBody: {
              required: true,
              content: { [options.file ? 'multipart/form-data' : 'application/json']: { schema: schemaOf(endpoint.body, 'input') } },
            },
          }
        : {}),
      responses: {
        [String(endpoint.status ?? 200)]: {
          description: 'Done.',
          content: { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } },
        },
        default: { $ref: '#/components/responses/Problem' },
      },
      ...(need === 'public' ? { security: [] } : {}),
    };
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Geleit',
      version: '0.1.0',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      description: 'The interface between the web app and the server. It may change with every version before 1.0.',
    },
    security: [{ session: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'geleit', description: 'Named __Host-geleit behind TLS.' } },
      responses: {
        Problem: {
          description: 'Refused or failed (RFC 9457), in German or English by Accept-Language.',
          content: {
            'application/problem+json': {
              schema: {
                type: 'object',
                required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
                properties: {
                  type: { type: 'string' },
                  title: { type: 'string' },
                  status: { type: 'integer' },
                  detail: { type: 'string' },
                  instance: { type: 'string' },
                  code: { type: 'string' },
                  errors: {
                    type: 'array',
                    items: {
                      type: 'object',
                      required: ['pointer', 'code'],
                      properties: { pointer: { type: 'string' }, code: { type: 'string' }, limit: { type: ['number', 'string'] } },
                    },
                  },
                  current: { type: 'integer' },
                  next: { type: 'array', items: { type: 'string' } },
                  facts: { type: 'object' },
                },
              },
            },
          },
        },
      },
    },
  };
}

function named(schema: z.ZodType | undefined, place: 'path' | 'query'): Schema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

/** The file's text. */
export const openapiText = () => `${JSON.stringify(openapi(), null, 1)}\n`;

if (process.argv[1] === import.meta.filename) writeFileSync(new URL('../docs/api/openapi.json', import.meta.url), openapiText());
