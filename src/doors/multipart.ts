import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import { UploadedFile } from '#kernel/upload.ts';

const LONGEST_HEAD = 8 * 1024;
const LONGEST_FIELD = 4 * 1024;
const MOST_PARTS = 20;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Reads a form with one file (RFC 7578), strictly: one level, every part named, fields as short texts, at most one file.
 * Throws `malformed-request`, `headers-too-large`, or `file-refused` where two files came.
 * @param type the Content-Type header with its boundary
 */
export function readForm(type: string, body: Buffer): Record<string, string | UploadedFile> {
  const boundary = boundaryOf(type);
  const mark = Buffer.from(`--${boundary}`);
  const next = Buffer.from(`\r\n--${boundary}`);
  if (!body.subarray(0, mark.length).equals(mark)) throw malformed();
  const fields: Record<string, string | UploadedFile> = Object.create(null);
  let at = mark.length;
  for (let count = 0; ; count += 1) {
    const after = body.subarray(at, at + 2).toString('latin1');
    if (after === '--') break;
    if (after !== '\r\n' || count === MOST_PARTS) throw malformed();
    const end = body.indexOf(next, at + 2);
    if (end < 0) throw malformed(); // broken off
    const { name, value } = partOf(body.subarray(at + 2, end));
    if (name in fields) {
      if (value instanceof UploadedFile) throw new Refusal('file-refused', tooMany);
      throw malformed();
    }
    if (value instanceof UploadedFile && Object.values(fields).some((other) => other instanceof UploadedFile))
      throw new Refusal('file-refused', tooMany);
    fields[name] = value;
    at = end + next.length;
  }
  if (
    body
      .subarray(at + 2)
      .toString('latin1')
      .trim() !== ''
  )
    throw malformed();
  if (!Object.values(fields).some((value) => value instanceof UploadedFile)) throw malformed();
  return { ...fields };
}

const tooMany = { errors: [{ pointer: '/file', code: 'file-too-many' }], facts: { reason: 'too-many' } };
const malformed = () => new Refusal('malformed-request');

/** RFC 2046 5.1.1: at most 70 signs of a closed set. */
function boundaryOf(type: string): string {
  const match = /^multipart\/form-data\s*;\s*(?:charset=[\w-]+\s*;\s*)?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*$/i.exec(type);
  const boundary = match?.[1] ?? match?.[2] ?? '';
  if (!/^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) throw malformed();
  return boundary;
}

function partOf(part: Buffer): { name: string; value: string | UploadedFile } {
  const border = part.indexOf(END_OF_HEAD);
  if (border > LONGEST_HEAD || (border < 0 && part.length > LONGEST_HEAD)) throw new Refusal('headers-too-large');
  if (border < 0) throw malformed();
  const headers = new Map<string, string>();
  for (const line of part.subarray(0, border).toString('utf8').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || headers.has(name)) throw malformed();
    headers.set(name, line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  const mediaType = headers.get('content-type') ?? '';
  const encoding = headers.get('content-transfer-encoding');
  if (!/^form-data\s*;/i.test(disposition) || /^multipart\//i.test(mediaType)) throw malformed();
  if (encoding !== undefined && !/^(binary|8bit|7bit)$/i.test(encoding)) throw malformed();
  const name = parameter(disposition, 'name');
  if (name === undefined || !/^[ -~]{1,60}$/.test(name)) throw malformed();
  const bytes = part.subarray(border + END_OF_HEAD.length);
  const fileName = parameter(disposition, 'filename') ?? extended(disposition);
  if (fileName === undefined) {
    if (bytes.length > LONGEST_FIELD) throw malformed();
    return { name, value: bytes.toString('utf8') };
  }
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { name, value: new UploadedFile({ name: fileName, mediaType: mediaType.slice(0, 120), bytes, digest }) };
}

/** Browsers write quotation marks and line breaks as %22, %0D and %0A (HTML, multipart/form-data encoding). */
function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]*))`, 'i').exec(header);
  const value = match?.[1] ?? match?.[2];
  return value?.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/\\"/g, '"');
}

/** filename*=UTF-8''…: no browser sends it in a form (RFC 7578 4.2); what cannot be read is no name. */
function extended(header: string): string | undefined {
  const match = /;\s*filename\*=([^;\s]*)/i.exec(header);
  if (!match) return undefined;
  const [, text] = /^UTF-8'[^']*'(.*)$/i.exec(match[1] ?? '') ?? [];
  try {
    return text === undefined ? '' : decodeURIComponent(text);
  } catch {
    return '';
  }
}
