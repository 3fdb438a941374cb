import { type Route, serve } from '#platform/http.ts';
import { readFile } from '../actions/file-view.ts';
import * as wire from '../contract/file-view.ts';

/** A client's file, as the reader may see it. */
export const fileViewRoutes: Route[] = [
  serve(wire.fileView, 'soziotherapie.read', (call, { permit, params }) => readFile(call, permit, params.id)),
];
