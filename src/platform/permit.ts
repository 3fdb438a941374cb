import type { PermitName } from '#kernel/permits.ts';
import type { Actor } from './call.ts';

declare const given: unique symbol;

/** Access is a thing you hold: store functions that read personal data ask for one, and only the access room makes one. */
export interface Permit<Name extends PermitName = PermitName> {
  readonly name: Name;
  readonly actor: Actor;
  readonly [given]: true;
}

/** For the access room alone; a test reads the import lines. */
export function makePermit<Name extends PermitName>(name: Name, actor: Actor): Permit<Name> {
  return { name, actor } as Permit<Name>;
}
