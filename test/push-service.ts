import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A browser that was woken: what its service worker would read. */
export interface Woken {
  title: string;
  body: string;
  url: string;
  tag: string;
}

interface Browser {
  /** What `PushSubscription.toJSON()` says. */
  endpoint: string;
  p256dh: string;
  auth: string;
  /** What arrived and could be decrypted with the browser's own key. */
  woken: Woken[];
  /** The next pushes are answered with this status instead of 201. */
  answer: number;
  asked: number;
}

/**
 * A push service of our own with browsers behind it: it checks the sender's signature (VAPID, RFC 8292) and the headers of RFC 8030,
 * and decrypts with the browser's key (RFC 8291), as only the browser could.
 */
export async function openPushService(publicKey: string) {
  const browsers = new Map<string, Browser & { open(bytes: Buffer): string }>();
  const faults: string[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const browser = browsers.get(request.url ?? '');
      if (!browser) return response.writeHead(404).end();
      browser.asked += 1;
      const fault = faultOf(request.headers, `http://127.0.0.1:${port}`, publicKey);
      if (fault) faults.push(fault);
      if (fault) return response.writeHead(403).end();
      if (browser.answer !== 201) return response.writeHead(browser.answer).end();
      browser.woken.push(JSON.parse(browser.open(Buffer.concat(pieces))) as Woken);
      return response.writeHead(201, { location: '/message/1' }).end();
    });
  });
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const { port } = server.address() as AddressInfo;
  return {
    faults,
    subscribe(): Browser {
      const keys = createECDH('prime256v1');
      const p256dh = keys.generateKeys('base64url');
      const secret = randomBytes(16);
      const path = `/push/${randomBytes(12).toString('hex')}`;
      const browser = {
        endpoint: `http://127.0.0.1:${port}${path}`,
        p256dh,
        auth: secret.toString('base64url'),
        woken: [] as Woken[],
        answer: 201,
        asked: 0,
        open: (bytes: Buffer) => decrypt(bytes, keys, secret),
      };
      browsers.set(path, browser);
      return browser;
    },
    close: () => new Promise<void>((go) => server.close(() => go())),
  };
}

function decrypt(bytes: Buffer, keys: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = bytes.subarray(0, 16);
  const sender = bytes.subarray(21, 21 + (bytes[20] ?? 0));
  const sealed = bytes.subarray(21 + sender.length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const input = Buffer.from(hkdfSync('sha256', keys.computeSecret(sender), auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', input, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', input, salt, 'Content-Encoding: nonce\0', 12));
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return plain.subarray(0, plain.lastIndexOf(2)).toString(); // 0x02 ends the last record (RFC 8188)
}

function faultOf(headers: NodeJS.Dict<string | string[]>, audience: string, publicKey: string): string | undefined {
  if (headers['content-encoding'] !== 'aes128gcm') return `content-encoding ${String(headers['content-encoding'])}`;
  if (!/^\d+$/.test(String(headers.ttl))) return 'no ttl';
  if (headers.urgency !== 'high') return 'not urgent';
  const [, token = '', key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(String(headers.authorization)) ?? [];
  if (key !== publicKey) return 'another key';
  const [head = '', claims = '', signature = ''] = token.split('.');
  const raw = Buffer.from(publicKey, 'base64url');
  const point = createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') },
  });
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: point, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) return 'not signed by us';
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number; sub: string };
  if (aud !== audience) return `audience ${aud}`;
  if (exp > Date.now() / 1_000 + 24 * 3_600) return 'valid too long';
  return /^(mailto:|https:)/.test(sub) ? undefined : `subject ${sub}`;
}
