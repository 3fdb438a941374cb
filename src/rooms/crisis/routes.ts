import { type Route, serve, Versioned } from '#platform/http.ts';
import { addNote, call112, markSeen, pageAgain, pageNext, saveCaller } from './actions/along.ts';
import { acknowledge, confirmOutcome, deescalate, falseAlarm, handOver, inquire, review, speak } from './actions/course.ts';
import { answerQuestion, lowerLevel, raiseLevel } from './actions/level.ts';
import { getPush, subscribe, testAlarm, unsubscribe } from './actions/push.ts';
import { raise } from './actions/raise.ts';
import { getEmergency, getRoster, getScript, listOpen, listRecent } from './actions/read.ts';
import { saveRecord } from './actions/record.ts';
import { draftScript, getScriptVersion, listScripts, saveScript, signScript, withdrawScript } from './actions/scripts.ts';
import * as wire from './contract.ts';

/** Who may call for help, answer, watch, and word the script; behind `crisis.respond` stands the roster, behind all the relation. */
export const crisisRoutes: Route[] = [
  serve(wire.getScript, 'crisis.raise', (call, { permit }) => getScript(call, permit)),
  serve(wire.listScripts, 'crisis.lead', (call, { permit }) => listScripts(call, permit)),
  serve(wire.getScriptVersion, 'crisis.lead', async (call, { permit, params }) => {
    const view = await getScriptVersion(call, permit, params.id);
    return new Versioned(view.version, view);
  }),
  serve(wire.draftScript, 'crisis.lead', (call, { permit, body }) => draftScript(call, permit, body.fromId, body.scriptVersion)),
  serve(wire.saveScript, 'crisis.lead', (call, { permit, params, version, body }) =>
    saveScript(call, permit, params.id, version, body.scriptVersion, body.body),
  ),
  serve(wire.signScript, 'crisis.lead', (call, { permit, params, version, body }) =>
    signScript(call, permit, params.id, version, body.hash),
  ),
  serve(wire.withdrawScript, 'crisis.lead', (call, { permit, params, version }) => withdrawScript(call, permit, params.id, version)),
  serve(wire.raise, 'crisis.raise', (call, { permit, body }) => raise(call, permit, body)),
  serve(wire.listOpen, 'crisis.raise', (call, { permit }) => listOpen(call, permit)),
  serve(wire.listRecent, 'crisis.watch', (call, { permit }) => listRecent(call, permit)),
  serve(wire.getEmergency, 'crisis.raise', async (call, { permit, params }) => {
    const view = await getEmergency(call, permit, params.id);
    return new Versioned(view.version, view);
  }),
  serve(wire.answerQuestion, 'crisis.raise', (call, { permit, params, body }) => answerQuestion(call, permit, params.id, body)),
  serve(wire.raiseLevel, 'crisis.raise', (call, { permit, params, body }) => raiseLevel(call, permit, params.id, body.level)),
  serve(wire.lowerLevel, 'crisis.respond', (call, { permit, params, version, body }) =>
    lowerLevel(call, permit, params.id, version, body.level, body.reason),
  ),
  serve(wire.addNote, 'crisis.raise', (call, { permit, params, body }) => addNote(call, permit, params.id, body.note)),
  serve(wire.saveCaller, 'crisis.raise', (call, { permit, params, body }) => saveCaller(call, permit, params.id, body)),
  serve(wire.acknowledge, 'crisis.respond', (call, { permit, params }) => acknowledge(call, permit, params.id)),
  serve(wire.speak, 'crisis.respond', (call, { permit, params }) => speak(call, permit, params.id)),
  serve(wire.pageAgain, 'crisis.raise', (call, { permit, params }) => pageAgain(call, permit, params.id)),
  serve(wire.pageNext, 'crisis.raise', (call, { permit, params }) => pageNext(call, permit, params.id)),
  serve(wire.call112, 'crisis.raise', (call, { permit, params }) => call112(call, permit, params.id)),
  serve(wire.markSeen, 'crisis.raise', (call, { permit, params }) => markSeen(call, permit, params.id)),
  serve(wire.inquire, 'crisis.respond', (call, { permit, params }) => inquire(call, permit, params.id)),
  serve(wire.saveRecord, 'crisis.raise', (call, { permit, params, version, body }) => saveRecord(call, permit, params.id, version, body)),
  serve(wire.handOver, 'crisis.raise', (call, { permit, params, version, body }) => handOver(call, permit, params.id, version, body)),
  serve(wire.deescalate, 'crisis.respond', (call, { permit, params, version, body }) => deescalate(call, permit, params.id, version, body)),
  serve(wire.confirmOutcome, 'crisis.respond', (call, { permit, params, version, body }) =>
    confirmOutcome(call, permit, params.id, version, body.outcome, body.note),
  ),
  serve(wire.falseAlarm, 'crisis.respond', (call, { permit, params, version, body }) =>
    falseAlarm(call, permit, params.id, version, body.reason),
  ),
  serve(wire.review, 'crisis.lead', (call, { permit, params, version, body }) => review(call, permit, params.id, version, body.note)),
  serve(wire.getRoster, 'crisis.raise', (call) => getRoster(call)),
  serve(wire.getPush, 'crisis.raise', (call, { permit }) => getPush(call, permit)),
  serve(wire.subscribe, 'crisis.raise', (call, { permit, body }) => subscribe(call, permit, body)),
  serve(wire.unsubscribe, 'crisis.raise', (call, { permit, params }) => unsubscribe(call, permit, params.id)),
  serve(wire.testAlarm, 'crisis.raise', (call, { permit }) => testAlarm(call, permit)),
];
