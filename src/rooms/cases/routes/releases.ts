import { type Route, serve, Versioned } from '#platform/http.ts';
import { giveCaseRelease, readCaseReleases, withdrawCaseRelease } from '../actions/releases.ts';
import * as wire from '../contract/releases.ts';

/** To whom a client of Case Management opens herself, and how she takes it back. */
export const caseReleaseRoutes: Route[] = [
  serve(wire.listCaseReleases, 'cases.care', (call, { permit, params }) => readCaseReleases(call, permit, params.id)),
  serve(wire.giveCaseRelease, 'cases.care', (call, { permit, params, body }) => giveCaseRelease(call, permit, params.id, body)),
  serve(wire.withdrawCaseRelease, 'cases.care', async (call, { permit, params, body, version }) => {
    const done = await withdrawCaseRelease(call, permit, params.id, version, body.via);
    return new Versioned(done.version, done);
  }),
];
