import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { filled, id } from './shapes.ts';

/** What the directory has entries of that something else may point at. */
export const ENTRY_KINDS = ['practitioner', 'organisation', 'service'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export const entry = z.strictObject({ kind: z.enum(ENTRY_KINDS), id, name: z.string(), detail: z.string() });
export type Entry = z.infer<typeof entry>;

/** Therapists, organisations and services whose name holds a text; nothing of who asks or for whom. */
export const findEntries = endpoint({
  name: 'directory.findEntries',
  method: 'GET',
  path: '/api/directory/entries',
  query: z.strictObject({ text: filled(80) }),
  answer: z.strictObject({ entries: z.array(entry) }),
});
