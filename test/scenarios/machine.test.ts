import { afterAll, describe, expect, test } from 'vitest';
import { book, fitFor, hold, KOWALSKI, offerOf, placesOf, slotsOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor, key } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const [jana, samuel, marit] = [await door.signedIn('jana'), await door.signedIn('samuel'), await door.signedIn('marit')];
const { places } = door.practice;
const wanted = { ...USUAL, birthDate: KOWALSKI.birthDate };
const view = (id: string) => jana.done('placement.getRequest', { params: { id } });
const letGo = (id: string, desk = jana) => desk.ask('placement.releaseHold', { params: { id }, body: { reason: 'declined' } });
const extend = (id: string, desk = jana) => desk.ask('placement.extendHold', { params: { id }, body: {} });

async function held(placeId = places.brandt) {
  const id = await takeCall(jana);
  const offer = await offerOf(jana, id, wanted, placeId);
  expect((await hold(jana, id, offer)).status).toBe(200);
  return { id, ...offer };
}

async function closed(id: string) {
  // The worker may write down the end of the hold in between, as it would for a person: then she presses again.
  for (let again = 3; ; again -= 1) {
    const { version } = await view(id);
    const answer = await jana.ask('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
    if (answer.status < 300) return;
    if (answer.code !== 'version-old' || again === 0) throw new Error(`closing: ${answer.status} ${answer.code}`);
  }
}

describe('a hold', () => {
  test('is extended once by whoever holds it, to fifteen minutes and no second more', async () => {
    const { id } = await held();
    door.clock.pass({ minutes: 9 });
    expect(await extend(id, samuel)).toMatchObject({ status: 409, code: 'hold-of-another' });
    expect(await extend(id)).toMatchObject({ status: 200, body: { heldUntil: '2026-03-02T09:15:00Z' } });
    expect(await extend(id)).toMatchObject({ status: 409, code: 'hold-extended-already' });
    expect((await view(id)).hold).toMatchObject({ until: '2026-03-02T09:15:00Z', extended: true });
    door.clock.turnTo(Temporal.Instant.from('2026-03-02T09:15:00Z'));
    // over is over, also in the second before the timer writes it down
    const other = await takeCall(samuel, { caller: { ...KOWALSKI, givenName: 'Clara' } });
    const fit = await fitFor(samuel, other, wanted);
    expect(placesOf(fit)).toContain(places.brandt);
    expect(fit.heldElsewhere).toEqual([]);
    expect(await extend(id)).toMatchObject({ status: 409, code: 'hold-expired' });
    expect(await book(jana, id)).toMatchObject({ status: 409, code: 'hold-expired' });
    door.clock.turnTo(Temporal.Instant.from('2026-03-02T09:00:00Z'));
    await closed(id);
  });

  test('never stands in its own holder’s way: she takes another time and comes back to the first', async () => {
    const { id, slotId } = await held();
    const [next] = await slotsOf(jana, id, places.brandt);
    expect(next?.id).not.toBe(slotId);
    expect((await hold(jana, id, { placeId: places.brandt, slotId: next?.id ?? '' })).status).toBe(200);
    expect((await hold(jana, id, { placeId: places.brandt, slotId })).status).toBe(200);
    expect(placesOf(await fitFor(jana, id, wanted))).toContain(places.brandt);
    // another place: the first is free for others at once
    const rossi = await offerOf(jana, id, wanted, places.rossi);
    expect((await hold(jana, id, rossi)).status).toBe(200);
    const other = await takeCall(samuel, { caller: { ...KOWALSKI, givenName: 'Berta' } });
    expect(placesOf(await fitFor(samuel, other, wanted))).toContain(places.brandt);
    expect(placesOf(await fitFor(samuel, other, wanted))).not.toContain(places.rossi);
    await closed(id);
  });

  test('is shown to the other desk with its holder, who alone books, releases and renews it', async () => {
    const { id, slotId } = await held();
    const other = await takeCall(samuel, { caller: { ...KOWALSKI, givenName: 'Berta' } });
    const fit = await fitFor(samuel, other, wanted);
    const [elsewhere] = fit.heldElsewhere;
    expect(elsewhere.card).toMatchObject({
      placeId: places.brandt,
      heldBy: { name: 'Tisch 1 (Jana Petersen)', until: '2026-03-02T09:10:00Z', mine: false },
    });
    for (const answer of [await book(samuel, id), await letGo(id, samuel), await hold(samuel, id, { placeId: places.brandt, slotId })])
      expect(answer).toMatchObject({ status: 409, code: 'hold-of-another', body: { title: 'Jemand anderes hält dieses Angebot.' } });
    expect((await view(id)).hold).toMatchObject({ holderName: 'Tisch 1 (Jana Petersen)', slotId });
    const live = await samuel.listen();
    expect(await letGo(id)).toMatchObject({ status: 200, body: { state: 'triaged' } });
    await live.until('placement.hold.released', id);
    live.stop();
    expect(placesOf(await fitFor(samuel, other, wanted))).toContain(places.brandt);
    expect(await letGo(id)).toMatchObject({ status: 409, code: 'hold-expired' });
  });
});

describe('booking', () => {
  test('sent twice with one key is one appointment with one answer, also after the line was cut', async () => {
    const { id } = await held();
    const once = key();
    const cut = new AbortController();
    const first = book(jana, id, { key: once, signal: cut.signal });
    setTimeout(() => cut.abort(), 12);
    await first.catch(() => {}); // the browser never heard the answer, or it did
    let again = await book(jana, id, { key: once });
    for (let tries = 0; again.code === 'key-in-progress' && tries < 40; tries += 1) {
      await new Promise((go) => setTimeout(go, 50));
      again = await book(jana, id, { key: once });
    }
    expect(again).toMatchObject({ status: 200, body: { state: 'placed' } });
    const third = await book(jana, id, { key: once });
    expect(third.body).toEqual(again.body);
    const [row] = await door.stage.look<{ appointments: number; allocations: number; messages: number }>(
      `select (select count(*) from scheduling.appointment where request_id = $1)::int as appointments,
        (select count(*) from placement.allocation where request_id = $1)::int as allocations,
        (select count(*) from messages.message where cause_id = $2)::int as messages`,
      id,
      again.body.appointmentId,
    );
    expect(row).toEqual({ appointments: 1, allocations: 1, messages: 1 });
    expect(await book(jana, id)).toMatchObject({ status: 409, code: 'request-placed' });
    await closed(id);
  });

  test('needs name, birth date, one channel and the rule as it stands', async () => {
    const { id } = await held();
    await jana.done('placement.saveDraft', { params: { id }, body: { person: { familyName: null, email: null } } });
    const missing = await book(jana, id);
    expect(missing).toMatchObject({ status: 422, code: 'missing-for-booking', body: { title: 'Zum Buchen fehlen noch Angaben.' } });
    expect(missing.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/person/familyName', '/person/email']);
    await jana.done('placement.saveDraft', { params: { id }, body: { person: { familyName: 'Kowalski', email: 'anna@post.example' } } });
    expect(await book(jana, id, { policyVersion: 0 })).toMatchObject({
      status: 409,
      code: 'policy-changed',
      body: { facts: { version: 1 } },
    });
    expect(await book(jana, id, { response: 'declined' })).toMatchObject({ status: 409, code: 'policy-declined' });
    await closed(id);
  });

  test('a second desk that works on an old version is told so', async () => {
    const id = await takeCall(jana);
    const first = await jana.ask('placement.getRequest', { params: { id } });
    expect(first.etag).toBe(`"${first.body.version}"`);
    await samuel.done('placement.saveDraft', { params: { id }, body: { concern: 'Schlaf' } });
    const body = { reason: 'withdrew' };
    const old = await jana.ask('placement.closeRequest', { params: { id }, version: first.body.version, body });
    expect(old).toMatchObject({
      status: 412,
      code: 'version-old',
      body: { current: first.body.version + 1, title: 'Inzwischen geändert' },
    });
    expect(await jana.ask('placement.closeRequest', { params: { id }, body })).toMatchObject({ status: 428, code: 'version-needed' });
    expect((await view(id)).state).toBe('new');
    await closed(id);
  });
});

describe('what the coordinator may set aside', () => {
  const far = { ...USUAL, postalCode: '53721', maxTravelMinutes: 5, modalities: ['in-person' as const] };
  const override = { criteria: ['H12'], reason: 'Die Mutter fährt sie jede Woche hin' };

  test('a longer way, with a reason that stays with the allocation; the desk may not', async () => {
    const caller = { ...KOWALSKI, postalCode: '53721' };
    const id = await takeCall(jana, { caller, criteria: far });
    const [slot] = await slotsOf(jana, id, places.brandt);
    const offer = { placeId: places.brandt, slotId: slot?.id ?? '' };
    expect(await hold(jana, id, offer)).toMatchObject({ status: 409, code: 'does-not-fit', body: { facts: { criteria: ['H12'] } } });
    expect(await hold(jana, id, { ...offer, override })).toMatchObject({ status: 403, code: 'override-not-permitted' });
    expect((await hold(marit, id, { ...offer, override })).status).toBe(200);
    expect((await book(marit, id)).status).toBe(200);
    const [row] = await door.stage.look<{ overridden: string[]; reason: Buffer }>(
      'select overridden, override_reason_sealed as reason from placement.allocation where request_id = $1',
      id,
    );
    expect(row?.overridden).toEqual(['H12']);
    expect(row?.reason.length).toBeGreaterThan(20);
    expect(row?.reason.toString('latin1')).not.toContain('Mutter');
    const [logged] = await door.stage.look<{ n: number }>("select count(*)::int as n from platform.event where data::text like '%Mutter%'");
    expect(logged?.n).toBe(0);
    await closed(id);
  });

  test('never a therapist’s confidential exclusion, and nobody learns which it is', async () => {
    const criteria = { ...USUAL, problems: ['PBD' as const] };
    const id = await takeCall(jana, { criteria });
    const [slot] = await slotsOf(jana, id, places.rossi);
    const offer = { placeId: places.rossi, slotId: slot?.id ?? '' };
    for (const answer of [await hold(jana, id, offer), await hold(marit, id, { ...offer, override: { ...override, criteria: ['H5'] } })]) {
      expect(answer.status).toBe(409);
      expect(answer.text).not.toContain('PBD');
    }
    expect((await hold(marit, id, { ...offer, override: { ...override, criteria: ['H5'] } })).code).toBe('criterion-not-overridable');
    expect(door.faults).toEqual([]);
  });
});
