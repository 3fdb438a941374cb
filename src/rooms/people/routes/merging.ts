import { type Route, serve, Versioned } from '#platform/http.ts';
import { decideMerge, proposeMerge, readDuplicates } from '../actions/merging.ts';
import * as wire from '../contract/merging.ts';

/** Two records of one person are joined by two people. */
export const mergingRoutes: Route[] = [
  serve(wire.listDuplicates, 'people.merge', (call, { permit }) => readDuplicates(call, permit)),
  serve(wire.proposeMerge, 'people.merge', (call, { permit, body }) => proposeMerge(call, permit, body)),
  serve(wire.decideMerge, 'people.merge', async (call, { permit, params, body, version }) => {
    const done = await decideMerge(call, permit, params.id, version, body.to);
    return new Versioned(done.version, done);
  }),
];
