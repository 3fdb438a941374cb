import { pathOf } from '../../../call.ts';
import { Problem, type ProblemBody } from '../../../problem.ts';
import { saveBlob } from '../../../ui/csv.ts';
import { currentLanguage } from '../../../words/language.tsx';

/** Asks for a document that is made for this request, and hands it to the person as a file. Throws `Problem`. */
export async function takeDocument(path: string, params: unknown, body: unknown, name: string): Promise<void> {
  const response = await fetch(pathOf(path, params), {
    method: 'POST',
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      'Content-Type': 'application/json',
      'Accept-Language': currentLanguage(),
      'X-Geleit': '1',
      'Idempotency-Key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    const told: Partial<ProblemBody> = await response.json().catch(() => ({}));
    throw new Problem({ ...told, status: response.status, code: told.code ?? 'fault' });
  }
  saveBlob(name, await response.blob());
}
