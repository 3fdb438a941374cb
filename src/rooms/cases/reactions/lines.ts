import type { Call } from '#platform/call.ts';
import type { Happening, Reaction } from '#platform/events.ts';
import { firstDayOf } from '#rooms/placement/actions/case-request.ts';
import { showOnLines } from '../actions/line-follow.ts';
import { attachReferral, continueRequest } from '../actions/line-mirrors.ts';
import type { LineOutcome } from '../rules/line.ts';
import {
  newsOfClosing,
  OF_EPISODE,
  OF_PLACE,
  OF_REFERRAL,
  ofClosedEpisode,
  type PlaceNews,
  type Reflection,
} from '../rules/line-mirror.ts';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const OUTCOMES: ReadonlySet<string> = new Set(['met', 'partly', 'not'] satisfies LineOutcome[]);
const outcomeOf = (value: unknown) => (typeof value === 'string' && OUTCOMES.has(value) ? (value as LineOutcome) : null);

const place = (news: PlaceNews): Reaction => {
  return async (call, event) => {
    const requestId = text(event.data?.requestId);
    if (requestId) await showOnLines(call, 'request', requestId, { to: OF_PLACE[news], cause: news });
  };
};

/** The request itself moved: a line that had ended is followed by a new one. */
const ofRequest = (news: 'booked' | 'waiting'): Reaction => {
  return async (call, event) => {
    const requestId = event.object[1];
    await continueRequest(call, requestId);
    const nextStartOn = news === 'booked' ? await firstDayOf(call, requestId) : null;
    await showOnLines(call, 'request', requestId, { to: OF_PLACE[news], cause: news, nextStartOn });
  };
};

async function followReferral(call: Call, event: Happening): Promise<void> {
  const referralId = event.object[1];
  const lineId = text(event.data?.lineId);
  const to = text(event.data?.to) ?? text(event.data?.state);
  if (!to || !(to in OF_REFERRAL)) return;
  if (lineId && to === 'sent') await attachReferral(call, lineId, referralId);
  await showOnLines(call, 'referral', referralId, {
    to: OF_REFERRAL[to as keyof typeof OF_REFERRAL],
    cause: `referral-${to.replaceAll('_', '-')}`,
    outcome: outcomeOf(event.data?.outcome),
    nextStartOn: text(event.data?.firstOn),
  });
}

/** Service lines show what happens elsewhere, in the same transaction (rule book C.1 rules 2 and 3, B.3.6). */
export const lineReactions: Record<string, Reaction> = {
  'placement.offer.booked': ofRequest('booked'),
  'placement.request.waiting': ofRequest('waiting'),
  /** Her consent to the waiting list is withdrawn: nobody waits any more. What she seeks goes on; a new try is a line of its own. */
  'placement.request.left-list': async (call, event) => {
    const to = (now: Reflection) => (now.state === 'waitlisted' ? OF_PLACE['given-up'] : now);
    await showOnLines(call, 'request', event.object[1], { to, cause: 'left-list' });
  },
  /** PL5 */
  'placement.trial.started': place('trial'),
  /** PL7 */
  'placement.fit.confirmed': place('occupied'),
  /** PL8 */
  'placement.place.released': place('failed'),
  /** PL6. Where the case itself gave up before the start, the closing says so and not the place. */
  'placement.place.freed': async (call, event) => {
    if (event.reason !== 'client-stopped') await place('failed')(call, event);
  },
  /** AP5 without a place behind it. */
  'placement.request.returned': async (call, event) => {
    await showOnLines(call, 'request', event.object[1], { to: OF_PLACE.failed, cause: 'failed' });
  },
  /** PL11, PL12 */
  'placement.therapy.ended': place('ended'),
  /** RQ11 */
  'placement.request.closed': async (call, event) => {
    const news = newsOfClosing(event.reason);
    if (news) await showOnLines(call, 'request', event.object[1], { to: OF_PLACE[news], cause: news });
  },

  'soziotherapie.episode.moved': async (call, event) => {
    const to = text(event.data?.to);
    if (!to || !(to in OF_EPISODE)) return;
    const cause = `episode-${to.toLowerCase().replaceAll('_', '-')}`;
    const shown = OF_EPISODE[to as keyof typeof OF_EPISODE];
    await showOnLines(call, 'episode', event.object[1], {
      to: to === 'CLOSED' ? (now) => ofClosedEpisode(now, event.reason) : shown,
      cause,
    });
  },

  'referrals.referral.sent': followReferral,
  'referrals.referral.moved': followReferral,
};
