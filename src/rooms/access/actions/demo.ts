import { sql } from 'kysely';
import type { Role } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { type Call, newSessionToken } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Door } from '#platform/http.ts';
import type { NextStep } from '../contract.ts';
import { ABSOLUTE_SECONDS, IDLE_SECONDS } from '../rules/session.ts';
import { endSessionRow } from '../store.ts';
import { deviceOf } from './sign-in.ts';

export interface DemoPerson {
  accountId: string;
  name: string;
  email: string;
  deskLabel: string | null;
  roles: Role[];
}

/** People of every role for the start page of the demo; nothing anywhere else. */
export async function listDemoPeople(call: Call): Promise<DemoPerson[]> {
  insistDemo(call);
  const { rows } = await sql<{ account_id: string; name: string; email: string; desk_label: string | null; roles: Role[] }>`
    select * from app.demo_people()`.execute(call.tx);
  return rows.map((row) => ({ accountId: row.account_id, name: row.name, email: row.email, deskLabel: row.desk_label, roles: row.roles }));
}

/** Clients and relatives for the portal's door of the demo; nothing anywhere else. */
export async function listDemoClients(call: Call): Promise<{ accountId: string; name: string; kind: string }[]> {
  if (call.network.mode !== 'demo') return [];
  const { rows } = await sql<{ account_id: string; name: string; kind: string }>`select * from app.demo_portal_people()`.execute(call.tx);
  return rows.map((row) => ({ accountId: row.account_id, name: row.name, kind: row.kind }));
}

/** Signs in with one click. Both the mode of this process and the door in the database must say demo. */
export async function demoSignIn(call: Call, accountId: string, door: Door): Promise<NextStep> {
  insistDemo(call);
  await endSessionRow(call, null, 'replaced');
  const token = newSessionToken();
  const id = call.newId();
  const { rows } = await sql<{ opened: boolean }>`
    select app.open_unproven_session(${accountId}, ${id}, ${token}, ${deviceOf(door)}, ${IDLE_SECONDS}) as opened`.execute(call.tx);
  if (rows[0]?.opened !== true) throw new Refusal('not-found');
  await record(call, { action: 'access.session.opened', kind: 'C', object: ['session', id], reason: 'demo' });
  door.signIn(token, ABSOLUTE_SECONDS);
  return 'done';
}

function insistDemo(call: Call): void {
  if (call.network.mode !== 'demo') throw new Refusal('not-found');
}
