import { MODALITIES, type Modality } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import {
  type CellReader,
  choiceOf,
  choicesOf,
  emailOf,
  partsOf,
  phoneOf,
  textOf,
  wholeOf,
  wordKey,
  yesNoOf,
} from '#platform/imports/cells.ts';
import type { Mapping, RowOf } from '#platform/imports/columns.ts';
import type { Done, ImportItem, ImportKind, Planned } from '#platform/imports/run.ts';
import type { Faults } from '#platform/imports/table.ts';
import type { Permit } from '#platform/permit.ts';
import type { ServiceFields } from '../contract/services.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { CARE_SYSTEMS, type CareSystem, findServiceType, SERVICE_TYPES } from '../rules/service-types.ts';
import { CAPACITIES, type Capacity, SERVICE_PAYERS, type ServicePayer, TARGET_GROUPS, type TargetGroup } from '../rules/services.ts';
import { appendService, closeServiceRow, lockService, type ServiceRecord, selectServices, updateService } from '../store/services.ts';
import { languagesOf } from './import-places.ts';
import { organisationOf } from './import-practitioners.ts';

const asWords = <Code extends string>(codes: readonly Code[], words: Partial<Record<Code, readonly string[]>>) =>
  Object.fromEntries(codes.map((code) => [code, words[code] ?? []])) as Record<Code, readonly string[]>;

/** The kind by its code or a name, also without what stands in brackets: "Psychotherapie", "Debt advice". */
const serviceTypeOf = choiceOf(
  Object.fromEntries(
    SERVICE_TYPES.map(({ code, de, en }) => [code, [de, en, ...[de, en].map((name) => name.replace(/\s*\(.*\)$/, ''))]] as const),
  ),
);

/** Beginnings of postal codes: "53, 50". */
const areasOf: CellReader<string[]> = (cell) => {
  const parts = partsOf(cell);
  const odd = parts.find((part) => !/^\d{1,5}$/.test(part));
  return odd === undefined ? { ok: true, value: [...new Set(parts)].sort() } : { ok: false, code: 'postal-area', suggestion: '53, 50' };
};
const tagsOf: CellReader<string[]> = (cell) => {
  const read = languagesOf(cell);
  return read.ok ? { ok: true, value: [...new Set(read.value.map(({ tag }) => tag))] } : read;
};

/** Headings under which networks keep the services of their region. */
export const SERVICE_FIELDS = {
  name: { headings: ['Dienst', 'Name', 'Angebot', 'Service'], required: true, read: textOf(120) },
  provider: { headings: ['Träger', 'Organisation', 'Einrichtung', 'Provider'], required: true, read: textOf(120) },
  serviceType: { headings: ['Art', 'Leistung', 'Leistungsart', 'Type'], required: true, read: serviceTypeOf },
  system: {
    headings: ['Versorgungssystem', 'System', 'Care system'],
    read: choiceOf<CareSystem>(
      asWords(CARE_SYSTEMS, {
        health: ['Gesundheit'],
        'long-term-care': ['Pflege'],
        participation: ['Teilhabe'],
        work: ['Arbeit'],
        youth: ['Jugendhilfe', 'Jugend'],
        'social-assistance': ['Sozialhilfe', 'Wohnen', 'Sozialhilfe, Wohnen'],
        education: ['Bildung'],
        justice: ['Recht'],
        counselling: ['Beratung', 'Sucht', 'Beratung, Sucht'],
      }),
    ),
  },
  postalAreas: { headings: ['Gebiet', 'PLZ', 'PLZ-Gebiet', 'Einzugsgebiet', 'Area'], read: areasOf },
  targetGroups: {
    headings: ['Für wen', 'Zielgruppe', 'Zielgruppen', 'Target group'],
    read: choicesOf<TargetGroup>(
      asWords(TARGET_GROUPS, {
        'mental-illness': ['psychische Erkrankung', 'psychisch krank'],
        addiction: ['Sucht'],
        psychosis: ['Psychose'],
        'eating-disorder': ['Essstörung'],
        'learning-disability': ['Lernbehinderung', 'geistige Behinderung'],
        'physical-disability': ['körperliche Behinderung'],
        dementia: ['Demenz'],
        'brain-injury': ['Hirnverletzung'],
        'young-people': ['junge Menschen', 'Jugendliche'],
        families: ['Familien'],
        parents: ['Eltern'],
        women: ['Frauen'],
        men: ['Männer'],
        'older-people': ['ältere Menschen', 'Senioren'],
        homeless: ['wohnungslos', 'Wohnungslose'],
        refugees: ['geflüchtet', 'Geflüchtete'],
        unemployed: ['arbeitslos', 'Arbeitslose'],
        debts: ['Schulden', 'Verschuldete'],
        violence: ['Gewalt erlebt', 'Gewalt'],
        relatives: ['Angehörige'],
        lgbtq: ['queer'],
      }),
    ),
  },
  minAge: { headings: ['Alter von', 'ab Alter', 'Mindestalter'], read: wholeOf(0, 120) },
  maxAge: { headings: ['Alter bis', 'bis Alter', 'Höchstalter'], read: wholeOf(0, 120) },
  payers: {
    headings: ['Wer zahlt', 'Kostenträger', 'Kosten', 'Payers'],
    read: choicesOf<ServicePayer>(
      asWords(SERVICE_PAYERS, {
        GKV: ['gesetzliche Krankenkasse', 'Krankenkasse', 'gesetzlich'],
        PKV: ['private Versicherung', 'privat'],
        'SGB-II': ['SGB II', 'Jobcenter'],
        'SGB-III': ['SGB III', 'Agentur für Arbeit'],
        'SGB-V': ['SGB V'],
        'SGB-VI': ['SGB VI', 'Rentenversicherung'],
        'SGB-VII': ['SGB VII', 'Unfallversicherung'],
        'SGB-VIII': ['SGB VIII', 'Jugendamt'],
        'SGB-IX': ['SGB IX', 'Eingliederungshilfe'],
        'SGB-XI': ['SGB XI', 'Pflegekasse', 'Pflegeversicherung'],
        'SGB-XII': ['SGB XII', 'Sozialamt'],
        ASYLBLG: ['AsylbLG'],
        SELF: ['selbst bezahlt', 'Selbstzahler'],
        FREE: ['kostenlos', 'kostenfrei', 'free of charge'],
      }),
    ),
  },
  languages: { headings: ['Sprachen', 'Sprache', 'Languages'], read: tagsOf },
  modalities: {
    headings: ['Modalität', 'Vor Ort oder Video'],
    read: choicesOf<Modality>(asWords(MODALITIES, { 'in-person': ['vor Ort', 'Präsenz'], video: ['Video', 'online'] })),
  },
  outreach: { headings: ['Kommt nach Hause', 'Aufsuchend', 'Hausbesuch', 'Outreach'], read: yesNoOf },
  admission: { headings: ['Aufnahmebedingungen', 'Voraussetzungen', 'Aufnahme', 'Admission'], read: textOf(600, true) },
  capacity: {
    headings: ['Platz', 'Kapazität', 'Capacity'],
    read: choiceOf<Capacity>(asWords(CAPACITIES, { free: ['frei'], ask: ['nachfragen', 'auf Anfrage'], full: ['voll', 'belegt'] })),
  },
  waitingDays: { headings: ['Wartezeit in Tagen', 'Wartezeit', 'Waiting days'], read: wholeOf(0, 1500) },
  contactName: { headings: ['Ansprechperson', 'Ansprechpartner', 'Kontakt', 'Contact'], read: textOf(120) },
  contactPhone: { headings: ['Telefon', 'Tel', 'Phone'], read: phoneOf },
  contactEmail: { headings: ['E-Mail', 'Mail', 'Email'], read: emailOf },
} as const;
type Row = RowOf<typeof SERVICE_FIELDS>;

interface ServicePlan extends Planned {
  values: Row;
}

/** Services of the region. What stands already is recognised by its name and who offers it. */
export function serviceImport(permit: Permit<'imports.run'>): ImportKind<typeof SERVICE_FIELDS, ServicePlan> {
  return {
    kind: 'services',
    fields: SERVICE_FIELDS,
    async plan(call, rows, faults, mapping) {
      const standing = new Map<string, ServiceRecord[]>();
      for (const one of await allServices(call)) {
        const key = keyOf(one.name, one.organisation);
        standing.set(key, [...(standing.get(key) ?? []), one]);
      }
      const seen = new Map<string, number>();
      return rows.flatMap(({ row, values }) => {
        const key = keyOf(values.name ?? '', values.provider ?? '');
        const twin = seen.get(key);
        if (twin !== undefined) faults.add(row, 'service-twice', headingOf(mapping, 'name'), String(twin));
        seen.set(key, twin ?? row);
        return twin === undefined ? planOf(standing.get(key) ?? [], row, values, faults, mapping) : [];
      });
    },
    async carryOut(call, { existing, values }, memo) {
      return existing ? [await change(call, existing, values)] : make(call, permit, values, memo);
    },
  };
}

const keyOf = (name: string, organisation: string) => `${wordKey(name) || name}\n${wordKey(organisation) || organisation}`;
const headingOf = (mapping: Mapping, field: string) => Object.entries(mapping).find(([, filled]) => filled === field)?.[0] ?? field;

/** Every open service: a list for the screen stops at 500, a file must know them all. */
async function allServices(call: Call): Promise<ServiceRecord[]> {
  return selectServices(call.tx, { closed: 'no' }, 100_000);
}

function planOf(standing: readonly ServiceRecord[], row: number, values: Row, faults: Faults, mapping: Mapping): ServicePlan[] {
  const [found, other] = standing;
  if (other) {
    faults.add(row, 'service-ambiguous', headingOf(mapping, 'name'));
    return [];
  }
  const [least, most] = [values.minAge ?? found?.min_age ?? null, values.maxAge ?? found?.max_age ?? null];
  if (least !== null && most !== null && least > most) {
    faults.add(row, 'range-reversed', headingOf(mapping, 'maxAge'));
    return [];
  }
  const base = { row, label: [values.name, values.provider].filter(Boolean).join(', '), values };
  if (!found) return [{ ...base, verdict: 'make' }];
  const existing = { id: found.id, version: found.version };
  const fields = differences(found, values);
  return [fields.length === 0 ? { ...base, verdict: 'same', existing } : { ...base, verdict: 'differs', existing, fields }];
}

type Changing = Exclude<keyof Row, 'name' | 'provider'>;
const sorted = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);

/** Fields in which a row says something else than what stands; an empty cell says nothing. */
function differences(found: ServiceRecord, values: Row): Changing[] {
  const now = fieldsOf(found);
  return (Object.keys(values) as (keyof Row)[]).filter(
    (field): field is Changing => field !== 'name' && field !== 'provider' && sorted(values[field]) !== sorted(now[field]),
  );
}

function fieldsOf(row: Omit<ServiceRecord, 'organisation' | 'organisation_phone'>): ServiceFields {
  return {
    organisationId: row.organisation_id,
    name: row.name,
    serviceType: row.service_type,
    system: row.system as CareSystem,
    postalAreas: row.postal_areas,
    targetGroups: row.target_groups as TargetGroup[],
    minAge: row.min_age,
    maxAge: row.max_age,
    payers: row.payers as ServicePayer[],
    languages: row.languages,
    access: row.access as ServiceFields['access'],
    modalities: row.modalities as Modality[],
    outreach: row.outreach,
    admission: row.admission,
    capacity: row.capacity as Capacity,
    waitingDays: row.waiting_days,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    contactEmail: row.contact_email,
  };
}

const written = (call: Call) => ({ at: call.now, by: call.actor.kind === 'account' ? call.actor.accountId : null });

async function make(call: Call, permit: Permit<'imports.run'>, values: Row, memo: Map<string, string>): Promise<Done[]> {
  const done: Done[] = [];
  const { name = '', provider = '', serviceType = '', ...said } = values;
  const organisationId = await organisationOf(call, permit, provider, memo, done, 'service');
  const id = call.newId();
  await appendService(
    call.tx,
    id,
    {
      organisationId,
      name,
      serviceType,
      system: said.system ?? findServiceType(serviceType)?.system ?? 'counselling',
      postalAreas: said.postalAreas ?? [],
      targetGroups: said.targetGroups ?? [],
      minAge: said.minAge ?? null,
      maxAge: said.maxAge ?? null,
      payers: said.payers ?? [],
      languages: said.languages ?? ['de'],
      access: {},
      modalities: said.modalities ?? ['in-person'],
      outreach: said.outreach ?? false,
      admission: said.admission ?? null,
      capacity: said.capacity ?? 'ask',
      waitingDays: said.waitingDays ?? null,
      contactName: said.contactName ?? null,
      contactPhone: said.contactPhone ?? null,
      contactEmail: said.contactEmail ?? null,
    },
    written(call),
  );
  await say(call, id, organisationId, 'added', 'C');
  done.push({ objectKind: 'service', objectId: id, did: 'made', version: 1 });
  return done;
}

async function change(call: Call, existing: { id: string; version: number }, values: Row): Promise<Done> {
  const before = await lockService(call.tx, existing.id);
  if (before?.version !== existing.version) throw new Refusal('import-changed');
  const { name: _name, provider: _provider, ...said } = values;
  const old = fieldsOf(before);
  await updateService(call.tx, existing.id, before.version, { ...old, ...said }, written(call));
  await say(call, existing.id, before.organisation_id, 'changed');
  return { objectKind: 'service', objectId: existing.id, did: 'changed', before: old, version: before.version + 1 };
}

/** Takes back what a row did to a service: closed where it was made and nobody asked it yet, else as it was. */
export async function undoService(call: Call, item: ImportItem): Promise<string | undefined> {
  const row = await lockService(call.tx, item.objectId);
  if (!row || row.closed_at) return item.did === 'made' ? undefined : 'changed-since';
  if (item.did === 'made') {
    if (row.version !== item.version || row.asked > 0) return 'in-use';
    await closeServiceRow(call.tx, row.id, row.version, written(call));
  } else {
    if (row.version !== item.version || !item.before) return 'changed-since';
    await updateService(call.tx, row.id, row.version, item.before as unknown as ServiceFields, written(call));
  }
  await say(call, row.id, row.organisation_id, item.did === 'made' ? 'closed' : 'changed');
  return undefined;
}

async function say(call: Call, id: string, organisationId: string, what: string, kind: 'C' | 'U' = 'U'): Promise<void> {
  await record(call, {
    action: DIRECTORY_EVENTS.serviceChanged,
    kind,
    object: ['service', id],
    data: { organisationId, what },
    reason: 'import',
  });
}
