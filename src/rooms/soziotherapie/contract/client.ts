import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { Guardian, GuardianChange, Person, PersonChange } from '#rooms/people/contract.ts';

const byId = z.strictObject({ id: z.uuid() });

/** Whose case it is: core, ways of contact, and who speaks for her (rule book 5.3, "Master data, contact"). */
export const getClient = endpoint({
  name: 'soziotherapie.getClient',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/person',
  versioned: true,
  params: byId,
  answer: z.strictObject({
    person: Person,
    guardians: z.array(Guardian),
    /** The office and who accompanies change it; everybody else reads. */
    mayChange: z.boolean(),
  }),
});

/** Puts right what is known of a client; null empties a field, a missing field stays. */
export const changeClient = endpoint({
  name: 'soziotherapie.changeClient',
  method: 'PATCH',
  path: '/api/soziotherapie/episodes/:id/person',
  versioned: true,
  params: byId,
  body: z.strictObject({ person: PersonChange }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

/** Enters or changes who speaks for a client: parents of a minor, a court guardian. */
export const changeClientGuardian = endpoint({
  name: 'soziotherapie.changeClientGuardian',
  method: 'PUT',
  path: '/api/soziotherapie/episodes/:id/guardians/:guardianId',
  params: z.strictObject({ id: z.uuid(), guardianId: z.uuid() }),
  body: GuardianChange,
  answer: z.strictObject({ id: z.uuid() }),
});
