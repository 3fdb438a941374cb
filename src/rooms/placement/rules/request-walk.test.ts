import { expect, test } from 'vitest';
import type { Party } from '#kernel/machine.ts';
import { CLOSE_REASONS, REQUEST_EVENTS, type RequestEvent, type RequestFacts, type RequestState, stepRequest } from './request.ts';

/** 2,000 walks in the short form; GELEIT_DEPTH=50 makes 100,000. */
const WALKS = 2_000 * Number(process.env.GELEIT_DEPTH ?? 1);
const STEPS = 30;
const HOUR = 3_600_000;

function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What the rule book says of a request, kept by hand: the model against which the table is held. */
interface Model {
  state: RequestState;
  skipped: number;
  noticeAt: number | null;
  closedAt: number | null;
  waits: boolean;
}

interface Asked {
  event: RequestEvent;
  party: Party;
  facts: RequestFacts;
  now: number;
}

const DESKS: readonly Party[] = ['desk', 'case-manager'];
const days = (facts: RequestFacts) => new Set(facts.callDays?.map(String)).size;

/** The next state by the rule book's words, or nothing where it forbids the step. Written from A.3.4 and its clarifications. */
function expected({ state, skipped, noticeAt, closedAt, waits }: Model, { event, party, facts, now }: Asked): RequestState | undefined {
  const desk = party === 'desk' || (party === 'case-manager' && facts.ofActor === true);
  if (event === 'close')
    return state !== 'none' && state !== 'closed' && (party === 'desk' || party === 'coordinator') && facts.closeReason
      ? 'closed'
      : undefined;
  switch (`${state} ${event}`) {
    case 'none create':
      return [...DESKS, 'soziotherapist', 'web'].includes(party) && facts.callbackChannel ? 'new' : undefined;
    case 'new triage':
      return desk && facts.openerAnswered && facts.minimumKnown ? 'triaged' : undefined;
    case 'triaged present':
      return desk && (facts.candidates ?? 0) >= 1 ? 'offered' : undefined;
    case 'triaged wait':
      return desk && facts.candidates === 0 && facts.waitingConsent && facts.callbackChannel ? 'waiting' : undefined;
    case 'offered book':
      return desk && facts.byHolder && facts.safetyClear && facts.representationClear && facts.slotAndPlaceBooked ? 'placed' : undefined;
    case 'offered decline':
      return desk ? (waits ? 'waiting' : 'triaged') : undefined;
    case 'offered hold-lost':
      return party === 'system' ? (waits ? 'waiting' : 'triaged') : undefined;
    case 'waiting offer-from-waiting':
      return desk && facts.proposedBySystem && facts.hardCriteriaHold && facts.slotAndPlaceHeld ? 'offered' : undefined;
    case 'waiting not-reached':
      return desk && days(facts) >= 2 && noticeAt === null && skipped < 3 ? 'waiting' : undefined;
    case 'waiting final-notice-over':
      return party === 'system' && noticeAt !== null && now - noticeAt >= 14 * 24 * HOUR ? 'closed' : undefined;
    case 'waiting waiting-consent-withdrawn':
    case 'offered waiting-consent-withdrawn':
      return party === 'system' ? 'triaged' : undefined;
    case 'placed fit-confirmed':
      return party === 'system' ? 'closed' : undefined;
    case 'placed place-freed':
    case 'placed provider-cancelled':
      return party === 'system' ? 'triaged' : undefined;
    case 'closed reopen':
      return party === 'desk' && closedAt !== null && now - closedAt <= 90 * 24 * HOUR && facts.reasonGiven ? 'triaged' : undefined;
    default:
      return undefined;
  }
}

const PARTIES: readonly Party[] = [
  'desk',
  'desk',
  'desk',
  'case-manager',
  'coordinator',
  'system',
  'system',
  'therapist',
  'web',
  'client',
  'soziotherapist',
];

test(`${WALKS} walks by chance: a request goes where the rule book says, and nowhere else`, { timeout: 600_000 }, () => {
  const chance = chanceFrom(7);
  const coin = (share: number) => chance() < share;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const seen = new Map<string, number>();
  let steps = 0;
  for (let walk = 0; walk < WALKS; walk += 1) {
    const model: Model = { state: 'none', skipped: 0, noticeAt: null, closedAt: null, waits: false };
    let now = Date.UTC(2026, 2, 2, 9);
    for (let index = 0; index < STEPS; index += 1) {
      now += Math.floor(chance() * 5 * 24 * HOUR);
      const instant = Temporal.Instant.fromEpochMilliseconds(now);
      const today = instant.toZonedDateTimeISO('Europe/Berlin').toPlainDate();
      const facts: RequestFacts = {
        now: instant,
        ofActor: coin(0.7),
        callbackChannel: coin(0.9),
        openerAnswered: coin(0.9),
        minimumKnown: coin(0.9),
        candidates: coin(0.5) ? 0 : 2,
        slotAndPlaceBooked: coin(0.9),
        byHolder: coin(0.9),
        safetyClear: coin(0.9),
        representationClear: coin(0.9),
        waitingConsent: coin(0.9),
        proposedBySystem: coin(0.9),
        hardCriteriaHold: coin(0.9),
        slotAndPlaceHeld: coin(0.9),
        callDays: coin(0.7) ? [today.subtract({ days: 1 }), today] : [today, today],
        skipped: model.skipped,
        finalNoticeAt: model.noticeAt === null ? null : Temporal.Instant.fromEpochMilliseconds(model.noticeAt),
        waits: model.waits,
        reasonGiven: coin(0.9),
        ...(coin(0.9) ? { closeReason: pick(CLOSE_REASONS) } : {}),
        ...(model.closedAt === null ? {} : { closedAt: Temporal.Instant.fromEpochMilliseconds(model.closedAt) }),
      };
      // what may follow is drawn more often, so that walks come far; everything else is drawn, too
      const likely = LIKELY[model.state];
      const asked: Asked = {
        event: coin(0.6) && likely.length > 0 ? pick(likely) : pick(REQUEST_EVENTS),
        party: pick(PARTIES),
        facts,
        now,
      };
      const answer = stepRequest(model.state, asked.event, asked.party, facts);
      const wanted = expected(model, asked);
      if ((answer.ok ? answer.to : undefined) !== wanted)
        throw new Error(`walk ${walk}: ${model.state} ${asked.event} by ${asked.party}: ${JSON.stringify(answer)} instead of ${wanted}`);
      steps += 1;
      if (!answer.ok) continue;
      seen.set(answer.id, (seen.get(answer.id) ?? 0) + 1);
      follow(model, asked, answer.effects, answer.to);
      if (model.skipped > 3) throw new Error('a fourth skip');
      if (model.noticeAt !== null && model.skipped !== 3) throw new Error('a last notice without three skips');
    }
  }
  process.stdout.write(`requests by chance: ${WALKS} walks, ${steps} steps, ${JSON.stringify(Object.fromEntries([...seen].sort()))}\n`);
  expect([...seen.keys()].sort()).toEqual(['RQ1', 'RQ10', 'RQ11', 'RQ12', 'RQ2', 'RQ3', 'RQ4', 'RQ5', 'RQ6', 'RQ7', 'RQ8', 'RQ9']);
});

const LIKELY: Readonly<Record<RequestState, readonly RequestEvent[]>> = {
  none: ['create'],
  new: ['triage'],
  triaged: ['present', 'wait', 'wait'],
  offered: ['book', 'decline', 'hold-lost'],
  placed: ['fit-confirmed', 'place-freed', 'provider-cancelled'],
  waiting: ['offer-from-waiting', 'not-reached', 'not-reached', 'final-notice-over'],
  closed: ['reopen'],
};

/** What the actions carry out of a step. */
function follow(model: Model, { event, now }: Asked, effects: readonly string[], to: RequestState): void {
  if (effects.includes('count-skip')) model.skipped += 1;
  if (effects.includes('final-notice')) model.noticeAt = now;
  if (event === 'wait' || event === 'reopen') Object.assign(model, { skipped: 0, noticeAt: null });
  if (event === 'wait') model.waits = true;
  if (event === 'waiting-consent-withdrawn') Object.assign(model, { waits: false, skipped: 0, noticeAt: null });
  if (event === 'reopen') Object.assign(model, { waits: false, closedAt: null });
  if (to === 'closed') model.closedAt = now;
  model.state = to;
}
