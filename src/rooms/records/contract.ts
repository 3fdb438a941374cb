import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { FileField } from '#kernel/upload.ts';
import { AUDIENCES, FILE_NOTES, MEDIA_TYPES } from './rules/limits.ts';

const Id = z.strictObject({ id: z.uuid() });
const Kind = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

export const FileView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  kind: z.string(),
  audience: z.enum(AUDIENCES),
  name: z.string(),
  mediaType: z.enum(MEDIA_TYPES),
  size: z.int(),
  notes: z.array(z.enum(FILE_NOTES)),
  /** `pending`: the virus scanner has not looked yet; `refused`: it found something. */
  state: z.enum(['pending', 'kept', 'refused', 'withdrawn']),
  objectKind: z.string().nullable(),
  objectId: z.uuid().nullable(),
  uploadedAt: z.string(),
  uploadedByName: z.string().nullable(),
  /** Came by a link, from somebody without an account. */
  byLink: z.boolean(),
});
export type FileView = z.infer<typeof FileView>;

/**
 * Takes a file for a person of one's own service: multipart/form-data with the fields below and one file of at most 10 MB.
 * What it is, its content says. Answers what was taken away from it.
 */
export const uploadFile = endpoint({
  name: 'records.uploadFile',
  method: 'POST',
  path: '/api/records/files',
  body: z.strictObject({
    file: FileField,
    personId: z.uuid(),
    kind: Kind,
    audience: z.enum(AUDIENCES),
    objectKind: Kind.optional(),
    objectId: z.uuid().optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), notes: z.array(z.enum(FILE_NOTES)), state: z.enum(['kept', 'pending']) }),
  status: 201,
});

/** The files of a person in one's own service, newest first; for the office without those of care. */
export const listFiles = endpoint({
  name: 'records.listFiles',
  method: 'GET',
  path: '/api/records/people/:id/files',
  params: Id,
  answer: z.strictObject({ files: z.array(FileView) }),
});

/** The file itself, to be saved. */
export const readFile = endpoint({
  name: 'records.readFile',
  method: 'GET',
  path: '/api/records/files/:id/content',
  params: Id,
  answer: z.unknown(),
});

/** Takes a file back that came to the wrong place; its name and who did it stay. */
export const withdrawFile = endpoint({
  name: 'records.withdrawFile',
  method: 'POST',
  path: '/api/records/files/:id/withdraw',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});
