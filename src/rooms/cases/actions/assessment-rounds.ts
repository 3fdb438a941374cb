import { insist, Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { RatingFields } from '../contract/assessment.ts';
import { DOMAIN_CODES } from '../rules/area-domains.ts';
import { judgeRound, missingForCompletion, type RoundKind } from '../rules/assessment.ts';
import type { ReassessmentTrigger } from '../rules/phase.ts';
import * as store from '../store/assessment.ts';
import { areaOf } from './areas.ts';
import { assessmentFacts, domainsOf, getAssessedCase, insistRunning, todayOf } from './assessment.ts';
import { openTexts, sealTexts, sealWish, textsOf } from './assessment-texts.ts';

type Care = Permit<'cases.care'>;

async function told(call: Call, round: store.RoundRow, verb: string, data: Record<string, string> = {}): Promise<void> {
  await record(call, {
    action: `cases.assessment.${verb}`,
    kind: verb === 'begun' ? 'C' : 'U',
    object: ['assessment', round.id],
    personId: round.person_id,
    data: { organisationId: round.organisation_id, caseId: round.case_id, round: round.kind, ...data },
  });
}

/** A row of the round before under a new round: everything it said, marked as carried over; texts under the new row's seal. */
async function carriedRow(call: Call, old: store.RatingRow, round: { id: string }) {
  const { text_sealed: _t, client_text_sealed: _c, version: _v, ...kept } = old;
  const next = { ...kept, id: call.newId(), assessment_id: round.id, carried: true };
  const { wish, texts } = await openTexts(call, old);
  return { ...next, client_text_sealed: await sealWish(call, next, wish), text_sealed: await sealTexts(call, next, texts) };
}

/**
 * Begins a round with a row for every domain that the area asks. An assessment or reassessment carries over what the last round knew; the
 * round of the evaluation rates anew, so that "before and after" are two looks, and keeps only which needs had priority.
 */
export async function beginRound(
  call: Call,
  _permit: Care,
  caseId: string,
  wish: { kind: RoundKind; trigger: ReassessmentTrigger | null },
): Promise<{ id: string; version: number; round: number }> {
  const found = await store.lockAssessedCase(call.tx, caseId);
  if (!found) throw new Refusal('not-found');
  const rounds = await store.selectRounds(call.tx, caseId);
  const { round: number } = insist(
    judgeRound(
      wish,
      found.phase,
      rounds.map((round) => ({ round: round.round, completed: round.completed_on !== null })),
    ),
  );
  const whose = { case_id: caseId, person_id: found.person_id, organisation_id: found.organisation_id };
  const round = { id: call.newId(), ...whose, round: number, ...wish, started_on: todayOf(call), version: 1, completed_on: null };
  const { version: _v, completed_on: _c, ...inserted } = round;
  await store.appendRound(call.tx, inserted);
  const last = rounds.at(-1);
  const before = last ? (await store.selectRatings(call.tx, caseId)).filter((row) => row.assessment_id === last.id) : [];
  const rows: Parameters<typeof store.appendRatings>[1] = [];
  const asked = domainsOf(await areaOf(call, found.area)).flatMap(({ code, asked: is }) => (is ? [code as string] : []));
  for (const domain of new Set([...asked, ...before.map((row) => row.domain)])) {
    const old = before.find((row) => row.domain === domain);
    if (old && wish.kind !== 'evaluation') rows.push(await carriedRow(call, old, round));
    else rows.push({ id: call.newId(), assessment_id: round.id, ...whose, domain, priority: old?.priority ?? false });
  }
  await store.appendRatings(call.tx, rows);
  await told(call, round, 'begun');
  return { id: round.id, version: 1, round: number };
}

/** The open round of an id; a completed one is refused. */
async function lockOpenRound(call: Call, id: string): Promise<store.RoundRow> {
  const round = await store.lockRound(call.tx, id);
  if (!round) throw new Refusal('not-found');
  if (round.completed_on !== null) throw new Refusal('assessment-completed');
  insistRunning(await getAssessedCase(call, round.case_id));
  return round;
}

/** Takes up a domain that the area does not ask; asked twice it stays one. */
export async function addDomain(call: Call, _permit: Care, roundId: string, domain: string): Promise<{ id: string; version: number }> {
  const round = await lockOpenRound(call, roundId);
  if (!(DOMAIN_CODES as readonly string[]).includes(domain)) throw new Refusal('domain-not-asked');
  const known = (await store.selectRatings(call.tx, round.case_id)).find((row) => row.assessment_id === round.id && row.domain === domain);
  if (known) return { id: known.id, version: known.version };
  const id = call.newId();
  const whose = { case_id: round.case_id, person_id: round.person_id, organisation_id: round.organisation_id };
  await store.appendRatings(call.tx, [{ id, assessment_id: round.id, ...whose, domain }]);
  await told(call, round, 'domain-added', { domain });
  return { id, version: 1 };
}

function insistSound(call: Call, { client, professional, notDiscussed, notNow }: RatingFields): void {
  const hers = client.severity !== null || client.need !== null;
  if (hers && client.missing !== null)
    throw new Refusal('client-view-and-reason', { errors: [{ pointer: '/client/missing', code: 'client-view-and-reason' }] });
  if (notDiscussed !== null && (hers || professional.severity !== null || professional.need !== null))
    throw new Refusal('not-discussed-but-rated', { errors: [{ pointer: '/notDiscussed', code: 'not-discussed-but-rated' }] });
  if (notNow && notNow.on > todayOf(call))
    throw new Refusal('not-now-needs-day', { errors: [{ pointer: '/notNow/on', code: 'not-now-needs-day' }] });
}

/** The day of a view: today where it changed, none where it is empty, else as it was. */
const ratedOn = (changed: boolean, empty: boolean, before: string | null, today: string) => (empty ? null : changed ? today : before);

/** Keeps one domain of the open round. The client's own view keeps who said it until somebody changes what it says. */
export async function rateDomain(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  fields: RatingFields,
): Promise<{ id: string; version: number }> {
  const row = await store.lockRating(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const round = await lockOpenRound(call, row.assessment_id);
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  insistSound(call, fields);
  const { client, professional, notNow } = fields;
  const today = todayOf(call);
  const before = await openTexts(call, row);
  const hers = client.severity !== row.client_severity || client.need !== row.client_need || client.wish !== before.wish;
  const ours =
    professional.severity !== row.prof_severity || professional.need !== row.prof_need || professional.note !== before.texts.note;
  const herEmpty = client.severity === null && client.need === null && client.wish === '';
  const ourEmpty = professional.severity === null && professional.need === null && professional.note === '';
  const saved = await store.updateRating(call.tx, id, {
    client_severity: client.severity,
    client_need: client.need,
    client_missing: client.missing,
    // only she herself speaks through the portal; a view that staff changed was told to them
    client_source: hers ? (client.source === 'guardian' ? 'guardian' : 'client') : row.client_source,
    client_rated_on: ratedOn(hers, herEmpty, row.client_rated_on, today),
    prof_severity: professional.severity,
    prof_need: professional.need,
    prof_rated_on: ratedOn(ours, ourEmpty, row.prof_rated_on, today),
    not_discussed: fields.notDiscussed,
    self_managed: fields.selfManaged,
    informal_support: fields.informalSupport,
    priority: fields.priority,
    not_now_reason: notNow?.reason ?? null,
    not_now_on: notNow?.on ?? null,
    carried: false,
    client_text_sealed: await sealWish(call, row, client.wish),
    text_sealed: await sealTexts(call, row, textsOf(fields)),
  });
  await told(call, round, 'rated', { domain: row.domain });
  return { id, version: saved };
}

/** Completes the open round. What is missing is named domain by domain; afterwards nothing of it changes. */
export async function completeAssessment(
  call: Call,
  _permit: Care,
  roundId: string,
  version: number | undefined,
): Promise<{ id: string; version: number }> {
  const round = await lockOpenRound(call, roundId);
  if (round.version !== version) throw new Refusal('version-old', { current: round.version });
  const missing = missingForCompletion(await assessmentFacts(call, await getAssessedCase(call, round.case_id)));
  if (missing.length > 0) throw new Refusal('assessment-incomplete', { facts: { missing } });
  const saved = await store.closeRound(call.tx, roundId, todayOf(call));
  await told(call, round, 'completed');
  return { id: roundId, version: saved };
}
