import { type Route, serve } from '#platform/http.ts';
import * as imports from '../actions/imports.ts';
import * as wire from '../contract/imports.ts';

/** A file of 3 MB in base64, and what is said about it. */
const FILE = { body: 4_500_000, limit: 60 } as const;

/** Therapists and places from a file, and what was read in so far. */
export const directoryImportRoutes: Route[] = [
  serve(wire.listImports, 'imports.run', (call, { permit }) => imports.listImports(call, permit)),
  serve(wire.previewImport, 'imports.run', (call, { permit, params, body }) => imports.previewImport(call, permit, params.kind, body), {
    ...FILE,
    once: false,
  }),
  serve(
    wire.confirmImport,
    'imports.run',
    (call, { permit, params, body }) => imports.confirmImport(call, permit, params.kind, body),
    FILE,
  ),
  serve(wire.undoImport, 'imports.run', (call, { permit, params }) => imports.undoImport(call, permit, params.kind, params.id)),
];
