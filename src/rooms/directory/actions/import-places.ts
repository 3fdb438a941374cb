import {
  INSURANCE_KINDS,
  type InsuranceKind,
  MODALITIES,
  type Modality,
  PROBLEM_CODES,
  PROCEDURES,
  type ProblemCode,
  type Procedure,
  SETTINGS,
  type Setting,
} from '#kernel/codes.ts';
import { dayInBerlin, minutesOfDay } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { ByWord, type CellReader, choiceOf, choicesOf, dayOf, partsOf, sameWord, textOf, wholeOf } from '#platform/imports/cells.ts';
import type { Mapping, RowOf } from '#platform/imports/columns.ts';
import type { Done, ImportKind, Planned } from '#platform/imports/run.ts';
import type { Faults } from '#platform/imports/table.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { PLACE_KINDS } from '../contract.ts';
import { placeFaults } from '../rules/place-fields.ts';
import { findPractitioner, type LocationRow, type PractitionerRow, selectLocations } from '../store.ts';
import { createDraft, USUAL_PLACE } from './place.ts';
import { draftOf, fieldsOf, type PlaceFields } from './views.ts';

const asWords = <Code extends string>(codes: readonly Code[], words: Partial<Record<Code, readonly string[]>>) =>
  Object.fromEntries(codes.map((code) => [code, words[code] ?? []])) as Record<Code, readonly string[]>;

const WEEKDAYS = ['mo', 'di', 'mi', 'do', 'fr', 'sa', 'so'];

/** "Mo 9-12; Di 14:00-18:30" as windows of the week. */
export const windowsOf: CellReader<PlaceFields['windows']> = (cell) => {
  const windows: PlaceFields['windows'] = [];
  for (const part of cell.split(/[;,\n]/).map((one) => one.trim())) {
    if (part === '') continue;
    const match =
      /^(mo|di|mi|do|fr|sa|so)[a-zäöü.]*\s+(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?(?:\s*uhr)?$/i.exec(part);
    if (!match) return { ok: false, code: 'windows', suggestion: 'Mo 9-12; Di 14:00-18:30' };
    const [, day = '', fromHour = '', fromMinute = '00', toHour = '', toMinute = '00'] = match;
    const [from, to] = [`${fromHour.padStart(2, '0')}:${fromMinute}`, `${toHour.padStart(2, '0')}:${toMinute}`];
    try {
      if (minutesOfDay(from) >= minutesOfDay(to)) return { ok: false, code: 'windows', suggestion: part };
    } catch {
      return { ok: false, code: 'time', suggestion: part };
    }
    windows.push({ weekday: WEEKDAYS.indexOf(day.toLowerCase()) + 1, from, to, rhythm: 'weekly' });
  }
  return { ok: true, value: windows };
};

/** Languages that people write out; their German names are the platform's own (Unicode CLDR). */
const TAGS = 'de en tr ar uk ru pl fr es it pt el hr sr ro bg fa prs ku vi zh nl gsg'.split(' ');
const germanName = new Intl.DisplayNames(['de'], { type: 'language' });
const LANGUAGE_NAMES: readonly (readonly [name: string, tag: string])[] = [
  ...TAGS.map((tag) => [germanName.of(tag) ?? tag, tag] as const),
  ['Farsi', 'fa'],
  ['Gebärdensprache', 'gsg'],
];

/** "Deutsch, Türkisch (B2)" or "de, tr:B2"; without a level it is a mother tongue. */
export const languagesOf: CellReader<PlaceFields['languages']> = (cell) => {
  const languages: PlaceFields['languages'] = [];
  for (const part of partsOf(cell)) {
    const match = /^(.+?)\s*(?:[:(]\s*([abc][12])\s*\)?)?$/i.exec(part);
    const [, word = '', level = 'C2'] = match ?? [];
    const known = LANGUAGE_NAMES.find(([name]) => sameWord(name, word))?.[1];
    const tag = known ?? (/^[a-z]{2,3}$/.test(word) ? word : undefined);
    if (!tag) return { ok: false, code: 'unknown-word', suggestion: part };
    languages.push({ tag, level: level.toUpperCase() as PlaceFields['languages'][number]['level'] });
  }
  return { ok: true, value: languages };
};

const problems = choicesOf<ProblemCode>(
  asWords(PROBLEM_CODES, {
    ANX: ['Angst', 'Angststörung', 'Angststörungen', 'Panik'],
    OCD: ['Zwang', 'Zwangsstörung'],
    DEP: ['Depression', 'Depressionen', 'depressiv'],
    BIP: ['Bipolar', 'bipolare Störung'],
    PSY: ['Psychose', 'Psychosen'],
    PTS: ['Trauma', 'PTBS', 'Traumafolgen'],
    ADJ: ['Anpassungsstörung', 'Krise'],
    GRI: ['Trauer'],
    EAT: ['Essstörung', 'Essstörungen'],
    SUD: ['Sucht', 'Abhängigkeit'],
    ADB: ['Verhaltenssucht', 'Glücksspiel'],
    SOM: ['Somatoform', 'Körperbeschwerden'],
    DIS: ['Dissoziation'],
    PBD: ['Borderline'],
    PDO: ['Persönlichkeitsstörung', 'Persönlichkeit'],
    ADH: ['ADHS'],
    ASD: ['Autismus'],
    SEX: ['Sexualität'],
    SLE: ['Schlaf', 'Schlafstörung'],
    NEU: ['Demenz', 'Hirnorganisch'],
    IDD: ['Intelligenzminderung'],
    CHD: ['Kindheit', 'Störung des Kindesalters'],
    PER: ['Rund um die Geburt', 'Peripartal'],
    SOMO: ['Psychosomatik'],
  }),
);

export const PLACE_FIELDS = {
  practitioner: { headings: ['Therapeut', 'Therapeutin', 'Name', 'Kollegin', 'Kollege', 'E-Mail'], required: true, read: textOf(254) },
  kind: {
    headings: ['Art', 'Angebot', 'Kind'],
    read: choiceOf(
      asWords(PLACE_KINDS, {
        PLACE: ['Therapieplatz', 'Platz', 'Einzelplatz'],
        GROUP_SEAT: ['Gruppenplatz', 'Gruppe'],
        GROUP_BASIC: ['Gruppentherapeutische Grundversorgung', 'Grundversorgung'],
        ACUTE: ['Akutbehandlung', 'Akut'],
        CONSULT: ['Sprechstunde'],
        SERVICE: ['Dienst', 'Leistung'],
      }),
    ),
  },
  procedure: {
    headings: ['Verfahren', 'Procedure'],
    read: choiceOf<Procedure>(
      asWords(PROCEDURES, {
        VT: ['Verhaltenstherapie'],
        TP: ['Tiefenpsychologie', 'Tiefenpsychologisch fundiert', 'Tiefenpsychologisch fundierte Psychotherapie'],
        AP: ['Analytische Psychotherapie', 'Analyse', 'Psychoanalyse'],
        ST: ['Systemische Therapie', 'Systemisch'],
      }),
    ),
  },
  setting: {
    headings: ['Setting', 'Form', 'Einzel oder Gruppe'],
    read: choiceOf<Setting>(
      asWords(SETTINGS, { single: ['Einzel', 'Einzeltherapie'], group: ['Gruppe', 'Gruppentherapie'], combined: ['kombiniert'] }),
    ),
  },
  ageMin: { headings: ['Alter von', 'ab Alter', 'Mindestalter'], read: wholeOf(0, 120) },
  ageMax: { headings: ['Alter bis', 'bis Alter', 'Höchstalter'], read: wholeOf(0, 120) },
  insuranceKinds: {
    headings: ['Kassen', 'Kostenträger', 'Versicherung', 'Insurance'],
    read: choicesOf<InsuranceKind>(
      asWords(INSURANCE_KINDS, {
        GKV: ['gesetzlich', 'Kasse', 'Gesetzliche'],
        PKV: ['privat', 'Private'],
        BEIHILFE: ['Beihilfe'],
        SELF: ['Selbstzahler'],
        KE: ['Kostenerstattung'],
        BG: ['Berufsgenossenschaft'],
        HEILFUERSORGE: ['Heilfürsorge', 'Bundeswehr'],
        ASYLBLG: ['Asyl', 'AsylbLG'],
        YOUTH: ['Jugendamt', 'Jugendhilfe'],
      }),
    ),
  },
  languages: { headings: ['Sprachen', 'Sprache', 'Languages'], read: languagesOf },
  modality: {
    headings: ['Modalität', 'Vor Ort oder Video', 'Video'],
    read: choicesOf<Modality>(asWords(MODALITIES, { 'in-person': ['Praxis', 'vor Ort', 'Präsenz', 'nein'], video: ['Video', 'online'] })),
  },
  focus: { headings: ['Schwerpunkte', 'Schwerpunkt', 'Focus'], read: problems },
  treats: { headings: ['Behandelt', 'Störungsbilder', 'Störungsbild', 'Treats'], read: problems },
  windows: { headings: ['Zeiten', 'Sprechzeiten', 'Wochenzeiten', 'Times'], read: windowsOf },
  earliestStart: { headings: ['Frei ab', 'ab', 'Beginn', 'Free from'], read: dayOf },
  location: { headings: ['Raum', 'Standort', 'Adresse', 'Location'], read: textOf(200) },
  notes: { headings: ['Anmerkung', 'Hinweis', 'Bemerkung', 'Notes'], read: textOf(200) },
  groupName: { headings: ['Gruppenname', 'Name der Gruppe'], read: textOf(80) },
  seats: { headings: ['Anzahl', 'Plätze', 'Zahl', 'Seats'], read: wholeOf(1, 12) },
} as const;
type Row = RowOf<typeof PLACE_FIELDS>;

interface PlacePlan extends Planned {
  owner: PractitionerRow;
  wish: PlaceFields;
  seats: number;
}

/** Places as drafts: their therapist opens them herself (PL1), with one tap. */
export const placeImport: ImportKind<typeof PLACE_FIELDS, PlacePlan> = {
  kind: 'places',
  fields: PLACE_FIELDS,
  async plan(call, rows, faults, mapping) {
    const owners = await call.tx
      .selectFrom('directory.practitioner')
      .select(['id', 'name', 'title', 'email'])
      .where('closed_at', 'is', null)
      .execute();
    const byWord = new ByWord<(typeof owners)[number]>();
    for (const one of owners) byWord.add(one, one.name, one.email, one.title && `${one.title} ${one.name}`);
    const plan: PlacePlan[] = [];
    for (const { row, values } of rows) {
      const named = byWord.find(values.practitioner ?? '');
      const [one] = named;
      if (!one || named.length > 1) {
        faults.add(row, one ? 'reference-ambiguous' : 'reference', headingOf(mapping, 'practitioner'));
        continue;
      }
      const owner = await findPractitioner(call.tx, one.id);
      const planned = owner && (await planOf(call, owner, row, values, faults, mapping));
      if (planned) plan.push(planned);
    }
    return plan;
  },
  async carryOut(call, { owner, wish, seats }, memo): Promise<Done[]> {
    const grouped = wish.kind === 'GROUP_SEAT' || wish.kind === 'GROUP_BASIC';
    const groupId = grouped ? call.newId() : null;
    const done: Done[] = [];
    for (let seat = 0; seat < seats; seat += 1) {
      const id = await createDraft(call, owner, wish, groupId);
      done.push({ objectKind: 'place', objectId: id, did: 'made', version: 1 });
    }
    if (!memo.has(`told ${owner.id}`)) {
      memo.set(`told ${owner.id}`, '');
      await appendTask(call, {
        kind: 'places-read-in',
        object: ['practitioner', owner.id],
        assigneeRole: 'therapist',
        practitionerId: owner.id,
        priority: 2,
        dueAt: call.now.add({ hours: 7 * 24 }),
        facts: {},
      });
    }
    return done;
  },
};

const headingOf = (mapping: Mapping, field: string) => Object.entries(mapping).find(([, filled]) => filled === field)?.[0] ?? field;

async function planOf(
  call: Call,
  owner: PractitionerRow,
  row: number,
  values: Row,
  faults: Faults,
  mapping: Mapping,
): Promise<PlacePlan | undefined> {
  const before = faults.count;
  const location = locationOf(await selectLocations(call.tx, owner.organisation_id), values.location);
  if (!location) faults.add(row, values.location ? 'location-unknown' : 'location-needed', headingOf(mapping, 'location'));
  const kind = values.kind ?? (values.setting === 'group' ? 'GROUP_SEAT' : 'PLACE');
  const grouped = kind === 'GROUP_SEAT' || kind === 'GROUP_BASIC';
  const wish: PlaceFields = {
    ...USUAL_PLACE,
    locationId: location?.id ?? '',
    kind,
    procedure: values.procedure ?? null,
    setting: values.setting ?? (grouped ? 'group' : 'single'),
    ageMin: values.ageMin ?? 18,
    ageMax: values.ageMax ?? 120,
    insuranceKinds: values.insuranceKinds ?? ['GKV'],
    languages: values.languages ?? [...USUAL_PLACE.languages],
    modality: values.modality ?? ['in-person'],
    specialities: {
      ...Object.fromEntries((values.treats ?? []).map((code) => [code, 'B'] as const)),
      ...Object.fromEntries((values.focus ?? []).map((code) => [code, 'S'] as const)),
    },
    windows: values.windows ?? [],
    earliestStart: (values.earliestStart ?? dayInBerlin(call.now)).toString(),
    notes: values.notes ?? null,
    groupName: values.groupName ?? null,
  };
  if (grouped && wish.setting === 'single') faults.add(row, 'group-kind-needs-group', headingOf(mapping, 'setting'));
  for (const fault of placeFaults(draftOf(wish, owner.accepts_new)))
    faults.add(
      row,
      fault.code,
      headingOf(mapping, fault.pointer.split('/')[1] ?? ''),
      fault.limit === undefined ? undefined : String(fault.limit),
    );
  if (faults.count > before) return undefined;
  const standing = await call.tx
    .selectFrom('directory.place')
    .selectAll()
    .where('practitioner_id', '=', owner.id)
    .where('state', 'in', ['draft', 'open', 'held', 'paused'])
    .execute();
  const same = standing.find((place) => comparable(fieldsOf(place)) === comparable(wish));
  const label = [owner.name, wish.procedure, wish.windows.length > 0 ? null : undefined]
    .filter((part) => typeof part === 'string')
    .join(', ');
  const base = { row, label, owner, wish, seats: grouped ? (values.seats ?? 1) : (values.seats ?? 1) };
  return same ? { ...base, verdict: 'same', existing: { id: same.id, version: same.version } } : { ...base, verdict: 'make' };
}

/** Two places say the same where all but their day of beginning and their note does. */
function comparable({ earliestStart: _start, notes: _notes, ...rest }: PlaceFields): string {
  const sorted = {
    ...rest,
    insuranceKinds: rest.insuranceKinds.toSorted(),
    modality: rest.modality.toSorted(),
    specialities: Object.entries(rest.specialities).toSorted(),
    windows: rest.windows.map(({ weekday, from, to, rhythm }) => `${weekday} ${from} ${to} ${rhythm}`).toSorted(),
    languages: rest.languages.map(({ tag, level }) => `${tag} ${level}`).toSorted(),
  };
  return JSON.stringify(Object.entries(sorted).toSorted(([one], [other]) => one.localeCompare(other)));
}

/** The room that was named by its name, its street or both; the only one where none was named. */
export function locationOf(rooms: readonly LocationRow[], named: string | undefined): LocationRow | undefined {
  if (named === undefined) return rooms.length === 1 ? rooms[0] : undefined;
  return rooms.find((room) =>
    [room.name, room.street, `${room.street}, ${room.postal_code} ${room.place}`].some((text) => text !== null && sameWord(text, named)),
  );
}
