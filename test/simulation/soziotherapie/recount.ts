import type { Call } from '#platform/call.ts';
import { reckon } from '#rooms/soziotherapie/actions/reckon.ts';
import { openBook } from '#rooms/soziotherapie/actions/reckon-question.ts';
import { coverSessions } from '#rooms/soziotherapie/rules/coverage.ts';
import { P } from '#rooms/soziotherapie/rules/fixture.ts';
import { type LedgerEntry, recountWindows } from '#rooms/soziotherapie/rules/ledger.ts';
import { shuffled } from '../../../bench/lib/random.ts';

/** A way to count and to look: of a simulation, or of a database after a fault. */
export interface Ledgers {
  asSystem<Result>(work: (call: Call) => Promise<Result>): Promise<Result>;
  look<Row>(text: string, ...values: unknown[]): Promise<Row[]>;
  organisationId: string;
  /** Which order to read in. */
  seed: number;
}

class Undo extends Error {}

/** What stands about a person, to see that nothing of it moves. */
const STANDS = `select (select count(*) from soziotherapie.ledger_entry where person_id = $1)::int as ledger,
  (select count(*) from soziotherapie.session_part where person_id = $1)::int as parts,
  (select string_agg(id || ' ' || version || ' ' || usage || ' ' || state, ', ' order by id) from soziotherapie.prescription where person_id = $1) as prescriptions,
  (select string_agg(id || ' ' || version || ' ' || state, ', ' order by id) from soziotherapie.episode where person_id = $1) as episodes,
  (select string_agg(start_on || ' ' || end_on || ' ' || used_minutes, ', ' order by start_on) from soziotherapie.contingent_window where person_id = $1) as windows`;

async function standing(call: Call, personId: string): Promise<string> {
  const { sql } = await import('kysely');
  const text = STANDS.split('$1');
  const parts = text.flatMap((part, index) => (index === 0 ? [sql.raw(part)] : [sql`${personId}`, sql.raw(part)]));
  const { rows } = await sql.join(parts, sql``).execute(call.tx);
  return JSON.stringify(rows[0], null, 1);
}

/** Counting a person anew changes nothing, whoever counts and in whatever order the sessions come (I5); the windows follow from the ledger alone. */
export async function differs({ asSystem, look, organisationId, seed }: Ledgers, personId: string): Promise<string | undefined> {
  let found: string | undefined;
  try {
    await asSystem(async (call) => {
      const before = await standing(call, personId);
      const coverage = await reckon(call, personId, organisationId);
      const after = await standing(call, personId);
      if (before !== after) found = `counted anew, it is no longer what stood there:\n${before}\n${after}`;
      const { question, p } = await openBook(call, personId, organisationId);
      const order = <T>(all: readonly T[]) => [...shuffled(all.length, seed)].flatMap((index) => all[index] ?? []);
      const mixed = coverSessions(
        {
          ...question,
          sessions: order(question.sessions),
          prescriptions: order(question.prescriptions),
          externals: order(question.externals),
        },
        p,
      );
      if (JSON.stringify(mixed) !== JSON.stringify(coverage)) found ??= 'the order in which sessions are read changes what is counted (I5)';
      throw new Undo();
    });
  } catch (fault) {
    if (!(fault instanceof Undo)) throw fault;
  }
  const entries = await look<LedgerEntry>(
    `select id, day::text as day, kind, minutes, id as reference, corrects from soziotherapie.ledger_entry where person_id = $1 order by day, id`,
    personId,
  );
  const windows = await look(
    `select start_on::text as start, end_on::text as end, used_minutes as "usedMinutes" from soziotherapie.contingent_window where person_id = $1 order by start_on`,
    personId,
  );
  const recount = recountWindows(entries, P);
  if (JSON.stringify(recount) !== JSON.stringify(windows))
    found ??= `windows ${JSON.stringify(windows)}, recounted from the ledger ${JSON.stringify(recount)}`;
  return found;
}
