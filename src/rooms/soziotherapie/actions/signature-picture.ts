import { crc32, deflateSync } from 'node:zlib';

/** The field on which a finger draws (contract/notes `Strokes`). */
const WIDTH = 1000;
const HEIGHT = 400;
/** Half the width of a line. */
const REACH = 2;
/** Shorter than this, all lines together, is a touch by mistake. */
const LEAST_LENGTH = 60;

type Stroke = readonly (readonly [number, number])[];

/** Length of all lines together, in points of the field. */
function lengthOf(strokes: readonly Stroke[]): number {
  return strokes.reduce(
    (sum, stroke) =>
      sum + stroke.slice(1).reduce((all, [x, y], at) => all + Math.hypot(x - (stroke[at]?.[0] ?? x), y - (stroke[at]?.[1] ?? y)), 0),
    0,
  );
}

export const isSignature = (strokes: readonly Stroke[]): boolean => lengthOf(strokes) >= LEAST_LENGTH;

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, check]);
}

/** Draws the strokes black on white as a PNG of one grey channel (PNG 3rd edition, 11.2). */
export function drawSignature(strokes: readonly Stroke[]): Buffer {
  const row = WIDTH + 1; // each line starts with its filter, 0
  const pixels = Buffer.alloc(row * HEIGHT, 255);
  for (let y = 0; y < HEIGHT; y += 1) pixels[y * row] = 0;
  const dot = (cx: number, cy: number) => {
    for (let y = Math.max(0, cy - REACH); y <= Math.min(HEIGHT - 1, cy + REACH); y += 1)
      for (let x = Math.max(0, cx - REACH); x <= Math.min(WIDTH - 1, cx + REACH); x += 1)
        if ((x - cx) ** 2 + (y - cy) ** 2 <= REACH ** 2) pixels[y * row + 1 + x] = 0;
  };
  for (const stroke of strokes) {
    let [fromX, fromY] = stroke[0] ?? [0, 0];
    dot(fromX, fromY);
    for (const [x, y] of stroke.slice(1)) {
      const steps = Math.max(1, Math.abs(x - fromX), Math.abs(y - fromY));
      for (let step = 1; step <= steps; step += 1)
        dot(Math.round(fromX + ((x - fromX) * step) / steps), Math.round(fromY + ((y - fromY) * step) / steps));
      [fromX, fromY] = [x, y];
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 0, 0, 0, 0], 8); // 8 bits, grey, deflate, no filter method but 0, not interlaced
  const sign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([sign, chunk('IHDR', head), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]);
}
