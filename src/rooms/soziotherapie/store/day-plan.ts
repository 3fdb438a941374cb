import type { Tx } from '#platform/database.ts';

const ofDay = (tx: Tx, practitionerId: string) =>
  tx
    .selectFrom('soziotherapie.session as s')
    .innerJoin('people.person as p', 'p.id', 's.person_id')
    .leftJoin('soziotherapie.therapy_group as g', 'g.id', 's.group_id')
    .leftJoin('directory.postal_code as c', 'c.postal_code', 'p.postal_code')
    .selectAll('s')
    .select([
      'p.given_name',
      'p.family_name',
      'p.phone',
      'p.street',
      'p.postal_code',
      'p.place',
      'c.latitude',
      'c.longitude',
      'g.name as group_name',
    ])
    .where('s.practitioner_id', '=', practitionerId);

/** A helper's sessions of a day, as far as the people are hers; those that were called off or met nobody too. */
export function selectDay(tx: Tx, practitionerId: string, day: string) {
  return ofDay(tx, practitionerId).where('s.day', '=', day).orderBy('s.start_local').orderBy('s.id').limit(60).execute();
}
export type DayRow = Awaited<ReturnType<typeof selectDay>>[number];

/** What took place lately and still lacks its note or its signature. */
export function selectUnfinished(tx: Tx, practitionerId: string, from: string, until: string) {
  return ofDay(tx, practitionerId)
    .where('s.day', '>=', from)
    .where('s.day', '<=', until)
    .where('s.state', 'in', ['DELIVERED', 'DOCUMENTED'])
    .orderBy('s.start_local')
    .limit(60)
    .execute();
}

/** Where the day begins: the practice. */
export function findStart(tx: Tx, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.practice as r')
    .leftJoin('directory.postal_code as c', 'c.postal_code', 'r.postal_code')
    .select(['r.name', 'r.street', 'r.postal_code', 'r.place', 'c.latitude', 'c.longitude'])
    .where('r.organisation_id', '=', organisationId)
    .executeTakeFirst();
}

/** The order by hand; it is no new version of the session for anybody. */
export async function writeOrder(tx: Tx, id: string, order: number | null): Promise<void> {
  await tx.updateTable('soziotherapie.session').set({ route_order: order }).where('id', '=', id).execute();
}
