import { timingSafeEqual } from 'node:crypto';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { emergencyNumbers } from '#rooms/directory/actions/guidance.ts';
import { type Fault, FORM_VERSION, type FormLanguage, type Intake, type Typed } from '../rules/fields.ts';
import { openForm, readForm } from '../rules/form.ts';
import {
  FASTEST_SECONDS,
  FORM_OPEN_HOURS,
  type FormToken,
  readFormToken,
  referenceOf,
  sealedPart,
  sourceOf,
  writeFormToken,
} from '../rules/form-token.ts';
import type { Network } from '../rules/page.ts';
import { receiveIntake } from '../store/intake.ts';
import { deadlineOf } from './deadline.ts';

const sealOf = (call: Call, token: Pick<FormToken, 'id' | 'issuedAt'>) => call.sealer.token('portal-form', sealedPart(token));

/** A form to fill in: its id makes sending it twice harmless. */
export function newForm(call: Call): string {
  const token = { id: call.newId(), issuedAt: call.now };
  return writeFormToken({ ...token, seal: sealOf(call, token).toString('hex') });
}

/** Whether a form was handed out by us within a day. */
export function isOurForm(call: Call, form: string): boolean {
  const token = readFormToken(form);
  if (!token || !timingSafeEqual(Buffer.from(token.seal, 'hex'), sealOf(call, token))) return false;
  const hours = token.issuedAt.until(call.now).total('hours');
  return hours >= 0 && hours <= FORM_OPEN_HOURS;
}

/** What the public pages say of the network. */
export async function publicNetwork(call: Call): Promise<Network> {
  return { name: call.network.name, phone: call.network.phone ?? null, numbers: await emergencyNumbers(call, null) };
}

/**
 * The same form with the same words is one intake, however often it is sent. Whoever goes back, mends her number and sends it again has
 * written another one: it must not be swallowed by the first.
 */
function intakeIdOf(call: Call, formId: string, intake: Intake): string {
  const hex = call.sealer.token('portal-intake', `${formId}|${JSON.stringify(intake)}`).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export type Received =
  | { kind: 'received'; reference: string; until: Temporal.Instant; urgent: boolean }
  | { kind: 'look-again'; form: string; typed: Typed; faults: Fault[]; note?: 'expired' | 'foreign' }
  | { kind: 'too-many'; minutes: number };

/**
 * Takes a posted form: the next page for whoever sent it. Nothing about anybody is read here, and nothing that was there before changes
 * the answer; the page of a form that was put aside is the same as of one that was not.
 * @param address of the sender, kept only as a keyed hash of address and day
 */
export async function receiveForm(call: Call, body: string, language: FormLanguage, address: string): Promise<Received> {
  const { form, honey, typed, foreign } = openForm(body);
  const token = readFormToken(form);
  const ours = token !== undefined && timingSafeEqual(Buffer.from(token.seal, 'hex'), sealOf(call, token));
  const age = token ? token.issuedAt.until(call.now).total('seconds') : 0;
  if (!ours || age < 0 || age > FORM_OPEN_HOURS * 3600)
    return { kind: 'look-again', form: newForm(call), typed, faults: [], note: 'expired' };
  if (foreign) {
    await record(call, { action: 'portal.form.foreign', kind: 'E', object: ['intake', token.id], reason: 'unknown-field' });
    return { kind: 'look-again', form, typed, faults: [], note: 'foreign' };
  }
  const read = readForm(typed, dayInBerlin(call.now));
  if (!read.ok) return { kind: 'look-again', form, typed, faults: read.faults };

  const { intake } = read;
  const id = intakeIdOf(call, token.id, intake);
  const personId = call.newId();
  const place = { table: 'portal.intake', column: 'sealed', row: id };
  const { wrapped, sealed } = call.sealer.sealForNew(personId, place, JSON.stringify(intake));
  const aside = honey ? 'honey' : age < FASTEST_SECONDS ? 'fast' : null;
  const source = call.sealer.token('portal-source', `${sourceOf(address)}|${dayInBerlin(call.now).toString()}`);
  const said = await receiveIntake(call.tx, {
    id,
    personId,
    requestId: call.newId(),
    language,
    formVersion: FORM_VERSION,
    sealed,
    wrapped,
    source,
    aside,
  });
  if (said === 'too-many') {
    await record(call, { action: 'portal.intake.refused', kind: 'E', object: ['intake', id], reason: 'too-many' });
    return { kind: 'too-many', minutes: 60 };
  }
  if (said === 'received')
    await record(call, {
      action: 'portal.intake.received',
      kind: 'C',
      object: ['intake', id],
      data: { language, formVersion: FORM_VERSION, ...(aside ? { aside } : {}) },
    });
  return {
    kind: 'received',
    reference: referenceOf(call.sealer.token('intake-reference', id)),
    until: await deadlineOf(call, call.now, intake.urgent),
    urgent: intake.urgent,
  };
}
