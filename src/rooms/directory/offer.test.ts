import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { freshDatabase } from '#test/database.ts';
import { OfferStage, type Person } from '#test/offer-stage.ts';
import { loadDiagnoses, loadPostalCodes } from './actions/settings.ts';
import type { OwnPlace } from './contract.ts';
import { directoryRoutes } from './routes.ts';

const database = await freshDatabase();
let stage: OfferStage;
let ada: Person;
let ben: Person;
let desk: Person;
let coordinator: Person;

beforeAll(async () => {
  stage = await OfferStage.set(database, directoryRoutes);
  ada = await stage.join('Ada Brandt', 'therapist');
  ben = await stage.join('Ben Yilmaz', 'therapist');
  desk = await stage.join('Tisch Eins', 'desk');
  coordinator = await stage.join('Karla Koordination', 'coordinator');
});
afterAll(() => stage.close());

const place = (more: Record<string, unknown> = {}) => ({
  locationId: stage.locationId,
  kind: 'PLACE',
  procedure: 'VT',
  setting: 'single',
  ageMin: 18,
  ageMax: 65,
  insuranceKinds: ['GKV'],
  modality: ['in-person'],
  windows: [{ weekday: 3, from: '14:00', to: '18:00', rhythm: 'weekly' }],
  earliestStart: '2026-03-09',
  notes: 'Aufzug defekt',
  ...more,
});
interface Added {
  ids: [string, ...string[]];
  groupId: string | null;
}
const add = (who: Person, more: Record<string, unknown> = {}) => stage.ask<Added>(who, 'directory.addPlace', { body: place(more) });
const offer = (who: Person) =>
  stage.ask<{
    places: OwnPlace[];
    groups: unknown[];
    questions: { kind: string }[];
    likeLast: string | null;
    freshness: { fresh: boolean };
  }>(who, 'directory.myOffer');
const mine = async (who: Person, id: string) => (await offer(who)).places.find((row) => row.id === id);

describe('A place', () => {
  test('begins as a draft that says what is missing, and opens when it is complete', async () => {
    const { ids } = await add(ada, { windows: [], insuranceKinds: [] });
    const draft = await mine(ada, ids[0]);
    expect(draft).toMatchObject({ state: 'draft', missing: ['insuranceKinds', 'windows'], fresh: true });
    const refused = await stage.refusal(ada, 'directory.openPlace', { params: { id: ids[0] }, version: 1 });
    expect(refused).toMatchObject({
      code: 'place-incomplete',
      detail: { errors: [{ pointer: '/insuranceKinds' }, { pointer: '/windows' }] },
    });
    const whole = { ...draft, ...place() };
    const keys = [
      'locationId',
      'kind',
      'procedure',
      'setting',
      'ageMin',
      'ageMax',
      'insuranceKinds',
      'languages',
      'interpreterWelcome',
      'specialities',
      'modality',
      'windows',
      'earliestStart',
      'expectedEnd',
      'maxWaitAfterTrial',
      'notes',
      'groupName',
      'serviceType',
    ] as const;
    const body = Object.fromEntries(keys.map((key) => [key, (whole as Record<string, unknown>)[key]]));
    expect(await stage.ask(ada, 'directory.changePlace', { params: { id: ids[0] }, version: 1, body })).toEqual({
      id: ids[0],
      version: 2,
      warnings: [],
    });
    expect(await stage.ask(ada, 'directory.openPlace', { params: { id: ids[0] }, version: 2 })).toEqual({
      id: ids[0],
      version: 3,
      state: 'open',
    });
    expect(await stage.told(ids[0])).toEqual(['directory.place.created', 'directory.place.changed', 'directory.place.opened']);
  });

  test('like the last one opens with one command, from today on', async () => {
    const { likeLast } = await offer(ada);
    const { id } = await stage.ask<{ id: string }>(ada, 'directory.openLike', { params: { id: likeLast } });
    expect(await mine(ada, id)).toMatchObject({ state: 'open', procedure: 'VT', earliestStart: '2026-03-09', notes: 'Aufzug defekt' });
    expect((await stage.refusal(ben, 'directory.openLike', { params: { id } })).code).toBe('place-not-yours');
  });

  test('of a group comes as so many seats in one go', async () => {
    const seats = await add(ada, { kind: 'GROUP_SEAT', setting: 'group', seats: 8, open: true, groupName: 'Angst verstehen' });
    expect(seats.ids).toHaveLength(8);
    expect((await offer(ada)).groups).toEqual([{ groupId: seats.groupId, name: 'Angst verstehen', seats: 8, taken: 0, free: 8 }]);
    expect((await stage.refusal(ada, 'directory.addPlace', { body: place({ seats: 2 }) })).detail.errors).toEqual([
      { pointer: '/seats', code: 'only-for-groups' },
    ]);
    expect((await stage.refusal(ada, 'directory.addPlace', { body: place({ kind: 'GROUP_SEAT' }) })).detail.errors?.[0]?.code).toBe(
      'group-kind-needs-group',
    );
  });

  test('of a stale profile neither opens nor resumes until "stimmt noch"', async () => {
    const old = await stage.join('Olga Alt', 'therapist');
    await stage.admin.query("update directory.practitioner set confirmed_at = '2026-02-15T12:00Z' where id = $1", [old.practitionerId]);
    expect((await offer(old)).questions).toMatchObject([{ kind: 'still-true' }]);
    expect((await stage.refusal(old, 'directory.addPlace', { body: place({ open: true }) })).code).toBe('place-stale');
    expect(await stage.ask(old, 'directory.confirmStillTrue')).toMatchObject({ places: 0, until: '2026-03-16T23:00:00Z' });
    expect(await add(old, { open: true })).toMatchObject({ state: 'open' });
    await stage.ask(old, 'directory.confirmStillTrue');
    expect((await offer(old)).freshness.fresh).toBe(true);
  });

  test('that somebody changed meanwhile is refused with the new version', async () => {
    const { ids } = await add(ada, { open: true });
    const at = { params: { id: ids[0] }, version: 1 };
    const both = await Promise.allSettled([stage.ask(ada, 'directory.pausePlace', at), stage.ask(ada, 'directory.closePlace', at)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await stage.refusal(ada, 'directory.pausePlace', at)).detail.current).toBe(2);
  });

  test('is stepped by its therapist and the coordinator only', async () => {
    const { ids } = await add(ada, { open: true });
    const at = { params: { id: ids[0] }, version: 1 };
    expect((await stage.refusal(ben, 'directory.pausePlace', at)).code).toBe('place-not-yours');
    expect((await stage.refusal(desk, 'directory.pausePlace', at)).code).toBe('not-permitted');
    expect((await stage.refusal(desk, 'directory.coordinatePause', at)).code).toBe('not-permitted');
    expect((await stage.refusal(null, 'directory.myOffer')).code).toBe('not-signed-in');
    expect(await stage.ask(coordinator, 'directory.coordinatePause', at)).toMatchObject({ state: 'paused' });
    expect(await stage.ask(ada, 'directory.resumePlace', { ...at, version: 2 })).toMatchObject({ state: 'open' });
    expect((await stage.refusal(ada, 'directory.interruptPlace', { ...at, version: 3 })).code).toBe('place-not-held');
  });

  test('of a running therapy shows initials, is interrupted with a task for the desk, ends and opens again', async () => {
    const { ids } = await add(ada, { open: true });
    const [id] = ids;
    const client = await stage.client('Daniel', 'Rosenthal', ada);
    await stage.admin.query("update directory.place set state = 'occupied', request_id = $2 where id = $1", [id, client.requestId]);
    expect(await mine(ada, id)).toMatchObject({
      state: 'occupied',
      requestId: client.requestId,
      client: { personId: client.personId, initials: 'D. R.' },
    });
    await stage.ask(ada, 'directory.interruptPlace', { params: { id }, version: 1 });
    const tasks = await stage.look('select kind, assignee_role, person_id from tasks.task where object_id = $1', id);
    expect(tasks).toEqual([{ kind: 'interruption-inform-client', assignee_role: 'desk', person_id: client.personId }]);
    await stage.ask(ada, 'directory.endInterruption', { params: { id }, version: 2 });
    expect(await stage.look('select outcome from tasks.task where object_id = $1', id)).toEqual([{ outcome: 'over' }]); // nobody calls
    expect((await stage.refusal(ada, 'directory.announceEnd', { params: { id }, version: 3, body: { endsOn: '2026-07-01' } })).code).toBe(
      'end-too-far',
    );
    expect(await stage.ask(ada, 'directory.announceEnd', { params: { id }, version: 3, body: { endsOn: '2026-03-02' } })).toMatchObject({
      state: 'ending',
    });
    expect((await offer(ada)).questions).toContainEqual({ kind: 'end-reached', placeId: id, requestId: client.requestId, since: null });
    expect(await stage.ask(ada, 'directory.confirmEnd', { params: { id }, version: 4 })).toMatchObject({ state: 'open' });
    expect(await mine(ada, id)).toMatchObject({ state: 'open', requestId: null, client: null, endsOn: null });
  });

  test('whose client the therapist no longer sees keeps its state and loses the initials', async () => {
    const { ids } = await add(ada, { open: true });
    const client = await stage.client('Eva', 'Klein');
    await stage.admin.query("update directory.place set state = 'trial', trial_since = now(), request_id = $2 where id = $1", [
      ids[0],
      client.requestId,
    ]);
    expect(await mine(ada, ids[0])).toMatchObject({ state: 'trial', client: null });
    expect((await offer(ada)).questions).toContainEqual(expect.objectContaining({ kind: 'fit', placeId: ids[0] }));
  });

  test('that the desk holds says who holds it until when; pausing it ends the hold and says so in the log', async () => {
    const { ids } = await add(ada, { open: true });
    const { requestId } = await stage.client('Jan', 'Held');
    await stage.admin.query("update directory.place set state = 'held', held_by = $2, held_for = $3, held_until = $4 where id = $1", [
      ids[0],
      desk.accountId,
      requestId,
      stage.now.add({ minutes: 10 }).toString(),
    ]);
    expect(await mine(ada, ids[0])).toMatchObject({ state: 'held', heldBy: 'Tisch Eins', heldUntil: '2026-03-02T09:10:00Z' });
    const fields = place();
    const full = {
      languages: [{ tag: 'de', level: 'C2' }],
      interpreterWelcome: 'unknown',
      specialities: {},
      expectedEnd: null,
      maxWaitAfterTrial: null,
      groupName: null,
      serviceType: null,
      ...fields,
    };
    expect(await stage.ask(ada, 'directory.changePlace', { params: { id: ids[0] }, version: 1, body: full })).toMatchObject({
      warnings: ['place-held'],
    });
    expect(await stage.ask(ada, 'directory.pausePlace', { params: { id: ids[0] }, version: 2 })).toMatchObject({ state: 'paused' });
    const [last] = await stage.look<{ action: string; data: object }>(
      'select action, data from platform.event where object_id = $1 order by seq desc limit 1',
      ids[0],
    );
    expect(last).toEqual({
      action: 'directory.place.paused-while-held',
      data: { practitionerId: ada.practitionerId, requestId, holderId: desk.accountId },
    });
  });
});

describe('What a therapist does not treat', () => {
  test('is answered to herself and to nobody else, in no answer and no event', async () => {
    const { id } = await stage.ask<{ id: string }>(ada, 'directory.addExclusion', { body: { code: 'CHRONIC_SUI' } });
    await stage.ask(ada, 'directory.addExclusion', { body: { code: 'VIOL', validTo: '2026-12-31' } });
    expect(await stage.ask(ada, 'directory.myExclusions')).toMatchObject({
      exclusions: [{ id, code: 'CHRONIC_SUI', validFrom: '2026-03-02', validTo: null }, { code: 'VIOL' }],
    });
    expect(await stage.ask(ben, 'directory.myExclusions')).toEqual({ exclusions: [] });
    expect((await stage.refusal(ben, 'directory.removeExclusion', { params: { id } })).code).toBe('not-found');
    expect((await stage.refusal(coordinator, 'directory.myExclusions')).code).toBe('not-permitted');

    const said: unknown[] = [];
    for (const reader of [ada, ben, desk, coordinator]) {
      for (const [name, input] of READS(ada)) {
        try {
          said.push(await stage.ask(reader, name, input));
        } catch (fault) {
          said.push(String(fault), JSON.stringify(fault));
        }
      }
    }
    expect(said).toHaveLength(4 * READS(ada).length + said.filter((part) => typeof part === 'string').length / 2);
    expect(JSON.stringify(said)).not.toMatch(/CHRONIC_SUI|VIOL|xclusion/);
    const events = await stage.look('select * from platform.event');
    expect(JSON.stringify(events)).not.toMatch(/CHRONIC_SUI|VIOL/);
    const changes = await stage.look(
      "select kind, object_kind, object_id, data, reason from platform.event where action = 'directory.exclusion.changed'",
    );
    expect(changes).toEqual([
      { kind: 'U', object_kind: 'practitioner', object_id: ada.practitionerId, data: {}, reason: null },
      { kind: 'U', object_kind: 'practitioner', object_id: ada.practitionerId, data: {}, reason: null },
    ]);
    await stage.ask(ada, 'directory.removeExclusion', { params: { id } });
    expect(await stage.look('select code from directory.exclusion')).toEqual([{ code: 'VIOL' }]);
  });
});

/** Every read of the room but the owner's own list of exclusions. */
const READS = (about: Person): [string, { params?: unknown; query?: unknown }][] => [
  ['directory.myOffer', {}],
  ['directory.practitioners', { query: {} }],
  ['directory.practitioners', { query: { text: 'Ada', focus: 'DEP', sort: 'open-places' } }],
  ['directory.practitioner', { params: { id: about.practitionerId } }],
  ['directory.organisations', {}],
  ['directory.settings', {}],
  ['directory.postalCodes', { query: { begins: '53' } }],
  ['directory.diagnoses', { query: { text: 'F3' } }],
];

describe('The network', () => {
  interface Listed {
    practitioners: { name: string; openPlaces: number; kilometres: number | null }[];
    total: number;
  }
  const list = (query: Record<string, unknown>) => stage.ask<Listed>(desk, 'directory.practitioners', { query });

  test('is filtered, sorted by a closed list and paged', async () => {
    expect((await list({ text: 'yilm' })).practitioners.map(({ name }) => name)).toEqual(['Ben Yilmaz']);
    expect((await list({ text: '%' })).total).toBe(0);
    expect((await list({ procedure: 'AP' })).total).toBe(0);
    const open = await list({ open: 'yes', procedure: 'VT', age: '30', sort: 'open-places' });
    expect(open.practitioners[0]?.name).toBe('Ada Brandt');
    expect(open.practitioners.every(({ openPlaces }) => openPlaces > 0)).toBe(true);
    const near = await list({ postalCode: '51143', sort: 'distance', km: '30' });
    expect(near.practitioners[0]?.kilometres).toBe(18.3);
    expect((await list({ postalCode: '51143', km: '10' })).total).toBe(0);
    expect((await stage.refusal(desk, 'directory.practitioners', { query: { postalCode: '99999' } })).detail.errors).toEqual([
      { pointer: '/postalCode', code: 'unknown-postal-code' },
    ]);
    expect((await stage.refusal(desk, 'directory.practitioners', { query: { sort: 'distance' } })).detail.errors).toEqual([
      { pointer: '/postalCode', code: 'missing' },
    ]);
    expect(() => stage.ask(desk, 'directory.practitioners', { query: { sort: 'name; drop table' } })).toThrow();
  });

  test('shows notes of a place to the desk, not to a colleague, and drafts to nobody', async () => {
    const { ids } = await add(ada);
    const seen = async (who: Person) =>
      (
        await stage.ask<{ places: { id: string; notes: string | null }[] }>(who, 'directory.practitioner', {
          params: { id: ada.practitionerId },
        })
      ).places;
    expect((await seen(desk)).every(({ notes }) => notes === 'Aufzug defekt')).toBe(true);
    expect((await seen(ben)).every(({ notes }) => notes === null)).toBe(true);
    expect((await seen(desk)).some(({ id }) => id === ids[0])).toBe(false);
  });

  test('takes a location where its postal code lies, and refuses an unknown one by the field', async () => {
    const fields = { name: null, street: 'Domweg 2', postalCode: '51143', place: 'Köln', access: { lift: 'yes' }, directions: null };
    const { id } = await stage.ask<{ id: string }>(ada, 'directory.addLocation', { body: fields });
    expect(await stage.look('select latitude, longitude, state from directory.location where id = $1', id)).toEqual([
      { latitude: 50.8842, longitude: 7.0527, state: 'NW' },
    ]);
    const wrong = await stage.refusal(ada, 'directory.changeLocation', {
      params: { id },
      version: 1,
      body: { ...fields, postalCode: '00001' },
    });
    expect(wrong.detail.errors).toEqual([{ pointer: '/postalCode', code: 'unknown-postal-code' }]);
    expect((await stage.refusal(ada, 'directory.changeLocation', { params: { id: newId() }, version: 1, body: fields })).code).toBe(
      'not-found',
    );
    const foreign = await stage.ask<{ id: string }>(coordinator, 'directory.addOrganisation', {
      body: { name: 'Klinik', kind: 'clinic', phone: null, email: null, website: null },
    });
    const theirs = await stage.ask<{ id: string }>(coordinator, 'directory.coordinateLocation', {
      params: { id: foreign.id },
      body: fields,
    });
    expect((await stage.refusal(ada, 'directory.changeLocation', { params: { id: theirs.id }, version: 1, body: fields })).code).toBe(
      'not-found',
    );
    expect((await stage.refusal(ada, 'directory.addPlace', { body: place({ locationId: theirs.id }) })).detail.errors).toEqual([
      { pointer: '/locationId', code: 'unknown-location' },
    ]);
  });

  test('keeps settings as rows that follow each other, and its own travel times', async () => {
    const admin = await stage.join('Verwaltung', 'admin');
    const wish = { staleDays: 7, travelBaseMinutes: 12, travelMinutesPerKm: 1.5 };
    await stage.ask(admin, 'directory.changeSettings', { body: wish });
    expect(await stage.ask(desk, 'directory.settings')).toMatchObject(wish);
    expect((await stage.refusal(desk, 'directory.changeSettings', { body: wish })).code).toBe('not-permitted');
    const zones = {
      zones: [{ postalCode: '53113', zone: 'Bonn-Mitte' }],
      travel: [
        { from: 'Köln', to: 'Bonn-Mitte', minutes: 40 },
        { from: 'Bonn-Mitte', to: 'Köln', minutes: 45 },
      ],
    };
    await stage.ask(admin, 'directory.importZones', { body: zones });
    expect(await stage.look('select zone_a, zone_b, minutes from directory.zone_travel')).toEqual([
      { zone_a: 'Bonn-Mitte', zone_b: 'Köln', minutes: 45 },
    ]);
    expect(await stage.look('select zone from directory.location where id = $1', stage.locationId)).toEqual([{ zone: 'Bonn-Mitte' }]);
    await stage.ask(admin, 'directory.changeSettings', { body: { ...wish, staleDays: 14 } }).catch(() => {});
  });
});

describe('Tables of the real world', () => {
  const file = (name: string) => createReadStream(new URL(`../../../data/${name}`, import.meta.url));

  test("are loaded from the publishers' files, twice without harm, and found while typing", async () => {
    for (let round = 0; round < 2; round += 1) {
      expect(await stage.asSystem((call) => loadPostalCodes(call, file('postal-codes-de.csv')))).toEqual({ ok: true, stored: 8309 });
      expect(await stage.asSystem((call) => loadDiagnoses(call, file('icd-10-gm-2024-chapter-F.csv'), 2024))).toMatchObject({ ok: true });
    }
    expect(await stage.ask(desk, 'directory.settings')).toMatchObject({ postalCodes: 8309, editions: ['ICD-10-GM 2024'] });
    expect(await stage.ask(desk, 'directory.postalCodes', { query: { begins: '5311' } })).toMatchObject({
      postalCodes: [{ postalCode: '53111', places: ['Bonn'], state: 'NW' }, {}, {}, {}, {}],
    });
    const found = await stage.ask<{ diagnoses: { code: string }[] }>(desk, 'directory.diagnoses', { query: { text: 'F40.0' } });
    expect(found.diagnoses.map(({ code }) => code)).toEqual(['F40.0', 'F40.00', 'F40.01']);
    expect(await stage.ask(desk, 'directory.diagnoses', { query: { text: '%%' } })).toEqual({ diagnoses: [] });
  });

  test('with a faulty row change nothing', async () => {
    const reading = await stage.asSystem((call) =>
      loadPostalCodes(call, ['postal_code,place,state,latitude,longitude\n53113,Bonn,NW,1,7.1\n']),
    );
    expect(reading).toMatchObject({ ok: false, faults: [{ row: 2, code: 'coordinate-outside-germany' }] });
    expect(await stage.look("select latitude from directory.postal_code where postal_code = '53113'")).toEqual([{ latitude: 50.7231 }]);
  });
});
