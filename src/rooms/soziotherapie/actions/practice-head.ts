import type { Call } from '#platform/call.ts';
import { findPractice } from '../store/practice.ts';

/** The practice as it stands at the head of what it sends. */
export async function findPracticeHead(call: Call, organisationId: string) {
  const practice = await findPractice(call.tx, organisationId);
  const { name = '', street = '', postalCode = '', place = '', phone = null } = practice?.fields ?? {};
  return { name, street, postalCode, place, phone };
}
