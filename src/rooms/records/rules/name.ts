import { ENDING, type FileNote, LONGEST_NAME, type MediaType } from './limits.ts';

/** Names that Windows keeps for devices, with any ending. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
// Direction marks make "fdp.exe" read "exe.fdp"; the others cannot be seen at all.
const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken away
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/gu;
const FORBIDDEN = /[<>:"|?*]/g;
const ENDINGS: Readonly<Record<MediaType, RegExp>> = {
  'application/pdf': /\.pdf$/i,
  'image/jpeg': /\.(jpe?g|jpe|jfif)$/i,
  'image/png': /\.png$/i,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': /\.docx$/i,
};

/**
 * The name that people see, made from what a browser sent: the last step of a path, nothing that cannot be seen, no device, with the
 * ending of what the file really is. It is never a name on our disk.
 * @returns nothing where it holds NUL
 */
export function cleanName(raw: string, type: MediaType): { name: string; notes: FileNote[] } | undefined {
  if (raw.includes('\u0000')) return undefined;
  const notes: FileNote[] = [];
  const last = raw.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const seen = last.normalize('NFC').replaceAll(UNSEEN, '').replaceAll(CONTROL, ' ').replaceAll(FORBIDDEN, '_');
  const trimmed = seen.replace(/\s+/g, ' ').replace(/^[\s.]+|[\s.]+$/g, '');
  let stem = trimmed
    .replace(ENDINGS[type], '')
    .replace(/[\s.]*\.[\s.]*/g, '.')
    .replace(/[\s.]+$/, '');
  if (DEVICES.test(stem)) stem = `_${stem}`;
  if (stem === '') stem = 'Dokument';
  const ending = `.${ENDING[type]}`;
  const room = LONGEST_NAME - ending.length;
  const signs = [...stem];
  if (signs.length > room) {
    stem = signs.slice(0, room).join('').trimEnd();
    notes.push('name-shortened');
  }
  const name = `${stem}${ending}`;
  if (raw !== '' && signs.length <= room && name !== raw && !ENDINGS[type].test(raw)) notes.push('name-changed');
  return { name, notes };
}

/** Whether a name promises one of the types that are kept. */
export function promises(name: string): boolean {
  return Object.values(ENDINGS).some((pattern) => pattern.test(name.replace(/[\s.]+$/, '')));
}
