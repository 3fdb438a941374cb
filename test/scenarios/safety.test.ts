import { afterAll, describe, expect, test } from 'vitest';
import { book, hold, KOWALSKI, offerOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const [jana, marit, yilmaz] = [await door.signedIn('jana'), await door.signedIn('marit'), await door.signedIn('yilmaz')];
const { places } = door.practice;
const wanted = { ...USUAL, birthDate: KOWALSKI.birthDate };
const release = (id: string, reason = 'Gesprochen, stabil, kommt gern') =>
  yilmaz.ask('placement.releaseSafety', { params: { id }, body: { reason } });
const onDuty = async () => {
  const now = door.clock.now;
  const body = {
    accountId: door.cast.account('yilmaz'),
    from: now.toString(),
    until: now.add({ hours: 8 }).toString(),
    rank: 1,
    phone: '0228 555 112',
  };
  return (await marit.done('access.addDuty', { body })).id as string;
};

describe('the safety opener', () => {
  test.for(['yes', 'unclear'] as const)(
    'answered with "%s" nothing is held until Dr. Yılmaz on duty has spoken with the person',
    async (opener) => {
      const id = await takeCall(jana, { opener });
      await jana.done('placement.triageRequest', { params: { id }, body: {} });
      const offer = await offerOf(jana, id, wanted, places.brandt);
      const refused = await hold(jana, id, offer);
      expect(refused).toMatchObject({
        status: 409,
        code: 'safety-not-released',
        body: { title: 'Die Buchung wartet auf den Hintergrunddienst.' },
      });
      // a later "no" lifts nothing, and the desk cannot release it
      expect((await jana.done('placement.answerOpener', { params: { id }, body: { answer: 'no' } })).blocked).toBe(true);
      expect((await hold(jana, id, offer)).code).toBe('safety-not-released');
      expect(await jana.ask('placement.releaseSafety', { params: { id }, body: { reason: 'Klang ruhig' } })).toMatchObject({
        status: 403,
        code: 'not-permitted',
      });

      // off duty she sees nothing and is refused with the reason
      expect((await yilmaz.done('placement.listBlocked')).requests).toEqual([]);
      expect(await release(id)).toMatchObject({
        status: 409,
        code: 'not-on-duty',
        body: { title: 'Sie haben gerade keinen Hintergrunddienst.' },
      });

      const duty = await onDuty();
      const listed = (await yilmaz.done('placement.listBlocked')).requests;
      expect(listed).toMatchObject([{ id, safetyBlocked: true, priority: 1 }]);
      expect((await yilmaz.done('tasks.list')).tasks.map(({ kind }: { kind: string }) => kind)).toContain('safety-release');
      const live = await jana.listen();
      expect((await release(id)).status).toBe(200);
      await live.until('placement.safety.released', id);
      live.stop();
      expect(await release(id)).toMatchObject({ status: 409, code: 'safety-not-blocked' });
      expect((await yilmaz.done('tasks.list')).tasks.filter(({ objectId }: { objectId: string }) => objectId === id)).toEqual([]);
      await marit.done('access.withdrawDuty', { params: { id: duty } });

      expect((await hold(jana, id, offer)).status).toBe(200);
      expect((await book(jana, id)).status).toBe(200);
      const { version } = await jana.done('placement.getRequest', { params: { id } });
      await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
    },
  );

  test('answered with "yes" while a place is held: it is not booked before the release', async () => {
    const id = await takeCall(jana);
    expect((await hold(jana, id, await offerOf(jana, id, wanted, places.brandt))).status).toBe(200);
    await jana.done('placement.answerOpener', { params: { id }, body: { answer: 'yes' } });
    expect(await book(jana, id)).toMatchObject({ status: 409, code: 'safety-not-released' });
    const duty = await onDuty();
    expect((await release(id)).status).toBe(200);
    await marit.done('access.withdrawDuty', { params: { id: duty } });
    expect((await book(jana, id)).status).toBe(200);
    // and somebody who has a booking can say so, too: the duty psychologist is called, the booking stands
    const again = await jana.ask('placement.answerOpener', { params: { id }, body: { answer: 'yes' } });
    expect(again).toMatchObject({ status: 200, body: { state: 'placed', blocked: true } });
    await onDuty();
    expect((await yilmaz.done('placement.listBlocked')).requests).toMatchObject([{ id, state: 'placed' }]);
    expect((await release(id)).status).toBe(200);
    expect((await jana.done('placement.getRequest', { params: { id } })).booking.state).toBe('booked');
  });

  test('the duty psychologist may ask for acute treatment: then only that is offered', async () => {
    const caller = { ...KOWALSKI, birthDate: '2009-05-04' };
    const criteria = { ...USUAL, problems: ['ANX' as const], want: 'ACUTE' as const };
    const id = await takeCall(jana, { caller, criteria, opener: 'yes' });
    await onDuty();
    await yilmaz.done('placement.releaseSafety', { params: { id }, body: { reason: 'Akut, kann nicht warten', wantsAcute: true } });
    const fit = await jana.done('placement.findFit', { body: { requestId: id, criteria: { ...criteria, birthDate: caller.birthDate } } });
    expect(fit.nextKind.kind).toBe('ACUTE');
    expect(fit.ranked.map(({ card }: { card: { placeId: string } }) => card.placeId)).toEqual([places.acute]);
  });

  test('the reason is sealed, and stands in no log', async () => {
    const [row] = await door.stage.look<{ n: number }>(
      "select count(*)::int as n from platform.event where data::text || coalesce(reason, '') like '%stabil%'",
    );
    expect(row?.n).toBe(0);
    const [sealed] = await door.stage.look<{ n: number }>(
      "select count(*)::int as n from placement.request where safety_reason_sealed is not null and encode(safety_reason_sealed, 'escape') not like '%stabil%'",
    );
    expect(sealed?.n).toBeGreaterThan(0);
    expect(door.faults).toEqual([]);
  });
});
