import { afterAll, expect, test } from 'vitest';
import { movePlace } from '#rooms/directory/actions/step.ts';
import { stepKnownAppointment } from '#rooms/scheduling/actions/appointment.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { confirmFit } from './actions/allocation.ts';
import { bookOffer } from './actions/book.ts';
import { beginRequest, saveDraft } from './actions/desk.ts';
import { holdOffer } from './actions/hold.ts';
import { findFit } from './actions/matches.ts';
import { answerOpener } from './actions/triage.ts';
import { findPolicyRow } from './store/policies.ts';

const stage = await setPractice(await freshDatabase());
const { cast, clock, practice } = stage;
afterAll(() => stage.close());

/** Books Brandt's place for somebody who pays privately, so that trial sessions come first and none is demanded. */
async function placeWithBrandt(familyName: string): Promise<{ requestId: string; appointmentId: string }> {
  return cast.as('jana', async (call, permit) => {
    const desk = permit('placement.desk');
    const { id } = await beginRequest(call, desk, '0228 555 301');
    const criteria = { insurance: 'PKV', setting: 'single', languages: ['de'], problems: ['DEP'] } as const;
    const wish = { ...criteria, languages: [...criteria.languages], problems: [...criteria.problems] };
    const person = { givenName: 'Mira', familyName, birthDate: '1990-05-04', email: 'mira@post.example' };
    await saveDraft(call, desk, id, { person, criteria: wish, privacyVersion: '2026-1' });
    await answerOpener(call, desk, id, 'no');
    const fit = await findFit(call, { criteria: wish, requestId: id, personId: null, oncallWantsAcute: false }, 20, false);
    const card = fit.ranked.map((one) => one.card).find(({ placeId }) => placeId === practice.places.brandt);
    if (!card?.firstSlot) throw new Error('Brandt has no free time');
    await holdOffer(call, desk, id, { placeId: card.placeId, slotId: card.firstSlot.id });
    const policy = await findPolicyRow(call.tx, card.practitionerId, call.now);
    const booked = await bookOffer(call, desk, id, {
      acknowledgement: { response: 'accepted', policyVersion: policy?.policy_version ?? 0, language: 'de', interpreter: false },
      channel: 'email',
      contractParty: 'self',
    });
    return { requestId: id, appointmentId: booked.appointmentId };
  });
}

const allocationOf = async (requestId: string) => {
  const [row] = await stage.look<{ id: string; version: number; ended_because: string | null }>(
    'select id, version, ended_because from placement.allocation where request_id = $1',
    requestId,
  );
  if (!row) throw new Error('no allocation');
  return row;
};

test('A place whose therapy has ended can be given to the next client, and its therapist no longer sees the last one', async () => {
  const first = await placeWithBrandt('Haas');
  clock.pass({ days: 8 });
  await cast.as('brandt', (call) => stepKnownAppointment(call, { id: first.appointmentId, event: 'attend' }));
  const { id, version } = await allocationOf(first.requestId);
  await cast.as('brandt', (call, permit) => confirmFit(call, permit('placement.therapist'), id, version));
  clock.pass({ days: 1 });

  await cast.as('brandt', (call) => movePlace(call, { id: practice.places.brandt, event: 'end-early', reason: 'moved-away' }));
  expect((await allocationOf(first.requestId)).ended_because).toBe('moved-away');
  const seen = await cast.as('brandt', ({ tx }) => tx.selectFrom('people.person').select('id').execute());
  expect(seen).toEqual([]);

  const second = await placeWithBrandt('Sommer');
  expect((await allocationOf(second.requestId)).ended_because).toBeNull();
});
