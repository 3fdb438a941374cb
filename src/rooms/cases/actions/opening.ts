import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { giveCaseConsent } from '#rooms/consent/actions/case-consent.ts';
import { beginPerson, changePerson, getPerson } from '#rooms/people/actions.ts';
import { appendTask, findRunning } from '#rooms/tasks/actions.ts';
import type * as wire from '../contract/case.ts';
import { CASE_CONSENT_TEXT } from '../rules/consent.ts';
import * as store from '../store/cases.ts';
import { appendArtefact } from '../store/clearing.ts';
import { areasOf, workingArea } from './areas.ts';
import { endOfDay, isOver, lockCase, todayOf } from './case.ts';

type Wish = z.output<NonNullable<typeof wire.openCase.body>>;
type Opened = { id: string; personId: string; version: number };
const notePlace = (row: string) => ({ table: 'cases.artefact', column: 'note_sealed', row });

/** A case manager or the lead takes in for her own service; everybody else hands over. */
const takesIn = (call: Call) =>
  accountOf(call).roles.some((role) => role === 'case-manager' || role === 'lead') && accountOf(call).organisationId !== null;

/** The database asks for the relation, too; who has none, or whose service has her already, is told so in words. */
function denied(fault: unknown): never {
  const { code, constraint } = fault as { code?: string; constraint?: string };
  if (code === '42501') throw new Refusal('case-person-of-another');
  if (constraint === 'case_open') throw new Refusal('case-open-already');
  if (constraint === 'case_service') throw new Refusal('case-service-unknown');
  throw fault;
}

/** What a case is called until somebody agrees: no letter of a name, and short enough for the phone. */
const pseudonymOf = (id: string) => `Fall ${id.slice(-6).toUpperCase()}`;

export async function openCase(call: Call, _permit: Permit<'cases.open'>, wish: Wish): Promise<Opened> {
  if (!takesIn(call)) return handOver(call, wish);
  const { accountId, organisationId } = accountOf(call);
  if (organisationId === null || (wish.organisationId !== undefined && wish.organisationId !== organisationId))
    throw new Refusal('case-service-unknown');
  if (wish.person && !wish.consent) throw new Refusal('case-pseudonymous');
  const managers = await store.selectManagers(call.tx);
  const managerId = wish.managerId ?? accountId;
  if (!managers.some((one) => one.accountId === managerId)) throw new Refusal('not-a-case-manager');
  const personId = wish.personId ?? call.newId();
  const opened = await begin(call, {
    ...wish,
    personId,
    organisationId,
    managerId,
    previousId: null,
    newPerson: wish.personId === undefined,
  });
  if (wish.consent) {
    const { form, until, witness } = wish.consent;
    if (form === 'spoken' && !witness)
      throw new Refusal('missing-witness', { errors: [{ pointer: '/consent/witness', code: 'required' }] });
    await writeArtefact(call, opened, {
      kind: 'consent-client',
      answer: 'yes',
      form,
      until,
      textVersion: CASE_CONSENT_TEXT,
      note: witness ?? null,
    });
    await giveCaseConsent(call, {
      personId,
      organisationId,
      caseId: opened.id,
      form,
      until,
      givenBy: 'client',
      textVersion: CASE_CONSENT_TEXT,
    });
  }
  if (wish.person) await changePerson(call, personId, wish.person);
  return { id: opened.id, personId, version: 1 };
}

interface Begin extends Pick<Wish, 'pseudonym' | 'source' | 'note' | 'priority' | 'area'> {
  personId: string;
  organisationId: string;
  managerId: string;
  previousId: string | null;
  newPerson: boolean;
}
async function begin(call: Call, wish: Begin) {
  const id = call.newId();
  const { personId, organisationId, managerId } = wish;
  const day = todayOf(call);
  const by = accountOf(call).accountId;
  await store
    .relateCase(call.tx, { id: call.newId(), personId, organisationId, accountId: managerId, caseId: id, at: call.now })
    .catch(denied);
  if (wish.newPerson) await beginPerson(call, personId);
  else await getPerson(call, personId, 'cases.case.opened');
  await store
    .appendCase(call.tx, {
      id,
      personId,
      organisationId,
      managerId,
      pseudonym: wish.pseudonym ?? pseudonymOf(id),
      source: wish.source,
      priority: wish.priority ?? 2,
      area: await workingArea(call, wish.area),
      previousId: wish.previousId,
      day,
      at: call.now,
      by,
    })
    .catch(denied);
  const of = { caseId: id, personId, organisationId };
  await store.appendVisit(call.tx, of, { id: call.newId(), phase: 'access', day, at: call.now, by });
  if (wish.note) await writeArtefact(call, { id, personId, organisationId }, { kind: 'contact-note', note: wish.note });
  await record(call, {
    action: 'cases.case.opened',
    kind: 'C',
    object: ['case', id],
    personId,
    data: { organisationId, caseId: id, source: wish.source, handedOver: false, managerId, previousId: wish.previousId },
  });
  if (managerId !== by) await askManager(call, { id, personId, organisationId, managerId });
  return { id, personId, organisationId };
}

async function handOver(call: Call, wish: Wish): Promise<Opened> {
  const { personId, organisationId } = wish;
  if (!personId) throw new Refusal('case-person-of-another');
  if (!organisationId) throw new Refusal('case-service-unknown');
  if (wish.person || wish.consent || wish.managerId || wish.area) throw new Refusal('hand-over-only');
  if (wish.agreed !== true) throw new Refusal('hand-over-not-agreed');
  await getPerson(call, personId, 'cases.case.handed-over');
  const id = call.newId();
  const running = (await findRunning(call, personId, organisationId)).find(({ kind }) => kind === 'case');
  if (running) {
    // the service has her already, which whoever hands over does not learn: the same answer, and a task for who helps her
    await appendTask(call, {
      kind: 'handed-over-again',
      object: ['case', running.id],
      personId,
      assigneeId: running.account_id,
      organisationId,
      dueAt: endOfDay(Temporal.PlainDate.from(todayOf(call)).add({ days: 3 }).toString()),
      note: wish.note,
    });
    return { id, personId, version: 1 };
  }
  const noteId = call.newId();
  const note = wish.note ? await call.sealer.seal(call.tx, personId, notePlace(noteId), wish.note) : null;
  const day = todayOf(call);
  const managerId = await store
    .handOverCase(call.tx, {
      caseId: id,
      visitId: call.newId(),
      relationId: call.newId(),
      personId,
      organisationId,
      pseudonym: wish.pseudonym ?? pseudonymOf(id),
      source: wish.source,
      priority: wish.priority ?? 2,
      noteId,
      note,
      at: call.now,
      day,
    })
    .catch(denied);
  await record(call, {
    action: 'cases.case.opened',
    kind: 'C',
    object: ['case', id],
    personId,
    data: { organisationId, caseId: id, source: wish.source, handedOver: true, managerId, previousId: null },
  });
  await askManager(call, { id, personId, organisationId, managerId });
  return { id, personId, version: 1 };
}

async function askManager(call: Call, of: { id: string; personId: string; organisationId: string; managerId: string }): Promise<void> {
  await appendTask(call, {
    kind: 'case-new',
    object: ['case', of.id],
    personId: of.personId,
    assigneeId: of.managerId,
    assigneeRole: null,
    organisationId: of.organisationId,
    priority: 2,
    dueAt: endOfDay(Temporal.PlainDate.from(todayOf(call)).add({ days: 3 }).toString()),
    facts: { caseId: of.id },
  });
}

/** One row of what was handed over, said or decided; the note is sealed with the person's key. */
export async function writeArtefact(
  call: Call,
  of: { id: string; personId: string; organisationId: string },
  one: {
    kind: string;
    on?: string | undefined;
    answer?: string | null | undefined;
    guardianId?: string | null | undefined;
    signsForBoth?: boolean | undefined;
    form?: string | null | undefined;
    until?: string | null | undefined;
    textVersion?: string | null | undefined;
    note?: string | null | undefined;
  },
): Promise<string> {
  const id = call.newId();
  await appendArtefact(call.tx, {
    ...one,
    id,
    caseId: of.id,
    personId: of.personId,
    organisationId: of.organisationId,
    on: one.on ?? todayOf(call),
    note: one.note ? await call.sealer.seal(call.tx, of.personId, notePlace(id), one.note) : null,
    at: call.now,
    by: call.actor.kind === 'account' ? call.actor.accountId : null,
  });
  return id;
}

/** Who comes again: a new case in access, linked to the old one, for the same manager where she still works here. */
export async function reopenCase(call: Call, _permit: Permit<'cases.care'>, id: string): Promise<Opened> {
  const old = await lockCase(call, id);
  if (!isOver(old)) throw new Refusal('case-open-already');
  if (old.organisation_id !== accountOf(call).organisationId) throw new Refusal('case-service-unknown');
  const managers = await store.selectManagers(call.tx);
  const me = accountOf(call).accountId;
  const managerId = [old.manager_id, me].find((one) => managers.some(({ accountId }) => accountId === one));
  if (!managerId) throw new Refusal('not-a-case-manager');
  const { person_id: personId, organisation_id: organisationId } = old;
  const source = old.source as Wish['source'];
  const area = (await areasOf(call)).find(({ code, on }) => on && code === old.area)?.code;
  const wish = { personId, organisationId, managerId, previousId: id, newPerson: false, source, area, pseudonym: old.pseudonym };
  const opened = await begin(call, wish);
  return { id: opened.id, personId, version: 1 };
}

/** Where somebody can be handed to; and who of one's own service could coordinate. */
export async function listCaseServices(call: Call, _permit: Permit<'cases.open'>) {
  const own = accountOf(call).organisationId;
  const me = accountOf(call).accountId;
  const services = await store.selectServices(call.tx);
  const managers = await store.selectManagers(call.tx);
  return {
    services: services.map((one) => ({ ...one, own: one.organisationId === own })),
    managers: managers.map((one) => ({ ...one, me: one.accountId === me })),
  };
}
