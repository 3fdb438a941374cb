/**
 * Entries written without network. The device seals each one to the server's public key (`#kernel/seal-to-server.ts`, WebCrypto in
 * browsers and in Node) and keeps only the sealed bytes; locking or signing out therefore loses nothing that waits.
 *
 * Bytes of a sealed entry, before base64 (standard alphabet, with padding):
 *   0        form, 1
 *   1..65    the entry's own public key: P-256, uncompressed point
 *   66..77   nonce
 *   78..     AES-256-GCM of the text, tag (16 bytes) at the end
 * Key: HKDF-SHA-256 of the ECDH secret (x coordinate, 32 bytes), salt = entry's public key || server's public key (each 65 bytes),
 * info = "geleit device entry 1". Bound to it (AAD): "geleit.device-entry\n1\n<keyId>\n<entryId>" in UTF-8.
 * Text: JSON of `DeviceWork` in UTF-8, filled up with spaces to the next multiple of 512 bytes, so that its length tells little.
 *
 * Steps: `keepEntries` stores what came, unopened, in its own transaction; the device forgets an entry once its id is in the answer.
 * `applyEntries` opens and applies them in the order they were written, each exactly once; `listEntries` shows what needs a person.
 */
import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';
import { Instant } from '#rooms/people/contract.ts';
import { Id, Local, Note, NoteVersion } from './notes.ts';
import { SessionRow, Visit } from './sessions.ts';

/** What a device may have written. */
export const DeviceWork = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('visit'), visit: Visit }),
  z.strictObject({
    kind: z.literal('off'),
    sessionId: z.uuid(),
    version: z.int(),
    event: z.enum(['mark-no-show', 'cancel-by-client', 'cancel-by-provider']),
    reason: said(60, 3),
  }),
  z.strictObject({
    kind: z.literal('amend'),
    sessionId: z.uuid(),
    /** Version of the note that was on the screen. */
    number: z.int().min(1),
    note: Note,
    thirdParty: z.string().trim().max(4000).optional(),
    reason: said(300, 3),
  }),
]);
export type DeviceWork = z.infer<typeof DeviceWork>;

/** The key to seal to now. Entries to older keys are still opened. */
export const getDeviceKey = endpoint({
  name: 'soziotherapie.getDeviceKey',
  method: 'GET',
  path: '/api/soziotherapie/device/key',
  answer: z.strictObject({
    keyId: z.uuid(),
    /** P-256, uncompressed point, base64. */
    publicKey: z.base64(),
    madeAt: Instant,
  }),
});

const SealedEntry = z.strictObject({
  /** Made on the device; the key by which it is applied once. */
  id: z.uuid(),
  keyId: z.uuid(),
  body: z.base64().max(120_000),
  /** Wall clock of the device, to show and to order; never the time of recording (R21). */
  writtenLocal: Local,
});

/** Keeps what a device wrote, unopened. An id that is already kept is answered as kept. */
export const keepEntries = endpoint({
  name: 'soziotherapie.keepEntries',
  method: 'POST',
  path: '/api/soziotherapie/device/entries',
  body: z.strictObject({ entries: z.array(SealedEntry).min(1).max(20) }),
  answer: z.strictObject({ kept: z.array(z.uuid()) }),
});

export const ENTRY_STATES = ['received', 'applied', 'conflict', 'refused', 'resolved'] as const;
const Outcome = z.strictObject({
  id: z.uuid(),
  state: z.enum(ENTRY_STATES),
  /** Code of the refusal or conflict; its words are those of every refusal. */
  because: z.string().nullable(),
  sessionId: z.uuid().nullable(),
  /** Version of the session afterwards. */
  version: z.int().nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

/** Opens and applies what is kept and not yet applied, oldest first, at most twenty; `left` says how many remain. */
export const applyEntries = endpoint({
  name: 'soziotherapie.applyEntries',
  method: 'POST',
  path: '/api/soziotherapie/device/apply',
  answer: z.strictObject({ outcomes: z.array(Outcome), left: z.int() }),
});

/** How a conflict is settled: ours instead of what stands, what stands, both (ours as an amendment), or ours is dropped knowingly. */
export const RESOLVE_HOW = ['mine', 'theirs', 'both', 'dropped'] as const;

/** One entry with both sides in full: what the device wrote and what stands here. */
export const EntryView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: z.enum(ENTRY_STATES),
  because: z.string().nullable(),
  writtenLocal: Local,
  arrivedAt: Instant,
  /** Null where the bytes could not be opened; they stay kept. */
  work: DeviceWork.nullable(),
  name: z.string().nullable(),
  session: SessionRow.nullable(),
  /** Newest version of what was written here, by whom. */
  theirs: NoteVersion.nullable(),
  /** Which ways are open for it. */
  how: z.array(z.enum(RESOLVE_HOW)),
});
export type EntryView = z.infer<typeof EntryView>;

/** Own entries that wait or need a decision. */
export const listEntries = endpoint({
  name: 'soziotherapie.listEntries',
  method: 'GET',
  path: '/api/soziotherapie/device/entries',
  answer: z.strictObject({ entries: z.array(EntryView) }),
});

export const resolveEntry = endpoint({
  name: 'soziotherapie.resolveEntry',
  method: 'POST',
  path: '/api/soziotherapie/device/entries/:id/resolve',
  params: Id,
  body: z.strictObject({
    how: z.enum(RESOLVE_HOW),
    /** A corrected form of what the device wrote (times, reasons); what was kept stays as it came. */
    work: DeviceWork.optional(),
  }),
  answer: Outcome,
  versioned: true,
});
