import { type Route, serve } from '#platform/http.ts';
import type { CopyPart } from '../actions/case-file.ts';
import * as packages from '../actions/package.ts';
import * as rights from '../actions/rights.ts';
import * as packageWire from '../contract/package.ts';
import * as wire from '../contract/rights.ts';

/** A file is answered once and kept nowhere beside its key. */
const TOLD_ONCE = { once: false } as const;

/**
 * What leaves the house about a client, and what she can ask for.
 * @param parts sections that other rooms add to her copy
 */
export const rightsRoutes = (parts: readonly CopyPart[]): Route[] => [
  serve(packageWire.listDisclosures, 'soziotherapie.read', (call, { permit, params }) => packages.readDisclosures(call, permit, params.id)),
  serve(packageWire.makeInsurerPackage, 'soziotherapie.read', (call, { permit, params, body }) =>
    packages.makeInsurerPackage(call, permit, params.id, body),
  ),
  serve(packageWire.makeMdPackage, 'soziotherapie.care', (call, { permit, params, body }) =>
    packages.makeMdPackage(call, permit, params.id, body),
  ),
  serve(packageWire.printPackage, 'soziotherapie.read', (call, { permit, params }) => packages.printPackage(call, permit, params.id)),
  serve(wire.fileRights, 'soziotherapie.read', (call, { permit, params }) => rights.readRights(call, permit, params.id)),
  serve(wire.accessLog, 'soziotherapie.lead', (call, { permit, params, query }) =>
    rights.readAccessLog(call, permit, params.id, query.before),
  ),
  serve(
    wire.copyFile,
    'soziotherapie.lead',
    (call, { permit, params, body }) => rights.copyFile(call, permit, params.id, { form: body.form, parts }),
    TOLD_ONCE,
  ),
  serve(wire.refuseAccess, 'soziotherapie.lead', (call, { permit, params, body }) =>
    rights.refuseAccess(call, permit, params.id, body.reason),
  ),
  serve(
    wire.answerErasure,
    'soziotherapie.lead',
    (call, { permit, params, body }) => rights.answerErasure(call, permit, params.id, body.requestedOn),
    TOLD_ONCE,
  ),
];
