import { type Route, serve } from '#platform/http.ts';
import * as files from './actions/files.ts';
import * as wire from './contract.ts';
import { MOST_BYTES, UPLOADS_A_MINUTE, UPLOADS_AT_ONCE } from './rules/limits.ts';

/** The fields beside the file, and the lines around them. */
const AROUND = 16 * 1024;

export const recordsRoutes: Route[] = [
  serve(wire.uploadFile, 'records.files', (call, { permit, body }) => files.uploadFile(call, permit, body), {
    body: MOST_BYTES + AROUND,
    limit: UPLOADS_A_MINUTE,
    file: { atOnce: UPLOADS_AT_ONCE },
  }),
  serve(wire.listFiles, 'records.files', (call, { permit, params }) => files.listFiles(call, permit, params.id)),
  serve(wire.readFile, 'records.files', (call, { permit, params }) => files.downloadFile(call, permit, params.id)),
  serve(wire.withdrawFile, 'records.files', (call, { permit, params, version }) => files.withdrawFile(call, permit, params.id, version)),
];
