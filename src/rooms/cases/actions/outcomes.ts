import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { INTENSITIES } from '../rules/areas.ts';
import { forOthers, type OutcomeFacts, outcomesOf } from '../rules/outcomes.ts';
import { areasOf } from './areas.ts';
import { teamOf } from './board.ts';

interface Wish {
  from: string;
  to: string;
  area?: string | undefined;
  managerId?: string | undefined;
  audience: 'team' | 'others';
}

/** Days of the rhythm with its grace, by area and intensity, as the network has them today. */
async function rhythmsOf(call: Call): Promise<Record<string, Record<string, number>>> {
  const areas = await areasOf(call);
  return Object.fromEntries(
    areas.map(({ code, rhythms }) => [
      code,
      Object.fromEntries(INTENSITIES.map((one) => [one, rhythms[one].days + rhythms[one].graceDays])),
    ]),
  );
}

/** The figures of the reader's service. Nobody's row leaves the database: counts, sums and lists of numbers do. */
export async function readOutcomes(call: Call, _permit: Permit<'cases.care'>, { from, to, area, managerId, audience }: Wish) {
  const { accountId, organisationId, roles } = accountOf(call);
  if (!organisationId) throw new Refusal('not-found');
  const leads = roles.includes('lead');
  if (managerId && managerId !== accountId && !leads) throw new Refusal('figures-of-others');
  const [rhythms, team] = await Promise.all([rhythmsOf(call), teamOf(call)]);
  const { rows } = await sql<{
    facts: Omit<OutcomeFacts, 'loads'>;
  }>`select app.case_outcomes(${from}::date, ${to}::date, ${area ?? null}::text,
    ${managerId ?? null}::uuid, ${JSON.stringify(rhythms)}::jsonb) as facts`.execute(call.tx);
  const [row] = rows;
  if (!row) throw new Error('nothing was counted');
  const managers = team.filter(({ manages }) => manages);
  const loads = managers
    .filter((one) => !managerId || one.accountId === managerId)
    .map(({ accountId: key, points, weighing }) => ({ key, points, cases: weighing }));
  const outcomes = outcomesOf({ ...row.facts, loads });
  return {
    from,
    to,
    countedAt: call.now.toString(),
    leads,
    outcomes: audience === 'others' ? forOthers(outcomes) : outcomes,
    managers: managers.map(({ accountId: id, name }) => ({ accountId: id, name })),
  };
}
