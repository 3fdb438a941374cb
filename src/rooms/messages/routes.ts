import { type Route, serve } from '#platform/http.ts';
import { openChannel as open, stopChannel as stop, listStopsOf as stopsOf } from './actions/opt-out.ts';
import { tryAgain as again, markPrinted as printed, settleFailed as settle, listTroubles as troubles } from './actions/post.ts';
import { finishRun as finish, printRun, listRuns as runs, startRun as start, withdrawRun as takeBack } from './actions/print.ts';
import { changeQuietHours as changeQuiet, quietHours } from './actions/quiet.ts';
import { changeText as change, listTexts as texts, withdrawText as withdraw } from './actions/wording.ts';
import { listMessages as list } from './actions.ts';
import {
  changeQuietHours,
  changeText,
  finishRun,
  getQuietHours,
  listMessages,
  listRuns,
  listStops,
  listTexts,
  listTroubles,
  markPrinted,
  openChannel,
  runFile,
  settleFailed,
  startRun,
  stopChannel,
  tryAgain,
  withdrawRun,
  withdrawText,
} from './contract.ts';

export const messagesRoutes: Route[] = [
  serve(listMessages, 'messages.read', async (call, { permit, query }) => ({ messages: await list(call, permit, query.cause) })),
  serve(listTroubles, 'messages.read', (call, { permit }) => troubles(call, permit)),
  serve(markPrinted, 'messages.read', (call, { permit, params }) => printed(call, permit, params.id)),
  serve(tryAgain, 'messages.read', (call, { permit, params }) => again(call, permit, params.id)),
  serve(settleFailed, 'messages.read', (call, { permit, params }) => settle(call, permit, params.id)),
  serve(listRuns, 'messages.read', async (call, { permit }) => ({ runs: await runs(call, permit) })),
  serve(startRun, 'messages.read', (call, { permit, body }) => start(call, permit, body.letters)),
  serve(runFile, 'messages.read', (call, { permit, params }) => printRun(call, permit, params.id)),
  serve(finishRun, 'messages.read', (call, { permit, params }) => finish(call, permit, params.id)),
  serve(withdrawRun, 'messages.read', (call, { permit, params }) => takeBack(call, permit, params.id)),
  serve(listStops, 'messages.read', async (call, { permit, params }) => ({ stopped: await stopsOf(call, permit, params.id) })),
  serve(stopChannel, 'messages.read', (call, { permit, params, body }) => stop(call, permit, params.id, body)),
  serve(openChannel, 'messages.read', (call, { permit, params }) => open(call, permit, params.id)),
  serve(listTexts, 'messages.templates', async (call, { permit }) => ({ texts: await texts(call, permit) })),
  serve(changeText, 'messages.templates', (call, { permit, params, body, version }) => change(call, permit, params, version, body)),
  serve(withdrawText, 'messages.templates', (call, { permit, params, version }) => withdraw(call, permit, params, version)),
  serve(getQuietHours, 'messages.templates', (call) => quietHours(call)),
  serve(changeQuietHours, 'messages.templates', (call, { permit, body }) => changeQuiet(call, permit, body)),
];
