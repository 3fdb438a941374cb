import { describe, expect, test } from 'vitest';
import { type ClockStep, type Day, dueOn, newOptionOn, nextTick, type Ticking, tick } from './clock.ts';
import {
  isOver,
  isPending,
  loopClosed,
  mayTell,
  REFERRAL_EVENTS,
  REFERRAL_STATES,
  type ReferralEvent,
  type ReferralFacts,
  type ReferralState,
  stepReferral,
  TASK_STATUS,
} from './life.ts';
import { PARTNER_LANGUAGES, partnerMail } from './mail-texts.ts';
import { buildPacket, emptyClasses, mayGo, narrowPacket, PACKET_CLASSES, type PacketClass, type ReleaseFacts } from './packet.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);
const ALL: ReferralFacts = { released: true, complete: true, reason: true, day: true, outcome: true, clockOut: true };
const PARTIES = ['partner', 'client', 'case-manager', 'lead', 'system', 'desk'] as const;

/** The table of B.3.6 with its clarifications, written down a second time by hand: who may take which state where. */
const P = ['partner'];
const PC = ['partner', 'client'];
const S = ['case-manager', 'lead'];
const PCS = ['partner', 'client', ...S];
const CS = ['client', ...S];
type Printed = Partial<Record<ReferralEvent, [to: ReferralState, who: readonly string[]]>>;
const DROP: Printed = { cancel: ['cancelled', CS], 'client-decline': ['client_declined', CS] };
const ASKED: Printed = {
  accept: ['accepted', P],
  waitlist: ['waitlisted', P],
  reject: ['rejected', P],
  schedule: ['scheduled', P],
  start: ['started', PC],
  expire: ['no_response', ['system']],
  withdraw: ['cancelled', ['system']],
  ...DROP,
};
const AGREED: Printed = {
  schedule: ['scheduled', P],
  start: ['started', PC],
  hold: ['on_hold', PCS],
  'fail-start': ['failed_start', PCS],
  ...DROP,
};
const PRINTED: Record<ReferralState, Printed> = {
  draft: { send: ['sent', S], withdraw: ['cancelled', ['system']], ...DROP },
  sent: { open: ['seen', P], ...ASKED },
  seen: ASKED,
  accepted: AGREED,
  waitlisted: {
    accept: ['accepted', P],
    schedule: ['scheduled', P],
    waitlist: ['waitlisted', P],
    withdraw: ['cancelled', ['system']],
    ...DROP,
  },
  scheduled: AGREED,
  started: { complete: ['completed', PCS], hold: ['on_hold', PCS] },
  on_hold: { resume: ['accepted', PCS], ...DROP },
  rejected: {},
  completed: {},
  no_response: {},
  cancelled: {},
  client_declined: {},
  failed_start: {},
};

describe('the life of a referral', () => {
  const all = REFERRAL_STATES.flatMap((state) => REFERRAL_EVENTS.flatMap((event) => PARTIES.map((party) => ({ state, event, party }))));

  test(`goes by the printed table and no other way: ${all.length} combinations of state, event and party`, () => {
    for (const { state, event, party } of all) {
      const facts: ReferralFacts = state === 'on_hold' ? { ...ALL, heldFrom: 'accepted' } : ALL;
      const answer = stepReferral(state, event, party, facts);
      const printed = PRINTED[state][event];
      const expected = printed?.[1].includes(party) ? printed[0] : null;
      expect([state, event, party, answer.ok ? answer.to : null]).toEqual([state, event, party, expected]);
    }
  });

  test.each(['accepted', 'scheduled', 'started'] as const)('on hold returns to %s, and ends only by what that state allows', (heldFrom) => {
    const ask = (event: ReferralEvent) => stepReferral('on_hold', event, 'case-manager', { ...ALL, heldFrom });
    expect(ask('resume')).toMatchObject({ ok: true, to: heldFrom });
    const begun = heldFrom === 'started';
    expect(ask('cancel').ok).toBe(!begun);
    expect(ask('client-decline').ok).toBe(!begun);
    expect(ask('complete').ok).toBe(begun);
    expect(mayTell('on_hold', 'case-manager', heldFrom).includes('complete')).toBe(begun);
  });

  test.each([
    ['draft', 'send', 'case-manager', { complete: true }, 'referral-not-released'],
    ['draft', 'send', 'case-manager', { released: true }, 'referral-incomplete'],
    ['sent', 'reject', 'partner', {}, 'referral-reason-missing'],
    ['sent', 'waitlist', 'partner', {}, 'referral-day-missing'],
    ['seen', 'schedule', 'partner', {}, 'referral-day-missing'],
    ['accepted', 'start', 'client', {}, 'referral-day-missing'],
    ['started', 'complete', 'partner', {}, 'referral-outcome-missing'],
    ['seen', 'expire', 'system', {}, 'referral-clock-runs'],
    ['sent', 'accept', 'case-manager', ALL, 'referral-not-for-role'],
    ['draft', 'accept', 'partner', ALL, 'referral-not-sent'],
    ['waitlisted', 'reject', 'partner', ALL, 'referral-not-this-step'],
    ['accepted', 'reject', 'partner', ALL, 'referral-not-this-step'],
    ['started', 'cancel', 'case-manager', ALL, 'referral-not-this-step'],
    ['completed', 'start', 'partner', ALL, 'referral-over'],
    ['no_response', 'accept', 'partner', ALL, 'referral-over'],
  ] as const)('from %s, %s by %s refuses: %#', (state, event, party, facts, because) => {
    expect(stepReferral(state, event, party, facts)).toEqual({ ok: false, because });
  });

  test('the loop is closed by a recorded outcome alone; "sent" never counts as done', () => {
    const closed = REFERRAL_STATES.filter((state) => loopClosed({ state, outcome: 'met' }));
    expect(closed).toEqual(['rejected', 'completed', 'no_response', 'cancelled', 'client_declined', 'failed_start']);
    expect(REFERRAL_STATES.some((state) => loopClosed({ state, outcome: null }))).toBe(false);
    expect(REFERRAL_STATES.filter(isPending)).toEqual(['draft', 'sent', 'seen', 'waitlisted']);
  });

  test('every state has its FHIR Task.status', () => {
    const own = ['draft', 'requested', 'accepted', 'rejected', 'in-progress', 'on-hold', 'completed', 'failed', 'cancelled'];
    for (const state of REFERRAL_STATES) expect(own).toContain(TASK_STATUS[state][0]);
  });

  const WALKS = 300 * DEPTH;
  test(`${WALKS} random walks end, never leave an end, and carry an outcome where they are completed`, () => {
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % most;
    };
    for (let walk = 0; walk < WALKS; walk += 1) {
      let state: ReferralState = 'draft';
      let heldFrom: ReferralFacts['heldFrom'];
      for (let steps = 0; steps < 40; steps += 1) {
        const event = REFERRAL_EVENTS[random(REFERRAL_EVENTS.length)] as ReferralEvent;
        const party = PARTIES[random(PARTIES.length)] as (typeof PARTIES)[number];
        const answer = stepReferral(state, event, party, { ...ALL, ...(heldFrom ? { heldFrom } : {}) });
        if (isOver(state)) expect(answer.ok).toBe(false);
        if (!answer.ok) continue;
        heldFrom = answer.to === 'on_hold' ? (state as 'accepted' | 'scheduled' | 'started') : undefined;
        state = answer.to;
      }
    }
  });
});

const fresh = (over: Partial<Ticking> = {}): Ticking => ({
  state: 'sent',
  urgent: false,
  sentOn: '2026-02-13',
  reminded: 0,
  waitlistedOn: null,
  askedStatusOn: null,
  firstOn: null,
  startAsked: false,
  heldOn: null,
  holdAsked: false,
  ...over,
});
/** Turns the clock every day from a day to another, as a worker that never stops. */
function daily(start: Ticking, from: Day, to: Day): { days: [Day, ClockStep][]; after: Ticking } {
  const days: [Day, ClockStep][] = [];
  let after = start;
  for (let day = Temporal.PlainDate.from(from); day.toString() <= to; day = day.add({ days: 1 })) {
    const ticked = tick(after, day.toString());
    for (const step of ticked.steps) days.push([day.toString(), step]);
    after = ticked.after;
  }
  return { days, after };
}

describe('the clocks', () => {
  test('scenario 19: sent 02-13, due 02-27 with a reminder, second 03-06, phone task 03-13, no answer the day after', () => {
    expect(dueOn('2026-02-13', false)).toBe('2026-02-27');
    const { days, after } = daily(fresh(), '2026-02-13', '2026-04-30');
    expect(days).toEqual([
      ['2026-02-27', 'first-reminder'],
      ['2026-03-06', 'second-reminder'],
      ['2026-03-13', 'phone'],
      ['2026-03-14', 'no-response'],
    ]);
    expect(after.state).toBe('no_response');
    expect(newOptionOn('2026-03-14')).toBe('2026-03-21');
  });

  test('urgent: due after 3 days, reminders due + 0 and + 1, phone + 3, no answer + 4', () => {
    expect(daily(fresh({ urgent: true, sentOn: '2026-03-02' }), '2026-03-02', '2026-03-31').days).toEqual([
      ['2026-03-05', 'first-reminder'],
      ['2026-03-06', 'second-reminder'],
      ['2026-03-08', 'phone'],
      ['2026-03-09', 'no-response'],
    ]);
  });

  test.each([
    ['waitlisted', { waitlistedOn: '2026-03-02' }, 'ask-status', '2026-03-30'],
    ['waitlisted', { waitlistedOn: '2026-03-02', askedStatusOn: '2026-03-30' }, 'ask-status', '2026-04-27'],
    ['scheduled', { firstOn: '2026-03-10' }, 'start-open', '2026-03-17'],
    ['on_hold', { heldOn: '2026-03-02' }, 'hold-over', '2026-03-30'],
  ] as const)('%s: the next step comes on its printed day', (state, facts, step, on) => {
    expect(nextTick(fresh({ state, ...facts }))).toEqual({ step, on });
  });

  test.each([
    ['scheduled', { firstOn: '2026-03-10', startAsked: true }],
    ['on_hold', { heldOn: '2026-03-02', holdAsked: true }],
    ['draft', { sentOn: null }],
    ['accepted', {}],
    ['started', {}],
    ['completed', {}],
    ['rejected', {}],
  ] as const)('%s: no clock runs (%#)', (state, facts) => {
    expect(nextTick(fresh({ state, ...facts }))).toBeNull();
  });

  test('a status question that was asked late counts from the day on which it was asked', () => {
    const late = tick(fresh({ state: 'waitlisted', waitlistedOn: '2026-01-05' }), '2026-04-10');
    expect(late.steps).toEqual(['ask-status']);
    expect(late.next).toEqual({ step: 'ask-status', on: '2026-05-08' });
  });

  test('a day of the clock change is a day: due days are calendar days in Berlin', () => {
    expect(dueOn('2026-03-20', false)).toBe('2026-04-03');
    expect(dueOn('2026-10-20', false)).toBe('2026-11-03');
  });

  const STOPS = 200 * DEPTH;
  test(`after any of ${STOPS} stops every step is taken once, and it stands as if the worker had never stopped`, () => {
    let seed = 11;
    const random = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % most;
    };
    for (let round = 0; round < STOPS; round += 1) {
      const start = fresh({ urgent: random(2) === 0, sentOn: '2026-02-13' });
      const whole = daily(start, '2026-02-13', '2026-04-15');
      let broken = start;
      const taken: ClockStep[] = [];
      for (let day = Temporal.PlainDate.from('2026-02-13'); day.toString() <= '2026-04-15'; day = day.add({ days: 1 + random(20) })) {
        const ticked = tick(broken, day.toString());
        taken.push(...ticked.steps);
        broken = ticked.after;
        if (random(3) === 0) expect(tick(broken, day.toString()).steps).toEqual([]); // a second run on the same day
      }
      taken.push(...tick(broken, '2026-04-15').steps);
      expect(taken).toEqual(whole.days.map(([, step]) => step));
    }
  });

  test('whoever comes back after a month tells a partner one thing, not four', () => {
    expect(tick(fresh(), '2026-03-13')).toMatchObject({ steps: ['first-reminder', 'second-reminder', 'phone'], tell: 'phone' });
    expect(tick(fresh(), '2026-04-13')).toMatchObject({ tell: 'no-response', after: { state: 'no_response' }, next: null });
  });
});

const person = {
  givenName: 'Marta',
  familyName: 'Kowalczyk',
  birthDate: '1981-09-14',
  phone: '0171 5550188',
  email: null,
  street: 'Lindenstr. 9',
  postalCode: '53111',
  place: 'Bonn',
  // whatever else a record may hold one day
  diagnosis: 'F20.0',
};
const source = {
  person,
  request: 'Bitte um ein Erstgespräch.',
  texts: { plan: 'Schulden ordnen', diagnosis: 'F20.0', notes: 'Telefonate', assessment: 'Schulden 3' },
};

describe('the packet', () => {
  test(`holds what its classes name and nothing else: all ${2 ** PACKET_CLASSES.length} choices`, () => {
    for (let mask = 0; mask < 2 ** PACKET_CLASSES.length; mask += 1) {
      const classes = PACKET_CLASSES.filter((_, index) => mask & (1 << index));
      const packet = buildPacket(source, classes);
      expect(packet.identity !== undefined).toBe(classes.includes('identity'));
      expect(packet.contact !== undefined).toBe(classes.includes('contact'));
      expect(Object.keys(packet.texts).every((each) => classes.includes(each as PacketClass))).toBe(true);
      if (!classes.includes('diagnosis')) expect(JSON.stringify(packet)).not.toContain('F20.0');
      if (!classes.includes('identity')) expect(JSON.stringify(packet)).not.toContain('Kowalczyk');
      // whoever narrows what was sent sees what would have been sent
      expect(narrowPacket(buildPacket(source, PACKET_CLASSES), classes)).toEqual({
        ...packet,
        request: classes.length > 0 ? packet.request : '',
      });
    }
  });

  test('a ticked class without a text is named before anything goes', () => {
    expect(emptyClasses({ texts: { plan: 'x' } }, ['identity', 'plan', 'crisis-plan'])).toEqual(['crisis-plan']);
  });
});

describe('whether it may go', () => {
  const to = { ids: ['service', 'organisation'], name: 'Schuldnerberatung Bonn' };
  const release = (over: Partial<ReleaseFacts> = {}): ReleaseFacts => ({
    id: 'r1',
    direction: 'to-recipient',
    recipientIds: ['organisation'],
    recipientName: 'Schuldnerberatung Bonn',
    classes: ['identity', 'contact', 'plan'],
    purpose: 'COORD',
    standing: 'given',
    ...over,
  });
  const ask = (releases: ReleaseFacts[], classes: PacketClass[] = ['identity', 'plan']) => mayGo(to, classes, releases);

  test.each<[string, ReleaseFacts[], object]>([
    ['a live release to the organisation', [release()], { ok: true, releaseId: 'r1' }],
    ['to the service itself', [release({ recipientIds: ['service'] })], { ok: true }],
    [
      'by name, where the release knows no entry',
      [release({ recipientIds: [], recipientName: ' schuldnerberatung  BONN ' })],
      { ok: true },
    ],
    ['none', [], { ok: false, because: 'release-none', missing: ['identity', 'plan'] }],
    ['to somebody else', [release({ recipientIds: ['other'] })], { ok: false, because: 'release-none' }],
    [
      'to somebody else of the same name',
      [release({ recipientIds: ['other'], recipientName: to.name })],
      { ok: false, because: 'release-none' },
    ],
    ['withdrawn', [release({ standing: 'withdrawn' })], { ok: false, because: 'release-ended' }],
    ['run out', [release({ standing: 'expired' })], { ok: false, because: 'release-ended' }],
    ['only from them to us', [release({ direction: 'from-recipient' })], { ok: false, because: 'release-other-direction' }],
    ['for paying', [release({ purpose: 'HPAYMT' })], { ok: false, because: 'release-ended' }],
    ['without one class', [release({ classes: ['identity'] })], { ok: false, because: 'release-classes', missing: ['plan'] }],
    [
      'two that cover it only together: one packet goes under one release',
      [release({ classes: ['identity'] }), release({ id: 'r2', classes: ['plan'] })],
      { ok: false, because: 'release-classes' },
    ],
    ['a withdrawn and a live one', [release({ standing: 'withdrawn' }), release({ id: 'r2' })], { ok: true, releaseId: 'r2' }],
  ])('%s', (_, releases, expected) => {
    expect(ask(releases)).toMatchObject(expected);
  });

  test('a packet of nothing goes nowhere', () => {
    expect(ask([release()], [])).toMatchObject({ ok: false, because: 'release-classes' });
  });
});

describe('a mail to a partner', () => {
  test.each(PARTNER_LANGUAGES)('holds the sender, the way and nothing else, in %s', (language) => {
    const sender = {
      to: 'Frau Engel',
      organisation: 'Case Management Rhein-Sieg',
      phone: '0228 555 600',
      address: 'https://geleit.example/verweis#x',
    };
    const [link, answer, status] = (['link', 'answer', 'status'] as const).map((what) => partnerMail(what, language, sender));
    expect(link).toContain(sender.address);
    for (const text of [link, answer, status]) {
      expect(text?.startsWith(language === 'de' ? 'Guten Tag Frau Engel,\n\n' : 'Dear Frau Engel,\n\n')).toBe(true);
      expect(text).toContain(`Case Management Rhein-Sieg\n${language === 'de' ? 'Telefon' : 'Phone'} 0228 555 600`);
    }
    expect(partnerMail('answer', language, { ...sender, phone: null })).not.toContain('0228');
  });
});
