import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export interface GuidanceNumber {
  id: string;
  kind: string;
  name: string;
  phone: string | null;
  address: string | null;
  hours: string | null;
  url: string | null;
  text_de: string | null;
  text_en: string | null;
}

/** The network's own numbers for emergencies; with a postal code those of its region first, without one all. */
export async function selectNumbers(tx: Tx, postalCode: string | null): Promise<GuidanceNumber[]> {
  const { rows } = await sql<GuidanceNumber>`
    select g.id, g.kind, g.name, g.phone, g.address, g.hours, g.url, g.text_de, g.text_en from directory.guidance g
    where g.in_emergency and g.withdrawn_at is null
      and (${postalCode}::text is null or coalesce(g.postal_prefix, '') = '' or ${postalCode}::text like g.postal_prefix || '%')
    order by length(coalesce(g.postal_prefix, '')) desc, g.position, g.name limit 50`.execute(tx);
  return rows;
}
