import type { FileNote, MediaType, RefusedBecause } from '../../rules/limits.ts';

/** What a look into a file says: the bytes to keep, or why not. */
export type Looked = { ok: true; bytes: Buffer; notes: FileNote[] } | { ok: false; because: RefusedBecause };
export type LookedThrough =
  | { ok: true; type: MediaType; bytes: Buffer; notes: FileNote[] }
  | { ok: false; because: RefusedBecause; hint?: 'heic' | 'media' | 'picture' | 'archive' };

export const kept = (bytes: Buffer, notes: FileNote[] = []): Looked => ({ ok: true, bytes, notes });
export const refused = (because: RefusedBecause): { ok: false; because: RefusedBecause } => ({ ok: false, because });
