import { type Route, serve } from '#platform/http.ts';
import { getCostLetter, issueCosts, readCosts } from './actions/costs.ts';
import { listCases, readFigures } from './actions/figures.ts';
import { getAnnualReport, getWorkbook } from './actions/files.ts';
import { publishYears, readPublication } from './actions/publication.ts';
import * as wire from './contract.ts';

export const reportsRoutes: Route[] = [
  serve(wire.figures, 'figures.read', (call, { permit, params, query }) => readFigures(call, permit, { ...params, ...query })),
  serve(wire.figureCases, 'figures.detail', (call, { permit, params, query }) => listCases(call, permit, { ...params, ...query })),
  serve(wire.figuresWorkbook, 'figures.read', (call, { permit, params, query }) => getWorkbook(call, permit, { ...params, ...query })),
  serve(wire.annualReport, 'figures.read', (call, { permit, params, query }) => getAnnualReport(call, permit, { ...params, ...query })),
  serve(wire.publication, 'figures.read', (call, { permit }) => readPublication(call, permit)),
  serve(wire.publish, 'figures.publish', (call, { permit, body }) => publishYears(call, permit, body.years)),
  serve(wire.costs, 'reports.costs', (call, { permit, params }) => readCosts(call, permit, params.year)),
  serve(wire.issueCosts, 'reports.costs', (call, { permit, params, body }) => issueCosts(call, permit, params.year, body)),
  serve(wire.costLetter, 'reports.costs', (call, { permit, params, query }) =>
    getCostLetter(call, permit, params.id, params.practitionerId, query.language),
  ),
];
