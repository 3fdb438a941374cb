import { type Route, serve } from '#platform/http.ts';
import { tryAgain as again, listMessages as list, markPrinted as printed, listTroubles as troubles } from './actions.ts';
import { listMessages, listTroubles, markPrinted, tryAgain } from './contract.ts';

export const messagesRoutes: Route[] = [
  serve(listMessages, 'messages.read', async (call, { permit, query }) => ({ messages: await list(call, permit, query.cause) })),
  serve(listTroubles, 'messages.read', (call, { permit }) => troubles(call, permit)),
  serve(markPrinted, 'messages.read', (call, { permit, params }) => printed(call, permit, params.id)),
  serve(tryAgain, 'messages.read', (call, { permit, params }) => again(call, permit, params.id)),
];
