import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import type { Route } from '#platform/http.ts';
import { freshDatabase } from '#test/database.ts';
import { type Answer, type Asker, BY_ROLE, House } from '#test/http.ts';
import { ROUTES } from '../../src/rooms.ts';
import { bookPlace, holdPlace, takeCall } from './calls.ts';
import { sampleParams, sampleQuery } from './samples.ts';

const database = await freshDatabase();
let house: House;
let booked: { requestId: string; personId: string };
let offered: { requestId: string; personId: string };
let flagged: { requestId: string; personId: string };
/** What Haddad does not treat, which is hers alone. */
const SECRET = 'CHRONIC_SUI';
let exclusionId: string;

beforeAll(async () => {
  house = await House.open(database, { limits: false });
  exclusionId = (await house.get('haddad', 'directory.addExclusion', { body: { code: SECRET } })).id;
  booked = await takeCall(house, { givenName: 'Berta', familyName: 'Gebucht', phone: '0228 31001', concern: 'Schlaf' });
  const { policyVersion } = await holdPlace(house, booked.requestId);
  await bookPlace(house, booked.requestId, policyVersion);
  offered = await takeCall(house, { givenName: 'Ottilie', familyName: 'Versteckt', phone: '0228 31002', concern: 'Offenfrage' });
  flagged = await takeCall(house, { givenName: 'Gerda', familyName: 'Gefahr', phone: '0228 31003', concern: 'Nachtwort' }, 'yes');
  // her evening is given; another of hers opens, and is held for the second caller
  const { id } = await house.get('brandt', 'directory.openLike', { params: { id: house.practice.places.brandt } });
  house.practice.places.brandt = id;
  await holdPlace(house, offered.requestId);
});
afterAll(() => house.close());

/** The bytes of an answer but for what is new with every request. */
const bytes = ({ status, text, headers }: Answer) => {
  const { date: _, 'x-ratelimit-remaining': _remaining, 'x-ratelimit-reset': _reset, ...rest } = headers;
  return JSON.stringify([status, text.replace(/urn:uuid:[0-9a-f-]{36}/, ''), rest]);
};
const read = (who: Asker, id: string) => house.ask(who, 'placement.getRequest', { params: { id } });

/** Duties that are not withdrawn. */
const duties = async () =>
  (await house.stage.look<{ id: string }>('select id from access.duty where withdrawn_at is null')).map(({ id }) => id);

/** Questions asked side by side: the database works while the house reads. */
const AT_ONCE = 8;

/** What to ask an endpoint for: nothing, an example, and where it shows days a month of them. */
function queriesOf({ endpoint, ...route }: Route, ids: readonly string[]): Record<string, string>[] {
  if (!endpoint.query) return [{}];
  if (endpoint.name === 'messages.list') return [{}, ...ids.map((cause) => ({ cause }))];
  const days = 'days' in (endpoint.query as unknown as { shape: object }).shape;
  return [{}, sampleQuery({ endpoint, ...route }), ...(days ? [{ from: '2026-03-02', days: '28' }] : [])];
}

/** Everything that a person can read anywhere: every GET endpoint with every id that could go into it. */
async function everythingFor(who: Asker): Promise<string> {
  const ids = (
    await house.stage.look<{ id: string }>(
      `select id from placement.request union select id from directory.place union select id from directory.practitioner union select id from people.person
     union select id from scheduling.appointment union select id from placement.allocation union select id from tasks.task
     union select id from crisis.emergency`,
    )
  ).map(({ id }) => id);
  const texts: string[] = [];
  for (const route of ROUTES.filter(({ endpoint }) => endpoint.method === 'GET' && endpoint.name !== 'scheduling.feed')) {
    const { name } = route.endpoint;
    const queries = queriesOf(route, ids);
    const askFor = (id: string) =>
      Promise.all(queries.map((query) => house.ask(who, name, { params: { ...sampleParams(route), id }, query })));
    const [first = newId(), ...others] = 'id' in sampleParams(route) ? ids : [];
    const answers = await askFor(first);
    texts.push(...answers.map(({ text }) => text));
    // the door refuses this role before it looks at any id
    if (answers.every(({ code }) => code === 'not-permitted')) continue;
    for (let at = 0; at < others.length; at += AT_ONCE) {
      const more = await Promise.all(others.slice(at, at + AT_ONCE).map(askFor));
      texts.push(...more.flat().map(({ text }) => text));
    }
  }
  return texts.join('\n');
}
/** The same, kept for what is asked of it later: it takes seconds. */
const kept = new Map<Asker, string>();
async function onceFor(who: Asker): Promise<string> {
  const all = kept.get(who) ?? (await everythingFor(who));
  kept.set(who, all);
  return all;
}
const NAMES = /Berta|Gebucht|Ottilie|Versteckt|Gerda|Gefahr|0228 3100\d|Schlafwort|Offenfrage|Nachtwort/;

describe('who sees whom (access cases)', { timeout: 300_000 }, () => {
  test('1: the desk reads criteria and phone of a request in its queue', async () => {
    const answer = await read('samuel', offered.requestId);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ person: { phone: '0228 31002' }, criteria: { insurance: 'GKV' }, concern: 'Offenfrage' });
  });

  test('2: closed eight days ago, a request reads byte for byte like one that never was', async () => {
    const { requestId } = await takeCall(house, { givenName: 'Zoe', familyName: 'Zu', phone: '0228 31004' });
    const { version } = (await read('jana', requestId)).json;
    await house.get('jana', 'placement.closeRequest', { params: { id: requestId }, version, body: { reason: 'self-found' } });
    const { now } = house.stage.clock;
    house.stage.clock.pass({ days: 6, hours: 23 });
    expect((await read('jana', requestId)).status).toBe(200);
    house.stage.clock.pass({ hours: 25 });
    for (const who of ['jana', 'samuel', 'marit'] as const) {
      const [closed, unknown] = [await read(who, requestId), await read(who, newId())];
      expect(closed.status).toBe(404);
      expect(bytes(closed)).toBe(bytes(unknown));
    }
    house.stage.clock.turnTo(now);
  });

  test('4: what a colleague holds cannot be held: 409 with who and until when', async () => {
    const mine = await takeCall(house, { givenName: 'Vera', familyName: 'Später', phone: '0228 31005' }, 'no', 'samuel');
    await house.get('samuel', 'placement.triageRequest', { params: { id: mine.requestId }, body: {} });
    const [held] = await house.stage.look<{ slot: string }>(
      'select id as slot from scheduling.slot where held_for = $1',
      offered.requestId,
    );
    const answer = await house.ask('samuel', 'placement.holdOffer', {
      params: { id: mine.requestId },
      body: { placeId: house.practice.places.brandt, slotId: held?.slot },
    });
    expect([answer.status, answer.code]).toEqual([409, 'place-held']);
    expect(answer.json.facts).toMatchObject({ by: expect.stringContaining('Jana Petersen') });
    expect(answer.text).not.toMatch(/Ottilie|Versteckt/);
  });

  test('5 and 6: a therapist changes her own weekly times; of another’s place she is told that it is not hers', async () => {
    const [weekly] = (await house.get('brandt', 'scheduling.myWeeklyTimes')).weeklyTimes;
    const { id, version, exceptions: _, ...fields } = weekly;
    expect(
      (await house.ask('brandt', 'scheduling.changeWeeklyTime', { params: { id }, version, body: { ...fields, breakMinutes: 15 } })).status,
    ).toBe(200);
    const foreign = await house.ask('rossi', 'scheduling.changeWeeklyTime', { params: { id }, version: version + 1, body: fields });
    expect(foreign.status).toBe(404); // whose weekly times are, nobody else can know
    for (const step of ['directory.pausePlace', 'directory.closePlace']) {
      const answer = await house.ask('rossi', step, { params: { id: house.practice.places.haddad }, version: 1 });
      expect([step, answer.status, answer.code]).toEqual([step, 403, 'place-not-yours']);
    }
  });

  test('7 and 8: of an offer not yet booked the therapist learns no name; of one allocated to her she does', async () => {
    const all = await everythingFor('brandt');
    expect(all).not.toMatch(/Ottilie|Versteckt|0228 31002|Offenfrage/);
    expect(all).not.toContain(offered.personId);
    expect(all).toMatch(/Gebucht/);
    const { allocations } = await house.get('brandt', 'placement.myAllocations');
    expect(allocations).toMatchObject([{ requestId: booked.requestId, phone: '0228 31001' }]);
    for (const who of ['rossi', 'haddad'] as const) expect(await everythingFor(who), who).not.toMatch(NAMES);
  });

  test('9: when the place is given back, the client is no longer hers to see', async () => {
    const { allocations } = await house.get('brandt', 'placement.myAllocations');
    const [{ id, firstAppointment }] = allocations;
    const { now } = house.stage.clock;
    house.stage.clock.turnTo(Temporal.Instant.from(firstAppointment.startsAt).add({ hours: 1 }));
    await house.get('brandt', 'scheduling.markAttended', { params: { id: firstAppointment.id }, version: 1 });
    await house.get('brandt', 'placement.releasePlace', { params: { id }, body: { reason: 'chemistry', initiator: 'both' } });
    const after = await everythingFor('brandt');
    expect(after).not.toMatch(/Berta|Gebucht|0228 31001/);
    expect((await house.get('brandt', 'placement.myAllocations')).allocations).toEqual([]);
    expect((await house.ask('brandt', 'placement.markSeen', { params: { id }, body: {} })).status).toBe(404);
    house.stage.clock.turnTo(now);
  });

  test('10: the duty psychologist sees flagged requests while on the roster, and only those', async () => {
    expect((await house.get('yilmaz', 'placement.listBlocked')).requests).toEqual([]);
    expect(await everythingFor('yilmaz')).not.toMatch(NAMES);
    const { now } = house.stage.clock;
    await house.get('marit', 'access.addDuty', {
      body: {
        accountId: house.cast.account('yilmaz'),
        from: now.subtract({ minutes: 1 }).toString(),
        until: now.add({ hours: 8 }).toString(),
        phone: '0228 555 99',
      },
    });
    const { requests } = await house.get('yilmaz', 'placement.listBlocked');
    expect(requests.map(({ id }: { id: string }) => id)).toEqual([flagged.requestId]);
    expect(JSON.stringify(requests)).toMatch(/Gefahr/);
    expect(await everythingFor('yilmaz')).not.toMatch(/Ottilie|Versteckt|Berta|Gebucht/);
    await house.get('yilmaz', 'placement.releaseSafety', {
      params: { id: flagged.requestId },
      body: { reason: 'Gespräch geführt, Absprache steht' },
    });
  });

  test('10: the duty psychologist reads what was noted of an emergency while on duty; before and after she reads nothing of it', async () => {
    const id = (await house.get('jana', 'crisis.raise', { body: { from: 'button', phone: '0228 31009', note: 'Steht am Brückenwort' } }))
      .id;
    const reading = async (who: Asker) => house.ask(who, 'crisis.getEmergency', { params: { id } });
    for (const duty of await duties()) await house.get('marit', 'access.withdrawDuty', { params: { id: duty } });
    const before = await reading('yilmaz');
    expect(before.status).toBeGreaterThanOrEqual(400);
    expect(before.text).not.toMatch(/Brückenwort|31009/);
    expect((await house.get('yilmaz', 'crisis.listOpen')).emergencies).toEqual([]);
    const { now } = house.stage.clock;
    const body = {
      accountId: house.cast.account('yilmaz'),
      from: now.toString(),
      until: now.add({ hours: 2 }).toString(),
      phone: '0228 555 99',
    };
    await house.get('marit', 'access.addDuty', { body });
    const on = await reading('yilmaz');
    expect(on.status).toBe(200);
    expect(on.json.entries.map(({ note }: { note: string | null }) => note)).toContain('Steht am Brückenwort');
    const read = await house.stage.look(
      "select 1 from platform.event where kind = 'R' and object_id = $1 and actor_id = $2",
      id,
      house.cast.account('yilmaz'),
    );
    expect(read.length).toBeGreaterThan(0);
    house.stage.clock.pass({ hours: 3 });
    const after = await reading('yilmaz');
    expect(after.status).toBeGreaterThanOrEqual(400);
    expect(bytes(after)).toBe(bytes(await house.ask('yilmaz', 'crisis.getEmergency', { params: { id: newId() } })));
    for (const who of ['tomasz', 'mai', 'oksana', 'brandt', 'karin'] as const)
      expect((await reading(who)).text, who).not.toMatch(/Brückenwort|31009/);
    house.stage.clock.turnTo(now);
  });

  test('30: of a cell of three the public sees nothing at all, the desk "under 5", the coordination the number', async () => {
    const { now } = house.stage.clock;
    for (const name of ['Erste', 'Zweite', 'Dritte']) {
      const { id } = await house.get('brandt', 'directory.openLike', { params: { id: house.practice.places.brandt } });
      house.practice.places.brandt = id;
      const { requestId } = await takeCall(house, { givenName: name, familyName: 'Zelle', phone: `0228 3200${name.length}` });
      const { policyVersion } = await holdPlace(house, requestId);
      await bookPlace(house, requestId, policyVersion);
      const { booking } = await house.get('jana', 'placement.getRequest', { params: { id: requestId } });
      house.stage.clock.turnTo(Temporal.Instant.from(booking.startsAt).add({ hours: 1 }));
      await house.get('brandt', 'scheduling.markAttended', { params: { id: booking.appointmentId }, version: 1 });
      house.stage.clock.turnTo(now);
    }
    const year = { params: { year: '2026' } };
    house.stage.clock.pass({ days: 60 });
    const counts = (answer: Answer) =>
      answer.json.figures.filter(({ unit }: { unit: string }) => unit === 'count') as {
        id: string;
        part: string;
        value: number | null;
        hidden: string | null;
      }[];
    const [open, desk] = [await house.ask('marit', 'reports.readFigures', year), await house.ask('jana', 'reports.readFigures', year)];
    const small = counts(open).filter(({ value }) => value !== null && value > 0 && value < 5);
    expect(small.some(({ value }) => value === 3 || value === 4)).toBe(true);
    for (const { id, part } of small)
      expect(counts(desk).find((one) => one.id === id && one.part === part)).toMatchObject({
        value: null,
        numerator: null,
        hidden: 'small',
      });
    expect(desk.json).toMatchObject({ open: false, helpers: null });
    // nothing is published without signing in
    for (const name of ['reports.readFigures', 'reports.getWorkbook', 'reports.getAnnualReport', 'reports.listCases']) {
      const answer = await house.ask('nobody', name, year);
      expect([name, answer.status]).toEqual([name, 401]);
    }
    house.stage.clock.turnTo(now);
  });

  test('28: administration, office, practice lead, case manager and sociotherapist read no person, whatever they ask for', async () => {
    for (const who of ['tomasz', 'mai', 'amara', 'oksana', 'jonas'] as const) expect(await onceFor(who), who).not.toMatch(NAMES);
  });

  test('29: the auditor reads the log: who, what, when, and no name, number or text', async () => {
    const { events } = await house.get('karin', 'access.listEvents', { query: { personId: booked.personId, limit: '200' } });
    expect(events.length).toBeGreaterThan(3);
    expect(events.some(({ kind }: { kind: string }) => kind === 'R')).toBe(true);
    expect(await onceFor('karin')).not.toMatch(NAMES);
  });

  test('every reading of a request is logged with who and whom', async () => {
    const count = async () =>
      Number(
        (
          await house.stage.look<{ n: string }>(
            "select count(*) as n from platform.event where kind = 'R' and person_id = $1 and actor_id = $2",
            offered.personId,
            house.cast.account('samuel'),
          )
        )[0]?.n,
      );
    const before = await count();
    await read('samuel', offered.requestId);
    expect(await count()).toBe(before + 1);
  });
});

describe('two worlds: a person elsewhere in the network changes nothing for the desk', { timeout: 300_000 }, () => {
  test('recognising answers the same, byte for byte, whether somebody is known elsewhere or nobody is', async () => {
    const { requestId } = await takeCall(house, { givenName: 'Neu', familyName: 'Hier', phone: '0228 31006' });
    const byPhone = { requestId, phone: '0228 99123' };
    const byName = { requestId, givenName: 'Anna', familyName: 'Elsewhere', birthDate: '1990-05-04' };
    const ask = async () =>
      [
        await house.ask('jana', 'placement.recogniseCaller', { body: byPhone }),
        await house.ask('jana', 'placement.recogniseCaller', { body: byName }),
      ].map(bytes);
    const empty = await ask();
    // the other world: the same number and name belong to a client of a service, without any placement
    const personId = newId();
    await house.stage.look(
      'insert into people.person (id, created_at, given_name, family_name, birth_date, phone) values ($1, now(), $2, $3, $4, $5)',
      personId,
      'Anna',
      'Elsewhere',
      '1990-05-04',
      '0228 99123',
    );
    await house.stage.look(
      "insert into access.care_relation (id, person_id, kind, account_id, cause_kind, cause_id, from_at) values ($1, $2, 'team', $3, 'case', $1, '2026-01-01')",
      newId(),
      personId,
      house.cast.account('jonas'),
    );
    const [known] = await house.stage.look<{ n: string }>('select count(*) as n from people.recognition');
    const probe = await takeCall(house, { givenName: 'Anna', familyName: 'Elsewhere', birthDate: '1990-05-04', phone: '0228 99123' });
    await house.stage.look('update people.recognition set person_id = $1 where person_id = $2', personId, probe.personId);
    expect(Number(known?.n)).toBeGreaterThan(0);
    expect(await ask()).toEqual(empty);
    // and yet it was found: the coordinator is asked to look, by the worker and after the answer, so that its time says nothing either
    const asked = await house.stage.look<{ elsewhere: boolean }>(
      "select (data->>'elsewhere')::boolean as elsewhere from platform.event where action = 'people.recognition.asked' and data->>'about' = $1 order by seq",
      requestId,
    );
    expect(asked.map(({ elsewhere }) => elsewhere)).toEqual([false, false, true, true]);
    expect(await house.stage.look("select 1 from tasks.task where kind = 'possible-duplicate'")).toEqual([]);
    expect(await everythingFor('jana')).not.toContain(personId);
  });
});

describe('what a therapist does not treat is hers alone', () => {
  test('it stands in no answer to anybody else, whichever role asks for whatever', async () => {
    expect(JSON.stringify(await house.get('haddad', 'directory.myExclusions'))).toContain(SECRET);
    for (const who of [...Object.values(BY_ROLE), 'rossi', 'nobody'] as const) {
      const all = await onceFor(who);
      expect(all.includes(SECRET), `${who} can read the exclusion`).toBe(false);
      expect(all.includes(exclusionId), `${who} can read the exclusion's id`).toBe(false);
    }
    const events = await house.stage.look<{ text: string }>(
      "select data::text || coalesce(reason, '') as text from platform.event where data::text like '%' || $1 || '%'",
      SECRET,
    );
    expect(events).toEqual([]);
  }, 300_000); // every endpoint with every id, by everybody

  test('and the fit gives other reasons, with all of them asked for', async () => {
    const body = {
      criteria: {
        birthDate: '2010-05-04',
        insurance: 'GKV',
        setting: 'single',
        problems: ['ANX'],
        languages: ['de'],
        postalCode: '53113',
        markers: [SECRET],
      },
      why: true,
      most: 50,
    };
    const answer = await house.ask('jana', 'placement.findFit', { body });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(SECRET);
    expect(answer.text).not.toMatch(/exclu(?:sion|des)|Ausschluss|idiosyn/i);
  });
});
