import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { House } from '#test/http.ts';

const database = await freshDatabase();
const admin = new Client(database.admin);
let house: House;
beforeAll(async () => {
  await admin.connect();
  house = await House.open(database, { at: Temporal.Instant.from('2026-03-02T08:00:00Z'), limits: false });
  house.stage.clock.now = Temporal.Instant.from('2026-03-02T08:00:00Z');
});
afterAll(async () => {
  await house.close();
  await admin.end();
});

type Kind = 'practitioners' | 'places' | 'appointments' | 'services';
const upload = (text: string, more: Record<string, unknown> = {}) => ({
  name: 'liste.csv',
  content: Buffer.from(text).toString('base64'),
  ...more,
});
const nameOf = (kind: Kind, what: 'preview' | 'confirm' | 'undo') =>
  kind === 'appointments' ? `scheduling.${what}SlotImport` : `directory.${what}Import`;
const paramsOf = (kind: Kind, more: Record<string, string> = {}) => ({ params: kind === 'appointments' ? more : { kind, ...more } });
const look = (kind: Kind, text: string, more = {}) =>
  house.ask('marit', nameOf(kind, 'preview'), { ...paramsOf(kind), body: upload(text, more) });
const confirm = (kind: Kind, text: string, digest: string, more = {}) =>
  house.ask('marit', nameOf(kind, 'confirm'), { ...paramsOf(kind), body: upload(text, { digest, ...more }) });
const readIn = async (kind: Kind, text: string, more = {}) => confirm(kind, text, (await look(kind, text, more)).json.digest, more);
const undo = (kind: Kind, id: string) => house.ask('marit', nameOf(kind, 'undo'), { ...paramsOf(kind, { id }), body: {} });
const count = async (table: string, where = 'true') =>
  Number((await admin.query<{ n: string }>(`select count(*) as n from ${table} where ${where}`)).rows[0]?.n);
const said = (faults: { row: number; column?: string; code: string; suggestion?: string }[]) =>
  faults.map(({ row, column, code, suggestion }) => [row, column, code, suggestion].filter((part) => part !== undefined).join(' '));

const THERAPISTS = `Vorname;Nachname;Beruf;Telefon;E-Mail;Praxis;Straße;PLZ;Ort;Lieblingsfarbe
Ayşe;Demir;Psychologische Psychotherapeutin;+49 228 1234;ayse.demir@geleit.example;Praxis am Park;Parkstraße 1;53111;Bonn;rot
Bernd;Klee;KJP;0228 4321;;Praxis am Park;Parkstraße 1;53111;Bonn;blau
`;

describe('therapists from a file', () => {
  test('the preview says what each row would do and which column fills what, and stores nothing', async () => {
    const before = await count('directory.practitioner');
    const { json } = await look('practitioners', THERAPISTS);
    expect(json).toMatchObject({ make: 2, same: 0, differs: 0, faultCount: 0, delimiter: ';', earlier: null });
    expect(json.columns.find(({ heading }: { heading: string }) => heading === 'Lieblingsfarbe')).toMatchObject({
      field: null,
      sample: 'rot',
    });
    expect(json.shown.map(({ label }: { label: string }) => label)).toEqual(['Ayşe Demir', 'Bernd Klee']);
    expect(await count('directory.practitioner')).toBe(before);
  });

  test('confirmed, both stand in one practice with one room; the same file is not read in twice; undone, nothing of it is left', async () => {
    const [people, practices] = [
      await count('directory.practitioner', 'closed_at is null'),
      await count('directory.organisation', 'closed_at is null'),
    ];
    const done = await readIn('practitioners', THERAPISTS);
    expect(done).toMatchObject({ status: 201, json: { made: 4, changed: 0, same: 0 } });
    expect(await count('directory.practitioner', 'closed_at is null')).toBe(people + 2);
    expect(await count('directory.location', `street = 'Parkstraße 1' and closed_at is null`)).toBe(1);
    expect((await readIn('practitioners', THERAPISTS)).code).toBe('import-already-done');
    const again = await look('practitioners', `${THERAPISTS}\n`);
    expect(again.json).toMatchObject({ make: 0, same: 2 });
    expect((await undo('practitioners', done.json.id)).json).toMatchObject({ items: 4 });
    expect(await count('directory.practitioner', 'closed_at is null')).toBe(people);
    expect(await count('directory.organisation', 'closed_at is null')).toBe(practices);
    expect((await undo('practitioners', done.json.id)).code).toBe('import-undone');
  });

  test('faults are named with row, column and what was meant; with one of them nothing is stored', async () => {
    const text = `Name;Beruf;Mail;Straße;PLZ;Ort
Clara Anders;PP;clara@geleit.example;Weg 1;5311;Bonn
;PP;x@geleit.example;Weg 2;53111;Bonn
Dora Ernst;Psychologischer Psychotherapeutt;dora@geleit.example;Weg 3;53111;Bonn
Emil Falk;PP;emil@geleit;Weg 4;53111;Bonn
Frida Gut;PP;frida@geleit.example;Weg 5;99998;Nirgends
Greta Hahn;PP;greta@geleit.example;Weg 6;53111;Bonn
Greta Hahn;PP;greta@geleit.example;Weg 6;53111;Bonn
`;
    const { json } = await look('practitioners', text);
    expect(said(json.faults)).toEqual([
      '2 PLZ postal-code 05311',
      '3 Name required',
      '4 Beruf unknown-word Psychologischer Psychotherapeut',
      '5 Mail email',
      '6 PLZ postal-code-unknown',
      '8 Name duplicate-in-file 7',
    ]);
    expect((await confirm('practitioners', text, json.digest)).code).toBe('import-has-faults');
    expect(await count('directory.practitioner', `name = 'Greta Hahn'`)).toBe(0);
  });

  test('who stands already with other values: asked, kept or changed, and back again', async () => {
    const text = `Name;Beruf;Telefon;Straße;PLZ;Ort\nHenrike Brandt;PP;0228 999999;Weg 1;53111;Bonn\n`;
    const asked = await look('practitioners', text);
    expect(asked.json).toMatchObject({ differs: 1, shown: [{ verdict: 'differs', fields: ['phone'] }] });
    expect((await confirm('practitioners', text, asked.json.digest)).code).toBe('import-choose');
    expect((await readIn('practitioners', text, { existing: 'keep' })).json).toMatchObject({ made: 0, changed: 0 });
    const changed = await readIn('practitioners', text, { existing: 'change' });
    expect(changed.json).toMatchObject({ made: 0, changed: 1 });
    const phone = async () => (await admin.query(`select phone from directory.practitioner where name = 'Henrike Brandt'`)).rows[0]?.phone;
    expect(await phone()).toBe('0228 999999');
    expect((await undo('practitioners', changed.json.id)).status).toBe(200);
    expect(await phone()).not.toBe('0228 999999');
  });

  test('columns are assigned as the last time that a file had these headings; the same key answers the same, and nothing is done twice', async () => {
    const head = 'Wer;Was;Wo;PLZ;Stadt;Notiz\n';
    const mapping = { Wer: 'name', Was: 'profession', Wo: 'street', PLZ: 'postalCode', Stadt: 'place', Notiz: null };
    const text = `${head}Pia Rabe;PP;Weg 1;53111;Bonn;x\n`;
    expect((await look('practitioners', text)).json).toMatchObject({ remembered: false, missing: ['profession', 'street'] });
    const seen = await look('practitioners', text, { mapping });
    const key = crypto.randomUUID();
    const body = upload(text, { mapping, digest: seen.json.digest });
    const twice = [0, 1].map(() => house.ask('marit', 'directory.confirmImport', { ...paramsOf('practitioners'), body, key }));
    const [one, other] = await Promise.all(twice);
    expect([one?.status, other?.status].filter((status) => status === 201).length).toBeGreaterThan(0);
    const again = await house.ask('marit', 'directory.confirmImport', { ...paramsOf('practitioners'), body, key });
    expect(again).toMatchObject({ status: 201, json: { made: 3 } });
    expect(await count('directory.practitioner', `name = 'Pia Rabe'`)).toBe(1);
    const next = await look('practitioners', `Notiz;Stadt;PLZ;Wo;Was;Wer\ny;Bonn;53111;Weg 2;KJP;Quentin Specht\n`);
    expect(next.json).toMatchObject({ remembered: true, make: 1, missing: [] });
  });

  test('a file that changed between the look and the word is looked at again', async () => {
    const first = await look('practitioners', 'Name;Beruf;Straße;PLZ;Ort\nIda Jung;PP;Weg 1;53111;Bonn\n');
    const other = 'Name;Beruf;Straße;PLZ;Ort\nIda Jung;PP;Weg 1;53111;Bonn\nKurt Lang;PP;Weg 1;53111;Bonn\n';
    expect((await confirm('practitioners', other, first.json.digest)).code).toBe('import-changed');
  });

  test.each([
    ['x', 'file-no-rows'],
    ['', 'invalid-input'],
    ['<html>', 'file-type'],
    ['A;A\n1;2', 'heading-twice'],
    ['A;;B\n1;2;3', 'heading-missing'],
    ['=A;B\n1;2', 'heading-formula'],
    ['A\n"1', 'quotes-broken'],
    ['A\n\0', 'file-binary'],
    [' ', 'file-empty'],
  ])('the file %j is refused with %s', async (text, code) => expect((await look('practitioners', text)).code).toBe(code));

  test('files of another kind, in other signs, too long; fields that nobody knows; columns that are missing', async () => {
    const raw = (content: string, more = {}) =>
      house.ask('marit', 'directory.previewImport', { params: { kind: 'practitioners' }, body: { name: 'a.csv', content, ...more } });
    expect((await raw(Buffer.from([0x50, 0x4b, 3, 4]).toString('base64'))).code).toBe('file-is-spreadsheet');
    expect((await raw(Buffer.from('Name\nM\xfcller\n', 'latin1').toString('base64'))).code).toBe('file-encoding');
    expect((await look('practitioners', `A\n${'x\n'.repeat(2001)}`)).code).toBe('file-too-long');
    expect((await look('practitioners', 'A\n1\n', { mapping: { A: 'constructor' } })).code).toBe('field-unknown');
    const { json } = await look('practitioners', 'A\n1\n');
    expect(json.missing).toEqual(['profession', 'street', 'postalCode', 'place']);
    expect((await confirm('practitioners', 'A\n1\n', json.digest)).code).toBe('import-columns');
  });

  test('only the coordinator reads files in; everybody else is refused before anything is looked at', async () => {
    for (const who of ['jana', 'brandt', 'tomasz'] as const) {
      const answer = await house.ask(who, 'directory.previewImport', { params: { kind: 'practitioners' }, body: upload(THERAPISTS) });
      expect([who, answer.status]).toEqual([who, 403]);
    }
  });

  test('while one file is read in, a second one waits outside', async () => {
    const text = 'Name;Beruf;Straße;PLZ;Ort\nLena Mohr;PP;Weg 1;53111;Bonn\n';
    const { json } = await look('practitioners', text);
    await admin.query(`select pg_advisory_lock(hashtext('geleit.import'))`);
    expect((await confirm('practitioners', text, json.digest)).code).toBe('import-running');
    await admin.query(`select pg_advisory_unlock(hashtext('geleit.import'))`);
    expect((await confirm('practitioners', text, json.digest)).status).toBe(201);
  });

  test('after 30 days a run stays', async () => {
    const done = await readIn('practitioners', 'Name;Beruf;Straße;PLZ;Ort\nNora Otto;PP;Weg 1;53111;Bonn\n');
    await admin.query(`update platform.import_run set at = at - interval '31 days' where id = $1`, [done.json.id]);
    expect((await undo('practitioners', done.json.id)).code).toBe('import-too-old');
  });
});

describe('places from a file', () => {
  const PLACES = `Therapeut;Verfahren;Setting;Kassen;Schwerpunkte;Zeiten;Frei ab;Sprachen
Henrike Brandt;Verhaltenstherapie;Einzel;gesetzlich, privat;Depression, Angst;Mo 9-12; 01.04.2026;Deutsch, Türkisch (B2)
matteo.rossi@geleit.example;TP;Einzel;GKV;;Di 14:00-18:30;01.04.2026;de
`;
  test('they become drafts that their therapist opens; a task tells her; undone they are closed', async () => {
    const done = await readIn('places', PLACES);
    expect(done).toMatchObject({ status: 201, json: { made: 2 } });
    const { rows } = await admin.query(
      `select p.state, p.procedure, p.insurance_kinds, p.specialities, p.windows, p.languages from directory.place p
       join platform.import_item i on i.object_id = p.id where i.run_id = $1 order by p.procedure desc`,
      [done.json.id],
    );
    expect(rows[0]).toMatchObject({
      state: 'draft',
      procedure: 'VT',
      insurance_kinds: ['GKV', 'PKV'],
      specialities: { DEP: 'S', ANX: 'S' },
      windows: [{ weekday: 1, from: '09:00', to: '12:00', rhythm: 'weekly' }],
      languages: [
        { tag: 'de', level: 'C2' },
        { tag: 'tr', level: 'B2' },
      ],
    });
    expect(await count('tasks.task', `kind = 'places-read-in'`)).toBe(2);
    expect((await look('places', `${PLACES}\n`)).json).toMatchObject({ make: 0, same: 2 });
    await admin.query(
      `update directory.place set version = version + 1 where id = (select object_id from platform.import_item where run_id = $1 limit 1)`,
      [done.json.id],
    );
    const inUse = await undo('places', done.json.id);
    expect(inUse.code).toBe('import-in-use');
    expect(inUse.json.facts.rows).toHaveLength(1);
    await admin.query(`update directory.place set version = 1 where id in (select object_id from platform.import_item where run_id = $1)`, [
      done.json.id,
    ]);
    expect((await undo('places', done.json.id)).status).toBe(200);
    expect(
      await count(
        'directory.place p join platform.import_item i on i.object_id = p.id',
        `i.run_id = '${done.json.id}' and p.state <> 'closed'`,
      ),
    ).toBe(0);
  });

  test.each([
    ['Niemand Hier;VT;;;;', '2 Therapeut reference'],
    ['Henrike Brandt;XY;;;;', '2 Verfahren unknown-word'],
    ['Henrike Brandt;VT;50;20;;', '2 Alter bis range-reversed 50'],
    ['Henrike Brandt;VT;;;Montags;', '2 Zeiten windows Mo 9-12; Di 14:00-18:30'],
    ['Henrike Brandt;VT;;;Mo 12-9;', '2 Zeiten windows Mo 12-9'],
    ['Henrike Brandt;VT;;;;Mond', '2 Raum location-unknown'],
  ])('%s', async (line, fault) => {
    const { json } = await look('places', `Therapeut;Verfahren;Alter von;Alter bis;Zeiten;Raum\n${line}\n`);
    expect(said(json.faults)).toEqual([fault]);
  });
});

describe('free first appointments from a file', () => {
  const head = 'Therapeut;Datum;Beginn;Ende;Art\n';
  test('they are published whole or not at all, and withdrawn again', async () => {
    const text = `${head}Henrike Brandt;05.06.2026;10:00;10:50;Sprechstunde\nHenrike Brandt;05.06.2026;11:00;;Probatorik\n`;
    const done = await readIn('appointments', text);
    expect(done).toMatchObject({ status: 201, json: { made: 2 } });
    expect(await count('scheduling.slot', `starts_at >= '2026-06-05' and starts_at < '2026-06-06' and state = 'free'`)).toBe(2);
    expect((await look('appointments', `${text}\n`)).json).toMatchObject({ make: 0, same: 2 });
    await admin.query(`update scheduling.slot set state = 'blocked' where starts_at = '2026-06-05T09:00Z'`);
    expect((await undo('appointments', done.json.id)).code).toBe('import-in-use');
    await admin.query(`update scheduling.slot set state = 'free' where starts_at = '2026-06-05T09:00Z'`);
    expect((await undo('appointments', done.json.id)).status).toBe(200);
    expect(await count('scheduling.slot', `starts_at >= '2026-06-05' and starts_at < '2026-06-06' and state = 'free'`)).toBe(0);
  });

  test.each([
    ['Henrike Brandt;01.03.2026;10:00;;', ['2 Datum slot-in-past']],
    ['Henrike Brandt;29.03.2026;02:30;;', ['2 Beginn time-does-not-exist']],
    ['Henrike Brandt;28.03.2027;02:30;;', ['2 Beginn time-does-not-exist']],
    ['Henrike Brandt;08.06.2026;10:00;10:05;', ['2 Ende range 15–240']],
    ['Henrike Brandt;08.06.2026;10:00;09:00;', ['2 Ende range 15–240']],
    ['Henrike Brandt;08.06.2026;10:00;;\nHenrike Brandt;08.06.2026;10:30;;', ['3 Beginn overlap-in-file 2']],
    ['Wer Auch;08.06.2026;10:00;;', ['2 Therapeut reference']],
  ])('%s', async (lines, faults) => {
    const { json } = await look('appointments', `${head}${lines}\n`);
    expect(said(json.faults)).toEqual(faults);
  });

  test('an hour that overlaps one that stands is named', async () => {
    await readIn('appointments', `${head}Henrike Brandt;09.06.2026;10:00;;\n`);
    const { json } = await look('appointments', `${head}Henrike Brandt;09.06.2026;10:20;;\n`);
    expect(said(json.faults)).toEqual(['2 Beginn overlap']);
  });

  test('what was read in stands in a list with who and when', async () => {
    const { json } = await house.ask('marit', 'directory.listImports');
    expect(
      json.imports.find((run: { kind: string; undoneAt: string | null }) => run.kind === 'appointments' && !run.undoneAt),
    ).toMatchObject({ kind: 'appointments', by: 'Marit Lindqvist', made: 1, undoneAt: null, mayUndo: true });
  });
});

describe('services of the region from a file', () => {
  const SERVICES = `Dienst;Träger;Art;Gebiet;Für wen;Alter von;Wer zahlt;Sprachen;Kommt nach Hause;Platz;Wartezeit;E-Mail
Schuldnerberatung Süd;Diakonie Rhein-Sieg;Schuldnerberatung;53, 50;Schulden;18;kostenlos;Deutsch, Türkisch;nein;frei;14;schulden@diakonie.example
Ambulante Pflege Süd;Diakonie Rhein-Sieg;home-nursing;53;;;Krankenkasse;de;ja;;;
`;
  const PREFERRED = SERVICES.replace('frei;14;', 'voll;90;');
  const rows = async () =>
    (
      await admin.query(
        `select name, service_type, system, postal_areas, target_groups, min_age, payers, languages, outreach, capacity, waiting_days from directory.service
         where closed_at is null and name like '%Süd' order by name desc`,
      )
    ).rows;

  test('made with what each says, changed on a second look, taken back as a whole', async () => {
    const looked = await look('services', SERVICES);
    expect(looked.json).toMatchObject({ make: 2, same: 0, differs: 0, faultCount: 0 });
    const made = await readIn('services', SERVICES);
    // two services, and who offers both
    expect(made.json).toMatchObject({ made: 3, changed: 0 });
    const debts = { service_type: 'debt-advice', postal_areas: ['50', '53'], target_groups: ['debts'], min_age: 18, payers: ['FREE'] };
    expect(await rows()).toMatchObject([
      { ...debts, languages: ['de', 'tr'], outreach: false, capacity: 'free', waiting_days: 14 },
      { service_type: 'home-nursing', system: 'health', postal_areas: ['53'], payers: ['GKV'], outreach: true, capacity: 'ask' },
    ]);
    expect((await look('services', PREFERRED)).json).toMatchObject({ make: 0, same: 1, differs: 1 });
    const changed = await readIn('services', PREFERRED, { existing: 'change' });
    expect(changed.json).toMatchObject({ made: 0, changed: 1 });
    expect((await rows())[0]).toMatchObject({ ...debts, capacity: 'full', waiting_days: 90 });
    // the first run stands below the second
    expect(await undo('services', made.json.id)).toMatchObject({ code: 'import-in-use' });
    expect((await undo('services', changed.json.id)).json).toMatchObject({ items: 1 });
    expect((await rows())[0]).toMatchObject({ capacity: 'free', waiting_days: 14 });
  });

  test('faults name row and column, and nothing is stored; who coordinates nothing reads nothing in', async () => {
    const text = `Dienst;Träger;Art;Gebiet;Alter von;Alter bis;Platz
Tafel;Caritas;Suppe;53;;;
Wohnhilfe;Caritas;housing-office;Bonn;;;
Treff;Caritas;peer-support;53;40;20;frei
Treff;Caritas;peer-support;53;;;halb
Lotsen;Caritas;peer-support;53;;;
Lotsen;Caritas;peer-support;53;;;
`;
    const { json } = await look('services', text);
    expect(said(json.faults).map((fault) => fault.split(' ').slice(0, 2).join(' '))).toEqual(
      expect.arrayContaining(['2 Art', '3 Gebiet', '4 Alter', '5 Platz', '7 Dienst']),
    );
    expect((await confirm('services', text, json.digest)).code).toBe('import-has-faults');
    expect(await count('directory.service', `name in ('Tafel', 'Lotsen')`)).toBe(0);
    const body = upload(SERVICES);
    expect((await house.ask('jana', 'directory.previewImport', { params: { kind: 'services' }, body })).status).toBe(403);
  });
});
