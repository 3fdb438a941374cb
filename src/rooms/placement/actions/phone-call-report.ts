import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import type { reportCall as ReportCall } from '../contract/phone-call.ts';
import { callerNumber } from '../rules/caller-number.ts';
import { appendLink, endLink, reportRow, selectLinks } from '../store/phone-call.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/**
 * A telephone system reports. Its clock is believed within a day behind us and a minute ahead; the number is kept as a keyed token and,
 * until the call is answered, sealed for calling back. Refuses "not-signed-in" for a token that opens nothing.
 */
export async function reportCall(call: Call, report: z.output<NonNullable<typeof ReportCall.body>>): Promise<{ id: string }> {
  const id = call.newId();
  const number = callerNumber(report.number);
  const digits = number ? normalPhone(number) : undefined;
  const at = report.at ? Temporal.Instant.from(report.at) : call.now;
  const believed =
    Temporal.Instant.compare(at, call.now.add({ minutes: 1 })) <= 0 && Temporal.Instant.compare(at, call.now.subtract({ hours: 24 })) >= 0;
  const place = { table: 'placement.phone_call', column: 'number_sealed', row: id };
  const done = await reportRow(call.tx, {
    tokenHash: hashOf(report.token),
    id,
    foreign: report.call,
    state: report.state,
    at: believed ? at : call.now,
    phone: digits ? call.sealer.token('phone', digits) : null,
    number: number && digits ? call.sealer.sealSecret(place, Buffer.from(number)) : null,
  });
  if (!done) throw new Refusal('not-signed-in');
  const { callId, news, knownRequestId } = done;
  const data = { known: knownRequestId !== null, knownRequestId };
  if (news)
    await record(call, { action: `placement.call.${news === 'ended' ? 'hung-up' : news}`, kind: 'U', object: ['call', callId], data });
  return { id: callId };
}

type Admin = Permit<'settings.change'>;

export async function listPhoneLinks(call: Call, _permit: Admin) {
  const rows = await selectLinks(call.tx);
  return rows.map((row) => ({ id: row.id, name: row.name, madeAt: row.made_at.toString(), usedAt: row.used_at?.toString() ?? null }));
}

/** 192 bits, told once; only the SHA-256 is kept. */
export async function makePhoneLink(call: Call, _permit: Admin, name: string): Promise<{ id: string; token: string }> {
  const id = call.newId();
  const token = randomBytes(24).toString('base64url');
  await appendLink(call.tx, { id, name, token_hash: hashOf(token), made_at: call.now, made_by: accountOf(call).accountId });
  await record(call, { action: 'placement.phone-link.made', kind: 'C', object: ['phone-link', id] });
  return { id, token };
}

export async function endPhoneLink(call: Call, _permit: Admin, id: string): Promise<{ id: string }> {
  if (!(await endLink(call.tx, id, call.now))) throw new Refusal('not-found');
  await record(call, { action: 'placement.phone-link.ended', kind: 'U', object: ['phone-link', id] });
  return { id };
}
