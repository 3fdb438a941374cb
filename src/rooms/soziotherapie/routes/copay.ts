import { type Route, serve } from '#platform/http.ts';
import { addOtherCopay, getCopay, setIncome, withdrawOtherCopay } from '../actions/copay.ts';
import { getCopayPaper } from '../actions/copay-paper.ts';
import * as wire from '../contract/copay.ts';

/** Copayments: office and lead (rule book 5.3). */
export const copayRoutes: Route[] = [
  serve(wire.getCopay, 'soziotherapie.office', (call, { permit, params, query }) => getCopay(call, permit, params.id, query.year)),
  serve(wire.addOtherCopay, 'soziotherapie.office', (call, { permit, params, body }) => addOtherCopay(call, permit, params.id, body)),
  serve(wire.withdrawOtherCopay, 'soziotherapie.office', (call, { permit, params }) => withdrawOtherCopay(call, permit, params.id)),
  serve(wire.setIncome, 'soziotherapie.office', (call, { permit, params, body }) => setIncome(call, permit, params.id, body)),
  serve(wire.getCopayPaper, 'soziotherapie.office', (call, { permit, params, query }) => getCopayPaper(call, permit, params.id, query)),
];
