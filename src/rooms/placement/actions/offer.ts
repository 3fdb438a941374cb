import type { FederalState, Gender, InsuranceKind, Modality, SlotKind } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { type Span, selectBusy } from '#rooms/consent/actions/busy-times.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { Criteria } from '../contract.ts';
import { findLocationOfPlace, findPolicyRow, findPractitioner, type SlotRow, selectSlots } from '../store/policies.ts';
import { findRequestRow } from '../store/requests.ts';
import type { AtRequest } from './desk.ts';
import { search } from './fit.ts';
import { cardFor } from './matches.ts';
import { spokenTexts } from './policy.ts';

const DAYS_SHOWN = 14;
const FIRST_KINDS: readonly SlotKind[] = ['CONSULT', 'TRIAL', 'ACUTE'];

interface Asked {
  requestId?: string | undefined;
  from?: string | undefined;
  slotId?: string | undefined;
}

/** The right column of the desk: who it is, the free times of two weeks, and the rule to read out for the chosen one. */
export async function getOffer(call: Call, _permit: AtRequest, placeId: string, { requestId, from, slotId }: Asked) {
  const request = requestId ? await findRequestRow(call.tx, requestId) : undefined;
  if (requestId && !request) throw new Refusal('request-not-found');
  const criteria = (request?.criteria ?? {}) as Criteria;
  const found = await search(call, {
    criteria,
    requestId: requestId ?? null,
    personId: request?.person_id ?? null,
    oncallWantsAcute: request?.oncall_wants_acute ?? false,
    placeId,
  });
  const facts = found.facts.get(placeId);
  if (!facts) throw new Refusal('place-not-found');
  const card = await cardFor(call, found, placeId, requestId ?? null);
  const firstDay =
    from ?? (card.firstSlot ? dayInBerlin(Temporal.Instant.from(card.firstSlot.startsAt)).toString() : dayInBerlin(call.now).toString());
  const start = berlinInstant(Temporal.PlainDate.from(firstDay), Temporal.PlainTime.from('00:00'));
  const until = start.add({ hours: 24 * DAYS_SHOWN });
  const [practitioner, location, policy, slots, busy] = await Promise.all([
    findPractitioner(call.tx, facts.practitionerId),
    findLocationOfPlace(call.tx, placeId),
    findPolicyRow(call.tx, facts.practitionerId, call.now),
    selectSlots(call.tx, facts.practitionerId, placeId, start, until),
    request ? selectBusy(call, request.person_id, { start, end: until }) : [],
  ]);
  if (!practitioner || !location) throw new Refusal('place-not-found');
  const chosen = slots.find(({ id }) => id === slotId) ?? slots.find(({ state }) => state === 'free');
  const kind = found.prepared.nextKind.kind;
  const meeting = {
    kind: kind === 'none' ? ('CONSULT' as const) : kind,
    start: chosen?.starts_at ?? call.now.add({ hours: 24 * 7 }),
    state: location.state as FederalState,
    binds: true,
  };
  return {
    card,
    profession: practitioner.profession,
    gender: practitioner.gender as Gender | null,
    about: practitioner.about,
    address: `${location.street}, ${location.postal_code} ${location.place}`,
    directions: location.directions,
    insuranceKinds: [...facts.insuranceKinds] as InsuranceKind[],
    languages: facts.languages.map(({ tag, level }) => ({ tag, level })),
    access: location.access,
    from: firstDay,
    slots: slots.filter((slot) => isShown(slot, kind)).map((slot) => slotView(slot, call.now, requestId, busy)),
    policy: {
      id: policy?.id ?? null,
      version: policy?.policy_version ?? 0,
      spoken: spokenTexts(call, policy, practitioner, meeting),
      feeType: (policy?.fee_type ?? 'none') as 'none' | 'fixed' | 'percent',
      withoutAllowed: practitioner.without_policy_allowed,
    },
    texts: call.network.texts === true,
  };
}

/** Free times of another kind than the lawful one are not offered; taken times are shown as taken. */
function isShown(slot: SlotRow, kind: string): boolean {
  return kind === 'none' ? slot.kinds.some((one) => FIRST_KINDS.includes(one as SlotKind)) : slot.kinds.includes(kind);
}

function slotView(slot: SlotRow, now: Temporal.Instant, requestId: string | undefined, busy: readonly Span[]) {
  const over = slot.held_until !== null && Temporal.Instant.compare(slot.held_until, now) <= 0;
  const soon = Temporal.Instant.compare(slot.starts_at, now.add({ hours: 2 })) < 0;
  const state = slot.state === 'held' && over ? 'free' : slot.state;
  return {
    id: slot.id,
    version: slot.version,
    startsAt: slot.starts_at.toString(),
    endsAt: slot.ends_at.toString(),
    kinds: slot.kinds as SlotKind[],
    modality: slot.modality as Modality,
    state: (soon && state === 'free' ? 'blocked' : state) as 'free' | 'held' | 'booked' | 'blocked',
    mine: slot.held_for !== null && slot.held_for === requestId,
    clientBusy: busy.some(
      ({ start, end }) => Temporal.Instant.compare(start, slot.ends_at) < 0 && Temporal.Instant.compare(end, slot.starts_at) > 0,
    ),
  };
}

/** Asks the therapist for what stands between her place and an offer (stale, unknown access …). */
export async function askTherapist(call: Call, _permit: AtRequest, placeId: string, criteria: string[]): Promise<{ id: string }> {
  const place = await call.tx.selectFrom('directory.place').select(['id', 'practitioner_id']).where('id', '=', placeId).executeTakeFirst();
  if (!place) throw new Refusal('place-not-found');
  await appendTask(call, {
    kind: 'offer-to-clarify',
    object: ['place', placeId],
    assigneeRole: 'therapist',
    practitionerId: place.practitioner_id,
    priority: 1,
    dueAt: call.now.add({ hours: 4 }),
    facts: { criteria },
  });
  await record(call, {
    action: 'placement.offer.asked',
    kind: 'U',
    object: ['place', placeId],
    data: { criteria, practitionerId: place.practitioner_id },
  });
  return { id: placeId };
}
