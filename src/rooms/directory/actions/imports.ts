import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import * as run from '#platform/imports/run.ts';
import type { Permit } from '#platform/permit.ts';
import type { IMPORT_KINDS, importConfirmation, importUpload } from '../contract.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { lockPlace, lockPractitioner } from '../store.ts';
import { placeImport } from './import-places.ts';
import { practitionerImport } from './import-practitioners.ts';
import { serviceImport, undoService } from './import-services.ts';
import { movePlace } from './step.ts';

type Kind = (typeof IMPORT_KINDS)[number];

function kindOf(kind: Kind, permit: Permit<'imports.run'>): run.ImportKind {
  const kinds = { practitioners: practitionerImport(permit), places: placeImport, services: serviceImport(permit) };
  return kinds[kind] as unknown as run.ImportKind;
}

export function previewImport(call: Call, permit: Permit<'imports.run'>, kind: Kind, upload: z.output<typeof importUpload>) {
  return run.previewImport(call, kindOf(kind, permit), upload);
}

export function confirmImport(call: Call, permit: Permit<'imports.run'>, kind: Kind, upload: z.output<typeof importConfirmation>) {
  return run.confirmImport(call, kindOf(kind, permit), upload);
}

export async function listImports(call: Call, _permit: Permit<'imports.run'>) {
  return { imports: await run.listImports(call) };
}

/** Takes a run back: drafts are closed, therapists who have nothing yet leave, what was changed is as before. */
export function undoImport(call: Call, _permit: Permit<'imports.run'>, kind: Kind, id: string) {
  return run.undoImport(call, kind, id, (item) => {
    switch (item.objectKind) {
      case 'place':
        return undoPlace(call, item);
      case 'practitioner':
        return item.did === 'made' ? closePractitioner(call, item) : restorePractitioner(call, item);
      case 'service':
        return undoService(call, item);
      case 'location':
        return closeRoom(call, item);
      default:
        return closeOrganisation(call, item);
    }
  });
}

async function undoPlace(call: Call, item: run.ImportItem): Promise<string | undefined> {
  const place = await lockPlace(call.tx, item.objectId);
  if (!place || place.state === 'closed') return undefined;
  if (place.state !== 'draft' || place.version !== item.version) return 'in-use';
  await movePlace(call, { id: item.objectId, event: 'close', reason: 'import-undone' });
  return undefined;
}

async function closePractitioner(call: Call, item: run.ImportItem): Promise<string | undefined> {
  const row = await lockPractitioner(call.tx, item.objectId);
  if (!row || row.closed_at) return undefined;
  const [account, place] = await Promise.all([
    call.tx
      .selectFrom('access.account')
      .select('id')
      .where('practitioner_id', '=', row.id)
      .where('closed_at', 'is', null)
      .executeTakeFirst(),
    call.tx
      .selectFrom('directory.place')
      .select('id')
      .where('practitioner_id', '=', row.id)
      .where('state', '<>', 'closed')
      .executeTakeFirst(),
  ]);
  if (account || place || row.version !== item.version) return 'in-use';
  await call.tx
    .updateTable('directory.practitioner')
    .set({ closed_at: call.now, accepts_new: false, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
  await tell(call, row.id);
  return undefined;
}

async function restorePractitioner(call: Call, item: run.ImportItem): Promise<string | undefined> {
  const row = await lockPractitioner(call.tx, item.objectId);
  if (!row || row.version !== item.version || !item.before) return 'changed-since';
  const before = item.before as Partial<Pick<typeof row, 'title' | 'gender' | 'phone' | 'email' | 'about' | 'accepts_new'>>;
  await call.tx
    .updateTable('directory.practitioner')
    .set({ ...before, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
  await tell(call, row.id);
  return undefined;
}

function tell(call: Call, practitionerId: string): Promise<void> {
  return record(call, {
    action: DIRECTORY_EVENTS.profileChanged,
    kind: 'U',
    object: ['practitioner', practitionerId],
    data: { practitionerId },
    reason: 'import-undone',
  });
}

/** A room that others use by now simply stays. */
async function closeRoom(call: Call, item: run.ImportItem): Promise<undefined> {
  const used = await call.tx
    .selectFrom('directory.place')
    .select('id')
    .where('location_id', '=', item.objectId)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  if (used) return undefined;
  await call.tx.updateTable('directory.location').set({ closed_at: call.now }).where('id', '=', item.objectId).execute();
  await record(call, { action: DIRECTORY_EVENTS.locationChanged, kind: 'U', object: ['location', item.objectId], reason: 'import-undone' });
  return undefined;
}

async function closeOrganisation(call: Call, item: run.ImportItem): Promise<undefined> {
  if (item.objectKind !== 'organisation') throw new Refusal('not-found');
  const used = await call.tx
    .selectFrom('directory.practitioner')
    .select('id')
    .where('organisation_id', '=', item.objectId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  const offers = await call.tx
    .selectFrom('directory.service')
    .select('id')
    .where('organisation_id', '=', item.objectId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (used || offers) return undefined;
  await call.tx.updateTable('directory.organisation').set({ closed_at: call.now }).where('id', '=', item.objectId).execute();
  await record(call, {
    action: DIRECTORY_EVENTS.organisationChanged,
    kind: 'U',
    object: ['organisation', item.objectId],
    reason: 'import-undone',
  });
  return undefined;
}
