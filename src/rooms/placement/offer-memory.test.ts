import { afterAll, expect, test } from 'vitest';
import { Refusal } from '#kernel/decision.ts';
import { newId } from '#kernel/id.ts';
import { freshDatabase } from '#test/database.ts';
import { OfferStage, type Person } from '#test/offer-stage.ts';
import { REACTIONS, ROUTES } from '../../rooms.ts';

const stage = await OfferStage.set(await freshDatabase(), ROUTES, REACTIONS);
afterAll(() => stage.close());
const desks = [await stage.join('Jana Petersen', 'desk'), await stage.join('Samuel Okafor', 'desk')] as const;
const therapists = await Promise.all(Array.from({ length: 6 }, (_, index) => stage.join(`Therapeutin ${index}`, 'therapist')));
const memory = new Map<string, unknown>();

let seed = 20_260_302;
const chance = (below: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * below);
};
const pick = <Item>(list: readonly Item[]): Item => list[chance(list.length)] as Item;

const places: { placeId: string; therapist: Person; slots: string[] }[] = [];
for (const therapist of therapists) {
  for (let index = 0; index < 3; index += 1) {
    const placeId = newId();
    const slots = [newId(), newId()];
    await stage.admin.query(
      `insert into directory.place (id, practitioner_id, location_id, kind, procedure, setting, age_min, age_max, insurance_kinds, modality, windows, specialities, state, open_since, confirmed_at, earliest_start)
       values ($1, $2, $3, 'PLACE', $4, 'single', $5, 99, '{GKV,PKV}', '{in-person}', '[{"weekday":1,"from":"17:00","to":"19:00"}]', $6, 'open', $7, $7, '2026-03-09')`,
      [
        placeId,
        therapist.practitionerId,
        stage.locationId,
        pick(['VT', 'TP']),
        pick([3, 18]),
        JSON.stringify({ [pick(['DEP', 'ANX'])]: 'S' }),
        stage.now.toString(),
      ],
    );
    for (const [day, slotId] of slots.entries()) {
      await stage.admin.query(
        "insert into scheduling.slot (id, practitioner_id, location_id, place_id, kinds, starts_at, ends_at) values ($1, $2, $3, $4, '{CONSULT,TRIAL}', $5::timestamptz, $5::timestamptz + interval '50 minutes')",
        [slotId, therapist.practitionerId, stage.locationId, placeId, stage.now.add({ hours: 24 * (7 + day) + 2 * index }).toString()],
      );
    }
    places.push({ placeId, therapist, slots });
  }
}

const criteria = () => ({
  birthDate: pick(['1990-05-04', '2012-05-04']),
  insurance: pick(['GKV', 'PKV', 'SELF']),
  setting: pick(['single', 'either']),
  languages: ['de'],
  problems: [pick(['DEP', 'ANX'])],
  procedureWish: [pick(['VT', 'TP'])],
  ...(chance(2) ? { postalCode: '53113', maxTravelMinutes: pick([10, 60]) } : {}),
  ...(chance(3) === 0 ? { wishedPractitioner: pick(therapists).practitionerId } : {}),
});

const tried = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (fault: unknown) => {
      if (fault instanceof Refusal) return fault.code;
      throw fault;
    },
  );

test('what is kept in memory answers like the database after every change', async () => {
  const requests: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const desk = pick(desks);
    const { id } = await stage.ask<{ id: string }>(desk, 'placement.beginRequest', { body: {} });
    await stage.ask(desk, 'placement.answerOpener', { params: { id }, body: { answer: 'no' } });
    const body = {
      person: { givenName: 'Anna', familyName: `Kowalski ${index}`, birthDate: '1990-05-04', email: 'a@example.org' },
      criteria: { ...criteria(), insurance: 'GKV', birthDate: '1990-05-04' },
      privacyVersion: '2026-1',
    };
    await stage.ask(desk, 'placement.saveDraft', { params: { id }, body });
    requests.push(id);
  }
  const steps = 60 * Number(process.env.GELEIT_DEPTH ?? 1);
  const done = new Map<string, number>();
  for (let step = 0; step < steps; step += 1) {
    const id = pick(requests);
    const place = pick(places);
    const desk = pick(desks);
    const what = pick(['hold', 'hold', 'release', 'book', 'block', 'pause', 'resume', 'still-true']);
    const outcome = await change(what, id, place, desk);
    done.set(`${what} ${outcome}`, (done.get(`${what} ${outcome}`) ?? 0) + 1);
    const body = { criteria: criteria(), ...(chance(2) ? { requestId: id } : {}) };
    const fromSql = await stage.ask(desk, 'placement.findFit', { body });
    stage.world.memory = memory;
    const fromMemory = await stage.ask(desk, 'placement.findFit', { body });
    delete stage.world.memory;
    expect(fromMemory).toEqual(fromSql);
  }
  console.log(`${steps} changes: ${[...done].map(([what, count]) => `${what} ${count}`).join(', ')}`);
  expect(done.get('hold ok')).toBeGreaterThan(0);
});

async function change(what: string, id: string, place: (typeof places)[number], desk: Person): Promise<string> {
  const { placeId, slots, therapist } = place;
  switch (what) {
    case 'hold':
      return tried(stage.ask(desk, 'placement.holdOffer', { params: { id }, body: { placeId, slotId: pick(slots) } }));
    case 'release':
      return tried(stage.ask(desk, 'placement.releaseHold', { params: { id }, body: {} }));
    case 'book':
      return tried(
        stage.ask(desk, 'placement.bookOffer', {
          params: { id },
          body: { acknowledgement: { response: 'accepted', policyVersion: 0, language: 'de' }, channel: 'email', contractParty: 'self' },
        }),
      );
    case 'block': {
      const [slot] = await stage.look<{ id: string; version: number }>(
        "select id, version from scheduling.slot where id = any($1) and state = 'free'",
        slots,
      );
      if (!slot) return 'none';
      return tried(stage.ask(therapist, 'scheduling.blockSlot', { params: { id: slot.id }, body: {}, version: slot.version }));
    }
    case 'still-true':
      return tried(stage.ask(therapist, 'directory.confirmStillTrue', { body: {} }));
    default: {
      const [row] = await stage.look<{ version: number }>('select version from directory.place where id = $1', placeId);
      return tried(
        stage.ask(therapist, what === 'pause' ? 'directory.pausePlace' : 'directory.resumePlace', {
          params: { id: placeId },
          body: {},
          ...(row ? { version: row.version } : {}),
        }),
      );
    }
  }
}
