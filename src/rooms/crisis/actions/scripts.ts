import { Refusal } from '#kernel/decision.ts';
import { accountOf, asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { insistStepUp } from '#rooms/access/actions/permit.ts';
import { CRISIS_EVENTS } from '../events.ts';
import { SCRIPT_VERSION } from '../rules/safety.ts';
import type { ScriptBody } from '../rules/script.ts';
import { scriptFaults } from '../rules/script-faults.ts';
import { SHIPPED_SCRIPT } from '../rules/shipped-script.ts';
import {
  appendScript,
  findInUse,
  findScript,
  lockScript,
  lockSignature,
  type ScriptRecord,
  selectScripts,
  updateScript,
} from '../store/scripts.ts';
import { hashOf } from './wording.ts';

type Lead = Permit<'crisis.lead'>;

/** The script that comes with the product, unsigned; a network that has it already keeps what it has. */
export async function shipScript(world: World): Promise<void> {
  await asSystem(world, 'crisis.ship-script', async (call) => {
    const body = JSON.stringify(SHIPPED_SCRIPT);
    await appendScript(call.tx, {
      id: call.newId(),
      scriptVersion: SCRIPT_VERSION,
      body,
      hash: hashOf(SHIPPED_SCRIPT),
      at: call.now,
      by: null,
    });
  });
}

const bodyOf = (row: { body: unknown }): ScriptBody => row.body as ScriptBody;

function rowOf(row: ScriptRecord, inUseId: string | undefined) {
  const state = row.withdrawn_at
    ? row.signed_at
      ? ('replaced' as const)
      : ('withdrawn' as const)
    : row.signed_at
      ? ('in-use' as const)
      : ('draft' as const);
  return {
    id: row.id,
    version: row.version,
    scriptVersion: row.script_version,
    // signed and withdrawn while no other took its place: nothing is in use
    state: state === 'replaced' && inUseId === undefined ? ('withdrawn' as const) : state,
    draftedAt: row.drafted_at.toString(),
    draftedByName: row.drafted_by_name,
    signedAt: row.signed_at?.toString() ?? null,
    signedByName: row.signed_by_name,
    withdrawnAt: row.withdrawn_at?.toString() ?? null,
    withdrawnByName: row.withdrawn_by_name,
  };
}

export async function listScripts(call: Call, _permit: Lead) {
  const inUse = await findInUse(call.tx);
  return { scripts: (await selectScripts(call.tx)).map((row) => rowOf(row, inUse?.id)) };
}

/** One version, what is wrong with it, and the hash with which it may be signed. */
export async function getScriptVersion(call: Call, _permit: Lead, id: string) {
  const row = await findScript(call.tx, id);
  if (!row) throw new Refusal('script-not-found');
  const body = bodyOf(row);
  const inUse = await findInUse(call.tx);
  return { ...rowOf(row, inUse?.id), body, hash: hashOf(body).toString('hex'), faults: scriptFaults(body) };
}

/** A draft as a copy of an older version. */
export async function draftScript(call: Call, _permit: Lead, fromId: string, scriptVersion: string) {
  const from = await findScript(call.tx, fromId);
  if (!from) throw new Refusal('script-not-found');
  const body = bodyOf(from);
  const id = call.newId();
  const draft = { id, scriptVersion, body: JSON.stringify(body), hash: hashOf(body), at: call.now, by: accountOf(call).accountId };
  if (!(await appendScript(call.tx, draft)))
    throw new Refusal('script-name-taken', { errors: [{ pointer: '/scriptVersion', code: 'script-name-taken' }] });
  await record(call, { action: CRISIS_EVENTS.drafted, kind: 'C', object: ['script', id], data: { scriptVersion } });
  return saved(id, 1, body);
}

const saved = (id: string, version: number, body: ScriptBody) => ({
  id,
  version,
  hash: hashOf(body).toString('hex'),
  faults: scriptFaults(body),
});

async function lockDraft(call: Call, id: string, version: number | undefined) {
  const row = await lockScript(call.tx, id);
  if (!row) throw new Refusal('script-not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  if (row.withdrawn_at) throw new Refusal('script-withdrawn');
  return row;
}

/** Keeps a draft, also one with faults: it is work in progress. */
export async function saveScript(
  call: Call,
  _permit: Lead,
  id: string,
  version: number | undefined,
  scriptVersion: string,
  body: ScriptBody,
) {
  const row = await lockDraft(call, id, version);
  if (row.signed_at) throw new Refusal('script-signed');
  if (row.drafted_by === null) throw new Refusal('script-shipped');
  const taken = (await selectScripts(call.tx)).some((other) => other.id !== id && other.script_version === scriptVersion);
  if (taken) throw new Refusal('script-name-taken', { errors: [{ pointer: '/scriptVersion', code: 'script-name-taken' }] });
  const next = await updateScript(call.tx, id, { script_version: scriptVersion, body: JSON.stringify(body), body_hash: hashOf(body) });
  await record(call, { action: CRISIS_EVENTS.saved, kind: 'U', object: ['script', id], data: { scriptVersion } });
  return saved(id, next, body);
}

/** Signs exactly what was shown. The version in use until now is replaced in the same transaction, so that one is in use at any time. */
export async function signScript(call: Call, _permit: Lead, id: string, version: number | undefined, hash: string) {
  await insistStepUp(call);
  await lockSignature(call.tx);
  const row = await lockDraft(call, id, version);
  if (row.signed_at) throw new Refusal('script-signed');
  const body = bodyOf(row);
  const faults = scriptFaults(body);
  if (faults.length > 0) throw new Refusal('script-faulty', { errors: faults });
  if (hashOf(body).toString('hex') !== hash || !row.body_hash.equals(hashOf(body))) throw new Refusal('script-not-as-shown');
  const before = await findInUse(call.tx);
  const { accountId } = accountOf(call);
  if (before) await updateScript(call.tx, before.id, { withdrawn_at: call.now, withdrawn_by: accountId });
  const next = await updateScript(call.tx, id, { signed_at: call.now, signed_by: accountId });
  await record(call, {
    action: CRISIS_EVENTS.signed,
    kind: 'U',
    object: ['script', id],
    data: { scriptVersion: row.script_version, replaced: before?.script_version ?? null },
  });
  return { id, version: next };
}

/** Takes a version out of use, or throws a draft away. */
export async function withdrawScript(call: Call, _permit: Lead, id: string, version: number | undefined) {
  await insistStepUp(call);
  const row = await lockDraft(call, id, version);
  if (row.drafted_by === null && !row.signed_at) throw new Refusal('script-shipped');
  const next = await updateScript(call.tx, id, { withdrawn_at: call.now, withdrawn_by: accountOf(call).accountId });
  await record(call, { action: CRISIS_EVENTS.withdrawn, kind: 'U', object: ['script', id], data: { scriptVersion: row.script_version } });
  return { id, version: next };
}
