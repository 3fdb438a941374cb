import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { takeBusyAgreement } from '#rooms/consent/actions/busy-times.ts';
import { freshDatabase } from '#test/database.ts';
import { drawers, putRow } from '#test/drawer.ts';
import { putPrescription, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { judgePlan, planSessions } from './actions/sessions.ts';
import { listSessions } from './actions/sessions-read.ts';

describe('What is planned', async () => {
  const stage = await setSoziotherapie(await freshDatabase(), { at: Temporal.Instant.from('2026-03-05T08:00:00Z') });
  afterAll(() => stage.close());

  test('R2, R16: with one unit left the first visit is paid, the second in part, the third by nobody', async () => {
    const one = await stage.openCase();
    await putPrescription(stage, one, { approved: { units: 1, postedOn: '2026-03-02' } });
    const wish = { start: '2026-03-16T10:00', end: '2026-03-16T10:45', placeKind: 'home' as const, weeks: 3 };
    await stage.cast.as('weidner', (call, permit) => planSessions(call, permit('soziotherapie.read'), one.episodeId, wish));
    for (const who of ['weidner', 'buero', 'leitung'] as const) {
      const { sessions, expected } = await stage.cast.as(who, (call, permit) =>
        listSessions(call, permit('soziotherapie.read'), one.episodeId),
      );
      const inOrder = sessions.toReversed().map(({ id }) => expected.find(({ sessionId }) => sessionId === id)?.parts);
      expect(inOrder).toMatchObject([
        [{ status: 'APPROVED', minutes: 45 }],
        [
          { status: 'APPROVED', minutes: 15 },
          { status: 'UNCOVERED', minutes: 30 },
        ],
        [{ status: 'UNCOVERED', minutes: 45 }],
      ]);
      expect(sessions.every(({ parts }) => parts.length === 0)).toBe(true);
    }
  });

  test('A weekly series leaves out public holidays and says so; a single visit on one is planned', async () => {
    const one = await stage.openCase({ givenName: 'Karl', familyName: 'Ostermann', kvnr: 'K483920158' });
    const wish = { start: '2026-03-30T14:00', end: '2026-03-30T14:45', placeKind: 'home' as const, weeks: 3 };
    const ask = (work: typeof planSessions, more: Partial<typeof wish> = {}) =>
      stage.cast.as('weidner', (call, permit) => work(call, permit('soziotherapie.read'), one.episodeId, { ...wish, ...more }));
    const easter = [null, 'session-on-holiday', null];
    expect((await ask(judgePlan)).sessions.map(({ refused }) => refused)).toEqual(easter);
    const planned = (await ask(planSessions)).sessions;
    expect(planned.map(({ refused }) => refused)).toEqual(easter);
    expect(planned.map(({ id }) => id !== null)).toEqual([true, false, true]);
    const single = await ask(planSessions, { start: '2026-04-06T14:00', end: '2026-04-06T14:45', weeks: 1 });
    expect(single.sessions.map(({ refused }) => refused)).toEqual([null]);
  });

  test('Rule C.1: that she is busy elsewhere is a hint at planning if she agreed, and nothing says with whom', async () => {
    const one = await stage.openCase({ givenName: 'Vera', familyName: 'Anderswo', kvnr: 'B483920152' });
    const tables = await drawers(stage.admin);
    const put = (table: string, row: Record<string, unknown>) => putRow(stage.admin, table, tables.get(table) ?? [], row);
    const ofHers = { person_id: one.personId, request_id: newId() };
    await put('placement.request', { ...ofHers, id: ofHers.request_id, state: 'placed' });
    const hour = { ...ofHers, id: newId(), starts_at: '2026-03-17T09:00Z', ends_at: '2026-03-17T10:00Z', state: 'booked' };
    await put('scheduling.appointment', hour);
    const warned = async (start: string, end: string) => {
      const wish = { start, end, placeKind: 'home' as const, weeks: 1 };
      const { sessions } = await stage.cast.as('weidner', (call, permit) =>
        judgePlan(call, permit('soziotherapie.read'), one.episodeId, wish),
      );
      expect(sessions.map(({ refused }) => refused)).toEqual([null]);
      return sessions.flatMap(({ warnings }) => warnings).filter(({ code }) => code === 'client-busy-elsewhere');
    };
    expect(await warned('2026-03-17T10:30', '2026-03-17T11:15')).toEqual([]); // she has not agreed
    await stage.cast.as('weidner', (call, permit) =>
      takeBusyAgreement(call, permit('consent.busy-times'), one.personId, { form: 'spoken', givenBy: 'client', witness: 'Frau Roth' }),
    );
    expect(await warned('2026-03-17T10:30', '2026-03-17T11:15')).toMatchObject([{ rule: 'C.1', facts: {} }]);
    expect(await warned('2026-03-17T11:00', '2026-03-17T11:45')).toEqual([]);
  });

  test('What was never planned asks nothing', async () => {
    const one = await stage.openCase({ givenName: 'Bernd', familyName: 'Zorn', kvnr: 'T483920159' });
    const { expected } = await stage.cast.as('buero', (call, permit) => listSessions(call, permit('soziotherapie.read'), one.episodeId));
    expect(expected).toEqual([]);
  });
});
