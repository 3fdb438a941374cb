import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { importConfirmation, importDone, importPreview, importUndone, importUpload } from '#rooms/directory/contract.ts';

/** Free first appointments from a file: says row by row what it would do; stores nothing. */
export const previewSlotImport = endpoint({
  name: 'scheduling.previewSlotImport',
  method: 'POST',
  path: '/api/scheduling/imports/preview',
  body: importUpload,
  answer: importPreview,
});

/** Publishes exactly what the preview showed, whole or not at all. */
export const confirmSlotImport = endpoint({
  name: 'scheduling.confirmSlotImport',
  method: 'POST',
  path: '/api/scheduling/imports',
  status: 201,
  body: importConfirmation,
  answer: importDone,
});

/** Withdraws all appointments of a file, while none of them is held or booked. */
export const undoSlotImport = endpoint({
  name: 'scheduling.undoSlotImport',
  method: 'POST',
  path: '/api/scheduling/imports/:id/undo',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({}),
  answer: importUndone,
});
