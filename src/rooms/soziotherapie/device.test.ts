import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { sealToServer } from '#kernel/seal-to-server.ts';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { type Case, putPrescription, type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { deliverSession, documentSession } from './actions/deliver.ts';
import { applyEntries, getDeviceKey, keepEntries } from './actions/device.ts';
import { listEntries, resolveEntry } from './actions/device-resolve.ts';
import { getNotes } from './actions/notes.ts';
import { moveSession, planSessions, rescheduleSession } from './actions/sessions.ts';
import { getSession, listSessions } from './actions/sessions-read.ts';
import { type DeviceWork, EntryView, type RESOLVE_HOW } from './contract/device.ts';
import { Note } from './contract/notes.ts';
import { Visit } from './contract/sessions.ts';

const database = await freshDatabase();
const stage = await setSoziotherapie(database);
const { cast, clock } = stage;
afterAll(() => stage.close());

const note = (done: string): Note =>
  Note.parse({ kinds: ['MOTIVATION_TRAINING'], goalIds: [], done, reaction: 'Ruhig.', nextStep: 'Nächste Woche wieder üben.' });
const OURS = note('Ohne Netz an der Haustür geschrieben.');
const THEIRS = note('Im Büro am Rechner geschrieben.');

/** A phone without network: it knows the server's public key and nothing else. */
const key = (who: ServiceName = 'weidner') => cast.as(who, (call, permit) => getDeviceKey(call, permit('soziotherapie.care')));
async function sealed(work: unknown, writtenLocal: string, id = randomUUID()) {
  const { keyId, publicKey } = await key();
  const text = typeof work === 'string' ? work : JSON.stringify(work);
  const body = await sealToServer(new Uint8Array(Buffer.from(publicKey, 'base64')), { keyId, entryId: id }, text);
  return { id, keyId, body: Buffer.from(body).toString('base64'), writtenLocal };
}
type Sealed = Awaited<ReturnType<typeof sealed>>;
const keep = (entries: Sealed[], who: ServiceName = 'weidner') =>
  cast.as(who, (call, permit) => keepEntries(call, permit('soziotherapie.care'), entries));
const apply = (who: ServiceName = 'weidner') => cast.as(who, (call, permit) => applyEntries(call, permit('soziotherapie.care')));
const open = async (who: ServiceName = 'weidner') =>
  (await cast.as(who, (call, permit) => listEntries(call, permit('soziotherapie.care')))).entries.map((entry) => EntryView.parse(entry));
const settle = async (id: string, how: (typeof RESOLVE_HOW)[number], work?: DeviceWork) => {
  const version = (await open()).find((entry) => entry.id === id)?.version;
  return cast.as(
    'weidner',
    async (call, permit) => (await resolveEntry(call, permit('soziotherapie.care'), id, version, how, work)).answer,
  );
};
let client: Case;
let on = '2026-03-09';
beforeEach(async () => {
  on = Temporal.PlainDate.from(on).add({ days: 1 }).toString();
  clock.turnTo(`${on}T12:00`);
  client = await stage.openCase();
  await putPrescription(stage, client, { approved: { units: 30, postedOn: '2026-03-02' } });
});
const view = (id: string) => cast.as('weidner', (call, permit) => getSession(call, permit('soziotherapie.read'), id));
const planned = async (start: string, end: string, one = client) => {
  const wish = { start: `${on}T${start}`, end: `${on}T${end}`, placeKind: 'home' as const, weeks: 1 };
  const { sessions } = await cast.as('weidner', (call, permit) => planSessions(call, permit('soziotherapie.read'), one.episodeId, wish));
  return sessions[0]?.id ?? '';
};
const visit = (sessionId: string | null, start: string, end: string, more: Partial<Visit> = {}, one = client) =>
  ({
    kind: 'visit',
    visit: Visit.parse({
      sessionId,
      episodeId: one.episodeId,
      version: sessionId === null ? null : 1,
      start: `${on}T${start}`,
      end: `${on}T${end}`,
      placeKind: 'home',
      note: OURS,
      ...more,
    }),
  }) satisfies DeviceWork;
const notesOf = async (id: string) =>
  (await cast.as('weidner', (call, permit) => getNotes(call, permit('soziotherapie.care'), id))).versions.map(({ note: { done } }) => done);
/** Somebody wrote the same visit up at a desk. */
const writeHere = async (id: string, start: string, end: string) => {
  await cast.as('weidner', (call, permit) =>
    deliverSession(call, permit('soziotherapie.care'), id, 1, { start: `${on}T${start}`, end: `${on}T${end}`, placeKind: 'home' }),
  );
  await cast.as('weidner', (call, permit) => documentSession(call, permit('soziotherapie.care'), id, 2, { note: THEIRS }));
};

describe('the key of devices', () => {
  test('one for all until it is a quarter old; entries to the old one still open, and the private half is nowhere in the clear', async () => {
    const one = await key();
    expect((await key('brueck')).keyId).toBe(one.keyId);
    const old = await sealed(visit(null, '07:00', '08:00'), `${on}T08:00`);
    const start = clock.now;
    clock.pass({ days: 91 });
    const other = await key();
    expect(other.keyId).not.toBe(one.keyId);
    clock.turnTo(start);
    await keep([old]);
    expect((await apply()).outcomes).toMatchObject([{ id: old.id, state: 'applied', because: null }]);
    const keys = await stage.look<{ retired: boolean; private_sealed: Buffer }>(
      'select retired_at is not null as retired, private_sealed from soziotherapie.device_key order by made_at',
    );
    expect(keys.map(({ retired }) => retired)).toEqual([true, false]);
    const curve = Buffer.from('2a8648ce3d030107', 'hex'); // every PKCS #8 of P-256 names its curve
    for (const { private_sealed } of keys) expect(private_sealed.includes(curve)).toBe(false);
    await expect(stage.admin.query('set role geleit_app; select private_sealed from soziotherapie.device_key')).rejects.toThrow(
      /permission denied/,
    );
    await stage.admin.query('reset role');
  });

  test('twenty phones that ask for a first key at once get one and the same', async () => {
    await stage.admin.query('update soziotherapie.device_key set retired_at = made_at where retired_at is null');
    const keys = await Promise.all(Array.from({ length: 20 }, (_, at) => key(at % 2 ? 'weidner' : 'brueck')));
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(1);
  });

  test('who leads nobody has no device', async () => {
    expect(await codeOf(key('leitung'))).toBe('session-helper-missing');
    expect(await codeOf(key('buero'))).toBe('not-permitted');
  });
});

describe('entries written without network', () => {
  test('two visits of the day: kept sealed first, applied once, in the order they were written', async () => {
    const [first, second] = [await planned('08:00', '09:00'), await planned('10:00', '11:00')];
    const entries = [
      await sealed(visit(second, '10:00', '11:00'), `${on}T11:00`),
      await sealed(visit(first, '08:00', '09:00'), `${on}T09:01`),
    ];
    expect(await keep(entries)).toEqual({ kept: expect.arrayContaining(entries.map(({ id }) => id)) });
    const [row] = await stage.look<{ state: string; sealed_body: Buffer; person_id: string | null }>(
      'select state, sealed_body, person_id from soziotherapie.device_entry where id = $1',
      entries[0]?.id,
    );
    expect(row).toMatchObject({ state: 'received', person_id: null });
    expect(row?.sealed_body.includes('Haustür')).toBe(false);
    expect((await view(first)).state).toBe('PLANNED');

    expect((await open()).map(({ state, how }) => [state, how])).toEqual([
      ['received', []],
      ['received', []],
    ]);
    const done = await apply();
    expect(done).toMatchObject({
      left: 0,
      outcomes: [
        { sessionId: first, state: 'applied' },
        { sessionId: second, state: 'applied' },
      ],
    });
    // the answer was lost on the way: the phone sends all of it again
    expect((await keep(entries)).kept).toHaveLength(2);
    expect(await apply()).toEqual({ outcomes: [], left: 0 });
    expect(await notesOf(first)).toEqual([OURS.done]);
    expect(
      await stage.look('select sum(minutes)::int as minutes from soziotherapie.ledger_entry where person_id = $1', client.personId),
    ).toEqual([{ minutes: 120 }]);
    expect(await open()).toEqual([]);
  });

  test('written in time and sent two days later: the absence of a network is the reason, the time of recording is the server’s', async () => {
    const id = await planned('10:00', '11:00');
    const entry = await sealed(visit(id, '10:00', '11:00'), `${on}T11:02`);
    clock.pass({ days: 2 });
    await keep([entry]);
    expect((await apply()).outcomes).toMatchObject([{ state: 'applied' }]);
    const seen = await view(id);
    expect(seen.lateReason).toBe(`Ohne Netz geschrieben am ${on} um 11:02 Uhr (Uhr des Geräts).`);
    expect(seen.documentedAt).toBe(clock.now.toString());
  });

  test('sent after four days it waits for the lead; the signature of the door is kept and counts from the release on', async () => {
    const id = await planned('10:00', '11:00');
    const signature = {
      how: 'screen',
      byGuardian: false,
      strokes: [
        [
          [100, 100],
          [400, 300],
        ],
      ],
    } as unknown as Visit['signature'];
    const entry = await sealed(visit(id, '10:00', '11:00', { signature }), `${on}T11:02`);
    clock.pass({ days: 4 });
    await keep([entry]);
    expect((await apply()).outcomes).toMatchObject([{ state: 'applied' }]);
    const waiting = await view(id);
    expect(waiting).toMatchObject({ state: 'LATE_PENDING', signedHow: 'screen', signatureFileId: expect.any(String) });
    const released = cast.as('leitung', (call, permit) =>
      moveSession(call, permit('soziotherapie.read'), id, waiting.version, 'release-late', 'kein Netz'),
    );
    expect(await released).toMatchObject({ state: 'SIGNED' });
  });

  test('one that cannot be opened stays kept and is shown; one refused by a rule does not stop those behind it', async () => {
    const id = await planned('10:00', '11:00');
    const broken = { ...(await sealed('x', `${on}T08:00`)), body: Buffer.alloc(200, 1).toString('base64') };
    const noForm = await sealed({ kind: 'visit', visit: { done: 'irgendwas' } }, `${on}T08:01`);
    const strangeKey = { ...(await sealed('x', `${on}T08:02`)), keyId: randomUUID() };
    const gone = await sealed(visit(randomUUID(), '10:00', '11:00'), `${on}T08:03`);
    const short = await sealed(visit(id, '10:00', '11:00', { note: { ...OURS, done: 'kurz', reaction: '', nextStep: '' } }), `${on}T08:04`);
    const nul = await sealed({ kind: 'off', sessionId: id, version: 1, event: 'mark-no-show', reason: 'nie\u0000mand' }, `${on}T08:05`);
    const good = await sealed(visit(id, '10:00', '11:00'), `${on}T11:30`);
    await keep([good, nul, short, gone, strangeKey, noForm, broken]);
    const { outcomes } = await apply();
    expect(outcomes.map(({ state, because }) => [state, because])).toEqual([
      ['refused', 'entry-unreadable'],
      ['refused', 'entry-unreadable'],
      ['refused', 'entry-unreadable'],
      ['refused', 'entry-session-gone'],
      ['refused', 'note-incomplete'],
      ['refused', 'entry-unreadable'],
      ['applied', null],
    ]);
    const left = await open();
    expect(left.map(({ because, how }) => [because, how.length > 0])).toEqual(
      Array.from({ length: 6 }, (_, at) => [outcomes[at]?.because, true]),
    );
    for (const entry of left) expect(await settle(entry.id, 'dropped')).toMatchObject({ state: 'resolved' });
    expect(await open()).toEqual([]);
    const kept = await stage.look(
      'select id from soziotherapie.device_entry where octet_length(sealed_body) > 0 and id = any($1)',
      left.map(({ id: one }) => one),
    );
    expect(kept).toHaveLength(6);
  });

  test('another person’s phone sees none of it and cannot settle it', async () => {
    const entry = await sealed(visit(randomUUID(), '10:00', '11:00'), `${on}T08:00`);
    await keep([entry]);
    await apply();
    expect(await open('brueck')).toEqual([]);
    expect((await keep([entry], 'brueck')).kept).toEqual([]);
    expect(
      await codeOf(cast.as('brueck', (call, permit) => resolveEntry(call, permit('soziotherapie.care'), entry.id, 2, 'dropped'))),
    ).toBe('not-found');
    expect(await settle(entry.id, 'dropped')).toMatchObject({ state: 'resolved' });
    expect(await codeOf(settle(entry.id, 'dropped'))).toBe('version-old');
  });
});

describe('conflicts', () => {
  const conflict = async (work: DeviceWork) => {
    const entry = await sealed(work, `${on}T11:00`);
    await keep([entry]);
    expect((await apply()).outcomes).toMatchObject([{ id: entry.id, state: 'conflict' }]);
    const seen = (await open()).find(({ id }) => id === entry.id);
    expect(seen?.work).toEqual(work);
    return { id: entry.id, seen };
  };

  test('written here already: both texts are shown in full, and both can stay as one version', async () => {
    const id = await planned('10:00', '11:00');
    await writeHere(id, '10:00', '11:00');
    const { id: entry, seen } = await conflict(visit(id, '10:00', '11:00'));
    expect(seen).toMatchObject({
      because: 'entry-session-changed',
      theirs: { number: 1, note: { done: THEIRS.done } },
      how: ['mine', 'theirs', 'both', 'dropped'],
    });
    expect(seen?.name).toBe('Almut Reetz');
    expect(await settle(entry, 'both')).toMatchObject({ state: 'resolved', sessionId: id });
    expect(await notesOf(id)).toEqual([THEIRS.done, `${THEIRS.done}\n\n${OURS.done}`]);
    expect(
      await stage.look('select sum(minutes)::int as minutes from soziotherapie.ledger_entry where person_id = $1', client.personId),
    ).toEqual([{ minutes: 60 }]);
  });

  test('ours becomes the newest version and theirs stays readable; or theirs stays alone and ours is kept sealed', async () => {
    const [one, other] = [await planned('07:00', '08:00'), await planned('10:00', '11:00')];
    await writeHere(one, '07:00', '08:00');
    await writeHere(other, '10:00', '11:00');
    await settle((await conflict(visit(one, '07:00', '08:00'))).id, 'mine');
    expect(await notesOf(one)).toEqual([THEIRS.done, OURS.done]);
    const { id: entry } = await conflict(visit(other, '10:00', '11:00'));
    await settle(entry, 'theirs');
    expect(await notesOf(other)).toEqual([THEIRS.done]);
    expect(await stage.look('select state, resolved_how from soziotherapie.device_entry where id = $1', entry)).toEqual([
      { state: 'resolved', resolved_how: 'theirs' },
    ]);
  });

  test('called off here, but it took place: it is recorded beside the cancelled one', async () => {
    const id = await planned('10:00', '11:00');
    await cast.as('buero', (call, permit) => moveSession(call, permit('soziotherapie.read'), id, 1, 'cancel-by-client', 'Anruf'));
    const { id: entry, seen } = await conflict(visit(id, '10:00', '11:00'));
    expect(seen?.how).toEqual(['mine', 'theirs', 'dropped']);
    const done = await settle(entry, 'mine');
    expect(done.sessionId).not.toBe(id);
    const { sessions } = await cast.as('weidner', (call, permit) => listSessions(call, permit('soziotherapie.read'), client.episodeId));
    expect(sessions.map(({ state }) => state).sort()).toEqual(['CANCELLED_PATIENT', 'DOCUMENTED']);
  });

  test('moved here to the afternoon: ours takes its place, or stands beside it', async () => {
    const [one, other] = [await planned('07:00', '08:00'), await planned('10:00', '11:00')];
    const later = (id: string, start: string, end: string) =>
      cast.as('buero', (call, permit) =>
        rescheduleSession(call, permit('soziotherapie.read'), id, 1, { start: `${on}T${start}`, end: `${on}T${end}` }),
      );
    await later(one, '16:00', '17:00');
    await later(other, '18:00', '19:00');
    expect(await settle((await conflict(visit(one, '07:00', '08:00'))).id, 'mine')).toMatchObject({ sessionId: one });
    expect(await view(one)).toMatchObject({ state: 'DOCUMENTED', start: `${on}T07:00` });
    const beside = await settle((await conflict(visit(other, '10:00', '11:00'))).id, 'both');
    expect(beside.sessionId).not.toBe(other);
    expect(await view(other)).toMatchObject({ state: 'PLANNED', start: `${on}T18:00` });
  });

  test('nobody pays any more: ours counts once the risk is confirmed, and nothing is lost before', async () => {
    const poor = await stage.openCase({ familyName: 'Ohne' });
    const id = await planned('10:00', '11:00', poor);
    const work = visit(id, '10:00', '11:00', {}, poor);
    const { id: entry, seen } = await conflict(work);
    expect(seen?.because).toBe('session-not-covered');
    expect(await codeOf(settle(entry, 'mine'))).toBe('session-not-covered');
    expect(await codeOf(settle(entry, 'mine', visit(null, '10:00', '11:00', {}, poor)))).toBe('entry-way-closed');
    expect(await settle(entry, 'mine', { kind: 'visit', visit: { ...work.visit, riskConfirmed: true } })).toMatchObject({
      state: 'resolved',
      sessionId: id,
    });
    expect(await view(id)).toMatchObject({ state: 'DOCUMENTED', riskConfirmed: true, parts: [{ status: 'UNCOVERED' }] });
    expect(await codeOf(cast.as('weidner', (call, permit) => resolveEntry(call, permit('soziotherapie.care'), entry, 3, 'mine')))).toBe(
      'entry-settled',
    );
  });

  test('an amendment to an old version, and a no-show that was kept twice', async () => {
    const id = await planned('10:00', '11:00');
    await writeHere(id, '10:00', '11:00');
    const amend = { kind: 'amend', sessionId: id, number: 1, note: OURS, reason: 'Ergänzung' } as const;
    await keep([await sealed(amend, `${on}T11:10`)]);
    expect((await apply()).outcomes).toMatchObject([{ state: 'applied' }]);
    const { id: entry } = await conflict({ ...amend, note: note('Eine zweite Ergänzung vom anderen Gerät.') });
    await settle(entry, 'both');
    expect(await notesOf(id)).toHaveLength(3);
    const missed = await planned('07:00', '08:00');
    const off = { kind: 'off', sessionId: missed, version: 1, event: 'mark-no-show', reason: 'nicht da' } as const;
    await keep([await sealed(off, `${on}T08:10`)]);
    expect((await apply()).outcomes).toMatchObject([{ state: 'applied', sessionId: missed }]);
    const again = await conflict(off);
    expect(await codeOf(settle(again.id, 'mine'))).toBe('session-no-show');
    await settle(again.id, 'theirs');
    expect((await view(missed)).state).toBe('NO_SHOW');
  });
});
