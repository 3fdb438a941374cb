import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { RefusalDetail } from '#kernel/decision.ts';
import { type Language, type ProblemCatalogue, problem } from '#platform/problem.ts';

/** German unless the caller asks for English first. */
export function languageOf(header: string | undefined): Language {
  return /^\s*en\b/i.test(header ?? '') ? 'en' : 'de';
}

/** Sends a refusal as problem+json. */
export function sendProblem(
  reply: FastifyReply,
  catalogue: ProblemCatalogue,
  language: Language,
  code: string,
  requestId: string,
  detail: RefusalDetail = {},
): FastifyReply {
  const body = problem(catalogue, language, code, requestId, detail);
  if (detail.retryAfter !== undefined) void reply.header('retry-after', String(Math.ceil(detail.retryAfter)));
  return reply.code(body.status).header('content-language', language).type('application/problem+json').send(JSON.stringify(body));
}

/** A key as a step of a JSON pointer (RFC 6901), cut so that nobody's text comes back whole. */
export function pointerStep(key: PropertyKey): string {
  return `/${String(key).slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Zod's issues as pointers and codes; never the value, never Zod's own sentence. */
export function faultsOf(part: 'params' | 'query' | 'body', issues: readonly z.core.$ZodIssue[]): NonNullable<RefusalDetail['errors']> {
  const faults: NonNullable<RefusalDetail['errors']> = [];
  for (const issue of issues) {
    const base = `${part === 'body' ? '' : `/${part}`}${issue.path.map(pointerStep).join('')}`;
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) faults.push({ pointer: `${base}${pointerStep(key)}`, code: 'unknown-field' });
    } else if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      // Of several forms the sender meant the one that is nearest.
      const [nearest = []] = issue.errors.toSorted((one, other) => one.length - other.length);
      faults.push(
        ...faultsOf(
          part,
          nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
        ),
      );
    } else if (issue.code === 'too_big') faults.push({ pointer: base, code: 'too-big', limit: Number(issue.maximum) });
    else if (issue.code === 'too_small')
      faults.push({
        pointer: base,
        code: issue.minimum === 1 && issue.origin === 'string' ? 'required' : 'too-small',
        limit: Number(issue.minimum),
      });
    else if (issue.code === 'invalid_type')
      faults.push({ pointer: base, code: issue.message.includes('undefined') || issue.input === undefined ? 'required' : 'wrong-type' });
    else if (issue.code === 'custom' && /^[a-z][a-z0-9-]*$/.test(issue.message)) faults.push({ pointer: base, code: issue.message });
    else
      faults.push({
        pointer: base,
        code: issue.code === 'invalid_format' ? `invalid-${issue.format}`.replaceAll('_', '-') : 'invalid-value',
      });
  }
  return faults.slice(0, 50);
}
