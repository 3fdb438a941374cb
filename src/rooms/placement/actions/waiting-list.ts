import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { ProposedPlace, WaitEstimate, WaitingOfferView, WaitingRow, WaitingView } from '../contract.ts';
import { decide, explain } from '../rules/fit.ts';
import { callDaysOf, compareWaiting } from '../rules/waiting.ts';
import { CALLBACK } from '../rules/waiting-offer.ts';
import { selectHolderNames } from '../store/candidates.ts';
import { findRequestRow, type RequestRecord } from '../store/requests.ts';
import {
  type ContactRow,
  countAttempts,
  findOfferRow,
  type ListedRow,
  type OfferRow,
  selectContacts,
  selectListed,
  selectLiveOffers,
  selectPlaceNames,
} from '../store/waiting.ts';
import type { AtRequest as Desk } from './desk.ts';
import { search } from './fit.ts';
import { soughtOf } from './hold.ts';
import { cardFor, explainedOf } from './matches.ts';
import { findSlot, findStanding } from './standing.ts';
import { noteOf } from './waiting-contact.ts';
import { standingOfRow } from './waiting-match.ts';
import { findLateSlot } from './waiting-offer.ts';
import { networkHolidays } from './waiting-promise.ts';

const nameOf = ({ given_name: given, family_name: family }: Pick<ListedRow, 'given_name' | 'family_name'>) =>
  [given, family].filter(Boolean).join(' ') || null;

/** The list in fair order. */
async function readList(call: Call) {
  const rows = await selectListed(call.tx);
  return rows
    .map((row) => ({ row, id: row.id, createdAt: row.created_at, ...standingOfRow(row) }))
    .sort(compareWaiting)
    .map((one, index) => ({ ...one, position: index + 1 }));
}

/** Everybody who waits, with why they stand where they stand. Each person shown is one row of the log. */
export async function listWaiting(call: Call, _permit: Desk): Promise<{ waiting: WaitingRow[]; overdue: number; proposals: number }> {
  const [list, live] = await Promise.all([readList(call), selectLiveOffers(call.tx)]);
  const offers = Map.groupBy(live, ({ request_id: id }) => id);
  await recordReads(
    call,
    'placement.waiting.read',
    'request',
    list.map(({ row }) => ({ id: row.id, personId: row.person_id })),
  );
  const waiting = list.map(({ row, position, priority, reason }): WaitingRow => {
    const own = offers.get(row.id) ?? [];
    const held = own.find(({ state }) => state === 'held');
    return {
      id: row.id,
      version: row.version,
      state: row.state as WaitingRow['state'],
      person: nameOf(row),
      phone: row.phone,
      birthDate: row.birth_date,
      position,
      priority,
      reason,
      createdAt: row.created_at.toString(),
      waitingSince: row.waiting_since.toString(),
      nextContactAt: row.next_step_at?.toString() ?? null,
      lastContactAt: row.last_contact_at?.toString() ?? null,
      overdue: isOverdue(call, row),
      skipped: row.skipped,
      finalNoticeAt: row.final_notice_at?.toString() ?? null,
      elsewhere: row.elsewhere as WaitingRow['elsewhere'],
      wishedOnly: row.waiting_wished_only,
      problems: row.criteria.problems ?? [],
      proposals: own.filter(({ state }) => state === 'proposed').length,
      turn: own.some(({ state, rank }) => state === 'proposed' && rank === 1),
      heldUntil: held?.until_at?.toString() ?? null,
      offerId: (held ?? own.find(({ rank }) => rank === 1))?.id ?? null,
    };
  });
  const places = new Set(live.filter(({ state, rank }) => state === 'held' || rank === 1).map((row) => row.place_id));
  return { waiting, overdue: waiting.filter(({ overdue }) => overdue).length, proposals: places.size };
}

function isOverdue(call: Call, { next_step_at: next, state }: Pick<ListedRow, 'next_step_at' | 'state'>): boolean {
  return state === 'waiting' && next !== null && Temporal.Instant.compare(next, call.now) < 0;
}

/** Freed places with the people they fit, in order. What is held for a call-back comes first, then what has waited longest. */
export async function listProposals(call: Call, _permit: Desk): Promise<{ places: ProposedPlace[] }> {
  const [list, live] = await Promise.all([readList(call), selectLiveOffers(call.tx)]);
  const people = new Map(list.map((one) => [one.id, one]));
  const shown = live.filter((row) => people.has(row.request_id));
  const placeIds = [...new Set(shown.map((row) => row.place_id))];
  const held = shown.filter(({ state }) => state === 'held');
  const [names, holders, attempts] = await Promise.all([
    selectPlaceNames(call.tx, placeIds),
    selectHolderNames(call.tx, [...new Set(held.flatMap((row) => row.held_by ?? []))]),
    countAttempts(
      call.tx,
      held.map(({ id }) => id),
    ),
  ]);
  await recordReads(
    call,
    'placement.proposals.read',
    'request',
    [...new Set(shown.map((row) => row.request_id))].map((id) => ({ id, personId: people.get(id)?.row.person_id ?? null })),
  );
  const byPlace = Map.groupBy(shown, (row) => row.place_id);
  const { accountId } = accountOf(call);
  const places = names.flatMap((place): ProposedPlace[] => {
    const rows = (byPlace.get(place.id) ?? []).sort((a, b) => a.rank - b.rank);
    const under = rows.find(({ state }) => state === 'held');
    // whose place somebody else holds for the telephone is nobody's to call for; it is back when it is free
    if (!under && place.state !== 'open') return [];
    const first = under ?? rows[0];
    if (!first) return [];
    return [
      {
        placeId: place.id,
        practitionerId: place.practitioner_id,
        practitionerName: [place.title, place.name].filter(Boolean).join(' '),
        placeName: place.place,
        kind: place.kind,
        procedure: place.procedure,
        cause: first.cause as ProposedPlace['cause'],
        proposedAt: first.proposed_at.toString(),
        held: under ? heldOf(under, people.get(under.request_id)?.row, holders, attempts, accountId) : null,
        line: rows.filter(({ state }) => state === 'proposed').flatMap((row) => inLine(row, people.get(row.request_id))),
      },
    ];
  });
  return { places: places.filter(({ held: taken, line }) => taken || line.length > 0).sort(byNeed) };
}

const byNeed = (one: ProposedPlace, other: ProposedPlace) =>
  Number(other.held !== null) - Number(one.held !== null) ||
  (one.held && other.held ? (one.held.until < other.held.until ? -1 : 1) : one.proposedAt < other.proposedAt ? -1 : 1);

function heldOf(
  row: OfferRow,
  person: ListedRow | undefined,
  holders: Map<string, string>,
  attempts: Map<string, number>,
  accountId: string,
): ProposedPlace['held'] {
  return {
    offerId: row.id,
    requestId: row.request_id,
    person: person ? nameOf(person) : null,
    by: holders.get(row.held_by ?? '') ?? '',
    mine: row.held_by === accountId,
    until: row.until_at?.toString() ?? row.proposed_at.toString(),
    attempts: attempts.get(row.id) ?? 0,
  };
}

type Listed = Awaited<ReturnType<typeof readList>>[number];

function inLine(row: OfferRow, one: Listed | undefined): ProposedPlace['line'] {
  if (one?.row.state !== 'waiting') return [];
  return [
    {
      offerId: row.id,
      version: row.version,
      requestId: row.request_id,
      person: nameOf(one.row),
      phone: one.row.phone,
      rank: row.rank,
      turn: row.rank === 1,
      priority: one.priority,
      reason: one.reason,
      createdAt: one.row.created_at.toString(),
      waitingSince: one.row.waiting_since.toString(),
      skipped: one.row.skipped,
    },
  ];
}

/** One person of the list with every attempt to speak to her. */
export async function getWaiting(call: Call, _permit: Desk, id: string): Promise<WaitingView> {
  const request = await findRequestRow(call.tx, id);
  if (!request) throw new Refusal('request-not-found');
  const [list, contacts] = await Promise.all([readList(call), selectContacts(call.tx, id)]);
  await recordReads(call, 'placement.waiting.read', 'request', [{ id, personId: request.person_id }]);
  const own = list.find((one) => one.id === id);
  return {
    id,
    version: request.version,
    state: request.state as WaitingView['state'],
    position: own?.position ?? null,
    list: list.length,
    priority: own?.priority ?? request.priority,
    reason: own?.reason ?? 'none',
    waitingSince: request.waiting_since?.toString() ?? null,
    nextContactAt: request.next_step_at?.toString() ?? null,
    skipped: request.skipped,
    finalNoticeAt: request.final_notice_at?.toString() ?? null,
    elsewhere: request.elsewhere as WaitingView['elsewhere'],
    wishedOnly: request.waiting_wished_only,
    said: (request.waiting_estimate as WaitEstimate | null) ?? null,
    guidance: request.waiting_guidance,
    contacts: await Promise.all(contacts.map((row) => contactOf(call, request, row))),
  };
}

async function contactOf(call: Call, { person_id: personId }: RequestRecord, row: ContactRow): Promise<WaitingView['contacts'][number]> {
  return {
    id: row.id,
    at: row.at.toString(),
    by: row.by_name,
    channel: row.channel as 'phone',
    result: row.result as 'reached',
    purpose: row.purpose,
    stillNeeded: row.still_needed,
    elsewhere: row.elsewhere as 'no' | null,
    note: await noteOf(call, personId, row),
  };
}

/** One proposal to work on: whom to call, and why it fits. */
export async function getProposal(call: Call, _permit: Desk, id: string): Promise<WaitingOfferView> {
  const offer = await findOfferRow(call.tx, id);
  const request = offer && (await findRequestRow(call.tx, offer.request_id));
  if (!offer || !request) throw new Refusal('not-found');
  const [list, contacts, names, holders, held, isHoliday] = await Promise.all([
    selectListed(call.tx),
    selectContacts(call.tx, request.id),
    selectPlaceNames(call.tx, [offer.place_id]),
    selectHolderNames(call.tx, offer.held_by ? [offer.held_by] : []),
    offer.slot_id ? findSlot(call, offer.slot_id) : undefined,
    networkHolidays(call),
  ]);
  await recordReads(call, 'placement.proposals.read', 'request', [{ id: request.id, personId: request.person_id }]);
  const person = list.find((row) => row.id === request.id);
  const [place] = names;
  const { why, kind, slot } = await whyOf(call, request, offer, held);
  const until = offer.until_at ?? call.now.add({ hours: CALLBACK.holdHours });
  return {
    id,
    version: offer.version,
    state: offer.state,
    requestId: request.id,
    placeId: offer.place_id,
    practitionerId: offer.practitioner_id,
    practitionerName: place ? [place.title, place.name].filter(Boolean).join(' ') : '',
    person: person ? nameOf(person) : null,
    phone: person?.phone ?? null,
    slot: slot && kind ? { id: slot.id, startsAt: slot.starts_at.toString(), kind } : null,
    turn: offer.rank === 1,
    heldBy: offer.held_by ? (holders.get(offer.held_by) ?? '') : null,
    mine: offer.held_by === accountOf(call).accountId,
    until: offer.until_at?.toString() ?? null,
    skipped: request.skipped,
    attempts: await Promise.all(contacts.filter((row) => row.offer_id === id).map((row) => contactOf(call, request, row))),
    callDays: callDaysOf(offer.held_at ?? call.now, until, isHoliday).map(({ day, working }) => ({ day: day.toString(), working })),
    why,
  };
}

/** The lines of the fit for this place, with the held first appointment where there is one. */
async function whyOf(call: Call, request: RequestRecord, offer: OfferRow, held: { id: string; starts_at: Temporal.Instant } | undefined) {
  const nothing = { why: null, kind: null, slot: undefined };
  if (!['proposed', 'held', 'accepted'].includes(offer.state)) return nothing;
  const found = await search(call, { ...soughtOf(request), placeId: offer.place_id });
  const { kind } = found.prepared.nextKind;
  const candidate = found.candidates.find(({ offer: one }) => one.place.id === offer.place_id);
  if (!candidate || kind === 'none') return nothing;
  // what would be held, not the place's next appointment: that one may be too soon for a call-back
  const slot = held ?? (offer.state === 'proposed' ? await findLateSlot(call, found, offer) : undefined);
  const judgement = (slot && findStanding(found, offer.place_id, slot)) ?? decide(found.prepared, candidate);
  return { why: explainedOf(explain(found.judged, judgement), await cardFor(call, found, offer.place_id, request.id)), kind, slot };
}
