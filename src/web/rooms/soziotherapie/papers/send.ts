import { Problem, type ProblemBody } from '../../../problem.ts';
import { signInAgain } from '../../../session.ts';
import { currentLanguage } from '../../../words/language.tsx';
import { type KeptFile, MOST_BYTES_SENT } from './kept.ts';

interface Sending {
  file: File;
  fields: Record<string, string>;
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** Photos of a phone are made smaller before they travel: a page stays readable at this width, and the line of a stairwell is slow. */
const LONGEST_SIDE = 2600;
const SMALL_ENOUGH = 1_500_000;

/**
 * Sends a file with its progress; `fetch` cannot tell it. Throws `Problem` like `call`, and an AbortError when the person cancels.
 * The same key is used again after the password was asked for, so nothing is kept twice.
 */
export async function sendFile({ file, fields, signal, onProgress }: Sending): Promise<KeptFile> {
  const lighter = await lightened(file);
  if (lighter.size > MOST_BYTES_SENT) throw new Problem({ status: 413, code: 'file-too-large', facts: { megabytes: 10 } });
  const key = crypto.randomUUID();
  for (;;) {
    const { status, body } = await post(lighter, fields, key, signal, onProgress);
    if (status === 401 && (await signInAgain())) continue;
    if (status === 0) throw new Problem({ status: 0, code: 'offline' });
    if (status !== 201) throw new Problem({ ...(body as ProblemBody), status, code: (body as ProblemBody).code ?? 'fault' });
    return body as KeptFile;
  }
}

function post(
  file: File,
  fields: Record<string, string>,
  key: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', file, file.name);
    request.open('POST', '/api/records/files');
    request.setRequestHeader('X-Geleit', '1');
    request.setRequestHeader('Idempotency-Key', key);
    request.setRequestHeader('Accept-Language', currentLanguage());
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onProgress(loaded / total);
    request.onload = () => resolve({ status: request.status, body: jsonOf(request.responseText) });
    request.onerror = () => resolve({ status: 0, body: {} });
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** A large photo as a smaller JPEG; what is no picture, or cannot be drawn here, goes as it is. */
async function lightened(file: File): Promise<File> {
  if (!/^image\/(jpeg|heic|heif)$/.test(file.type) || (file.type === 'image/jpeg' && file.size <= SMALL_ENOUGH)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return blob ? new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}
