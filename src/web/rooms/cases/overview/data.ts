import { useQuery } from '@tanstack/react-query';
import { getMonitoring } from '#rooms/cases/contract/monitoring.ts';
import { call } from '../../../call.ts';
import { CASES } from '../data.ts';

/** What Monitoring knows of a case: contacts, findings, lights, reviews. The tab itself reads the same, so the way there is short. */
export const useMonitoring = (caseId: string) =>
  useQuery({
    queryKey: [CASES, 'monitoring', caseId],
    queryFn: ({ signal }) => call(getMonitoring, { params: { id: caseId }, signal }),
  }).data;
