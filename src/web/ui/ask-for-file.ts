import { Problem, type ProblemBody } from '../problem.ts';
import { currentLanguage } from '../words/language.tsx';

/** Asks for a file that the server makes for this one request; what it is made of travels in the body. Throws `Problem`. */
export async function askForFile(path: string, body: unknown): Promise<Blob> {
  const response = await fetch(path, {
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
  return response.blob();
}
