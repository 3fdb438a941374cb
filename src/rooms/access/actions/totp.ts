import { createHash } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import type { Call } from '#platform/call.ts';

const STEP_SECONDS = 30;

function placeOf(accountId: string) {
  return { table: 'access.account', column: 'totp_sealed', row: accountId };
}

/** A new secret for an authenticator app (160 bits, base32), sealed for the row, and what the database compares (SHA-256). */
export function makeSecret(call: Call, accountId: string, given?: string): { secret: string; sealed: Buffer; check: Buffer } {
  const secret = given ?? generateSecret({ length: 20 });
  const bytes = Buffer.from(secret, 'ascii');
  return { secret, sealed: call.sealer.sealSecret(placeOf(accountId), bytes), check: createHash('sha256').update(bytes).digest() };
}

/** The address that an authenticator app reads from a QR code. */
export function uriOf(call: Call, email: string, secret: string): string {
  return generateURI({ issuer: call.network.name.replaceAll(':', ' '), label: email, secret });
}

/**
 * The time step of a code that fits the sealed secret now, one step of 30 s to either side (RFC 6238 5.2); nothing where it does not.
 * Whether the step was spent before, the database decides.
 */
export function findStep(call: Call, accountId: string, sealed: Buffer, code: string): { secret: Buffer; step: number } | undefined {
  const secret = call.sealer.openSecret(placeOf(accountId), sealed);
  const result = verifySync({
    secret: secret.toString('ascii'),
    token: code.replace(/\s/g, ''),
    epoch: Math.floor(call.now.epochMilliseconds / 1000),
    epochTolerance: STEP_SECONDS,
  });
  return result.valid && 'timeStep' in result ? { secret, step: result.timeStep } : undefined;
}
