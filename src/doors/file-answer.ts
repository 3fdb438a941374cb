import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FileAnswer } from '#platform/http.ts';

/**
 * Sends a file: always to be saved, never to be shown by the browser as a page of ours; whole, or the part that was asked for
 * (RFC 9110 14: one range; several or an unreadable one are answered with the whole).
 */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: FileAnswer): FastifyReply {
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  void reply.header('content-disposition', disposition(file.name)).header('x-content-type-options', 'nosniff').type(file.type);
  if (request.method !== 'GET') return reply.send(bytes);
  void reply.header('accept-ranges', 'bytes');
  const range = rangeOf(request.headers.range, bytes.length);
  if (range === 'whole') return reply.send(bytes);
  if (range === 'none') return reply.code(416).header('content-range', `bytes */${bytes.length}`).send(Buffer.alloc(0));
  const [from, to] = range;
  // A part is no text that could be packed on its own.
  void reply.header('content-range', `bytes ${from}-${to}/${bytes.length}`).header('content-encoding', 'identity');
  return reply.code(206).send(bytes.subarray(from, to + 1));
}

function rangeOf(header: string | undefined, size: number): 'whole' | 'none' | [number, number] {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return 'whole';
  const [first = '', last = ''] = match.slice(1);
  if (first === '') {
    const tail = Number(last);
    return tail === 0 ? 'none' : [Math.max(size - tail, 0), size - 1];
  }
  const [from, to] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
  if (last !== '' && Number(last) < from) return 'whole'; // not a range at all
  return from >= size ? 'none' : [from, to];
}

/** RFC 6266: a plain name for everybody, the full one for those that read UTF-8. */
function disposition(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/[^\w.-]/g, '_');
  if (plain === name) return `attachment; filename="${plain}"`;
  const full = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
