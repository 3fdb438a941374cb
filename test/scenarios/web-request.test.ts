import { Client } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { Browser } from './browser.ts';
import { eventually } from './duty.ts';
import { FrontDoor } from './front-door.ts';
import { expectNeutral, mailsTo } from './letters.ts';

const database = await freshDatabase();
const door = await FrontDoor.open({ database });
afterAll(() => door.close());
const [jana, marit] = [await door.signedIn('jana'), await door.signedIn('marit')];

const FILLED = {
  urgent: 'no',
  channel: 'email',
  phone: '0228 / 47 11 00',
  email: 'webanna@post.example',
  who: 'self',
  birth: '12.03.1990',
  insurance: 'GKV',
  concern: 'Ich schlafe nicht mehr.',
  called: 'Anna Webermann',
  consent: 'on',
};
const openForm = async () => {
  const page = await fetch(`${door.address}/anfrage`);
  const token = /name="form" value="([^"]+)"/.exec(await page.text())?.[1];
  if (!token) throw new Error('a page without a form');
  return { token, cookie: page.headers.get('set-cookie') };
};
const post = async (fields: Record<string, string>) => {
  const answer = await fetch(`${door.address}/anfrage`, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, page: await answer.text(), after: answer.headers.get('retry-after') };
};
/** Opens the page, reads for a minute, sends. */
async function send(change: Record<string, string> = {}) {
  const { token, cookie } = await openForm();
  expect(cookie).toBeNull();
  door.clock.pass({ seconds: 60 });
  return { token, ...(await post({ ...FILLED, ...change, form: token })) };
}
interface Row {
  id: string;
  origin: string;
  state: string;
}
const queue = async (): Promise<Row[]> => (await jana.done('placement.listRequests')).requests;

describe('the public form', () => {
  test('becomes a request in the desk’s queue with a task to call back by the next working day, and a neutral mail', async () => {
    const before = new Set((await queue()).map(({ id }) => id));
    const live = await jana.listen();
    const sentAt = door.clock.now;
    const { status, page, token } = await send();
    expect(status).toBe(202);
    expect(page).toMatch(/class="reference" dir="ltr">[0-9A-Z]{4}-[0-9A-Z]{4}</);
    expect(page).not.toMatch(/Webermann|4711|schlafe/); // nothing of what was sent comes back

    const began = Date.now();
    const request = await eventually(async () => (await queue()).find(({ id }) => !before.has(id)));
    process.stdout.write(`a form was sent: in the queue after ${Date.now() - began} ms\n`);
    const view = await jana.done('placement.getRequest', { params: { id: request.id } });
    expect(view).toMatchObject({ state: 'new', safetyOpener: null, criteria: { insurance: 'GKV' } });
    expect(view.person).toMatchObject({ called: 'Anna Webermann', phone: FILLED.phone, email: FILLED.email });
    const task = await eventually(async () =>
      (await jana.done('tasks.list')).tasks.find(
        ({ objectId, kind }: { objectId: string; kind: string }) => objectId === request.id && /call/.test(kind),
      ),
    );
    // Monday 10:00: the next working day is Tuesday
    expect(Temporal.Instant.compare(Temporal.Instant.from(task.dueAt), Temporal.Instant.from('2026-03-03T23:00:00Z'))).toBeLessThan(0);
    expect(Temporal.Instant.compare(Temporal.Instant.from(task.dueAt), sentAt)).toBeGreaterThan(0);
    const { form } = await jana.done('portal.getWebForm', { params: { id: request.id } });
    expect(form).toMatchObject({ channel: 'email', urgent: false, callBackBy: task.dueAt });

    await door.mailTo('webanna@post.example');
    for (const mail of await mailsTo(door, 'webanna@post.example')) {
      expectNeutral(mail);
      expect(mail.text).not.toMatch(/schlafe/);
    }
    // open pages hear that something came, and nothing of it
    expect(JSON.stringify(live.heard)).not.toMatch(/Webermann|4711|schlafe|webanna/);
    live.stop();

    // the same form sent again is no second request
    const again = await post({ ...FILLED, form: token });
    expect(again.status).toBe(202);
    await new Promise((go) => setTimeout(go, 2_300)); // the worker has looked
    expect((await queue()).filter(({ id }) => !before.has(id))).toHaveLength(1);
  });

  test('who ticks that it cannot wait reads the numbers first, and the desk calls today', async () => {
    const { status, page } = await send({ urgent: 'yes', email: 'eilig@post.example', called: 'Eva Eilig' });
    expect(status).toBe(202);
    expect(page).toContain('tel:112');
    const urgent = await eventually(async () => {
      for (const { id } of await queue()) {
        const { form } = await jana.done('portal.getWebForm', { params: { id } });
        if (form?.urgent) return { id, form };
      }
      return undefined;
    });
    const day = (at: string) => Temporal.Instant.from(at).toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString();
    expect(day(urgent.form.callBackBy)).toBe(day(door.clock.now.toString()));
  });

  test('nobody reads what lies in the box: not signed out, not signed in, not with the application’s own role in the database', async () => {
    const outside = new Browser(door.address, 'nobody');
    const [{ id: requestId } = { id: '' }] = await queue();
    expect((await outside.ask('portal.getWebForm', { params: { id: requestId } })).status).toBe(401);
    expect((await outside.ask('portal.listAside')).status).toBe(401);
    for (const who of ['tomasz', 'karin', 'amara', 'yilmaz'] as const)
      expect([who, (await (await door.signedIn(who)).ask('portal.getWebForm', { params: { id: requestId } })).status]).toEqual([who, 403]);
    expect((await (await door.therapist('brandt')).ask('portal.getWebForm', { params: { id: requestId } })).status).toBe(403);
    expect((await jana.ask('portal.listAside')).status).toBe(403); // only who may decide about it learns that it is there
    expect((await marit.ask('portal.listAside')).status).toBe(200);
    const client = new Client(database.connections.app);
    await client.connect();
    try {
      const read = await client.query('select * from portal.intake').catch((fault: Error) => fault.message);
      expect(typeof read === 'string' ? read : read.rows).toSatisfy((seen: unknown) =>
        Array.isArray(seen) ? seen.length === 0 : /denied/.test(String(seen)),
      );
    } finally {
      await client.end();
    }
    // behind row-level security it lies sealed
    const rows = await door.stage.look<{ bytes: string }>("select encode(sealed, 'escape') as bytes from portal.intake");
    expect(rows.length).toBeGreaterThanOrEqual(2);
    for (const { bytes } of rows) expect(bytes).not.toMatch(/Webermann|schlafe|post\.example/);
  });

  test('a flood from one source ends in a kind page with the telephone; the queue gets six and the desk works on', async () => {
    door.clock.pass({ days: 1 });
    const before = (await queue()).length;
    const answers = [];
    for (let time = 0; time < 9; time += 1) answers.push(await send({ email: `flut${time}@post.example`, called: `Flut ${time}` }));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 202, 202, 202, 429, 429, 429]);
    for (const { page, after } of refused) {
      expect(page).toContain('0228 555 010');
      expect(page).toContain('tel:112');
      expect(Number(after)).toBeGreaterThan(0);
    }
    await eventually(async () => (await queue()).length === before + 6);
    // the desk is not slowed down by it: another limit altogether
    const { id } = await jana.done('placement.beginRequest', { body: { phone: '0171 3920041' } });
    expect(id).toBeTruthy();
    expect(door.faults).toEqual([]);
  });
});
