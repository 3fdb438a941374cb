import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { byId, filled, id, instant } from './shapes.ts';

/** Kinds of files that can be read in here; appointments have their own endpoints in scheduling. */
export const IMPORT_KINDS = ['practitioners', 'places', 'services'] as const;

/** The file in base64 with what was decided about it; at most 3 MB. */
export const importUpload = z.strictObject({
  name: filled(200),
  content: z.string().min(1).max(4_200_000),
  encoding: z.literal('windows-1252').optional(),
  /** Heading → field; null leaves the column out. Without it the usual headings are recognised. */
  mapping: z.record(z.string().max(200), z.string().max(40).nullable()).optional(),
  existing: z.enum(['ask', 'change', 'keep']).default('ask'),
});
export const importConfirmation = importUpload.extend({ digest: z.string().regex(/^[0-9a-f]{64}$/) });

const planned = z.strictObject({
  row: z.int(),
  verdict: z.enum(['make', 'same', 'differs']),
  label: z.string(),
  existing: z.strictObject({ id, version: z.int() }).optional(),
  fields: z.array(z.string()).optional(),
});
export const importPreview = z.strictObject({
  digest: z.string(),
  format: z.enum(['csv', 'xlsx']),
  delimiter: z.string().nullable(),
  encoding: z.string().nullable(),
  columns: z.array(z.strictObject({ heading: z.string(), field: z.string().nullable(), sample: z.string() })),
  fields: z.array(z.strictObject({ name: z.string(), required: z.boolean() })),
  missing: z.array(z.string()),
  twice: z.array(z.string()),
  /** The line of the headings, from 1: titles may stand above. */
  headRow: z.int(),
  rows: z.int(),
  make: z.int(),
  same: z.int(),
  differs: z.int(),
  notices: z.strictObject({ trimmed: z.int(), invisible: z.int() }),
  faults: z.array(z.strictObject({ row: z.int(), column: z.string().optional(), code: z.string(), suggestion: z.string().optional() })),
  faultCount: z.int(),
  shown: z.array(planned),
  earlier: instant.nullable(),
  /** The columns are assigned as the last time that a file had these headings. */
  remembered: z.boolean(),
});
export type ImportPreview = z.output<typeof importPreview>;
export const importDone = z.strictObject({ id, made: z.int(), changed: z.int(), same: z.int() });
export const importUndone = z.strictObject({ id, items: z.int() });

const ofKind = z.strictObject({ kind: z.enum(IMPORT_KINDS) });

/** Says row by row what a file would do; stores nothing. */
export const previewImport = endpoint({
  name: 'directory.previewImport',
  method: 'POST',
  path: '/api/directory/imports/:kind/preview',
  params: ofKind,
  body: importUpload,
  answer: importPreview,
});

/** Carries out exactly what the preview showed, whole or not at all. */
export const confirmImport = endpoint({
  name: 'directory.confirmImport',
  method: 'POST',
  path: '/api/directory/imports/:kind',
  params: ofKind,
  status: 201,
  body: importConfirmation,
  answer: importDone,
});

export const listImports = endpoint({
  name: 'directory.listImports',
  method: 'GET',
  path: '/api/directory/imports',
  answer: z.strictObject({
    imports: z.array(
      z.strictObject({
        id,
        kind: z.enum([...IMPORT_KINDS, 'appointments']),
        at: instant,
        by: z.string().nullable(),
        rows: z.int(),
        made: z.int(),
        changed: z.int(),
        undoneAt: instant.nullable(),
        mayUndo: z.boolean(),
      }),
    ),
  }),
});

/** Takes a whole run back, within 30 days and while nothing of it is in use. */
export const undoImport = endpoint({
  name: 'directory.undoImport',
  method: 'POST',
  path: '/api/directory/imports/:kind/:id/undo',
  params: byId.extend({ kind: z.enum(IMPORT_KINDS) }),
  body: z.strictObject({}),
  answer: importUndone,
});
