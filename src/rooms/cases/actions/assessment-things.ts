import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { ArtefactShape, InstrumentFields, ResourceShape } from '../contract/assessment.ts';
import { judgeScore } from '../rules/instruments.ts';
import * as store from '../store/assessment.ts';
import * as papers from '../store/assessment-papers.ts';
import { getAssessedCase, insistRunning, todayOf } from './assessment.ts';

type Care = Permit<'cases.care'>;
interface Whose {
  case_id: string;
  person_id: string;
  organisation_id: string;
}

async function told(
  call: Call,
  kind: 'C' | 'U',
  object: string,
  id: string,
  verb: string,
  whose: Whose,
  data: Record<string, string> = {},
) {
  await record(call, {
    action: `cases.${object}.${verb}`,
    kind,
    object: [object, id],
    personId: whose.person_id,
    data: { organisationId: whose.organisation_id, caseId: whose.case_id, ...data },
  });
}

function insistPast(call: Call, day: string, pointer: string): void {
  if (day > todayOf(call)) throw new Refusal('assessment-day-ahead', { errors: [{ pointer, code: 'assessment-day-ahead' }] });
}

type ResourceFields = Pick<ResourceShape, 'domain' | 'kind' | 'text'>;

async function resourceColumns(call: Call, id: string, personId: string, { domain, kind, text }: ResourceFields) {
  const place = { table: 'cases.resource', column: 'text_sealed', row: id };
  return { domain, kind, text_sealed: await call.sealer.seal(call.tx, personId, place, text) };
}

async function whoseOf(call: Call, caseId: string): Promise<Whose> {
  const found = await getAssessedCase(call, caseId);
  insistRunning(found);
  return { case_id: caseId, person_id: found.person_id, organisation_id: found.organisation_id };
}
const ownerOf = (id: string, whose: Whose) => ({
  id,
  caseId: whose.case_id,
  personId: whose.person_id,
  organisationId: whose.organisation_id,
});

/** What helps: something of her own, people, services, things. */
export async function addResource(call: Call, _permit: Care, caseId: string, fields: ResourceFields) {
  const [whose, id] = [await whoseOf(call, caseId), call.newId()];
  const columns = await resourceColumns(call, id, whose.person_id, fields);
  await store.appendResource(call.tx, ownerOf(id, whose), { ...columns, recorded_on: todayOf(call) });
  await told(call, 'C', 'resource', id, 'added', whose, { domain: fields.domain });
  return { id, version: 1 };
}

async function lockResource(call: Call, id: string, version: number | undefined) {
  const row = await store.lockResource(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  insistRunning(await getAssessedCase(call, row.case_id));
  return row;
}

export async function changeResource(call: Call, _permit: Care, id: string, version: number | undefined, fields: ResourceFields) {
  const row = await lockResource(call, id, version);
  const saved = await store.updateResource(call.tx, id, await resourceColumns(call, id, row.person_id, fields));
  await told(call, 'U', 'resource', id, 'changed', row, { domain: fields.domain });
  return { id, version: saved };
}

/** It is not there any more; that it was stays readable. */
export async function removeResource(call: Call, _permit: Care, id: string, version: number | undefined) {
  const row = await lockResource(call, id, version);
  const saved = await store.updateResource(call.tx, id, { removed_on: todayOf(call) });
  await told(call, 'U', 'resource', id, 'removed', row, { domain: row.domain });
  return { id, version: saved };
}

/** Writes a score down; it belongs to the open round where there is one. */
export async function addInstrument(call: Call, _permit: Care, caseId: string, fields: InstrumentFields) {
  const [whose, id] = [await whoseOf(call, caseId), call.newId()];
  insistPast(call, fields.ratedOn, '/ratedOn');
  const judged = judgeScore(fields.instrument, fields.score);
  if (!judged.ok) {
    const { min, max } = judged;
    throw new Refusal(judged.because, { errors: [{ pointer: '/score', code: judged.because }], facts: { min, max } });
  }
  // B.4 DU3 asks which partner; a service is not its own partner
  const partnerId = fields.rater === 'partner' ? fields.partnerId : null;
  if (fields.rater === 'partner' && (partnerId === null || partnerId === whose.organisation_id))
    throw new Refusal('instrument-partner', { errors: [{ pointer: '/partnerId', code: 'instrument-partner' }] });
  const open = (await store.selectRounds(call.tx, caseId)).find((round) => round.completed_on === null);
  await store
    .appendInstrument(call.tx, ownerOf(id, whose), open?.id ?? null, { ...fields, partnerId, instrument: judged.name })
    .catch((fault: { code?: string }) => {
      if (fault.code === '23503') throw new Refusal('provider-unknown', { errors: [{ pointer: '/partnerId', code: 'provider-unknown' }] });
      throw fault;
    });
  await told(call, 'C', 'instrument-result', id, 'recorded', whose);
  return { id, version: 1 };
}

/** Written down by mistake. */
export async function withdrawInstrument(call: Call, _permit: Care, id: string, version: number | undefined) {
  const row = await store.lockInstrument(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  const saved = await store.withdrawInstrumentRow(call.tx, id, call.now);
  await told(call, 'U', 'instrument-result', id, 'withdrawn', row);
  return { id, version: saved };
}

/** The risk check, that the client saw the assessment, or that she declined a map: kept as a paper of its day. */
export async function recordPaper(call: Call, _permit: Care, caseId: string, paper: Omit<ArtefactShape, 'id'>) {
  const [whose, id] = [await whoseOf(call, caseId), call.newId()];
  insistPast(call, paper.on, '/on');
  const place = { table: 'cases.artefact', column: 'note_sealed', row: id };
  await papers.appendPaper(call.tx, {
    id,
    ...whose,
    kind: paper.kind,
    at_on: paper.on,
    form: paper.form,
    note_sealed: paper.note === '' ? null : await call.sealer.seal(call.tx, whose.person_id, place, paper.note),
    made_at: call.now,
    made_by: accountOf(call).accountId,
  });
  await told(call, 'C', 'artefact', id, 'made', whose, { artefact: paper.kind });
  return { id };
}

/** Entered by mistake, or she changed her mind. */
export async function withdrawPaper(call: Call, _permit: Care, id: string) {
  const row = await papers.lockPaper(call.tx, id);
  if (!row) throw new Refusal('not-found');
  await papers.withdrawPaper(call.tx, id, call.now);
  await told(call, 'U', 'artefact', id, 'withdrawn', row, { artefact: row.kind });
  return { id };
}
