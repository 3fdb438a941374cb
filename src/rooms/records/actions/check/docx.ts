import { createInflateRaw } from 'node:zlib';
import { kept, type Looked, refused } from './looked.ts';

const MOST_ENTRIES = 2_000;
const MOST_UNPACKED = 150 * 1024 * 1024;
const MOST_RATIO = 150;
const MOST_TEXT = 4 * 1024 * 1024;

interface Entry {
  name: string;
  method: number;
  packed: Buffer;
}

/**
 * Looks at the outside of a DOCX: its list of parts, what they are called, how large they really unpack, and where they point to.
 * The text itself is not read. Macros, embedded programs and templates from elsewhere are refused.
 */
export async function lookThroughDocx(bytes: Buffer): Promise<Looked> {
  const entries = entriesOf(bytes);
  if (!entries) return refused('damaged');
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (!names.has('[content_types].xml') || !names.has('word/document.xml')) return refused('type');
  if (entries.some(({ name }) => name.includes('..') || /^[/\\]|\\|^[a-z]:/i.test(name))) return refused('damaged');
  if ([...names].some((name) => /vbaproject|vbadata|activex|\/embeddings\/|oleobject|\.(bin|exe|dll|js|vbs|hta)$/.test(name)))
    return refused('active-content');
  let unpacked = 0;
  for (const entry of entries) {
    const isText = /(\.rels|\[content_types\]\.xml)$/i.test(entry.name);
    const content = await unpack(entry, MOST_UNPACKED - unpacked, isText);
    if (content === 'too-long') return refused('ratio');
    if (content === 'broken') return refused('damaged');
    if (content.length > 1024 * 1024 && content.length > MOST_RATIO * Math.max(entry.packed.length, 1)) return refused('ratio');
    unpacked += content.length;
    if (isText && isActive(content.text)) return refused('active-content');
  }
  return kept(bytes);
}

/** Types of parts with macros, and relations that fetch something from elsewhere when the document opens; a link that one clicks does not. */
function isActive(text: string): boolean {
  if (/macroEnabled|vbaProject|ms-office\.activeX|oleObject/i.test(text)) return true;
  const relations = text.match(/<(?:\w+:)?Relationship\b[^>]*>/gi) ?? [];
  return relations.some((one) => /TargetMode\s*=\s*["']External["']/i.test(one) && !/relationships\/hyperlink["']/i.test(one));
}

/** The central list of a zip; undefined where it does not agree with itself, is split, encrypted or beyond every document. */
function entriesOf(bytes: Buffer): Entry[] | undefined {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || end + 22 > bytes.length) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  if (count === 0 || count > MOST_ENTRIES || bytes.readUInt16LE(end + 8) !== count) return undefined;
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) return undefined;
    const [flags, method, size] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.subarray(at + 46, at + 46 + nameLength);
    if ((flags & 1) === 1 || (method !== 0 && method !== 8)) return undefined;
    const mode = bytes.readUInt32LE(at + 38) >>> 16;
    if ((mode & 0o170000) === 0o120000) return undefined; // a symbolic link
    if (local + 30 > at || bytes.readUInt32LE(local) !== 0x04034b50) return undefined;
    const localName = bytes.subarray(local + 30, local + 30 + bytes.readUInt16LE(local + 26));
    if (!localName.equals(name)) return undefined;
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (start + size > bytes.length) return undefined;
    entries.push({ name: name.toString('utf8'), method, packed: bytes.subarray(start, start + size) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

type Unpacked = { length: number; text: string };

/** Unpacks and counts; keeps only texts that are looked at. */
function unpack({ method, packed }: Entry, most: number, keep: boolean): Promise<Unpacked | 'too-long' | 'broken'> {
  if (method === 0) return Promise.resolve({ length: packed.length, text: keep ? packed.toString('utf8') : '' });
  return new Promise((resolve) => {
    let length = 0;
    const texts: Buffer[] = [];
    const stream = createInflateRaw();
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (keep) texts.push(chunk);
      if (length <= most && !(keep && length > MOST_TEXT)) return;
      stream.destroy();
      resolve('too-long');
    });
    stream.on('error', () => resolve('broken'));
    stream.on('end', () => resolve({ length, text: Buffer.concat(texts).toString('utf8') }));
    stream.end(packed);
  });
}
