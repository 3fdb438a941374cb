import { type Route, serve } from '#platform/http.ts';
import * as absence from './actions/absence.ts';
import { stepKnownAppointment } from './actions/appointment.ts';
import { printDayList, readDayList } from './actions/day-list.ts';
import { readNetworkDays } from './actions/days.ts';
import * as feed from './actions/feed.ts';
import * as series from './actions/series.ts';
import { bookSession, moveAppointment } from './actions/session.ts';
import * as slot from './actions/slot.ts';
import * as told from './actions/told.ts';
import * as week from './actions/week.ts';
import * as weekly from './actions/weekly.ts';
import * as wire from './contract.ts';

const CORRECTED = { attended: 'correct-to-attended', no_show: 'correct-to-missing', cancelled: 'correct-to-cancelled' } as const;
const received = (at: string | null | undefined) => (at ? { receivedAt: Temporal.Instant.from(at) } : {});

const correction = (endpoint: typeof wire.correctMark, need: 'scheduling.own' | 'scheduling.desk'): Route =>
  serve(endpoint, need, (call, { params, version, body }) =>
    stepKnownAppointment(call, { id: params.id, version, event: CORRECTED[body.to], reason: body.reason, ...received(body.receivedAt) }),
  );
const byPatient = (endpoint: typeof wire.cancelByPatient, need: 'scheduling.own' | 'scheduling.desk'): Route =>
  serve(endpoint, need, (call, { params, version, body }) =>
    stepKnownAppointment(call, { id: params.id, version, event: 'cancel-by-patient', excuse: body.excuse, ...received(body.receivedAt) }),
  );
const byUs = (
  endpoint: typeof wire.cancelByProvider,
  need: 'scheduling.own' | 'scheduling.desk',
  event: 'cancel-by-provider' | 'cancel-by-network',
): Route =>
  serve(endpoint, need, (call, { params, version, body }) =>
    stepKnownAppointment(call, { id: params.id, version, event, reason: body.reason }),
  );

export const schedulingRoutes: Route[] = [
  serve(wire.myWeek, 'scheduling.own', (call, { permit, query }) => week.readMyWeek(call, permit, query)),
  serve(wire.practitionerSlots, 'scheduling.desk', (call, { permit, params, query }) =>
    week.readPractitionerSlots(call, permit, params.id, query),
  ),
  serve(wire.publishSlots, 'scheduling.own', (call, { permit, body }) => slot.publishOwn(call, permit, body)),
  serve(wire.coordinatePublish, 'scheduling.desk', (call, { permit, params, body }) => slot.publishFor(call, permit, params.id, body)),
  serve(wire.blockSlot, 'scheduling.own', (call, { permit, params, version, body }) =>
    slot.blockSlot(call, permit, params.id, version, body.reason),
  ),
  serve(wire.unblockSlot, 'scheduling.own', (call, { permit, params, version }) => slot.unblockSlot(call, permit, params.id, version)),
  serve(wire.withdrawSlot, 'scheduling.own', (call, { permit, params, version, body }) =>
    slot.withdrawSlot(call, permit, params.id, version, body.force),
  ),
  serve(wire.coordinateWithdraw, 'scheduling.desk', (call, { permit, params, version, body }) =>
    slot.withdrawSlot(call, permit, params.id, version, body.force),
  ),

  serve(wire.myWeeklyTimes, 'scheduling.own', (call, { permit }) => weekly.listWeeklyTimes(call, permit)),
  serve(wire.addWeeklyTime, 'scheduling.own', (call, { permit, body }) => weekly.appendWeeklyTime(call, permit, body)),
  serve(wire.changeWeeklyTime, 'scheduling.own', (call, { permit, params, version, body }) =>
    weekly.changeWeeklyTime(call, permit, params.id, version, body),
  ),
  serve(wire.withdrawWeeklyTime, 'scheduling.own', (call, { permit, params, version }) =>
    weekly.withdrawWeeklyTime(call, permit, params.id, version),
  ),
  serve(wire.addWeeklyException, 'scheduling.own', (call, { permit, params, version, body }) =>
    weekly.appendException(call, permit, params.id, version, body),
  ),
  serve(wire.removeWeeklyException, 'scheduling.own', (call, { permit, params, version }) =>
    weekly.removeException(call, permit, params.id, params.exceptionId, version),
  ),

  serve(wire.previewAbsence, 'scheduling.own', (call, { permit, body }) => absence.previewOwnAbsence(call, permit, body)),
  serve(wire.saveAbsence, 'scheduling.own', (call, { permit, body }) => absence.saveOwnAbsence(call, permit, body)),
  serve(wire.withdrawAbsence, 'scheduling.own', (call, { permit, params, version }) =>
    absence.withdrawOwnAbsence(call, permit, params.id, version),
  ),

  serve(wire.markAttended, 'scheduling.own', (call, { params, version }) =>
    stepKnownAppointment(call, { id: params.id, version, event: 'attend' }),
  ),
  serve(wire.markLate, 'scheduling.own', (call, { permit, params, version, body }) =>
    told.noteLate(call, permit, { id: params.id, version, minutes: body.minutes }),
  ),
  serve(wire.noteExcuse, 'scheduling.own', (call, { permit, params, version, body }) =>
    told.noteExcuse(call, permit, { id: params.id, version, excuse: body.excuse }),
  ),
  serve(wire.deskNoteExcuse, 'scheduling.desk', (call, { permit, params, version, body }) =>
    told.noteExcuse(call, permit, { id: params.id, version, excuse: body.excuse }),
  ),
  serve(wire.markNoShow, 'scheduling.own', (call, { params, version }) =>
    stepKnownAppointment(call, { id: params.id, version, event: 'mark-missing' }),
  ),
  correction(wire.correctMark, 'scheduling.own'),
  correction(wire.coordinateCorrectMark, 'scheduling.desk'),
  byPatient(wire.cancelByPatient, 'scheduling.own'),
  byPatient(wire.deskCancelByPatient, 'scheduling.desk'),
  byUs(wire.cancelByProvider, 'scheduling.own', 'cancel-by-provider'),
  byUs(wire.coordinateCancelByProvider, 'scheduling.desk', 'cancel-by-provider'),
  byUs(wire.coordinateCancelByNetwork, 'scheduling.desk', 'cancel-by-network'),
  serve(wire.moveAppointment, 'scheduling.own', (call, { permit, params, version, body }) =>
    moveAppointment(call, permit, params.id, version, body),
  ),
  serve(wire.deskMoveAppointment, 'scheduling.desk', (call, { permit, params, version, body }) =>
    moveAppointment(call, permit, params.id, version, body),
  ),
  serve(wire.addSession, 'scheduling.own', (call, { permit, params, body }) => bookSession(call, permit, params.id, body)),

  serve(wire.previewSeries, 'scheduling.own', (call, { permit, params, body }) => series.previewSeries(call, permit, params.id, body), {
    once: false,
  }),
  serve(wire.makeSeries, 'scheduling.own', (call, { permit, params, body }) => series.makeSeries(call, permit, params.id, body)),
  serve(wire.getSeries, 'scheduling.own', (call, { permit, params }) => series.readSeries(call, permit, params.id)),
  serve(wire.changeSeries, 'scheduling.own', (call, { permit, params, body }) => series.changeSeries(call, permit, params.id, body)),
  serve(wire.endSeries, 'scheduling.own', (call, { permit, params, body }) => series.endSeries(call, permit, params.id, body)),

  serve(wire.networkDays, 'scheduling.desk', (call, { permit, query }) => readNetworkDays(call, permit, query)),
  serve(wire.myDayList, 'scheduling.own', (call, { permit, query }) => readDayList(call, permit, query)),
  serve(wire.myDayListPdf, 'scheduling.own', (call, { permit, query }) => printDayList(call, permit, query)),
  serve(wire.deskDayList, 'scheduling.desk', (call, { permit, query }) => readDayList(call, permit, query)),
  serve(wire.deskDayListPdf, 'scheduling.desk', (call, { permit, query }) => printDayList(call, permit, query)),

  serve(wire.myFeed, 'scheduling.feed', (call, { permit }) => feed.readMyFeed(call, permit)),
  // The answer is the secret itself, so no idempotency row may keep it.
  serve(wire.makeFeed, 'scheduling.feed', (call, { permit }) => feed.makeFeed(call, permit), { once: false }),
  serve(wire.revokeFeed, 'scheduling.feed', (call, { permit }) => feed.revokeFeed(call, permit)),
  serve(wire.feed, 'public', (call, { params }) => feed.readFeed(call, params.file), { limit: 30 }),
];
