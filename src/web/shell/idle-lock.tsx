import type { Me } from '../me.ts';

export function IdleLock(_: { me: Me }) {
  return null;
}
