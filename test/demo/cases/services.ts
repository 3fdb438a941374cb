import { appendOrganisation } from '#rooms/directory/actions/coordinate.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Speaker } from './speaker.ts';

type Organisation = 'practice' | 'service' | 'clinic' | 'counselling' | 'authority' | 'other';

interface DemoService {
  key: string;
  organisation: readonly [name: string, kind: Organisation];
  name: string;
  type: string;
  system: string;
  areas?: readonly string[];
  ages?: readonly [number | null, number | null];
  capacity?: 'free' | 'ask' | 'full';
  waitingDays?: number | null;
  languages?: readonly string[];
  outreach?: boolean;
  admission?: string;
  contact?: string;
  mail?: boolean;
}

/** Services in and around Bonn; names of places are real, services, people and numbers are invented. */
const SERVICES: readonly DemoService[] = [
  {
    key: 'debt',
    organisation: ['Beratungshaus Bonn', 'counselling'],
    name: 'Schuldnerberatung',
    type: 'debt-advice',
    system: 'counselling',
    waitingDays: 28,
    contact: 'Frau Albrecht',
    mail: true,
    admission: 'Unterlagen zu allen Schulden, wenn vorhanden.',
  },
  {
    key: 'debt2',
    organisation: ['Sozialverein Beuel', 'counselling'],
    name: 'Schuldnerberatung Beuel',
    type: 'debt-advice',
    system: 'counselling',
    areas: ['532'],
    capacity: 'free',
    waitingDays: 10,
  },
  {
    key: 'addiction',
    organisation: ['Beratungshaus Bonn', 'counselling'],
    name: 'Suchtberatung',
    type: 'addiction-counselling',
    system: 'counselling',
    capacity: 'free',
    waitingDays: 7,
    languages: ['de', 'en', 'pl'],
  },
  {
    key: 'social',
    organisation: ['Sozialverein Beuel', 'counselling'],
    name: 'Allgemeine Sozialberatung',
    type: 'social-counselling',
    system: 'counselling',
    capacity: 'free',
    waitingDays: 5,
    languages: ['de', 'ar', 'tr'],
  },
  {
    key: 'spdi',
    organisation: ['Stadt Bonn', 'authority'],
    name: 'Sozialpsychiatrischer Dienst',
    type: 'social-psychiatric-service',
    system: 'health',
    outreach: true,
    waitingDays: 7,
    contact: 'Herr Brandl',
  },
  {
    key: 'jobcenter',
    organisation: ['Jobcenter Bonn', 'authority'],
    name: 'Fallmanagement',
    type: 'jobcenter',
    system: 'work',
    capacity: 'ask',
    contact: 'Team 4',
  },
  {
    key: 'social-office',
    organisation: ['Stadt Bonn', 'authority'],
    name: 'Amt für Soziales und Wohnen',
    type: 'social-office',
    system: 'social-assistance',
    waitingDays: 21,
  },
  {
    key: 'integration',
    organisation: ['Arbeit und Teilhabe gGmbH', 'service'],
    name: 'Integrationsfachdienst',
    type: 'integration-service',
    system: 'work',
    waitingDays: 30,
    mail: true,
  },
  {
    key: 'workshop',
    organisation: ['Arbeit und Teilhabe gGmbH', 'service'],
    name: 'Tagesstruktur am Park',
    type: 'day-structure',
    system: 'participation',
    capacity: 'free',
    waitingDays: 14,
  },
  {
    key: 'living',
    organisation: ['Wohnverbund Rhein', 'service'],
    name: 'Ambulant betreutes Wohnen',
    type: 'assisted-living',
    system: 'participation',
    capacity: 'full',
    waitingDays: 120,
    outreach: true,
    mail: true,
  },
  {
    key: 'living2',
    organisation: ['Lebensräume Siegburg', 'service'],
    name: 'Betreutes Wohnen',
    type: 'assisted-living',
    system: 'participation',
    areas: ['537'],
    capacity: 'free',
    waitingDays: 20,
    outreach: true,
  },
  {
    key: 'phkp',
    organisation: ['Pflege am Venusberg', 'service'],
    name: 'Psychiatrische häusliche Krankenpflege',
    type: 'psychiatric-nursing',
    system: 'health',
    outreach: true,
    waitingDays: 9,
    contact: 'Frau Demir',
    mail: true,
  },
  {
    key: 'phkp2',
    organisation: ['Mobil gepflegt', 'service'],
    name: 'Psychiatrische Pflege',
    type: 'psychiatric-nursing',
    system: 'health',
    outreach: true,
    capacity: 'full',
    waitingDays: 60,
  },
  {
    key: 'day-clinic',
    organisation: ['Klinik am Rhein', 'clinic'],
    name: 'Tagesklinik',
    type: 'day-clinic',
    system: 'health',
    waitingDays: 40,
    admission: 'Einweisung und Vorgespräch.',
  },
  {
    key: 'clinic',
    organisation: ['Klinik am Rhein', 'clinic'],
    name: 'Psychiatrie und Psychotherapie',
    type: 'psychiatric-hospital',
    system: 'health',
    waitingDays: 14,
  },
  {
    key: 'pia',
    organisation: ['Klinik am Rhein', 'clinic'],
    name: 'Institutsambulanz',
    type: 'outpatient-clinic',
    system: 'health',
    waitingDays: 30,
    languages: ['de', 'en', 'ru'],
  },
  {
    key: 'care-advice',
    organisation: ['Pflegestützpunkt Rhein-Sieg', 'authority'],
    name: 'Pflegeberatung',
    type: 'care-advice',
    system: 'long-term-care',
    capacity: 'free',
    waitingDays: 6,
    outreach: true,
  },
  {
    key: 'home-care',
    organisation: ['Pflege am Venusberg', 'service'],
    name: 'Ambulanter Pflegedienst',
    type: 'home-care',
    system: 'long-term-care',
    outreach: true,
    waitingDays: 12,
  },
  {
    key: 'day-care',
    organisation: ['Haus Rosental', 'service'],
    name: 'Tagespflege',
    type: 'day-care',
    system: 'long-term-care',
    ages: [60, null],
    capacity: 'free',
    waitingDays: 10,
  },
  {
    key: 'family',
    organisation: ['Jugendhilfe Bonn', 'service'],
    name: 'Sozialpädagogische Familienhilfe',
    type: 'family-help',
    system: 'youth',
    ages: [null, 20],
    outreach: true,
    waitingDays: 45,
  },
  {
    key: 'peer',
    organisation: ['Selbsthilfe-Kontaktstelle', 'other'],
    name: 'Genesungsbegleitung',
    type: 'peer-support',
    system: 'health',
    capacity: 'free',
    waitingDays: 3,
  },
  {
    key: 'self-help',
    organisation: ['Selbsthilfe-Kontaktstelle', 'other'],
    name: 'Selbsthilfegruppe Depression',
    type: 'self-help',
    system: 'health',
    capacity: 'free',
    waitingDays: 0,
  },
  {
    key: 'relatives',
    organisation: ['Selbsthilfe-Kontaktstelle', 'other'],
    name: 'Angehörigengruppe',
    type: 'relatives-group',
    system: 'health',
    capacity: 'free',
    waitingDays: 0,
  },
  {
    key: 'rehab',
    organisation: ['Rehazentrum Siebengebirge', 'clinic'],
    name: 'Medizinische Rehabilitation',
    type: 'medical-rehab',
    system: 'health',
    waitingDays: 70,
    admission: 'Bewilligung der Rentenversicherung.',
  },
];
export type ServiceKey = string;

export interface Known {
  serviceId: string;
  organisationId: string;
  name: string;
  type: string;
  email: string | null;
}

/** Organisations and services of the region, entered by the coordinator. */
export async function enterServices(cast: Cast<string>, speaker: Speaker): Promise<Map<ServiceKey, Known>> {
  const organisations = new Map<string, string>();
  const known = new Map<ServiceKey, Known>();
  for (const [index, one] of SERVICES.entries()) {
    const [organisation, kind] = one.organisation;
    let organisationId = organisations.get(organisation);
    if (!organisationId) {
      const fields = { name: organisation, kind, phone: `0228 555 7${String(index).padStart(2, '0')}`, email: null, website: null };
      ({ id: organisationId } = await cast.as('marit', (call, permit) => appendOrganisation(call, permit('directory.coordinate'), fields)));
      organisations.set(organisation, organisationId);
    }
    const email = one.mail ? `${one.key}@partner.geleit.example` : null;
    const { id } = await speaker.do('marit', 'directory.addService', {
      body: {
        organisationId,
        name: one.name,
        serviceType: one.type,
        system: one.system,
        postalAreas: one.areas ?? ['531', '532', '533', '537'],
        targetGroups: [],
        minAge: one.ages?.[0] ?? null,
        maxAge: one.ages?.[1] ?? null,
        payers: [],
        languages: one.languages ?? ['de'],
        access: { 'step-free': index % 3 === 0 ? 'no' : 'yes' },
        modalities: ['in-person'],
        outreach: one.outreach ?? false,
        admission: one.admission ?? null,
        capacity: one.capacity ?? 'ask',
        waitingDays: one.waitingDays ?? null,
        contactName: one.contact ?? null,
        contactPhone: `0228 555 7${String(index).padStart(2, '0')}`,
        contactEmail: email,
      },
    });
    known.set(one.key, { serviceId: id, organisationId, name: `${one.name}, ${organisation}`, type: one.type, email });
  }
  return known;
}

/** A few of them have not been asked for months: their room is told as "ask again". */
const LONG_SILENT: ReadonlySet<string> = new Set(['relatives', 'rehab']);

/** The coordinator rang the region's services these days: what they say about room and waiting time is fresh. */
export async function confirmServices(speaker: Speaker, known: ReadonlyMap<ServiceKey, Known>): Promise<void> {
  for (const { key, capacity, waitingDays } of SERVICES) {
    const id = known.get(key)?.serviceId;
    if (!id || LONG_SILENT.has(key)) continue;
    const body = { capacity: capacity ?? 'ask', waitingDays: waitingDays ?? null };
    await speaker.do('marit', 'directory.confirmService', { params: { id }, body, version: 1 });
  }
}
