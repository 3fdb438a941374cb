import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { FileAnswer } from '#platform/http.ts';
import { setCalendar } from '#test/calendar-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { berlin, type Person } from '#test/offer-stage.ts';

const database = await freshDatabase();
const { stage, desk, coordinator, begin, free, hold } = await setCalendar(database);
let ada: Person;
afterAll(() => stage.close());
beforeEach(async () => {
  ada = await begin();
});

interface List {
  rows: { who: string; practitioner: string; isFirst: boolean; outcome: string; where: string | null }[];
}
interface Days {
  practitioners: { id: string; name: string }[];
  appointments: { id: string; practitionerId: string; client: { initials: string } | null; isFirst: boolean }[];
  slots: { id: string; practitionerId: string; state: string; heldBy: string | null }[];
}
const today = { query: { from: '2026-03-02', days: 1 } };
const days = (more: object = {}) => stage.ask<Days>(desk, 'scheduling.networkDays', { query: { from: '2026-03-02', days: 7, ...more } });

describe('The day list', () => {
  test('of a therapist names by first initial and family name, only her own, without what was cancelled or moved', async () => {
    const client = await stage.client('Daniel', 'Rosenthal', ada);
    const first = await stage.appointment(ada, client, berlin('2026-03-02T09:00'), { isFirst: true });
    const gone = await stage.appointment(ada, client, berlin('2026-03-02T14:00'));
    await stage.appointment(ada, client, berlin('2026-03-03T09:00'));
    await stage.ask(ada, 'scheduling.markLate', { params: { id: first }, version: 1, body: { minutes: 10 } });
    await stage.ask(ada, 'scheduling.cancelByProvider', { params: { id: gone }, version: 1, body: { reason: 'illness' } });
    const { rows } = await stage.ask<List>(ada, 'scheduling.myDayList', today);
    expect(rows).toMatchObject([
      { who: 'D. Rosenthal', practitioner: 'Ada Brandt', isFirst: true, outcome: 'attended-late', where: 'Rheinweg 1, Bonn' },
    ]);
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    expect((await stage.ask<List>(ben, 'scheduling.myDayList', today)).rows).toEqual([]);
    expect((await stage.refusal(desk, 'scheduling.myDayList', today)).code).toBe('not-permitted');
  });

  test('of the network holds first appointments with initials only, and of nobody whom the desk no longer sees', async () => {
    const [seen, unseen] = [await stage.client('Mia', 'Lang', ada), await stage.client('Ole', 'Weg', ada)];
    await stage.appointment(ada, seen, berlin('2026-03-02T11:00'), { isFirst: true });
    await stage.appointment(ada, unseen, berlin('2026-03-02T12:00'), { isFirst: true });
    await stage.appointment(ada, seen, berlin('2026-03-02T13:00'));
    await stage.admin.query("update access.care_relation set until_at = $2 where cause_id = $1 and kind = 'desk'", [
      unseen.requestId,
      stage.now.toString(),
    ]);
    const { rows } = await stage.ask<List>(coordinator, 'scheduling.deskDayList', today);
    const of = rows.filter(({ who }) => who === 'M. L.' || who.startsWith('O'));
    expect(of).toMatchObject([{ who: 'M. L.', isFirst: true, outcome: 'ahead' }]);
    expect(JSON.stringify(rows)).not.toContain('Lang');
  });

  test('on paper is a file under a name in the log, with everybody on it', async () => {
    const client = await stage.client('Daniel', 'Rosenthal', ada);
    const id = await stage.appointment(ada, client, berlin('2026-03-02T15:00'), { isFirst: true });
    const route = stage.routes.get('scheduling.myDayListPdf');
    expect(route?.need).toBe('scheduling.own');
    const paper = await drawn(ada, 'scheduling.myDayListPdf');
    expect(paper).toMatchObject({ type: 'application/pdf', name: 'tagesliste-2026-03-02.pdf' });
    expect(await stage.told(id)).toContain('scheduling.day-list.printed');
    const [event] = await stage.look<{ data: object; actor_id: string }>(
      "select data, actor_id from platform.event where action = 'scheduling.day-list.drawn' order by seq desc limit 1",
    );
    expect(event).toMatchObject({ actor_id: ada.accountId, data: { from: '2026-03-02', rows: 1, own: true } });
    expect((await drawn(desk, 'scheduling.deskDayListPdf')).bytes.length).toBeGreaterThan(1000);
  });
});

/** A route that answers a file: the stage's `ask` would hold it against the answer's schema. */
async function drawn(who: Person, name: string): Promise<FileAnswer> {
  const route = stage.routes.get(name);
  if (!route) throw new Error(`no route ${name}`);
  const schema = route.endpoint.answer;
  const parse = schema.parse;
  schema.parse = ((value: unknown) => value) as typeof schema.parse;
  try {
    const made = await stage.ask(who, name, { query: { from: '2026-03-02', days: 1 } });
    expect(made).toBeInstanceOf(FileAnswer);
    return made as unknown as FileAnswer;
  } finally {
    schema.parse = parse;
  }
}

describe('The desk’s days', () => {
  test('show first appointments, free and held times of all practices, of one if asked, and nothing that is over or a later session', async () => {
    const client = await stage.client('Mia', 'Lang', ada);
    const first = await stage.appointment(ada, client, berlin('2026-03-04T11:00'), { isFirst: true });
    const later = await stage.appointment(ada, client, berlin('2026-03-05T11:00'));
    const [open, held] = await free(ada, '2026-03-04T15:00', '2026-03-04T16:00');
    await hold(held ?? '', client.requestId);
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    const [bens] = await free(ben, '2026-03-04T15:00');
    const seen = await days();
    const ids = [...seen.appointments, ...seen.slots].map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([first, open, held, bens]));
    expect(ids).not.toContain(later);
    expect(seen.slots.find(({ id }) => id === held)).toMatchObject({ state: 'held', heldBy: 'Tisch Eins' });
    expect(seen.appointments.find(({ id }) => id === first)).toMatchObject({
      practitionerId: ada.practitionerId,
      client: { initials: 'M. L.' },
    });
    const hers = await days({ practitionerId: ada.practitionerId });
    expect(new Set([...hers.appointments, ...hers.slots].map(({ practitionerId }) => practitionerId))).toEqual(
      new Set([ada.practitionerId]),
    );
    expect(hers.practitioners.length).toBeGreaterThan(1);
    stage.now = berlin('2026-03-04T15:30');
    expect((await days()).slots.map(({ id }) => id)).not.toContain(open);
    expect((await stage.refusal(ada, 'scheduling.networkDays', { query: { from: '2026-03-02' } })).code).toBe('not-permitted');
  });
});
