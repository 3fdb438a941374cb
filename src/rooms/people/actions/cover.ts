import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Cover, CoverView, CoverWish, Exemption } from '../contract/cover.ts';
import { judgeCover } from '../rules/cover.ts';
import {
  appendCover,
  appendExemption,
  endCoverRow,
  lockCover,
  selectCovers,
  selectCoversOf,
  selectExemptionsOf,
  withdrawCoverRow,
  withdrawExemptionRow,
} from '../store/cover.ts';
import { findPersonRow } from '../store.ts';

type Office = Permit<'soziotherapie.office'>;

const byWhom = ({ actor }: Call) => (actor.kind === 'account' ? actor.accountId : null);
const organisation = ({ actor }: Call) => (actor.kind === 'account' ? actor.organisationId : null);

async function mustKnow(call: Call, personId: string): Promise<void> {
  if (!(await findPersonRow(call.tx, personId))) throw new Refusal('not-found');
}

/** What rooms to the right react to: contingent, coverage and copayments are reckoned again from this day. */
async function tell(call: Call, what: 'cover' | 'exemption', id: string, personId: string, from: string, how: string): Promise<void> {
  await record(call, {
    action: `people.${what}.changed`,
    kind: 'U',
    object: [what, id],
    personId,
    data: { from, how, organisationId: organisation(call) },
  });
}

/** Who pays from when to when, newest first, and the certificates; the read is logged. */
export async function getCover(call: Call, _permit: Permit<'soziotherapie.read'>, personId: string): Promise<CoverView> {
  await mustKnow(call, personId);
  await recordReads(call, 'people.cover.read', 'person', [{ id: personId, personId }]);
  const [covers, exemptions] = [await selectCovers(call.tx, personId), await selectExemptionsOf(call.tx, [personId])];
  const bare = <Row extends { personId: string }>({ personId: _, ...row }: Row) => row;
  return { personId, covers: covers.map(bare).reverse(), exemptions: exemptions.map(bare).reverse() };
}

/** Covers and certificates of several persons, earliest first; for actions that have logged their reads. */
export async function findCovers(call: Call, personIds: readonly string[]) {
  return { covers: await selectCoversOf(call.tx, personIds), exemptions: await selectExemptionsOf(call.tx, personIds) };
}

/** Enters who pays. A change of insurer ends the former one the day before (R18). */
export async function recordCover(
  call: Call,
  _permit: Office,
  personId: string,
  wish: CoverWish,
): Promise<{ id: string; version: number }> {
  await mustKnow(call, personId);
  const periods = await selectCovers(call.tx, personId);
  const pointer = {
    'kvnr-impossible': '/kvnr',
    'kvnr-confirm': '/kvnr',
    'payer-ik-impossible': '/payerIk',
    'payer-ik-no-insurer': '/payerIk',
  };
  const decided = judgeCover(wish, periods);
  if (!decided.ok) {
    const at = pointer[decided.because as keyof typeof pointer];
    throw new Refusal(decided.because, at ? { errors: [{ pointer: at, code: decided.because }] } : {});
  }
  const { payerIk, kvnr, kvnrConfirmed, ends } = decided;
  if (ends) {
    await endCoverRow(call.tx, ends.id, ends.on);
    await tell(call, 'cover', ends.id, personId, wish.from, 'ended');
  }
  const id = call.newId();
  const { payerName, insuredStatus, insurerGroup, state, from, to } = wish;
  const kept = { payerIk, payerName, kvnr, kvnrConfirmed, insuredStatus, insurerGroup, state, from, to };
  await appendCover(call.tx, { id, personId, ...kept, continuesFormer: wish.how === 'merged', at: call.now, by: byWhom(call) });
  await tell(call, 'cover', id, personId, from, wish.how);
  return { id, version: 1 };
}

async function lockMine(call: Call, id: string, version: number | undefined): Promise<Cover & { personId: string }> {
  const cover = await lockCover(call.tx, id);
  if (!cover) throw new Refusal('not-found');
  if (cover.version !== version) throw new Refusal('version-old', { current: cover.version });
  return cover;
}

/** The insurance ends on a day without another one, or later or earlier than was written down. */
export async function endCover(call: Call, _permit: Office, id: string, version: number | undefined, to: string) {
  const cover = await lockMine(call, id, version);
  if (to < cover.from) throw new Refusal('cover-ends-before-start');
  const others = (await selectCovers(call.tx, cover.personId)).filter((other) => other.id !== id);
  if (others.some(({ from }) => cover.from < from && from <= to)) throw new Refusal('cover-overlaps');
  await endCoverRow(call.tx, id, to);
  await tell(call, 'cover', id, cover.personId, cover.to !== null && cover.to < to ? cover.to : to, 'ended');
  return { id, version: cover.version + 1 };
}

/** It was entered by mistake. */
export async function withdrawCover(call: Call, _permit: Office, id: string, version: number | undefined) {
  const cover = await lockMine(call, id, version);
  await withdrawCoverRow(call.tx, id, call.now);
  await tell(call, 'cover', id, cover.personId, cover.from, 'withdrawn');
  return { id, version: cover.version + 1 };
}

/** Stores a certificate of exemption (R11); it may come later than its first day. */
export async function recordExemption(
  call: Call,
  _permit: Office,
  personId: string,
  wish: Pick<Exemption, 'from' | 'to' | 'fileId'>,
): Promise<{ id: string }> {
  await mustKnow(call, personId);
  if (wish.to < wish.from) throw new Refusal('exemption-ends-before-start');
  if (wish.to.slice(0, 4) !== wish.from.slice(0, 4)) throw new Refusal('exemption-over-years');
  const id = call.newId();
  await appendExemption(call.tx, { id, personId, ...wish, at: call.now, by: byWhom(call) });
  await tell(call, 'exemption', id, personId, wish.from, 'new');
  return { id };
}

/** The certificate was entered by mistake, or the insurer took it back. */
export async function withdrawExemption(call: Call, _permit: Office, id: string): Promise<{ id: string }> {
  const row = await withdrawExemptionRow(call.tx, id, call.now);
  if (!row) throw new Refusal('not-found');
  await tell(call, 'exemption', id, row.personId, row.from, 'withdrawn');
  return { id };
}
