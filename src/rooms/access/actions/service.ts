import type { Call } from '#platform/call.ts';

/** Whether somebody of this service may see the person now; both policies show only live relations of one's own. */
export async function isOfService(call: Call, personId: string, organisationId: string): Promise<boolean> {
  const relation = (table: 'access.care_relation' | 'access.office_relation') =>
    call.tx
      .selectFrom(table)
      .select('id')
      .where('person_id', '=', personId)
      .where('organisation_id', '=', organisationId)
      .limit(1)
      .executeTakeFirst();
  return ((await relation('access.care_relation')) ?? (await relation('access.office_relation'))) !== undefined;
}
