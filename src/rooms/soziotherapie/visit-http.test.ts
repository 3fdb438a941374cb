import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { sealToServer } from '#kernel/seal-to-server.ts';
import { freshDatabase } from '#test/database.ts';
import { House } from '#test/http.ts';
import { openCase, openServices, putPrescription } from '#test/soziotherapie-stage.ts';

const database = await freshDatabase();
const house = await House.open(database, { at: Temporal.Instant.from('2026-03-20T11:00:00Z'), limits: false });
afterAll(() => house.close());
const services = await openServices(house.cast);
const token = await services.cast.token('weidner');
const ask = (name: string, question: Parameters<House['ask']>[2]) => house.ask({ token }, name, question);

const SECRET = 'Kanarienvogel im Treppenhaus, sehr bedrückt';
const visit = (episodeId: string, start: string, end: string) => ({
  sessionId: null,
  episodeId,
  version: null,
  start,
  end,
  placeKind: 'home',
  note: { kinds: ['CRISIS_HELP'], goalIds: [], done: SECRET, reaction: SECRET, nextStep: SECRET },
  thirdParty: SECRET,
  signature: { how: 'refused', reason: SECRET },
});
const pad = (value: number) => String(value).padStart(2, '0');

test('a visit sent twice with one key is one visit, and nothing of what was written is in a log, an event or a key', async () => {
  const { episodeId, personId } = await openCase(house.stage, services, { familyName: 'Doppelt' });
  await putPrescription(house.stage, { episodeId, personId }, { approved: { units: 30, postedOn: '2026-03-02' } });
  const key = randomUUID();
  const body = visit(episodeId, '2026-03-20T10:00', '2026-03-20T11:00');
  const first = await ask('soziotherapie.recordVisit', { body, key });
  expect(first).toMatchObject({ status: 200, json: { state: 'SIGNED', parts: [{ status: 'APPROVED', minutes: 60 }] } });
  expect((await ask('soziotherapie.recordVisit', { body, key })).json).toEqual(first.json);
  expect((await ask('soziotherapie.recordVisit', { body, key: randomUUID() })).code).toBe('therapist-overlap');
  expect(
    await house.stage.look('select sum(minutes)::int as minutes from soziotherapie.ledger_entry where person_id = $1', personId),
  ).toEqual([{ minutes: 60 }]);

  // written without network
  const { json } = await ask('soziotherapie.getDeviceKey', {});
  const id = randomUUID();
  const work = JSON.stringify({ kind: 'visit', visit: visit(episodeId, '2026-03-20T08:00', '2026-03-20T09:00') });
  const sealed = await sealToServer(new Uint8Array(Buffer.from(json.publicKey, 'base64')), { keyId: json.keyId, entryId: id }, work);
  const entries = [{ id, keyId: json.keyId, body: Buffer.from(sealed).toString('base64'), writtenLocal: '2026-03-20T09:00' }];
  expect((await ask('soziotherapie.keepEntries', { body: { entries } })).json).toEqual({ kept: [id] });
  expect((await ask('soziotherapie.applyEntries', {})).json).toMatchObject({ outcomes: [{ id, state: 'applied' }], left: 0 });

  expect(house.lines.filter((line) => line.includes('Kanarienvogel'))).toEqual([]);
  const [found] = await house.stage.look<{ count: number }>(
    `select ((select count(*) from platform.event e where e::text like '%Kanarien%') + (select count(*) from platform.idempotency i where i::text like '%Kanarien%')
      + (select count(*) from soziotherapie.session s where s::text like '%Kanarien%'))::int as count`,
  );
  expect(found).toEqual({ count: 0 });
});

test('100 helpers’ requests at once on 30 units: 30 visits, 70 refusals in words, and no fault', async () => {
  const one = await openCase(house.stage, services, { familyName: 'Hundert' });
  await putPrescription(house.stage, one, { approved: { units: 30, postedOn: '2026-03-02' } });
  const wishes = Array.from({ length: 100 }, (_, at) => {
    const [start, end] = [0, 1].map((hour) => `2026-03-${pad(3 + (at % 10))}T${pad(hour + 7 + Math.floor(at / 10))}:00`) as [
      string,
      string,
    ];
    return { ...visit(one.episodeId, start, end), note: { ...visit('', '', '').note, kinds: ['PLAN'] }, lateReason: 'Nachgetragen.' };
  });
  const answers = await Promise.all(wishes.map((body) => ask('soziotherapie.recordVisit', { body })));
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) counts[`${status} ${code ?? ''}`.trim()] = (counts[`${status} ${code ?? ''}`.trim()] ?? 0) + 1;
  const { 200: written, ...refused } = counts;
  expect(written, JSON.stringify(counts)).toBe(30);
  expect(
    Object.keys(refused).every((line) => /^409 (session-not-covered|risk-not-confirmed)$/.test(line)),
    JSON.stringify(counts),
  ).toBe(true);
  const rows = await house.stage.look(
    `select (select sum(minutes)::int from soziotherapie.ledger_entry where person_id = $1) as ledger, (select used_minutes from soziotherapie.contingent_window where person_id = $1) as shown,
       (select count(*)::int from soziotherapie.session where person_id = $1) as sessions, (select count(*)::int from soziotherapie.session_note where person_id = $1) as notes`,
    one.personId,
  );
  expect(rows).toEqual([{ ledger: 1800, shown: 1800, sessions: 30, notes: 30 }]);
}, 60_000);
