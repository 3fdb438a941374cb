import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { lifeSteps } from '#test/life-steps.ts';
import { codeOf } from '#test/refused.ts';
import { lookAtDay } from './actions/day.ts';
import { changeEpisode } from './actions/episodes.ts';
import { addExternalUnits, listExternalUnits, withdrawExternalUnits } from './actions/external.ts';
import { getEpisode } from './actions/prescription-step.ts';
import { getPrescription, savePrescription } from './actions/prescriptions.ts';
import { judgePlannedUnit } from './actions/reckon.ts';
import { addStay } from './actions/stays.ts';
import { parametersOn } from './rules/parameters.ts';

const P = parametersOn('2026-03-02');

const reach = async (call: Parameters<typeof getEpisode>[0], id: string) => getEpisode(call, id);

describe('The life of a case', async () => {
  const life = await lifeSteps(await freshDatabase());
  const { cast, clock, shown, putSession } = life;
  afterAll(() => life.close());
  /** A regular prescription that the insurer had on the day. */
  async function sent(of: Awaited<ReturnType<typeof life.inquiry>>, issuedOn: string, receivedOn = issuedOn, units = 30) {
    const header = { ...(life.form26().header ?? {}), issueDate: issuedOn };
    const content = {
      header,
      unitsPrescribed: units,
      prescriberSignature: { on: issuedOn, signed: true },
      patientApplicationSignature: { on: issuedOn, signed: true, by: 'patient' as const },
      periodFrom: issuedOn,
      periodTo: '2026-12-31',
    };
    const id = await life.write(of, { content });
    await life.issue(id, issuedOn);
    await life.check(id, '2026-12-31');
    await life.submit(id, issuedOn);
    await life.receive(id, receivedOn);
    return id;
  }

  test('S1: issued, received on the last day, provisional, approved; the plan follows; the ledger counts 150 minutes', async () => {
    clock.turnTo('2026-03-05T09:00');
    const one = await life.inquiry();
    expect(await life.asked(one)).toContain('sozio-answer-inquiry');
    const id = await life.write(one);
    expect(await life.issue(id)).toMatchObject({ state: 'ISSUED', submitUntil: '2026-03-05' });
    expect(await life.check(id, '2026-03-16')).toMatchObject({ state: 'COMPLETE' });
    expect(await life.stateOf(one)).toBe('IN_APPLICATION');
    expect(await life.submit(id, '2026-03-04')).toMatchObject({ state: 'SUBMITTED' });
    expect(await life.receive(id, '2026-03-05')).toMatchObject({ state: 'PROVISIONAL', decisionDueOn: '2026-03-26' });
    expect(await life.stateOf(one)).toBe('ACTIVE');
    const view = await cast.as('buero', (call, permit) => getPrescription(call, permit('soziotherapie.read'), id));
    expect(view.answer).toMatchObject({ eligibility: { as: 'regular', because: null }, units: 30, issuedOn: '2026-03-02' });
    clock.turnTo('2026-03-17T18:00');
    await putSession(one, { at: '2026-03-09T08:00' });
    await putSession(one, { at: '2026-03-16T08:00', minutes: 90 });
    await life.count(one);
    clock.turnTo('2026-03-21T10:00');
    expect(await life.decide(id, { on: '2026-03-20' })).toMatchObject({
      state: 'APPROVED',
      notifiedOn: '2026-03-24',
      objectionUntil: null,
    });
    const { windows, prescriptions, parts } = await shown(one);
    expect(windows).toEqual([{ start: '2026-03-09', end: '2029-03-08', usedMinutes: 150 }]);
    expect(prescriptions).toMatchObject([{ used_parts: 450, usage: 'IN_USE' }]);
    expect(parts.map(({ status }) => status)).toEqual(['APPROVED', 'APPROVED']);
    expect(await life.faults(one, P)).toEqual([]);
  });

  test('S2: a GAF of 51 is no application; the prescriber is asked; a second rating of 50 counts, and both stay to be seen', async () => {
    clock.turnTo('2026-03-05T09:00');
    const one = await life.inquiry();
    const id = await life.write(one, { content: { gaf: 51 } });
    await life.issue(id);
    expect(await codeOf(life.check(id))).toBe('gaf-above-ceiling');
    expect(await life.stateOf(one)).toBe('INQUIRY');
    expect(await life.asked(one)).toContain('sozio-tell-prescriber');
    const content = life.form26({ gaf: 50 });
    const version = await life.versionOf('prescription', id);
    const saved = await cast.as('buero', (call, permit) =>
      savePrescription(call, permit('soziotherapie.office'), id, version, {
        kind: 'INITIAL',
        prescriberId: life.prescribers.distelkamp,
        content,
      }),
    );
    expect(saved.hints.map(({ code }) => code)).toContain('above-guide-value');
    await life.check(id);
    expect(await life.stateOf(one)).toBe('IN_APPLICATION');
    const ratings = await life.look<{ n: number }>('select count(*)::int as n from soziotherapie.gaf_rating where source_id = $1', id);
    expect(ratings).toEqual([{ n: 2 }]);
  });

  test('S4: refused after two visits; what was given until the notification stays paid, what comes after is not covered', async () => {
    clock.turnTo('2026-04-09T09:00');
    const one = await life.inquiry();
    const id = await sent(one, '2026-04-09');
    clock.turnTo('2026-04-28T09:00');
    for (const day of ['2026-04-13', '2026-04-20', '2026-04-27']) await putSession(one, { at: `${day}T08:00` });
    expect(await life.decide(id, { on: '2026-04-24', kind: 'refused', units: 0 })).toMatchObject({
      state: 'REFUSED',
      notifiedOn: '2026-04-28',
      objectionUntil: '2026-05-28',
    });
    expect(await life.asked(one)).toEqual(expect.arrayContaining(['sozio-objection', 'sozio-tell-prescriber']));
    const planned = await cast.as('weidner', (call) =>
      judgePlannedUnit(call, one.personId, { day: '2026-05-04', start: '2026-05-04T10:00', setting: 'single', minutes: 60 }),
    );
    expect(planned).toMatchObject({ ok: false, because: 'refusal-known' });
    clock.turnTo('2026-05-05T09:00');
    await putSession(one, { at: '2026-05-04T08:00' });
    await life.count(one);
    expect((await shown(one)).parts.map(({ status }) => status)).toEqual(['PROVISIONAL', 'PROVISIONAL', 'PROVISIONAL', 'UNCOVERED']);
    expect((await shown(one)).windows).toMatchObject([{ usedMinutes: 180 }]);
    expect(await codeOf(life.object(id, '2026-05-04', 'provider'))).toBe('objection-not-by-client');
    clock.turnTo('2026-05-29T09:00');
    expect(await codeOf(life.object(id, '2026-05-29'))).toBe('objection-too-late');
    expect(await life.object(id, '2026-05-28')).toMatchObject({ state: 'OBJECTED' });
    expect(await life.decide(id, { on: '2026-05-29', kind: 'approved', units: 30 })).toMatchObject({ state: 'APPROVED' });
    expect((await shown(one)).parts.map(({ status }) => status)).toEqual(['APPROVED', 'APPROVED', 'APPROVED', 'APPROVED']);
    expect(await life.faults(one, P)).toEqual([]);
  });

  test('S5: 20 of 30 approved: the 21st is not covered, the follow-up is asked for at six, the clock of objection runs', async () => {
    clock.turnTo('2026-03-02T09:00');
    const one = await life.inquiry();
    const id = await sent(one, '2026-03-02');
    clock.turnTo('2026-03-10T09:00');
    await life.decide(id, { on: '2026-03-09', kind: 'partly', units: 20 });
    expect(await life.asked(one)).toContain('sozio-objection');
    clock.turnTo('2026-08-30T09:00');
    const day = (week: number) => Temporal.PlainDate.from('2026-03-16').add({ weeks: week }).toString();
    for (let week = 0; week < 14; week += 1) await putSession(one, { at: `${day(week)}T06:00` });
    await life.count(one);
    await lookAtDay(life.world);
    expect(await life.asked(one)).toContain('sozio-follow-up');
    for (let week = 14; week < 21; week += 1) await putSession(one, { at: `${day(week)}T06:00` });
    await life.count(one);
    const { parts, prescriptions, episode } = await shown(one);
    expect(parts.at(-1)).toMatchObject({ status: 'UNCOVERED', because: 'units-used-up' });
    expect(prescriptions).toMatchObject([{ used_parts: 3600, usage: 'USED_UP' }]);
    expect(episode.state).toBe('GAP');
    await lookAtDay(life.world);
    clock.turnTo('2026-08-31T01:00');
    await lookAtDay(life.world);
    expect(await life.asked(one)).toContain('sozio-gap');
    expect(await life.faults(one, P)).toEqual([]);
  });

  test('S10: another prescriber from now on; what the first one prescribed stays usable', async () => {
    clock.turnTo('2026-03-02T09:00');
    const one = await life.inquiry();
    const id = await sent(one, '2026-03-02');
    await life.decide(id, { on: '2026-03-02' });
    const version = await life.versionOf('episode', one.episodeId);
    const wish = { prescriberId: life.prescribers.klinik };
    await cast.as('weidner', (call, permit) => changeEpisode(call, permit('soziotherapie.read'), one.episodeId, version, wish));
    await putSession(one, { at: '2026-03-02T05:00' });
    await life.count(one);
    expect((await shown(one)).parts).toMatchObject([{ status: 'APPROVED', prescription_id: id }]);
    expect(await life.look('select prescriber_id from soziotherapie.prescription where id = $1', id)).toEqual([
      { prescriber_id: life.prescribers.distelkamp },
    ]);
  });

  test('S11: whoever withdraws everything ends the case: visits are off, the prescriber tells the insurer, only the lead opens the file', async () => {
    clock.turnTo('2026-06-01T09:00');
    const one = await life.inquiry();
    await sent(one, '2026-06-01');
    clock.turnTo('2026-07-01T09:00');
    await putSession(one, { at: '2026-06-08T08:00' });
    await putSession(one, { at: '2026-07-13T08:00', state: 'PLANNED' });
    await life.count(one);
    expect(await life.endCase(one.episodeId, 'CONSENT_WITHDRAWN', '2026-07-01')).toMatchObject({ state: 'CLOSED' });
    const states = await life.look<{ state: string }>(
      'select state from soziotherapie.session where episode_id = $1 order by day',
      one.episodeId,
    );
    expect(states.map(({ state }) => state)).toEqual(['DOCUMENTED', 'CANCELLED_PATIENT']);
    expect(await life.asked(one)).toContain('sozio-prescriber-informs');
    for (const who of ['weidner', 'buero'] as const)
      expect((await cast.refusal(who, (call) => reach(call, one.episodeId))).code).toBe('not-found');
    expect(await cast.as('leitung', (call) => reach(call, one.episodeId))).toMatchObject({ state: 'CLOSED' });
    // what was given stays given, and is billed
    expect((await shown(one)).windows).toMatchObject([{ usedMinutes: 60 }]);
  });

  test('S12: somebody dies: nothing goes out any more, no report is asked, what was given until then stays', async () => {
    clock.turnTo('2026-09-01T09:00');
    const one = await life.inquiry();
    await sent(one, '2026-09-01');
    clock.turnTo('2026-09-15T09:00');
    await putSession(one, { at: '2026-09-14T08:00' });
    await putSession(one, { at: '2026-09-21T08:00', state: 'CONFIRMED' });
    await life.count(one);
    await life.admin.query(
      `insert into messages.message (id, person_id, channel, template, state, sealed, cause_kind, cause_id, due_at, created_at) values ($1, $2, 'letter', 'reminder-24', 'queued', '\\x01', 'session', $1, $3, $3)`,
      [crypto.randomUUID(), one.personId, clock.now.toString()],
    );
    expect(await life.endCase(one.episodeId, 'DECEASED', '2026-09-14', undefined)).toMatchObject({ state: 'CLOSED' });
    expect(await life.look('select state from messages.message where person_id = $1', one.personId)).toEqual([{ state: 'cancelled' }]);
    expect(
      await life.look(`select 1 from soziotherapie.session where episode_id = $1 and state in ('PLANNED', 'CONFIRMED')`, one.episodeId),
    ).toEqual([]);
    expect((await shown(one)).windows).toMatchObject([{ usedMinutes: 60 }]);
  });

  test('S13: in hospital units are blocked and the case pauses; the hospital prescribes for seven days; the old approval goes on', async () => {
    clock.turnTo('2026-03-02T09:00');
    const one = await life.inquiry();
    const old = await sent(one, '2026-03-02');
    await life.decide(old, { on: '2026-03-02' });
    clock.turnTo('2026-04-28T09:00');
    const visit = await putSession(one, { at: '2026-04-27T13:00', state: 'PLANNED' });
    const stay = { admittedOn: '2026-04-20', admittedAt: null, dischargedOn: null, dischargedAt: null };
    const { blockedSessionIds } = await cast.as('weidner', (call, permit) =>
      addStay(call, permit('soziotherapie.read'), one.episodeId, stay),
    );
    expect(blockedSessionIds).toEqual([visit]);
    expect(await life.asked(one)).toContain('sozio-pause');
    expect(await life.pause(one.episodeId, '2026-04-20')).toMatchObject({ state: 'PAUSED' });
    await lookAtDay(life.world);
    expect(await life.asked(one)).not.toContain('sozio-pause-reminder');
    clock.turnTo('2026-05-08T09:00');
    await lookAtDay(life.world);
    expect(await life.asked(one)).toContain('sozio-pause-reminder');
    await life.setState(visit, 'CANCELLED_PATIENT');
    expect(await life.resume(one.episodeId)).toMatchObject({ state: 'ACTIVE' });
    const discharge = await life.write(one, {
      kind: 'DISCHARGE',
      prescriberId: life.prescribers.klinik,
      content: {
        unitsPrescribed: 4,
        dischargeDate: '2026-05-08',
        header: { ...(life.form26().header ?? {}), issueDate: '2026-05-08' },
        prescriberSignature: { on: '2026-05-08', signed: true },
        patientApplicationSignature: { on: '2026-05-08', signed: true, by: 'patient' },
        periodFrom: '2026-05-08',
        periodTo: '2026-05-15',
      },
    });
    expect(await life.issue(discharge, '2026-05-08')).toMatchObject({ submitUntil: '2026-05-13' });
    await life.check(discharge, '2026-05-20');
    await life.submit(discharge, '2026-05-08');
    expect(await life.receive(discharge, '2026-05-08')).toMatchObject({ state: 'PROVISIONAL' });
    await life.withdraw(old, '2026-05-08'); // so that the hospital's units are the ones used
    clock.turnTo('2026-05-18T09:00');
    for (const day of ['2026-05-11', '2026-05-13', '2026-05-15', '2026-05-16']) await putSession(one, { at: `${day}T18:00` });
    await life.count(one);
    const { prescriptions, parts } = await shown(one);
    expect(prescriptions.find(({ id }) => id === discharge)).toMatchObject({ used_parts: 540, usage: 'LAPSED', lapse_reason: 'discharge' });
    expect(parts.map(({ status }) => status)).toEqual(['PROVISIONAL', 'PROVISIONAL', 'PROVISIONAL', 'UNCOVERED']);
    expect(await life.faults(one, P)).toEqual([]);
  });

  test('S18: an insurer in silence: on the day after its time a flag and a call, never a state; a late notice changes nothing, a decision clears it', async () => {
    clock.turnTo('2026-03-16T09:00');
    const one = await life.inquiry();
    const id = await sent(one, '2026-03-16');
    expect(
      (await life.look<{ d: string }>('select decision_due_on::text as d from soziotherapie.prescription where id = $1', id))[0]?.d,
    ).toBe('2026-04-07');
    const flag = async () =>
      (await life.look<{ d: string | null }>('select deemed_flag_on::text as d from soziotherapie.prescription where id = $1', id))[0]?.d;
    clock.turnTo('2026-04-07T23:00');
    await lookAtDay(life.world);
    expect(await flag()).toBeNull();
    clock.turnTo('2026-04-08T00:10');
    await lookAtDay(life.world);
    await lookAtDay(life.world);
    expect(await flag()).toBe('2026-04-08');
    expect((await life.asked(one)).filter((kind) => kind === 'sozio-ask-insurer')).toHaveLength(1);
    expect((await shown(one)).prescriptions).toMatchObject([{ state: 'PROVISIONAL' }]);
    clock.turnTo('2026-04-09T09:00');
    await life.decide(id, { on: '2026-04-09' });
    expect(await flag()).toBeNull();
    expect(await life.asked(one)).not.toContain('sozio-ask-insurer');
  });

  test('units of a former provider take from the contingent with evidence; a mistaken entry is taken back, never erased', async () => {
    clock.turnTo('2026-03-20T09:00');
    const one = await life.inquiry();
    const add = (minutes: number, evidence?: string) =>
      cast.as('buero', (call, permit) =>
        addExternalUnits(call, permit('soziotherapie.office'), one.episodeId, { day: '2026-01-12', minutes, evidence }),
      );
    expect(await codeOf(add(60))).toBe('external-evidence-missing');
    const { id } = await add(1200, 'Schreiben der Kasse vom 2. März');
    expect((await shown(one)).windows).toEqual([{ start: '2026-01-12', end: '2029-01-11', usedMinutes: 1200 }]);
    expect(await codeOf(add(7000, 'noch ein Schreiben'))).toBe('cap-exhausted');
    clock.pass({ minutes: 1 });
    await cast.as('buero', (call, permit) => withdrawExternalUnits(call, permit('soziotherapie.office'), id));
    const { windows, ledger } = await shown(one);
    expect(windows).toEqual([]);
    expect(ledger.map(({ kind, minutes }) => [kind, minutes])).toEqual([
      ['EXTERNAL', 1200],
      ['CORRECTION', -1200],
    ]);
    const { units } = await cast.as('weidner', (call, permit) => listExternalUnits(call, permit('soziotherapie.read'), one.episodeId));
    expect(units).toMatchObject([{ minutes: 1200, countedMinutes: 0, withdrawnAt: expect.any(String) }]);
  });
});
