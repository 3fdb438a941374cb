import { type Route, serve, Versioned } from '#platform/http.ts';
import * as mirrors from '../actions/line-mirrors.ts';
import * as lines from '../actions/lines.ts';
import { listLines } from '../actions/lines-read.ts';
import * as wire from '../contract/linking.ts';

const versioned = <Answer extends { version: number }>(answer: Answer) => new Versioned(answer.version, answer);

/** Service lines of a case: who is looked for, how far it is, what was prepared. */
export const linkingRoutes: Route[] = [
  serve(wire.listLines, 'cases.care', (call, { permit, params }) => listLines(call, permit, params.id)),
  serve(wire.addLine, 'cases.care', (call, { permit, params, body }) => lines.addLine(call, permit, params.id, body)),
  serve(wire.changeLine, 'cases.care', async (call, { permit, params, body, version }) =>
    versioned(await lines.changeLine(call, permit, params.lineId, version, body)),
  ),
  serve(wire.moveLine, 'cases.care', async (call, { permit, params, body, version }) =>
    versioned(await lines.moveLine(call, permit, params.lineId, version, body)),
  ),
  serve(wire.recordPart, 'cases.care', async (call, { permit, params, body, version }) =>
    versioned(await lines.recordPart(call, permit, params.lineId, version, body)),
  ),
  serve(wire.openPlaceSearch, 'placement.seek', (call, { permit, params }) => mirrors.openPlaceSearch(call, permit, params.lineId)),
  serve(wire.getPlaceSearch, 'placement.seek', (call, { permit, params }) => mirrors.findPlaceSearch(call, permit, params.requestId)),
  serve(wire.handToSoziotherapie, 'soziotherapie.inquire', (call, { permit, params, body }) =>
    mirrors.handToSoziotherapie(call, permit, params.lineId, body),
  ),
  serve(wire.getMirrored, 'cases.care', (call, { permit, params }) => mirrors.readMirrored(call, permit, params.lineId)),
];
