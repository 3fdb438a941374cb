import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { ExternalUnits } from '../contract/episodes.ts';
import type { Day } from '../rules/calendar.ts';
import * as store from '../store/external.ts';
import { selectExternalUnits, selectStanding } from '../store/ledger.ts';
import * as step from './prescription-step.ts';
import { lockContingent, reckon } from './reckon.ts';
import { OTHERS } from './reckon-question.ts';

/** Units of former providers, with what of them is counted. */
export async function listExternalUnits(
  call: Call,
  _permit: Permit<'soziotherapie.read'>,
  episodeId: string,
): Promise<{ units: ExternalUnits[] }> {
  const { person_id: personId } = await step.getEpisode(call, episodeId);
  await recordReads(call, 'soziotherapie.external-units.read', 'episode', [{ id: episodeId, personId }]);
  const standing = await selectStanding(call.tx, personId);
  const rows = await selectExternalUnits(call.tx, personId);
  return {
    units: rows.map((row) => ({
      id: row.id,
      day: row.day,
      minutes: row.minutes,
      countedMinutes: standing.filter(({ externalId }) => externalId === row.id).reduce((sum, { minutes }) => sum + minutes, 0),
      evidence: row.evidence,
      evidenceFileId: row.evidence_file_id,
      withdrawnAt: row.withdrawn_at?.toString() ?? null,
    })),
  };
}

const sumOf = (entries: readonly { minutes: number }[]) => entries.reduce((sum, { minutes }) => sum + minutes, 0);

/**
 * R2: units of a former provider become known. They come before ours of later days, so ours may be counted anew; what does not fit into
 * the 120 hours by itself is refused.
 */
export async function addExternalUnits(
  call: Call,
  _permit: Permit<'soziotherapie.office'>,
  episodeId: string,
  wish: { day: Day; minutes: number; evidence?: string | undefined; evidenceFileId?: string | undefined },
) {
  const episode = await step.getEpisode(call, episodeId);
  step.insistPast(call, wish.day);
  if (!wish.evidence && !wish.evidenceFileId) throw new Refusal('external-evidence-missing');
  await step.insistFile(call, episode, wish.evidenceFileId ?? null);
  await lockContingent(call, episode.person_id);
  const id = call.newId();
  await store.appendExternal(call.tx, {
    id,
    personId: episode.person_id,
    organisationId: episode.organisation_id,
    day: wish.day,
    minutes: wish.minutes,
    evidence: wish.evidence ?? null,
    evidenceFileId: wish.evidenceFileId ?? null,
    at: call.now,
    by: accountOf(call).accountId,
  });
  const before = sumOf((await selectStanding(call.tx, episode.person_id)).filter(({ externalId }) => externalId !== null));
  const { externals } = await reckon(call, episode.person_id, episode.organisation_id);
  const added = sumOf(externals.filter((one) => !one.id.startsWith(OTHERS))) - before;
  if (added < wish.minutes) throw new Refusal('cap-exhausted', { facts: { over: wish.minutes - added, capMinutes: 7200 } });
  await record(call, {
    action: 'soziotherapie.external-units.added',
    kind: 'C',
    object: ['external-units', id],
    personId: episode.person_id,
    data: { organisationId: episode.organisation_id, episodeId, minutes: wish.minutes },
  });
  return { id };
}

/** Entered by mistake: the ledger takes it back by a correction, and ours are counted anew. */
export async function withdrawExternalUnits(call: Call, _permit: Permit<'soziotherapie.office'>, id: string) {
  const row = await store.findExternal(call.tx, id);
  const organisationId = accountOf(call).organisationId;
  if (!row || row.organisation_id !== organisationId) throw new Refusal('not-found');
  await lockContingent(call, row.person_id);
  if (await store.withdrawExternal(call.tx, id, call.now)) {
    await reckon(call, row.person_id, organisationId);
    await record(call, {
      action: 'soziotherapie.external-units.withdrawn',
      kind: 'U',
      object: ['external-units', id],
      personId: row.person_id,
      data: { organisationId, minutes: row.minutes },
    });
  }
  return { id };
}
