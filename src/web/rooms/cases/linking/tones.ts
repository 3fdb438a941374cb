import type { LineState } from '#rooms/cases/rules/line.ts';

/** The colour of each standing of a service; the words beside it say the same. */
export const LINE_TONES: Record<LineState, 'yes' | 'partly' | 'open' | 'no' | 'act'> = {
  identified: 'open',
  prepared: 'open',
  referred: 'act',
  waitlisted: 'act',
  accepted: 'yes',
  scheduled: 'yes',
  started: 'yes',
  adapted: 'yes',
  completed: 'yes',
  rejected: 'no',
  no_response: 'no',
  client_declined: 'open',
  cancelled: 'open',
  failed_start: 'no',
};
