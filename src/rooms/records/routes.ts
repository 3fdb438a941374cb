import type { Refusal } from '#kernel/decision.ts';
import { type Route, serve } from '#platform/http.ts';
import * as files from './actions/files.ts';
import type { KeptFile } from './actions/keep.ts';
import * as wire from './contract.ts';
import { MOST_BYTES, UPLOADS_A_MINUTE, UPLOADS_AT_ONCE } from './rules/limits.ts';

/** The fields beside the file, and the lines around them. */
const AROUND = 16 * 1024;

/** A refusal that is returned instead of thrown passes as it is: its row of the log is committed. */
const kept = (made: KeptFile | Refusal) => made as KeptFile;

export const recordsRoutes: Route[] = [
  serve(wire.uploadFile, 'records.files', async (call, { permit, body }) => kept(await files.uploadFile(call, permit, body)), {
    body: MOST_BYTES + AROUND,
    limit: UPLOADS_A_MINUTE,
    file: { atOnce: UPLOADS_AT_ONCE },
  }),
  serve(wire.listFiles, 'records.files', (call, { permit, params }) => files.listFiles(call, permit, params.id)),
  serve(wire.readFile, 'records.files', (call, { permit, params }) => files.downloadFile(call, permit, params.id)),
  serve(wire.withdrawFile, 'records.files', (call, { permit, params, version }) => files.withdrawFile(call, permit, params.id, version)),
];
