import { describe, expect, test } from 'vitest';
import { newSealingKeys, openAsServer } from '#kernel/seal-to-server.ts';
import type { DeviceWork } from '#rooms/soziotherapie/contract/device.ts';
import { freshKey, lockUp, openUp } from './day-box.ts';
import { stillOpen } from './day-store.ts';
import { fromBase64, sealWork, toBase64 } from './seal.ts';

const work: DeviceWork = {
  kind: 'off',
  sessionId: '0195f1c0-0000-7000-8000-000000000001',
  version: 3,
  event: 'mark-no-show',
  reason: 'niemand öffnete die Tür',
};

describe('What lies on the device', () => {
  test('an entry can be opened by the server alone, and only under its own id', async () => {
    const keys = await newSealingKeys();
    const key = { keyId: '0195f1c0-0000-7000-8000-00000000000a', publicKey: toBase64(keys.publicKey) };
    const waiting = await sealWork(key, work, { accountId: 'weidner', writtenLocal: '2026-03-05T14:50', order: 1 });
    expect(JSON.stringify(waiting)).not.toMatch(/öffnete|mark-no-show/);
    const bytes = fromBase64(waiting.sealed);
    expect(JSON.parse(await openAsServer(keys, { keyId: key.keyId, entryId: waiting.id }, bytes))).toEqual(work);
    await expect(openAsServer(keys, { keyId: key.keyId, entryId: crypto.randomUUID() }, bytes)).rejects.toThrow();
    await expect(openAsServer(await newSealingKeys(), { keyId: key.keyId, entryId: waiting.id }, bytes)).rejects.toThrow();
  });

  test('two entries of the same text look different', async () => {
    const keys = await newSealingKeys();
    const key = { keyId: 'k', publicKey: toBase64(keys.publicKey) };
    const by = { accountId: 'weidner', writtenLocal: '2026-03-05T14:50', order: 1 };
    const [one, other] = await Promise.all([sealWork(key, work, by), sealWork(key, work, by)]);
    expect(one.sealed).not.toBe(other.sealed);
    expect(one.id).not.toBe(other.id);
  });

  test('the day plan opens with its key and its name only, and the key cannot be taken out', async () => {
    const key = await freshKey();
    const box = await lockUp(key, 'day', { name: 'Karim Haddad' });
    expect(await openUp(key, 'day', box)).toEqual({ name: 'Karim Haddad' });
    expect(await openUp(key, 'draft:x', box), 'another name').toBeNull();
    expect(await openUp(await freshKey(), 'day', box), 'another key').toBeNull();
    expect(Buffer.from(box.bytes).toString('latin1')).not.toContain('Haddad');
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });

  test.each([
    ['a hand was on it just now', { day: '2026-03-05', seen: 1_000_000 }, true],
    ['14 minutes ago', { day: '2026-03-05', seen: 1_000_000 - 14 * 60_000 }, true],
    ['15 minutes ago', { day: '2026-03-05', seen: 1_000_000 - 15 * 60_000 }, false],
    ['yesterday’s plan', { day: '2026-03-04', seen: 1_000_000 }, false],
    ['a clock that was put back', { day: '2026-03-05', seen: 1_000_000 + 3_600_000 }, false],
  ])('the day can still be read: %s', (_, row, open) => {
    expect(stillOpen({ ...row, idleSeconds: 900 }, '2026-03-05', 1_000_000)).toBe(open);
  });

  test('bytes of every length survive their writing as text', () => {
    for (const length of [0, 1, 2, 3, 511, 8192, 8193, 20_000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
  });
});
