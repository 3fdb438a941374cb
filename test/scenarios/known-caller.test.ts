import { afterAll, describe, expect, test } from 'vitest';
import { KOWALSKI, placeCaller, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const [jana, samuel, marit] = [await door.signedIn('jana'), await door.signedIn('samuel'), await door.signedIn('marit')];
const MONDAY = door.clock.now;

const recognise = (requestId: string, sought: Record<string, string>, desk = samuel) =>
  desk.ask('placement.recogniseCaller', { body: { requestId, ...sought } });
const closeIt = async (id: string, reason = 'withdrew') => {
  const { version } = await jana.done('placement.getRequest', { params: { id } });
  await jana.done('placement.closeRequest', { params: { id }, version, body: { reason } });
};

describe('a caller whom the desk knows', () => {
  test('is found by phone however it is typed, and by name and birth date however it is written', async () => {
    const id = await takeCall(jana, { caller: { ...KOWALSKI, familyName: 'Müller-Lüdenscheid', phone: '0171 392 00 77' } });
    const now = await takeCall(samuel, { caller: { ...KOWALSKI, familyName: 'Neu', givenName: 'Nina', phone: '0171 3920078' } });
    for (const phone of ['+49 171 3920077', '0049 (0)171 3920077', '0171/3920077']) {
      const answer = await recognise(now, { phone });
      expect(answer.body.known).toMatchObject([{ requestId: id, state: 'new', mayReopen: false }]);
    }
    const named = await recognise(now, { givenName: 'anna maria', familyName: 'MUELLER LUEDENSCHEID', birthDate: '1990-05-04' });
    expect(named.body.known).toMatchObject([{ requestId: id }]);
    expect((await recognise(now, { givenName: 'Anna', familyName: 'Müller-Lüdenscheid', birthDate: '1990-05-05' })).body.known).toEqual([]);
  });

  test('goes on with her closed request for 90 days: the new one is closed as a duplicate, the old date stays', async () => {
    const id = await takeCall(jana, { caller: { ...KOWALSKI, familyName: 'Rückkehr', phone: '0171 3920081' } });
    const { createdAt } = await jana.done('placement.getRequest', { params: { id } });
    await closeIt(id);
    door.clock.pass({ days: 60 });
    expect(await samuel.ask('placement.getRequest', { params: { id } })).toMatchObject({ status: 404, code: 'request-not-found' });
    const { id: fresh } = await samuel.done('placement.beginRequest', { body: { phone: '0171 3920081' } });
    const { known } = (await recognise(fresh, { phone: '0171 3920081' })).body;
    expect(known).toMatchObject([{ requestId: id, state: 'closed', mayReopen: true }]);
    const reopened = await samuel.ask('placement.continueRequest', { params: { id }, body: { insteadOf: fresh } });
    expect(reopened).toMatchObject({ status: 200, body: { state: 'triaged' } });
    expect(await samuel.done('placement.getRequest', { params: { id } })).toMatchObject({
      state: 'triaged',
      createdAt,
      closedReason: null,
      ownerId: door.cast.account('samuel'),
    });
    expect(await samuel.done('placement.getRequest', { params: { id: fresh } })).toMatchObject({
      state: 'closed',
      closedReason: 'duplicate',
    });
    door.clock.turnTo(MONDAY);
  });

  test('after 90 days nothing is shown and nothing can be opened again', async () => {
    const id = await takeCall(jana, { caller: { ...KOWALSKI, familyName: 'Lange Her', phone: '0171 3920082' } });
    await closeIt(id);
    door.clock.pass({ days: 90, seconds: 1 });
    const { id: fresh } = await samuel.done('placement.beginRequest', { body: {} });
    expect((await recognise(fresh, { phone: '0171 3920082' })).body.known).toEqual([]);
    const refused = await samuel.ask('placement.continueRequest', { params: { id }, body: {} });
    expect(refused).toMatchObject({ status: 404, code: 'request-not-found' });
    expect(refused.body.title).toBe('Diese Anfrage ist hier nicht zu sehen.');
    door.clock.turnTo(MONDAY);
  });
});

describe('D 16: somebody who exists elsewhere', () => {
  test('the desk sees the same bytes as for a stranger, the booking goes on, and the coordinator gets the task', async () => {
    const old = await takeCall(jana, { caller: { ...KOWALSKI, familyName: 'Müller', birthDate: '1990-05-04', phone: '0171 3920091' } });
    await closeIt(old);
    door.clock.pass({ days: 200 }); // out of the desk's reach, as somebody with a case is
    const brandt = await door.therapist('brandt');
    await brandt.done('directory.confirmStillTrue');
    const id = await takeCall(samuel, { caller: { ...KOWALSKI, familyName: 'Mueller', birthDate: '1990-05-04', phone: '0171 3920092' } });
    const live = await samuel.listen();
    const stranger = await recognise(id, { givenName: 'Zita', familyName: 'Niemand', birthDate: '1971-01-01' });
    const hit = await recognise(id, { givenName: 'Anna', familyName: 'Mueller', birthDate: '1990-05-04' });
    expect(hit.status).toBe(200);
    expect(hit.text).toBe(stranger.text);
    expect(hit.text).toBe('{"known":[]}');

    const about = async (browser: typeof marit) =>
      (await browser.done('tasks.list')).tasks.filter(({ objectId }: { objectId: string }) => objectId === id);
    const compared = async () => {
      for (let found = await about(marit); ; found = await about(marit)) if (found.length > 0) return found;
    };
    expect(await compared()).toMatchObject([{ kind: 'possible-duplicate', assigneeRole: 'coordinator' }]);
    expect(await about(samuel)).toEqual([]);
    expect(JSON.stringify(await samuel.done('placement.getRequest', { params: { id } }))).not.toContain(old);
    // the same look asked twice is one task
    await recognise(id, { givenName: 'Anna', familyName: 'Mueller', birthDate: '1990-05-04' });
    expect(await about(marit)).toHaveLength(1);
    live.stop();
    door.clock.turnTo(MONDAY);
  });

  // The desk's live updates carry every task that is made, with its kind: to be narrowed where tasks are told.
  test('nor does the desk hear of the coordinator’s task', async () => {
    door.clock.pass({ days: 200 });
    const id = await takeCall(samuel, { caller: { ...KOWALSKI, familyName: 'Mueller', phone: '0171 3920093' } });
    const live = await samuel.listen();
    await recognise(id, { phone: '0171 3920091' });
    await samuel.done('placement.answerOpener', { params: { id }, body: { answer: 'no' } });
    await live.until('placement.safety.asked', id);
    live.stop();
    door.clock.turnTo(MONDAY);
    expect(JSON.stringify(live.heard)).not.toContain('possible-duplicate');
  });

  test('whoever is booked and calls again is known by the phone', async () => {
    const { id } = await placeCaller(jana, door.practice.places.rossi, {
      caller: { ...KOWALSKI, familyName: 'Gebucht', phone: '0171 3920095' },
      criteria: USUAL,
    });
    const { id: fresh } = await samuel.done('placement.beginRequest', { body: {} });
    expect((await recognise(fresh, { phone: '0171 3920095' })).body.known).toMatchObject([{ requestId: id, state: 'placed' }]);
    expect(door.faults).toEqual([]);
  });
});
