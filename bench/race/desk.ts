import type { Endpoint } from '#kernel/endpoint.ts';
import { bookOffer, holdOffer } from '#rooms/placement/contract.ts';
import type { Desk } from './compete.ts';

/** The desk's two commands as its web app sends them: same endpoints, same headers, same cookie. */
export const desk: Desk = {
  headers: (session) => ({ cookie: `geleit=${session}`, 'x-geleit': '1', 'accept-language': 'de' }),
  hold: (request, { placeId, slotId }) => wish(holdOffer, request, { placeId, slotId }),
  book: (request) =>
    wish(bookOffer, request, {
      acknowledgement: { response: 'accepted', policyVersion: 1, language: 'de' },
      channel: 'email',
      contractParty: 'self',
    }),
  alternatives({ body }) {
    const facts: unknown = field(body, 'facts');
    const next: unknown = field(facts, 'next');
    return Array.isArray(next) && next.length > 0;
  },
};

function wish(
  { method, path }: Pick<Endpoint, 'method' | 'path'>,
  request: string,
  body: unknown,
): { method: string; path: string; body: unknown } {
  return { method, path: path.replace(':id', request), body };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
