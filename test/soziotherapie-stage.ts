import { randomUUID } from 'node:crypto';
import { appendOrganisation, appendPractitioner, coordinateLocation } from '#rooms/directory/actions/coordinate.ts';
import { addPrescriber, changePractice } from '#rooms/soziotherapie/actions/practice.ts';
import type { PrescriberFields } from '#rooms/soziotherapie/contract/practice.ts';
import { type Cast, openCast } from './cast/cast.ts';
import type { StaffName } from './cast/people.ts';
import { loadFewPostalCodes } from './cast/practice.ts';
import { type OwnDatabase, type Stage, setStage } from './cast/stage.ts';

/** The practice "Musterweg" (Weidner, Brück, office, lead) and a second one that must never see its clients. */
export const SERVICE_STAFF = {
  weidner: { name: 'Jonas Weidner', email: 'jonas.weidner@geleit.example', roles: ['soziotherapist'], practice: 'musterweg', sees: true },
  brueck: { name: 'Anke Brück', email: 'anke.brueck@geleit.example', roles: ['soziotherapist'], practice: 'musterweg', sees: true },
  buero: { name: 'Petra Hahn', email: 'petra.hahn@geleit.example', roles: ['office'], practice: 'musterweg', sees: false },
  leitung: { name: 'Ruth Kessler', email: 'ruth.kessler@geleit.example', roles: ['lead'], practice: 'musterweg', sees: false },
  fremd: { name: 'Ole Fremd', email: 'ole.fremd@geleit.example', roles: ['soziotherapist'], practice: 'anderswo', sees: true },
  fremdbuero: { name: 'Ina Anders', email: 'ina.anders@geleit.example', roles: ['office', 'lead'], practice: 'anderswo', sees: false },
} as const;
export type ServiceName = keyof typeof SERVICE_STAFF;

/** Numbers that pass their checks and belong to nobody (class 49, region 99). */
export const PROVIDER_IK = '499900019';
/** The insurer of the examples (TK). */
export const PAYER_IK = '100177504';

const PRESCRIBER: PrescriberFields = {
  name: 'Frauke Distelkamp',
  title: 'Dr.',
  kind: 'psychiatrist',
  practiceName: 'Praxis am Markt',
  lanr: '123456658',
  bsnr: '391234511',
  ik: null,
  street: 'Markt 3',
  postalCode: '53111',
  place: 'Bonn',
  phone: '0228 555 310',
  fax: null,
  email: 'praxis.distelkamp@geleit.example',
  permissionFrom: '2015-01-01',
  permissionTo: null,
};

interface Client {
  givenName?: string;
  familyName?: string;
  birthDate?: string;
  kvnr?: string;
  helper?: ServiceName | null;
  state?: 'INQUIRY' | 'REFERRED' | 'TRIAL' | 'IN_APPLICATION' | 'ACTIVE';
  openedOn?: string;
}

export interface Case {
  personId: string;
  episodeId: string;
}

/** Puts the two practices into a world: organisations, helpers, accounts, addresses, three prescribers. */
export async function openServices<Name extends string>(cast: Cast<Name | StaffName>) {
  const practices = {} as Record<'musterweg' | 'anderswo', string>;
  for (const [key, name] of [
    ['musterweg', 'Praxis Musterweg'],
    ['anderswo', 'Soziotherapie Anderswo'],
  ] as const) {
    practices[key] = await cast.as('marit', async (call, permit) => {
      const may = permit('directory.coordinate');
      const { id } = await appendOrganisation(call, may, { name, kind: 'service', phone: '0228 555 400', email: null, website: null });
      await coordinateLocation(call, may, id, {
        name: null,
        street: 'Musterweg 1',
        postalCode: '53111',
        place: 'Bonn',
        access: {},
        directions: null,
      });
      return id;
    });
  }
  let members = cast as unknown as Cast<Name | StaffName | ServiceName>;
  const helpers = {} as Record<ServiceName, string>;
  for (const [key, { name, email, roles, practice, sees }] of Object.entries(SERVICE_STAFF) as [
    ServiceName,
    (typeof SERVICE_STAFF)[ServiceName],
  ][]) {
    const organisationId = practices[practice];
    const practitionerId = sees
      ? (
          await cast.as('marit', (call, permit) =>
            appendPractitioner(call, permit('directory.coordinate'), { organisationId, name, profession: 'SOZIO', email }),
          )
        ).id
      : null;
    if (practitionerId) helpers[key] = practitionerId;
    members = (await members.join(key, { name, email, roles, organisationId, practitionerId })) as typeof members;
  }
  for (const [lead, name, ik] of [
    ['leitung', 'Praxis Musterweg', PROVIDER_IK],
    ['fremdbuero', 'Soziotherapie Anderswo', '499900020'],
  ] as const) {
    await members.as(lead, (call, permit) =>
      changePractice(call, permit('soziotherapie.lead'), 0, {
        name,
        ik,
        state: 'NW',
        street: 'Musterweg 1',
        postalCode: '53111',
        place: 'Bonn',
        phone: '0228 555 400',
        email: null,
        bankName: 'Bank am Rhein',
        iban: 'DE02120300000000202051',
        taxNumber: '12/345/67890',
      }),
    );
  }
  const prescriber = (more: Partial<PrescriberFields> = {}) =>
    members.as('buero', async (call, permit) => (await addPrescriber(call, permit('soziotherapie.office'), { ...PRESCRIBER, ...more })).id);
  const prescribers = {
    distelkamp: await prescriber(),
    hausarzt: await prescriber({ name: 'Karl Oberberg', kind: 'other-doctor', lanr: '838382202', permissionFrom: null }),
    klinik: await prescriber({
      name: 'LVR-Klinik Bonn',
      title: null,
      kind: 'hospital',
      lanr: null,
      bsnr: null,
      ik: '260500016',
      permissionFrom: null,
    }),
  };
  return { cast: members, practices, helpers, prescribers };
}

/** A stage with the two practices; its clock stands at Monday, 2 March 2026. */
export async function setSoziotherapie(database: OwnDatabase, options: { at?: Temporal.Instant } = {}) {
  const stage = await setStage(database, options);
  const cast = await openCast(stage.world);
  await loadFewPostalCodes(cast);
  const services = await openServices(cast);
  return { ...stage, ...services, openCase: (client?: Client) => openCase(stage, services, client) };
}

/**
 * A client with cover and an episode, written past the actions so that tests of one thing need not walk all steps before it. Her
 * helper (Weidner unless told) and the practice's office have their relations.
 */
export async function openCase(
  stage: Pick<Stage, 'admin' | 'clock'>,
  services: {
    practices: Record<'musterweg' | 'anderswo', string>;
    helpers: Record<ServiceName, string>;
    prescribers: { distelkamp: string };
  },
  client: Client = {},
): Promise<Case> {
  const { givenName = 'Almut', familyName = 'Reetz', birthDate = '1984-05-02', kvnr = 'A123456780', state = 'ACTIVE' } = client;
  const helper = client.helper === null ? null : (client.helper ?? 'weidner');
  const practice = helper ? SERVICE_STAFF[helper].practice : 'musterweg';
  const [personId, episodeId, organisationId] = [randomUUID(), randomUUID(), services.practices[practice]];
  const practitionerId = helper ? services.helpers[helper] : null;
  const now = stage.clock.now.toString();
  const put = (text: string, ...values: unknown[]) => stage.admin.query(text, values);
  await put(
    `insert into people.person (id, created_at, given_name, family_name, birth_date, phone, street, postal_code, place, channel)
     values ($1, $2, $3, $4, $5, '0171 5550123', 'Lindenstr. 7', '53111', 'Bonn', 'phone')`,
    personId,
    now,
    givenName,
    familyName,
    birthDate,
  );
  await put(
    `insert into people.cover (id, person_id, payer_ik, payer_name, kvnr, insured_status, insurer_group, state, from_on, recorded_at)
     values ($1, $2, $3, 'Techniker Krankenkasse', $4, '1', 'VDEK', 'NW', '2015-01-01', $5)`,
    randomUUID(),
    personId,
    PAYER_IK,
    kvnr,
    now,
  );
  await put(
    `insert into soziotherapie.episode (id, person_id, organisation_id, practitioner_id, prescriber_id, state, opened_on, asked_by)
     values ($1, $2, $3, $4, $5, $6, $7, 'client')`,
    episodeId,
    personId,
    organisationId,
    practitionerId,
    services.prescribers.distelkamp,
    state,
    client.openedOn ?? '2026-02-02',
  );
  await put('insert into soziotherapie.contingent (person_id) values ($1)', personId);
  if (practitionerId)
    await put(
      `insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at)
       values ($1, $2, 'team', $3, $4, 'episode', $5, $6)`,
      randomUUID(),
      personId,
      practitionerId,
      organisationId,
      episodeId,
      '2015-01-01T00:00:00Z',
    );
  await put(
    `insert into access.office_relation (id, person_id, organisation_id, cause_kind, cause_id, from_at) values ($1, $2, $3, 'episode', $4, $5)`,
    randomUUID(),
    personId,
    organisationId,
    episodeId,
    '2015-01-01T00:00:00Z',
  );
  return { personId, episodeId };
}

interface Ordered {
  kind?: 'TRIAL' | 'INITIAL' | 'FOLLOW_UP' | 'DISCHARGE' | 'REFERRAL';
  issuedOn?: string;
  units?: number;
  receivedOn?: string | null;
  approved?: { units: number; postedOn: string; validTo?: string | null } | null;
  groupAllowed?: boolean;
}

/** A prescription as it lies with the insurer or is decided, written past the actions. Answers its id. */
export async function putPrescription(
  stage: Pick<Stage, 'admin' | 'clock'>,
  { personId, episodeId }: Case,
  { kind = 'INITIAL', issuedOn = '2026-03-02', units = 30, receivedOn = issuedOn, approved = null, groupAllowed = true }: Ordered = {},
): Promise<string> {
  const id = randomUUID();
  const free = kind === 'TRIAL' || kind === 'REFERRAL';
  const state = free
    ? 'APPROVAL_FREE'
    : approved
      ? approved.units === 0
        ? 'REFUSED'
        : approved.units < units
          ? 'PARTIALLY_APPROVED'
          : 'APPROVED'
      : 'PROVISIONAL';
  await stage.admin.query(
    `insert into soziotherapie.prescription (id, episode_id, person_id, organisation_id, form, kind, prescriber_id, payer_ik, issued_on, units, group_allowed, state,
       approval_free, submit_until, submitted_on, submitted_by_channel, received_on, created_at)
     select $1, e.id, e.person_id, e.organisation_id, $3, $4, e.prescriber_id, $5, $6, $7, $8, $9, $10, $6::date + 3, $11, 'post', $11, $12
     from soziotherapie.episode e where e.id = $2`,
    [
      id,
      episodeId,
      kind === 'REFERRAL' ? '28' : '26',
      kind,
      PAYER_IK,
      issuedOn,
      units,
      groupAllowed,
      state,
      free,
      free ? null : receivedOn,
      stage.clock.now.toString(),
    ],
  );
  if (approved)
    await stage.admin.query(
      `insert into soziotherapie.decision (id, prescription_id, person_id, organisation_id, kind, units, decided_on, posted_on, known_on, notified_on, valid_to, recorded_at)
       select $1, p.id, p.person_id, p.organisation_id, $3, $4, $5, $5, $5, $5::date + 4, $6, $7 from soziotherapie.prescription p where p.id = $2 and p.person_id = $8`,
      [
        randomUUID(),
        id,
        approved.units === 0 ? 'refused' : approved.units < units ? 'partly' : 'approved',
        approved.units,
        approved.postedOn,
        approved.validTo ?? null,
        stage.clock.now.toString(),
        personId,
      ],
    );
  return id;
}
