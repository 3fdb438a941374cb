import type { Route } from '#platform/http.ts';
import { openCase, type openCaseServices } from '#test/cases-stage.ts';
import { type House, holderOf } from '#test/http.ts';
import { sampleBody, sampleParams } from './samples.ts';

/** How far a case may be for a command, and whether the days of its sample lie behind it or ahead. */
const CASES = [
  ['intake', '2026-03-01'],
  ['assessment', '2026-03-01'],
  ['monitoring', '2026-03-01'],
  ['planning', '2026-04-01'],
] as const;

type Services = Awaited<ReturnType<typeof openCaseServices<'jana'>>>;

/** Who of the service asks a route of Case Management; undefined for every other route. */
export async function caseAsker(services: Services, route: Route): Promise<{ token: string } | undefined> {
  const name = { oksana: 'olena', amara: 'hanna' }[holderOf(route) as string] as 'olena' | 'hanna' | undefined;
  return name && /^(cases|referrals)\./.test(route.endpoint.name) ? { token: await services.cast.token(name) } : undefined;
}

/**
 * Asks a command about cases of her own, each further than the one before, until it is carried out.
 * @param reword what becomes of the sample as JSON text before it is sent
 * @returns the last case and body, and whether the command was carried out
 */
export async function askInCases(house: House, services: Services, route: Route, reword = (json: string) => json) {
  const by = await caseAsker(services, route);
  const params = sampleParams(route);
  let [body, done]: [unknown, boolean] = [sampleBody(route), false];
  if (!by || body === undefined || !route.endpoint.path.startsWith('/api/cases/:id/')) return { by, params, body, done };
  for (const [phase, day] of CASES) {
    params.id = (await openCase(house.stage, services, { phase })).caseId;
    body = JSON.parse(reword(JSON.stringify(sampleBody(route)).replaceAll('2026-04-01', day)));
    const { status } = await house.ask(by, route.endpoint.name, { params, version: 1, body });
    done = status < 300;
    if (done) break;
  }
  return { by, params, body, done };
}
