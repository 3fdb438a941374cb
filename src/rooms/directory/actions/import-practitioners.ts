import type { GENDERS } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { ByWord, choiceOf, emailOf, phoneOf, postalCodeOf, sameWord, textOf, wordKey, yesNoOf } from '#platform/imports/cells.ts';
import type { Mapping, RowOf } from '#platform/imports/columns.ts';
import type { Done, ImportKind, Planned } from '#platform/imports/run.ts';
import type { Faults } from '#platform/imports/table.ts';
import type { Permit } from '#platform/permit.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { findPostalCode } from '../store.ts';
import { appendLocation, appendOrganisation, appendPractitioner } from './coordinate.ts';

/** Headings under which networks keep their lists; the same words whatever the case, blanks and umlauts. */
export const PRACTITIONER_FIELDS = {
  name: { headings: ['Name', 'Therapeut', 'Therapeutin', 'Therapeut/in', 'Kollegin', 'Kollege', 'Mitglied'], read: textOf(120) },
  givenName: { headings: ['Vorname', 'Given name'], read: textOf(60) },
  familyName: { headings: ['Nachname', 'Familienname', 'Zuname', 'Family name'], read: textOf(60) },
  title: { headings: ['Titel', 'Title', 'Akad. Grad'], read: textOf(40) },
  profession: {
    headings: ['Beruf', 'Approbation', 'Fachkunde', 'Profession'],
    required: true,
    read: choiceOf({
      PP: ['Psychologischer Psychotherapeut', 'Psychologische Psychotherapeutin', 'Psych. Psychotherapeut', 'Psych. Psychotherapeutin'],
      KJP: [
        'Kinder- und Jugendlichenpsychotherapeut',
        'Kinder- und Jugendlichenpsychotherapeutin',
        'Kinder- und Jugendlichen-Psychotherapeut',
        'KJPT',
      ],
      'PP-KJP': ['PP und KJP', 'PP/KJP', 'KJP/PP'],
      AERZTL: ['Ärztlicher Psychotherapeut', 'Ärztliche Psychotherapeutin', 'Arzt', 'Ärztin', 'Facharzt', 'Fachärztin'],
      SOZIO: ['Soziotherapeut', 'Soziotherapeutin'],
      OTHER: ['Andere', 'Sonstige', 'Other'],
    } as const),
  },
  gender: {
    headings: ['Geschlecht', 'Gender'],
    read: choiceOf<(typeof GENDERS)[number]>({
      f: ['weiblich', 'w', 'Frau', 'female'],
      m: ['männlich', 'Mann', 'Herr', 'male'],
      d: ['divers', 'diverse'],
    }),
  },
  phone: { headings: ['Telefon', 'Tel', 'Tel.', 'Telefonnummer', 'Fon', 'Phone'], read: phoneOf },
  email: { headings: ['E-Mail', 'Mail', 'E-Mail-Adresse', 'Email'], read: emailOf },
  about: { headings: ['Über mich', 'Profil', 'Beschreibung', 'About'], read: textOf(600, true) },
  acceptsNew: { headings: ['Nimmt auf', 'Nimmt neue Patienten', 'Accepts new'], read: yesNoOf },
  organisation: { headings: ['Praxis', 'Praxisname', 'Einrichtung', 'Organisation', 'Practice'], read: textOf(120) },
  street: { headings: ['Straße', 'Straße und Hausnummer', 'Anschrift', 'Adresse', 'Street'], required: true, read: textOf(120) },
  postalCode: { headings: ['PLZ', 'Postleitzahl', 'Postal code'], required: true, read: postalCodeOf },
  place: { headings: ['Ort', 'Stadt', 'Town', 'City'], required: true, read: textOf(80) },
} as const;
type Row = RowOf<typeof PRACTITIONER_FIELDS>;

interface Standing {
  id: string;
  version: number;
  name: string;
  email: string | null;
  title: string | null;
  gender: string | null;
  phone: string | null;
  about: string | null;
  accepts_new: boolean;
  profession: string;
}

interface PractitionerPlan extends Planned {
  values: Row;
  name: string;
}

const CHANGEABLE = ['title', 'gender', 'phone', 'email', 'about'] as const;

/** Therapists and their rooms. Whoever stands already is recognised by mail address, otherwise by name. */
export function practitionerImport(permit: Permit<'imports.run'>): ImportKind<typeof PRACTITIONER_FIELDS, PractitionerPlan> {
  return {
    kind: 'practitioners',
    fields: PRACTITIONER_FIELDS,
    async plan(call, rows, faults, mapping) {
      const standing: Standing[] = await call.tx
        .selectFrom('directory.practitioner')
        .select(['id', 'version', 'name', 'email', 'title', 'gender', 'phone', 'about', 'accepts_new', 'profession'])
        .where('closed_at', 'is', null)
        .execute();
      const known = { byMail: new Map<string, Standing[]>(), byName: new ByWord<Standing>() };
      for (const one of standing) {
        known.byName.add(one, one.name);
        const mail = one.email?.toLowerCase();
        if (mail) known.byMail.set(mail, [...(known.byMail.get(mail) ?? []), one]);
      }
      const areas = new Map<string, boolean>();
      const plan: PractitionerPlan[] = [];
      const seen = new Map<string, number>();
      for (const { row, values } of rows) {
        const name = values.name ?? [values.givenName, values.familyName].filter(Boolean).join(' ');
        if (name === '') {
          faults.add(row, 'required', headingOf(mapping, 'name', 'familyName'));
          continue;
        }
        const area = values.postalCode ?? '';
        if (!areas.has(area)) areas.set(area, (await findPostalCode(call.tx, area)) !== undefined);
        if (!areas.get(area)) {
          faults.add(row, 'postal-code-unknown', headingOf(mapping, 'postalCode'));
          continue;
        }
        const key = values.email ?? name.toLowerCase();
        const twin = seen.get(key);
        if (twin !== undefined) {
          faults.add(row, 'duplicate-in-file', headingOf(mapping, 'name', 'familyName'), String(twin));
          continue;
        }
        seen.set(key, row);
        plan.push(...planOf(known, row, name, values, faults, mapping));
      }
      return plan;
    },
    async carryOut(call, { existing, values, name }, memo) {
      return existing ? [await change(call, existing, values)] : make(call, permit, name, values, memo);
    },
  };
}

/** The heading over the first of these fields, as the person knows it. */
const headingOf = (mapping: Mapping, ...fields: string[]) =>
  Object.entries(mapping).find(([, filled]) => filled !== null && fields.includes(filled))?.[0] ?? fields[0] ?? '';

interface Known {
  byMail: ReadonlyMap<string, Standing[]>;
  byName: ByWord<Standing>;
}

function planOf(known: Known, row: number, name: string, values: Row, faults: Faults, mapping: Mapping): PractitionerPlan[] {
  const byMail = known.byMail.get(values.email ?? '') ?? [];
  const byName = known.byName.find(name);
  if (byMail.length > 1 || (byMail.length === 0 && byName.length > 1)) {
    faults.add(row, 'reference-ambiguous', headingOf(mapping, 'name', 'familyName'));
    return [];
  }
  const found = byMail[0] ?? byName.find(({ email }) => !values.email || !email);
  const base = { row, label: name, values, name };
  if (!found) return [{ ...base, verdict: 'make' }];
  const differs = CHANGEABLE.filter((field) => values[field] !== undefined && values[field] !== (found[field] ?? undefined));
  const fields: string[] = [...differs];
  if (values.acceptsNew !== undefined && values.acceptsNew !== found.accepts_new) fields.push('acceptsNew');
  const existing = { id: found.id, version: found.version };
  return [fields.length === 0 ? { ...base, verdict: 'same', existing } : { ...base, verdict: 'differs', existing, fields }];
}

async function change(call: Call, existing: { id: string; version: number }, values: Row): Promise<Done> {
  const before = await call.tx
    .selectFrom('directory.practitioner')
    .selectAll()
    .where('id', '=', existing.id)
    .forUpdate()
    .executeTakeFirst();
  if (before?.version !== existing.version) throw new Refusal('import-changed');
  const columns = {
    ...(values.title === undefined ? {} : { title: values.title }),
    ...(values.gender === undefined ? {} : { gender: values.gender }),
    ...(values.phone === undefined ? {} : { phone: values.phone }),
    ...(values.email === undefined ? {} : { email: values.email }),
    ...(values.about === undefined ? {} : { about: values.about }),
    ...(values.acceptsNew === undefined ? {} : { accepts_new: values.acceptsNew }),
  };
  const version = before.version + 1;
  await call.tx
    .updateTable('directory.practitioner')
    .set({ ...columns, version })
    .where('id', '=', existing.id)
    .execute();
  await record(call, {
    action: DIRECTORY_EVENTS.profileChanged,
    kind: 'U',
    object: ['practitioner', existing.id],
    data: { practitionerId: existing.id },
  });
  const old = Object.fromEntries(Object.keys(columns).map((column) => [column, before[column as keyof typeof before]]));
  return { objectKind: 'practitioner', objectId: existing.id, did: 'changed', before: old, version };
}

async function make(call: Call, permit: Permit<'imports.run'>, name: string, values: Row, memo: Map<string, string>): Promise<Done[]> {
  const done: Done[] = [];
  const practice = values.organisation ?? `Praxis ${name}`;
  const organisationId = await organisationOf(call, permit, practice, memo, done);
  await locationOf(call, organisationId, values, memo, done);
  const { id, version } = await appendPractitioner(call, permit, {
    organisationId,
    name,
    profession: values.profession ?? 'OTHER',
    title: values.title ?? null,
    gender: values.gender ?? null,
    phone: values.phone ?? null,
    email: values.email ?? null,
    about: values.about ?? null,
    acceptsNew: values.acceptsNew ?? true,
  });
  done.push({ objectKind: 'practitioner', objectId: id, did: 'made', version });
  return done;
}

/** Who bears it by name, made where nobody is called so. */
export async function organisationOf(
  call: Call,
  permit: Permit<'imports.run'>,
  name: string,
  memo: Map<string, string>,
  done: Done[],
  kind: 'practice' | 'service' = 'practice',
): Promise<string> {
  const keyOf = (called: string) => `organisation ${wordKey(called) || called}`;
  if (!memo.has('organisations')) {
    memo.set('organisations', 'read');
    const rows = await call.tx.selectFrom('directory.organisation').select(['id', 'name']).where('closed_at', 'is', null).execute();
    for (const row of rows) memo.set(keyOf(row.name), row.id);
  }
  const key = keyOf(name);
  const known = memo.get(key);
  if (known) return known;
  const { id } = await appendOrganisation(call, permit, { name, kind, phone: null, email: null, website: null });
  done.push({ objectKind: 'organisation', objectId: id, did: 'made', version: 1 });
  memo.set(key, id);
  return id;
}

async function locationOf(call: Call, organisationId: string, values: Row, memo: Map<string, string>, done: Done[]): Promise<void> {
  const { street = '', postalCode = '', place = '' } = values;
  const key = `location ${organisationId} ${postalCode} ${street.toLowerCase()}`;
  if (memo.has(key)) return;
  const rows = await call.tx
    .selectFrom('directory.location')
    .select(['id', 'street'])
    .where('organisation_id', '=', organisationId)
    .where('postal_code', '=', postalCode)
    .where('closed_at', 'is', null)
    .execute();
  const found = rows.find((row) => sameWord(row.street, street));
  const id =
    found?.id ?? (await appendLocation(call, organisationId, { name: null, street, postalCode, place, access: {}, directions: null })).id;
  if (!found) done.push({ objectKind: 'location', objectId: id, did: 'made', version: 1 });
  memo.set(key, id);
}
