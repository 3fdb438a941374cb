import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { addExclusion as addEndpoint, EXCLUSION_CODES } from '../contract.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { insistFields, ownPractitionerId } from './own.ts';

type Code = (typeof EXCLUSION_CODES)[number];

/** The own exclusions. Row-level security shows nobody else's, whatever is asked. */
export async function listExclusions(call: Call, _permit: Permit<'directory.offer'>) {
  const rows = await call.tx
    .selectFrom('directory.exclusion')
    .selectAll()
    .where('practitioner_id', '=', ownPractitionerId(call))
    .orderBy('code')
    .orderBy('valid_from')
    .execute();
  return { exclusions: rows.map((row) => ({ id: row.id, code: row.code as Code, validFrom: row.valid_from, validTo: row.valid_to })) };
}

/** Adds one. The log says that something changed, not what and not how many there are. */
export async function addExclusion(call: Call, _permit: Permit<'directory.offer'>, wish: z.output<NonNullable<typeof addEndpoint.body>>) {
  const practitionerId = ownPractitionerId(call);
  const validFrom = wish.validFrom ?? dayInBerlin(call.now).toString();
  if (wish.validTo && wish.validTo < validFrom) insistFields([{ pointer: '/validTo', code: 'range-reversed', limit: validFrom }]);
  const id = call.newId();
  await call.tx
    .insertInto('directory.exclusion')
    .values({
      id,
      practitioner_id: practitionerId,
      code: wish.code,
      valid_from: validFrom,
      valid_to: wish.validTo ?? null,
      created_at: call.now,
    })
    .execute();
  await changedFor(call, practitionerId);
  return { id };
}

export async function removeExclusion(call: Call, _permit: Permit<'directory.offer'>, id: string) {
  const practitionerId = ownPractitionerId(call);
  const { numDeletedRows } = await call.tx
    .deleteFrom('directory.exclusion')
    .where('id', '=', id)
    .where('practitioner_id', '=', practitionerId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Refusal('not-found');
  await changedFor(call, practitionerId);
  return { id };
}

async function changedFor(call: Call, practitionerId: string): Promise<void> {
  await record(call, { action: DIRECTORY_EVENTS.exclusionChanged, kind: 'U', object: ['practitioner', practitionerId] });
}
