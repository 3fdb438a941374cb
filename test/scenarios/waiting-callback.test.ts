import { afterAll, describe, expect, test } from 'vitest';
import type { Browser } from './browser.ts';
import { book, hold, KOWALSKI, offerOf, takeCall, USUAL } from './calls.ts';
import { eventually } from './duty.ts';
import { FrontDoor } from './front-door.ts';
import { expectNeutral, mailsTo } from './letters.ts';

const door = await FrontDoor.open({ starting: { hurried: true } });
afterAll(() => door.close());
const [jana, samuel] = [await door.signedIn('jana'), await door.signedIn('samuel')];
const brandt = await door.therapist('brandt');
const { places } = door.practice;
/** Only Henrike Brandt speaks English. */
const ENGLISH = { ...USUAL, languages: ['en'] };
const wanted = { ...ENGLISH, birthDate: KOWALSKI.birthDate };
const mailOf = (name: string) => `${name.toLowerCase()}@post.example`;

const called = (familyName: string, more: Record<string, unknown> = {}) =>
  takeCall(jana, { caller: { ...KOWALSKI, familyName, email: mailOf(familyName) }, criteria: ENGLISH, more });
async function waits(familyName: string): Promise<string> {
  const id = await called(familyName, { waitingConsent: true });
  await jana.done('placement.triageRequest', { params: { id }, body: {} });
  await jana.done('placement.setWaiting', { params: { id }, body: { guidance: ['tss', 'crisis'] } });
  door.clock.pass({ minutes: 10 });
  return id;
}
async function placed(familyName: string): Promise<string> {
  const id = await called(familyName);
  expect((await hold(jana, id, await offerOf(jana, id, wanted, places.brandt))).status).toBe(200);
  expect((await book(jana, id)).status).toBe(200);
  return id;
}
const withdraws = async (id: string) => {
  const { version } = await jana.done('placement.getRequest', { params: { id } });
  await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
};
interface Line {
  offerId: string;
  requestId: string;
  turn: boolean;
}
/** Waits until a place is proposed to somebody first, and says how long that took. */
async function proposed(requestId: string): Promise<{ line: Line[]; mine: Line; took: number }> {
  const began = Date.now();
  const line = await eventually(async () => {
    const { places: shown } = await jana.done('placement.listProposals');
    const lines: Line[][] = shown.map((one: { line: Line[] }) => one.line);
    return lines.find(([first]) => first?.requestId === requestId && first.turn);
  });
  return { line, mine: line[0] as Line, took: Date.now() - began };
}
const take = (who: Browser, id: string, body = {}) => who.ask('placement.takeProposal', { params: { id }, body });
const attempt = (id: string, body: object, who = jana) => who.done('placement.recordAttempt', { params: { id }, body });
const inVain = (id: string) => jana.done('placement.recordContact', { params: { id }, body: { result: 'not-reached' } });
const stateOf = async (id: string) => (await jana.done('placement.getRequest', { params: { id } })).state;
const waitingOf = (id: string) => jana.done('placement.getWaiting', { params: { id } });

describe('a place is freed and somebody waits', () => {
  let [before, anna, bela]: string[] = [];

  test('it is proposed within five seconds, in fair order, and kept 48 hours for her alone', async () => {
    before = await placed('Vorher');
    anna = await waits('Wartanna');
    bela = await waits('Wartbela');
    expect((await jana.done('placement.listWaiting')).waiting.map(({ id }: { id: string }) => id)).toEqual([anna, bela]);

    await withdraws(before);
    const { line, mine, took } = await proposed(anna);
    process.stdout.write(`a place is freed by a desk: proposed after ${took} ms\n`);
    expect(took).toBeLessThan(5_000);
    expect(line.map(({ requestId, turn }) => [requestId, turn])).toEqual([
      [anna, true],
      [bela, false],
    ]);
    const second = line[1] as Line;
    expect(await take(samuel, second.offerId)).toMatchObject({ status: 409, code: 'not-next-in-line' });

    // two desks at the same moment
    const [one, two] = await Promise.all([take(jana, mine.offerId), take(samuel, mine.offerId)]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    const [won, lost, winner] = one.status === 200 ? [one, two, 'Jana Petersen'] : [two, one, 'Samuel Okafor'];
    expect(won.body).toMatchObject({ state: 'held', requestId: anna, until: door.clock.now.add({ hours: 48 }).toString() });
    expect(lost).toMatchObject({ code: 'proposal-over', body: { facts: { by: expect.stringContaining(winner) } } });
    if (winner !== 'Jana Petersen') await jana.done('placement.takeOverProposal', { params: { id: mine.offerId }, body: {} });

    // another desk with another caller does not get it, nor does the second in line
    const other = await takeCall(samuel, { caller: { ...KOWALSKI, givenName: 'Carla' }, criteria: ENGLISH });
    const fit = await samuel.done('placement.findFit', { body: { requestId: other, criteria: wanted } });
    expect(fit.ranked).toEqual([]);
    expect(fit.heldElsewhere).toHaveLength(1);
    const [slot] = await door.stage.look<{ id: string }>('select id from scheduling.slot where held_for = $1', anna);
    expect(await hold(samuel, other, { placeId: places.brandt, slotId: slot?.id ?? '' })).toMatchObject({
      status: 409,
      code: 'place-held',
    });
    expect(await take(samuel, second.offerId, { before: 'others-unreachable-today' })).toMatchObject({ status: 409, code: 'place-held' });
    await withdraws(other);
  });

  test('two attempts on one day are one day; on the second day it goes to the next, and she is told neutrally', async () => {
    const { offerId } = (await jana.done('placement.listWaiting')).waiting.find(({ id }: { id: string }) => id === anna);
    expect(await attempt(offerId, { result: 'not-reached' })).toMatchObject({
      after: 'call-again',
      state: 'held',
      requestState: 'offered',
    });
    door.clock.pass({ hours: 3 });
    expect(await attempt(offerId, { result: 'voicemail' })).toMatchObject({ after: 'call-again', state: 'held' });
    door.clock.pass({ hours: 21 });
    expect(await attempt(offerId, { result: 'not-reached' })).toMatchObject({ after: 'skip', state: 'skipped', requestState: 'waiting' });
    expect(await waitingOf(anna as string)).toMatchObject({ state: 'waiting', skipped: 1, finalNoticeAt: null });
    const { line, took } = await proposed(bela as string);
    process.stdout.write(`she was not reached on two days: proposed to the next after ${took} ms\n`);
    expect(took).toBeLessThan(5_000);
    expect(line.map(({ requestId }) => requestId)).toEqual([bela]); // not to her again before somebody has spoken to her
    await door.mailTo(mailOf('Wartanna'));
    for (const mail of await mailsTo(door, mailOf('Wartanna'))) expectNeutral(mail);
  });

  test('the next is reached, asked both questions, and booked', async () => {
    const { mine } = await proposed(bela as string);
    expect((await take(jana, mine.offerId)).status).toBe(200);
    const unasked = await jana.ask('placement.recordAttempt', { params: { id: mine.offerId }, body: { result: 'reached' } });
    expect(unasked).toMatchObject({ code: 'contact-questions-missing' });
    expect(await attempt(mine.offerId, { result: 'reached', stillNeeded: true, elsewhere: 'on-lists' })).toMatchObject({
      after: 'reached',
      state: 'held',
    });
    const booked = await book(jana, bela as string);
    expect(booked.status).toBe(200);
    expect(await stateOf(bela as string)).toBe('placed');
    expect((await jana.done('placement.listProposals')).places).toEqual([]);
    const list = (await jana.done('placement.listWaiting')).waiting;
    expect(list.map(({ id }: { id: string }) => id)).toEqual([anna]);
    expect((await waitingOf(anna as string)).position).toBe(1);
  });

  test('the third time in vain a last notice goes out, neutral; without an answer she is closed 14 days later, not before', async () => {
    const id = anna as string;
    const twice = async () => {
      door.clock.pass({ days: 1 });
      expect((await inVain(id)).after).toBe('call-again');
      door.clock.pass({ days: 1 });
      return inVain(id);
    };
    expect((await twice()).after).toBe('skip');
    expect((await twice()).after).toBe('final-notice');
    const noticed = door.clock.now;
    expect(await waitingOf(id)).toMatchObject({ finalNoticeAt: noticed.toString() });
    // the day until which an answer is waited for stands in it
    const until = noticed.add({ hours: 14 * 24 }).toZonedDateTimeISO('Europe/Berlin');
    const told = async () => (await mailsTo(door, mailOf('Wartanna'))).find(({ text }) => text.includes(`${until.day}. `));
    const last = await eventually(told, 30_000);
    expectNeutral(last);
    door.clock.turnTo(noticed.add({ hours: 14 * 24 - 1 }));
    await new Promise((go) => setTimeout(go, 1_300)); // the worker has looked
    expect(await stateOf(id)).toBe('waiting');
    door.clock.turnTo(noticed.add({ hours: 14 * 24 + 1 }));
    await eventually(async () => (await stateOf(id)) === 'closed');
    const [row] = await door.stage.look<{ closed_reason: string }>('select closed_reason from placement.request where id = $1', id);
    expect(row?.closed_reason).toBe('unreachable');
    expect((await jana.done('placement.listWaiting')).waiting).toEqual([]);
  });

  test('nobody calls at all: after 48 hours the place is let go by itself and she waits on; the server was down meanwhile', async () => {
    await brandt.done('directory.confirmStillTrue', { body: {} });
    const id = await waits('Wartdora');
    await withdraws(bela as string);
    const { mine } = await proposed(id);
    expect((await take(jana, mine.offerId)).status).toBe(200);
    const until = door.clock.now.add({ hours: 48 });
    door.clock.turnTo(until.subtract({ seconds: 1 }));
    await new Promise((go) => setTimeout(go, 1_300));
    expect(await stateOf(id)).toBe('offered');
    await door.stopServer();
    door.clock.turnTo(until.add({ hours: 5 }));
    await door.startServer();
    await eventually(async () => (await stateOf(id)) === 'waiting');
    const ends = await door.stage.look<{ state: string }>('select state from placement.waiting_offer where id = $1', mine.offerId);
    expect(ends).toEqual([{ state: 'lapsed' }]);
    const [place] = await door.stage.look<{ state: string }>('select state from directory.place where id = $1', places.brandt);
    expect(place?.state).toBe('open');
    expect((await jana.ask('placement.recordAttempt', { params: { id: mine.offerId }, body: { result: 'not-reached' } })).status).toBe(409);
    expect(door.faults).toEqual([]);
  });
});
