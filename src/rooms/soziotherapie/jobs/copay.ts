import { asSystem } from '#platform/call.ts';
import type { LoggedEvent, RoomJobs } from '#platform/jobs.ts';
import { keepCopayHistory } from '../actions/copay.ts';

/** After its commit: what a change means for the copayments is written down, and the yearly limit is looked at. */
function again({ personId, data }: LoggedEvent) {
  const { organisationId } = data;
  if (personId === null || typeof organisationId !== 'string') return undefined;
  return { job: 'soziotherapie-copay', payload: { personId, organisationId }, key: `soziotherapie-copay:${personId}:${organisationId}` };
}

/** What the worker does about copayments. */
export const copayJobs: RoomJobs = {
  jobs: {
    'soziotherapie-copay': async (world, { personId, organisationId }) => {
      if (typeof personId !== 'string' || typeof organisationId !== 'string') return;
      await asSystem(world, 'soziotherapie-copay', (call) => keepCopayHistory(call, personId, organisationId));
    },
  },
  follow: Object.fromEntries(
    [
      'soziotherapie.session.moved',
      'soziotherapie.session.documented',
      'soziotherapie.ledger.posted',
      'soziotherapie.episode.moved',
      'soziotherapie.copay.changed',
      'people.cover.changed',
      'people.exemption.changed',
    ].map((action) => [action, again]),
  ),
};
