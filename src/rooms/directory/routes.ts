import { type Route, serve } from '#platform/http.ts';
import * as coordinate from './actions/coordinate.ts';
import * as exclusions from './actions/exclusions.ts';
import * as guidance from './actions/guidance.ts';
import * as network from './actions/network.ts';
import * as offer from './actions/offer.ts';
import * as place from './actions/place.ts';
import * as settings from './actions/settings.ts';
import { movePlace } from './actions/step.ts';
import * as wire from './contract.ts';
import { PLACE_STATES, type PlaceEvent, type PlaceState } from './rules/place.ts';

const OFFERED: readonly PlaceState[] = ['open', 'held'];
const RUNNING: readonly PlaceState[] = ['reserved', 'trial', 'occupied', 'ending'];
const ANY = PLACE_STATES;

const own = (endpoint: typeof wire.pausePlace, event: PlaceEvent, from: readonly PlaceState[] = ANY): Route =>
  serve(endpoint, 'directory.offer', (call, { params, version }) => movePlace(call, { id: params.id, version, event, from }));
const coordinated = (endpoint: typeof wire.coordinatePause, event: PlaceEvent, from: readonly PlaceState[] = ANY): Route =>
  serve(endpoint, 'directory.coordinate', (call, { params, version }) => movePlace(call, { id: params.id, version, event, from }));

export const directoryRoutes: Route[] = [
  serve(wire.myOffer, 'directory.offer', (call, { permit }) => offer.readMyOffer(call, permit)),
  serve(wire.confirmStillTrue, 'directory.offer', (call, { permit }) => offer.confirmStillTrue(call, permit)),
  serve(wire.changeProfile, 'directory.offer', (call, { permit, version, body }) => offer.changeProfile(call, permit, version, body)),
  serve(wire.addPlace, 'directory.offer', (call, { permit, body }) => place.addPlace(call, permit, body)),
  serve(wire.openLike, 'directory.offer', (call, { permit, params }) => place.openLike(call, permit, params.id)),
  serve(wire.changePlace, 'directory.offer', (call, { permit, params, version, body }) =>
    place.changePlace(call, permit, params.id, version, body),
  ),

  own(wire.openPlace, 'open'),
  own(wire.pausePlace, 'pause', OFFERED),
  own(wire.resumePlace, 'resume', ['paused']),
  own(wire.closePlace, 'close'),
  serve(wire.announceEnd, 'directory.offer', (call, { params, version, body }) =>
    movePlace(call, {
      id: params.id,
      version,
      event: 'announce-end',
      facts: { endDay: Temporal.PlainDate.from(body.endsOn) },
      data: { endsOn: body.endsOn },
    }),
  ),
  own(wire.confirmEnd, 'end-reached'),
  own(wire.extendTherapy, 'extend'),
  serve(wire.endEarly, 'directory.offer', (call, { params, version, body }) =>
    movePlace(call, { id: params.id, version, event: 'end-early', reason: body.reason }),
  ),
  own(wire.interruptPlace, 'pause', RUNNING),
  own(wire.endInterruption, 'resume', RUNNING),
  coordinated(wire.coordinatePause, 'pause', OFFERED),
  coordinated(wire.coordinateClose, 'close'),
  coordinated(wire.coordinateInterrupt, 'pause', RUNNING),
  coordinated(wire.coordinateEndInterruption, 'resume', RUNNING),

  serve(wire.myExclusions, 'directory.offer', (call, { permit }) => exclusions.listExclusions(call, permit)),
  serve(wire.addExclusion, 'directory.offer', (call, { permit, body }) => exclusions.addExclusion(call, permit, body)),
  serve(wire.removeExclusion, 'directory.offer', (call, { permit, params }) => exclusions.removeExclusion(call, permit, params.id)),

  serve(wire.addLocation, 'directory.offer', (call, { permit, body }) => coordinate.addLocation(call, permit, body)),
  serve(wire.changeLocation, 'directory.offer', (call, { permit, params, version, body }) =>
    coordinate.changeLocation(call, permit, params.id, version, body),
  ),
  serve(wire.coordinateLocation, 'directory.coordinate', (call, { permit, params, body }) =>
    coordinate.coordinateLocation(call, permit, params.id, body),
  ),
  serve(wire.organisations, 'directory.read', (call, { permit }) => coordinate.listOrganisations(call, permit)),
  serve(wire.addOrganisation, 'directory.coordinate', (call, { permit, body }) => coordinate.appendOrganisation(call, permit, body)),
  serve(wire.changeOrganisation, 'directory.coordinate', (call, { permit, params, version, body }) =>
    coordinate.changeOrganisation(call, permit, params.id, version, body),
  ),
  serve(wire.addPractitioner, 'directory.coordinate', (call, { permit, body }) => coordinate.appendPractitioner(call, permit, body)),

  serve(wire.practitioners, 'directory.read', (call, { permit, query }) => network.listPractitioners(call, permit, query)),
  serve(wire.practitioner, 'directory.read', (call, { permit, params }) => network.readPractitioner(call, permit, params.id)),
  serve(wire.postalCodes, 'directory.read', (call, { permit, query }) => network.searchPostalCodes(call, permit, query.begins)),
  serve(wire.diagnoses, 'directory.read', (call, { permit, query }) => network.searchDiagnoses(call, permit, query.text)),

  serve(wire.listGuidance, 'directory.read', async (call, { query }) => ({
    guidance: await guidance.listGuidance(call, query.only, query.postalCode),
  })),
  serve(wire.addGuidance, 'directory.guidance', (call, { permit, body }) => guidance.addGuidance(call, permit, body)),
  serve(wire.changeGuidance, 'directory.guidance', (call, { permit, params, version, body }) =>
    guidance.changeGuidance(call, permit, params.id, version, body),
  ),
  serve(wire.confirmGuidance, 'directory.guidance', (call, { permit, params, version }) =>
    guidance.confirmGuidance(call, permit, params.id, version),
  ),
  serve(wire.withdrawGuidance, 'directory.guidance', (call, { permit, params, version }) =>
    guidance.withdrawGuidance(call, permit, params.id, version),
  ),
  serve(wire.orderGuidance, 'directory.guidance', (call, { permit, body }) => guidance.orderGuidance(call, permit, body.ids)),
  serve(wire.guidanceSheet, 'directory.read', (call, { query }) => guidance.printGuidance(call, query.postalCode ?? null, query.language)),

  serve(wire.settings, 'settings.read', (call, { permit }) => settings.showSettings(call, permit)),
  serve(wire.changeSettings, 'settings.change', (call, { permit, body }) => settings.changeSettings(call, permit, body)),
  serve(wire.importZones, 'settings.change', (call, { permit, body }) => settings.importZones(call, permit, body)),
];
