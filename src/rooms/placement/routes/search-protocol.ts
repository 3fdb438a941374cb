import { type Route, serve } from '#platform/http.ts';
import { drawSearchLetter, noteNetworkSearch, noteOwnSearch, readSearchProtocol, withdrawOwnSearch } from '../actions/own-search.ts';
import * as wire from '../contract/own-search.ts';

/** What shows that somebody looked for a place. */
export const searchProtocolRoutes: Route[] = [
  serve(wire.getSearchProtocol, 'placement.desk', (call, { permit, params }) => readSearchProtocol(call, permit, params.id)),
  serve(wire.noteOwnSearch, 'placement.desk', (call, { permit, params, body }) => noteOwnSearch(call, permit, params.id, body)),
  serve(wire.withdrawOwnSearch, 'placement.desk', (call, { permit, params }) =>
    withdrawOwnSearch(call, permit, params.id, params.searchId),
  ),
  serve(wire.noteNetworkSearch, 'placement.desk', (call, { permit, params }) => noteNetworkSearch(call, permit, params.id)),
  serve(wire.getSearchLetter, 'placement.desk', (call, { permit, params, query }) => drawSearchLetter(call, permit, params.id, query)),
];
