/** Bytes of one file at most: a scan of 30 pages, a photo of any phone. A phone on a slow line sends it within half a minute. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** Bytes of all files of a person in one service: more is likely a mistake or an attack. */
export const MOST_BYTES_OF_A_PERSON = 500 * 1024 * 1024;
/** Pixels of a picture; the largest phone cameras make 50 million. */
export const MOST_PIXELS = 64_000_000;
export const LONGEST_SIDE = 30_000;
export const MOST_PAGES = 1_000;
/** Uploads a minute of one session, and how many the server reads at the same time (each stands in memory as a whole). */
export const UPLOADS_A_MINUTE = 30;
export const UPLOADS_AT_ONCE = 4;
/** Signs of a name on screen. */
export const LONGEST_NAME = 120;

export const MEDIA_TYPES = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** The ending that a file of this type is shown with. */
export const ENDING = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
} as const satisfies Record<MediaType, string>;

/** Why a file is not kept; each with words for the uploader. */
export const REFUSED_BECAUSE = [
  'empty',
  'too-many',
  'name',
  'type',
  'type-mismatch',
  'damaged',
  'encrypted',
  'active-content',
  'too-many-pages',
  'pixels',
  'ratio',
  'malware',
] as const;
export type RefusedBecause = (typeof REFUSED_BECAUSE)[number];

/** What the uploader is told although the file is kept. */
export const FILE_NOTES = ['metadata-removed', 'name-shortened', 'name-changed'] as const;
export type FileNote = (typeof FILE_NOTES)[number];

/** For the office: papers of the administration. For care: what is written about the person; not for the office. */
export const AUDIENCES = ['care', 'office'] as const;
export type Audience = (typeof AUDIENCES)[number];
