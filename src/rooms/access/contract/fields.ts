import { z } from 'zod';
import { ROLES } from '#kernel/codes.ts';

export const id = z.uuid();
export const instant = z.iso.datetime();
export const day = z.iso.date();
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^@\s]+@[^@\s]+$/);
export const personName = z.string().trim().min(1).max(120);
export const password = z.string().min(1).max(200);
/** Six digits as the app shows them, "123456" or "123 456". */
export const totpCode = z.string().regex(/^\s*\d{3}\s?\d{3}\s*$/);
/** The secret part of an invitation link: 24 random bytes in base64url. */
export const linkCode = z.string().regex(/^[A-Za-z0-9_-]{32}$/);
export const role = z.enum(ROLES);
export const roles = z.array(role).min(1).max(ROLES.length);
export const nothing = z.strictObject({});
export const byId = z.strictObject({ id });

/** What comes next at the door: the code of the app, setting the app up, or the desk. */
export const NEXT_STEPS = ['totp', 'enrol', 'done'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];
export const next = z.strictObject({ next: z.enum(NEXT_STEPS) });
