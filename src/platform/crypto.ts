import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Where a sealed text stands; it is bound to this place and cannot be moved to another row. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

/** Seals texts about a person with that person's key (AES-256-GCM), one key per person, wrapped by the network's root key. */
export interface Sealer {
  /** Sealed bytes: version, algorithm, key version, nonce (12), text, tag (16). */
  seal(tx: Tx, personId: string, place: Place, text: string): Promise<Buffer>;
  /** Throws `Unreadable` where key, place or bytes do not belong together. */
  open(tx: Tx, personId: string, place: Place, bytes: Uint8Array): Promise<string>;
  /** The same for what is no text: scans, photos, signatures. */
  sealBytes(tx: Tx, personId: string, place: Place, bytes: Uint8Array): Promise<Buffer>;
  openBytes(tx: Tx, personId: string, place: Place, bytes: Uint8Array): Promise<Buffer>;
  /** Reads the person's key, if there is one, so that it travels together with other reads. */
  fetch(tx: Tx, personId: string): Promise<void>;
  /**
   * For somebody who is nobody yet: a key for a new person and a text under it. Neither is kept in memory or written anywhere; the caller
   * stores both together through the one function that may.
   */
  sealForNew(personId: string, place: Place, text: string): { wrapped: Buffer; sealed: Buffer };
  /** The same for secrets of the network itself (second factors), with a key of their own. */
  sealSecret(place: Place, secret: Uint8Array): Buffer;
  openSecret(place: Place, bytes: Uint8Array): Buffer;
  /** Keyed token of a normalised value: equality without the value (recognising a caller). 16 bytes. */
  token(kind: string, value: string): Buffer;
}

export class Unreadable extends Error {
  constructor(cause?: unknown) {
    super('sealed text cannot be read with the keys at hand', { cause });
    this.name = 'Unreadable';
  }
}

const FORM = 1;
const AES_256_GCM = 1;
const TAG = 16; // fixed: Node accepts shorter tags where the length is left out (security 4.3)
const KEY_MINUTES = 10;

function aad(place: Place, owner: string): Buffer {
  return Buffer.from(`${place.table}\n${place.column}\n${place.row}\n${owner}\n${FORM}`);
}

function encrypt(key: Uint8Array, bound: Buffer, keyVersion: number, text: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(bound);
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([Buffer.from([FORM, AES_256_GCM, keyVersion]), nonce, body, cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, bound: Buffer, bytes: Uint8Array): Buffer {
  if (bytes.length < 3 + 12 + TAG || bytes[0] !== FORM || bytes[1] !== AES_256_GCM) throw new Unreadable();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(3, 15), { authTagLength: TAG });
    decipher.setAAD(bound);
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
    return Buffer.concat([decipher.update(bytes.subarray(15, bytes.length - TAG)), decipher.final()]);
  } catch (fault) {
    throw new Unreadable(fault);
  }
}

interface HeldKey {
  key: Buffer;
  version: number;
  until: number;
}

/** Keys of persons in memory, at most ten minutes. One for the process. */
export class KeyRing {
  readonly wrapping: Buffer;
  readonly secrets: Buffer;
  readonly tokens: Buffer;
  readonly held = new Map<string, HeldKey>();

  /** @param root 32 bytes from the key file, which lies outside the database's folder. */
  constructor(root: Uint8Array) {
    if (root.length !== 32) throw new RangeError('the root key has 32 bytes');
    const derive = (use: string) => Buffer.from(hkdfSync('sha256', root, 'geleit', use, 32));
    this.wrapping = derive('wrap-person-keys');
    this.secrets = derive('network-secrets');
    this.tokens = derive('recognition-tokens');
  }

  take(personId: string): HeldKey | undefined {
    const held = this.held.get(personId);
    if (held && held.until > Date.now()) return held;
    if (held) this.forget(personId);
    return undefined;
  }

  keep(personId: string, key: Buffer, version: number): void {
    if (this.held.size > 5_000) for (const id of [...this.held.keys()].slice(0, 1_000)) this.forget(id);
    this.held.set(personId, { key, version, until: Date.now() + KEY_MINUTES * 60_000 });
  }

  forget(personId: string): void {
    this.held.delete(personId);
  }
}

/** A sealer for one transaction: a key that this transaction made is not remembered beyond it, since it may be rolled back. */
export function createSealer(ring: KeyRing): Sealer {
  const own = new Map<string, HeldKey>();

  async function findKey(tx: Tx, personId: string): Promise<HeldKey | undefined> {
    const known = own.get(personId) ?? ring.take(personId);
    if (known) return known;
    const row = await tx
      .selectFrom('platform.person_key')
      .select(['wrapped', 'version'])
      .where('person_id', '=', personId)
      .where('former_id', 'is', null)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!row) return undefined;
    const key = unwrap(personId, row.version, row.wrapped);
    ring.keep(personId, key, row.version);
    return { key, version: row.version, until: 0 };
  }

  function unwrap(personId: string, version: number, wrapped: Uint8Array): Buffer {
    return decrypt(ring.wrapping, aad({ table: 'platform.person_key', column: 'wrapped', row: String(version) }, personId), wrapped);
  }

  /** What was sealed under a record that was joined with this one: its key came along and stays bound to the id of then. */
  async function openFormer(tx: Tx, personId: string, place: Place, bytes: Uint8Array): Promise<Buffer | undefined> {
    const formers = await tx
      .selectFrom('platform.person_key')
      .select(['wrapped', 'former_id', 'former_version'])
      .where('person_id', '=', personId)
      .where('former_id', 'is not', null)
      .execute();
    for (const { wrapped, former_id: former, former_version: version } of formers) {
      if (!former || version === null) continue;
      const row = place.row === personId ? former : place.row;
      try {
        return decrypt(unwrap(former, version, wrapped), aad({ ...place, row }, former), bytes);
      } catch (fault) {
        if (!(fault instanceof Unreadable)) throw fault;
      }
    }
    return undefined;
  }

  function wrap(personId: string, key: Buffer): Buffer {
    return encrypt(ring.wrapping, aad({ table: 'platform.person_key', column: 'wrapped', row: '1' }, personId), 1, key);
  }

  async function makeKey(tx: Tx, personId: string): Promise<HeldKey> {
    const key = randomBytes(32);
    const wrapped = wrap(personId, key);
    const made =
      await sql`insert into platform.person_key (person_id, version, wrapped) values (${personId}, 1, ${wrapped}) on conflict do nothing`.execute(
        tx,
      );
    if (made.numAffectedRows === 0n) {
      const found = await findKey(tx, personId); // somebody else was faster
      if (!found) throw new Unreadable();
      return found;
    }
    const held = { key, version: 1, until: 0 };
    own.set(personId, held);
    return held;
  }

  async function sealBytes(tx: Tx, personId: string, place: Place, bytes: Uint8Array): Promise<Buffer> {
    const { key, version } = (await findKey(tx, personId)) ?? (await makeKey(tx, personId));
    return encrypt(key, aad(place, personId), version, bytes);
  }
  async function openBytes(tx: Tx, personId: string, place: Place, bytes: Uint8Array): Promise<Buffer> {
    const held = await findKey(tx, personId);
    try {
      if (!held) throw new Unreadable();
      return decrypt(held.key, aad(place, personId), bytes);
    } catch (fault) {
      const former = fault instanceof Unreadable ? await openFormer(tx, personId, place, bytes) : undefined;
      if (!former) throw fault;
      return former;
    }
  }

  return {
    seal: (tx, personId, place, text) => sealBytes(tx, personId, place, Buffer.from(text, 'utf8')),
    open: async (tx, personId, place, bytes) => (await openBytes(tx, personId, place, bytes)).toString('utf8'),
    sealBytes,
    openBytes,
    fetch: async (tx, personId) => void (await findKey(tx, personId)),
    sealForNew(personId, place, text) {
      const key = randomBytes(32);
      return { wrapped: wrap(personId, key), sealed: encrypt(key, aad(place, personId), 1, Buffer.from(text, 'utf8')) };
    },
    sealSecret: (place, secret) => encrypt(ring.secrets, aad(place, 'network'), 1, secret),
    openSecret: (place, bytes) => decrypt(ring.secrets, aad(place, 'network'), bytes),
    token: (kind, value) => createHmac('sha256', ring.tokens).update(`${kind}\n${value}`).digest().subarray(0, 16),
  };
}
