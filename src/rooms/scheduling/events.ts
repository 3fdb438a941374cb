/** What this room writes into the log and rooms to the right may react to. Ids and codes only. */
export const SCHEDULING_EVENTS = {
  /** All of a slot: ['slot', id], data { practitionerId } */
  slotPublished: 'scheduling.slot.published',
  slotBlocked: 'scheduling.slot.blocked',
  slotUnblocked: 'scheduling.slot.unblocked',
  slotWithdrawn: 'scheduling.slot.withdrawn',
  /** SL8: data { practitionerId, requestId, holderId, placeId }; slot and place are let go, the request goes back. */
  slotWithdrawnWhileHeld: 'scheduling.slot.withdrawn-while-held',
  /** The coupled place was paused: data { practitionerId, requestId, holderId } */
  slotLetGo: 'scheduling.slot.let-go',
  /** SL9: data { practitionerId }; the waiting list may run. */
  slotGivenBack: 'scheduling.slot.given-back',
  slotsExpired: 'scheduling.slot.expired',
  /** ['weekly-time', id] */
  weeklyTimeChanged: 'scheduling.weekly-time.changed',
  /** ['absence', id], data { practitionerId, cancelled, withdrawn } */
  absenceSaved: 'scheduling.absence.saved',
  absenceWithdrawn: 'scheduling.absence.withdrawn',
  /** All of an appointment: ['appointment', id], personId, data { requestId, placeId, practitionerId, kind, isFirst, seriesId? } */
  sessionBooked: 'scheduling.appointment.session-booked',
  attended: 'scheduling.appointment.attended',
  noShow: 'scheduling.appointment.no-show',
  /** also data { how: patient_in_time | patient_late | provider | network }; reason: a code */
  cancelled: 'scheduling.appointment.cancelled',
  /** AP4 in time or late, judged with the therapist's rule: data { how } */
  noticeJudged: 'scheduling.appointment.notice-judged',
  /** also data { successorId, movedBy? }; of a series that got fewer dates, the successor may be null */
  moved: 'scheduling.appointment.moved',
  /** also data { from, to, how } */
  corrected: 'scheduling.appointment.corrected',
  /** Came late, noted after the mark: also data { lateMinutes } */
  lateNoted: 'scheduling.appointment.late-noted',
  /** Why somebody did not come, noted afterwards: also data { excuse } */
  excuseNoted: 'scheduling.appointment.excuse-noted',
  /** All of a series: ['series', id], personId, data { practitionerId, requestId, made … }; each member has its own event besides. */
  seriesMade: 'scheduling.series.made',
  seriesChanged: 'scheduling.series.changed',
  seriesEnded: 'scheduling.series.ended',
  /** ['feed', id] */
  feedMade: 'scheduling.feed.made',
  feedRevoked: 'scheduling.feed.revoked',
} as const;
export type SchedulingEvent = (typeof SCHEDULING_EVENTS)[keyof typeof SCHEDULING_EVENTS];
