import { afterAll, expect, test } from 'vitest';
import type { Texter } from '#platform/sms/texter.ts';
import { movePlace } from '#rooms/directory/actions/step.ts';
import { deliverDue } from '#rooms/messages/actions.ts';
import { stepKnownAppointment } from '#rooms/scheduling/actions/appointment.ts';
import { makeSeries } from '#rooms/scheduling/actions/series.ts';
import { noteExcuse } from '#rooms/scheduling/actions/told.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { confirmFit } from './actions/allocation.ts';
import { bookOffer } from './actions/book.ts';
import { closeRequest } from './actions/close.ts';
import { beginRequest, saveDraft } from './actions/desk.ts';
import { holdOffer } from './actions/hold.ts';
import { findFit } from './actions/matches.ts';
import { changeMyPolicy } from './actions/policy.ts';
import { answerOpener } from './actions/triage.ts';
import { findPolicyRow } from './store/policies.ts';

const stage = await setPractice(await freshDatabase());
const { cast, clock, practice } = stage;
afterAll(() => stage.close());

/** Books Brandt's place for somebody who pays privately. */
const book = (familyName: string, by: { channel?: 'email' | 'sms'; phone?: string } = {}) =>
  cast.as('jana', async (call, permit) => {
    const desk = permit('placement.desk');
    const { id } = await beginRequest(call, desk, '0228 555 301');
    const criteria = { insurance: 'PKV' as const, setting: 'single' as const, languages: ['de'], problems: ['DEP' as const] };
    const person = { givenName: 'Mira', familyName, birthDate: '1990-05-04', email: 'mira@post.example', phone: by.phone ?? null };
    await saveDraft(call, desk, id, { person, criteria, privacyVersion: '2026-1' });
    await answerOpener(call, desk, id, 'no');
    const fit = await findFit(call, { criteria, requestId: id, personId: null, oncallWantsAcute: false }, 20, false);
    const card = fit.ranked.map((one) => one.card).find(({ placeId }) => placeId === practice.places.brandt);
    if (!card?.firstSlot) throw new Error('Brandt has no free time');
    await holdOffer(call, desk, id, { placeId: card.placeId, slotId: card.firstSlot.id });
    const policy = await findPolicyRow(call.tx, card.practitionerId, call.now);
    const { appointmentId } = await bookOffer(call, desk, id, {
      acknowledgement: { response: 'accepted', policyVersion: policy?.policy_version ?? 0, language: 'de', interpreter: false },
      channel: by.channel ?? 'email',
      contractParty: 'self',
    });
    return { requestId: id, appointmentId, start: Temporal.Instant.from(card.firstSlot.startsAt) };
  });

/** Turns the clock to a moment that is still to come. */
const until = (moment: Temporal.Instant) => clock.pass({ seconds: clock.now.until(moment).total('seconds') });

const appointment = async (id: string) =>
  (
    await stage.look<{ state: string; cancelled_how: string | null; reason: string | null }>(
      'select state, cancelled_how, reason from scheduling.appointment where id = $1',
      id,
    )
  )[0];
const openTasks = async (requestId: string) =>
  (await stage.look<{ kind: string }>('select kind from tasks.task where object_id = $1 and done_at is null order by kind', requestId)).map(
    ({ kind }) => kind,
  );
const close = (requestId: string) =>
  cast.as('jana', async (call, permit) => {
    const [row] = await stage.look<{ version: number }>('select version from placement.request where id = $1', requestId);
    return closeRequest(call, permit('placement.desk'), requestId, row?.version, 'self-found');
  });
const setNotice = (noticeHours: number) =>
  cast.as('brandt', (call, permit) =>
    changeMyPolicy(call, permit('placement.therapist'), {
      noticeHours,
      noticeMode: 'wallClock',
      feeType: 'fixed',
      amountCents: 6000,
      percent: null,
      sessionPriceCents: null,
      appliesTo: ['CONSULT', 'TRIAL', 'THERAPY'],
      goodwillFirst: false,
      exceptions: { illness: 'none' },
      contact: '0228 555 0123',
    }),
  );

test('Closing a request judges its cancelled appointment by the rule that was told, not by a fixed number of hours', async () => {
  await setNotice(1);
  const early = await book('Haas');
  expect(clock.now.until(early.start).total('hours')).toBeLessThan(48);
  await close(early.requestId);
  expect(await appointment(early.appointmentId)).toMatchObject({ state: 'cancelled', cancelled_how: 'patient_in_time' });

  await setNotice(48);
  const late = await book('Sommer');
  await setNotice(0); // what holds now was not told to her
  await close(late.requestId);
  expect(await appointment(late.appointmentId)).toMatchObject({ state: 'cancelled', cancelled_how: 'patient_late' });
  expect(await stage.look('select 1 from placement.fee_suggestion')).toEqual([]); // and nobody is asked for money
});

test('A confirmation by text message goes to a mobile number alone, names nobody, and lets no fee be asked', async () => {
  await setNotice(24);
  const landline = { channel: 'sms' as const, phone: '0228 555 301' };
  await expect(book('Kern', landline)).rejects.toMatchObject({ code: 'channel-closed' }); // this network has no gateway
  Object.assign(stage.world.network, { texts: true });
  const refused = await book('Kern', landline).catch((fault: unknown) => fault);
  expect(refused).toMatchObject({ code: 'missing-for-booking', detail: { errors: [{ pointer: '/person/phone', code: 'invalid' }] } });
  const { appointmentId, requestId } = await book('Kern', { ...landline, phone: '0171 3920041' });
  const texts: string[] = [];
  const nothing = { letterhead: { networkName: 'Netz', from: 'netz@example.org' }, close: async () => {} };
  const mailer = { ...nothing, send: async () => ({ ok: true as const, messageId: 'x' }) };
  const texter: Texter = {
    ...nothing,
    send: async ({ id, text }) => {
      texts.push(text);
      return { ok: true, reference: id };
    },
  };
  await deliverDue({ ...stage.world, network: { ...stage.world.network, texts: true } }, { mailer, texter });
  expect(texts).toEqual([expect.stringMatching(/^Ihr Termin steht: .*0228/)]);
  expect(texts[0]).not.toMatch(/Kern|Brandt|Therap/);
  expect(
    await stage.look('select text_sent_at, text_delivered_at from placement.acknowledgement where appointment_id = $1', appointmentId),
  ).toEqual([{ text_sent_at: null, text_delivered_at: null }]);
  await close(requestId);
});

test('A reason that is known only later makes the fee a matter to look at, and "no reason" takes that back', async () => {
  await setNotice(24);
  const { appointmentId, start } = await book('Winter');
  await stage.admin.query('update placement.acknowledgement set text_delivered_at = $2 where appointment_id = $1', [
    appointmentId,
    clock.now.subtract({ hours: 999 }).toString(),
  ]);
  until(start.add({ minutes: 30 }));
  await cast.as('brandt', (call) => stepKnownAppointment(call, { id: appointmentId, event: 'mark-missing' }));
  const rule = async () =>
    (
      await stage.look<{ rule: string }>(
        'select rule from placement.fee_suggestion where appointment_id = $1 order by at desc, id desc limit 1',
        appointmentId,
      )
    )[0]?.rule;
  const before = await rule();
  clock.pass({ minutes: 1 });
  const excuse = (code: 'hospital' | 'none') =>
    cast.as('brandt', (call, permit) =>
      noteExcuse(call, permit('scheduling.own'), { id: appointmentId, version: undefined, excuse: code }),
    );
  await excuse('hospital');
  expect([before, await rule()]).toEqual(['C13', 'C10']);
  clock.pass({ minutes: 1 });
  await excuse('none');
  expect(await rule()).toBe('C13');
});

test('Somebody who was not there after all is called, and the desk is asked for a successor; the place stays on trial', async () => {
  const [waiting] = await stage.look<{ request_id: string; id: string }>(
    "select request_id, id from scheduling.appointment where state = 'no_show'",
  );
  if (!waiting) throw new Error('no missed appointment');
  const correct = (event: 'correct-to-attended' | 'correct-to-missing') =>
    cast.as('brandt', (call) => stepKnownAppointment(call, { id: waiting.id, event, reason: 'marked-wrongly' }));
  await correct('correct-to-attended');
  expect(await openTasks(waiting.request_id)).toEqual([]);
  await correct('correct-to-missing');
  expect(await openTasks(waiting.request_id)).toEqual(['first-appointment-missed', 'no-show-outreach']);
  expect(await stage.look('select state from directory.place where id = $1', practice.places.brandt)).toEqual([{ state: 'trial' }]);
  await correct('correct-to-attended');
  expect(await openTasks(waiting.request_id)).toEqual([]);
});

test('The end of a therapy takes the rest of its series with it, and nobody has cancelled on anybody', async () => {
  const [last] = await stage.look<{ id: string; version: number; first_appointment_id: string }>(
    'select id, version, first_appointment_id from placement.allocation where ended_at is null',
  );
  if (!last) throw new Error('no allocation');
  await cast.as('brandt', (call, permit) => confirmFit(call, permit('placement.therapist'), last.id, last.version));
  const day = clock.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().add({ days: 60 });
  const dates = [0, 7].map((more) =>
    day.add({ days: more }).toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: '06:10' }).toInstant().toString(),
  );
  const { id } = await cast.as('brandt', (call, permit) =>
    makeSeries(call, permit('scheduling.own'), last.first_appointment_id, {
      rhythm: 'weekly',
      firstDay: day.toString(),
      time: '06:10',
      minutes: 50,
      count: 2,
      kind: 'THERAPY',
      dates,
    }),
  );
  await cast.as('brandt', (call) => movePlace(call, { id: practice.places.brandt, event: 'end-early', reason: 'moved-away' }));
  const members = await stage.look('select state, cancelled_how, reason from scheduling.appointment where series_id = $1', id);
  expect(members).toEqual(Array.from({ length: 2 }, () => ({ state: 'cancelled', cancelled_how: 'network', reason: 'therapy-ended' })));
  expect(await stage.look("select 1 from scheduling.slot where reason = 'series' and live")).toEqual([]);
});
