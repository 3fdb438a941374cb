import { type Route, serve } from '#platform/http.ts';
import { confirmSlots, previewSlots, undoSlots } from '../actions/import.ts';
import { confirmSlotImport, previewSlotImport, undoSlotImport } from '../contract/imports.ts';

/** A file of 3 MB in base64, and what is said about it. */
const FILE = { body: 4_500_000, limit: 60 } as const;

/** Free first appointments from a file. */
export const slotImportRoutes: Route[] = [
  serve(previewSlotImport, 'imports.run', (call, { permit, body }) => previewSlots(call, permit, body), { ...FILE, once: false }),
  serve(confirmSlotImport, 'imports.run', (call, { permit, body }) => confirmSlots(call, permit, body), FILE),
  serve(undoSlotImport, 'imports.run', (call, { permit, params }) => undoSlots(call, permit, params.id)),
];
