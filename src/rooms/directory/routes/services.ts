import { type Route, serve, Versioned } from '#platform/http.ts';
import { findEntries } from '../actions/entries.ts';
import * as services from '../actions/services.ts';
import * as entries from '../contract/entries.ts';
import * as wire from '../contract/services.ts';

export const serviceRoutes: Route[] = [
  serve(entries.findEntries, 'directory.read', (call, { permit, query }) => findEntries(call, permit, query.text)),
  serve(wire.listServices, 'directory.read', (call, { permit, query }) => services.listServices(call, permit, query)),
  serve(wire.searchServices, 'directory.read', (call, { permit, body }) => services.searchServices(call, permit, body)),
  serve(wire.readService, 'directory.read', async (call, { permit, params }) => {
    const found = await services.readService(call, permit, params.id);
    return new Versioned(found.version, found);
  }),
  serve(wire.addService, 'directory.services', (call, { permit, body }) => services.addService(call, permit, body)),
  serve(wire.changeService, 'directory.services', (call, { permit, params, version, body }) =>
    services.changeService(call, permit, params.id, version, body),
  ),
  serve(wire.confirmService, 'directory.services', (call, { permit, params, version, body }) =>
    services.confirmService(call, permit, params.id, version, body),
  ),
  serve(wire.closeService, 'directory.services', (call, { permit, params, version }) =>
    services.closeService(call, permit, params.id, version),
  ),
];
