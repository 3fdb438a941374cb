import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { changeSetting, settingsAt } from '#platform/setting.ts';
import type { PracticeFields, PrescriberFields, SettingRow } from '../contract/practice.ts';
import type { Day } from '../rules/calendar.ts';
import { type Choices, mayChoose, type Parameters, parametersOn, SETTINGS, type Setting, type SettingName } from '../rules/parameters.ts';
import * as store from '../store/practice.ts';

/** The practice of whoever asks; refuses "not-found" for somebody of none. */
export function ownOrganisation(call: Call): string {
  const { organisationId } = accountOf(call);
  if (!organisationId) throw new Refusal('not-found');
  return organisationId;
}

const today = (call: Call): Day => dayInBerlin(call.now).toString();

/** A setting of its own for each choice, so that two people choosing two things at once both stand. */
const choicesName = (organisationId: string) => `soziotherapie.choice.${organisationId}.`;
const kebab = (name: string) => name.replaceAll(/[A-Z0-9]+/g, (letters) => `-${letters.toLowerCase()}`);
const NAME_OF: ReadonlyMap<string, SettingName> = new Map((Object.keys(SETTINGS) as SettingName[]).map((name) => [kebab(name), name]));

/** What was read in a call: most rules of one action ask for the same choices. */
const read = new WeakMap<Call, Map<string, Promise<Choices>>>();

/** What a practice chose where the law leaves it open, as it holds at the call's time. Read once a call. */
export function choicesOf(call: Call, organisationId: string): Promise<Choices> {
  const known = read.get(call) ?? new Map<string, Promise<Choices>>();
  read.set(call, known);
  const choices = known.get(organisationId) ?? readChoices(call, organisationId);
  known.set(organisationId, choices);
  return choices;
}

async function readChoices(call: Call, organisationId: string): Promise<Choices> {
  const chosen: [SettingName, unknown][] = [];
  for (const [key, value] of await settingsAt(call, choicesName(organisationId))) {
    const name = NAME_OF.get(key);
    if (name && value !== null) chosen.push([name, value]);
  }
  return Object.fromEntries(chosen) as Choices;
}

/** All numbers of the rules as they hold for a practice on a day. */
export async function parametersFor(call: Call, organisationId: string, day: Day = today(call)): Promise<Parameters> {
  return parametersOn(day, await choicesOf(call, organisationId));
}

/** How units are counted: changing it would count anew what was invoiced. */
const COUNTING: readonly SettingName[] = ['episodeAnchor', 'groupCapCounting', 'billingStepMinutes'];

function settingRows(day: Day, choices: Choices): SettingRow[] {
  const [now, usual] = [parametersOn(day, choices), parametersOn(day)];
  return (Object.entries(SETTINGS) as [SettingName, Setting<unknown>][]).map(([name, setting]) => ({
    name,
    value: now[name],
    usual: usual[name],
    basis: setting.basis,
    source: setting.source,
    validFrom: setting.rows.findLast(({ validFrom }) => validFrom === null || validFrom <= day)?.validFrom ?? null,
    open: setting.open ?? null,
    choices: (setting.choices ?? null) as SettingRow['choices'],
    mayChange: setting.basis === 'contract' || setting.basis === 'practice',
  }));
}

/** The practice as it stands on letters, who works in it, and every number its rules use. */
export async function getPractice(call: Call, _permit: Permit<'soziotherapie.read'>) {
  const organisationId = ownOrganisation(call);
  const row = await store.findPractice(call.tx, organisationId);
  const settings = settingRows(today(call), await choicesOf(call, organisationId));
  const helpers = await store.selectHelpers(call.tx, organisationId);
  return new Versioned(row?.version ?? 0, { organisationId, version: row?.version ?? 0, practice: row?.fields ?? null, helpers, settings });
}

/** Version 0 stands for "nothing yet". */
export async function changePractice(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  version: number | undefined,
  fields: PracticeFields,
) {
  const organisationId = ownOrganisation(call);
  const before = await store.findPractice(call.tx, organisationId, true);
  if ((before?.version ?? 0) !== version) throw new Refusal('version-old', { current: before?.version ?? 0 });
  await store.writePractice(call.tx, organisationId, version + 1, fields);
  await record(call, {
    action: 'soziotherapie.practice.changed',
    kind: before ? 'U' : 'C',
    object: ['organisation', organisationId],
    data: { organisationId },
  });
  return { organisationId, version: version + 1 };
}

/** Chooses from now on where the law leaves it open; what held before stays readable with its days. */
export async function changeChoice(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  name: string,
  value: number | string | boolean | null,
): Promise<{ name: string }> {
  const organisationId = ownOrganisation(call);
  if (!Object.hasOwn(SETTINGS, name)) throw new Refusal('setting-unknown');
  const setting = name as SettingName;
  if (value !== null && !mayChoose(setting, value)) throw new Refusal('setting-fixed', { facts: { name } });
  if (COUNTING.includes(setting) && (await store.hasInvoiced(call.tx, organisationId)))
    throw new Refusal('setting-in-use', { facts: { name } });
  await changeSetting(call, choicesName(organisationId) + kebab(setting), value);
  read.delete(call);
  await record(call, {
    action: 'soziotherapie.choice.changed',
    kind: 'U',
    object: ['organisation', organisationId],
    data: { organisationId, name, value },
  });
  return { name };
}

export async function listPrescribers(call: Call, _permit: Permit<'soziotherapie.read'>, q?: string) {
  return { prescribers: await store.selectPrescribers(call.tx, q) };
}

export async function addPrescriber(call: Call, _permit: Permit<'soziotherapie.office'>, fields: PrescriberFields) {
  const id = call.newId();
  await store.appendPrescriber(call.tx, id, call.now, fields);
  await record(call, { action: 'soziotherapie.prescriber.added', kind: 'C', object: ['prescriber', id] });
  return { id, version: 1 };
}

export async function changePrescriber(
  call: Call,
  _permit: Permit<'soziotherapie.office'>,
  id: string,
  version: number | undefined,
  fields: PrescriberFields,
) {
  const current = await store.lockPrescriber(call.tx, id);
  if (current === undefined) throw new Refusal('not-found');
  if (current !== version) throw new Refusal('version-old', { current });
  await store.updatePrescriber(call.tx, id, version + 1, fields);
  await record(call, { action: 'soziotherapie.prescriber.changed', kind: 'U', object: ['prescriber', id] });
  return { id, version: version + 1 };
}
