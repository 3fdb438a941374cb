import { Refusal } from '#kernel/decision.ts';
import { readIdentifier } from '#kernel/identifiers.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { ContractLineView, ContractLineWish } from '../contract/contract-lines.ts';
import { pricesOverlap } from '../rules/contract-line.ts';
import {
  appendContractLine,
  endContractLineRow,
  lockContractLine,
  type StoredLine,
  selectContractLines,
  withdrawContractLineRow,
} from '../store/contract-lines.ts';

export type { StoredLine } from '../store/contract-lines.ts';

type Office = Permit<'billing.office'>;

function myOrganisation(call: Call): string {
  const { organisationId } = accountOf(call);
  if (!organisationId) throw new Refusal('not-found');
  return organisationId;
}

async function tell(call: Call, verb: 'added' | 'ended' | 'withdrawn', id: string): Promise<void> {
  await record(call, {
    action: `payers.contract-line.${verb}`,
    kind: verb === 'added' ? 'C' : 'U',
    object: ['contract-line', id],
    data: { organisationId: myOrganisation(call) },
  });
}

/** The prices of one's own organisation, with those that stand in each other's way. */
export async function listContractLines(call: Call, _permit: Office): Promise<ContractLineView[]> {
  const lines = await selectContractLines(call.tx, myOrganisation(call));
  return lines.map((line) => ({
    ...line,
    overlaps: lines.filter((other) => other.id !== line.id && pricesOverlap(line, other)).map(({ id }) => id),
  }));
}

/** Prices of an organisation for rooms to the right: copayment and invoice. */
export function findContractLines(call: Call, organisationId: string): Promise<StoredLine[]> {
  return selectContractLines(call.tx, organisationId);
}

/** Adds a price; where another one holds on the same days only if that was seen. */
export async function addContractLine(
  call: Call,
  _permit: Office,
  { overlapKnown, ...wish }: ContractLineWish & { overlapKnown: boolean },
): Promise<{ id: string; version: number }> {
  const ik = readIdentifier('ik', wish.providerIk);
  if (ik.verdict !== 'taken')
    throw new Refusal('provider-ik-impossible', { errors: [{ pointer: '/providerIk', code: 'provider-ik-impossible' }] });
  if (wish.validTo !== null && wish.validTo < wish.validFrom)
    throw new Refusal('contract-line-ends-before-start', { errors: [{ pointer: '/validTo', code: 'contract-line-ends-before-start' }] });
  const line = { ...wish, providerIk: ik.value };
  const overlapping = (await selectContractLines(call.tx, myOrganisation(call))).filter((other) => pricesOverlap(line, other));
  if (overlapping.length > 0 && !overlapKnown)
    throw new Refusal('contract-line-overlaps', { facts: { lines: overlapping.map(({ id }) => id) } });
  const id = call.newId();
  const { accountId, organisationId } = { accountId: accountOf(call).accountId, organisationId: myOrganisation(call) };
  await appendContractLine(call.tx, { ...line, id, organisationId, at: call.now, by: accountId });
  await tell(call, 'added', id);
  return { id, version: 1 };
}

async function lockMine(call: Call, id: string, version: number | undefined): Promise<StoredLine> {
  const line = await lockContractLine(call.tx, id);
  if (!line) throw new Refusal('not-found');
  if (line.version !== version) throw new Refusal('version-old', { current: line.version });
  return line;
}

/** The last day on which the price holds. It can be brought forward, never moved back: a later price is a new line. */
export async function endContractLine(call: Call, _permit: Office, id: string, version: number | undefined, to: string) {
  const line = await lockMine(call, id, version);
  if (to < line.validFrom) throw new Refusal('contract-line-ends-before-start');
  if (line.validTo !== null && line.validTo < to) throw new Refusal('contract-line-ended');
  await endContractLineRow(call.tx, id, to);
  await tell(call, 'ended', id);
  return { id, version: line.version + 1 };
}

export async function withdrawContractLine(call: Call, _permit: Office, id: string, version: number | undefined) {
  const line = await lockMine(call, id, version);
  await withdrawContractLineRow(call.tx, id, call.now);
  await tell(call, 'withdrawn', id);
  return { id, version: line.version + 1 };
}
