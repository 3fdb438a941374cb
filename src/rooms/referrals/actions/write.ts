import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { getService } from '#rooms/directory/actions/services.ts';
import { getPerson } from '#rooms/people/actions.ts';
import type { changeDraft as ChangeDraft, draftReferral as DraftReferral, Recipient } from '../contract/referrals.ts';
import { buildPacket, emptyClasses, type Packet, type PacketClass, type RecipientFacts, type WrittenClass } from '../rules/packet.ts';
import { appendReferral, findCase, type ReferralRecord, updateReferral } from '../store/referrals.ts';
import { lockReferral, recipientOf, sealInto, todayOf, writtenOf } from './record.ts';

type Send = Permit<'referrals.send'>;
type Draft = NonNullable<(typeof ChangeDraft)['body']>['_output'];
type NewDraft = NonNullable<(typeof DraftReferral)['body']>['_output'];

/** The recipient as the directory has it, or as the sender knows it. Refuses "referral-recipient-missing" and "service-closed". */
async function recipientFor(call: Call, { serviceId, recipient, serviceType }: Draft) {
  if (!serviceId) {
    if (!recipient)
      throw new Refusal('referral-recipient-missing', { errors: [{ pointer: '/recipient', code: 'referral-recipient-missing' }] });
    return { recipient, organisationId: null, serviceType };
  }
  const service = await getService(call, serviceId);
  if (service.closed) throw new Refusal('service-closed');
  const known: Recipient = {
    name: service.name,
    contactName: recipient?.contactName ?? service.contactName,
    email: recipient?.email ?? (service.contactEmail || null),
    phone: recipient?.phone ?? service.contactPhone ?? service.organisationPhone,
    ...(recipient?.language ? { language: recipient.language } : {}),
  };
  return { recipient: known, organisationId: service.organisationId, serviceType: service.serviceType };
}

async function columnsOf(call: Call, whose: { id: string; personId: string }, fields: Draft) {
  const { recipient, organisationId, serviceType } = await recipientFor(call, fields);
  return {
    service_type: serviceType,
    domain: fields.domain,
    need: fields.need,
    service_id: fields.serviceId,
    recipient_organisation_id: organisationId,
    recipient_sealed: await sealInto(call, whose, 'recipient_sealed', recipient),
    draft_sealed: await sealInto(call, whose, 'draft_sealed', { request: fields.request, texts: fields.texts }),
    classes: [...new Set(fields.classes)],
    urgent: fields.urgent,
  };
}

/** A draft for the client of a case that the actor has in her care. Nothing leaves. Refuses "not-found". */
export async function draftReferral(call: Call, _permit: Send, { caseId, lineId, ...fields }: NewDraft) {
  const found = await findCase(call.tx, caseId);
  if (!found) throw new Refusal('not-found');
  const id = call.newId();
  const columns = await columnsOf(call, { id, personId: found.personId }, fields);
  await appendReferral(call.tx, {
    id,
    person_id: found.personId,
    organisation_id: found.organisationId,
    origin_kind: 'case',
    origin_id: caseId,
    line_id: lineId,
    ...columns,
    created_on: todayOf(call),
    created_by: call.actor.kind === 'account' ? call.actor.accountId : null,
  });
  await record(call, {
    action: 'referrals.referral.drafted',
    kind: 'C',
    object: ['referral', id],
    personId: found.personId,
    data: { caseId, lineId, organisationId: found.organisationId, serviceType: columns.service_type },
  });
  return { id, version: 1 };
}

/** Changes what has not been sent. */
export async function changeDraft(call: Call, _permit: Send, id: string, version: number | undefined, fields: Draft) {
  const row = await lockReferral(call, id, version);
  if (row.state !== 'draft') throw new Refusal('referral-sent-already');
  await updateReferral(call.tx, row, await columnsOf(call, { id, personId: row.person_id }, fields));
  await record(call, {
    action: 'referrals.referral.changed',
    kind: 'U',
    object: ['referral', id],
    personId: row.person_id,
    data: { caseId: row.origin_id, organisationId: row.organisation_id },
  });
  return { id, version: row.version + 1 };
}

/** Under which names and ids a release may mean this recipient. */
export const recipientFacts = (row: ReferralRecord, recipient: Pick<Recipient, 'name'>): RecipientFacts => ({
  ids: [row.service_id, row.recipient_organisation_id].filter((each) => each !== null),
  name: recipient.name,
});

/** The packet as it would go now: from the record for name and address, from the draft for what the sender wrote. The read is logged. */
export async function packetNow(
  call: Call,
  row: ReferralRecord,
): Promise<{ packet: Packet; recipient: Recipient; classes: PacketClass[]; empty: WrittenClass[] }> {
  const written = await writtenOf(call, row);
  const classes = row.classes as PacketClass[];
  const person = await getPerson(call, row.person_id, 'referrals.packet.read');
  return {
    packet: buildPacket({ person, ...written }, classes),
    recipient: await recipientOf(call, row),
    classes,
    empty: emptyClasses(written, classes),
  };
}
