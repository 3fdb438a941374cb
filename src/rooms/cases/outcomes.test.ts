import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { type CaseStaffName, setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { readOutcomes } from './actions/outcomes.ts';
import { areaWith, INTENSITIES, type Intensity } from './rules/areas.ts';
import { CLOSING_REASONS } from './rules/closing.ts';
import { counts, tScore, weightOf } from './rules/gas.ts';
import { type OutcomeFacts, outcomesOf } from './rules/outcomes.ts';
import { agreementOf } from './rules/two-views.ts';

const stage = await setCases(await freshDatabase());
const { cast, admin, look } = stage;
afterAll(() => stage.close());

const TODAY = '2026-03-02';
const CASES = 40 * Number(process.env.GELEIT_DEPTH ?? 1);
const day = (from: string, plus: number) => Temporal.PlainDate.from(from).add({ days: plus }).toString();
const between = (from: string, to: string) => Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days;

/** Random facts, made whole in memory, written as rows, and counted twice. */
let state = 20260304;
const next = (below: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const one = <Value>(of: readonly Value[]): Value => of[next(of.length)] as Value;
const maybe = <Value>(value: Value): Value | null => (next(3) === 0 ? null : value);

const NEEDS = ['none', 'met', 'unmet', 'unknown', null] as const;
const PHASES = [
  'intake',
  'assessment',
  'planning',
  'linking',
  'monitoring',
  'dormant',
  'evaluation',
  'closed',
  'closed',
  'closed',
  'not_opened',
] as const;
type Need = (typeof NEEDS)[number];
type Row = Record<string, string | number | boolean | null | readonly string[]>;

function invent() {
  const phase = one(PHASES);
  const over = phase === 'closed' || phase === 'not_opened';
  const openedOn = day('2024-06-01', next(600));
  const lived = Math.max(1, Math.min(between(openedOn, TODAY), 20 + next(500)));
  const closedOn = over ? day(openedOn, lived) : null;
  const within = () => day(openedOn, next(lived + 1));
  const openRound = next(8); // at most one round is open
  return {
    id: randomUUID(),
    personId: randomUUID(),
    organisation: next(8) === 0 ? ('anderswo' as const) : ('rheinsieg' as const),
    manager: one<CaseStaffName>(['olena', 'benno']),
    phase,
    area: one(['health', 'social']),
    intensities: [0, ...(next(2) ? [1 + next(lived)] : []), ...(next(3) ? [] : [lived - 1])]
      .toSorted((a, b) => a - b)
      .filter((plus, index, all) => index === 0 || plus > (all[index - 1] ?? 0))
      .map((plus) => ({ from: day(openedOn, plus), intensity: one(INTENSITIES) })),
    openedOn,
    closedOn,
    reason: phase === 'closed' ? one(CLOSING_REASONS) : null,
    reopened: next(6) === 0,
    goals: Array.from({ length: next(4) }, () => ({
      id: randomUUID(),
      status: one(['proposed', 'agreed', 'active', 'reached', 'partly', 'dropped', 'superseded'] as const),
      droppedBecause: one(['no-longer-wanted', 'not-reachable', 'other'] as const),
      importance: maybe(1 + next(3)),
      difficulty: maybe(1 + next(3)),
      baseline: one([-2, -1] as const),
      ratings: Array.from({ length: next(3) }, (_, index) => ({
        level: one([-2, -1, 0, 1, 2] as const),
        on: day(openedOn, 10 * index),
        withdrawn: next(5) === 0,
      })),
    })),
    rounds: Array.from({ length: next(4) }, (_, index) => ({
      id: randomUUID(),
      round: index + 1,
      completedOn: index === openRound ? null : within(),
      ratings: ['D1', 'D4', 'D10'].filter(() => next(4) > 0).map((domain) => ({ domain, client: one(NEEDS), prof: one(NEEDS) })),
    })),
    referrals: Array.from({ length: next(3) }, () => {
      const sentOn = next(6) === 0 ? null : within();
      const outcome = one(['met', 'partly', 'not', null] as const);
      return {
        sentOn,
        state:
          sentOn === null
            ? 'draft'
            : outcome
              ? one(['completed', 'no_response', 'failed_start', 'started', 'client_declined'] as const)
              : one(['sent', 'seen', 'accepted', 'rejected', 'cancelled'] as const),
        outcome,
        startedOn: sentOn && next(2) ? day(sentOn, next(40)) : null,
      };
    }),
    findings: Array.from({ length: next(5) }, () => {
      const since = within();
      const gone = next(2) ? day(since, next(60)) : null;
      return {
        rule: one(['G1', 'G2', 'G3', 'G4', 'G5', 'DU1', 'DU2', 'OC']),
        since,
        gone: gone && gone <= TODAY ? gone : null,
        because: one(['gone', 'changed'] as const),
      };
    }),
    visits: Array.from({ length: next(4) }, () => {
      const enteredOn = within();
      return { phase: one(['intake', 'assessment', 'planning', 'linking'] as const), enteredOn, leftOn: day(enteredOn, next(50)) };
    }),
    contacts: Array.from({ length: next(8) }, () => ({
      id: randomUUID(),
      on: within(),
      reached: next(4) > 0,
      whom: one(['client', 'guardian', 'partner', 'relative'] as const),
      amends: next(6) === 0,
    })),
    stays: Array.from({ length: next(3) }, () => {
      const admittedOn = day(openedOn, next(800) - 400);
      return { admittedOn, dischargedOn: maybe(day(admittedOn, next(60))) };
    }),
    satisfactionAsked: next(2) === 0,
    satisfaction: maybe(next(11)),
  };
}
type Invented = ReturnType<typeof invent>;

async function put(table: string, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const keys = Object.keys(row);
    await admin.query(
      `insert into ${table} (${keys.join(', ')}) values (${keys.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
  }
}
const noon = (on: string) => `${on}T12:00:00Z`;

async function write(invented: readonly Invented[]): Promise<void> {
  await admin.query('begin');
  await admin.query('set local session_replication_role = replica'); // past the steps, which have tests of their own
  for (const c of invented) {
    const organisation_id = stage.services[c.organisation];
    const at = { case_id: c.id, person_id: c.personId, organisation_id };
    const known = await admin.query('select 1 from people.person where id = $1', [c.personId]);
    if (known.rowCount === 0) await put('people.person', [{ id: c.personId, created_at: noon(c.openedOn), channel: 'phone' }]);
    await put('cases.case', [
      {
        id: c.id,
        person_id: c.personId,
        organisation_id,
        manager_id: cast.account(c.manager),
        pseudonym: 'Fall',
        phase: c.phase,
        phase_since: c.openedOn,
        intensity: c.intensities.at(-1)?.intensity ?? 'B',
        area: c.area,
        source: 'client',
        opened_on: c.openedOn,
        closed_on: c.closedOn,
        closing_reason: c.reason,
        closing_asked_by: c.reason && randomUUID(),
        closing_approved_by: c.reason && randomUUID(),
        retain_until: c.reason && '2036-01-01',
        previous_id: c.reopened ? randomUUID() : null,
        dormant_reason: c.phase === 'dormant' ? 'pause' : null,
        resume_on: c.phase === 'dormant' ? '2026-04-01' : null,
        created_at: noon(c.openedOn),
      },
    ]);
    await put(
      'cases.intensity',
      c.intensities.map(({ from, intensity }) => ({ case_id: c.id, valid_from: from, intensity })),
    );
    for (const g of c.goals) {
      await put('cases.goal', [
        {
          id: g.id,
          ...at,
          domain: 'D1',
          text_sealed: '\\x00',
          smart: ['accepted'],
          scale_texts: ['-1', '0', '1'],
          importance: g.importance,
          difficulty: g.difficulty,
          baseline: g.baseline,
          target_on: TODAY,
          status: g.status,
          dropped_because: g.status === 'dropped' ? g.droppedBecause : null,
          made_on: c.openedOn,
        },
      ]);
      await put(
        'cases.goal_rating',
        g.ratings.map((r) => ({
          id: randomUUID(),
          goal_id: g.id,
          ...at,
          level: r.level,
          rated_on: r.on,
          by: 'together',
          made_at: noon(r.on),
          withdrawn_at: r.withdrawn ? noon(r.on) : null,
        })),
      );
    }
    for (const r of c.rounds) {
      await put('cases.assessment', [
        { id: r.id, ...at, round: r.round, kind: 'assessment', started_on: c.openedOn, completed_on: r.completedOn },
      ]);
      await put(
        'cases.domain_rating',
        r.ratings.map((d) => ({
          id: randomUUID(),
          assessment_id: r.id,
          ...at,
          domain: d.domain,
          client_need: d.client,
          prof_need: d.prof,
        })),
      );
    }
    await put(
      'referrals.referral',
      c.referrals.map((r) => ({
        id: randomUUID(),
        person_id: c.personId,
        organisation_id,
        origin_kind: 'case',
        origin_id: c.id,
        service_type: 'debt-advice',
        recipient_sealed: '\\x00',
        state: r.state,
        sent_on: r.sentOn,
        started_on: r.startedOn,
        outcome: r.outcome,
        rejected_because: r.state === 'rejected' ? 'full' : null,
        created_on: c.openedOn,
      })),
    );
    await put(
      'cases.finding',
      c.findings.map((f) => ({
        id: randomUUID(),
        ...at,
        rule: f.rule,
        subject: randomUUID(),
        severity: 'warn',
        since: f.since,
        found_at: noon(f.since),
        closed_at: f.gone && noon(f.gone),
        closed_because: f.gone && f.because,
      })),
    );
    await put(
      'cases.phase_visit',
      c.visits.map((v) => ({
        id: randomUUID(),
        ...at,
        phase: v.phase,
        entered_on: v.enteredOn,
        entered_at: noon(v.enteredOn),
        left_on: v.leftOn,
        left_at: noon(v.leftOn),
      })),
    );
    for (const k of c.contacts)
      await put('cases.contact', [
        { id: k.id, ...at, kind: 'phone', with_whom: k.whom, at: noon(k.on), on_day: k.on, reached: k.reached, made_at: noon(k.on) },
        ...(k.amends
          ? [
              {
                id: randomUUID(),
                ...at,
                kind: 'phone',
                with_whom: k.whom,
                at: noon(k.on),
                on_day: k.on,
                reached: false,
                made_at: noon(k.on),
                amends_id: k.id,
              },
            ]
          : []),
      ]);
    await put(
      'cases.hospital_stay',
      c.stays.map((s) => ({ id: randomUUID(), ...at, admitted_on: s.admittedOn, discharged_on: s.dischargedOn, recorded_at: noon(TODAY) })),
    );
    await put('cases.evaluation', [
      {
        id: randomUUID(),
        ...at,
        started_on: c.openedOn,
        satisfaction: c.satisfactionAsked ? c.satisfaction : null,
        satisfaction_asked: c.satisfactionAsked,
      },
    ]);
  }
  await admin.query('commit');
}

/** The same figures, counted by hand from what was invented. */
function recount(all: readonly Invented[], from: string, to: string): Omit<OutcomeFacts, 'loads'> {
  const inPeriod = (on: string | null): boolean => on !== null && on >= from && on <= to;
  const end = to < TODAY ? to : TODAY;
  const closed = all.filter((c) => c.phase === 'closed' && inPeriod(c.closedOn));
  const facts = {
    scoreChanges: [] as number[],
    goalsReached: 0,
    goalsRated: 0,
    clientUnmet: 0,
    clientConverted: 0,
    profUnmet: 0,
    profConverted: 0,
  };
  const closingReasons: Record<string, number> = {};
  for (const c of closed) {
    closingReasons[String(c.reason)] = (closingReasons[String(c.reason)] ?? 0) + 1;
    const goals = c.goals
      .filter((g) => counts({ status: g.status, droppedBecause: g.status === 'dropped' ? g.droppedBecause : null }))
      .map((g) => ({ weight: weightOf(g), baseline: g.baseline, level: g.ratings.findLast((r) => !r.withdrawn)?.level ?? null }));
    facts.goalsRated += goals.filter(({ level }) => level !== null).length;
    facts.goalsReached += goals.filter(({ level }) => level !== null && level >= 0).length;
    if (goals.length > 0 && goals.every(({ level }) => level !== null)) {
      const now = tScore(goals.map(({ weight, level }) => ({ weight, level: level ?? 0 }))) ?? 0;
      facts.scoreChanges.push(now - (tScore(goals.map(({ weight, baseline }) => ({ weight, level: baseline }))) ?? 0));
    }
    const rounds = c.rounds.filter((r) => r.completedOn !== null);
    for (const { domain, client, prof } of rounds[0]?.ratings ?? []) {
      const last = (view: 'client' | 'prof'): Need => {
        for (const round of rounds.slice(1).toReversed()) {
          const found = round.ratings.find((r) => r.domain === domain)?.[view];
          if (found) return found;
        }
        return null;
      };
      const [hers, ours] = [last('client'), last('prof')];
      if (client === 'unmet' && hers) facts.clientUnmet += 1;
      if (client === 'unmet' && (hers === 'met' || hers === 'none')) facts.clientConverted += 1;
      if (prof === 'unmet' && ours) facts.profUnmet += 1;
      if (prof === 'unmet' && (ours === 'met' || ours === 'none')) facts.profConverted += 1;
    }
  }
  const sent = all.flatMap((c) => c.referrals).filter((r) => r.sentOn !== null);
  const sentNow = sent.filter((r) => inPeriod(r.sentOn));
  const isClosed = (r: (typeof sent)[number]) =>
    ['completed', 'rejected', 'cancelled', 'client_declined', 'no_response', 'failed_start'].includes(r.state) && r.outcome !== null;
  let [gapDays, caseDays, contactsInRhythm, contactsDue] = [0, 0, 0, 0];
  const hospital = { persons: 0, before: 0, after: 0 };
  const phaseDays: Record<string, number[]> = {};
  for (const c of all) {
    for (let on = from; on <= end; on = day(on, 1)) {
      if (on < c.openedOn || on > (c.closedOn ?? TODAY)) continue;
      caseDays += 1;
      if (c.findings.some((f) => ['G1', 'G2', 'G3', 'G4'].includes(f.rule) && f.since <= on && (f.gone === null || on < f.gone)))
        gapDays += 1;
    }
    const sums = new Map<string, number>();
    for (const v of c.visits.filter((one) => inPeriod(one.leftOn)))
      sums.set(v.phase, (sums.get(v.phase) ?? 0) + between(v.enteredOn, v.leftOn));
    for (const [phase, sum] of sums) phaseDays[phase] = [...(phaseDays[phase] ?? []), sum].sort((a, b) => a - b);
    if (c.phase === 'not_opened') continue;
    const { rhythms } = areaWith(c.area);
    const isLate = (last: string, on: string) => {
      const { days, graceDays } = rhythms[(c.intensities.findLast(({ from }) => from <= on)?.intensity ?? 'B') as Intensity];
      return on > day(last, days + graceDays);
    };
    const came = [
      ...new Set(
        c.contacts
          .filter((k) => k.reached && !k.amends && (k.whom === 'client' || k.whom === 'guardian') && k.on > c.openedOn)
          .map((k) => k.on),
      ),
    ].sort();
    let last = c.openedOn;
    for (const on of came) {
      if (inPeriod(on)) {
        contactsDue += 1;
        if (!isLate(last, on)) contactsInRhythm += 1;
      }
      last = on;
    }
    // the open interval: from its end back to the first day on which it was overdue without a pause
    let late: string | null = null;
    for (let on = c.closedOn ?? TODAY; on > last && isLate(last, on); on = day(on, -1)) late = on;
    if (c.phase !== 'dormant' && inPeriod(late)) contactsDue += 1;
  }
  for (const personId of new Set(all.map((c) => c.personId))) {
    const cases = ofService.filter((c) => c.personId === personId && c.phase !== 'not_opened');
    const first = cases.toSorted((a, b) => (a.openedOn < b.openedOn ? -1 : 1))[0];
    if (!first || !all.includes(first)) continue;
    const ends = Temporal.PlainDate.from(first.openedOn).add({ months: 12 }).toString();
    const begins = Temporal.PlainDate.from(first.openedOn).subtract({ months: 12 }).toString();
    if (ends > TODAY || !inPeriod(ends)) continue;
    hospital.persons += 1;
    const stays = ofService.filter((c) => c.personId === personId).flatMap((c) => c.stays);
    const nights = (low: string, high: string) => {
      let count = 0;
      for (let on = low; on < high; on = day(on, 1))
        if (stays.some(({ admittedOn, dischargedOn }) => on >= admittedOn && on < (dischargedOn ?? TODAY))) count += 1;
      return count;
    };
    hospital.before += nights(begins, first.openedOn);
    hospital.after += nights(first.openedOn, ends);
  }
  const rated = all.flatMap((c) => c.rounds.filter((r) => inPeriod(r.completedOn)).flatMap((r) => r.ratings));
  const view = (need: Need) => ({ need, severity: null }) as never;
  const { bothYes, onlyClient, onlyProfessional, bothNo } = agreementOf(
    rated.map((r) => ({ domain: r.domain, client: view(r.client), professional: view(r.prof) }) as never),
  );
  const duplicates = all.flatMap((c) => c.findings).filter((f) => f.rule.startsWith('DU') && inPeriod(f.since));
  const asked = closed.filter((c) => c.satisfactionAsked);
  return {
    ...facts,
    scoreChanges: facts.scoreChanges.sort((a, b) => a - b),
    closingReasons,
    referralsSent: sentNow.length,
    referralsLooped: sentNow.filter(isClosed).length,
    referralsMet: sentNow.filter((r) => r.outcome === 'met').length,
    daysToStart: sent
      .filter((r) => inPeriod(r.startedOn))
      .map((r) => between(r.sentOn ?? '', r.startedOn ?? ''))
      .sort((a, b) => a - b),
    gapDays,
    caseDays,
    duplicates: duplicates.length,
    duplicatesChanged: duplicates.filter((f) => f.gone !== null && f.because === 'changed').length,
    phaseDays,
    contactsInRhythm,
    contactsDue,
    hospital,
    views: { bothYes, onlyClient, onlyProfessional, bothNo },
    satisfaction: asked.flatMap((c) => (c.satisfaction === null ? [] : [c.satisfaction])).sort((a, b) => a - b),
    satisfactionAsked: asked.length,
  };
}

const invented = Array.from({ length: CASES }, invent);
// some come back: what was closed is followed by a new case of the same person
for (const [index, again] of invented.entries()) {
  const before = invented[index - 1];
  if (!again.reopened || !before?.closedOn || invented.filter((c) => c.personId === before.personId).length > 1) continue;
  again.personId = before.personId;
  again.organisation = before.organisation;
}
const ofService = invented.filter((c) => c.organisation === 'rheinsieg');
await write(invented);
const read = (who: CaseStaffName, wish: Partial<Parameters<typeof readOutcomes>[2]> = {}) =>
  cast.as(who, (call, permit) =>
    readOutcomes(call, permit('cases.care'), { from: '2025-01-01', to: '2025-12-31', audience: 'team', ...wish }),
  );
const withoutLoads = (outcomes: ReturnType<typeof outcomesOf>) => outcomes.filter(({ id }) => id !== 'O11');

test.each([
  ['a year', '2025-01-01', '2025-12-31'],
  ['a quarter', '2025-07-01', '2025-09-30'],
  ['until after today', '2025-10-01', '2026-12-31'],
  ['a single day', '2025-06-15', '2025-06-15'],
  ['before there was anything', '2020-01-01', '2020-12-31'],
])('the figures of %s are the same counted by SQL and by hand', async (_, from, to) => {
  const { outcomes } = await read('hanna', { from, to });
  expect(withoutLoads(outcomes)).toEqual(withoutLoads(outcomesOf({ ...recount(ofService, from, to), loads: [] })));
});

test('a filter leaves out the others: an area, a manager; each case manager reads the team’s and her own', async () => {
  const area = (await read('olena', { area: 'social' })).outcomes;
  const only = ofService.filter((c) => c.area === 'social');
  expect(withoutLoads(area)).toEqual(withoutLoads(outcomesOf({ ...recount(only, '2025-01-01', '2025-12-31'), loads: [] })));
  const own = (await read('olena', { managerId: cast.account('olena') })).outcomes;
  const hers = ofService.filter((c) => c.manager === 'olena');
  expect(withoutLoads(own)).toEqual(withoutLoads(outcomesOf({ ...recount(hers, '2025-01-01', '2025-12-31'), loads: [] })));
  expect(own.find(({ id }) => id === 'O11')?.parts.map(({ key }) => key)).toEqual([cast.account('olena')]);
  expect((await read('hanna', { managerId: cast.account('olena') })).outcomes).toEqual(own);
});

test('figures of single colleagues are for the lead, and for the database, too', async () => {
  const refused = await cast.refusal('olena', (call, permit) =>
    readOutcomes(call, permit('cases.care'), { from: '2025-01-01', to: '2025-12-31', audience: 'team', managerId: cast.account('benno') }),
  );
  expect(refused.code).toBe('figures-of-others');
  const { rows } = await admin.query('select has_function_privilege($1, $2, $3) as may', [
    'geleit_jobs',
    'app.case_outcomes(date, date, text, uuid, jsonb)',
    'execute',
  ]);
  expect(rows).toEqual([{ may: false }]);
});

test('what is passed on has no load of a colleague and no number from fewer than five', async () => {
  const { outcomes } = await read('hanna', { from: '2025-06-01', to: '2025-06-30', audience: 'others' });
  expect(outcomes.map(({ id }) => id)).not.toContain('O11');
  for (const { id, parts } of outcomes)
    for (const part of parts) {
      if (part.hidden) expect([id, part.value, part.n]).toEqual([id, null, 0]);
      else if (id !== 'O7' && part.n > 0) expect(part.n).toBeGreaterThanOrEqual(5);
    }
  expect(outcomes.flatMap(({ parts }) => parts).some(({ hidden }) => hidden)).toBe(true);
});

test('the invented facts reach every figure', async () => {
  const year = recount(ofService, '2025-01-01', '2026-03-02');
  const filled = [
    year.scoreChanges.length,
    year.goalsRated,
    year.clientUnmet,
    year.referralsLooped,
    year.daysToStart.length,
    year.gapDays,
    year.duplicates,
  ];
  expect(
    [...filled, year.contactsDue - year.contactsInRhythm, year.hospital.persons, year.views.onlyClient, year.satisfactionAsked].every(
      (n) => n > 0,
    ),
  ).toBe(true);
  expect((await look('select 1 from cases.case')).length).toBe(CASES);
  console.log(`${CASES} cases counted twice`);
});
