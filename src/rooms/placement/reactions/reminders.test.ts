import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { inBerlin } from '#kernel/time.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import type { Mail } from '#platform/mail/message.ts';
import { giveSpokenConsent, withdrawConsent } from '#rooms/consent/actions.ts';
import { deliverDue, queueText } from '#rooms/messages/actions.ts';
import { stepKnownAppointment } from '#rooms/scheduling/actions/appointment.ts';
import { moveAppointment } from '#rooms/scheduling/actions/session.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { bookOffer } from '../actions/book.ts';
import { closeRequest } from '../actions/close.ts';
import { beginRequest, saveDraft } from '../actions/desk.ts';
import { holdOffer } from '../actions/hold.ts';
import { findFit } from '../actions/matches.ts';
import { answerOpener } from '../actions/triage.ts';
import { findPolicyRow } from '../store/policies.ts';

const stage = await setPractice(await freshDatabase());
const { cast, clock } = stage;
afterAll(() => stage.close());

const mails: Mail[] = [];
let during: () => Promise<void> = async () => {};
const mailer: Mailer = {
  letterhead: { networkName: 'Netz Bonn', from: 'netz@example.org' },
  async send(mail) {
    await during();
    mails.push(mail);
    return { ok: true, messageId: mail.id };
  },
  async close() {},
};
beforeEach(() => {
  mails.length = 0;
  during = async () => {};
});

let callers = 0;
let last: string | undefined;
const CRITERIA = { insurance: 'PKV' as const, setting: 'single' as const, languages: ['de'], problems: ['DEP' as const] };

/** One call, one place: booked with Brandt, as the desk does it. */
async function booked({ consent = true, person = {} }: { consent?: boolean; person?: Record<string, string> } = {}) {
  callers += 1;
  await endLast();
  const made = await cast.as('jana', async (call, permit) => {
    const desk = permit('placement.desk');
    const { id, personId } = await beginRequest(call, desk, '0228 555 301');
    const named = { givenName: 'Mira', familyName: `Sommer ${callers}`, birthDate: '1990-05-04', email: 'mira@post.example', ...person };
    await saveDraft(call, desk, id, { person: named, criteria: CRITERIA, privacyVersion: '2026-1' });
    if (consent) await giveSpokenConsent(call, personId, 'reminders', '2026-1');
    await answerOpener(call, desk, id, 'no');
    const fit = await findFit(call, { criteria: CRITERIA, requestId: id, personId: null, oncallWantsAcute: false }, 20, false);
    const card = fit.ranked.map((one) => one.card).find(({ firstSlot }) => firstSlot);
    if (!card?.firstSlot) throw new Error('nobody has a free time');
    await holdOffer(call, desk, id, { placeId: card.placeId, slotId: await timeOf(card.practitionerId) });
    const policy = await findPolicyRow(call.tx, card.practitionerId, call.now);
    const { appointmentId, startsAt } = await bookOffer(call, desk, id, {
      acknowledgement: { response: 'accepted', policyVersion: policy?.policy_version ?? 0, language: 'de', interpreter: false },
      channel: 'email',
      contractParty: 'self',
    });
    return { requestId: id, personId, appointmentId, start: Temporal.Instant.from(startsAt), practitionerId: card.practitionerId };
  });
  last = made.requestId;
  return made;
}

/** Frees the place of the caller before. */
async function endLast(): Promise<void> {
  const id = last;
  if (!id) return;
  await cast.as('jana', async (call, permit) => {
    const [row] = await stage.look<{ version: number; state: string }>('select version, state from placement.request where id = $1', id);
    if (row && row.state !== 'closed') await closeRequest(call, permit('placement.desk'), id, row.version, 'fulfilled');
  });
}

/** A free first time more than a week ahead, so that both reminders fit. */
async function timeOf(practitionerId: string): Promise<string> {
  const [slot] = await stage.look<{ id: string }>(
    "select id from scheduling.slot where practitioner_id = $1 and state = 'free' and starts_at > $2 and 'CONSULT' = any (kinds) order by starts_at limit 1",
    practitionerId,
    clock.now.add({ hours: 8 * 24 }).toString(),
  );
  if (!slot) throw new Error('no time more than a week ahead');
  return slot.id;
}

const queued = (causeId: string) =>
  stage.look<{ id: string; template: string; state: string; due_at: Date }>(
    'select id, template, state, due_at from messages.message where cause_id = $1 order by due_at, template',
    causeId,
  );
const said = async (causeId: string) => (await queued(causeId)).map(({ template, state }) => `${template} ${state}`);
const tasks = async (objectId: string) =>
  (await stage.look<{ kind: string }>('select kind from tasks.task where object_id = $1 and done_at is null', objectId)).map(
    ({ kind }) => kind,
  );

const therapistOf = async (practitionerId: string) =>
  (['brandt', 'rossi', 'haddad'] as const).find((name) => cast.practitioner(name) === practitionerId) ?? 'brandt';

/** Moves an appointment into the next free time of the same therapist, as she does it herself. */
async function move(one: Awaited<ReturnType<typeof booked>>): Promise<string> {
  const [slot] = await stage.look<{ id: string; version: number }>(
    "select id, version from scheduling.slot where practitioner_id = $1 and state = 'free' and starts_at > $2 and kinds && (select array[kind] from scheduling.appointment where id = $3) order by starts_at limit 1",
    one.practitionerId,
    one.start.toString(),
    one.appointmentId,
  );
  if (!slot) throw new Error('no free time');
  const name = await therapistOf(one.practitionerId);
  const moved = await cast.as(name, (call, permit) =>
    moveAppointment(call, permit('scheduling.own'), one.appointmentId, 1, { slotId: slot.id, slotVersion: slot.version }),
  );
  return moved.id;
}
const cancelByTherapist = async (one: Awaited<ReturnType<typeof booked>>) =>
  cast.as(await therapistOf(one.practitionerId), (call) =>
    stepKnownAppointment(call, { id: one.appointmentId, event: 'cancel-by-provider', reason: 'illness' }),
  );

test('A booking queues its confirmation at once and its reminders for later; without consent there are none', async () => {
  const one = await booked();
  expect((await said(one.appointmentId)).sort()).toEqual(['appointment-confirmation queued', 'reminder-24 queued', 'reminder-72 queued']);
  for (const { template, due_at: due } of await queued(one.appointmentId)) {
    const hours = Temporal.Instant.fromEpochMilliseconds(due.getTime()).until(one.start).total('hours');
    if (template === 'reminder-72') expect(hours).toBeGreaterThanOrEqual(72);
    if (template === 'reminder-24') expect(hours).toBeGreaterThanOrEqual(24);
  }
  await deliverDue(stage.world, mailer);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toMatch(/Bei: .*(Brandt|Rossi|Haddad)/);
  expect(mails[0]?.appointment?.id).toBe(one.appointmentId);
  clock.turnTo(one.start.subtract({ hours: 23 }));
  await deliverDue(stage.world, mailer);
  expect(mails).toHaveLength(3);
  const reminder = mails[2]?.text ?? '';
  expect(reminder).not.toMatch(/Brandt|Rossi|Haddad|therap|Praxis/i);

  const silent = await booked({ consent: false });
  expect(await said(silent.appointmentId)).toEqual(['appointment-confirmation queued']);
});

test('A consent that comes later is reminded of what is ahead; one that is withdrawn cancels it', async () => {
  const one = await booked({ consent: false });
  await cast.as('jana', (call) => giveSpokenConsent(call, one.personId, 'reminders', '2026-1'));
  expect((await said(one.appointmentId)).filter((line) => line.startsWith('reminder'))).not.toEqual([]);
  await cast.as('jana', (call) => withdrawConsent(call, one.personId, 'reminders'));
  expect((await said(one.appointmentId)).filter((line) => /^reminder.*queued/.test(line))).toEqual([]);
});

test('After a move the old reminders never go; the new time is told and has its own', async () => {
  const one = await booked();
  await deliverDue(stage.world, mailer);
  mails.length = 0;
  const successor = await move(one);
  expect((await said(one.appointmentId)).sort()).toEqual([
    'appointment-confirmation sent',
    'reminder-24 cancelled',
    'reminder-72 cancelled',
  ]);
  expect((await said(successor)).sort()).toEqual(['moved queued', 'reminder-24 queued', 'reminder-72 queued']);
  await deliverDue(stage.world, mailer);
  expect(mails.map(({ appointment }) => appointment?.id)).toEqual([successor]);
});

test('A confirmation that had not gone before the move never goes: only the new time is told', async () => {
  const one = await booked();
  const successor = await move(one);
  await deliverDue(stage.world, mailer);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.appointment?.id).toBe(successor);
});

test('A cancellation of the practice is told to the person; the reminders are gone', async () => {
  const one = await booked();
  await deliverDue(stage.world, mailer);
  mails.length = 0;
  await cancelByTherapist(one);
  expect((await said(one.appointmentId)).sort()).toEqual([
    'appointment-confirmation sent',
    'reminder-24 cancelled',
    'reminder-72 cancelled',
  ]);
  expect(await said(one.requestId)).toEqual(['cancelled-by-us queued']);
  await deliverDue(stage.world, mailer);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain('findet nicht statt');
});

test('Whoever moves while a message is being handed over waits for it; a message after the move never goes', async () => {
  const one = await booked();
  let moved: Promise<string> | undefined;
  let movedFirst = false;
  during = async () => {
    // The hand-over has begun; the move comes in the middle and may not be written before its end.
    moved ??= move(one).then((id) => {
      movedFirst = mails.length === 0;
      return id;
    });
    await wait(150);
  };
  await deliverDue(stage.world, mailer, 1);
  const successor = await moved;
  expect(movedFirst).toBe(false);
  expect(mails.map(({ appointment }) => appointment?.id)).toEqual([one.appointmentId]);
  during = async () => {};
  await deliverDue(stage.world, mailer);
  expect(mails.slice(1).map(({ appointment }) => appointment?.id)).toEqual([successor]);
});

test('A move that is being written holds the hand-over back, and nothing old goes out after it', async () => {
  const one = await booked();
  // The delivery job has taken the message; the other side holds the appointment, not yet committed.
  await stage.admin.query('begin');
  await stage.admin.query("update scheduling.appointment set state = 'cancelled', cancelled_how = 'network', live = false where id = $1", [
    one.appointmentId,
  ]);
  const delivering = deliverDue(stage.world, mailer);
  await wait(150);
  expect(mails).toEqual([]);
  await stage.admin.query('commit');
  await delivering;
  expect(mails).toEqual([]);
  expect((await said(one.appointmentId)).filter((line) => line.startsWith('appointment-confirmation'))).toEqual([
    'appointment-confirmation cancelled',
  ]);
});

test('Movers and the delivery job at once, many times: never a message about a time that no longer stands', async () => {
  const rounds = 3 * Number(process.env.GELEIT_DEPTH ?? 1);
  let told = 0;
  during = () => wait(5);
  for (let round = 0; round < rounds; round += 1) {
    const one = await booked();
    mails.length = 0;
    const ends: { at: number; gone: string }[] = [];
    const moving = wait((round % 4) * 10)
      .then(() => move(one))
      .then((successor) => {
        ends.push({ at: mails.length, gone: one.appointmentId });
        return successor;
      });
    await Promise.all([deliverDue(stage.world, mailer), deliverDue(stage.world, mailer), moving]);
    await deliverDue(stage.world, mailer);
    // What was handed over after the move was written speaks of the new time only.
    for (const { at, gone } of ends) expect(mails.slice(at).map(({ appointment }) => appointment?.id)).not.toContain(gone);
    expect(mails.at(-1)?.appointment?.id).toBe(await moving);
    told += mails.length;
    clock.pass({ minutes: 5 });
  }
  console.info(`moves under delivery: ${rounds} rounds, ${told} messages`);
});

test('Where neither mail nor text message is open, the desk gets the reminder as a call, and not when the appointment is gone', async () => {
  const one = await booked({ person: { street: 'Markt 3', postalCode: '53111', place: 'Bonn', channel: 'phone' } });
  expect(await said(one.appointmentId)).toEqual(['appointment-confirmation queued']);
  expect(await tasks(one.appointmentId)).toEqual(['remind-by-phone']);
  await cancelByTherapist(one);
  expect(await tasks(one.appointmentId)).not.toContain('remind-by-phone');
});

test('A reminder that is late because a server was away wakes nobody: it goes in the morning, and never after the appointment has begun', async () => {
  const one = await booked();
  await deliverDue(stage.world, mailer);
  mails.length = 0;
  const [, second] = (await queued(one.appointmentId)).filter(({ template }) => template.startsWith('reminder'));
  const day = inBerlin(Temporal.Instant.fromEpochMilliseconds(second?.due_at.getTime() ?? 0));
  clock.turnTo(day.with({ hour: 23, minute: 10 }).toInstant());
  await deliverDue(stage.world, mailer);
  expect(mails).toEqual([]);
  // Nobody is written to on a Sunday either: whose reminder was due on a Saturday is reminded on Monday.
  const sunday = day.dayOfWeek === 6;
  if (sunday) {
    clock.turnTo(day.add({ days: 1 }).with({ hour: 11, minute: 0 }).toInstant());
    await deliverDue(stage.world, mailer);
    expect(mails).toEqual([]);
  }
  clock.turnTo(
    day
      .add({ days: sunday ? 2 : 1 })
      .with({ hour: 8, minute: 0 })
      .toInstant(),
  );
  if (Temporal.Instant.compare(clock.now, one.start) >= 0) throw new Error('the appointment is too early for this test');
  const { messageId } = await cast.asSystem((call) =>
    queueText(call, {
      personId: one.personId,
      template: 'reminder-24',
      data: { when: one.start, contact: null },
      cause: ['appointment', one.appointmentId],
      dueAt: one.start.subtract({ minutes: 1 }),
      onlyWhileAt: one.start,
    }),
  );
  await deliverDue(stage.world, mailer);
  expect(mails).toHaveLength(2);
  clock.turnTo(one.start.add({ minutes: 1 }));
  await deliverDue(stage.world, mailer);
  expect(mails).toHaveLength(2);
  expect((await queued(one.appointmentId)).find(({ id }) => id === messageId)?.state).toBe('cancelled');
});
