import { sql } from 'kysely';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { tokensOf } from '../actions.ts';
import type { Core, listDuplicates } from '../contract/merging.ts';

type May = Permit<'people.merge'>;
type Duplicates = z.infer<(typeof listDuplicates)['answer']>;

/** An undone or declined proposal stays in the list so long. */
const SHOWN_DAYS = 30;

/** Records that may be one person, by name and birth date, and what was proposed. Seeing them is a read of both. */
export async function readDuplicates(call: Call, _permit: May): Promise<Duplicates> {
  const { rows: pairs } = await sql<{
    one_id: string;
    other_id: string;
    evidence: Duplicates['pairs'][number]['evidence'];
    one: Core;
    other: Core;
  }>`select * from app.duplicate_pairs()`.execute(call.tx);
  const { rows: merges } = await sql<{
    id: string;
    version: number;
    state: Duplicates['merges'][number]['state'];
    kept_id: string;
    gone_id: string;
    evidence: Duplicates['merges'][number]['evidence'];
    kept: Core;
    gone: Core;
    proposed_by: string;
    proposer: string;
    proposed_at: Temporal.Instant;
    decider: string | null;
    decided_at: Temporal.Instant | null;
    undo_until: Temporal.Instant | null;
  }>`select m.id, m.version, m.state, m.kept_id, m.gone_id, m.evidence, c.kept, c.gone, m.proposed_by, p.name as proposer, m.proposed_at,
      d.name as decider, m.decided_at, m.undo_until
    from people.merge m cross join lateral app.merge_cores(m.id) c
    left join access.account p on p.id = m.proposed_by left join access.account d on d.id = m.decided_by
    where m.state = 'proposed' or coalesce(m.undo_until, m.decided_at + make_interval(days => ${SHOWN_DAYS})) > ${call.now.toString()}::timestamptz
    order by (m.state = 'proposed') desc, m.proposed_at desc limit 200`.execute(call.tx);
  const seen = new Set([
    ...pairs.flatMap((pair) => [pair.one_id, pair.other_id]),
    ...merges.flatMap((merge) => [merge.kept_id, merge.gone_id]),
  ]);
  await recordReads(
    call,
    'people.duplicates.read',
    'person',
    [...seen].map((id) => ({ id, personId: id })),
  );
  const me = accountOf(call).accountId;
  return {
    pairs: pairs.map((pair) => ({ oneId: pair.one_id, otherId: pair.other_id, evidence: pair.evidence, one: pair.one, other: pair.other })),
    merges: merges.map((merge) => ({
      id: merge.id,
      version: merge.version,
      state: merge.state,
      evidence: merge.evidence,
      kept: merge.kept,
      gone: merge.gone,
      proposedBy: merge.proposer,
      mine: merge.proposed_by === me,
      proposedAt: merge.proposed_at.toString(),
      decidedBy: merge.decider,
      decidedAt: merge.decided_at?.toString() ?? null,
      undoUntil: merge.undo_until?.toString() ?? null,
    })),
  };
}

/** Two records again: each is recognised by its own core, whatever was changed while they were one. */
async function renewRecognition(call: Call, id: string, { keptId, goneId }: { keptId: string; goneId: string }): Promise<void> {
  const { rows } = await sql<{ kept: Core; gone: Core }>`select * from app.merge_cores(${id})`.execute(call.tx);
  const [cores] = rows;
  if (!cores) return;
  for (const [personId, core] of [
    [keptId, cores.kept],
    [goneId, cores.gone],
  ] as const) {
    const tokens = tokensOf(call, core).map(({ kind, token }) => ({ kind, token: token.toString('hex') }));
    await sql`select app.renew_recognition(${id}, ${personId}, ${JSON.stringify(tokens)}::jsonb)`.execute(call.tx);
  }
}

/** Proposes to join; refuses `merge-same`, `merge-gone`, `merge-nothing-in-common`, `merge-proposed`. */
export async function proposeMerge(call: Call, _permit: May, { keptId, goneId }: { keptId: string; goneId: string }) {
  const id = call.newId();
  const { rows } = await sql<{
    said: string;
  }>`select app.propose_merge(${id}, ${keptId}, ${goneId}, ${call.now.toString()}) as said`.execute(call.tx);
  const said = rows[0]?.said ?? 'not-found';
  if (said !== 'ok') throw new Refusal(said);
  for (const personId of [keptId, goneId])
    await record(call, { action: 'people.merge.proposed', kind: 'C', object: ['merge', id], personId, data: { keptId, goneId } });
  return { id, version: 1 };
}

/** Unique and exclusion constraints: what a person has only once. */
const COLLISIONS = ['23505', '23P01'];

/**
 * Decides about a proposal: a second person joins or declines it, and within 30 days anybody of both roles takes it apart again. Rows of all
 * rooms follow in this transaction; whatever a person has only once refuses the whole (`merge-collides`).
 */
export async function decideMerge(call: Call, _permit: May, id: string, version: number | undefined, to: 'merged' | 'declined' | 'undone') {
  const { rows } = await sql<{
    said: string;
  }>`select app.decide_merge(${id}, ${version ?? null}, ${to}, ${call.now.toString()}) as said`.execute(call.tx);
  const said = rows[0]?.said ?? 'not-found';
  const merge = await call.tx.selectFrom('people.merge').select(['kept_id', 'gone_id', 'version']).where('id', '=', id).executeTakeFirst();
  if (said !== 'ok') throw new Refusal(said, said === 'version-old' && merge ? { current: merge.version } : {});
  if (!merge) throw new Refusal('not-found');
  const { kept_id: keptId, gone_id: goneId } = merge;
  const action = to === 'merged' ? 'people.person.merged' : to === 'undone' ? 'people.person.unmerged' : 'people.merge.declined';
  const told = { kind: 'U' as const, object: ['merge', id] as [string, string], data: { mergeId: id, keptId, goneId } };
  try {
    await record(call, { ...told, action, personId: keptId });
  } catch (fault) {
    if (COLLISIONS.includes((fault as { code?: string }).code ?? '')) throw new Refusal('merge-collides'); // not where: the name of a constraint would tell who helps them
    throw fault;
  }
  if (to === 'undone') await renewRecognition(call, id, { keptId, goneId });
  // the log keeps both ids
  await record(call, { ...told, action: 'people.merge.decided', personId: goneId, data: { ...told.data, to } });
  return { version: merge.version };
}
