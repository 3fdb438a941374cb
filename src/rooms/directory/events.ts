/** What this room writes into the log and rooms to the right may react to. The object is [kind, id]; `data` holds ids and codes. */
export const DIRECTORY_EVENTS = {
  /** ['organisation' | 'location' | 'practitioner', id] */
  organisationChanged: 'directory.organisation.changed',
  locationChanged: 'directory.location.changed',
  profileChanged: 'directory.practitioner.changed',
  /** ['practitioner', id], data { places } */
  confirmed: 'directory.practitioner.confirmed',
  /** ['practitioner', id]; nothing else: not the code, not how many. */
  exclusionChanged: 'directory.exclusion.changed',
  /** All of a place but PL4 to PL9, which the room of placement says: ['place', id], data { practitionerId, requestId? } */
  placeCreated: 'directory.place.created',
  placeChanged: 'directory.place.changed',
  placeOpened: 'directory.place.opened',
  placePaused: 'directory.place.paused',
  /** PL13 from held: data { practitionerId, requestId, holderId }; the hold is over, the coupled slot and the request follow. */
  placePausedWhileHeld: 'directory.place.paused-while-held',
  /** PL3 because its slot was withdrawn: data { practitionerId, requestId, holderId } */
  placeLetGo: 'directory.place.let-go',
  placeResumed: 'directory.place.resumed',
  placeClosed: 'directory.place.closed',
  /** PL10: data { endsOn } */
  endAnnounced: 'directory.place.end-announced',
  /** PL11 */
  endConfirmed: 'directory.place.end-confirmed',
  therapyExtended: 'directory.place.therapy-extended',
  /** PL12: reason */
  endedEarly: 'directory.place.ended-early',
  /** PL14, PL14b */
  interrupted: 'directory.place.interrupted',
  interruptionEnded: 'directory.place.interruption-ended',
  /** ['service', id], data { organisationId, what } */
  serviceChanged: 'directory.service.changed',
  settingsChanged: 'directory.settings.changed',
  tableImported: 'directory.table.imported',
  /** ['guidance', id], data { what } */
  guidanceChanged: 'directory.guidance.changed',
} as const;
export type DirectoryEvent = (typeof DIRECTORY_EVENTS)[keyof typeof DIRECTORY_EVENTS];
