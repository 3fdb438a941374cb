import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { record } from '#platform/events.ts';
import { beginRequest } from '#rooms/placement/actions/desk.ts';
import { freshDatabase } from '#test/database.ts';
import { lifeSteps } from '#test/life-steps.ts';
import { type Case, PAYER_IK } from '#test/soziotherapie-stage.ts';
import { lookAtDay } from './actions/day.ts';
import * as episodes from './actions/episodes.ts';
import { addExternalUnits } from './actions/external.ts';
import { readFile } from './actions/file-view.ts';
import { saveReferralResult } from './actions/forms.ts';
import { addParallelCare, changeParallelCare, homeNursing, listParallelCare, withdrawParallelCare } from './actions/parallel-care.ts';
import { changeChoice } from './actions/practice.ts';
import { getEpisode } from './actions/prescription-step.ts';
import { createPrescription, savePrescription } from './actions/prescriptions.ts';
import { addStay, changeStay, listStays, withdrawStay } from './actions/stays.ts';
import { parametersOn } from './rules/parameters.ts';

const P = parametersOn('2026-03-02');

describe('The cases of a practice', async () => {
  const life = await lifeSteps(await freshDatabase());
  const { cast, clock, shown, putSession, practices, helpers } = life;
  afterAll(() => life.close());
  const sees = (who: Parameters<typeof cast.as>[0], of: Case) =>
    cast
      .as(who, async (call) => (await getEpisode(call, of.episodeId)).state)
      .then(
        () => true,
        () => false,
      );
  const inquire = (who: Parameters<typeof cast.as>[0], wish: Partial<Parameters<typeof episodes.openInquiry>[2]>) =>
    cast.as(who, (call, permit) => episodes.openInquiry(call, permit('soziotherapie.inquire'), { askedBy: 'client', ...wish }));
  const refusal = async (who: Parameters<typeof cast.as>[0], wish: Partial<Parameters<typeof episodes.openInquiry>[2]>) =>
    (await cast.refusal(who, (call, permit) => episodes.openInquiry(call, permit('soziotherapie.inquire'), { askedBy: 'client', ...wish })))
      .code;
  const NAMED = { givenName: 'Elif', familyName: 'Demirtas', phone: '0171 5550199' };
  let now = '2026-03-02T09:00';
  const at = (local: string) => {
    now = local;
    clock.turnTo(now);
  };
  const approved = async (of: Case, units = 30) => {
    const id = await life.write(of);
    await life.issue(id);
    await life.check(id, '2026-12-31');
    await life.submit(id, '2026-03-02');
    await life.receive(id, '2026-03-02');
    await life.decide(id, { on: '2026-03-02', ...(units < 30 ? { kind: 'partly', units } : {}) });
    return id;
  };

  test('an inquiry needs a name and a way to reach her, a practice of Soziotherapie and a helper of it', async () => {
    expect(await refusal('buero', { person: { givenName: 'Elif' } })).toBe('name-or-channel-missing');
    expect(await refusal('buero', { person: NAMED, practitionerId: helpers.fremd })).toBe('helper-not-of-practice');
    expect(await refusal('jana', { person: NAMED, organisationId: practices.musterweg })).toBe('person-of-another');
    const { personId } = await inquire('weidner', { person: NAMED });
    expect(await refusal('weidner', { personId })).toBe('episode-open-already');
    expect(await refusal('fremdbuero', { personId })).toBe('person-of-another');
  });

  test('the desk, a coordinator or a case manager hands somebody over and sees nothing of the file', async () => {
    const { personId } = await cast.as('jana', (call, permit) => beginRequest(call, permit('placement.desk'), '0171 5550177'));
    expect(await refusal('jana', { personId, person: NAMED, organisationId: randomUUID() })).toBe('practice-unknown');
    const { id } = await inquire('jana', {
      personId,
      person: NAMED,
      organisationId: practices.musterweg,
      askedBy: 'desk',
      note: 'Wohnt allein.',
      waiting: true,
    });
    const of = { personId, episodeId: id };
    expect(await sees('jana', of)).toBe(false);
    expect(await sees('buero', of)).toBe(true);
    expect(await sees('fremdbuero', of)).toBe(false);
    expect(await sees('weidner', of)).toBe(false); // not assigned yet
    expect(await life.asked(of)).toContain('sozio-answer-inquiry');
    const texts = await cast.as('buero', (call, permit) => episodes.getEpisodeTexts(call, permit('soziotherapie.read'), id));
    expect(texts).toEqual({ contactNote: 'Wohnt allein.', closingReport: null });
    expect(await life.look('select waiting_since::text as since from soziotherapie.episode where id = $1', id)).toEqual([
      { since: now.slice(0, 10) },
    ]);
    // once more: the same answer, although the practice has her already; who answers inquiries there reads the note
    const again = await inquire('jana', { personId, organisationId: practices.musterweg, askedBy: 'desk', note: 'Ruft wieder an.' });
    expect(Object.keys(again)).toEqual(['id', 'personId', 'version']);
    expect(await life.look('select id from soziotherapie.episode where person_id = $1', personId)).toEqual([{ id }]);
    expect(await life.asked(of)).toContain('handed-over-again');
  });

  test('the lead assigns, reassigns and lets a deputy in until a day; whoever is no longer meant sees nothing', async () => {
    const of = await life.inquiry();
    const assign = async (practitionerId: string) => {
      const version = await life.versionOf('episode', of.episodeId);
      return cast.as('leitung', (call, permit) =>
        episodes.assignHelper(call, permit('soziotherapie.lead'), of.episodeId, version, practitionerId),
      );
    };
    expect([await sees('weidner', of), await sees('brueck', of)]).toEqual([true, false]);
    await assign(helpers.brueck);
    clock.pass({ seconds: 1 });
    expect([await sees('weidner', of), await sees('brueck', of)]).toEqual([false, true]);
    const deputy = (until: string | null) =>
      cast.as('leitung', (call, permit) =>
        episodes.setDeputy(call, permit('soziotherapie.lead'), of.episodeId, { practitionerId: helpers.weidner, until }),
      );
    await deputy('2026-03-10');
    expect(await sees('weidner', of)).toBe(true);
    at('2026-03-10T23:00');
    expect(await sees('weidner', of)).toBe(true);
    at('2026-03-11T00:01');
    expect(await sees('weidner', of)).toBe(false);
    const stranger = cast.refusal('leitung', (call, permit) =>
      episodes.setDeputy(call, permit('soziotherapie.lead'), of.episodeId, { practitionerId: helpers.fremd, until: '2026-03-20' }),
    );
    expect((await stranger).code).toBe('helper-not-of-practice');
  });

  test('a restricted file is the lead’s alone until she lifts it; an old version is refused', async () => {
    const of = await life.inquiry();
    const version = await life.versionOf('episode', of.episodeId);
    const restrict = (restricted: boolean, which: number | undefined) =>
      cast.as('leitung', (call, permit) => episodes.restrictEpisode(call, permit('soziotherapie.lead'), of.episodeId, which, restricted));
    await restrict(true, version);
    expect([await sees('weidner', of), await sees('buero', of), await sees('leitung', of)]).toEqual([false, false, true]);
    await expect(restrict(false, version)).rejects.toMatchObject({ code: 'version-old' });
    await restrict(false, await life.versionOf('episode', of.episodeId));
    expect([await sees('weidner', of), await sees('buero', of)]).toEqual([true, true]);
  });

  test('E14: after an early end the next case goes on in the same window; the ledger is hers', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    await approved(of);
    await putSession(of, { at: '2026-03-02T04:00' });
    await life.count(of);
    await life.endCase(of.episodeId, 'GOAL_REACHED', '2026-03-02');
    expect(await life.asked(of)).toContain('sozio-prescriber-informs');
    const next = (indicationAgain: boolean) =>
      cast.as('buero', (call, permit) =>
        episodes.startNextEpisode(call, permit('soziotherapie.office'), of.episodeId, { indicationAgain, askedBy: 'client' }),
      );
    await expect(next(false)).rejects.toMatchObject({ code: 'indication-missing' });
    expect(await next(true)).toMatchObject({ window: 'same' });
    await expect(next(true)).rejects.toMatchObject({ code: 'episode-open-already' });
    expect((await shown(of)).windows).toMatchObject([{ usedMinutes: 60 }]);
  });

  test('R18: with another insurer the approval lapses from that day; what comes after is not covered, and the case has a gap', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    await approved(of);
    await life.count(of);
    expect(await life.stateOf(of)).toBe('ACTIVE');
    at('2026-05-04T20:00');
    await life.admin.query(`update people.cover set to_on = '2026-04-30' where person_id = $1`, [of.personId]);
    await life.admin.query(
      `insert into people.cover (id, person_id, payer_ik, payer_name, kvnr, insured_status, insurer_group, state, from_on, recorded_at)
       values ($1, $2, '108018007', 'AOK', 'A123456780', '1', 'AOK', 'BW', '2026-05-01', $3)`,
      [randomUUID(), of.personId, clock.now.toString()],
    );
    await putSession(of, { at: '2026-04-29T04:00' });
    await putSession(of, { at: '2026-05-04T04:00' });
    await cast.as('buero', (call) =>
      record(call, { action: 'people.cover.changed', kind: 'U', object: ['person', of.personId], personId: of.personId }),
    );
    const { parts, prescriptions, episode } = await shown(of);
    expect(parts.map(({ status, because }) => [status, because])).toEqual([
      ['APPROVED', null],
      ['UNCOVERED', 'prescription-lapsed'],
    ]);
    expect(prescriptions).toMatchObject([{ usage: 'LAPSED', lapse_reason: 'insurer', state: 'APPROVED' }]);
    expect(episode.state).toBe('GAP');
    expect(PAYER_IK).not.toBe('108018007');
    expect(await life.faults(of, P)).toEqual([]);
  });

  test('R4: Muster 28 and trial units are free of approval up to five together; the case moves on with its forms', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    const referral = await life.write(of, { kind: 'REFERRAL' });
    expect(await life.issue(referral)).toMatchObject({ state: 'APPROVAL_FREE' });
    expect(await life.stateOf(of)).toBe('REFERRED');
    const trial = await life.write(of, { kind: 'TRIAL', content: { unitsPrescribed: 5, gaf: null } });
    expect(await life.issue(trial)).toMatchObject({ state: 'ISSUED' }); // ten together need approval
    expect(await life.stateOf(of)).toBe('TRIAL');
  });

  test('R8: a delay told in writing moves the end; a notice of the Medizinischer Dienst makes it five weeks', async () => {
    at('2026-03-03T09:00');
    const of = await life.inquiry();
    const id = await life.write(of);
    await life.issue(id);
    await life.check(id);
    await life.submit(id, '2026-03-02');
    expect(await life.receive(id, '2026-03-02')).toMatchObject({ decisionDueOn: '2026-03-23' });
    at('2026-03-20T09:00');
    expect(await life.expert(id, '2026-03-19')).toMatchObject({ state: 'MD_REVIEW', decisionDueOn: '2026-04-07' });
    expect(await life.delay(id, '2026-03-20', '2026-05-01')).toMatchObject({ decisionDueOn: '2026-05-04' });
    await expect(life.delay(id, '2026-03-20', '2026-03-01')).rejects.toMatchObject({ code: 'days-out-of-order' });
    expect(await life.asked(of)).toContain('sozio-expert-package');
  });

  test('R8: a notice of the Medizinischer Dienst that comes too late moves nothing: the flag and the call stay', async () => {
    at('2026-03-03T09:00');
    const of = await life.inquiry();
    const id = await life.write(of);
    await life.issue(id);
    await life.check(id);
    await life.submit(id, '2026-03-02');
    await life.receive(id, '2026-03-02');
    at('2026-03-24T09:00');
    await lookAtDay(life.world);
    await life.expert(id, '2026-03-24');
    const flag = () => life.look('select deemed_flag_on::text as flag from soziotherapie.prescription where id = $1', id);
    expect(await flag()).toEqual([{ flag: '2026-03-24' }]);
    expect(await life.asked(of)).toContain('sozio-ask-insurer');
    await life.decide(id, { on: '2026-03-24' });
    expect(await flag()).toEqual([{ flag: null }]);
    expect(await life.asked(of)).not.toContain('sozio-ask-insurer');
  });

  test('V1: a day of issue that is put right before the check takes the last day of R7 and its task along', async () => {
    at('2026-03-09T09:00');
    const of = await life.inquiry();
    const id = await life.write(of);
    expect(await life.issue(id)).toMatchObject({ submitUntil: '2026-03-05' });
    await lookAtDay(life.world);
    expect(await life.asked(of)).toContain('sozio-submit-late');
    const save = async (issueDate: string) => {
      const version = await life.versionOf('prescription', id);
      const content = life.form26({ header: { ...life.form26().header, issueDate } });
      const written = { kind: 'INITIAL' as const, prescriberId: life.prescribers.distelkamp, content };
      return cast.as('buero', (call, permit) => savePrescription(call, permit('soziotherapie.office'), id, version, written));
    };
    await expect(save('2026-03-10')).rejects.toMatchObject({ code: 'day-in-future' });
    expect(await save('2026-03-06')).toMatchObject({ state: 'ISSUED', submitUntil: '2026-03-11' });
    const [row] = await life.look('select issued_on::text as issued from soziotherapie.prescription where id = $1', id);
    expect(row).toEqual({ issued: '2026-03-06' });
    expect(await life.asked(of)).not.toContain('sozio-submit-late');
    expect(await life.asked(of)).toContain('sozio-submit');
  });

  test('R4: a file that begins anew inside the same three years is no new Krankheitsfall: no trial units after a regular prescription', async () => {
    at('2026-03-20T09:00');
    const of = await life.inquiry();
    const trial = { kind: 'TRIAL' as const, content: { unitsPrescribed: 5, gaf: null } };
    expect(await life.issue(await life.write(of, trial))).toMatchObject({ state: 'APPROVAL_FREE' });
    await putSession(of, { at: '2026-03-04T03:00' });
    await life.count(of);
    await life.endCase(of.episodeId, 'MOVED', '2026-03-20');
    const again = await cast.as('buero', (call, permit) =>
      episodes.startNextEpisode(call, permit('soziotherapie.office'), of.episodeId, { indicationAgain: true, askedBy: 'client' }),
    );
    expect(again.window).toBe('same');
    const next = { personId: of.personId, episodeId: again.id };
    expect(await life.issue(await life.write(next, trial))).toMatchObject({ state: 'ISSUED' }); // ten in all: it needs approval
    await life.issue(await life.write(next));
    const third = await life.write(next, trial);
    await life.issue(third);
    await expect(life.check(third)).rejects.toMatchObject({ code: 'trial-not-before-first' });
  });

  test('O1: counted from the first prescription, what was given before it counts into the first window', async () => {
    at('2026-03-02T09:00');
    const choose = (value: string | null) =>
      cast.as('leitung', (call, permit) => changeChoice(call, permit('soziotherapie.lead'), 'episodeAnchor', value));
    await choose('firstPrescription');
    at('2026-03-20T09:30');
    const of = await life.inquiry();
    await life.issue(await life.write(of, { kind: 'TRIAL', content: { unitsPrescribed: 3, gaf: null } }));
    await putSession(of, { at: '2026-03-04T01:00' });
    await life.count(of);
    const [header, signed] = [
      { ...life.form26().header, issueDate: '2026-03-16' },
      { on: '2026-03-16', signed: true },
    ];
    await life.issue(await life.write(of, { content: { header, prescriberSignature: signed, periodFrom: '2026-03-16' } }), '2026-03-16');
    const windows = () =>
      life.look(
        `select start_on::text as start, end_on::text as end, counts_from::text as "from", used_minutes as used
         from soziotherapie.contingent_window where person_id = $1`,
        of.personId,
      );
    expect(await windows()).toEqual([{ start: '2026-03-16', end: '2029-03-15', from: '2026-03-04', used: 60 }]);
    await cast.as('buero', (call, permit) =>
      addExternalUnits(call, permit('soziotherapie.office'), of.episodeId, {
        day: '2026-02-01',
        minutes: 600,
        evidence: 'Brief der Kasse',
      }),
    );
    expect(await windows()).toEqual([{ start: '2026-03-16', end: '2029-03-15', from: '2026-02-01', used: 660 }]);
    const { answer } = await cast.as('weidner', (call, permit) => readFile(call, permit('soziotherapie.read'), of.episodeId));
    expect(answer.contingent).toMatchObject({
      usedMinutes: 660,
      points: [{ day: '2026-03-16', leftMinutes: 7200 }, { day: '2026-03-16', leftMinutes: 6540 }, {}],
    });
    at('2026-03-20T09:31');
    await choose(null);
    await life.count(of);
    expect(await windows()).toEqual([{ start: '2026-02-01', end: '2029-01-31', from: null, used: 660 }]);
  });

  test('E7: received a day too late, refused, nobody objected: the office ends the case, and only after the month', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    const id = await life.write(of);
    await life.issue(id);
    await life.check(id);
    await life.submit(id, '2026-03-02');
    at('2026-03-06T09:00');
    const late = await life.receive(id, '2026-03-06');
    expect(late).toMatchObject({ state: 'SUBMITTED', hints: [{ code: 'submission-too-late' }] });
    expect(await life.stateOf(of)).toBe('IN_APPLICATION');
    expect(await life.decide(id, { on: '2026-03-06', kind: 'refused', units: 0 })).toMatchObject({ objectionUntil: '2026-04-10' });
    await expect(life.move(of.episodeId, 'refused-finally', id)).rejects.toMatchObject({ code: 'refusal-not-final' });
    at('2026-04-04T09:00');
    await lookAtDay(life.world);
    expect(await life.asked(of)).toContain('sozio-objection-soon');
    at('2026-04-10T09:00');
    await expect(life.endCase(of.episodeId, 'REFUSED_FINAL', '2026-04-10')).rejects.toMatchObject({ code: 'close-refusal-not-final' });
    at('2026-04-11T09:00');
    await lookAtDay(life.world);
    expect(await life.asked(of)).toContain('sozio-refusal-final');
    expect(await life.move(of.episodeId, 'refused-finally', id)).toMatchObject({ state: 'CLOSED' });
    const ended = await life.look('select close_reason, closed_on::text as day from soziotherapie.episode where id = $1', of.episodeId);
    expect(ended).toEqual([{ close_reason: 'REFUSED_FINAL', day: '2026-04-11' }]);
  });

  test('E4: the units of Muster 28 are written up, the specialist is reached: the helper moves the case on and sends the copies', async () => {
    at('2026-03-02T20:00');
    const of = await life.inquiry();
    const referral = await life.write(of, { kind: 'REFERRAL' });
    await life.issue(referral);
    const trial = await life.write(of, { kind: 'TRIAL', content: { unitsPrescribed: 2, gaf: null } });
    await life.issue(trial);
    await life.admin.query(`update soziotherapie.episode set state = 'REFERRED' where id = $1`, [of.episodeId]);
    await expect(life.move(of.episodeId, 'reach-specialist', trial, 'weidner')).rejects.toMatchObject({ code: 'referral-result-missing' });
    await putSession(of, { at: '2026-03-02T02:00' });
    await life.count(of);
    expect((await shown(of)).parts).toMatchObject([{ status: 'EXEMPT' }]);
    // what was written about the units does not say yet whether somebody was reached
    await expect(life.move(of.episodeId, 'reach-specialist', trial, 'weidner')).rejects.toMatchObject({ code: 'referral-result-missing' });
    const version = await life.versionOf('prescription', referral);
    const result = { kind: 'SPECIALIST_REACHED' as const, on: '2026-03-02' };
    await cast.as('weidner', (call, permit) => saveReferralResult(call, permit('soziotherapie.read'), referral, version, { result }));
    await expect(life.move(of.episodeId, 'reach-specialist', trial, 'buero')).rejects.toMatchObject({ code: 'episode-not-for-role' });
    expect(await life.move(of.episodeId, 'reach-specialist', trial, 'weidner')).toMatchObject({ state: 'TRIAL' });
    expect(await life.asked(of)).toContain('sozio-copies-of-referral');
  });

  test('R7: the last day is said on itself; after it the lead hears that nothing is covered', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    const id = await life.write(of);
    await life.issue(id);
    expect(await life.asked(of)).toContain('sozio-submit');
    at('2026-03-05T00:20');
    await lookAtDay(life.world);
    expect(await life.asked(of)).toContain('sozio-submit-last-day');
    at('2026-03-06T00:20');
    expect(await lookAtDay(life.world)).toBeGreaterThan(0);
    expect(await lookAtDay(life.world)).toBe(0); // once a day
    expect(await life.asked(of)).toContain('sozio-submit-late');
  });

  test('a form fits its kind, its prescriber is known, and after the check it stays as it is', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    const make = (kind: 'INITIAL' | 'REFERRAL', prescriberId: string | null) =>
      cast.refusal('buero', (call, permit) =>
        createPrescription(call, permit('soziotherapie.office'), of.episodeId, { kind, prescriberId, content: life.form26() }),
      );
    expect((await make('REFERRAL', null)).code).toBe('form-kind-mismatch');
    expect((await make('INITIAL', randomUUID())).code).toBe('prescriber-unknown');
    const id = await life.write(of);
    await life.issue(id);
    await life.check(id);
    const version = await life.versionOf('prescription', id);
    const late = cast.refusal('buero', (call, permit) =>
      savePrescription(call, permit('soziotherapie.office'), id, version, { kind: 'INITIAL', prescriberId: null, content: life.form26() }),
    );
    expect((await late).code).toBe('form-fixed');
  });

  test('R17, R20: stays and other help are written down, changed and taken back; what was invoiced inside a stay asks for a correction', async () => {
    at('2026-03-20T09:00');
    const of = await life.inquiry();
    const invoiced = await putSession(of, { at: '2026-03-11T04:00', state: 'INVOICED' });
    const stay = { admittedOn: '2026-03-10', admittedAt: '14:00', dischargedOn: '2026-03-12', dischargedAt: null };
    const read = 'soziotherapie.read' as const;
    const added = await cast.as('buero', (call, permit) => addStay(call, permit(read), of.episodeId, stay));
    expect(added.blockedSessionIds).toEqual([invoiced]);
    expect(await life.asked(of)).toContain('sozio-correction-invoice');
    const early = { ...stay, dischargedOn: '2026-03-09' };
    expect((await cast.refusal('weidner', (call, permit) => changeStay(call, permit(read), added.id, 1, early))).code).toBe(
      'days-out-of-order',
    );
    await cast.as('weidner', (call, permit) => changeStay(call, permit(read), added.id, 1, { ...stay, dischargedOn: '2026-03-13' }));
    expect((await cast.as('weidner', (call, permit) => listStays(call, permit(read), of.episodeId))).stays).toMatchObject([
      { version: 2, dischargedOn: '2026-03-13' },
    ]);
    await cast.as('weidner', (call, permit) => withdrawStay(call, permit(read), added.id, 2));
    expect((await cast.as('weidner', (call, permit) => listStays(call, permit(read), of.episodeId))).stays).toEqual([]);

    const care = {
      kind: 'pHKP',
      from: '2026-03-01',
      to: null,
      provider: 'Pflege am Rhein',
      goals: ['Tabletten nehmen'],
      visits: [{ start: '2026-03-20T08:00', end: '2026-03-20T08:30' }],
    } as const;
    const wish = { ...care, goals: [...care.goals], visits: [...care.visits] };
    const { id } = await cast.as('weidner', (call, permit) => addParallelCare(call, permit(read), of.episodeId, wish));
    await cast.as('weidner', (call, permit) => changeParallelCare(call, permit(read), id, 1, { ...wish, to: '2026-04-30' }));
    expect(await cast.as('weidner', (call) => homeNursing(call, of.personId, practices.musterweg))).toMatchObject([
      { to: '2026-04-30', goals: ['Tabletten nehmen'] },
    ]);
    expect((await cast.as('buero', (call, permit) => listParallelCare(call, permit(read), of.episodeId))).care).toMatchObject([
      { kind: 'pHKP', version: 2 },
    ]);
    await cast.as('weidner', (call, permit) => withdrawParallelCare(call, permit(read), id, 2));
    expect((await cast.as('weidner', (call, permit) => listParallelCare(call, permit(read), of.episodeId))).care).toEqual([]);
  });

  test('half a year after its end a file is the lead’s; a hold is looked at on its day', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    const held = await life.inquiry();
    const version = await life.versionOf('episode', held.episodeId);
    const hold = { reason: 'Verfahren vor dem Sozialgericht', reviewOn: '2026-06-01' };
    await cast.as('leitung', (call, permit) => episodes.setLegalHold(call, permit('soziotherapie.lead'), held.episodeId, version, hold));
    await life.endCase(of.episodeId, 'MOVED', '2026-03-02');
    at('2026-09-02T09:00');
    await lookAtDay(life.world);
    expect(await sees('buero', of)).toBe(true);
    expect(await life.asked(held)).toContain('sozio-legal-hold');
    at('2026-09-03T09:00');
    await lookAtDay(life.world);
    expect([await sees('buero', of), await sees('leitung', of)]).toEqual([false, true]);
  });

  test('the waiting list of a practice is for those who asked and are not accompanied yet', async () => {
    at('2026-03-02T09:00');
    const of = await life.inquiry();
    const wait = async (since: string | null) => {
      const version = await life.versionOf('episode', of.episodeId);
      return cast.as('buero', (call, permit) => episodes.setWaiting(call, permit('soziotherapie.read'), of.episodeId, version, since));
    };
    await wait('2026-03-02');
    await expect(wait('2026-03-03')).rejects.toMatchObject({ code: 'day-in-future' });
    await approved(of);
    expect(await life.look('select waiting_since from soziotherapie.episode where id = $1', of.episodeId)).toEqual([
      { waiting_since: null },
    ]);
    await expect(wait('2026-03-02')).rejects.toMatchObject({ code: 'episode-active' });
  });
});
