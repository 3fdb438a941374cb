import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import * as wire from '#rooms/cases/contract/assessment.ts';
import type { Rating } from '#rooms/cases/rules/assessment.ts';
import { call } from '../../../call.ts';
import { CASES } from '../data.ts';

export type Assessment = z.output<typeof wire.readAssessment.answer>;
export type Round = wire.RoundShape;
export type DomainRating = wire.DomainRatingShape;
export type Fields = wire.RatingFields;

export const assessmentQuery = (caseId: string) =>
  queryOptions({
    queryKey: [CASES, 'assessment', caseId],
    queryFn: ({ signal }) => call(wire.readAssessment, { params: { id: caseId }, signal }),
  });

/** What can be changed of a domain, without what the server says about it. */
export function fieldsOf(rating: DomainRating): Fields {
  const { client, professional, notDiscussed, notDiscussedNote, selfManaged, informalSupport, sentence, priority, notNow } = rating;
  return { client, professional, notDiscussed, notDiscussedNote, selfManaged, informalSupport, sentence, priority, notNow };
}

/** A domain as the rules of both views read it. */
export function ruled({ domain, ...fields }: Fields & { domain: string }): Rating {
  const { client, professional, notDiscussed, priority, notNow, sentence } = fields;
  return {
    domain,
    client: { severity: client.severity, need: client.need },
    clientMissing: client.missing,
    professional: { severity: professional.severity, need: professional.need },
    notDiscussed,
    priority,
    notNow: notNow !== null,
    explained: sentence !== '',
  };
}
