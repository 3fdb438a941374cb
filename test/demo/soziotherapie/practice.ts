import { randomUUID } from 'node:crypto';
import { kvnrFault } from '#kernel/identifiers.ts';
import { appendOrganisation, appendPractitioner, coordinateLocation } from '#rooms/directory/actions/coordinate.ts';
import { addPrescriber, changePractice } from '#rooms/soziotherapie/actions/practice.ts';
import type { PrescriberFields } from '#rooms/soziotherapie/contract/practice.ts';
import type { Cast } from '#test/cast/cast.ts';
import { CAST_PASSWORD, CAST_TOTP } from '#test/cast/people.ts';

/** Payers as the official file of the fourth quarter of 2025 names them. */
export interface Payer {
  ik: string;
  name: string;
  group: 'VDEK' | 'AOK';
}
export const PAYERS: readonly Payer[] = [
  { ik: '101575519', name: 'Techniker Krankenkasse', group: 'VDEK' },
  { ik: '104940005', name: 'BARMER', group: 'VDEK' },
  { ik: '104212505', name: 'AOK Rheinland/Hamburg', group: 'AOK' },
  { ik: '101560000', name: 'DAK-Gesundheit', group: 'VDEK' },
  { ik: '102171012', name: 'KKH Kaufmännische Krankenkasse', group: 'VDEK' },
];
export const PROVIDER = { name: 'Soziotherapie am Rhein', ik: '499900019' };

export interface Prescriber {
  id: string;
  name: string;
  lanr: string | null;
  bsnr: string | null;
}
const prescriber = (
  name: string,
  title: string | null,
  kind: PrescriberFields['kind'],
  lanr: string | null,
  more: Partial<PrescriberFields> = {},
) => ({
  name,
  title,
  kind,
  lanr,
  bsnr: lanr ? '391234511' : null,
  practiceName: null,
  ik: null,
  street: 'Markt 3',
  postalCode: '53111',
  place: 'Bonn',
  phone: '0228 555 310',
  fax: null,
  email: null,
  permissionFrom: lanr ? '2012-01-01' : null,
  permissionTo: null,
  ...more,
});
const PRESCRIBERS: readonly PrescriberFields[] = [
  prescriber('Frauke Distelkamp', 'Dr.', 'psychiatrist', '123456658', { practiceName: 'Praxis am Markt' }),
  prescriber('Sofia Petrova', 'Dr.', 'psychiatrist', '240881351', { practiceName: 'Nervenarztpraxis Petrova', phone: '0228 555 320' }),
  prescriber('LVR-Klinik Bonn', null, 'hospital', null, { ik: '260500016', phone: '0228 555 700' }),
  prescriber('Heinrich Abendroth', 'Dr.', 'nervenarzt', '707070668', { practiceName: 'Praxis Abendroth', phone: '0228 555 330' }),
  prescriber('Karl Oberberg', 'Dr.', 'other-doctor', '838382202', {
    practiceName: 'Hausarztpraxis Oberberg',
    permissionFrom: null,
    phone: '0228 555 340',
  }),
];

/** The six who accompany; Jonas Reuter stands in the cast already. */
export const HELPERS = [
  { key: 'jonas', name: 'Jonas Reuter' },
  { key: 'brueck', name: 'Anke Brück' },
  { key: 'senger', name: 'Malte Senger' },
  { key: 'oezkan', name: 'Derya Özkan' },
  { key: 'lorenzen', name: 'Inken Lorenzen' },
  { key: 'pfeil', name: 'Tobias Pfeil' },
] as const;

export interface DemoPractice {
  organisationId: string;
  practitionerIds: string[];
  prescribers: Prescriber[];
  /** The group „Alltag“ of the second helper. */
  groupId: string;
  accounts: { helpers: string[]; office: string; lead: string };
}

/** A letter and nine digits whose last one checks the others; invented. */
export function kvnrOf(seed: number): string {
  const letter = String.fromCharCode(65 + (seed % 26));
  const body = String(20_000_000 + seed * 7919).slice(0, 8);
  const found = Array.from({ length: 10 }, (_, digit) => `${letter}${body}${digit}`).find((value) => kvnrFault(value) === undefined);
  if (!found) throw new Error(`no check digit for ${letter}${body}`);
  return found;
}

/** The practice with its people: Ruth Kessler leads it, Mai Nguyen does its office, six accompany. */
export async function openDemoPractice(cast: Cast<string>): Promise<DemoPractice> {
  const organisationId = await cast.as('marit', async (call, permit) => {
    const may = permit('directory.coordinate');
    const { id } = await appendOrganisation(call, may, {
      name: PROVIDER.name,
      kind: 'service',
      phone: '0228 555 400',
      email: null,
      website: null,
    });
    await coordinateLocation(call, may, id, {
      name: null,
      street: 'Rheinaustieg 8',
      postalCode: '53225',
      place: 'Bonn',
      access: { 'step-free': 'yes' },
      directions: null,
    });
    return id;
  });
  const practitionerIds: string[] = [];
  for (const { key, name } of HELPERS) {
    const email = `${key}.sozio@geleit.example`;
    const { id } = await cast.as('marit', (call, permit) =>
      appendPractitioner(call, permit('directory.coordinate'), { organisationId, name, profession: 'SOZIO', email }),
    );
    practitionerIds.push(id);
    if (key !== 'jonas')
      await cast.join(key, {
        name,
        email,
        roles: ['soziotherapist'],
        organisationId,
        practitionerId: id,
        password: CAST_PASSWORD,
        totpSecret: CAST_TOTP,
      });
  }
  await cast.join('kessler', {
    name: 'Ruth Kessler',
    email: 'ruth.kessler@geleit.example',
    roles: ['lead'],
    organisationId,
    password: CAST_PASSWORD,
    totpSecret: CAST_TOTP,
  });
  await cast.as('kessler', (call, permit) =>
    changePractice(call, permit('soziotherapie.lead'), 0, {
      ...PROVIDER,
      state: 'NW',
      street: 'Rheinaustieg 8',
      postalCode: '53225',
      place: 'Bonn',
      phone: '0228 555 400',
      email: 'soziotherapie@geleit.example',
      bankName: 'Bank am Rhein',
      iban: 'DE02120300000000202051',
      taxNumber: '205/5799/1234',
    }),
  );
  return {
    organisationId,
    practitionerIds,
    prescribers: [],
    groupId: randomUUID(),
    accounts: { helpers: HELPERS.map(({ key }) => cast.account(key)), office: cast.account('mai'), lead: cast.account('kessler') },
  };
}

/** Enters who prescribes, by the office. */
export async function enterPrescribers(cast: Cast<string>): Promise<Prescriber[]> {
  const entered: Prescriber[] = [];
  for (const fields of PRESCRIBERS) {
    const { id } = await cast.as('mai', (call, permit) => addPrescriber(call, permit('soziotherapie.office'), fields));
    entered.push({ id, name: fields.name, lanr: fields.lanr, bsnr: fields.bsnr });
  }
  return entered;
}
