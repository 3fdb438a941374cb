import { queryOptions, useQuery } from '@tanstack/react-query';
import * as wire from '#rooms/cases/contract/linking.ts';
import { DOMAINS, findServiceType, SERVICE_TYPES } from '#rooms/cases/rules/areas.ts';
import { call } from '../../../call.ts';
import { useLanguage } from '../../../words/language.tsx';
import { areasQuery, CASES, caseQuery } from '../data.ts';

export const linesQuery = (caseId: string) =>
  queryOptions({
    queryKey: [CASES, 'lines', caseId],
    queryFn: ({ signal }) => call(wire.listLines, { params: { id: caseId }, signal }),
  });

export interface Names {
  service: (code: string) => string;
  domain: (code: string) => string;
  /** Kinds of service of the case's area, by name. */
  services: { code: string; name: string; continuous: boolean; inpatient: boolean; rhythmDays: number | null }[];
  domains: { code: string; name: string }[];
}

/** How this case's area calls services and life domains. */
export function useNames(caseId: string): Names {
  const { language } = useLanguage();
  const { data: head } = useQuery(caseQuery(caseId));
  const { data } = useQuery(areasQuery);
  const area = data?.areas.find(({ code }) => code === head?.area);
  const services = area?.services ?? SERVICE_TYPES;
  const domains = area?.domains ?? Object.values(DOMAINS);
  return {
    service: (code) => (services.find((one) => one.code === code) ?? findServiceType(code))?.[language] ?? code,
    domain: (code) =>
      (domains.find((one) => one.code === code) ?? Object.values(DOMAINS).find((one) => one.code === code))?.[language] ?? code,
    services: services
      .map(({ code, continuous, inpatient, rhythmDays, [language]: name }) => ({ code, name, continuous, inpatient, rhythmDays }))
      .sort((one, other) => one.name.localeCompare(other.name, language)),
    domains: domains.map(({ code, [language]: name }) => ({ code, name })),
  };
}
