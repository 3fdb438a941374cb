import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { getPerson } from '#rooms/people/actions.ts';
import { Criteria } from '../contract.ts';
import { type CloseReason, stepRequest } from '../rules/request.ts';
import { appendCaseRequest, findShownRequest, type ShownRequest } from '../store/requests.ts';
import { letGo as letGoOf, close as writeClosing } from './close.ts';
import { lockRequest, partiesFor, partiesOf } from './desk.ts';

/** A case seeks a therapy place. */
interface CaseWish {
  caseId: string;
  personId: string;
}

/**
 * Opens a request from a case (RQ1, C.1 rule 1). With it go birth date and postal code of the person and nothing else: what the desk would
 * ask is asked by the case manager, and what the assessment says stays in the case.
 */
export async function openForCase(call: Call, _permit: Permit<'placement.seek'>, { caseId, personId }: CaseWish): Promise<string> {
  const person = await getPerson(call, personId, 'placement.request.read');
  const decision = stepRequest('none', 'create', partiesOf(call), {
    now: call.now,
    callbackChannel: Boolean(person.phone || person.email || person.street),
  });
  if (!decision.ok) throw new Refusal(decision.because);
  const criteria = Criteria.parse({
    ...(person.birthDate ? { birthDate: person.birthDate } : {}),
    ...(person.postalCode ? { postalCode: person.postalCode } : {}),
  });
  const id = call.newId();
  const { accountId } = accountOf(call);
  await appendCaseRequest(call.tx, { id, personId, caseId, now: call.now, accountId, criteria: JSON.stringify(criteria) });
  await record(call, { action: 'placement.request.created', kind: 'C', object: ['request', id], personId, data: { origin: 'case' } });
  return id;
}

/** What a case knows of its request: status and dates. */
export async function readForCase(call: Call, requestId: string, personId: string): Promise<ShownRequest | undefined> {
  const shown = await findShownRequest(call.tx, requestId);
  if (shown) await recordReads(call, 'placement.request.status-read', 'request', [{ id: shown.id, personId }]);
  return shown;
}

/** The Berlin day of a request's first appointment, in the transaction that books it. */
export async function firstDayOf(call: Call, requestId: string): Promise<string | null> {
  const shown = await findShownRequest(call.tx, requestId);
  return shown?.first_at ? dayInBerlin(shown.first_at).toString() : null;
}

/** The case no longer seeks this place (RQ11): holds are let go, what is booked is cancelled, a place on trial becomes free. */
export async function closeForCase(call: Call, requestId: string, reason: CloseReason): Promise<void> {
  const request = await lockRequest(call, requestId);
  if (request.state === 'closed') return;
  const decision = stepRequest(request.state as 'new', 'close', partiesFor(call, request), { now: call.now, closeReason: reason });
  if (!decision.ok) throw new Refusal(decision.because);
  await letGoOf(call, request);
  await writeClosing(call, request, reason);
}
