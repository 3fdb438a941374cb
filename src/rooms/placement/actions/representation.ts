import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { findPerson, listGuardians } from '#rooms/people/actions.ts';
import type { Criteria } from '../contract.ts';
import { type RepresentationResult, representation } from '../rules/minors.ts';
import type { RequestRecord } from '../store/requests.ts';

/** Who must agree and what stands in the way, from the request as it is now (A.1.6). */
export async function representationOf(
  call: Call,
  request: RequestRecord,
  day: Temporal.PlainDate = dayInBerlin(call.now),
): Promise<RepresentationResult> {
  const criteria = request.criteria as Criteria;
  const [guardians, person] = await Promise.all([listGuardians(call, request.person_id), findPerson(call, request.person_id)]);
  const birthDate = person?.birthDate ?? criteria.birthDate;
  const role = request.caller_role;
  return representation({
    birthDate: birthDate ? Temporal.PlainDate.from(birthDate) : null,
    day,
    insurance: criteria.insurance ?? null,
    caller:
      role === 'parent' || role === 'guardian' || role === 'court-guardian'
        ? 'guardian'
        : role === 'relative'
          ? 'relative'
          : role === 'referrer'
            ? 'referrer'
            : 'self',
    custody: criteria.custody ?? 'unknown',
    guardians: guardians
      .filter((one) => one.hasCustody !== false)
      .map((one) => ({ says: one.agrees === 'unknown' ? 'not-asked' : one.agrees })),
    urgentNeed: criteria.urgentNeed ?? false,
    betreuung: criteria.betreuung ?? null,
  });
}
