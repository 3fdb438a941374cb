/**
 * Sealing to a public key of the server with what browsers and Node both have (WebCrypto): ECDH on P-256, HKDF-SHA-256, AES-256-GCM.
 * Who seals cannot open again; whoever finds the bytes on a device cannot either.
 */

const FORM = 1;
const POINT = 65; // uncompressed: 4 || x || y
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + POINT + NONCE;
/** Texts are filled up with spaces to a multiple of this many bytes. */
export const SEALED_BLOCK = 512;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Whose key, and which entry: an entry cannot be passed off as another one. */
export interface SealedFor {
  keyId: string;
  entryId: string;
}

/** Both halves of a key: raw uncompressed point (65 bytes), and PKCS #8. */
export interface SealingKeys {
  publicKey: Uint8Array<ArrayBuffer>;
  privateKey: Uint8Array<ArrayBuffer>;
}

/** Bytes that do not open with this key for this entry. */
export class NotSealedForUs extends Error {
  constructor(cause?: unknown) {
    super('these bytes cannot be opened with this key', { cause });
    this.name = 'NotSealedForUs';
  }
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const boundTo = ({ keyId, entryId }: SealedFor) => bytesOf(`geleit.device-entry\n${FORM}\n${keyId}\n${entryId}`);

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function filledUp(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(Math.max(1, Math.ceil(text.length / SEALED_BLOCK)) * SEALED_BLOCK).fill(0x20);
  all.set(text);
  return all;
}

async function sharedKey(own: CryptoKey, other: CryptoKey, salt: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info: bytesOf('geleit device entry 1') };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, [use]);
}

const importPoint = (point: Uint8Array<ArrayBuffer>) => crypto.subtle.importKey('raw', point, CURVE, true, []);

/** A new pair for the server. */
export async function newSealingKeys(): Promise<SealingKeys> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  return { publicKey: new Uint8Array(publicKey), privateKey: new Uint8Array(privateKey) };
}

/**
 * Seals a text to the server.
 * @param publicKey uncompressed point of the server's key, 65 bytes
 * @returns form (1 byte), the entry's own public key (65), nonce (12), ciphertext and tag
 */
export async function sealToServer(publicKey: Uint8Array<ArrayBuffer>, to: SealedFor, text: string): Promise<Uint8Array<ArrayBuffer>> {
  if (publicKey.length !== POINT) throw new RangeError('a public key has 65 bytes');
  const own = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const key = await sharedKey(own.privateKey, await importPoint(publicKey), joined(point, publicKey), 'encrypt');
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: boundTo(to), tagLength: TAG * 8 },
    key,
    filledUp(bytesOf(text)),
  );
  return joined(new Uint8Array([FORM]), point, iv, new Uint8Array(sealed));
}

/** Opens what was sealed to us. Throws `NotSealedForUs` where key, entry or bytes do not belong together. */
export async function openAsServer(keys: SealingKeys, to: SealedFor, sealed: Uint8Array): Promise<string> {
  if (sealed.length < HEAD + TAG || sealed[0] !== FORM) throw new NotSealedForUs();
  const point = new Uint8Array(sealed.subarray(1, 1 + POINT));
  const iv = new Uint8Array(sealed.subarray(1 + POINT, HEAD));
  try {
    const own = await crypto.subtle.importKey('pkcs8', keys.privateKey, CURVE, false, ['deriveBits']);
    const key = await sharedKey(own, await importPoint(point), joined(point, keys.publicKey), 'decrypt');
    const how = { name: 'AES-GCM', iv, additionalData: boundTo(to), tagLength: TAG * 8 };
    const text = await crypto.subtle.decrypt(how, key, new Uint8Array(sealed.subarray(HEAD)));
    return new TextDecoder('utf-8', { fatal: true }).decode(text).trimEnd();
  } catch (fault) {
    throw new NotSealedForUs(fault);
  }
}
