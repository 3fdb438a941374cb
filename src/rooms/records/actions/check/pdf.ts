import { inflateSync } from 'node:zlib';
import { MOST_PAGES } from '../../rules/limits.ts';
import { kept, type Looked, refused } from './looked.ts';

/** Names of ISO 32000 that make a document act or carry something along. A plain link (/URI) is none of them. */
const ACTIVE = new Set([
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'SubmitForm',
  'ImportData',
  'GoToE',
  'RichMedia',
  'Rendition',
  'Movie',
  'Sound',
  'XFA',
]);
/** Short names occur by chance in compressed bytes, so they count outside of streams only. */
const ACTIVE_OUTSIDE = new Set(['JS', 'EF', 'AF', '3D', 'U3D']);
const MOST_INFLATED = 64 * 1024 * 1024;
// biome-ignore lint/suspicious/noControlCharactersInRegex: white space of the format
const NAME = /\/([^\x00-\x20()<>[\]{}/%]{1,60})/g;
const PAGE = /\/Type\s*\/Page(?![A-Za-z])/g;

/**
 * Looks through a PDF without drawing it: no script, no launch, nothing embedded, no form that sends, no encryption, not too many
 * pages. Names are read as a reader does (with #xx), also inside compressed object streams. The bytes are kept as they are.
 */
export function lookThroughPdf(bytes: Buffer): Looked {
  const text = bytes.toString('latin1');
  if (!/^%PDF-\d\.\d/.test(text)) return refused('damaged');
  if (!text.includes('startxref') || !/%%EOF/.test(text.slice(-2048))) return refused('damaged');

  const names = namesIn(text);
  const packed = objectStreams(bytes, text);
  if (packed === null) return refused('damaged');
  const outside = [withoutStreams(text), ...packed];
  for (const part of outside) for (const name of namesIn(part)) names.add(name);
  if (names.has('Encrypt')) return refused('encrypted');
  const short = new Set(outside.flatMap((part) => [...namesIn(part)]));
  if ([...ACTIVE].some((name) => names.has(name)) || [...ACTIVE_OUTSIDE].some((name) => short.has(name))) return refused('active-content');
  const pages = outside.reduce((sum, part) => sum + (part.match(PAGE)?.length ?? 0), 0);
  if (pages > MOST_PAGES) return refused('too-many-pages');
  return kept(bytes);
}

/** Every name in it, with #xx read. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, raw = ''] of text.matchAll(NAME))
    names.add(raw.includes('#') ? raw.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : raw);
  return names;
}

const STREAM = /stream\r?\n/g;

/** Dictionaries and everything between the streams. */
function withoutStreams(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(STREAM)) {
    if (match.index < from || text.slice(match.index - 3, match.index) === 'end') continue;
    const end = text.indexOf('endstream', match.index);
    if (end < 0) break;
    parts.push(text.slice(from, match.index));
    from = end + 'endstream'.length;
  }
  parts.push(text.slice(from));
  return parts.join('\n');
}

/** What stands in compressed object streams; null where one cannot be read, since nobody can say what it hides. */
function objectStreams(bytes: Buffer, text: string): string[] | null {
  const found: string[] = [];
  let inflated = 0;
  for (const match of text.matchAll(STREAM)) {
    if (text.slice(match.index - 3, match.index) === 'end') continue;
    const object = text.lastIndexOf('obj', match.index);
    const names = namesIn(text.slice(Math.max(object, match.index - 4_096), match.index));
    if (!names.has('ObjStm')) continue;
    const start = match.index + match[0].length;
    const end = text.indexOf('endstream', start);
    if (end < 0) return null;
    const filters = ['LZWDecode', 'ASCIIHexDecode', 'ASCII85Decode', 'RunLengthDecode', 'Crypt', 'Predictor'].some((name) =>
      names.has(name),
    );
    if (filters) return null;
    if (!names.has('FlateDecode') && !names.has('Fl')) {
      found.push(text.slice(start, end));
      continue;
    }
    try {
      const plain = inflateSync(bytes.subarray(start, end), { maxOutputLength: MOST_INFLATED - inflated });
      inflated += plain.length;
      found.push(plain.toString('latin1'));
    } catch {
      return null;
    }
  }
  return found;
}
