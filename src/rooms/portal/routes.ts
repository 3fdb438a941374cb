import { type Route, serve } from '#platform/http.ts';
import * as desk from './actions/desk.ts';
import { admitForm, getWebForm, listAside } from './contract.ts';

/** For the desk. The public form itself is a page without an interface: src/doors/request-form.ts. */
export const portalRoutes: Route[] = [
  serve(getWebForm, 'placement.desk', async (call, { permit, params }) => ({ form: await desk.getWebForm(call, permit, params.id) })),
  serve(listAside, 'placement.override', async (call, { permit }) => ({ aside: await desk.listAside(call, permit) })),
  serve(admitForm, 'placement.override', (call, { permit, params }) => desk.admitForm(call, permit, params.id)),
];
