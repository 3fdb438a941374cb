import type pg from 'pg';
import type { Command } from './desks.ts';

/** What the database says about the commands that desks sent. */
export interface Verdict {
  acknowledged: number;
  lost: number;
  /** Commands whose first sending had no clear answer and had been committed all the same. */
  unknownCommitted: number;
  /** Commands without a clear answer that had left nothing, and were done when asked again. */
  unknownAbsent: number;
  doubled: number;
  /** Answers that contradict the state: a refusal of what is there, or an end that is not known. */
  wrong: string[];
}

const FOUND = `
select
  (select count(*) from unnest($1::uuid[]) b where not exists (select from scheduling.appointment a where a.id = b))::int lost_bookings,
  (select count(*) from unnest($2::uuid[]) b where not exists (select from placement.request q where q.id = b))::int lost_calls,
  (select count(*) from unnest($3::uuid[]) h where not exists (select from platform.event e where e.action = 'placement.offer.held' and e.object_id = h))::int lost_holds,
  (select coalesce(sum(n - 1), 0) from (select count(*) n from scheduling.appointment where state = 'booked' group by request_id having count(*) > 1) each)::int double_bookings,
  (select coalesce(sum(n - 1), 0) from (select count(*) n from platform.event where action = 'placement.offer.held' group by object_id having count(*) > 1) each)::int double_holds,
  (select coalesce(sum(n - 1), 0) from (select count(*) n from messages.message group by cause_id, template having count(*) > 1) each)::int double_messages,
  (select coalesce(sum(n - 1), 0) from (select count(*) n from placement.acknowledgement group by appointment_id having count(*) > 1) each)::int double_acknowledgements,
  (select count(*) from platform.event where action = 'placement.request.created' and actor_kind = 'account')::int calls,
  (select count(*) from scheduling.appointment a where a.request_id = any ($4::uuid[]))::int refused_but_there`;

interface Counted {
  lost_bookings: number;
  lost_calls: number;
  lost_holds: number;
  double_bookings: number;
  double_holds: number;
  double_messages: number;
  double_acknowledgements: number;
  calls: number;
  refused_but_there: number;
}

/** @param commands all commands that were sent to this database by anybody */
export async function verify(client: pg.ClientBase, commands: readonly Command[]): Promise<Verdict> {
  const good = commands.filter(({ status }) => status >= 200 && status < 300);
  const field = (command: Command, name: string): string => String(Reflect.get(Object(command.answer), name));
  const of = (name: Command['name']): Command[] => good.filter((command) => command.name === name);
  const refused = commands.filter(({ name, status }) => name === 'book' && status >= 400 && status < 500);
  const { rows } = await client.query<Counted>(FOUND, [
    of('book').map((command) => field(command, 'appointmentId')),
    of('begin').map((command) => field(command, 'id')),
    of('hold').map(({ request }) => request),
    refused.map(({ request }) => request),
  ]);
  const [found] = rows;
  if (!found) throw new Error('the commands could not be counted');
  const again = good.filter((command) => command.again);
  const { rows: kept } = await client.query<{ key: string; at: Date }>(
    'select key, at from platform.idempotency where key = any ($1::uuid[])',
    [again.map(({ key }) => key)],
  );
  const keptAt = new Map(kept.map(({ key, at }) => [key, at.getTime()]));
  const early = again.filter(({ key, sentAt }) => (keptAt.get(key) ?? Number.POSITIVE_INFINITY) < (sentAt.at(-1) ?? 0));
  const open = commands.filter(({ status }) => status === 0 || status >= 500);
  const surplusCalls = found.calls - of('begin').length;
  return {
    acknowledged: good.length,
    lost: found.lost_bookings + found.lost_calls + found.lost_holds,
    unknownCommitted: early.length,
    unknownAbsent: again.length - early.length,
    doubled:
      found.double_bookings +
      found.double_holds +
      found.double_messages +
      found.double_acknowledgements +
      (open.length === 0 ? Math.max(0, surplusCalls) : 0),
    wrong: [
      ...(found.refused_but_there > 0 ? [`${found.refused_but_there} bookings were refused to their callers and are there`] : []),
      ...(open.length > 0
        ? [`${open.length} commands never got a clear answer (${open[0]?.name} ${open[0]?.status} ${open[0]?.code})`]
        : []),
    ],
  };
}
