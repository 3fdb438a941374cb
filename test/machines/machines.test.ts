import { expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import type { Party } from '#kernel/machine.ts';
import { PLACE_EVENTS, type PlaceFacts, RELEASE_INITIATORS, RELEASE_REASONS, stepPlace } from '#rooms/directory/rules/place.ts';
import { CLOSE_REASONS, REQUEST_EVENTS, type RequestFacts, stepRequest } from '#rooms/placement/rules/request.ts';
import { APPOINTMENT_EVENTS, type AppointmentFacts, stepAppointment } from '#rooms/scheduling/rules/appointment.ts';
import { SLOT_EVENTS, type SlotFacts, stepSlot } from '#rooms/scheduling/rules/slot.ts';
import { type Chance, chance } from '../../bench/lib/random.ts';
import { naiveAppointment, naivePlace, naiveRequest, naiveSlot } from './naive.ts';

/** GELEIT_DEPTH=100 walks 100,000 times through each machine. */
const WALKS = 1_000 * Number(process.env.GELEIT_DEPTH || 1);
const STEPS = 30;
const seed = Number(process.env.GELEIT_SEED || 11);
const PARTIES: Party[] = [...ROLES, 'system', 'web', 'client', 'guardian'];
const START = Temporal.Instant.from('2026-03-27T09:00:00Z'); // two days later the clock of Berlin changes

type Answer = { ok: true; to: string } | { ok: false; because: string };
interface Walked<Facts> {
  events: readonly string[];
  /** Who mostly acts: else most tries would end at the wrong party. */
  likely: Record<string, Party>;
  facts: (chance: Chance, now: Temporal.Instant) => Facts;
  step: (state: string, event: string, who: Party, facts: Facts) => Answer;
  naive: (state: string, event: string, who: string, facts: Facts) => string | null;
}

/** Mostly what is needed holds; sometimes it does not, and sometimes nobody said so. */
const mostly = ({ weighted }: Chance, good: boolean): boolean | undefined => [good, !good, undefined][weighted([86, 9, 5])];
const near = ({ below, weighted }: Chance, now: Temporal.Instant): Temporal.Instant => {
  const reach = [60, 60 * 24, 60 * 24 * 16, 60 * 24 * 100][weighted([4, 3, 2, 1])] ?? 60;
  return now.add({ minutes: below(2 * reach + 1) - reach });
};
/** Right at the edges of the limits that the rule book names, too. */
const edge = (source: Chance, now: Temporal.Instant): Temporal.Instant => {
  const limit = [0, 20, 120, 50 * 60, 14 * 24 * 60, 90 * 24 * 60][source.below(6)] ?? 0;
  const at = now.add({ seconds: (source.coin(0.5) ? 60 : -60) * limit + source.below(3) - 1 });
  return source.coin(0.3) ? at : near(source, now);
};
const given = <Value>(source: Chance, key: string, value: Value | undefined) =>
  value === undefined || source.coin(0.05) ? {} : { [key]: value };

const slot: Walked<SlotFacts> = {
  events: SLOT_EVENTS,
  likely: {
    publish: 'therapist',
    block: 'therapist',
    unblock: 'therapist',
    withdraw: 'therapist',
    'time-out': 'system',
    'appointment-ended': 'system',
    'pass-start': 'system',
  },
  facts: (source, now) => ({
    now,
    start: source.coin(0.6) ? now.add({ hours: 60 + source.below(200) }) : edge(source, now),
    ...given(source, 'ofActor', mostly(source, true)),
    ...given(source, 'overlapsOther', mostly(source, false)),
    ...given(source, 'requestState', ['triaged', 'offered', 'waiting', 'placed'][source.weighted([5, 2, 4, 1])]),
    ...given(source, 'requestOfActor', mostly(source, true)),
    ...given(source, 'versionMatches', mostly(source, true)),
    ...given(source, 'byHolder', mostly(source, true)),
    ...given(source, 'heldUntil', source.coin(0.6) ? now.add({ minutes: 1 + source.below(10) }) : edge(source, now)),
    ...given(source, 'extended', mostly(source, false)),
    ...given(source, 'forCallback', mostly(source, false)),
    ...given(source, 'force', mostly(source, true)),
    ...given(source, 'reasonGiven', mostly(source, true)),
    ...given(source, 'nameKnown', mostly(source, true)),
    ...given(source, 'birthDateKnown', mostly(source, true)),
    ...given(source, 'channelKnown', mostly(source, true)),
    ...given(source, 'policyNoticed', mostly(source, true)),
    ...given(source, 'place', (['held-by-same-request', 'none', 'not-held'] as const)[source.weighted([6, 2, 1])]),
    ...given(source, 'laterSession', mostly(source, true)),
  }),
  step: stepSlot as Walked<SlotFacts>['step'],
  naive: naiveSlot,
};

const appointment: Walked<AppointmentFacts> = {
  events: APPOINTMENT_EVENTS,
  likely: {
    attend: 'therapist',
    'mark-missing': 'therapist',
    'cancel-by-provider': 'therapist',
    'cancel-by-network': 'coordinator',
    'correct-to-attended': 'therapist',
    'correct-to-missing': 'therapist',
    'correct-to-cancelled': 'coordinator',
  },
  facts: (source, now) => ({
    now,
    start: edge(source, now),
    ...given(source, 'slotBooked', mostly(source, true)),
    ...given(source, 'requestOfActor', mostly(source, true)),
    ...given(source, 'ofActor', mostly(source, true)),
    ...given(source, 'ownOrRepresented', mostly(source, false)),
    ...given(source, 'laterSession', mostly(source, true)),
    ...given(source, 'receivedAt', source.coin(0.3) ? null : edge(source, now)),
    ...given(source, 'inTime', mostly(source, true)),
    ...given(source, 'successorSlotReady', mostly(source, true)),
    ...given(source, 'firstMarkedAt', source.coin(0.6) ? now.subtract({ hours: source.below(200) }) : edge(source, now)),
    ...given(source, 'reasonGiven', mostly(source, true)),
  }),
  step: stepAppointment as Walked<AppointmentFacts>['step'],
  naive: naiveAppointment,
};

const place: Walked<PlaceFacts> = {
  events: PLACE_EVENTS,
  likely: {
    hold: 'desk',
    'release-hold': 'desk',
    book: 'desk',
    'time-out': 'system',
    'first-attended': 'system',
    'decision-overdue': 'system',
  },
  facts: (source, now) => ({
    now,
    ...given(source, 'ofActor', mostly(source, true)),
    ...given(source, 'fieldsComplete', mostly(source, true)),
    ...given(
      source,
      'confirmedAt',
      source.coin(0.7) ? now.subtract({ hours: source.below(300) }) : source.coin(0.2) ? null : edge(source, now),
    ),
    ...given(source, 'acceptsPatients', mostly(source, true)),
    ...given(source, 'slotHeldForSameRequest', mostly(source, true)),
    ...given(source, 'slotBooked', mostly(source, true)),
    ...given(source, 'versionMatches', mostly(source, true)),
    ...given(source, 'requestHasOtherPlace', mostly(source, false)),
    ...given(source, 'requestOfActor', mostly(source, true)),
    ...given(source, 'byHolder', mostly(source, true)),
    ...given(source, 'heldUntil', edge(source, now)),
    ...given(source, 'firstAppointmentFailed', mostly(source, true)),
    ...given(source, 'hasBookedSuccessor', mostly(source, false)),
    ...given(source, 'trialEnough', mostly(source, true)),
    ...given(source, 'clientSaidYes', mostly(source, true)),
    ...given(source, 'reason', RELEASE_REASONS[source.below(RELEASE_REASONS.length)]),
    ...given(source, 'initiator', RELEASE_INITIATORS[source.below(RELEASE_INITIATORS.length)]),
    ...given(source, 'reasonGiven', mostly(source, true)),
    ...given(source, 'decisionOverdue', mostly(source, true)),
    ...given(source, 'endDay', edge(source, now).toZonedDateTimeISO('Europe/Berlin').toPlainDate()),
    ...given(source, 'interrupted', source.coin(0.5)),
  }),
  step: stepPlace as Walked<PlaceFacts>['step'],
  naive: naivePlace,
};

const request: Walked<RequestFacts> = {
  events: REQUEST_EVENTS,
  likely: {
    'hold-lost': 'system',
    'final-notice-over': 'system',
    'waiting-consent-withdrawn': 'system',
    'fit-confirmed': 'system',
    'place-freed': 'system',
    'provider-cancelled': 'system',
  },
  facts: (source, now) => {
    const day = now.toZonedDateTimeISO('Europe/Berlin').toPlainDate();
    return {
      now,
      ...given(source, 'callbackChannel', mostly(source, true)),
      ...given(source, 'ofActor', mostly(source, true)),
      ...given(source, 'openerAnswered', mostly(source, true)),
      ...given(source, 'minimumKnown', mostly(source, true)),
      ...given(source, 'candidates', source.below(3)),
      ...given(source, 'slotAndPlaceBooked', mostly(source, true)),
      ...given(source, 'byHolder', mostly(source, true)),
      ...given(source, 'safetyClear', mostly(source, true)),
      ...given(source, 'representationClear', mostly(source, true)),
      ...given(source, 'waitingConsent', mostly(source, true)),
      ...given(source, 'proposedBySystem', mostly(source, true)),
      ...given(source, 'hardCriteriaHold', mostly(source, true)),
      ...given(source, 'slotAndPlaceHeld', mostly(source, true)),
      ...given(source, 'waits', source.coin(0.5)),
      ...given(
        source,
        'callDays',
        [0, 1, 1, 3].slice(0, source.below(5)).map((back) => day.subtract({ days: back })),
      ),
      ...given(source, 'skipped', source.below(4)),
      ...given(source, 'finalNoticeAt', source.coin(0.5) ? null : edge(source, now)),
      ...given(source, 'closeReason', CLOSE_REASONS[source.below(CLOSE_REASONS.length)]),
      ...given(source, 'closedAt', edge(source, now)),
      ...given(source, 'reasonGiven', mostly(source, true)),
    };
  },
  step: stepRequest as Walked<RequestFacts>['step'],
  naive: naiveRequest,
};

function walk<Facts>({ events, likely, facts, step, naive }: Walked<Facts>, first: number) {
  const reached = new Map<string, number>();
  let [taken, tries] = [0, 0];
  const attempt = (source: Chance, now: Temporal.Instant, state: string): [string, Party, Facts, string | null] => {
    const event = events[source.below(events.length)] ?? '';
    const who = source.coin(0.7) ? (likely[event] ?? (source.coin(0.5) ? 'desk' : 'therapist')) : PARTIES[source.below(PARTIES.length)];
    if (!who) throw new Error('nobody');
    const said = facts(source, now);
    return [event, who, said, naive(state, event, who, said)];
  };
  for (let index = 0; index < WALKS; index += 1) {
    const source = chance(first + index);
    let state = 'none';
    let vain = 0;
    let now = START;
    for (let count = 0; count < STEPS; count += 1) {
      now = now.add({ minutes: source.below(600) });
      // Any try at all, or a few tries for one that leads somewhere: walks shall get far, and be refused on the way.
      let [event, who, said, expected] = attempt(source, now, state);
      for (let more = source.coin(0.75) ? 12 : 0; more > 0 && expected === null; more -= 1)
        [event, who, said, expected] = attempt(source, now, state);
      const decided = step(state, event, who, said);
      if ((decided.ok ? decided.to : null) !== expected) {
        const facts = JSON.stringify(said);
        throw new Error(
          `walk ${first + index}: ${event} from ${state} by ${who} ${facts}: ${JSON.stringify(decided)}, the plain model says ${expected}`,
        );
      }
      tries += 1;
      if (!decided.ok) {
        vain += 1;
        if (vain > 16) break; // an end, most likely
        continue;
      }
      vain = 0;
      state = decided.to;
      taken += 1;
      reached.set(state, (reached.get(state) ?? 0) + 1);
    }
  }
  return { taken, tries, reached };
}

test.for([
  ['slot', () => walk(slot, seed * 1_000_003), 6],
  ['appointment', () => walk(appointment, seed * 1_000_003), 8],
  ['place', () => walk(place, seed * 1_000_003), 9],
  ['request', () => walk(request, seed * 1_000_003), 6],
] as const)(
  'Random walks through the life cycle of a %s never leave the plain model beside it',
  { timeout: 600_000 },
  ([name, go, states]) => {
    const { taken, tries, reached } = go();
    process.stdout.write(`${name}: ${WALKS} walks, ${tries} tries, ${taken} steps taken, ${reached.size} states reached\n`);
    expect(reached.size).toBe(states);
  },
);
