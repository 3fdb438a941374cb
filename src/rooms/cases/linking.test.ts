import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { record } from '#platform/events.ts';
import { openCase, openCaseServices } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { House, type Question } from '#test/http.ts';
import { openServices } from '#test/soziotherapie-stage.ts';
import { lineReactions } from './reactions/lines.ts';
import { LINE_EVENTS, LINE_STATES, LINE_TARGET, stepLine } from './rules/line.ts';

const house = await House.open(await freshDatabase());
afterAll(() => house.close());
const { services, cast } = await openCaseServices(house.cast);
const practices = (await openServices(house.cast)).practices;
const { stage, practice } = house;

type Who = Parameters<typeof cast.token>[0] | 'buero' | 'leitung';
async function ask(who: Who, name: string, question: Question = {}) {
  return house.ask({ token: await cast.token(who as 'olena') }, name, question);
}
async function done(who: Who, name: string, question: Question = {}) {
  const answer = await ask(who, name, question);
  if (answer.status >= 300) throw new Error(`${name} by ${who}: ${answer.status} ${answer.text}`);
  return answer.json;
}
const open = (client: Parameters<typeof openCase>[2] = {}) =>
  openCase(stage, { cast, services } as Parameters<typeof openCase>[1], { phase: 'linking', ...client });

interface Line {
  id: string;
  version: number;
  state: string;
  onTrial: boolean;
  course: { state: string; because: string | null }[];
}
const linesOf = async (caseId: string, who: Who = 'olena') =>
  (await done(who, 'cases.listLines', { params: { id: caseId } })) as { phase: string; lines: Line[] };
const lineOf = async (caseId: string, lineId: string) => (await linesOf(caseId)).lines.find(({ id }) => id === lineId);
const addLine = (caseId: string, body: object) => done('olena', 'cases.addLine', { params: { id: caseId }, body });

const CRITERIA = {
  insurance: 'GKV',
  setting: 'single',
  languages: ['de'],
  problems: ['DEP'],
  procedureWish: ['VT'],
  birthDate: '1981-09-14',
  postalCode: '53111',
  ptv11: { date: '2026-02-20', recommendations: ['therapy'], procedures: ['VT'] },
  windows: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '07:00', to: '22:00' })),
};

/** The questions that the desk would ask, asked by the case manager. */
async function intake(who: Who, requestId: string) {
  await done(who, 'placement.answerOpener', { params: { id: requestId }, body: { answer: 'no' } });
  await done(who, 'placement.saveDraft', {
    params: { id: requestId },
    body: { person: { email: 'marta@example.org' }, criteria: CRITERIA, privacyVersion: '2026-1' },
  });
}

async function seek(caseId: string): Promise<{ lineId: string; requestId: string }> {
  const { id: lineId } = await addLine(caseId, { serviceType: 'psychotherapy', domain: 'D2' });
  const { requestId } = await done('olena', 'cases.openPlaceSearch', { params: { lineId }, body: {} });
  await intake('olena', requestId);
  return { lineId, requestId };
}

async function slotOf(who: Who, requestId: string, placeId: string): Promise<string> {
  const offer = await done(who, 'placement.getOffer', { params: { id: placeId }, query: { requestId } });
  return offer.slots.find(({ state }: { state: string }) => state === 'free').id;
}

async function book(who: Who, requestId: string, placeId: string) {
  await done(who, 'placement.holdOffer', { params: { id: requestId }, body: { placeId, slotId: await slotOf(who, requestId, placeId) } });
  const { policy } = await done(who, 'placement.getOffer', { params: { id: placeId }, query: { requestId } });
  return done(who, 'placement.bookOffer', {
    params: { id: requestId },
    body: {
      acknowledgement: { response: 'accepted', policyVersion: policy?.version ?? 0, language: 'de' },
      channel: 'email',
      contractParty: 'self',
    },
  });
}

async function attend(appointmentId: string, startsAt: string) {
  stage.clock.turnTo(Temporal.Instant.from(startsAt).add({ minutes: 55 }));
  const [row] = await stage.look<{ version: number }>('select version from scheduling.appointment where id = $1', appointmentId);
  await done('brandt' as Who, 'scheduling.markAttended', { params: { id: appointmentId }, version: row?.version ?? 0 });
}

describe('D 18: linking uses the search of the desk', () => {
  test('request with origin case, line scheduled and started on trial, failed after PL8; the therapist sees no assessment, the desk no request', async () => {
    const { caseId, personId } = await open();
    await stage.admin.query(
      `insert into cases.assessment (id, case_id, person_id, organisation_id, round, kind, started_on) values ($1, $2, $3, $4, 1, 'assessment', '2026-02-10')`,
      [crypto.randomUUID(), caseId, personId, services.rheinsieg],
    );
    const soz = await addLine(caseId, { serviceType: 'soziotherapie', domain: 'D2' });
    await done('olena', 'cases.moveLine', { params: { lineId: soz.id }, version: 1, body: { event: 'start' } });
    expect((await linesOf(caseId)).phase).toBe('monitoring');

    const { lineId, requestId } = await seek(caseId);
    expect((await linesOf(caseId)).phase).toBe('linking');
    const again = await done('olena', 'cases.openPlaceSearch', { params: { lineId }, body: {} });
    expect(again.requestId).toBe(requestId);
    const [request] = await stage.look<{ origin: string; origin_id: string; criteria: object }>(
      'select origin, origin_id, criteria from placement.request where id = $1',
      requestId,
    );
    expect(request).toMatchObject({ origin: 'case', origin_id: caseId });

    // the same cards and reasons as at the desk
    const fit = await done('olena', 'placement.findFit', { body: { requestId, criteria: CRITERIA } });
    const card = fit.ranked.find((one: { card: { placeId: string } }) => one.card.placeId === practice.places.brandt);
    expect(card.lines.length).toBeGreaterThan(10);
    const desk = await done('jana', 'placement.findFit', { body: { criteria: CRITERIA } });
    expect(desk.ranked.map((one: { card: { placeId: string } }) => one.card.placeId)).toEqual(
      fit.ranked.map((one: { card: { placeId: string } }) => one.card.placeId),
    );

    const booked = await book('olena', requestId, practice.places.brandt);
    const start = Temporal.Instant.from(booked.startsAt).toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString();
    expect(await lineOf(caseId, lineId)).toMatchObject({
      state: 'scheduled',
      mirrors: 'request',
      nextStartOn: start,
      events: ['adapt', 'decline', 'cancel'],
    });
    expect(await done('olena', 'cases.getMirrored', { params: { lineId } })).toMatchObject({
      request: { state: 'placed', firstAt: booked.startsAt },
      episode: null,
    });

    // neither the desk nor the coordinator nor another service sees it; her colleague has no relation
    for (const who of ['jana', 'marit', 'benno', 'rike'] as const) {
      expect((await ask(who, 'placement.getRequest', { params: { id: requestId } })).status, who).toBe(404);
      expect(
        (await ask(who, 'placement.closeRequest', { params: { id: requestId }, version: 1, body: { reason: 'withdrew' } })).status,
        who,
      ).toBe(404);
    }
    expect(JSON.stringify(await done('jana', 'placement.listRequests', { query: { show: 'open' } }))).not.toContain(requestId);

    // the therapist sees whom she is to see, and nothing of the case
    const mine = await done('brandt' as Who, 'placement.myAllocations');
    expect(mine.allocations).toMatchObject([{ person: 'Marta Kowalczyk', state: 'reserved' }]);
    for (const [name, params] of [
      ['cases.listLines', { id: caseId }],
      ['cases.getMirrored', { lineId }],
      ['cases.openPlaceSearch', { lineId }],
    ] as const)
      expect((await ask('brandt' as Who, name, { params, body: {} })).status, name).toBe(403);
    for (const table of ['assessment', 'service_line', 'case']) {
      const rows = await cast.as('brandt' as 'olena', (call) =>
        call.tx
          .selectFrom(`cases.${table}` as 'cases.case')
          .selectAll()
          .where('person_id', '=', personId)
          .execute(),
      );
      expect(rows, table).toEqual([]);
    }
    expect(JSON.stringify(mine)).not.toContain(caseId);

    await attend(booked.appointmentId, booked.startsAt);
    expect(await lineOf(caseId, lineId)).toMatchObject({ state: 'started', onTrial: true });
    expect((await linesOf(caseId)).phase).toBe('monitoring');
    expect(await stage.told(caseId)).toContain('cases.case.moved');
    const tasks = async () =>
      (await done('olena', 'tasks.list')).tasks as { kind: string; objectId: string; assigneeRole: string | null }[];
    expect((await tasks()).filter(({ kind, objectId }) => kind === 'case-debrief' && objectId === lineId)).toHaveLength(1);

    // PL8: no fit. What the desk would be asked is asked of her.
    stage.clock.pass({ minutes: 1 });
    const [{ id: allocationId }] = mine.allocations;
    await done('brandt' as Who, 'placement.releasePlace', {
      params: { id: allocationId },
      body: { reason: 'chemistry', initiator: 'therapist' },
    });
    const after = await lineOf(caseId, lineId);
    expect(after).toMatchObject({ state: 'failed_start', onTrial: false, events: [] });
    expect(after?.course.map(({ state }) => state)).toEqual(['identified', 'scheduled', 'started', 'failed_start']);
    expect((await tasks()).filter(({ kind, objectId }) => kind === 're-place' && objectId === requestId)).toHaveLength(1);
    expect(((await done('jana', 'tasks.list')).tasks as { objectId: string }[]).filter(({ objectId }) => objectId === requestId)).toEqual(
      [],
    );
    expect((await done('brandt' as Who, 'placement.myAllocations')).allocations).toEqual([]);

    // the search goes on: a new line for the same need, the old one stays as it is
    await done('olena', 'placement.saveDraft', {
      params: { id: requestId },
      body: { criteria: { ...CRITERIA, procedureWish: ['VT', 'TP'], ptv11: { ...CRITERIA.ptv11, procedures: ['VT', 'TP'] } } },
    });
    await book('olena', requestId, practice.places.rossi);
    const lines = (await linesOf(caseId)).lines.filter((line) => (line as Line & { mirroredId: string }).mirroredId === requestId);
    expect(lines.map(({ state }) => state)).toEqual(['failed_start', 'scheduled']);
    expect((await linesOf(caseId)).phase).toBe('linking');

    // the client declines: the search ends with the line, the place is free again
    const [, second] = lines;
    await done('olena', 'cases.moveLine', {
      params: { lineId: second?.id ?? '' },
      version: second?.version ?? 0,
      body: { event: 'decline' },
    });
    expect(await lineOf(caseId, second?.id ?? '')).toMatchObject({ state: 'client_declined' });
    expect(await stage.look('select state from directory.place where id = $1', practice.places.rossi)).toEqual([{ state: 'open' }]);
    expect(await stage.look('select state, closed_reason from placement.request where id = $1', requestId)).toEqual([
      { state: 'closed', closed_reason: 'withdrew' },
    ]);
    stage.clock.turnTo(Temporal.Instant.from('2026-03-02T09:00:00Z'));
  });

  test('a case manager does not see what somebody else asked the desk for the same person', async () => {
    const { caseId, personId } = await open({ givenName: 'Berta' });
    const { id } = await done('jana', 'placement.beginRequest', { body: {} });
    const [own] = await stage.look<{ person_id: string }>('select person_id from placement.request where id = $1', id);
    // as if two records of her had been joined
    await stage.admin.query('update placement.request set person_id = $1 where id = $2', [personId, id]);
    await stage.admin.query('update access.care_relation set person_id = $1 where person_id = $2', [personId, own?.person_id]);
    expect((await ask('olena', 'placement.getRequest', { params: { id } })).status).toBe(404);
    expect((await ask('jana', 'placement.getRequest', { params: { id } })).status).toBe(200);
    const { requestId } = await seek(caseId);
    expect((await ask('jana', 'placement.getRequest', { params: { id: requestId } })).status).toBe(404);
    expect((await ask('olena', 'placement.getRequest', { params: { id: requestId } })).status).toBe(200);
    for (const [name, body] of [
      ['placement.listRequests', undefined],
      ['placement.listWaiting', undefined],
      ['placement.beginRequest', {}],
      ['placement.recogniseCaller', { requestId, phone: '0171 5550188' }],
    ] as const)
      expect(
        (await ask('olena', name, { query: name === 'placement.listRequests' ? { show: 'open' } : {}, ...(body ? { body } : {}) })).code,
        name,
      ).toBe('not-permitted');
  });

  test('yes to the safety question blocks booking here as at the desk', async () => {
    const { caseId } = await open({ givenName: 'Carla' });
    const { requestId } = await seek(caseId);
    await done('olena', 'placement.answerOpener', { params: { id: requestId }, body: { answer: 'yes' } });
    const slotId = await slotOf('olena', requestId, practice.places.brandt);
    const held = await ask('olena', 'placement.holdOffer', {
      params: { id: requestId },
      body: { placeId: practice.places.brandt, slotId },
    });
    expect(held.code).toBe('safety-not-released');
  });
});

describe('who waits for a place', () => {
  test('waits no more from the moment her consent is withdrawn; a new try has a line of its own', async () => {
    const { caseId } = await open({ givenName: 'Wanda' });
    const { lineId, requestId } = await seek(caseId);
    const hears = (action: 'placement.request.waiting' | 'placement.request.left-list') =>
      cast.as('olena', async (call) => {
        await lineReactions[action]?.(call, { action, kind: 'U', object: ['request', requestId], data: { offerStays: false } });
      });
    await hears('placement.request.waiting');
    expect((await lineOf(caseId, lineId))?.state).toBe('waitlisted');
    await hears('placement.request.left-list');
    expect((await lineOf(caseId, lineId))?.state).toBe('client_declined');
    await hears('placement.request.waiting');
    const { lines } = await linesOf(caseId);
    expect(lines.map(({ state }: { state: string }) => state).toSorted()).toEqual(['client_declined', 'waitlisted']);
  });
});

describe('two want the same place', () => {
  test('of two case managers and a desk exactly one holds it, the others see who was faster and what is next', async () => {
    const first = await seek((await open({ givenName: 'Dora' })).caseId);
    const other = await open({ givenName: 'Emma', manager: 'benno' });
    const { id: lineId } = await done('benno', 'cases.addLine', { params: { id: other.caseId }, body: { serviceType: 'psychotherapy' } });
    const { requestId: second } = await done('benno', 'cases.openPlaceSearch', { params: { lineId }, body: {} });
    await intake('benno', second);
    const { id: third } = await done('jana', 'placement.beginRequest', { body: {} });
    await done('jana', 'placement.answerOpener', { params: { id: third }, body: { answer: 'no' } });
    await done('jana', 'placement.saveDraft', {
      params: { id: third },
      body: { person: { givenName: 'Franz', birthDate: '1981-09-14' }, criteria: CRITERIA, privacyVersion: '2026-1' },
    });
    const placeId = practice.places.brandt;
    const slotId = await slotOf('olena', first.requestId, placeId);
    const askers = [
      ['olena', first.requestId],
      ['benno', second],
      ['jana', third],
    ] as const;
    const holds = await Promise.all(
      askers.map(([who, id]) => ask(who, 'placement.holdOffer', { params: { id }, body: { placeId, slotId } })),
    );
    expect(holds.filter(({ status }) => status === 200).length, holds.map(({ text }) => text).join('\n')).toBe(1);
    for (const lost of holds.filter(({ status }) => status !== 200)) {
      expect(['place-held', 'slot-held']).toContain(lost.code);
      expect(Array.isArray(lost.json.facts.next)).toBe(true);
    }
    expect(await stage.look('select count(*)::int as n from scheduling.slot where id = $1 and state = $2', slotId, 'held')).toEqual([
      { n: 1 },
    ]);
    // fifty more at the same moment: whoever has it keeps it, nobody else gets it, and nothing breaks
    const winner = askers[holds.findIndex(({ status }) => status === 200)]?.[1];
    const again = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => askers[turn % 3] ?? askers[0]).map(async ([who, id]) => ({
        id,
        ...(await ask(who, 'placement.holdOffer', { params: { id }, body: { placeId, slotId } })),
      })),
    );
    expect(again.filter(({ status }) => status >= 500)).toEqual([]);
    expect(again.filter(({ status, id }) => status === 200 && id !== winner)).toEqual([]);
    expect(await stage.look('select held_for from scheduling.slot where id = $1', slotId)).toEqual([{ held_for: winner }]);
    stage.clock.pass({ minutes: 11 }); // holds run out
    stage.clock.turnTo(Temporal.Instant.from('2026-03-02T09:00:00Z'));
  });
});

describe('lines that are led by hand', () => {
  test('the four parts are kept with day and note, sealed; what was debriefed settles the task', async () => {
    const { caseId } = await open({ givenName: 'Gerda' });
    const { id: lineId } = await addLine(caseId, {
      serviceType: 'debt-advice',
      domain: 'D10',
      provider: { name: 'Schuldnerberatung der Caritas' },
    });
    const part = (version: number, body: object) => done('olena', 'cases.recordPart', { params: { lineId }, version, body });
    await part(1, { part: 'preparation', checks: ['admission-known', 'informed-by-manager'], note: 'Unterlagen besprochen' });
    const started = await done('olena', 'cases.moveLine', { params: { lineId }, version: 2, body: { event: 'start' } });
    expect(started.state).toBe('started');
    const asked = async () =>
      ((await done('olena', 'tasks.list')).tasks as { objectId: string }[]).filter(({ objectId }) => objectId === lineId).length;
    expect(await asked()).toBe(1);
    await part(3, { part: 'preparation', checks: ['debriefed'], note: 'Gespräch war gut' });
    expect(await asked()).toBe(0);
    await part(4, { part: 'adaptation', checks: ['service-adjusted'], note: 'Termine jetzt nachmittags' });
    expect(await lineOf(caseId, lineId)).toMatchObject({
      provider: { name: 'Schuldnerberatung der Caritas' },
      parts: [
        { part: 'preparation', on: '2026-03-02', checks: ['debriefed'], note: 'Gespräch war gut' },
        { part: 'adaptation', on: '2026-03-02', checks: ['service-adjusted'], note: 'Termine jetzt nachmittags' },
      ],
    });
    const [row] = await stage.look<{ text: string }>('select l::text as text from cases.service_line l where id = $1', lineId);
    expect(row?.text).not.toContain('Caritas');
    expect(row?.text).not.toContain('nachmittags');
    const events = await stage.look<{ data: string }>('select data::text as data from platform.event where object_id = $1', lineId);
    expect(JSON.stringify(events)).not.toContain('Caritas');
  });

  test('units, dates and the "different focus" are kept; the day on which 80 % were reached stays', async () => {
    const { caseId } = await open({ givenName: 'Helga' });
    const { id: lineId } = await addLine(caseId, { serviceType: 'psychiatric-nursing', approvedUnits: 30, usedUnits: 20, rhythmDays: 7 });
    const { id: otherId } = await addLine(caseId, { serviceType: 'soziotherapie' });
    await done('olena', 'cases.changeLine', {
      params: { lineId },
      version: 1,
      body: { usedUnits: 25, complementaryWith: [otherId], validUntil: '2026-08-31' },
    });
    const since = async () =>
      (await stage.look<{ since: string | null }>('select used_80_on::text as since from cases.service_line where id = $1', lineId))[0]
        ?.since;
    expect(await since()).toBe('2026-03-02');
    stage.clock.pass({ days: 3 });
    await done('olena', 'cases.changeLine', { params: { lineId }, version: 2, body: { usedUnits: 26 } });
    expect(await since()).toBe('2026-03-02');
    await done('olena', 'cases.changeLine', { params: { lineId }, version: 3, body: { approvedUnits: 60 } });
    expect(await since()).toBeNull();
    expect(await lineOf(caseId, lineId)).toMatchObject({
      approvedUnits: 60,
      usedUnits: 26,
      complementaryWith: [otherId],
      validUntil: '2026-08-31',
    });
    stage.clock.turnTo(Temporal.Instant.from('2026-03-02T09:00:00Z'));
  });

  test('what cannot be is refused in words: old version, tomorrow, another service, wrong kind, ended case, strange provider', async () => {
    const { caseId } = await open({ givenName: 'Inge' });
    const { id: lineId } = await addLine(caseId, { serviceType: 'debt-advice' });
    const move = (who: Who, version: number, body: object) => ask(who, 'cases.moveLine', { params: { lineId }, version, body });
    expect((await move('olena', 7, { event: 'prepare' })).code).toBe('version-old');
    expect((await move('olena', 1, { event: 'prepare', on: '2026-03-03' })).code).toBe('line-day-impossible');
    expect((await move('olena', 1, { event: 'schedule' })).code).toBe('line-date-missing');
    expect((await move('olena', 1, { event: 'reject' })).code).toBe('line-not-so-far');
    expect((await move('olena', 1, { event: 'complete' })).code).toBe('line-outcome-missing');
    for (const who of ['benno', 'rike'] as const) expect((await move(who, 1, { event: 'prepare' })).status, who).toBe(404);
    expect((await move('jana', 1, { event: 'prepare' })).code).toBe('not-permitted');
    expect((await move('hanna', 1, { event: 'prepare' })).json).toMatchObject({ state: 'prepared', version: 2 });
    expect((await ask('olena', 'cases.openPlaceSearch', { params: { lineId }, body: {} })).code).toBe('line-not-therapy');
    expect((await ask('olena', 'cases.handToSoziotherapie', { params: { lineId }, body: { practiceId: practices.musterweg } })).code).toBe(
      'line-not-soziotherapie',
    );
    const strange = { organisationId: crypto.randomUUID() };
    expect((await ask('olena', 'cases.changeLine', { params: { lineId }, version: 2, body: { provider: strange } })).code).toBe(
      'provider-unknown',
    );
    const measure = { serviceType: 'debt-advice', measureId: crypto.randomUUID() };
    expect((await ask('olena', 'cases.addLine', { params: { id: caseId }, body: measure })).code).toBe('measure-unknown');
    const over = await open({ givenName: 'Jutta', phase: 'evaluation' });
    const { id: lastLine } = await addLine(over.caseId, { serviceType: 'debt-advice' });
    await stage.admin.query(`begin;
      update cases.phase_visit set phase = 'closed' where case_id = '${over.caseId}';
      update cases.case set phase = 'closed', closed_on = '2026-03-02', closing_reason = 'CR7', closing_asked_by = '${cast.account('olena')}',
        closing_approved_by = '${cast.account('hanna')}', retain_until = '2036-12-31' where id = '${over.caseId}'; commit`);
    expect((await ask('olena', 'cases.moveLine', { params: { lineId: lastLine }, version: 1, body: { event: 'prepare' } })).code).toBe(
      'case-is-closed',
    );
    expect(await linesOf(over.caseId)).toMatchObject({ open: false, lines: [{ events: [] }] });
    await expect(stage.admin.query("update cases.line_state set state = 'x' where line_id = $1", [lineId])).rejects.toThrow();
  });
});

describe('Soziotherapie as a service line (C.1 rule 3)', () => {
  test('handed over with status and dates only; goals and hours come with a release of the client and go with it', async () => {
    const { caseId, personId } = await open({ givenName: 'Karla' });
    const { id: lineId } = await addLine(caseId, { serviceType: 'soziotherapie', domain: 'D2' });
    const { episodeId } = await done('olena', 'cases.handToSoziotherapie', {
      params: { lineId },
      body: { practiceId: practices.musterweg, note: 'Vormittags erreichbar' },
    });
    expect(await lineOf(caseId, lineId)).toMatchObject({
      state: 'referred',
      mirrors: 'episode',
      mirroredId: episodeId,
      provider: { organisationId: practices.musterweg },
    });
    expect((await ask('olena', 'cases.handToSoziotherapie', { params: { lineId }, body: { practiceId: practices.anderswo } })).code).toBe(
      'line-mirrored',
    );
    const mirrored = () => done('olena', 'cases.getMirrored', { params: { lineId } });
    expect(await mirrored()).toMatchObject({
      episode: { state: 'INQUIRY', practice: 'Praxis Musterweg', since: '2026-03-02', summary: null },
    });

    await stage.admin.query(
      `insert into consent.consent (id, person_id, kind, purpose, form, text_version, given_at, organisation_id, given_by, recipient_kind, recipient_id, recipient_sealed, classes, direction, until_at)
       values ($1, $2, 'release', 'COORD', 'paper', '2026-11', $3, $4, 'client', 'service', $5, '\\x00', '{plan}', 'from-recipient', $6)`,
      [crypto.randomUUID(), personId, stage.clock.now.toString(), services.rheinsieg, practices.musterweg, '2026-12-31T00:00:00Z'],
    );
    expect((await mirrored()).episode.summary).toEqual({ goals: [], nextReviewOn: null, usedHours: 0, approvedHours: 0 });
    await stage.admin.query("update consent.consent set withdrawn_at = $2 where person_id = $1 and kind = 'release'", [
      personId,
      stage.clock.now.toString(),
    ]);
    expect((await mirrored()).episode.summary).toBeNull();
    expect((await ask('benno', 'cases.getMirrored', { params: { lineId } })).status).toBe(404);

    const [episode] = await stage.look<{ version: number }>('select version from soziotherapie.episode where id = $1', episodeId);
    await done('leitung', 'soziotherapie.closeEpisode', {
      params: { id: episodeId },
      version: episode?.version ?? 0,
      body: { reason: 'UNSUITABLE', on: '2026-03-02' },
    });
    expect(await lineOf(caseId, lineId)).toMatchObject({ state: 'rejected' });
  });
});

describe('a referral as a service line (B.3.6)', () => {
  test('the line follows what the partner answers, and a new referral after a rejection has a line of its own', async () => {
    const { caseId, personId } = await open({ givenName: 'Lotte' });
    const { id: lineId } = await addLine(caseId, { serviceType: 'debt-advice', domain: 'D10' });
    const tell = (id: string, state: string, more: Record<string, string> = {}) => {
      stage.clock.pass({ minutes: 1 });
      return cast.as('olena', (call) =>
        record(call, {
          action: 'referrals.referral.moved',
          kind: 'U',
          object: ['referral', id],
          personId,
          data: { state, lineId, ...more },
        }),
      );
    };
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    const states = async () => (await linesOf(caseId)).lines.map(({ state }) => state);
    await tell(first, 'sent');
    expect(await lineOf(caseId, lineId)).toMatchObject({ state: 'referred', mirrors: 'referral', mirroredId: first });
    await tell(first, 'seen');
    await tell(first, 'waitlisted');
    expect(await states()).toEqual(['waitlisted']);
    await tell(second, 'accepted');
    expect(await states(), 'a referral that no line shows').toEqual(['waitlisted']);
    await tell(first, 'cancelled');
    await tell(second, 'sent');
    expect(await states()).toEqual(['cancelled', 'referred']);
    for (const state of ['accepted', 'scheduled', 'started']) await tell(second, state);
    expect((await linesOf(caseId)).phase).toBe('monitoring');
    await tell(second, 'completed', { outcome: 'met' });
    expect((await linesOf(caseId)).lines[1]).toMatchObject({ state: 'completed', outcome: 'met', events: [] });
    stage.clock.turnTo(Temporal.Instant.from('2026-03-02T09:00:00Z'));
  });
});

test('the database knows the same steps of a line as the rule, and refuses every other one', async () => {
  const pairs = LINE_STATES.flatMap((from) => LINE_STATES.flatMap((to) => [false, true].map((onTrial) => ({ from, to, onTrial }))));
  const { rows } = await stage.admin.query<{ listed: boolean[] }>(
    `select array_agg(cases.line_step_listed(x.v->>'from', x.v->>'to', (x.v->>'onTrial')::boolean) order by x.i) as listed from jsonb_array_elements($1::jsonb) with ordinality x (v, i)`,
    [JSON.stringify(pairs)],
  );
  const facts = { mirrors: false, outcome: 'met', nextStartOn: '2026-03-02' } as const;
  const ruled = pairs.map(({ from, to, onTrial }) =>
    LINE_EVENTS.some((event) => LINE_TARGET[event] === to && stepLine(from, event, 'case-manager', { ...facts, onTrial }).ok),
  );
  expect(rows[0]?.listed).toEqual(ruled);
  const { caseId } = await open();
  const { id } = await addLine(caseId, { serviceType: 'debt-advice' });
  const set = (columns: string) =>
    cast.as('olena', (call) => sql.raw(`update cases.service_line set ${columns} where id = '${id}'`).execute(call.tx));
  await expect(set(`state = 'waitlisted'`)).rejects.toMatchObject({ constraint: 'line_step_listed' });
  await expect(set(`state = 'completed'`)).rejects.toMatchObject({ constraint: 'line_outcome_told' });
  const therapy = await addLine(caseId, { serviceType: 'psychotherapy' });
  await stage.admin.query(
    `update consent.consent set withdrawn_at = given_at, withdrawn_via = 'phone' where kind = 'case-management' and person_id = (select person_id from cases.case where id = $1)`,
    [caseId],
  );
  expect((await ask('olena', 'cases.openPlaceSearch', { params: { lineId: therapy.id }, body: {} })).code).toBe('case-consent-missing');
});
