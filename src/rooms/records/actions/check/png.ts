import { crc32, createInflate } from 'node:zlib';
import { LONGEST_SIDE, MOST_PIXELS } from '../../rules/limits.ts';
import { kept, type Looked, refused } from './looked.ts';

export const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
/** What a picture needs to be drawn; texts, times, places and everything unknown go. */
const STAYS = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'pHYs', 'sBIT', 'bKGD']);
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Looks through a PNG: every chunk's checksum, the size that it says and the size that it has; writes it anew without texts. */
export async function lookThroughPng(bytes: Buffer): Promise<Looked> {
  if (!bytes.subarray(0, 8).equals(PNG)) return refused('damaged');
  const parts: Buffer[] = [PNG];
  const data: Buffer[] = [];
  let removed = false;
  let expected: number | undefined;
  let at = 8;
  for (let ended = false; !ended; ) {
    if (at + 12 > bytes.length) return refused('damaged');
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return refused('damaged');
    const kind = bytes.subarray(at + 4, at + 8).toString('latin1');
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return refused('damaged');
    const body = bytes.subarray(at + 8, end - 4);
    if (kind === 'IHDR') {
      if (expected !== undefined || length !== 13) return refused('damaged');
      const size = sizeOf(body);
      if (size === 'pixels' || size === 'damaged') return refused(size);
      expected = size;
    } else if (expected === undefined) return refused('damaged');
    if (kind === 'IDAT') data.push(body);
    if (STAYS.has(kind)) parts.push(bytes.subarray(at, end));
    else if (/^[A-Z]/.test(kind)) return refused('damaged');
    else removed = true;
    at = end;
    ended = kind === 'IEND';
  }
  if (at < bytes.length) removed = true;
  if (expected === undefined || data.length === 0) return refused('damaged');
  const drawn = await lengthOf(data, expected);
  if (drawn === 'too-long') return refused('pixels');
  if (drawn !== expected) return refused('damaged');
  return kept(Buffer.concat(parts), removed ? ['metadata-removed'] : []);
}

/** Bytes of the unpacked picture after what its head says. */
function sizeOf(head: Buffer): number | 'pixels' | 'damaged' {
  const [width, height, depth = 0, colour = 0] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9]];
  const channels = CHANNELS[colour];
  if (width === 0 || height === 0 || channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) return 'damaged';
  if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE) return 'pixels';
  const bits = depth * channels;
  const rows = (wide: number, high: number) => (wide === 0 || high === 0 ? 0 : high * (1 + Math.ceil((wide * bits) / 8)));
  if (head[12] === 0) return rows(width, height);
  if (head[12] !== 1) return 'damaged';
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const; // Adam7
  return passes.reduce((sum, [x, y, dx, dy]) => sum + rows(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}

/** Unpacks without keeping anything, and stops as soon as there is more than the head said. */
function lengthOf(parts: readonly Buffer[], most: number): Promise<number | 'too-long' | 'broken'> {
  return new Promise((resolve) => {
    let length = 0;
    const unpack = createInflate();
    unpack.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= most) return;
      unpack.destroy();
      resolve('too-long');
    });
    unpack.on('error', () => resolve('broken'));
    unpack.on('end', () => resolve(length));
    for (const part of parts) unpack.write(part);
    unpack.end();
  });
}
