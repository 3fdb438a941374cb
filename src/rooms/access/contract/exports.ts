import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { nothing } from './fields.ts';

/** Lists that can be taken along; what is in them was read, and logged as read, before. */
export const EXPORTED_LISTS = [
  'requests',
  'waiting-list',
  'tasks',
  'day-list',
  'network',
  'people',
  'duty',
  'emergencies',
  'figures',
  'imports',
  'log',
  'other',
] as const;
export type ExportedList = (typeof EXPORTED_LISTS)[number];

const list = z.enum(EXPORTED_LISTS);
/** The size of the largest list that the browser sends; the door's limit of 256 kB comes on top. */
const MOST_ROWS = 5000;
const cells = z.array(z.string().max(2000)).max(40);

/** Somebody takes a list along as CSV, which her browser makes: who, which and how many rows. Never what stands in them. */
export const noteExport = endpoint({
  name: 'access.noteExport',
  method: 'POST',
  path: '/api/access/exports',
  body: z.strictObject({ list, rows: z.int().min(0).max(100_000) }),
  answer: nothing,
});

/** The same columns as seen as a workbook: texts only, no formula. Logged like the CSV; nothing of it is kept. */
export const drawWorkbook = endpoint({
  name: 'access.drawWorkbook',
  method: 'POST',
  path: '/api/access/exports/workbook',
  body: z.strictObject({ list, title: z.string().min(1).max(80), head: cells.min(1), rows: z.array(cells).max(MOST_ROWS) }),
  answer: z.never(),
});
