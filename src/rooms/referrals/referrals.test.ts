import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { berlinInstant } from '#kernel/time.ts';
import { withdrawCaseConsent } from '#rooms/consent/actions/case-consent.ts';
import { appendRelease, endRelease, expireOverdue } from '#rooms/consent/actions/releases.ts';
import type { DataClass } from '#rooms/consent/rules/release.ts';
import { appendOrganisation } from '#rooms/directory/actions/coordinate.ts';
import { addService, readService } from '#rooms/directory/actions/services.ts';
import { type OpenedCase, setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { openHttp } from '#test/open-http.ts';
import { codeOf, refusalOf } from '#test/refused.ts';
import { mountReferralLinks } from '../../doors/referral-links.ts';
import { listReferrals, readReferral } from './actions/read.ts';
import { previewReferral, renewLink, sendReferral } from './actions/send.ts';
import { recordOutcome, tellReferral } from './actions/tell.ts';
import { changeDraft, draftReferral } from './actions/write.ts';
import { turnClocks } from './jobs.ts';
import { REFERRAL_EVENTS, REFERRAL_STATES, stepReferral } from './rules/life.ts';
import type { PacketClass } from './rules/packet.ts';

/** Rounds of each race. */
const ROUNDS = 2 * Number(process.env.GELEIT_DEPTH ?? 1);
const database = await freshDatabase();
let stage: Awaited<ReturnType<typeof setCases>>;
let app: FastifyInstance;
let services: { debts: string; house: string };
const logged: string[][] = [];

beforeAll(async () => {
  stage = await setCases(database);
  const made = await openHttp(stage.world, { limits: false });
  logged.push(made.lines);
  await mountReferralLinks(made.app, {
    world: stage.world,
    secure: false,
    origins: made.origins,
    most: { open: 10_000, answer: 10_000 },
  });
  await made.app.ready();
  app = made.app;
  services = await stage.cast.as('marit', async (call, permit) => {
    const organisation = { kind: 'counselling' as const, phone: '0228 90 100', email: null, website: null };
    const { id: organisationId } = await appendOrganisation(call, permit('directory.coordinate'), {
      name: 'Caritas Bonn',
      ...organisation,
    });
    const fields = {
      organisationId,
      postalAreas: ['53'],
      targetGroups: ['debts' as const],
      minAge: 18,
      maxAge: null,
      payers: ['FREE' as const],
      languages: ['de', 'pl'],
      access: {},
      modalities: ['in-person' as const],
      outreach: false,
      admission: null,
      capacity: 'free' as const,
      waitingDays: 20,
      contactName: 'Frau Engel',
      contactPhone: '0228 90 101',
    };
    const add = async (name: string, serviceType: string, contactEmail: string | null) =>
      (await addService(call, permit('directory.services'), { ...fields, name, serviceType, system: 'counselling', contactEmail })).id;
    return {
      debts: await add('Schuldnerberatung', 'debt-advice', 'schulden@caritas.example'),
      house: await add('Wohnberatung', 'social-counselling', null),
    };
  });
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

type Who = 'olena' | 'benno' | 'hanna' | 'rike' | 'jana';
const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[Europe/Berlin]`).toInstant();
const goTo = async (local: string) => {
  stage.clock.now = at(local);
};
beforeEach(() => goTo('2026-03-02T10:00'));
const release = (
  of: OpenedCase,
  over: { classes?: DataClass[]; recipientId?: string | null; name?: string; until?: string; direction?: 'from-recipient' } = {},
) =>
  stage.cast.as('olena', (call) =>
    appendRelease(call, {
      personId: of.personId,
      organisationId: stage.services.rheinsieg,
      recipientKind: 'service',
      recipientId: over.recipientId === undefined ? services.debts : over.recipientId,
      recipient: { name: over.name ?? 'Schuldnerberatung', email: null, address: [] },
      classes: over.classes ?? ['identity', 'contact', 'plan'],
      purpose: 'COORD',
      untilAt: berlinInstant(Temporal.PlainDate.from(over.until ?? '2026-12-31').add({ days: 1 }), Temporal.PlainTime.from('00:00')),
      form: 'spoken',
      givenBy: 'client',
      fileId: null,
      direction: over.direction ?? 'to-recipient',
    }),
  );

const fields = (over: object = {}) => ({
  serviceType: 'debt-advice',
  domain: 'D10',
  need: 'debts',
  serviceId: services.debts as string | null,
  recipient: null as null | { name: string; contactName: null; email: null; phone: string },
  urgent: false,
  classes: ['identity', 'contact', 'plan'] as PacketClass[],
  request: 'Bitte um ein Erstgespräch zu Mietschulden.',
  texts: { plan: 'Schulden ordnen, Wohnung halten.' },
  ...over,
});
const draft = (of: OpenedCase, over: object = {}, who: Who = 'olena') =>
  stage.cast.as(who, (call, permit) => draftReferral(call, permit('referrals.send'), { caseId: of.caseId, lineId: null, ...fields(over) }));
const preview = (id: string, who: Who = 'olena') =>
  stage.cast.as(who, (call, permit) => previewReferral(call, permit('referrals.send'), id));
const send = async (id: string, who: Who = 'olena') => {
  const { digest } = await preview(id, who);
  return stage.cast.as(who, (call, permit) => sendReferral(call, permit('referrals.send'), id, undefined, digest));
};
const read = async (id: string, who: Who = 'olena') =>
  (await stage.cast.as(who, (call, permit) => readReferral(call, permit('referrals.send'), id))).answer;
type Told = Parameters<typeof tellReferral>[4];
const tell = (id: string, told: Told, who: Who = 'olena') =>
  stage.cast.as(who, (call, permit) => tellReferral(call, permit('referrals.send'), id, undefined, told));
const withdraw = (id: string) => stage.cast.as('olena', (call) => endRelease(call, id, undefined, 'phone'));
const tasks = (id: string) =>
  stage.look<{ kind: string; done: boolean; assignee_id: string; due: string }>(
    `select kind, done_at is not null as done, assignee_id, to_char(due_at at time zone 'Europe/Berlin', 'YYYY-MM-DD') as due from tasks.task where object_id = $1 order by created_at, kind`,
    id,
  );
const mails = (id: string) =>
  stage.look<{ template: string; state: string }>(
    'select template, state from messages.message where cause_id = $1 order by created_at',
    id,
  );
const asked = async () => {
  const { asked: all, answered } = await stage.cast.as('olena', (call, permit) =>
    readService(call, permit('directory.read'), services.debts),
  );
  return [all, answered];
};

/** A case with a release and a referral that was sent. */
async function sent(over: object = {}) {
  const of = await stage.openCase({ phase: 'linking' });
  const releaseId = await release(of);
  const { id } = await draft(of, over);
  const link = await send(id);
  const secret = link.address.split('#')[1] ?? '';
  return { of, id, releaseId, secret, code: link.code, link };
}

/** One browser of a partner, with its cookie. */
function browser() {
  let cookie = '';
  const post = async (path: string, body: object) => {
    const response = await app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json', 'x-geleit': '1', ...(cookie ? { cookie } : {}) },
      payload: JSON.stringify(body),
    });
    const set = response.cookies.find(({ name }) => name === 'geleit-link');
    if (set) cookie = `geleit-link=${set.value}`;
    return { status: response.statusCode, json: response.json(), code: response.json().code };
  };
  return {
    open: (secret: string, code?: string) => post('/api/referral-links/open', { secret, ...(code ? { code } : {}) }),
    answer: (secret: string, said: object) => post('/api/referral-links/answer', { secret, ...said }),
  };
}
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a draft', () => {
  test('goes nowhere without a release, and the refusal names what is missing', async () => {
    const of = await stage.openCase({ phase: 'linking' });
    const { id } = await draft(of);
    const before = await preview(id);
    expect(before.release).toEqual({ ok: false, because: 'release-none', missing: ['identity', 'contact', 'plan'] });
    const refused = await refusalOf(send(id));
    expect([refused.code, refused.detail.facts]).toEqual([
      'referral-not-released',
      { because: 'release-none', missing: ['identity', 'contact', 'plan'] },
    ]);
    await release(of, { classes: ['identity', 'contact'] });
    expect((await refusalOf(send(id))).detail.facts).toEqual({ because: 'release-classes', missing: ['plan'] });
    await release(of, { direction: 'from-recipient' });
    expect((await refusalOf(send(id))).detail.facts).toMatchObject({ because: 'release-classes' });
    expect((await read(id)).state).toBe('draft');
    await release(of);
    expect(await preview(id)).toMatchObject({ release: { ok: true, untilOn: '2026-12-31' } });
    expect((await send(id)).mailed).toBe(true);
    const english = { name: 'Schuldnerberatung', contactName: null, email: 'debts@caritas.example', phone: null, language: 'en' };
    const { id: other } = await draft(of, { recipient: english });
    await send(other);
    const written = 'select cause_id = $1 as german, language from messages.message where cause_id in ($1, $2) order by created_at';
    expect(await stage.look(written, id, other)).toEqual([
      { german: true, language: 'de' },
      { german: false, language: 'en' },
    ]);
    expect(await read(id)).toMatchObject({
      state: 'sent',
      sentOn: '2026-03-02',
      dueOn: '2026-03-16',
      nextStep: 'first-reminder',
      released: true,
    });
  });

  test('is sent exactly as its preview: what changed in between asks for another look', async () => {
    const of = await stage.openCase({ phase: 'linking' });
    await release(of);
    const { id } = await draft(of);
    const { digest, packet } = await preview(id);
    expect(packet).toMatchObject({
      identity: { name: 'Marta Kowalczyk', birthDate: '1981-09-14' },
      texts: { plan: 'Schulden ordnen, Wohnung halten.' },
    });
    await stage.admin.query("update people.person set phone = '0171 999' where id = $1", [of.personId]);
    const go = (with_: string) => stage.cast.as('olena', (call, permit) => sendReferral(call, permit('referrals.send'), id, 1, with_));
    expect(await codeOf(go(digest))).toBe('referral-packet-changed');
    const seen = await preview(id);
    await go(seen.digest);
    expect((await read(id)).packet).toEqual(seen.packet);
    expect(await codeOf(preview(id))).toBe('referral-sent-already');
    const change = stage.cast.as('olena', (call, permit) => changeDraft(call, permit('referrals.send'), id, undefined, fields()));
    expect(await codeOf(change)).toBe('referral-sent-already');
  });

  test('lacks something until every ticked part is written and it says what is asked for', async () => {
    const of = await stage.openCase({ phase: 'linking' });
    await release(of);
    const { id, version } = await draft(of, { texts: {} });
    expect((await preview(id)).empty).toEqual(['plan']);
    expect(await codeOf(send(id))).toBe('referral-incomplete');
    const change = (over: object, at: number) =>
      stage.cast.as('olena', (call, permit) => changeDraft(call, permit('referrals.send'), id, at, fields(over)));
    expect(await codeOf(change({ serviceId: null }, version))).toBe('referral-recipient-missing');
    await change({ request: '' }, version);
    expect(await codeOf(change({}, version))).toBe('version-old');
    expect(await codeOf(send(id))).toBe('referral-incomplete');
  });

  test('the database has the last word: without a release nothing leaves, and what left stays frozen', async () => {
    const of = await stage.openCase({ phase: 'linking' });
    const { id } = await draft(of);
    const past = (text: string, ...values: unknown[]) =>
      stage.admin.query(text, values).then(
        () => 'went through',
        (fault) => fault.constraint,
      );
    expect(
      await past("update referrals.referral set state = 'sent', sent_on = '2026-03-02', packet_sealed = '\\x00' where id = $1", id),
    ).toBe('referral_released');
    const done = await sent();
    expect(await past("update referrals.referral set packet_sealed = '\\x00' where id = $1", done.id)).toBe('referral_frozen');
    expect(await past("update referrals.referral set classes = '{identity,notes}' where id = $1", done.id)).toBe('referral_frozen');
    // every step of the rule is one of the database, and no other
    const pairs = REFERRAL_STATES.flatMap((from) =>
      REFERRAL_STATES.filter((to) => to !== from).flatMap((to) =>
        (from === 'on_hold' ? (['accepted', 'scheduled', 'started'] as const) : [null]).map((held) => ({ from, to, held })),
      ),
    );
    const { rows } = await stage.admin.query<{ listed: boolean[] }>(
      `select array_agg(referrals.step_listed(x.v->>'from', x.v->>'to', x.v->>'held') order by x.i) as listed from jsonb_array_elements($1::jsonb) with ordinality x (v, i)`,
      [JSON.stringify(pairs)],
    );
    const known = { released: true, complete: true, reason: true, day: true, outcome: true, clockOut: true } as const;
    const everybody = ['case-manager', 'partner', 'client', 'system'] as const;
    const ruled = pairs.map(({ from, to, held }) =>
      REFERRAL_EVENTS.some((event) => {
        const step = stepReferral(from, event, everybody, held ? { ...known, heldFrom: held } : known);
        return step.ok && step.to === to;
      }),
    );
    expect(rows[0]?.listed).toEqual(ruled);
    const set = (state: string) =>
      stage.cast
        .as('olena', (call) => sql.raw(`update referrals.referral set state = '${state}' where id = '${done.id}'`).execute(call.tx))
        .catch((fault) => fault.constraint);
    expect([await set('completed'), await set('no_response')]).toEqual(['referral_step_listed', 'referral_clock_out']);
  });
});

describe('who may', () => {
  test('the manager and the lead of the service; no colleague without relation, no other service, no desk', async () => {
    const { of, id } = await sent();
    expect((await read(id, 'hanna')).state).toBe('sent');
    for (const who of ['benno', 'rike'] as const) {
      expect([who, await codeOf(read(id, who))]).toEqual([who, 'not-found']);
      expect([who, await codeOf(draft(of, {}, who))]).toEqual([who, 'not-found']);
      expect([who, await codeOf(tell(id, { event: 'cancel', toldBy: 'sender' }, who))]).toEqual([who, 'not-found']);
      const list = await stage.cast.as(who, (call, permit) => listReferrals(call, permit('referrals.send'), of.caseId));
      expect(list.referrals).toEqual([]);
    }
    expect(await codeOf(read(id, 'jana'))).toBe('not-permitted');
  });

  test('nothing of a text stands open in the database, the log or the events', async () => {
    const { id, secret } = await sent({ request: 'Eisvogel Kranich', texts: { plan: 'Rohrdommel' } });
    await tell(id, { event: 'accept', toldBy: 'partner', note: 'Zaunkönig' });
    const rows = [
      ...(await stage.look('select * from referrals.referral where id = $1', id)),
      ...(await stage.look('select * from referrals.step where referral_id = $1', id)),
      ...(await stage.look('select * from platform.event')),
      ...(await stage.look('select * from messages.message')),
      ...(await stage.look('select * from access.link')),
    ];
    const kept = JSON.stringify(rows) + logged.flat().join('\n');
    expect(['Eisvogel', 'Rohrdommel', 'Zaunkönig', 'Engel', secret].filter((word) => kept.includes(word))).toEqual([]);
  });
});

describe('the partner', () => {
  test('opens by link and code what the release covers, and takes the referral from seen to its outcome', async () => {
    const [before = 0] = await asked();
    const { id, secret, code } = await sent();
    const partner = browser();
    expect((await partner.open(secret)).json).toEqual({ step: 'code' });
    const opened = await partner.open(secret, code);
    expect(opened.json).toMatchObject({
      step: 'open',
      recipientName: 'Frau Engel, Schuldnerberatung',
      sender: { organisation: 'Case Management Rhein-Sieg', name: 'Olena Marchuk' },
      state: 'seen',
      dueOn: '2026-03-16',
      packet: {
        identity: { name: 'Marta Kowalczyk' },
        contact: { phone: '0171 5550188' },
        texts: { plan: 'Schulden ordnen, Wohnung halten.' },
      },
      may: ['accept', 'waitlist', 'reject', 'schedule', 'start', 'ask-back'],
    });
    expect(await read(id)).toMatchObject({ state: 'seen', seenOn: '2026-03-02' });
    expect((await partner.answer(secret, { event: 'schedule', day: '2026-03-10' })).code).toBe('referral-day-missing');
    expect((await partner.answer(secret, { event: 'start', day: '2026-03-30' })).code).toBe('referral-day-wrong');
    expect((await partner.answer(secret, { event: 'schedule', day: '2026-03-10', time: '10:30' })).json).toMatchObject({
      state: 'scheduled',
    });
    expect(await read(id)).toMatchObject({
      firstAt: '2026-03-10T09:30:00Z',
      nextStep: 'start-open',
      nextOn: '2026-03-17',
      answeredOn: '2026-03-02',
    });
    expect(await asked()).toEqual([before + 1, expect.any(Number)]);
    await goTo('2026-03-11T10:00');
    expect((await partner.answer(secret, { event: 'start', day: '2026-03-10' })).json.state).toBe('started');
    expect((await partner.answer(secret, { event: 'complete' })).code).toBe('referral-outcome-missing');
    expect((await partner.answer(secret, { event: 'complete', outcome: 'partly', text: 'Ratenplan steht.' })).json.state).toBe('completed');
    expect(await read(id)).toMatchObject({ state: 'completed', outcome: 'partly', loopClosed: true, startedOn: '2026-03-10' });
    expect((await read(id)).steps.map(({ event, by }) => `${by}: ${event}`)).toEqual([
      'sender: send',
      'partner: open',
      'partner: schedule',
      'partner: start',
      'partner: complete',
    ]);
    const over = await partner.open(secret);
    expect([over.status, over.code]).toEqual([410, 'link-expired']);
    expect(await stage.told(id)).toContain('referrals.referral.moved');
  });

  test('another browser, a wrong code, five of them, and the 32nd day open nothing', async () => {
    const { id, secret, code } = await sent();
    expect((await browser().open(secret, wrong(code))).code).toBe('link-code-wrong');
    const mine = browser();
    expect((await mine.open(secret, code)).status).toBe(200);
    expect((await browser().open(secret, code)).code).toBe('link-other-browser');
    expect((await browser().answer(secret, { event: 'accept' })).code).toBe('link-other-browser');
    const { secret: second, code: its } = await sent();
    for (let tries = 0; tries < 5; tries += 1) await browser().open(second, wrong(its));
    expect((await browser().open(second, its)).code).toBe('link-blocked');
    expect((await browser().answer(second, { event: 'accept' })).code).toBe('link-blocked');
    expect((await browser().open('A'.repeat(32))).code).toBe('link-not-found');
    await goTo('2026-04-03T10:00');
    const late = await mine.open(secret);
    expect([late.status, late.code]).toEqual([410, 'link-expired']);
    expect((await read(id)).state).toBe('seen');
  });

  test('is not let in without the code to answer, and asks back in words that become a task', async () => {
    const { id, secret, code } = await sent();
    const partner = browser();
    expect((await partner.answer(secret, { event: 'accept' })).code).toBe('link-code-needed');
    await partner.open(secret, code);
    expect((await partner.answer(secret, { event: 'ask-back' })).code).toBe('link-text-missing');
    expect((await partner.answer(secret, { event: 'ask-back', text: 'Gibt es einen Mahnbescheid?' })).json.state).toBe('seen');
    expect((await read(id)).steps.at(-1)).toMatchObject({ event: 'ask-back', note: 'Gibt es einen Mahnbescheid?' });
    expect(await tasks(id)).toMatchObject([
      { kind: 'referral-asked-back', done: false, assignee_id: stage.cast.account('olena'), due: '2026-03-04' },
    ]);
  });

  test('says no with a reason: the link ends, a new option is due in seven days', async () => {
    const { id, secret, code } = await sent();
    const partner = browser();
    await partner.open(secret, code);
    expect((await partner.answer(secret, { event: 'reject' })).code).toBe('referral-reason-missing');
    expect((await partner.answer(secret, { event: 'reject', reason: 'full', text: 'Bis Juni niemand.' })).json.state).toBe('rejected');
    expect(await tasks(id)).toMatchObject([{ kind: 'referral-new-option', due: '2026-03-09', done: false }]);
    expect((await partner.open(secret)).status).toBe(410);
    expect((await read(id)).loopClosed).toBe(false);
    const close = (outcome: 'not') =>
      stage.cast.as('olena', (call, permit) => recordOutcome(call, permit('referrals.send'), id, undefined, { outcome }));
    await close('not');
    expect((await read(id)).loopClosed).toBe(true);
    expect(await codeOf(close('not'))).toBe('referral-outcome-stands');
  });

  test('two answers at the same moment count once', async () => {
    const [before = 0, answered = 0] = await asked();
    const { secret, code } = await sent();
    const partner = browser();
    await partner.open(secret, code);
    const both = await Promise.all([partner.answer(secret, { event: 'accept' }), partner.answer(secret, { event: 'accept' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await asked()).toEqual([before + 1, answered + 1]);
  });
});

describe('a release that ends', () => {
  test.each(['draft', 'sent', 'seen', 'waitlisted', 'accepted', 'scheduled', 'started'] as const)('withdrawn while %s', async (state) => {
    const of = await stage.openCase({ phase: 'linking' });
    const releaseId = await release(of);
    const { id } = await draft(of);
    const partner = browser();
    let secret = '';
    if (state !== 'draft') {
      const link = await send(id);
      secret = link.address.split('#')[1] ?? '';
      await partner.open(secret, link.code);
      if (state === 'sent') await stage.admin.query("update referrals.referral set state = 'sent', seen_on = null where id = $1", [id]);
      if (state === 'waitlisted') await partner.answer(secret, { event: 'waitlist', day: '2026-05-01' });
      if (state === 'accepted') await partner.answer(secret, { event: 'accept' });
      if (state === 'scheduled') await partner.answer(secret, { event: 'schedule', day: '2026-03-10', time: '09:00' });
      if (state === 'started') await partner.answer(secret, { event: 'start', day: '2026-03-02' });
    }
    await withdraw(releaseId);
    const pending = ['draft', 'sent', 'seen', 'waitlisted'].includes(state);
    expect((await read(id)).state).toBe(pending ? 'cancelled' : state);
    if (secret) {
      const again = await partner.open(secret);
      expect([again.status, again.json.packet]).toEqual([410, undefined]);
      expect((await partner.answer(secret, { event: 'ask-back', text: 'x' })).status).toBe(410);
    }
    if (!pending) {
      expect(await codeOf(stage.cast.as('olena', (call, permit) => renewLink(call, permit('referrals.send'), id, undefined)))).toBe(
        'referral-not-released',
      );
      // what runs, runs on without access: who sent it writes down what she is told
      if (state === 'started') expect((await tell(id, { event: 'complete', toldBy: 'client', outcome: 'met' })).state).toBe('completed');
    }
  });

  test(`withdrawn in the very moment of sending or answering, ${ROUNDS} times each: never anything open under a release that is over`, async () => {
    const ends = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const of = await stage.openCase({ phase: 'linking' });
      const releaseId = await release(of);
      const { id } = await draft(of);
      const { digest } = await preview(id);
      // the withdrawal comes while the letter is written, or just before its commit
      let withdrawn: Promise<unknown> = Promise.resolve();
      const sending = stage.cast.as('olena', async (call, permit) => {
        if (round % 2 === 1) withdrawn = withdraw(releaseId);
        await sendReferral(call, permit('referrals.send'), id, undefined, digest);
        if (round % 2 === 0) withdrawn = withdraw(releaseId);
        await new Promise((resolve) => setTimeout(resolve, 100));
      });
      const [sentNow] = await Promise.allSettled([sending]);
      expect((await Promise.allSettled([withdrawn]))[0]?.status).toBe('fulfilled');
      // the withdrawal ends the draft, too: whoever sends after its commit finds it over
      if (sentNow?.status === 'rejected') expect(['referral-not-released', 'referral-sent-already']).toContain(sentNow.reason.code);
      ends.add(`send ${(await read(id)).state}`);
      const links = await stage.look('select 1 from access.link where object_id = $1 and revoked_at is null', id);
      const waiting = (await mails(id)).filter(({ state }) => state === 'queued');
      expect([round, (await read(id)).state, links.length, waiting.length]).toEqual([round, 'cancelled', 0, 0]);

      const other = await sent();
      const partner = browser();
      await partner.open(other.secret, other.code);
      const answers = [() => partner.answer(other.secret, { event: 'accept' }), () => withdraw(other.releaseId)];
      const done = await Promise.allSettled((round % 2 === 0 ? answers : answers.reverse()).map((go) => go()));
      const said = done.map((one) => (one.status === 'fulfilled' ? one.value : undefined)).find((one) => one && 'json' in one) as {
        status: number;
      };
      ends.add(`answer ${(await read(other.id)).state}`);
      expect([round, said.status, (await read(other.id)).state]).toEqual([
        round,
        said.status,
        said.status === 200 ? 'accepted' : 'cancelled',
      ]);
      expect(said.status).toBeLessThan(500);
      expect((await partner.open(other.secret)).status).toBe(410);
    }
    console.log(`withdrawn in the moment: ${[...ends].sort().join(', ')}`);
  });

  test('without the consent to Case Management nothing goes out or is read, whatever is released; what runs goes on', async () => {
    const { of, id, secret, code, releaseId } = await sent();
    const partner = browser();
    await partner.open(secret, code);
    await partner.answer(secret, { event: 'accept' });
    const pending = await draft(of);
    await stage.cast.as('olena', (call) => withdrawCaseConsent(call, of.personId, stage.services.rheinsieg, 'phone'));
    expect([(await read(id)).state, (await read(pending.id)).state]).toEqual(['accepted', 'cancelled']);
    expect((await partner.open(secret)).status).toBe(410);
    const again = await draft(of);
    expect(await codeOf(send(again.id))).toBe('referral-consent-missing');
    const renewed = stage.cast.as('olena', (call, permit) => renewLink(call, permit('referrals.send'), id, undefined));
    expect(await codeOf(renewed)).toBe('referral-consent-missing');
    const past = stage.admin.query(
      "update referrals.referral set state = 'sent', sent_on = '2026-03-02', packet_sealed = '\\x00', release_id = $2 where id = $1",
      [again.id, releaseId],
    );
    await expect(past).rejects.toMatchObject({ constraint: 'referral_consented' });
  });

  test('narrowed to another: a new release and a new link show what it covers, the old one nothing', async () => {
    const { of, id, releaseId, secret, code } = await sent({ classes: ['identity', 'contact'], texts: {} });
    const partner = browser();
    await partner.open(secret, code);
    await partner.answer(secret, { event: 'accept' });
    await withdraw(releaseId);
    await release(of, { classes: ['identity', 'contact'] });
    const link = await stage.cast.as('olena', (call, permit) => renewLink(call, permit('referrals.send'), id, undefined));
    expect((await partner.open(secret)).status).toBe(410);
    const next = browser();
    expect((await next.open(link.address.split('#')[1] ?? '', link.code)).json).toMatchObject({
      state: 'accepted',
      packet: { identity: { name: 'Marta Kowalczyk' } },
    });
  });

  test('run out at the end of its day: read on that day, not on the next; what is pending waits for a decision', async () => {
    const of = await stage.openCase({ phase: 'linking' });
    await release(of, { until: '2026-03-05' });
    const { id } = await draft(of);
    const link = await send(id);
    const secret = link.address.split('#')[1] ?? '';
    const partner = browser();
    await goTo('2026-03-05T23:30');
    expect((await partner.open(secret, link.code)).status).toBe(200);
    await goTo('2026-03-06T00:30');
    expect((await partner.open(secret)).status).toBe(410);
    await stage.cast.asSystem((call) => expireOverdue(call));
    expect(await read(id)).toMatchObject({ state: 'seen', released: false });
  });
});

describe('the clock', () => {
  const run = async (local: string) => {
    await goTo(local);
    await turnClocks(stage.world);
  };

  test('scenario 19: sent 02-13; 02-27 a reminder, 03-06 the second, 03-13 the phone, then no answer, a new search, and the rate falls', async () => {
    await goTo('2026-02-13T16:00');
    const [before = 0, answered = 0] = await asked();
    const { id, secret } = await sent();
    await run('2026-02-26T23:00');
    expect((await mails(id)).length).toBe(1);
    await run('2026-02-27T00:20');
    await run('2026-02-27T12:20');
    expect((await mails(id)).map(({ template }) => template)).toEqual(['referral-link', 'referral-reminder']);
    await run('2026-03-06T06:15');
    expect((await mails(id)).filter(({ template }) => template === 'referral-reminder')).toHaveLength(2);
    expect(await tasks(id)).toEqual([]);
    await run('2026-03-13T06:15');
    expect(await tasks(id)).toMatchObject([{ kind: 'referral-phone', due: '2026-03-13', done: false }]);
    expect((await read(id)).state).toBe('sent');
    await run('2026-03-14T06:15');
    expect(await tasks(id)).toMatchObject([
      { kind: 'referral-phone', done: true },
      { kind: 'referral-new-option', due: '2026-03-21', done: false },
    ]);
    const after = await read(id);
    expect(after).toMatchObject({ state: 'no_response', loopClosed: false, nextOn: null });
    expect(after.steps.map(({ event, onDay }) => [event, onDay])).toEqual([
      ['send', '2026-02-13'],
      ['first-reminder', '2026-02-27'],
      ['second-reminder', '2026-03-06'],
      ['phone', '2026-03-13'],
      ['expire', '2026-03-14'],
    ]);
    expect(await asked()).toEqual([before + 1, answered]);
    expect((await browser().open(secret)).status).toBe(410);
  });

  test('after a stop of five weeks every step stands once, one thing was told, and a second run does nothing', async () => {
    await goTo('2026-02-13T16:00');
    const of = await stage.openCase({ phase: 'linking' });
    await release(of, { recipientId: services.house });
    const { id } = await draft(of, { serviceId: services.house, classes: ['identity'], texts: {} });
    await send(id);
    await run('2026-03-20T06:15');
    await Promise.all([turnClocks(stage.world), turnClocks(stage.world)]);
    expect((await read(id)).steps.map(({ event }) => event)).toEqual(['send', 'first-reminder', 'second-reminder', 'phone', 'expire']);
    expect(await tasks(id)).toMatchObject([{ kind: 'referral-new-option', due: '2026-03-27' }]);
  });

  test('a clock that jumps back takes nothing a second time', async () => {
    await goTo('2026-02-13T16:00');
    const { id } = await sent();
    await run('2026-02-27T06:15');
    await run('2026-02-20T06:15');
    await run('2026-02-27T06:15');
    expect((await read(id)).steps.map(({ event }) => event)).toEqual(['send', 'first-reminder']);
  });

  test('waiting list: asked every 28 days; first appointment: asked after 7; on hold: asked after 28', async () => {
    const waiting = await sent();
    await tell(waiting.id, { event: 'waitlist', toldBy: 'partner', day: '2026-06-01' });
    const planned = await sent();
    await tell(planned.id, { event: 'schedule', toldBy: 'partner', day: '2026-03-10', time: '10:00' });
    const held = await sent();
    await tell(held.id, { event: 'start', toldBy: 'client', day: '2026-03-02' });
    await tell(held.id, { event: 'hold', toldBy: 'sender' });
    await run('2026-03-17T06:15');
    expect(await tasks(planned.id)).toMatchObject([{ kind: 'referral-start-open', due: '2026-03-17' }]);
    await run('2026-03-30T06:15');
    expect((await mails(waiting.id)).map(({ template }) => template)).toEqual(['referral-link', 'referral-status']);
    expect(await tasks(held.id)).toMatchObject([{ kind: 'referral-hold-over', due: '2026-03-30' }]);
    expect(await read(waiting.id)).toMatchObject({ nextOn: '2026-04-27', state: 'waitlisted' });
    await tell(held.id, { event: 'resume', toldBy: 'client' });
    expect(await read(held.id)).toMatchObject({ state: 'started', heldFrom: null });
    expect((await tasks(held.id))[0]).toMatchObject({ done: true });
  });
});

test('a new referral for the same need answers the question for a new option (G6)', async () => {
  const first = await sent();
  await tell(first.id, { event: 'reject', toldBy: 'partner', reason: 'wrong-area' });
  const { id } = await draft(first.of);
  expect((await tasks(first.id))[0]?.done).toBe(false);
  await send(id);
  expect((await tasks(first.id))[0]?.done).toBe(true);
});

test('the consent to Case Management is withdrawn, or the case is closed: what is pending ends', async () => {
  const { of, id, secret, code } = await sent();
  const partner = browser();
  await partner.open(secret, code);
  const { record } = await import('#platform/events.ts');
  await stage.cast.as('olena', (call) =>
    record(call, {
      action: 'consent.consent.withdrawn',
      kind: 'U',
      object: ['consent', of.personId],
      personId: of.personId,
      data: { kind: 'case-management', organisationId: stage.services.rheinsieg },
    }),
  );
  expect((await read(id)).state).toBe('cancelled');
  expect((await partner.open(secret)).status).toBe(410);
  const other = await sent();
  await stage.cast.as('olena', (call) =>
    record(call, {
      action: 'cases.case.moved',
      kind: 'U',
      object: ['case', other.of.caseId],
      personId: other.of.personId,
      data: { to: 'closed' },
    }),
  );
  expect((await read(other.id)).state).toBe('cancelled');
});
