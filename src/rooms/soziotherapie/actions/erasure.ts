import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { violatedConstraint } from '#platform/database.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { insistStepUp } from '#rooms/access/actions/permit.ts';
import { addMonthsClip } from '../rules/calendar.ts';
import { type EndedFile, judgeErasure } from '../rules/erasure.ts';
import { keepFileUntil } from '../rules/retention.ts';
import * as store from '../store/erasure.ts';
import { ownOrganisation, parametersFor } from './practice.ts';
import { todayOf } from './reckon-question.ts';

const fileOf = (row: store.ErasureFile): EndedFile => ({
  endedOn: row.ended_on,
  running: row.running,
  legalHold: row.legal_hold,
  vouchersUntil: row.vouchers_until,
  openClaim: row.open_claim,
  elsewhere: row.elsewhere,
});

const runOf = (row: store.RunRow) => ({
  id: row.id,
  version: row.version,
  state: row.state as 'proposed' | 'declined' | 'approved' | 'done',
  organisation: row.organisation,
  proposedBy: row.proposer ?? '',
  proposedAt: row.proposed_at.toString(),
  decidedBy: row.decider,
  decidedAt: row.decided_at?.toString() ?? null,
  doneAt: row.done_at?.toString() ?? null,
});

/** Keyed mark of a person: whoever has the key finds her again in a restored backup, nobody else (rule book D17). */
const markOf = (call: Call, personId: string) => call.sealer.token('erased-person', personId);

/** The files of one's practice whose ten years are over (R22), judged one by one. */
async function judged(call: Call, organisationId: string) {
  const p = await parametersFor(call, organisationId);
  const today = todayOf(call);
  const files = await store.selectFiles(call.tx, organisationId, addMonthsClip(today, -12 * p.retentionYearsTreatment));
  return files.map((row) => ({ row, ruling: judgeErasure(fileOf(row), today, p), keptUntil: keepFileUntil(row.ended_on, p) }));
}

/** The lead's preview, with names; seeing them is a read. */
export async function previewErasure(call: Call, _permit: Permit<'soziotherapie.lead'>) {
  const files = await judged(call, ownOrganisation(call));
  await recordReads(
    call,
    'soziotherapie.erasure.previewed',
    'person',
    files.map(({ row }) => ({ id: row.person_id, personId: row.person_id })),
  );
  const runs = await store.selectRuns(call.tx);
  const entries = Map.groupBy(
    await store.selectEntries(
      call.tx,
      runs.map(({ id }) => id),
    ),
    ({ run_id }) => run_id,
  );
  return {
    files: files.map(({ row, ruling, keptUntil }) => ({
      personId: row.person_id,
      name: row.name,
      endedOn: row.ended_on,
      keptUntil,
      heldBy: ruling.ok ? null : ruling.because,
    })),
    runs: runs.map((row) => {
      const own = entries.get(row.id) ?? [];
      return { ...runOf(row), entries: own.length, erased: own.filter(({ result }) => result === 'erased').length };
    }),
  };
}

/** The first pair of eyes. Refuses "erasure-held" where a rule holds one of the files, and "erasure-open" while another run waits. */
export async function proposeErasure(call: Call, _permit: Permit<'soziotherapie.lead'>, personIds: readonly string[]) {
  await insistStepUp(call);
  const organisationId = ownOrganisation(call);
  const free = new Map((await judged(call, organisationId)).flatMap((file) => (file.ruling.ok ? [[file.row.person_id, file]] : [])));
  const wanted = [...new Set(personIds)].map((id) => free.get(id));
  if (wanted.includes(undefined)) throw new Refusal('erasure-held');
  const id = call.newId();
  const { accountId } = accountOf(call);
  await store.appendRun(call.tx, { id, organisationId, by: accountId, at: call.now }).catch((fault: unknown) => {
    throw violatedConstraint(fault) === 'erasure_open' ? new Refusal('erasure-open') : fault;
  });
  for (const file of wanted) {
    if (!file) continue;
    const { person_id: personId, ended_on: endedOn } = file.row;
    const entry = { id: call.newId(), runId: id, personId, mark: markOf(call, personId), endedOn, keptUntil: file.keptUntil };
    await store.appendEntry(call.tx, entry);
  }
  await record(call, {
    action: 'soziotherapie.erasure.proposed',
    kind: 'C',
    object: ['erasure-run', id],
    data: { organisationId, files: wanted.length },
  });
  return { id, files: wanted.length };
}

/** The auditor's view: marks and days, no names and no ids of persons. */
export async function listErasureRuns(call: Call, _permit: Permit<'erasure.decide'>) {
  const runs = await store.selectRuns(call.tx);
  const ids = runs.map(({ id }) => id);
  const entries = Map.groupBy(await store.selectEntries(call.tx, ids), ({ run_id }) => run_id);
  const { accountId } = accountOf(call);
  return {
    runs: runs.map((row) => ({
      ...runOf(row),
      mine: row.proposed_by === accountId,
      entries: (entries.get(row.id) ?? []).map((entry) => ({
        id: entry.id,
        mark: entry.mark.toString('hex'),
        rule: 'R22' as const,
        endedOn: entry.ended_on,
        keptUntil: entry.kept_until,
        result: entry.result as 'erased' | 'kept' | null,
        because: entry.because,
        settledAt: entry.settled_at?.toString() ?? null,
      })),
    })),
  };
}

/** The second pair of eyes. Refuses "erasure-own" for whoever proposed it and "erasure-decided" where it was decided. */
export async function decideErasure(
  call: Call,
  _permit: Permit<'erasure.decide'>,
  id: string,
  version: number | undefined,
  to: 'approved' | 'declined',
) {
  await insistStepUp(call);
  const { accountId } = accountOf(call);
  const row = (await store.selectRuns(call.tx)).find((run) => run.id === id);
  if (!row) throw new Refusal('not-found');
  if (row.state !== 'proposed') throw new Refusal('erasure-decided');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  if (row.proposed_by === accountId) throw new Refusal('erasure-own');
  if (!(await store.lockRun(call.tx, id))) throw new Refusal('erasure-decided');
  const after = await store.decideRun(call.tx, id, { to, by: accountId, at: call.now });
  await record(call, {
    action: `soziotherapie.erasure.${to}`,
    kind: 'U',
    object: ['erasure-run', id],
    data: { organisationId: row.organisation_id },
  });
  return { id, version: after };
}

/**
 * Carries out the next approved run: each file is judged again by rule and database, and what holds it now keeps it. By the system.
 * @returns whose keys are gone, for this process to forget them; null: no run waits
 */
export async function eraseNext(call: Call): Promise<string[] | null> {
  const run = await store.lockApproved(call.tx);
  if (!run) return null;
  const gone: string[] = [];
  const p = await parametersFor(call, run.organisation_id);
  const today = todayOf(call);
  for (const entry of await store.selectEntries(call.tx, [run.id])) {
    if (entry.result !== null || entry.subject_id === null) continue;
    const [row] = await store.selectFiles(call.tx, run.organisation_id, entry.ended_on, entry.subject_id);
    const ruling = row ? judgeErasure(fileOf(row), today, p) : null;
    const said = ruling?.ok ? await store.eraseFile(call.tx, entry.id, call.now) : (ruling?.because ?? 'treatment-goes-on');
    if (said === 'ok') gone.push(entry.subject_id);
    else await store.keepEntry(call.tx, entry.id, said, call.now);
    await record(call, {
      action: said === 'ok' ? 'soziotherapie.file.erased' : 'soziotherapie.file.kept',
      kind: said === 'ok' ? 'D' : 'U',
      object: ['erasure-entry', entry.id],
      data: { organisationId: run.organisation_id, runId: run.id, rule: 'R22', because: said === 'ok' ? null : said },
    });
  }
  await store.finishRun(call.tx, run.id, call.now);
  return gone;
}
