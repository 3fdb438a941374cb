import { expect, test } from 'vitest';
import type { Delivery } from '#platform/mail/mailer.ts';
import { deliverDue, queueMessage } from '#rooms/messages/actions.ts';
import { beginRequest } from '#rooms/placement/actions/desk.ts';
import { openCast } from '#test/cast/cast.ts';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';

const stage = await setStage(await freshDatabase());
const cast = await openCast(stage.world);

test('a message that cannot be read keeps nobody waiting, and is parked after its tries', async () => {
  const { personId } = await cast.as('jana', (call, permit) => beginRequest(call, permit('placement.desk')));
  const queue = (text: string) =>
    cast.asSystem((call) =>
      queueMessage(call, {
        personId,
        channel: 'email',
        template: 'appointment-confirmation',
        language: 'de',
        content: { to: 'kim@example.org', text },
        cause: ['appointment', call.newId()],
      }),
    );
  const unreadable = await queue('wird unlesbar');
  await stage.admin.query("update messages.message set sealed = '\\x0001' where id = $1", [unreadable]);
  stage.clock.pass({ seconds: 1 });
  const readable = await queue('Ihr Termin');

  const sent: string[] = [];
  const mailer = {
    letterhead: { networkName: 'Netz Bonn', from: 'netz@example.org' },
    async send({ id }: { id: string }): Promise<Delivery> {
      sent.push(id);
      return { ok: true, messageId: id };
    },
    async close() {},
  };
  const rows = () =>
    stage.look<{ id: string; state: string; failure: string | null; attempts: number }>(
      'select * from messages.message order by created_at',
    );

  await deliverDue(stage.world, mailer);
  expect(sent).toEqual([readable]);
  expect(await rows()).toMatchObject([
    { id: unreadable, state: 'queued', attempts: 1 },
    { id: readable, state: 'sent', attempts: 1 },
  ]);
  for (let tries = 1; tries < 8; tries += 1) {
    stage.clock.pass({ days: 1 });
    await deliverDue(stage.world, mailer);
  }
  expect((await rows())[0]).toMatchObject({ state: 'failed', failure: 'content-unreadable', attempts: 8 });
  await stage.close();
});
