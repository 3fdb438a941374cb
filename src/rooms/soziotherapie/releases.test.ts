import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { queueMessage } from '#rooms/messages/actions.ts';
import { freshDatabase } from '#test/database.ts';
import { form, pdf } from '#test/file-samples.ts';
import { openServiceDoor, type ServiceDoor } from '#test/service-door.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { mayTransfer, type TransferTo } from './actions/releases.ts';
import { endReleases } from './jobs/releases.ts';

const database = await freshDatabase();
let door: ServiceDoor;
let voss: Case;
let scan: string;
const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[Europe/Berlin]`).toInstant();

beforeAll(async () => {
  door = await openServiceDoor(database, { at: at('2026-06-01T09:00') });
  voss = await door.stage.openCase({ givenName: 'Karin', familyName: 'Voss' });
  scan = await scanned(voss);
});
afterAll(() => door.close());

async function scanned({ personId }: Case, name = 'freigabe.pdf'): Promise<string> {
  const fields = { personId, kind: 'release', audience: 'office' };
  return (await door.get('buero', 'records.uploadFile', form(fields, [{ fileName: name, bytes: pdf() }]))).id;
}
const wish = (more: Record<string, unknown> = {}) => ({
  recipientKind: 'relative',
  recipientName: 'Petra Voss',
  recipientEmail: 'petra.voss@example.org',
  classes: ['appointments', 'plan'],
  purpose: 'COORD',
  untilOn: '2027-05-31',
  form: 'paper',
  givenBy: 'client',
  fileId: scan,
  ...more,
});
const give = async (more: Record<string, unknown> = {}, of = voss): Promise<string> =>
  (await door.get('buero', 'soziotherapie.giveRelease', { params: { id: of.episodeId }, body: wish(more) })).id;
const withdraw = (id: string, who: 'buero' | 'weidner' | 'leitung' | 'fremd' = 'buero', version = 1) =>
  door.ask(who, 'soziotherapie.withdrawRelease', { params: { id }, version, body: { via: 'phone' } });
const may = (to: TransferTo, classes: ('plan' | 'notes' | 'appointments' | 'diagnosis')[] = ['plan'], of = voss) =>
  door.stage.cast.as('weidner', (call) => mayTransfer(call, { episodeId: of.episodeId, to, classes }));
const released = async (id: string) =>
  (await door.get('buero', 'soziotherapie.listReleases', { params: { id: voss.episodeId } })).releases.find(
    (one: { id: string }) => one.id === id,
  );
const messages = (cause: string) =>
  door.stage.look<{ state: string; template: string }>('select state, template from messages.message where cause_id = $1', cause);

/** Something for a recipient, as an action would queue it: with the release as its cause. */
const queueReport = (releaseId: string, dueAt: Temporal.Instant) =>
  door.stage.cast.as('weidner', (call) =>
    queueMessage(call, {
      personId: voss.personId,
      channel: 'email',
      template: 'report',
      language: 'de',
      cause: ['release', releaseId],
      dueAt,
      content: { to: 'petra.voss@example.org', text: 'Bericht' },
    }),
  );
const putLink = async (recipientId: string) => {
  const id = newId();
  await door.stage.admin.query(
    `insert into access.link (id, token_hash, purpose, object_kind, object_id, person_id, organisation_id, recipient_kind, recipient_id, recipient_sealed, created_at, expires_at)
     values ($1, $2, 'read-report', 'review', $3, $4, $5, 'partner', $6, 'x', $7, $7::timestamptz + interval '14 days')`,
    [id, Buffer.from(id), newId(), voss.personId, door.stage.practices.musterweg, recipientId, door.stage.clock.now.toString()],
  );
  return id;
};

describe('releases from secrecy (rule book 2.4)', () => {
  test('C1: one needs a recipient, classes, purpose, end and a signature that is there', async () => {
    const ask = (more: Record<string, unknown>) =>
      door.ask('buero', 'soziotherapie.giveRelease', { params: { id: voss.episodeId }, body: wish(more) });
    expect((await ask({ classes: [] })).code).toBe('invalid-input');
    expect((await ask({ recipientName: '  ' })).code).toBe('invalid-input');
    expect((await ask({ fileId: newId() })).code).toBe('client-signature-missing');
    const other = await door.stage.openCase({ familyName: 'Andere', kvnr: 'B123456782' });
    expect((await ask({ fileId: await scanned(other) })).code).toBe('client-signature-missing');
    expect((await ask({ untilOn: '2026-05-31' })).json).toMatchObject({
      code: 'release-incomplete',
      errors: [{ pointer: '/untilOn', code: 'too-early' }],
    });
    expect((await ask({ untilOn: '2028-06-02' })).json.errors).toEqual([{ pointer: '/untilOn', code: 'too-late' }]);
  });

  test('who may: helper and office write it down, the lead reads, others learn nothing (table 5.3)', async () => {
    const ask = (who: 'weidner' | 'brueck' | 'leitung' | 'fremd' | 'jana' | 'tomasz') =>
      door.ask(who, 'soziotherapie.giveRelease', { params: { id: voss.episodeId }, body: wish() });
    expect((await ask('weidner')).status).toBe(201);
    expect((await ask('leitung')).code).toBe('release-not-for-role');
    expect([(await ask('brueck')).status, (await ask('fremd')).status]).toEqual([404, 404]);
    expect([(await ask('jana')).status, (await ask('tomasz')).status]).toEqual([403, 403]);
    const list = await door.get('leitung', 'soziotherapie.listReleases', { params: { id: voss.episodeId } });
    expect([list.mayGive, list.releases.length]).toEqual([false, 1]);
  });

  test('it opens exactly what it names, to whom it names', async () => {
    const id = await give();
    expect(await may({ releaseId: id }, ['plan'])).toEqual({ ok: true, releaseId: id });
    expect(await may({ releaseId: id }, ['appointments', 'plan'])).toEqual({ ok: true, releaseId: id });
    expect(await may({ releaseId: id }, ['plan', 'diagnosis'])).toEqual({ ok: false, because: 'consent-missing' });
    expect(await may({ releaseId: newId() })).toEqual({ ok: false, because: 'consent-missing' });
    const service = newId();
    await give({ recipientKind: 'service', recipientId: service, recipientName: 'Eingliederungshilfe Nord' });
    expect((await may({ recipient: { kind: 'service', id: service } })).ok).toBe(true);
    expect((await may({ recipient: { kind: 'service', id: newId() } })).ok).toBe(false);
  });

  test('the prescriber who treats needs none; a former one does (S10)', async () => {
    const { distelkamp, klinik } = door.stage.prescribers;
    expect(await may({ prescriberId: distelkamp }, ['plan', 'diagnosis'])).toEqual({ ok: true, releaseId: null });
    expect((await may({ prescriberId: klinik })).ok).toBe(false);
    const id = await give({ recipientKind: 'doctor', recipientId: klinik, recipientName: 'LVR-Klinik Bonn' });
    expect(await may({ prescriberId: klinik })).toEqual({ ok: true, releaseId: id });
  });

  test('S11: withdrawn at 16:20, the report of 16:21 is not sent; both lose access at once, the prescriber does not', async () => {
    const help = newId();
    const sister = await give();
    const service = await give({
      recipientKind: 'service',
      recipientId: help,
      recipientName: 'Eingliederungshilfe Nord',
      recipientEmail: undefined,
    });
    door.stage.clock.turnTo(at('2026-06-10T15:00'));
    await queueReport(sister, at('2026-06-10T16:21'));
    const before = await queueReport(sister, at('2026-06-10T15:01'));
    await door.stage.admin.query("update messages.message set state = 'sent', sent_at = now() where id = $1", [before]);
    const [link, other] = [await putLink(help), await putLink(door.stage.prescribers.distelkamp)];

    door.stage.clock.turnTo(at('2026-06-10T16:20'));
    const [first, second] = [await withdraw(sister), await withdraw(service, 'weidner')];
    expect(first.json).toMatchObject({ version: 2, told: 'email' });
    expect(second.json).toMatchObject({ closedLinks: 1, told: 'task' });
    expect((await may({ releaseId: sister })).ok).toBe(false);
    expect((await may({ recipient: { kind: 'service', id: help } })).ok).toBe(false);
    expect((await may({ prescriberId: door.stage.prescribers.distelkamp })).ok).toBe(true);

    door.stage.clock.turnTo(at('2026-06-10T16:21'));
    expect((await messages(sister)).map(({ state }) => state).sort()).toEqual(['cancelled', 'sent']); // what went stays in the log
    const links = await door.stage.look<{ id: string; open: boolean }>(
      'select id, revoked_at is null as open from access.link where id = any ($1)',
      [link, other],
    );
    expect(Object.fromEntries(links.map(({ id, open }) => [id, open]))).toEqual({ [link]: false, [other]: true });
    const [told] = await door.stage.look<{ id: string; sealed: Buffer }>(
      "select id, sealed from messages.message where template = 'release-ended' order by created_at desc limit 1",
    );
    const text = await door.stage.cast.asSystem((call) =>
      call.sealer.open(
        call.tx,
        voss.personId,
        { table: 'messages.message', column: 'sealed', row: told?.id ?? '' },
        told?.sealed ?? Buffer.alloc(0),
      ),
    );
    expect(JSON.parse(text)).toMatchObject({ to: 'petra.voss@example.org', text: expect.stringContaining('beendet') });
    expect(text).not.toMatch(/Karin|Sozio|Reetz|Therap/);
    const tasks = await door.stage.look<{ kind: string }>(
      "select kind from tasks.task where object_id = $1 and kind = 'release-ended'",
      service,
    );
    expect(tasks).toHaveLength(1);
    expect(await released(sister)).toMatchObject({ standing: 'withdrawn', withdrawnVia: 'phone' });
    const [episode] = await door.stage.look<{ state: string }>('select state from soziotherapie.episode where id = $1', voss.episodeId);
    expect(episode?.state).toBe('ACTIVE');
  });

  test('withdrawn is final: not twice, and the database does not take it back either', async () => {
    const id = await give();
    expect((await withdraw(id, 'buero', 7)).status).toBe(412);
    expect((await withdraw(id, 'leitung')).status).toBe(200);
    expect((await withdraw(id, 'buero', 2)).code).toBe('release-withdrawn');
    expect((await withdraw(newId())).code).toBe('release-not-found');
    expect((await withdraw(id, 'fremd')).code).toBe('release-not-found');
    const change = (set: string) => door.stage.admin.query(`update consent.consent set ${set} where id = $1`, [id]);
    await expect(change('withdrawn_at = null')).rejects.toThrow('a release is not changed');
    const live = await give();
    await expect(door.stage.admin.query("update consent.consent set classes = '{notes}' where id = $1", [live])).rejects.toThrow(
      'not changed',
    );
  });

  test('C3: 30 days before the end the office is reminded once; after the last day nothing goes', async () => {
    door.stage.clock.turnTo(at('2026-07-01T08:00'));
    const id = await give({ untilOn: '2026-08-15' });
    const tasks = () =>
      door.stage.look<{ kind: string }>("select kind from tasks.task where object_id = $1 and kind = 'release-ending'", id);
    await endReleases(door.stage.world);
    expect(await tasks()).toHaveLength(0);
    door.stage.clock.turnTo(at('2026-07-20T08:00'));
    await endReleases(door.stage.world);
    await endReleases(door.stage.world);
    expect(await tasks()).toHaveLength(1);
    expect((await released(id)).endsSoon).toBe(true);
    door.stage.clock.turnTo(at('2026-08-15T23:59'));
    expect((await may({ releaseId: id })).ok).toBe(true);
    door.stage.clock.turnTo(at('2026-08-16T00:00'));
    expect((await may({ releaseId: id })).ok).toBe(false); // also before the job has run
    await endReleases(door.stage.world);
    expect(await released(id)).toMatchObject({ standing: 'expired', withdrawnVia: null });
    expect((await withdraw(id, 'buero', 2)).code).toBe('release-expired');
    const told = (await door.stage.told(id)).filter((action) => action !== 'consent.release.read');
    expect(told).toEqual(['consent.release.given', 'consent.release.expired']);
  });

  test('with the case its releases end, and what waits for their recipients', async () => {
    const other = await door.stage.openCase({ familyName: 'Schluss', kvnr: 'C123456784' });
    const fileId = await scanned(other);
    const id = await give({ fileId }, other);
    const { releaseReactions } = await import('./reactions/releases.ts');
    await door.stage.cast.as('leitung', async (call) => {
      await releaseReactions['soziotherapie.episode.moved']?.(call, {
        action: 'soziotherapie.episode.moved',
        kind: 'U',
        object: ['episode', other.episodeId],
        personId: other.personId,
        data: { organisationId: door.stage.practices.musterweg, episodeId: other.episodeId, from: 'ACTIVE', to: 'CLOSED' },
      });
    });
    expect((await may({ releaseId: id }, ['plan'], other)).ok).toBe(false);
  });

  test('neither the desk nor another practice reads a release in the database, filters or not', async () => {
    await give();
    const count = (who: Parameters<typeof door.stage.cast.as>[0]) =>
      door.stage.cast.as(
        who,
        async (call) => (await call.tx.selectFrom('consent.consent').select('id').where('kind', '=', 'release').execute()).length,
      );
    await door.stage.admin.query(
      "insert into access.care_relation (id, person_id, kind, cause_kind, cause_id, from_at) values ($1, $2, 'desk', 'request', $3, '2026-01-01')",
      [newId(), voss.personId, newId()],
    );
    expect(await count('weidner')).toBeGreaterThan(5);
    expect(await count('leitung')).toBeGreaterThan(5);
    for (const who of ['jana', 'fremd', 'fremdbuero', 'brueck', 'tomasz', 'karin'] as const)
      expect([who, await count(who)]).toEqual([who, 0]);
  });
});
