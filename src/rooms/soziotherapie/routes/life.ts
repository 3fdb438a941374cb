import { type Route, serve } from '#platform/http.ts';
import * as clients from '../actions/client.ts';
import { listDecisions, recordDecision, recordObjection } from '../actions/decisions.ts';
import * as course from '../actions/episode-course.ts';
import * as episodes from '../actions/episodes.ts';
import * as external from '../actions/external.ts';
import { markMistake } from '../actions/mistakes.ts';
import * as care from '../actions/parallel-care.ts';
import * as prescriptions from '../actions/prescriptions.ts';
import * as stays from '../actions/stays.ts';
import * as submissions from '../actions/submissions.ts';
import * as client from '../contract/client.ts';
import * as letters from '../contract/decisions.ts';
import * as wire from '../contract/episodes.ts';
import * as forms from '../contract/prescriptions.ts';
import * as beside from '../contract/stays.ts';

/** Episodes: who may do a step of the life table is said by the table; the permit only lets in. */
const episodeRoutes: Route[] = [
  serve(wire.openInquiry, 'soziotherapie.inquire', (call, { permit, body }) => episodes.openInquiry(call, permit, body)),
  serve(wire.listPractices, 'soziotherapie.inquire', (call, { permit }) => episodes.listPractices(call, permit)),
  serve(wire.setWaiting, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    episodes.setWaiting(call, permit, params.id, version, body.since),
  ),
  serve(wire.changeEpisode, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    episodes.changeEpisode(call, permit, params.id, version, body),
  ),
  serve(wire.assignHelper, 'soziotherapie.lead', (call, { permit, params, version, body }) =>
    episodes.assignHelper(call, permit, params.id, version, body.practitionerId),
  ),
  serve(wire.setDeputy, 'soziotherapie.lead', (call, { permit, params, body }) => episodes.setDeputy(call, permit, params.id, body)),
  serve(wire.moveEpisode, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    course.moveEpisode(call, permit, params.id, version, body),
  ),
  serve(wire.pauseEpisode, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    course.pauseEpisode(call, permit, params.id, version, body),
  ),
  serve(wire.resumeEpisode, 'soziotherapie.read', (call, { permit, params, version }) =>
    course.resumeEpisode(call, permit, params.id, version),
  ),
  serve(wire.closeEpisode, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    course.closeEpisode(call, permit, params.id, version, body),
  ),
  serve(wire.startNextEpisode, 'soziotherapie.office', (call, { permit, params, body }) =>
    episodes.startNextEpisode(call, permit, params.id, body),
  ),
  serve(wire.restrictEpisode, 'soziotherapie.lead', (call, { permit, params, version, body }) =>
    episodes.restrictEpisode(call, permit, params.id, version, body.restricted),
  ),
  serve(wire.setLegalHold, 'soziotherapie.lead', (call, { permit, params, version, body }) =>
    episodes.setLegalHold(call, permit, params.id, version, body.hold),
  ),
  serve(client.getClient, 'soziotherapie.read', (call, { permit, params }) => clients.getClient(call, permit, params.id)),
  serve(client.changeClient, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    clients.changeClient(call, permit, params.id, version, body.person),
  ),
  serve(client.changeClientGuardian, 'soziotherapie.read', (call, { permit, params, body }) =>
    clients.changeClientGuardian(call, permit, params.id, params.guardianId, body),
  ),
  serve(wire.getEpisodeTexts, 'soziotherapie.read', (call, { permit, params }) => episodes.getEpisodeTexts(call, permit, params.id)),
  serve(wire.listExternalUnits, 'soziotherapie.read', (call, { permit, params }) => external.listExternalUnits(call, permit, params.id)),
  serve(wire.addExternalUnits, 'soziotherapie.office', (call, { permit, params, body }) =>
    external.addExternalUnits(call, permit, params.id, body),
  ),
  serve(wire.withdrawExternalUnits, 'soziotherapie.office', (call, { permit, params }) =>
    external.withdrawExternalUnits(call, permit, params.id),
  ),
];

/** Prescriptions on their way to the insurer and back. */
const prescriptionRoutes: Route[] = [
  serve(forms.createPrescription, 'soziotherapie.office', (call, { permit, params, body }) =>
    prescriptions.createPrescription(call, permit, params.id, body),
  ),
  serve(forms.savePrescription, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    prescriptions.savePrescription(call, permit, params.id, version, body),
  ),
  serve(forms.getPrescription, 'soziotherapie.read', (call, { permit, params }) => prescriptions.getPrescription(call, permit, params.id)),
  serve(forms.issuePrescription, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    prescriptions.issuePrescription(call, permit, params.id, version, body),
  ),
  serve(forms.checkPrescription, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    prescriptions.checkPrescription(call, permit, params.id, version, body.carePlanDue ?? null),
  ),
  serve(forms.submitPrescription, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    submissions.submitPrescription(call, permit, params.id, version, body),
  ),
  serve(forms.receivePrescription, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    submissions.receivePrescription(call, permit, params.id, version, body.on),
  ),
  serve(forms.noteExpert, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    submissions.noteExpert(call, permit, params.id, version, body.on),
  ),
  serve(forms.noteDelay, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    submissions.noteDelay(call, permit, params.id, version, body),
  ),
  serve(forms.withdrawPrescription, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    prescriptions.withdrawPrescription(call, permit, params.id, version, body),
  ),
  serve(letters.recordDecision, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    recordDecision(call, permit, params.id, version, body),
  ),
  serve(letters.recordObjection, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    recordObjection(call, permit, params.id, version, body),
  ),
  serve(letters.markMistake, 'soziotherapie.lead', (call, { permit, params, version, body }) =>
    markMistake(call, permit, params.id, version, body),
  ),
  serve(letters.listDecisions, 'soziotherapie.read', (call, { permit, params }) => listDecisions(call, permit, params.id)),
];

/** Hospital stays and other help beside it. */
const besideRoutes: Route[] = [
  serve(beside.listStays, 'soziotherapie.read', (call, { permit, params }) => stays.listStays(call, permit, params.id)),
  serve(beside.addStay, 'soziotherapie.read', (call, { permit, params, body }) => stays.addStay(call, permit, params.id, body)),
  serve(beside.changeStay, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    stays.changeStay(call, permit, params.id, version, body),
  ),
  serve(beside.withdrawStay, 'soziotherapie.read', (call, { permit, params, version }) =>
    stays.withdrawStay(call, permit, params.id, version),
  ),
  serve(beside.listParallelCare, 'soziotherapie.read', (call, { permit, params }) => care.listParallelCare(call, permit, params.id)),
  serve(beside.addParallelCare, 'soziotherapie.read', (call, { permit, params, body }) =>
    care.addParallelCare(call, permit, params.id, body),
  ),
  serve(beside.changeParallelCare, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    care.changeParallelCare(call, permit, params.id, version, body),
  ),
  serve(beside.withdrawParallelCare, 'soziotherapie.read', (call, { permit, params, version }) =>
    care.withdrawParallelCare(call, permit, params.id, version),
  ),
];

export const lifeRoutes: Route[] = [...episodeRoutes, ...prescriptionRoutes, ...besideRoutes];
