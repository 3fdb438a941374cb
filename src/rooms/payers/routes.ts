import { type Route, serve } from '#platform/http.ts';
import { addContractLine, endContractLine, listContractLines, withdrawContractLine } from './actions/contract-lines.ts';
import { findPayers, getPayer, importPayerFile, listPayerFiles } from './actions/payers.ts';
import * as wire from './contract.ts';

/** Payers for everybody of a service; prices only for its office and lead, and only their own. */
export const payersRoutes: Route[] = [
  serve(wire.listPayerFiles, 'payers.read', async (call, { permit }) => ({ files: await listPayerFiles(call, permit) })),
  serve(wire.importPayerFile, 'payers.import', (call, { permit, body }) => importPayerFile(call, permit, body), { body: 4_500_000 }),
  serve(wire.findPayers, 'payers.read', (call, { permit, query }) => findPayers(call, permit, query)),
  serve(wire.listContractLines, 'billing.office', async (call, { permit }) => ({ lines: await listContractLines(call, permit) })),
  serve(wire.addContractLine, 'billing.office', (call, { permit, body }) => addContractLine(call, permit, body)),
  serve(wire.endContractLine, 'billing.office', (call, { permit, params, body, version }) =>
    endContractLine(call, permit, params.id, version, body.to),
  ),
  serve(wire.withdrawContractLine, 'billing.office', (call, { permit, params, version }) =>
    withdrawContractLine(call, permit, params.id, version),
  ),
  serve(wire.getPayer, 'payers.read', (call, { permit, params, query }) => getPayer(call, permit, params.ik, query.state ?? null)),
];
