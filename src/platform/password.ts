import { type Argon2Parameters, argon2, createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '#kernel/decision.ts';

/** Cost of one stretching: KiB of memory, passes over it. Parallelism is always 1. */
export interface Strength {
  memory: number;
  passes: number;
}

/** The floor for small machines (79 ms there) and the choice for large ones (190 ms); security 4.3. */
export const STRENGTHS = {
  standard: { memory: 19_456, passes: 2 },
  high: { memory: 65_536, passes: 3 },
} as const satisfies Record<string, Strength>;
export type StrengthName = keyof typeof STRENGTHS;

/** HMAC of the password with a key that the database does not have. */
export type Pepper = (password: string) => Uint8Array;

const SCHEME = 'argon2id-sha256';
const AT_ONCE = 2;
const WAITING = 6; // each one holds a database connection meanwhile
const stretchOnce = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

let running = 0;
const waiting: (() => void)[] = [];

/** At most two at once and few in line, so that a flood of tries cannot stop the desk; beyond that: refusal `too-many`. */
async function inLine<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw new Refusal('too-many', { retryAfter: 2 });
    await new Promise<void>((resolve) => waiting.push(resolve)); // whoever leaves hands its place over
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function stretch(password: string, pepper: Pepper, salt: Uint8Array, { memory, passes }: Strength): Promise<Buffer> {
  // NFKC: the same password typed on another keyboard is the same bytes (SP 800-63B 3.1.1.2).
  const message = pepper(password.normalize('NFKC'));
  return inLine(() => stretchOnce('argon2id', { message, nonce: salt, parallelism: 1, tagLength: 32, memory, passes }));
}

/** What is stored for a new password: "argon2id-sha256$m=19456,t=2,p=1$salt$check"; the check is SHA-256 of argon2id's result. */
export async function storedForm(password: string, pepper: Pepper, strength: Strength): Promise<string> {
  const salt = randomBytes(16);
  const proof = await stretch(password, pepper, salt, strength);
  const check = createHash('sha256').update(proof).digest('hex');
  return `${SCHEME}$m=${strength.memory},t=${strength.passes},p=1$${salt.toString('base64url')}$${check}`;
}

/** The stretched password, which the database compares, and whether it should be stored anew with the strength of today. */
export interface Proof {
  proof: Buffer;
  outdated: boolean;
}

/**
 * Stretches a password with the salt and cost in `form` (the stored form without its check). Without a form it does the same work
 * for nothing, so that an unknown name takes as long as a wrong password.
 */
export async function provePassword(
  form: string | undefined,
  password: string,
  pepper: Pepper,
  strength: Strength,
): Promise<Proof | undefined> {
  const match = /^argon2id-sha256\$m=(\d+),t=(\d+),p=1\$([\w-]+)$/.exec(form ?? '');
  const cost = match ? { memory: Number(match[1]), passes: Number(match[2]) } : strength;
  const salt = match ? Buffer.from(match[3] ?? '', 'base64url') : randomBytes(16);
  const proof = await stretch(password, pepper, salt, cost);
  if (!match) return undefined;
  return { proof, outdated: cost.memory !== strength.memory || cost.passes !== strength.passes };
}
