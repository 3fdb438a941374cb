import { type Route, serve } from '#platform/http.ts';
import { applyEntries, getDeviceKey, keepEntries } from '../actions/device.ts';
import { listEntries, resolveEntry } from '../actions/device-resolve.ts';
import * as wire from '../contract/device.ts';

/** Entries written without network; each account sees only its own. */
export const deviceRoutes: Route[] = [
  serve(wire.getDeviceKey, 'soziotherapie.care', (call, { permit }) => getDeviceKey(call, permit)),
  serve(wire.keepEntries, 'soziotherapie.care', (call, { permit, body }) => keepEntries(call, permit, body.entries), {
    body: 3 * 1024 * 1024,
  }),
  serve(wire.applyEntries, 'soziotherapie.care', (call, { permit }) => applyEntries(call, permit)),
  serve(wire.listEntries, 'soziotherapie.care', (call, { permit }) => listEntries(call, permit)),
  serve(wire.resolveEntry, 'soziotherapie.care', (call, { permit, params, version, body }) =>
    resolveEntry(call, permit, params.id, version, body.how, body.work),
  ),
];
