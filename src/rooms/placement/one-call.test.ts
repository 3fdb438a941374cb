import { afterAll, describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/decision.ts';
import { newId } from '#kernel/id.ts';
import { freshDatabase } from '#test/database.ts';
import { OfferStage, type Person } from '#test/offer-stage.ts';
import { REACTIONS, ROUTES } from '../../rooms.ts';

const stage = await OfferStage.set(await freshDatabase(), ROUTES, REACTIONS);
afterAll(() => stage.close());
const jana = await stage.join('Jana Petersen', 'desk');
const samuel = await stage.join('Samuel Okafor', 'desk');
const therapist = await stage.join('Miriam Brandt', 'therapist');

interface Offer {
  placeId: string;
  slotId: string;
}

/** An open place of the therapist with one first slot. */
async function openPlace(startsAt: string, of: Person = therapist): Promise<Offer> {
  const [placeId, slotId] = [newId(), newId()];
  await stage.admin.query(
    `insert into directory.place (id, practitioner_id, location_id, kind, procedure, setting, age_min, age_max, insurance_kinds, modality, windows, specialities, state, open_since, confirmed_at, earliest_start)
     values ($1, $2, $3, 'PLACE', 'VT', 'single', 18, 99, '{GKV}', '{in-person}', '[{"weekday":1,"from":"17:00","to":"19:00"}]', '{"DEP":"S"}', 'open', $4, $4, '2026-03-09')`,
    [placeId, of.practitionerId, stage.locationId, stage.now.toString()],
  );
  await stage.admin.query(
    "insert into scheduling.slot (id, practitioner_id, location_id, place_id, kinds, starts_at, ends_at) values ($1, $2, $3, $4, '{CONSULT,TRIAL}', $5::timestamptz, $5::timestamptz + interval '50 minutes')",
    [slotId, of.practitionerId, stage.locationId, placeId, startsAt],
  );
  return { placeId, slotId };
}

const CRITERIA = {
  insurance: 'GKV',
  setting: 'single',
  languages: ['de'],
  problems: ['DEP'],
  procedureWish: ['VT'],
  windows: [{ weekday: 1, from: '17:00', to: '20:00' }],
};

async function intake(desk: Person, name: string): Promise<string> {
  const { id } = (await stage.ask(desk, 'placement.beginRequest', { body: { phone: '0171 3920041' } })) as { id: string };
  await stage.ask(desk, 'placement.answerOpener', { params: { id }, body: { answer: 'no' } });
  await stage.ask(desk, 'placement.saveDraft', {
    params: { id },
    body: {
      person: { givenName: 'Anna', familyName: name, birthDate: '1990-05-04', email: 'anna@example.org', postalCode: '53113' },
      criteria: CRITERIA,
      concern: 'Seit Herbst niedergeschlagen',
      privacyVersion: '2026-1',
    },
  });
  return id;
}

describe('one call, one place (D 1)', () => {
  test('a caller gets a first appointment and the place behind it in one transaction', async () => {
    const offer = await openPlace('2026-03-23T16:00:00Z');
    const id = await intake(jana, 'Kowalski');
    const fit = (await stage.ask(jana, 'placement.findFit', {
      body: { requestId: id, criteria: { ...CRITERIA, birthDate: '1990-05-04', postalCode: '53113' } },
    })) as { ranked: { card: { placeId: string } }[] };
    expect(fit.ranked.map(({ card }) => card.placeId)).toContain(offer.placeId);
    const held = (await stage.ask(jana, 'placement.holdOffer', { params: { id }, body: offer })) as { heldUntil: string };
    expect(held.heldUntil).toBe('2026-03-02T09:10:00Z');
    const booked = (await stage.ask(jana, 'placement.bookOffer', {
      params: { id },
      body: { acknowledgement: { response: 'accepted', policyVersion: 0, language: 'de' }, channel: 'email', contractParty: 'self' },
    })) as { state: string; appointmentId: string };
    expect(booked.state).toBe('placed');
    const { rows } = await stage.admin.query(
      'select p.state, s.state as slot, count(distinct e.xid)::int as transactions from directory.place p, scheduling.slot s, platform.event e where p.id = $1 and s.id = $2 and e.action like any ($3) and (e.object_id = $4 or e.object_id = $5 or e.object_id = $1) group by 1, 2',
      [offer.placeId, offer.slotId, ['%.booked', '%.reserved'], id, booked.appointmentId],
    );
    expect(rows).toEqual([{ state: 'reserved', slot: 'booked', transactions: 1 }]);
    const again = (await stage.ask(samuel, 'placement.findFit', { body: { criteria: { ...CRITERIA, birthDate: '1985-01-01' } } })) as {
      ranked: unknown[];
    };
    expect(again.ranked).toEqual([]);
  });

  test('of fifty who click at once one holds, 49 hear who was faster, nobody meets a fault (D 2)', async () => {
    const offer = await openPlace('2026-03-24T16:00:00Z');
    const ids = await Promise.all(Array.from({ length: 50 }, (_, index) => intake(index % 2 ? jana : samuel, `Race ${index}`)));
    const answers = await Promise.all(
      ids.map((id, index) =>
        stage.ask(index % 2 ? jana : samuel, 'placement.holdOffer', { params: { id }, body: offer }).then(
          () => 'ok',
          (fault: unknown) => (fault instanceof Refusal ? fault.code : String(fault)),
        ),
      ),
    );
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['ok', 'place-held']));
  });
});
