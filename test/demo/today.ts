import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { acknowledge, deescalate, speak } from '#rooms/crisis/actions/course.ts';
import { raise } from '#rooms/crisis/actions/raise.ts';
import { addPlace, openLike } from '#rooms/directory/actions/place.ts';
import { movePlace } from '#rooms/directory/actions/step.ts';
import { beginRequest, saveDraft } from '#rooms/placement/actions/desk.ts';
import { askTherapist } from '#rooms/placement/actions/offer.ts';
import { releaseSafety } from '#rooms/placement/actions/triage.ts';
import type { Criteria } from '#rooms/placement/contract.ts';
import { previewOwnAbsence, saveOwnAbsence } from '#rooms/scheduling/actions/absence.ts';
import type { Agenda } from '#test/replay/agenda.ts';
import type { Calls, DeskName, Intake } from './calls.ts';
import { DEMO_THERAPISTS } from './network.ts';
import type { Stories } from './stories.ts';

/** What stands open today: requests in every state, questions to therapists, things to clear up. */
export function tellToday(agenda: Agenda, calls: Calls, stories: Stories): void {
  const before = (hours: number, work: () => Promise<unknown>) =>
    agenda.at(agenda.now.subtract({ minutes: Math.round(hours * 60) }), async () => void (await work()));
  const call = (hours: number, desk: DeskName, wish: Partial<Criteria> & { age?: [number, number] }, intake: Intake = {}) =>
    before(hours, () => calls.take(desk, stories.callers.draw({ day: dayInBerlin(agenda.time), ...wish }), intake));
  const booked = (hours: number, desk: DeskName, wish: Partial<Criteria> = {}) =>
    before(hours, async () => {
      const caller = stories.callers.draw({ day: dayInBerlin(agenda.time), ...wish });
      stories.place(desk, await calls.take(desk, caller), caller, ({ appointmentId, practitionerId, endsAt }) =>
        agenda.at(endsAt.add({ minutes: 20 }), async () => void (await calls.mark(keyOf(calls, practitionerId), appointmentId, 'attend'))),
      );
    });

  for (const [index, hours] of [122, 100, 98, 75, 52, 51, 28, 26].entries())
    booked(hours, index % 2 ? 'samuel' : 'jana', index === 3 ? { languages: ['tr', 'de'] } : {});

  // Known and ready to be placed.
  call(29, 'jana', { problems: ['DEP'], genderWish: 'f', windows: evenings });
  call(25, 'samuel', { problems: ['PTS'], languages: ['uk'], interpreterAccepted: true });
  call(6, 'jana', { problems: ['ANX', 'DEP'], accessNeeds: ['step-free'] });
  call(3.2, 'samuel', { problems: ['PBD'], insurance: 'PKV' });
  call(2.1, 'jana', { problems: ['ADH'], age: [24, 30], modalities: ['in-person', 'video'] });

  // Just begun: a number, a first name, half a form.
  before(0.5, () => calls.take('jana', stories.callers.draw({ day: dayInBerlin(agenda.time) }), { opener: null }));
  before(0.2, () => beginOnly(calls, 'samuel', '0171 39 24417', 'Nuria'));
  before(0.05, () => beginOnly(calls, 'jana', '0228 555 488'));

  // Nobody fits: on the waiting list with consent.
  const hopeless: Partial<Criteria>[] = [
    { languages: ['ti'], problems: ['PTS'] },
    { problems: ['EAT'], procedureWish: ['AP'], procedureMust: true, genderWish: 'm', genderMust: true },
    { languages: ['so'], problems: ['ADJ'], insurance: 'ASYLBLG' },
    { problems: ['DEP'], modalities: ['in-person'], postalCode: '53359', maxTravelMinutes: 5 },
  ];
  for (const [index, wish] of hopeless.entries())
    before(24 * (2 + index * 6), async () => {
      const desk = index % 2 ? 'samuel' : 'jana';
      const id = await calls.take(desk, stories.callers.draw({ day: dayInBerlin(agenda.time), ...wish }), { waiting: true });
      await calls.wait(desk, id);
    });

  tellSafety(calls, stories, agenda, before);
  tellMinors(call);
  tellFailures(agenda, calls, before);
  tellPlaces(agenda, calls, before);

  // Somebody who wishes for a therapist without a free place.
  before(1.3, async () => {
    await fill(calls, 'schmitz');
    const wished = calls.cast.practitioner('schmitz');
    const caller = stories.callers.draw({ day: dayInBerlin(agenda.time), problems: ['ANX'], wishedPractitioner: wished });
    await calls.take('samuel', caller);
  });

  // Two offers that are being read out right now.
  for (const desk of ['jana', 'samuel'] as const)
    before(0.03, async () => {
      const caller = stories.callers.draw({ day: dayInBerlin(agenda.time), problems: ['DEP'], insurance: 'GKV', setting: 'single' });
      await calls.hold(desk, await calls.take(desk, caller), desk === 'jana' ? 0 : 2);
    });
}

const evenings = ([1, 2, 3, 4] as const).map((weekday) => ({ weekday, from: '17:00', to: '20:00' }));
type Before = (hours: number, work: () => Promise<unknown>) => void;

async function beginOnly(calls: Calls, desk: DeskName, phone: string, givenName?: string): Promise<void> {
  await calls.cast.as(desk, async (call, permit) => {
    const { id } = await beginRequest(call, permit('placement.desk'), phone);
    if (givenName) await saveDraft(call, permit('placement.desk'), id, { person: { givenName }, criteria: { languages: ['de'] } });
  });
}

/** Three whom the duty psychologist has spoken with: one released for acute treatment, one for booking, one whom she calls again first. */
function tellSafety(calls: Calls, stories: Stories, agenda: Agenda, before: Before): void {
  const caller = (problem: 'DEP' | 'PTS') => stories.callers.draw({ day: dayInBerlin(agenda.time), problems: [problem] });
  let released = '';
  before(23, async () => {
    released = await calls.take('jana', caller('DEP'), { opener: 'yes' });
  });
  before(22.6, () =>
    calls.cast.as('yilmaz', (call, permit) =>
      releaseSafety(call, permit('placement.safety'), released, 'Gesprochen: keine akute Gefahr, Absprachen für das Wochenende', true),
    ),
  );
  before(3.1, async () => {
    const requestId = await calls.take('samuel', caller('DEP'), { opener: 'yes' });
    before(3.08, () => takeOver(calls, requestId));
    before(2.7, () => endCalm(calls, requestId, { hours: 20, bookingMayContinue: true }));
  });
  before(1.3, async () => {
    const requestId = await calls.take('jana', caller('PTS'), { opener: 'unclear' });
    before(1.28, () => takeOver(calls, requestId));
    before(0.9, () => endCalm(calls, requestId, { hours: 3, bookingMayContinue: false }));
  });
}

/** The duty psychologist takes over what the opener of a call has raised, and speaks with the person. */
async function takeOver(calls: Calls, requestId: string): Promise<void> {
  await calls.cast.as('yilmaz', async (call, permit) => {
    const { id } = await call.tx.selectFrom('crisis.emergency').select('id').where('request_id', '=', requestId).executeTakeFirstOrThrow();
    await acknowledge(call, permit('crisis.respond'), id);
    await speak(call, permit('crisis.respond'), id);
  });
}

/** She ends it: no danger now, and a call back is agreed. */
async function endCalm(calls: Calls, requestId: string, { hours, bookingMayContinue }: { hours: number; bookingMayContinue: boolean }) {
  await calls.cast.as('yilmaz', async (call, permit) => {
    const { id, version } = await call.tx
      .selectFrom('crisis.emergency')
      .select(['id', 'version'])
      .where('request_id', '=', requestId)
      .executeTakeFirstOrThrow();
    await deescalate(call, permit('crisis.respond'), id, version, {
      reason: 'Gesprochen: keine akute Gefahr',
      nextStep: 'Rückruf vereinbart, Krisennummern genannt',
      callBackAt: call.now.add({ hours }).toString(),
      bookingMayContinue,
    });
  });
}

/** An exercise that runs while the demo is opened: the clock is real, the alarm rings, no figure counts it. */
export function tellDrill(agenda: Agenda, calls: Calls): void {
  agenda.at(agenda.now.subtract({ seconds: 40 }), () =>
    calls.cast.as('samuel', (call, permit) =>
      raise(call, permit('crisis.raise'), {
        from: 'button',
        drill: true,
        phone: '0171 39 24499',
        note: 'Übung der Woche: bitte übernehmen',
      }),
    ),
  );
}

function tellMinors(
  call: (hours: number, desk: DeskName, wish: Partial<Criteria> & { age?: [number, number] }, intake?: Intake) => void,
): void {
  const parent = { relation: 'parent', hasCustody: true, phone: null, contactAllowed: true, scope: null } as const;
  call(
    4.4,
    'jana',
    { age: [9, 11], problems: ['CHD'], insurance: 'GKV', custody: 'joint' },
    {
      callerRole: 'parent',
      guardians: [
        { ...parent, name: 'Aylin Polat', agrees: 'yes' },
        { ...parent, name: 'Murat Polat', agrees: 'unknown' },
      ],
    },
  );
  call(1.7, 'samuel', { age: [16, 16], problems: ['ANX'], insurance: 'GKV', custody: 'unknown' }, { callerRole: 'self' });
}

/** Whoever went on without the network's calendar has decided by now (PL9): it fits, or the place is given back and the search is over. */
async function decideOldTrials(agenda: Agenda, calls: Calls): Promise<void> {
  const old = await look<{ practitioner_id: string; request_id: string }>(calls, (call) =>
    call.tx
      .selectFrom('placement.allocation')
      .select(['practitioner_id', 'request_id'])
      .where('ended_at', 'is', null)
      .where('started_at', 'is', null)
      .where('trial_at', '<', agenda.now.subtract({ hours: 24 * 65 }))
      .orderBy('trial_at')
      .execute(),
  );
  for (const { practitioner_id, request_id } of old) {
    const therapist = keyOf(calls, practitioner_id);
    try {
      await calls.confirmFit(therapist, request_id);
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      await calls.release(therapist, request_id, 'time');
      await calls.close('jana', request_id, 'self-found');
    }
  }
}

/** A fit that failed, and a first appointment that the therapist had to cancel. */
function tellFailures(agenda: Agenda, calls: Calls, before: Before): void {
  before(61, () => decideOldTrials(agenda, calls));
  before(27, async () => {
    const [trial] = await look<{ practitioner_id: string; request_id: string }>(calls, (call) =>
      call.tx
        .selectFrom('placement.allocation')
        .select(['practitioner_id', 'request_id'])
        .where('ended_at', 'is', null)
        .where('started_at', 'is', null)
        .where('trial_at', 'is not', null)
        .orderBy('trial_at', 'desc')
        .execute(),
    );
    if (trial) await calls.release(keyOf(calls, trial.practitioner_id), trial.request_id, 'procedure');
  });
  before(5, async () => {
    const [first] = await look<{ practitioner_id: string; starts_at: Temporal.Instant }>(calls, (call) =>
      call.tx
        .selectFrom('scheduling.appointment')
        .select(['practitioner_id', 'starts_at'])
        .where('state', '=', 'booked')
        .where('is_first', '=', true)
        .where('starts_at', '>', agenda.now.add({ hours: 40 }))
        .orderBy('starts_at')
        .execute(),
    );
    if (!first) return;
    const day = dayInBerlin(first.starts_at).toString();
    await beAway(calls, keyOf(calls, first.practitioner_id), { fromDay: day, toDay: day, kind: 'sick' });
  });
  const leave = dayInBerlin(agenda.now).add({ days: 24 });
  before(49, () => beAway(calls, 'farahani', { fromDay: leave.toString(), toDay: leave.add({ days: 9 }).toString(), kind: 'leave' }));
}

async function beAway(calls: Calls, key: string, wish: { fromDay: string; toDay: string; kind: 'sick' | 'leave' }): Promise<void> {
  await calls.cast.as(key, async (call, permit) => {
    const { hash } = await previewOwnAbsence(call, permit('scheduling.own'), wish);
    await saveOwnAbsence(call, permit('scheduling.own'), { ...wish, hash });
  });
}

/** Places in the rarer states: a draft, paused, closed, ending, interrupted; a question to a therapist whose profile is stale. */
function tellPlaces(agenda: Agenda, calls: Calls, before: Before): void {
  before(70, async () => {
    const occupied = await placesIn(calls, 'occupied');
    const [ending, interrupted, bit] = occupied;
    const endDay = dayInBerlin(agenda.now).add({ days: 35 });
    if (ending) await step(calls, ending, 'announce-end', { endDay });
    if (interrupted) await step(calls, interrupted, 'pause');
    if (bit) await step(calls, bit, 'end-early', {}, 'moved-away');
  });
  // New places of the last days, most of them like an earlier one.
  for (const [index, key] of [
    'brandt',
    'aydin',
    'kaminski',
    'farahani',
    'lehmann',
    'tran',
    'koch',
    'seidel',
    'becker',
    'mensah',
    'nowicka',
    'petrenko',
  ].entries())
    before(44 - index * 2.5, async () => {
      const [model] = (await placesOf(calls, key)).slice(index % 2);
      if (model) await calls.cast.as(key, (call, permit) => openLike(call, permit('directory.offer'), model.id));
    });
  before(12, async () => {
    const open = await placesIn(calls, 'open');
    const last = (key: string) => open.filter((place) => place.key === key).at(-1);
    const [paused, closed] = [last('becker'), last('mensah')];
    if (paused) await step(calls, paused, 'pause');
    if (closed) await step(calls, closed, 'close');
  });
  before(20, () =>
    calls.cast.as('seidel', async (call, permit) => {
      const { location_id: locationId } = await call.tx
        .selectFrom('directory.place')
        .select('location_id')
        .where('practitioner_id', '=', calls.cast.practitioner('seidel'))
        .executeTakeFirstOrThrow();
      await addPlace(call, permit('directory.offer'), {
        locationId, kind: 'PLACE', setting: 'single', ageMin: 18, ageMax: 120, insuranceKinds: ['GKV'], modality: ['in-person'],
      });
    }),
  ); // biome-ignore format: one draft
  before(7, async () => {
    const stale = (await placesIn(calls, 'open')).find(({ key }) => key === 'wolters');
    if (stale) await calls.cast.as('jana', (call, permit) => askTherapist(call, permit('placement.desk'), stale.id, ['H1']));
  });
}

interface KnownPlace {
  id: string;
  key: string;
}

async function placesOf(calls: Calls, key: string): Promise<KnownPlace[]> {
  const states = ['open', 'occupied', 'trial', 'reserved'];
  const found = await Promise.all(states.map((state) => placesIn(calls, state)));
  return found.flat().filter((place) => place.key === key);
}

async function placesIn(calls: Calls, state: string): Promise<KnownPlace[]> {
  const rows = await look<{ id: string; practitioner_id: string }>(calls, (call) =>
    call.tx
      .selectFrom('directory.place')
      .select(['id', 'practitioner_id'])
      .where('state', '=', state)
      .where('kind', '=', 'PLACE')
      .orderBy('created_at')
      .orderBy('practitioner_id')
      .execute(),
  );
  return rows.map(({ id, practitioner_id }) => ({ id, key: keyOf(calls, practitioner_id) }));
}

type PlaceStep = Parameters<typeof movePlace>[1];

async function step(calls: Calls, { id, key }: KnownPlace, event: PlaceStep['event'], facts: PlaceStep['facts'] = {}, reason?: string) {
  await calls.cast.as(key, async (call, permit) => {
    permit('directory.offer');
    await movePlace(call, { id, event, facts, reason });
  });
}

/** Pauses what a therapist still has open, so that she is full. */
async function fill(calls: Calls, key: string): Promise<void> {
  for (const place of (await placesIn(calls, 'open')).filter((one) => one.key === key)) await step(calls, place, 'pause');
}

const look = <Row>(calls: Calls, work: (call: Call) => Promise<Row[]>) => calls.cast.asSystem(work);

function keyOf(calls: Calls, practitionerId: string): string {
  const found = DEMO_THERAPISTS.find(({ key }) => calls.cast.practitioner(key) === practitionerId);
  if (!found) throw new RangeError('nobody of the network');
  return found.key;
}
