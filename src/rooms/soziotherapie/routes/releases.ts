import { type Route, serve, Versioned } from '#platform/http.ts';
import * as releases from '../actions/releases.ts';
import * as wire from '../contract/releases.ts';

/** To whom a client opens herself, and how she takes it back. */
export const releaseRoutes: Route[] = [
  serve(wire.listReleases, 'soziotherapie.read', (call, { permit, params }) => releases.readReleases(call, permit, params.id)),
  serve(wire.giveRelease, 'soziotherapie.read', (call, { permit, params, body }) => releases.giveRelease(call, permit, params.id, body)),
  serve(wire.withdrawRelease, 'soziotherapie.read', async (call, { permit, params, body, version }) => {
    const done = await releases.withdrawRelease(call, permit, params.id, version, body.via);
    return new Versioned(done.version, done);
  }),
];
