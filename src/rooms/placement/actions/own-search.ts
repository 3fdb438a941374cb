import type { z } from 'zod';
import type { ProblemCode } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { type SearchProtocol, searchProtocol } from '#platform/documents/search-protocol.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { getPerson } from '#rooms/people/actions.ts';
import type { noteOwnSearch as Noting, getSearchProtocol as Protocol } from '../contract/own-search.ts';
import type { Criteria } from '../contract.ts';
import { type SearchAnswer, type SearchChannel, searchFaults, summarise } from '../rules/own-search.ts';
import { PROBLEM_NAMES } from '../rules/problem-names.ts';
import {
  countContactDays,
  type EndedOffer,
  type OwnSearchRow,
  selectEndedOffers,
  selectOwnSearches,
  selectTriesInVain,
} from '../store/own-search.ts';
import { appendSnapshot, findRequestRow, type RequestRecord } from '../store/requests.ts';
import { lockRequest } from './desk.ts';
import { RULE, search } from './fit.ts';
import { soughtOf } from './hold.ts';
import { snapshotOf } from './shown.ts';

type Desk = Permit<'placement.desk'>;
type Wish = z.output<NonNullable<typeof Noting.body>>;
type View = z.input<typeof Protocol.answer>;

const whomPlace = (id: string) => ({ table: 'placement.own_search', column: 'whom_sealed', row: id });

/** A try of the person's own, as she told it at the desk. Whom she asked is sealed. */
export async function noteOwnSearch(call: Call, _permit: Desk, requestId: string, wish: Wish): Promise<{ id: string }> {
  const request = await lockRequest(call, requestId);
  const { onDay, channel, answer } = wish;
  const waitWeeks = wish.waitWeeks ?? null;
  const errors = searchFaults({ onDay: Temporal.PlainDate.from(onDay), channel, answer, waitWeeks }, dayInBerlin(call.now));
  if (errors.length > 0) throw new Refusal('invalid-input', { errors });
  const id = call.newId();
  await call.tx
    .insertInto('placement.own_search')
    .values({
      id,
      request_id: requestId,
      person_id: request.person_id,
      on_day: onDay,
      whom_sealed: await call.sealer.seal(call.tx, request.person_id, whomPlace(id), wish.whom),
      channel,
      answer,
      wait_weeks: waitWeeks,
      noted_at: call.now,
      noted_by: accountOf(call).accountId,
    })
    .execute();
  await tell(call, request, 'placement.own-search.noted', 'C', ['own-search', id], { channel, answer });
  return { id };
}

export async function withdrawOwnSearch(call: Call, _permit: Desk, requestId: string, id: string): Promise<{ id: string }> {
  const request = await lockRequest(call, requestId);
  const { numUpdatedRows } = await call.tx
    .updateTable('placement.own_search')
    .set({ withdrawn_at: call.now })
    .where('id', '=', id)
    .where('request_id', '=', requestId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Refusal('not-found');
  await tell(call, request, 'placement.own-search.withdrawn', 'U', ['own-search', id], {});
  return { id };
}

/** Searches the network now, keeps what was seen like any other search, and answers numbers only. */
export async function noteNetworkSearch(call: Call, _permit: Desk, requestId: string) {
  const request = await lockRequest(call, requestId);
  const found = await search(call, { ...soughtOf(request), everything: true });
  const { seen, said } = snapshotOf(found);
  await appendSnapshot(call.tx, { id: call.newId(), requestId, at: call.now, ruleVersion: RULE.version, seen, said });
  const { judged } = found;
  const counts = {
    places: judged.ranked.length + judged.clarify.length + judged.excluded.length,
    fitting: judged.ranked.length,
  };
  await tell(call, request, 'placement.network.searched', 'Q', ['request', requestId], counts);
  return counts;
}

function tell(
  call: Call,
  request: RequestRecord,
  action: string,
  kind: 'C' | 'R' | 'U' | 'Q',
  object: [string, string],
  data: Record<string, string | number | boolean>,
) {
  return record(call, { action, kind, object, personId: request.person_id, data });
}

interface Known {
  request: RequestRecord;
  rows: OwnSearchRow[];
  whom: Map<string, string>;
  tries: { at: Temporal.Instant; places: number }[];
  contacts: number;
  offers: { on: string; ended: 'not-taken' | 'not-reached' | 'no-fit' | 'practice-cancelled' }[];
}

async function known(call: Call, requestId: string): Promise<Known> {
  const request = await findRequestRow(call.tx, requestId);
  if (!request) throw new Refusal('request-not-found');
  const rows = await selectOwnSearches(call.tx, requestId);
  const whom = new Map<string, string>();
  for (const row of rows) whom.set(row.id, await call.sealer.open(call.tx, request.person_id, whomPlace(row.id), row.whom_sealed));
  const [tries, contacts, ended] = [
    await selectTriesInVain(call.tx, requestId),
    await countContactDays(call.tx, requestId),
    await selectEndedOffers(call.tx, requestId),
  ];
  return { request, rows, whom, tries, contacts, offers: ended.map(({ on, ...offer }) => ({ on, ended: endOf(offer) })) };
}

/** Only what happened to the offer; why a therapist and a person did not come together is nobody's business on paper. */
function endOf({ state, because }: Omit<EndedOffer, 'on'>): Known['offers'][number]['ended'] {
  if (because === 'provider-cancelled') return 'practice-cancelled';
  if (state === 'released') return 'no-fit';
  return state === 'lapsed' || state === 'skipped' ? 'not-reached' : 'not-taken';
}

const searchOf = (row: OwnSearchRow) => ({
  onDay: Temporal.PlainDate.from(row.on_day),
  channel: row.channel as SearchChannel,
  answer: row.answer as SearchAnswer,
  waitWeeks: row.wait_weeks,
});

const ptv11Of = (request: RequestRecord) => {
  const { ptv11 } = request.criteria as Criteria;
  return ptv11 ? { on: ptv11.date ?? null, urgent: ptv11.urgent === true } : null;
};

/** Everything that shows how somebody looked for a place, for the panel. */
export async function readSearchProtocol(call: Call, _permit: Desk, requestId: string): Promise<View> {
  const { request, rows, whom, tries, contacts, offers } = await known(call, requestId);
  const person = await getPerson(call, request.person_id, 'placement.search-protocol.read');
  const summary = summarise(rows.map(searchOf));
  return {
    requestId,
    searches: rows.map((row) => ({ id: row.id, whom: whom.get(row.id) ?? '', ...searchOf(row), onDay: row.on_day })),
    summary: { ...summary, first: summary.first?.toString() ?? null, last: summary.last?.toString() ?? null },
    network: {
      askedAt: request.created_at.toString(),
      waitingSince: request.waiting_since?.toString() ?? null,
      tries: tries.map(({ at, places }) => ({ at: at.toString(), places })),
      contacts,
      offers,
    },
    ptv11: ptv11Of(request),
    addressKnown: Boolean(person.street && person.postalCode),
  };
}

/** The letter to the person, as PDF/UA. Who drew it is logged. */
export async function drawSearchLetter(
  call: Call,
  _permit: Desk,
  requestId: string,
  { withProblem, withOffers }: { withProblem: 'yes' | 'no'; withOffers: 'yes' | 'no' },
): Promise<FileAnswer> {
  const { request, rows, whom, tries, contacts, offers } = await known(call, requestId);
  const person = await getPerson(call, request.person_id, 'placement.search-protocol.read');
  const { problems = [] } = request.criteria as Criteria;
  const ptv11 = ptv11Of(request);
  const letter: SearchProtocol = {
    sender: { name: call.network.name, street: call.network.street ?? '', city: call.network.city ?? '', phone: call.network.phone ?? '' },
    recipient: {
      name: [person.givenName, person.familyName].filter(Boolean).join(' '),
      lines: [person.street, [person.postalCode, person.place].filter(Boolean).join(' ')].filter((line): line is string => Boolean(line)),
    },
    own: rows.map((row) => ({ ...searchOf(row), whom: whom.get(row.id) ?? '' })),
    network: {
      askedAt: request.created_at,
      waitingSince: request.waiting_since,
      tries,
      contacts,
      offers: withOffers === 'yes' ? offers.map(({ on, ended }) => ({ on: Temporal.PlainDate.from(on), ended })) : null,
    },
    ptv11: ptv11 && { ...ptv11, on: ptv11.on ? Temporal.PlainDate.from(ptv11.on) : null },
    problem: withProblem === 'yes' ? nameOf(problems) : null,
    writtenAt: call.now,
  };
  const { pdf } = searchProtocol(letter);
  await tell(call, request, 'placement.search-protocol.printed', 'R', ['request', requestId], {
    withProblem,
    withOffers,
    rows: rows.length,
  });
  return new FileAnswer('application/pdf', `suche-${requestId}.pdf`, pdf);
}

const nameOf = (codes: readonly ProblemCode[]) => (codes.length > 0 ? codes.map((code) => PROBLEM_NAMES[code]).join(', ') : null);
