import { LONGEST_SIDE, MOST_PIXELS } from '../../rules/limits.ts';
import { kept, type Looked, refused } from './looked.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
/** Frames that carry height and width: SOF0 to SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Looks through a JPEG and writes it anew without what it says about place, device and time: of the segments for applications only
 * colours stay. Which way up it was held is kept, so that a photo does not lie on its side.
 */
export function lookThroughJpeg(bytes: Buffer): Looked {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return refused('damaged');
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  let removed = false;
  let framed = false;
  let upright = 1;
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1; // padding
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return refused('damaged');
    if (marker === EOI) break;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      parts.push(bytes.subarray(at, at + 2));
      at += 2;
      continue;
    }
    if (at + 4 > bytes.length) return refused('damaged');
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return refused('damaged');
    const body = bytes.subarray(at + 4, end);
    if (isFrame(marker)) {
      if (body.length < 6) return refused('damaged');
      const [height, width] = [body.readUInt16BE(1), body.readUInt16BE(3)];
      if (height === 0 || width === 0) return refused('damaged');
      if (height * width > MOST_PIXELS || Math.max(height, width) > LONGEST_SIDE) return refused('pixels');
      framed = true;
    }
    if (marker === APP1) upright = orientationOf(body) ?? upright;
    if (stays(marker, body)) parts.push(bytes.subarray(at, end));
    else removed = true;
    at = end;
    if (marker !== SOS) continue;
    const next = endOfScan(bytes, at);
    if (next === undefined) return refused('damaged');
    parts.push(bytes.subarray(at, next));
    at = next;
  }
  if (!framed) return refused('damaged');
  if (at + 2 < bytes.length) removed = true; // whatever hangs on behind the picture
  parts.push(bytes.subarray(at, at + 2));
  if (upright !== 1) parts.splice(1, 0, orientationSegment(upright));
  return kept(Buffer.concat(parts), removed ? ['metadata-removed'] : []);
}

function stays(marker: number, body: Buffer): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP0) return body.subarray(0, 5).toString('latin1') === 'JFIF\0' && body.length <= 14; // without a preview picture
  if (marker === APP2) return body.subarray(0, 12).toString('latin1') === 'ICC_PROFILE\0';
  return marker === APP14 && body.subarray(0, 5).toString('latin1') === 'Adobe';
}

/** Where the next marker stands behind the picture's own data. */
function endOfScan(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return undefined;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return undefined;
}

/** Tag 0x0112 of the first directory of an Exif segment, if it says 2 to 8. */
function orientationOf(body: Buffer): number | undefined {
  if (body.subarray(0, 6).toString('latin1') !== 'Exif\0\0' || body.length < 16) return undefined;
  const tiff = body.subarray(6);
  const little = tiff.subarray(0, 2).toString('latin1') === 'II';
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = tiff.length < 8 ? 0 : little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const count = Math.min(short(first), 200);
  for (let index = 0; index < count; index += 1) {
    const at = first + 2 + index * 12;
    if (short(at) !== 0x0112) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An Exif segment that says nothing but which way up. */
function orientationSegment(value: number): Buffer {
  const tiff = Buffer.from('4d4d002a000000080001' + '0112000300000001' + '00000000' + '00000000', 'hex');
  tiff.writeUInt16BE(value, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
