import { expect } from 'vitest';
import type { Answer } from '#test/http.ts';

const FIELDS = ['type', 'title', 'status', 'detail', 'instance', 'code', 'errors', 'current', 'next', 'facts'];
/** What betrays the inside of the house. */
const INSIDE =
  /\bat (?:async )?\S+ \(|node_modules|\.ts:\d+|\bselect .+ from\b|\binsert into\b|violates|syntax error|relation "|PostgreSQL|geleit_app|Zod/i;

/** The form of every answer that is no success (RFC 9457): complete, in words, and nothing of the inside in it. */
export function expectProblem(answer: Answer, about: string): void {
  expect(answer.headers['content-type'], about).toMatch(/^application\/problem\+json/);
  const { json } = answer;
  expect(
    Object.keys(json).filter((key) => !FIELDS.includes(key)),
    about,
  ).toEqual([]);
  expect(json, about).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[a-z][a-z0-9-]+$/) });
  expect(json.type, about).toBe(`https://geleit.example/probleme/${json.code}`);
  expect(json.instance, about).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  expect(json.title.length, about).toBeGreaterThan(3);
  expect(json.detail.length, about).toBeGreaterThan(3);
  expect(json.code === 'internal-fault' || json.title !== 'Das ist unser Fehler', `${about}: ${json.code} has no words`).toBe(true);
  expect(answer.text, about).not.toMatch(INSIDE);
  for (const fault of json.errors ?? []) {
    expect(fault, about).toMatchObject({ pointer: expect.stringMatching(/^(\/.*)?$/), code: expect.stringMatching(/^[a-z][a-z0-9-]*$/) });
  }
}

/** The headers that every answer has (security 4.2). */
export function expectHeaders({ headers }: Answer, about: string): void {
  expect(headers['content-security-policy'], about).toMatch(/^default-src 'none'; (frame-ancestors 'none'|script-src 'self')/);
  expect(headers['x-content-type-options'], about).toBe('nosniff');
  expect(headers['cache-control'], about).toBe('no-store');
  expect(headers['referrer-policy'], about).toBe('no-referrer');
  expect(headers['x-powered-by'] ?? headers.server, about).toBeUndefined();
}
