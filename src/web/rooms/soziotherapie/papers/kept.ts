import type { z } from 'zod';
import type { uploadFile } from '#rooms/records/contract.ts';
import { MOST_BYTES } from '#rooms/records/rules/limits.ts';

/** What the server says of a file that it kept. */
export type KeptFile = z.output<typeof uploadFile.answer>;
export const MOST_BYTES_SENT = MOST_BYTES;
