import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listOutbox } from '../mail/outbox.ts';
import { gatewayTexter } from './gateway.ts';
import { outboxTexter } from './outbox.ts';

const MESSAGE = { id: '019a0000-0000-7000-8000-000000000001', to: '+4915112345678', text: 'Ihr Termin: Do., 05.03., 17:30 Uhr' };
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

interface Asked {
  method: string | undefined;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** A gateway in a few lines of plain HTTP, which knows nothing of ours. */
async function gateway(answer: (response: ServerResponse, asked: Asked) => void) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const one = { method: request.method, headers: request.headers, body: JSON.parse(Buffer.concat(pieces).toString()) as unknown };
      asked.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  cleanUp.push(
    () =>
      new Promise((go) => {
        server.closeAllConnections();
        server.close(go);
      }),
  );
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const texter = gatewayTexter({ url: `http://127.0.0.1:${port}/send`, token: 'geheim', from: 'Netz Bonn' });
  cleanUp.push(() => texter.close());
  return { asked, texter };
}

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('a text message over the gateway', () => {
  it('carries number, sender, text and its id twice, and brings the reference back', async () => {
    const { asked, texter } = await gateway(json(202, { id: 'gw-77' }));
    expect(await texter.send(MESSAGE)).toEqual({ ok: true, reference: 'gw-77' });
    expect(asked).toMatchObject([
      {
        method: 'POST',
        headers: { authorization: 'Bearer geheim', 'idempotency-key': MESSAGE.id, 'content-type': 'application/json' },
        body: { id: MESSAGE.id, from: 'Netz Bonn', to: MESSAGE.to, text: MESSAGE.text },
      },
    ]);
  });

  it.each([
    [200, {}, { ok: true, reference: MESSAGE.id }],
    [409, { code: 'already-there' }, { ok: true, reference: MESSAGE.id }],
    [401, {}, { ok: false, because: 'sms-sign-in-refused', again: true, status: 401 }],
    [403, {}, { ok: false, because: 'sms-sign-in-refused', again: true, status: 403 }],
    [400, {}, { ok: false, because: 'sms-refused', again: false, status: 400 }],
    [422, { code: 'invalid-number' }, { ok: false, because: 'sms-number-invalid', again: false, status: 422 }],
    [429, {}, { ok: false, because: 'sms-gateway-unreachable', again: true, status: 429 }],
    [503, {}, { ok: false, because: 'sms-gateway-unreachable', again: true, status: 503 }],
  ])('the answer %i %j is understood', async (status, body, delivery) => {
    const { texter } = await gateway(json(status, body));
    expect(await texter.send(MESSAGE)).toEqual(delivery);
  });

  it('an answer that is no JSON, and a reference that is no text, still count as taken', async () => {
    const { texter } = await gateway((response) => void response.writeHead(200).end('OK'));
    expect(await texter.send(MESSAGE)).toEqual({ ok: true, reference: MESSAGE.id });
    const other = await gateway(json(200, { id: { nested: 1 } }));
    expect(await other.texter.send(MESSAGE)).toEqual({ ok: true, reference: MESSAGE.id });
  });

  it('a line that breaks after the request leaves the outcome unknown, and the repeat carries the same id', async () => {
    let broken = true;
    const { asked, texter } = await gateway((response) => {
      if (broken) response.destroy();
      else json(200, { id: 'gw-1' })(response);
    });
    expect(await texter.send(MESSAGE)).toEqual({ ok: false, because: 'outcome-unknown', again: true });
    broken = false;
    expect(await texter.send(MESSAGE)).toEqual({ ok: true, reference: 'gw-1' });
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual([MESSAGE.id, MESSAGE.id]);
  });

  it('a gateway that never answers leaves the outcome unknown when the texter is closed', async () => {
    const { texter } = await gateway(() => {});
    const sending = texter.send(MESSAGE);
    setTimeout(() => void texter.close(), 50);
    expect(await sending).toEqual({ ok: false, because: 'outcome-unknown', again: true });
  });

  it('a gateway that is not there is an answer that another try may help', async () => {
    const texter = gatewayTexter({ url: 'http://127.0.0.1:9/send', token: 'x', from: 'Netz' });
    expect(await texter.send(MESSAGE)).toMatchObject({ ok: false, again: true });
  });

  it('the token does not follow a redirect', async () => {
    const elsewhere = await gateway(json(200, {}));
    const { texter } = await gateway((response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/other' }).end());
    expect(await texter.send(MESSAGE)).toMatchObject({ ok: false });
    expect(elsewhere.asked).toEqual([]);
  });

  it.each(['0171 3920041', '+0171', '004917', '', '+49151 1', '+4915112345678\n'])('%j is no number to hand over', async (to) => {
    const { asked, texter } = await gateway(json(200, {}));
    expect(await texter.send({ ...MESSAGE, to })).toEqual({ ok: false, because: 'sms-number-invalid', again: false });
    expect(asked).toEqual([]);
  });
});

describe('the outbox', () => {
  it('lays text messages beside the mails, each once, readable only by its owner', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'geleit sms ä '));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const texter = outboxTexter(join(folder, 'outbox'), () => Temporal.Instant.from('2026-03-02T09:00:00Z'));
    expect(await texter.send(MESSAGE)).toEqual({ ok: true, reference: MESSAGE.id });
    expect(await texter.send(MESSAGE)).toMatchObject({ ok: true });
    const listed = await listOutbox(join(folder, 'outbox'));
    expect(listed).toMatchObject([{ id: MESSAGE.id, to: MESSAGE.to, subject: 'SMS', file: `${MESSAGE.id}.sms.txt` }]);
    const path = join(folder, 'outbox', `${MESSAGE.id}.sms.txt`);
    expect(await readFile(path, 'utf8')).toBe(MESSAGE.text);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await texter.send({ ...MESSAGE, to: 'nobody' })).toMatchObject({ ok: false, because: 'sms-number-invalid' });
  });
});
