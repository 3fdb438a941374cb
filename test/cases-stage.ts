import { randomUUID } from 'node:crypto';
import { appendOrganisation } from '#rooms/directory/actions/coordinate.ts';
import { type Cast, openCast } from './cast/cast.ts';
import type { StaffName } from './cast/people.ts';
import { loadFewPostalCodes } from './cast/practice.ts';
import { type OwnDatabase, type Stage, setStage } from './cast/stage.ts';

/** The service "Case Management Rhein-Sieg" and a second one that must never see its clients. */
export const CASE_STAFF = {
  olena: { name: 'Olena Marchuk', email: 'olena.marchuk@geleit.example', roles: ['case-manager'], service: 'rheinsieg' },
  benno: { name: 'Benno Thiel', email: 'benno.thiel@geleit.example', roles: ['case-manager'], service: 'rheinsieg' },
  hanna: { name: 'Hanna Lorenz', email: 'hanna.lorenz@geleit.example', roles: ['lead'], service: 'rheinsieg' },
  rike: { name: 'Rike Sommer', email: 'rike.sommer@geleit.example', roles: ['case-manager', 'lead'], service: 'anderswo' },
} as const;
export type CaseStaffName = keyof typeof CASE_STAFF;

const PHASES = [
  'access',
  'case_finding',
  'intake',
  'assessment',
  'planning',
  'linking',
  'monitoring',
  'reassessment',
  'evaluation',
  'dormant',
] as const;

interface Client {
  givenName?: string;
  familyName?: string;
  birthDate?: string;
  manager?: CaseStaffName;
  phase?: (typeof PHASES)[number];
  intensity?: 'A' | 'B' | 'C' | 'D';
  openedOn?: string;
  phaseSince?: string;
  /** Whether she consents to Case Management; without it the person has no name here. */
  consent?: boolean;
}

export interface OpenedCase {
  personId: string;
  caseId: string;
}

/** Puts both services into a world: organisations and accounts. */
export async function openCaseServices<Name extends string>(cast: Cast<Name | StaffName>) {
  const services = {} as Record<'rheinsieg' | 'anderswo', string>;
  for (const [key, name] of [
    ['rheinsieg', 'Case Management Rhein-Sieg'],
    ['anderswo', 'Fallbüro Anderswo'],
  ] as const) {
    services[key] = await cast.as('marit', async (call, permit) => {
      const fields = { name, kind: 'service' as const, phone: '0228 555 600', email: null, website: null };
      return (await appendOrganisation(call, permit('directory.coordinate'), fields)).id;
    });
  }
  let members = cast as unknown as Cast<Name | StaffName | CaseStaffName>;
  for (const [key, { name, email, roles, service }] of Object.entries(CASE_STAFF) as [CaseStaffName, (typeof CASE_STAFF)[CaseStaffName]][])
    members = (await members.join(key, { name, email, roles, organisationId: services[service] })) as typeof members;
  return { cast: members, services };
}

/** A stage with both services; its clock stands at Monday, 2 March 2026. */
export async function setCases(database: OwnDatabase, options: { at?: Temporal.Instant } = {}) {
  const stage = await setStage(database, options);
  const cast = await openCast(stage.world);
  await loadFewPostalCodes(cast);
  const opened = await openCaseServices(cast);
  return { ...stage, ...opened, openCase: (client?: Client) => openCase(stage, opened, client) };
}

let opened = 0;

/**
 * A client with a case in some phase, written past the actions so that tests of one thing need not walk all phases before it. Her case
 * manager (Marchuk unless told) has her relation; what the phases before would have left behind is not there.
 */
export async function openCase(
  stage: Pick<Stage, 'admin' | 'clock'>,
  { cast, services }: { cast: Cast<CaseStaffName>; services: Record<'rheinsieg' | 'anderswo', string> },
  client: Client = {},
): Promise<OpenedCase> {
  const { manager = 'olena', phase = 'assessment', intensity = 'B', consent = true, openedOn = '2026-02-02' } = client;
  opened += 1;
  const [personId, caseId, organisationId] = [randomUUID(), randomUUID(), services[CASE_STAFF[manager].service]];
  const accountId = cast.account(manager);
  const now = stage.clock.now.toString();
  const put = (text: string, ...values: unknown[]) => stage.admin.query(text, values);
  const named = consent
    ? [client.givenName ?? 'Marta', client.familyName ?? 'Kowalczyk', client.birthDate ?? '1981-09-14']
    : [null, null, null];
  await put(
    `insert into people.person (id, created_at, given_name, family_name, birth_date, phone, street, postal_code, place, channel)
     values ($1, $2, $3, $4, $5, '0171 5550188', 'Lindenstr. 9', '53111', 'Bonn', 'phone')`,
    personId,
    now,
    ...named,
  );
  await put(
    `insert into cases.case (id, person_id, organisation_id, manager_id, pseudonym, phase, phase_since, intensity, source, opened_on, start_on, created_at, created_by,
       dormant_reason, resume_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'client', $9, $10, $11, $4, $12, $13)`,
    caseId,
    personId,
    organisationId,
    accountId,
    `Fall ${opened}`,
    phase,
    client.phaseSince ?? openedOn,
    intensity,
    openedOn,
    ['access', 'case_finding', 'intake'].includes(phase) ? null : openedOn,
    now,
    phase === 'dormant' ? 'pause' : null,
    phase === 'dormant' ? '2026-04-01' : null,
  );
  await put(
    `insert into cases.phase_visit (id, case_id, person_id, organisation_id, phase, entered_on, entered_at, entered_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    randomUUID(),
    caseId,
    personId,
    organisationId,
    phase,
    client.phaseSince ?? openedOn,
    now,
    accountId,
  );
  await put(
    `insert into access.care_relation (id, person_id, kind, account_id, organisation_id, cause_kind, cause_id, from_at, set_by)
     values ($1, $2, 'team', $3, $4, 'case', $5, $6, $3)`,
    randomUUID(),
    personId,
    accountId,
    organisationId,
    caseId,
    now,
  );
  if (consent)
    await put(
      `insert into consent.consent (id, person_id, kind, purpose, form, text_version, given_at, taken_by, organisation_id, given_by)
       values ($1, $2, 'case-management', 'COORD', 'paper', '2026-1', $3, $4, $5, 'client')`,
      randomUUID(),
      personId,
      now,
      accountId,
      organisationId,
    );
  return { personId, caseId };
}
