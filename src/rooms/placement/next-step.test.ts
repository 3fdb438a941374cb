import { afterAll, expect, test } from 'vitest';
import type { Cast } from '#test/cast/cast.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { Calls } from '#test/demo/calls.ts';
import type { Caller } from '#test/demo/persons.ts';
import { remindOfDecisions } from './jobs.ts';

const stage = await setPractice(await freshDatabase());
const calls = new Calls(stage.cast as unknown as Cast<string>);
afterAll(() => stage.close());

const nextStepOf = async (requestId: string) => {
  const [row] = await stage.look<{ at: string }>('select next_step_at::text as at from placement.request where id = $1', requestId);
  return Temporal.Instant.from((row?.at ?? '').replace(' ', 'T'));
};
const openFit = () =>
  stage.look<{ kind: string }>("select kind from tasks.task where kind like 'fit-decision%' and done_at is null order by 1");

test('The next step of somebody placed follows a moved appointment, then is the decision, and ends with the question about it', async () => {
  const { cast, clock } = stage;
  const person = { givenName: 'Mira', familyName: 'Sommer', birthDate: '1990-05-04', email: 'mira@post.example', phone: '0228 555 301' };
  const criteria: Caller['criteria'] = {
    birthDate: '1990-05-04',
    insurance: 'PKV',
    setting: 'single',
    languages: ['de'],
    problems: ['DEP'],
  };
  const requestId = await calls.take('jana', { person, criteria, concern: '' });
  const held = await calls.hold('jana', requestId);
  if (!held) throw new Error('nobody fits');
  const booked = await calls.book('jana', requestId, held.practitionerId, 'email');
  expect((await nextStepOf(requestId)).equals(booked.endsAt)).toBe(true);

  const moved = await calls.move('jana', booked);
  if (!moved) throw new Error('no other time');
  expect((await nextStepOf(requestId)).equals(moved.endsAt)).toBe(true);

  const therapist = (['brandt', 'rossi', 'haddad'] as const).find((key) => cast.practitioner(key) === held.practitionerId);
  if (!therapist) throw new Error('an unknown therapist');
  clock.turnTo(moved.endsAt.add({ minutes: 10 }));
  await calls.mark(therapist, moved.appointmentId, 'attend');
  const begun = clock.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate();
  const due = await nextStepOf(requestId);
  expect(due.toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString()).toBe(begun.add({ days: 70 }).toString());

  clock.pass({ days: 85 });
  await remindOfDecisions(stage.world);
  expect((await openFit()).map(({ kind }) => kind)).toEqual(['fit-decision', 'fit-decision-overdue']);
  await calls.release(therapist, requestId, 'time');
  expect(await openFit()).toEqual([]);
  expect((await nextStepOf(requestId)).equals(clock.now)).toBe(true); // back at the desk, at once
});
