import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { ArtefactShape, DomainRatingShape, readAssessment as wire } from '../contract/assessment.ts';
import { DOMAIN_CODES, DOMAINS, type DomainCode } from '../rules/area-domains.ts';
import type { Area } from '../rules/areas.ts';
import { type AssessmentFacts, byDomain, missingForCompletion, type Rating, type ResourceKind, roundsIn } from '../rules/assessment.ts';
import * as store from '../store/assessment.ts';
import { findMapStanding, selectPapers } from '../store/assessment-papers.ts';
import { areaOf } from './areas.ts';
import { openTexts } from './assessment-texts.ts';

type Care = Permit<'cases.care'>;

/** Today in Berlin. */
export const todayOf = (call: Call): string => dayInBerlin(call.now).toString();

/** The case of an id, where the asker has a relation to it. */
export async function getAssessedCase(call: Call, id: string): Promise<store.AssessedCase> {
  const found = await store.findAssessedCase(call.tx, id);
  if (!found) throw new Refusal('not-found');
  return found;
}

/** A case that is over takes nothing more. */
export function insistRunning({ phase }: Pick<store.AssessedCase, 'phase'>): void {
  if (phase === 'closed' || phase === 'not_opened') throw new Refusal('assessment-not-now');
}

/** The domains that an area asks as the network set it, and those that can be taken up beside them. */
export function domainsOf(area: Pick<Area, 'domains'>) {
  const asked = area.domains.map((domain) => ({ ...domain, asked: true }));
  const others = DOMAIN_CODES.filter((code) => !asked.some((domain) => domain.code === code));
  return [...asked, ...others.map((code) => ({ ...DOMAINS[code], emphasis: false, asked: false }))]
    .sort((a, b) => byDomain(a.code, b.code))
    .map(({ code, de, en, emphasis, asked: is }) => ({ code, de, en, emphasis, asked: is }));
}

/** A stored row as the rules read it; codes of the closed lists by the table's own checks. */
export function ratingOf(row: store.RatingRow, explained: boolean): Rating {
  return {
    domain: row.domain,
    client: { severity: row.client_severity as Rating['client']['severity'], need: row.client_need as Rating['client']['need'] },
    clientMissing: row.client_missing as Rating['clientMissing'],
    professional: { severity: row.prof_severity as Rating['client']['severity'], need: row.prof_need as Rating['client']['need'] },
    notDiscussed: row.not_discussed as Rating['notDiscussed'],
    priority: row.priority,
    notNow: row.not_now_on !== null,
    explained,
  };
}

async function shapeOf(call: Call, row: store.RatingRow): Promise<DomainRatingShape> {
  const { wish, texts } = await openTexts(call, row);
  const { client, professional, clientMissing, notDiscussed } = ratingOf(row, texts.sentence !== '');
  return {
    id: row.id,
    version: row.version,
    domain: row.domain as DomainCode,
    carried: row.carried,
    clientRatedOn: row.client_rated_on,
    professionalRatedOn: row.prof_rated_on,
    client: {
      ...client,
      wish,
      missing: clientMissing,
      missingNote: texts.missingNote,
      source: (row.client_source as DomainRatingShape['client']['source'] | null) ?? 'client',
    },
    professional: { ...professional, note: texts.note },
    notDiscussed,
    notDiscussedNote: texts.notDiscussedNote,
    selfManaged: row.self_managed as DomainRatingShape['selfManaged'],
    informalSupport: row.informal_support as DomainRatingShape['informalSupport'],
    sentence: texts.sentence,
    priority: row.priority,
    notNow:
      row.not_now_on === null
        ? null
        : {
            reason: row.not_now_reason as NonNullable<DomainRatingShape['notNow']>['reason'],
            on: row.not_now_on,
            note: texts.notNowNote,
          },
  };
}

type Papers = Awaited<ReturnType<typeof selectPapers>>;

/** Whether a paper holds for a round: made on its first day or later. */
const madeSince = (papers: Papers, kind: ArtefactShape['kind'], day: string) =>
  papers.some((paper) => paper.kind === kind && paper.at_on >= day);

/**
 * What the rules ask about the latest round of a case (rules/assessment: `missingForCompletion`, `missingForPhase`). For the life of the
 * case and for its own completion. A reassessment wants that the client saw it anew.
 */
export async function assessmentFacts(call: Call, found: store.AssessedCase): Promise<AssessmentFacts> {
  const rounds = await store.selectRounds(call.tx, found.id);
  const ratings = await store.selectRatings(call.tx, found.id);
  const papers = await selectPapers(call.tx, found.id);
  const resources = await store.selectResources(call.tx, found.id);
  const latest = rounds.at(-1);
  return {
    domains: domainsOf(await areaOf(call, found.area)).flatMap(({ code, asked }) => (asked ? [code] : [])),
    round: latest
      ? {
          kind: latest.kind,
          completed: latest.completed_on !== null,
          ratings: ratings.filter((row) => row.assessment_id === latest.id).map((row) => ratingOf(row, false)),
        }
      : null,
    resources: resources.filter((row) => row.removed_on === null).length,
    networkMap: await findMapStanding(call.tx, found.id),
    riskCheck: madeSince(papers, 'risk-check', found.opened_on),
    clientSaw: latest !== undefined && madeSince(papers, 'client-saw-assessment', latest.started_on),
  };
}

const open = (call: Call, table: string, column: string, row: { id: string }, personId: string, bytes: Buffer | null) =>
  bytes ? call.sealer.open(call.tx, personId, { table, column, row: row.id }, bytes) : Promise.resolve('');

export async function readAssessment(call: Call, _permit: Care, caseId: string): Promise<z.input<typeof wire.answer>> {
  const found = await getAssessedCase(call, caseId);
  const personId = found.person_id;
  await recordReads(call, 'cases.assessment.read', 'case', [{ id: caseId, personId }]);
  const facts = await assessmentFacts(call, found);
  const [rounds, rows] = [await store.selectRounds(call.tx, caseId), await store.selectRatings(call.tx, caseId)];
  const shapes = new Map<string, DomainRatingShape[]>();
  for (const row of rows.sort((a, b) => byDomain(a.domain, b.domain)))
    shapes.set(row.assessment_id, [...(shapes.get(row.assessment_id) ?? []), await shapeOf(call, row)]);
  const resources = [];
  for (const row of await store.selectResources(call.tx, caseId))
    resources.push({
      id: row.id,
      version: row.version,
      domain: row.domain as DomainCode,
      kind: row.kind as ResourceKind,
      text: await open(call, 'cases.resource', 'text_sealed', row, personId, row.text_sealed),
      recordedOn: row.recorded_on,
      removedOn: row.removed_on,
    });
  const artefacts = [];
  for (const row of await selectPapers(call.tx, caseId))
    artefacts.push({
      id: row.id,
      kind: row.kind,
      on: row.at_on,
      form: row.form ?? ('spoken' as const),
      note: await open(call, 'cases.artefact', 'note_sealed', row, personId, row.note_sealed),
    });
  const running = rounds.some((round) => round.completed_on === null);
  return {
    phase: found.phase,
    today: todayOf(call),
    domains: domainsOf(await areaOf(call, found.area)),
    rounds: rounds.map((round) => ({
      id: round.id,
      version: round.version,
      round: round.round,
      kind: round.kind,
      trigger: round.trigger,
      startedOn: round.started_on,
      completedOn: round.completed_on,
      ratings: shapes.get(round.id) ?? [],
    })),
    resources,
    instruments: (await store.selectInstruments(call.tx, caseId)).map(({ instrument_version, rated_on, partner_id, ...row }) => ({
      ...row,
      instrumentVersion: instrument_version ?? '',
      ratedOn: rated_on,
      partnerId: partner_id,
    })),
    artefacts,
    networkMap: facts.networkMap,
    mayBegin: running ? [] : roundsIn(found.phase).filter((kind) => rounds.length > 0 || kind !== 'reassessment'),
    missing: missingForCompletion(facts) as z.input<typeof wire.answer>['missing'],
  };
}
