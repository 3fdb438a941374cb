import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const PAPER = fileURLToPath(new URL('./paper/', import.meta.url));
const FONTS = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
const KEEP_RESULTS_OF_LAST = 10; // typesettings whose remembered parts stay in memory

let compiler: NodeCompiler | null = null;

export interface TypesetDocument {
  pdf: Buffer;
  /** Whether every character could be printed; where the fonts lack one, U+FFFD stands in its place. */
  complete: boolean;
}

/**
 * Typesets a document of the folder `paper` as PDF/UA-1 (tagged, with language and title; a document that breaks the standard
 * does not compile). Data goes in as one JSON string and stays data: nothing evaluates it. Files outside the folder are out of
 * reach, and so is the network.
 *
 * Runs on the calling thread: measured 25 to 60 ms for the first document of a process, then 6 to 13 ms each (two shared cores).
 * @param template file name in `paper`, "appointment.typ"
 * @param writtenAt creation date in the file, so that the same data gives the same document
 * Throws Error with the compiler's complaint, without the data.
 */
export function typeset(template: string, data: object, writtenAt: Temporal.Instant): TypesetDocument {
  const json = JSON.stringify(data);
  try {
    return { pdf: compiled(template, json, writtenAt), complete: true };
  } catch (fault) {
    const unknown = unprintable(fault);
    if (unknown.length === 0) throw new Error(`document ${template}: ${complaint(fault)}`);
    return { pdf: compiled(template, without(json, unknown), writtenAt), complete: false };
  }
}

function compiled(template: string, json: string, writtenAt: Temporal.Instant): Buffer {
  compiler ??= NodeCompiler.create({ workspace: PAPER, fontArgs: [{ fontPaths: [FONTS] }] });
  const result = compiler.compile({ mainFilePath: join(PAPER, template), inputs: { data: json } });
  try {
    if (!result.result) throw new Error('does not compile');
    return compiler.pdf(result.result, { pdfStandard: 'ua-1', creationTimestamp: Math.floor(writtenAt.epochMilliseconds / 1000) });
  } finally {
    compiler.evictCache(KEEP_RESULTS_OF_LAST);
  }
}

/** The texts that no bundled font can show, from the compiler's complaint: PDF/UA forbids to leave them as empty boxes. */
function unprintable(fault: unknown): string[] {
  return [...String(fault).matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/g)].map(([, text = '']) => text);
}

function without(json: string, unknown: string[]): string {
  const signs = new Set(unknown.flatMap((text) => [...text]).filter((sign) => sign > '~'));
  return [...json].map((sign) => (signs.has(sign) ? '\ufffd' : sign)).join('');
}

// What stands in quotation marks may be a person's text.
function complaint(fault: unknown): string {
  return String(fault instanceof Error ? fault.message : fault)
    .replace(/"[^"]*"|`[^`]*`/g, '…')
    .slice(0, 300);
}
