import { afterAll, expect, test } from 'vitest';
import { stepKnownAppointment } from '#rooms/scheduling/actions/appointment.ts';
import { listMine } from '#rooms/tasks/actions.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { askDesk, releasePlace } from './actions/allocation.ts';
import { bookOffer } from './actions/book.ts';
import { beginRequest, saveDraft } from './actions/desk.ts';
import { decideFee, listFees } from './actions/fee.ts';
import { holdOffer } from './actions/hold.ts';
import { findFit } from './actions/matches.ts';
import { answerOpener } from './actions/triage.ts';
import { findPolicyRow } from './store/policies.ts';

const stage = await setPractice(await freshDatabase());
const { cast, clock, practice } = stage;
afterAll(() => stage.close());

/** Books Brandt's place for somebody who pays privately; the clock then stands after the first appointment. */
async function missFirst(familyName: string): Promise<{ requestId: string; appointmentId: string; allocationId: string }> {
  const booked = await cast.as('jana', async (call, permit) => {
    const desk = permit('placement.desk');
    const { id } = await beginRequest(call, desk, '0228 555 301');
    const criteria = { insurance: 'PKV' as const, setting: 'single' as const, languages: ['de'], problems: ['DEP' as const] };
    const person = { givenName: 'Mira', familyName, birthDate: '1990-05-04', email: 'mira@post.example' };
    await saveDraft(call, desk, id, { person, criteria, privacyVersion: '2026-1' });
    await answerOpener(call, desk, id, 'no');
    const fit = await findFit(call, { criteria, requestId: id, personId: null, oncallWantsAcute: false }, 20, false);
    const card = fit.ranked.map((one) => one.card).find(({ placeId }) => placeId === practice.places.brandt);
    if (!card?.firstSlot) throw new Error('Brandt has no free time');
    await holdOffer(call, desk, id, { placeId: card.placeId, slotId: card.firstSlot.id });
    const policy = await findPolicyRow(call.tx, card.practitionerId, call.now);
    const { appointmentId } = await bookOffer(call, desk, id, {
      acknowledgement: { response: 'accepted', policyVersion: policy?.policy_version ?? 0, language: 'de', interpreter: false },
      channel: 'email',
      contractParty: 'self',
    });
    return { requestId: id, appointmentId };
  });
  clock.pass({ days: 8 });
  await cast.as('brandt', (call) => stepKnownAppointment(call, { id: booked.appointmentId, event: 'mark-missing' }));
  const [allocation] = await stage.look<{ id: string }>('select id from placement.allocation where request_id = $1', booked.requestId);
  if (!allocation) throw new Error('no allocation');
  return { ...booked, allocationId: allocation.id };
}

const openTasks = async (requestId: string) =>
  (await stage.look<{ kind: string }>('select kind from tasks.task where object_id = $1 and done_at is null order by kind', requestId)).map(
    ({ kind }) => kind,
  );
const fees = () => cast.as('brandt', (call, permit) => listFees(call, permit('placement.therapist')));
const placeState = async () =>
  (await stage.look<{ state: string }>('select state from directory.place where id = $1', practice.places.brandt))[0]?.state;

test('A therapist who frees the place after a missed first appointment ends the desk’s question about it; the outreach stays', async () => {
  const { requestId, allocationId } = await missFirst('Sommer');
  await cast.as('brandt', (call, permit) => releasePlace(call, permit('placement.therapist'), allocationId, 'client-stopped', 'client'));
  expect(await placeState()).toBe('open');
  expect(await openTasks(requestId)).toEqual(['no-show-outreach', 're-place']);
  expect(await fees()).toEqual([]); // she sees nothing of this person any more
});

test('A first appointment that was marked missing by mistake begins the trial sessions once corrected, and nobody calls for nothing', async () => {
  const { requestId, appointmentId } = await missFirst('Haas');
  expect(await fees()).toMatchObject([{ appointmentId, person: 'Mira Haas', state: 'no_show', result: 'no_fee' }]);
  expect(await openTasks(requestId)).toEqual(['first-appointment-missed', 'no-show-outreach']);
  await cast.as('brandt', (call) =>
    stepKnownAppointment(call, { id: appointmentId, event: 'correct-to-attended', reason: 'marked-wrongly' }),
  );
  expect(await placeState()).toBe('trial');
  expect(await openTasks(requestId)).toEqual([]);
  expect(await fees()).toEqual([]);
});

test('A missed hour waits for the therapist’s word once, and her question to the desk is sealed, read there and asked one at a time', async () => {
  const [allocation] = await stage.look<{ id: string; appointment: string; request: string }>(
    'select id, first_appointment_id as appointment, request_id as request from placement.allocation where ended_at is null',
  );
  if (!allocation) throw new Error('no allocation');
  await cast.as('brandt', (call) =>
    stepKnownAppointment(call, { id: allocation.appointment, event: 'correct-to-missing', reason: 'marked-wrongly' }),
  );
  expect(await fees()).toHaveLength(1);
  await cast.as('brandt', (call, permit) => decideFee(call, permit('placement.therapist'), allocation.appointment, 'noted'));
  expect(await fees()).toEqual([]);

  const question = 'Kommt sie mit Begleitung?';
  await cast.as('brandt', (call, permit) => askDesk(call, permit('placement.therapist'), allocation.id, question));
  const [kept] = await stage.look<{ note_sealed: Buffer }>("select note_sealed from tasks.task where kind = 'therapist-asks'");
  expect(kept?.note_sealed.includes('Begleitung')).toBe(false);
  const asked = await cast.as('samuel', (call, permit) => listMine(call, permit('tasks.own'), 'open'));
  expect(asked.find(({ kind }) => kind === 'therapist-asks')).toMatchObject({
    objectId: allocation.request,
    note: question,
    person: 'Mira Haas',
  });
  await expect(
    cast.as('brandt', (call, permit) => askDesk(call, permit('placement.therapist'), allocation.id, 'Noch eine?')),
  ).rejects.toMatchObject({ code: 'question-still-open' });
  await expect(
    cast.as('rossi', (call, permit) => askDesk(call, permit('placement.therapist'), allocation.id, 'Und ich?')),
  ).rejects.toMatchObject({ code: 'not-found' });
});
