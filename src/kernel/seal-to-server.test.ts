import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { NotSealedForUs, newSealingKeys, openAsServer, SEALED_BLOCK, sealToServer } from './seal-to-server.ts';

const keys = await newSealingKeys();
const to = { keyId: '01890000-0000-7000-8000-00000000000a', entryId: '01890000-0000-7000-8000-000000000001' };

describe('Sealing to the server', () => {
  test.each(['', 'ä', '{"kind":"visit"}', 'Ünïcode 🌿 '.repeat(300).trimEnd()])('what was sealed opens as it was: %#', async (text) => {
    expect(await openAsServer(keys, to, await sealToServer(keys.publicKey, to, text))).toBe(text);
  });

  test('the same text never looks the same, and its length shows only the block', async () => {
    const [one, other] = [await sealToServer(keys.publicKey, to, 'kurz'), await sealToServer(keys.publicKey, to, 'kurz')];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
    expect(one.length).toBe(1 + 65 + 12 + SEALED_BLOCK + 16);
    expect((await sealToServer(keys.publicKey, to, 'x'.repeat(500))).length).toBe(one.length);
    expect(Buffer.from(one).includes('kurz')).toBe(false);
  });

  test('it is the printed form: another implementation opens it with nothing but the description', async () => {
    const sealed = Buffer.from(await sealToServer(keys.publicKey, to, 'Hallo'));
    const ecdh = createECDH('prime256v1');
    const jwk = await crypto.subtle.exportKey(
      'jwk',
      await crypto.subtle.importKey('pkcs8', keys.privateKey, { name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']),
    );
    ecdh.setPrivateKey(Buffer.from(jwk.d ?? '', 'base64url'));
    const point = sealed.subarray(1, 66);
    const salt = Buffer.concat([point, keys.publicKey]);
    const key = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(point), salt, 'geleit device entry 1', 32));
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(66, 78), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`geleit.device-entry\n1\n${to.keyId}\n${to.entryId}`));
    decipher.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(78, -16)), decipher.final()]).toString();
    expect(text).toBe('Hallo'.padEnd(SEALED_BLOCK));
  });

  test('another key, another entry, another form, a changed byte or a cut end do not open', async () => {
    const sealed = await sealToServer(keys.publicKey, to, 'Hallo');
    const changed = (at: number) => Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
    const closed = (bytes: Uint8Array, by = keys, whose = to) =>
      expect(openAsServer(by, whose, bytes)).rejects.toBeInstanceOf(NotSealedForUs);
    await closed(sealed, await newSealingKeys());
    await closed(sealed, keys, { ...to, entryId: to.keyId });
    await closed(sealed, keys, { ...to, keyId: to.entryId });
    for (const at of [0, 1, 40, 70, 80, sealed.length - 1]) await closed(changed(at));
    await closed(sealed.subarray(0, -1));
    await closed(sealed.subarray(0, 20));
    await closed(new Uint8Array(0));
    expect(await openAsServer(keys, to, sealed)).toBe('Hallo');
  });

  test('a public key of another length is a mistake of the caller', async () => {
    await expect(sealToServer(new Uint8Array(64), to, 'x')).rejects.toThrow(RangeError);
  });
});
