import PostalMime from 'postal-mime';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { FIXED_POLICY } from '#test/cast/practice.ts';
import { book, fitFor, hold, offerOf, placesOf, slotsOf, takeCall } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const haddad = await door.therapist('haddad');
const { places } = door.practice;
await haddad.done('placement.changeMyPolicy', {
  body: { ...FIXED_POLICY, goodwillFirst: false, appliesTo: ['CONSULT', 'TRIAL', 'THERAPY'] },
});
const ANXIOUS = { insurance: 'GKV' as const, setting: 'single' as const, languages: ['de'], problems: ['ANX' as const] };
const FIFTEEN = { givenName: 'Lea', familyName: 'Sommer', birthDate: '2010-06-01', email: 'lea@post.example', phone: '0171 3920055' };
const TWELVE = { givenName: 'Ben', familyName: 'Winter', birthDate: '2013-06-01', email: 'vater@post.example', phone: '0171 3920066' };

const parent = (name: string, agrees: 'yes' | 'no' | 'unknown') => ({
  name,
  relation: 'parent',
  hasCustody: true,
  agrees,
  phone: '0171 3920099',
  contactAllowed: false,
  scope: null,
});
const tasksAbout = async (id: string, browser = jana) =>
  (await browser.done('tasks.list')).tasks.filter(({ objectId }: { objectId: string }) => objectId === id);

describe('D 9: a caller of 15, alone, public insurance, parents separated', () => {
  test('can book at KJP practices only; the fee does not bind; both custody holders are asked before the first trial; no word to the parents', async () => {
    const criteria = { ...ANXIOUS, custody: 'joint' as const };
    const id = await takeCall(jana, { caller: FIFTEEN, criteria, more: { callerRole: 'self' } });
    for (const name of ['Petra Sommer', 'Uwe Sommer'])
      await jana.done('placement.changeGuardian', { params: { id, guardianId: newId() }, body: parent(name, 'unknown') });
    const wanted = { ...criteria, birthDate: FIFTEEN.birthDate };
    const fit = await fitFor(jana, id, wanted, { why: true });
    expect(placesOf(fit)).toEqual([places.haddad]);
    for (const { card, no } of fit.excluded) if ([places.brandt, places.rossi].includes(card.placeId)) expect(no).toContain('H3');
    expect((await jana.done('placement.getRequest', { params: { id } })).blockers).toEqual([]);

    const [slot] = await slotsOf(jana, id, places.haddad, '2026-03-16');
    expect((await hold(jana, id, { placeId: places.haddad, slotId: slot?.id ?? '' })).status).toBe(200);
    const booked = await book(jana, id);
    expect(booked).toMatchObject({ status: 200, body: { state: 'placed' } });
    const { startsAt } = booked.body;

    const custody = (await tasksAbout(id)).find(({ kind }: { kind: string }) => kind === 'custody-consent-two-before-trial');
    expect(custody).toMatchObject({ priority: 1, assigneeRole: 'desk' });
    expect(Temporal.Instant.compare(Temporal.Instant.from(custody.dueAt), Temporal.Instant.from(startsAt))).toBeLessThan(0);
    expect((await tasksAbout(id, haddad)).map(({ kind }: { kind: string }) => kind)).toContain('insight-by-therapist');
    expect((await haddad.done('placement.myAllocations')).allocations).toMatchObject([
      { person: 'Lea Sommer', feeBinding: false, custodyOpen: true },
    ]);

    const mail = await PostalMime.parse((await door.mailTo(FIFTEEN.email)).raw);
    expect(mail.to?.map(({ address }) => address)).toEqual([FIFTEEN.email]);
    expect(mail.text).toContain('Das gilt erst, wenn jemand mit Sorgerecht zugestimmt hat.');
    expect(mail.text).not.toMatch(/Petra|Uwe|0171 3920099/);
    expect(door.mails).toHaveLength(1);
    await door.deliveryNoted(booked.body.appointmentId);
  });

  test('does she not come, no fee is suggested: a minor agreed alone (A.5 case 10)', async () => {
    const { allocations } = await haddad.done('placement.myAllocations');
    const { firstAppointment } = allocations[0];
    door.clock.turnTo(Temporal.Instant.from(firstAppointment.startsAt).add({ minutes: 21 }));
    await haddad.done('scheduling.markNoShow', { params: { id: firstAppointment.id }, version: 1 });
    const fee = await haddad.done('placement.getFeeSuggestion', { params: { id: firstAppointment.id } });
    expect(fee).toMatchObject({ result: 'no_fee', rule: 'C4' });
    door.clock.turnTo(Temporal.Instant.from('2026-03-02T09:00:00Z'));
    const { requestId, id } = allocations[0];
    await jana.done('placement.releasePlaceForClient', { params: { id }, body: { reason: 'client-stopped' } });
    expect((await jana.done('placement.getRequest', { params: { id: requestId } })).state).toBe('triaged');
  });
});

describe('D 10: a father calls for a twelve-year-old, the mother has custody, too, and says no', () => {
  test('nothing is held or booked, the request stays triaged with the second consent as blocker; when she agrees it books', async () => {
    const criteria = { ...ANXIOUS, custody: 'joint' as const };
    const id = await takeCall(jana, { caller: TWELVE, criteria, more: { callerRole: 'parent' } });
    const mother = newId();
    await jana.done('placement.changeGuardian', { params: { id, guardianId: newId() }, body: parent('Jan Winter', 'yes') });
    await jana.done('placement.changeGuardian', { params: { id, guardianId: mother }, body: parent('Ute Winter', 'no') });
    await jana.done('placement.triageRequest', { params: { id }, body: {} });
    const wanted = { ...criteria, birthDate: TWELVE.birthDate };
    const offer = await offerOf(jana, id, wanted, places.haddad);
    const refused = await hold(jana, id, offer);
    expect(refused).toMatchObject({ status: 409, code: 'representation-missing', body: { title: 'Es fehlt noch eine Zustimmung.' } });
    expect(refused.body.facts).toMatchObject({ blockers: ['second-consent-missing'] });
    expect(refused.body.facts.hints).toEqual(expect.arrayContaining(['family-court-counselling', 'information-talk-if-therapist-agrees']));
    expect(await jana.done('placement.getRequest', { params: { id } })).toMatchObject({
      state: 'triaged',
      hold: null,
      blockers: ['second-consent-missing'],
    });
    const [place] = await door.stage.look<{ state: string }>('select state from directory.place where id = $1', places.haddad);
    expect(place?.state).toBe('open');

    await jana.done('placement.changeGuardian', { params: { id, guardianId: mother }, body: parent('Ute Winter', 'yes') });
    expect((await jana.done('placement.getRequest', { params: { id } })).blockers).toEqual([]);
    expect((await hold(jana, id, offer)).status).toBe(200);
    // she changes her mind while it is held: the booking is refused as well
    await jana.done('placement.changeGuardian', { params: { id, guardianId: mother }, body: parent('Ute Winter', 'no') });
    expect(await book(jana, id, { contractParty: 'guardian' })).toMatchObject({ status: 409, code: 'representation-missing' });
    await jana.done('placement.changeGuardian', { params: { id, guardianId: mother }, body: parent('Ute Winter', 'yes') });
    expect((await book(jana, id, { contractParty: 'guardian' })).status).toBe(200);
    expect((await haddad.done('placement.myAllocations')).allocations).toMatchObject([{ feeBinding: true, custodyOpen: false }]);
    await door.mailTo(TWELVE.email);
    const { version } = await jana.done('placement.getRequest', { params: { id } });
    await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
  });
});

describe('a birthday between booking and first date', () => {
  const later = async (id: string, placeId: string, from: string) => (await slotsOf(jana, id, placeId, from))[0];

  test('who turns 18 before it is an adult on the day: an adult place can be held for a day after, not before', async () => {
    const caller = { ...FIFTEEN, givenName: 'Mia', birthDate: '2008-03-20' };
    const id = await takeCall(jana, { caller, criteria: ANXIOUS });
    const before = await later(id, places.brandt, '2026-03-09');
    const refused = await hold(jana, id, { placeId: places.brandt, slotId: before?.id ?? '' });
    expect(refused).toMatchObject({ status: 409, code: 'does-not-fit', body: { facts: { criteria: ['H3'] } } });
    const after = await later(id, places.brandt, '2026-03-23');
    expect((await hold(jana, id, { placeId: places.brandt, slotId: after?.id ?? '' })).status).toBe(200);
    expect((await book(jana, id)).status).toBe(200);
    expect((await (await door.therapist('brandt')).done('placement.myAllocations')).allocations).toMatchObject([{ feeBinding: true }]);
  });

  test('who turns 21 before it is too old for a place of a KJP practice on that day', async () => {
    const caller = { ...FIFTEEN, givenName: 'Ole', birthDate: '2005-03-20' };
    const id = await takeCall(jana, { caller, criteria: ANXIOUS });
    expect(placesOf(await fitFor(jana, id, { ...ANXIOUS, birthDate: caller.birthDate }))).toContain(places.haddad);
    const after = await later(id, places.haddad, '2026-03-23');
    const refused = await hold(jana, id, { placeId: places.haddad, slotId: after?.id ?? '' });
    expect(refused).toMatchObject({ status: 409, code: 'does-not-fit', body: { facts: { criteria: ['H3'] } } });
    const before = await later(id, places.haddad, '2026-03-16');
    expect((await hold(jana, id, { placeId: places.haddad, slotId: before?.id ?? '' })).status).toBe(200);
    // a birth date that was typed wrongly and corrected while it is held is judged once more at the booking
    await jana.done('placement.saveDraft', { params: { id }, body: { person: { birthDate: '2004-03-20' } } });
    expect(await book(jana, id)).toMatchObject({ status: 409, code: 'does-not-fit', body: { facts: { criteria: ['H3'] } } });
    await jana.done('placement.saveDraft', { params: { id }, body: { person: { birthDate: caller.birthDate } } });
    expect((await book(jana, id)).status).toBe(200);
    expect(door.faults).toEqual([]);
  });
});
