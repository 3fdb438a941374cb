import { type Route, serve, Versioned } from '#platform/http.ts';
import { changeSafeContact as change, getSafeContact as read } from './actions/safe-contact.ts';
import { changeSafeContact, getSafeContact } from './contract.ts';

export const peopleRoutes: Route[] = [
  serve(getSafeContact, 'placement.desk', async (call, { permit, params }) => {
    const rule = await read(call, permit, params.id);
    return new Versioned(rule.version, rule);
  }),
  serve(changeSafeContact, 'placement.desk', (call, { permit, params, body, version }) => change(call, permit, params.id, version, body)),
];
