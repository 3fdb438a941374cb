import type { MediaType } from '../../rules/limits.ts';
import { promises } from '../../rules/name.ts';
import { lookThroughDocx } from './docx.ts';
import { lookThroughJpeg } from './jpeg.ts';
import { type LookedThrough, refused } from './looked.ts';
import { lookThroughPdf } from './pdf.ts';
import { lookThroughPng, PNG } from './png.ts';

// The test file of the European Institute for Computer Antivirus Research, in two halves so that no scanner takes fright at this file.
const EICAR = Buffer.from(`${'X5O!P%@AP[4\\PZX54(P^)7CC)7}$'}${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`, 'latin1');

const LOOKS: Readonly<
  Record<MediaType, (bytes: Buffer) => ReturnType<typeof lookThroughPdf> | Promise<ReturnType<typeof lookThroughPdf>>>
> = {
  'application/pdf': lookThroughPdf,
  'image/jpeg': lookThroughJpeg,
  'image/png': lookThroughPng,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': lookThroughDocx,
};

/**
 * Looks through a file by its content alone: what the browser called it decides nothing but whether it lied.
 * @returns the bytes to keep (pictures without what they tell about place and device) and their type, or why it is not kept
 */
export async function lookThrough(bytes: Buffer, name: string): Promise<LookedThrough> {
  if (bytes.length === 0) return refused('empty');
  if (bytes.includes(EICAR)) return refused('malware');
  const type = typeOf(bytes);
  if (!type) {
    const hint = hintOf(bytes);
    if (hint) return { ok: false, because: promises(name) && hint !== 'heic' ? 'type-mismatch' : 'type', hint };
    return refused(promises(name) ? 'type-mismatch' : 'type');
  }
  const looked = await LOOKS[type](bytes);
  if (!looked.ok && looked.because === 'type') return { ok: false, because: promises(name) ? 'type-mismatch' : 'type', hint: 'archive' };
  return looked.ok ? { ...looked, type } : looked;
}

function typeOf(bytes: Buffer): MediaType | undefined {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(PNG)) return 'image/png';
  // a zip of any kind; the list of its parts says whether it is a document
  if (bytes.subarray(0, 4).equals(Buffer.from('504b0304', 'hex')))
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  return undefined;
}

/** What it probably is, so that the uploader can be told how to go on. */
function hintOf(bytes: Buffer): 'heic' | 'media' | 'picture' | undefined {
  const brand = bytes.subarray(4, 12).toString('latin1');
  if (/^ftyp(heic|heix|hevc|mif1|msf1|heim|heis)/.test(brand)) return 'heic';
  const head = bytes.subarray(0, 12).toString('latin1');
  if (/^(GIF8|BM|II\*\0|MM\0\*)/.test(head) || /^RIFF....WEBP/s.test(head) || /^ftypavi[fs]/.test(brand)) return 'picture';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark of Matroska
  if (/^ftyp/.test(brand) || /^(ID3|OggS|fLaC|\x1aE\xdf\xa3)/.test(head) || /^RIFF....(AVI |WAVE)/s.test(head)) return 'media';
  return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0 ? 'media' : undefined;
}
