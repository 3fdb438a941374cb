import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision.ts';
import { provePassword, STRENGTHS, storedForm } from './password.ts';

const pepper = (key: string) => (password: string) => createHmac('sha256', key).update(password).digest();
const QUICK = { memory: 1024, passes: 1 };
const formOf = (stored: string) => stored.slice(0, stored.lastIndexOf('$'));
const fits = (stored: string, proof: Buffer | undefined) =>
  proof !== undefined && stored.endsWith(`$${createHash('sha256').update(proof).digest('hex')}`);

test('the right password proves itself, a wrong one and one under another pepper do not', async () => {
  const stored = await storedForm('Grüße aus Bonn', pepper('a'), QUICK);
  expect(stored).toMatch(/^argon2id-sha256\$m=1024,t=1,p=1\$[\w-]{22}\$[0-9a-f]{64}$/);
  expect(fits(stored, (await provePassword(formOf(stored), 'Grüße aus Bonn', pepper('a'), QUICK))?.proof)).toBe(true);
  expect(fits(stored, (await provePassword(formOf(stored), 'Grüße aus Bonn'.normalize('NFD'), pepper('a'), QUICK))?.proof)).toBe(true);
  expect(fits(stored, (await provePassword(formOf(stored), 'Grüße aus Köln', pepper('a'), QUICK))?.proof)).toBe(false);
  expect(fits(stored, (await provePassword(formOf(stored), 'Grüße aus Bonn', pepper('b'), QUICK))?.proof)).toBe(false);
  expect(await storedForm('Grüße aus Bonn', pepper('a'), QUICK)).not.toBe(stored);
});

test('says when a password was stretched with other than the strength of today', async () => {
  const stored = await storedForm('x', pepper('a'), QUICK);
  expect(await provePassword(formOf(stored), 'x', pepper('a'), QUICK)).toMatchObject({ outdated: false });
  expect(await provePassword(formOf(stored), 'x', pepper('a'), STRENGTHS.standard)).toMatchObject({ outdated: true });
  expect(await provePassword(undefined, 'x', pepper('a'), QUICK)).toBeUndefined();
});

test('a flood is turned away at the ninth at once, and later tries pass again', async () => {
  const flood = await Promise.allSettled(Array.from({ length: 12 }, () => storedForm('x', pepper('a'), STRENGTHS.standard)));
  const refused = flood.filter((each) => each.status === 'rejected');
  expect(refused).toHaveLength(4);
  for (const each of refused) expect(each.reason).toMatchObject({ code: 'too-many', detail: { retryAfter: 2 } } satisfies Partial<Refusal>);
  await expect(storedForm('x', pepper('a'), QUICK)).resolves.toContain('argon2id');
});
