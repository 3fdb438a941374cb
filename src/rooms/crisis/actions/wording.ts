import { createHash } from 'node:crypto';
import type { Call } from '#platform/call.ts';
import type { AlarmLevel } from '../rules/codes.ts';
import type { ScriptBody, ScriptLevel } from '../rules/script.ts';
import { SHIPPED_SCRIPT } from '../rules/shipped-script.ts';
import { findByName, findInUse, type ScriptRecord } from '../store/scripts.ts';

/** The script that may be asked now; nothing where no clinical lead has signed one. */
export async function findScriptInUse(call: Call): Promise<(ScriptRecord & { text: ScriptBody }) | undefined> {
  const row = await findInUse(call.tx);
  return row && { ...row, text: row.body as unknown as ScriptBody };
}

/** What an emergency goes by: the wording it was raised with, else the printed deadlines. */
export async function bodyFor(call: Call, scriptVersion: string | null): Promise<ScriptBody> {
  const row = scriptVersion === null ? undefined : await findByName(call.tx, scriptVersion);
  return row ? (row.body as unknown as ScriptBody) : SHIPPED_SCRIPT;
}

/** Deadlines and stages of an emergency's level. */
export async function timingFor(call: Call, scriptVersion: string | null, level: AlarmLevel): Promise<ScriptLevel> {
  return (await bodyFor(call, scriptVersion)).levels[level];
}

/** The one way in which a body is written down for its hash: keys in order, no blanks. The database keeps no order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

/** SHA-256 of exactly this wording. */
export function hashOf(body: ScriptBody): Buffer {
  return createHash('sha256').update(canonical(body)).digest();
}
