import { Refusal } from '#kernel/decision.ts';
import type { PermitName } from '#kernel/permits.ts';
import { asSession, asSystem, type Call, type World } from '#platform/call.ts';
import type { Strength } from '#platform/password.ts';
import type { Permit } from '#platform/permit.ts';
import { createAccount, type NewAccount, openSession } from '#rooms/access/actions/bootstrap.ts';
import { permitFor } from '#rooms/access/actions/permit.ts';
import { CAST_PASSWORD, CAST_TOTP, STAFF, type StaffName } from './people.ts';

/** Stretching a password takes long on purpose; people of tests and the demo take the shortest, and it is renewed at their first sign-in. */
const QUICK: Strength = { memory: 1024, passes: 1 };

/** Makes the permit of a name for whoever the call is, as the HTTP door does. */
export type Permits = <Name extends PermitName>(name: Name) => Permit<Name>;
type Work<Result> = (call: Call, permit: Permits) => Promise<Result>;

interface Known {
  accountId: string;
  practitionerId: string | null;
  name: string;
  email: string;
  token: string | undefined;
}

/** The standing people of a world, who act through real sessions. */
export class Cast<Name extends string = StaffName> {
  readonly world: World;
  readonly #people = new Map<string, Known>();

  constructor(world: World) {
    this.world = world;
  }

  /** Lets somebody join: an account and, when first needed, a session. Give a password only where somebody signs in with it. */
  async join<New extends string>(name: New, account: NewAccount): Promise<Cast<Name | New>> {
    const accountId = await this.asSystem((call) => createAccount(call, { strength: QUICK, ...account }));
    const { practitionerId = null, email } = account;
    this.#people.set(name, { accountId, practitionerId, email, name: account.name, token: undefined });
    return this as unknown as Cast<Name | New>;
  }

  /** Runs work in one transaction as somebody, with her session. */
  async as<Result>(name: Name, work: Work<Result>): Promise<Result> {
    return asSession(this.world, await this.token(name), {}, (call) => work(call, (permit) => permitFor(call, permit)));
  }

  /** The refusal that somebody's work meets; work that goes through is an error. */
  async refusal(name: Name, work: Work<unknown>): Promise<Refusal> {
    try {
      await this.as(name, work);
    } catch (fault) {
      if (fault instanceof Refusal) return fault;
      throw fault;
    }
    throw new Error(`${name} was not refused`);
  }

  /** A whole session's token; opened at the first use and kept. */
  async token(name: Name): Promise<string> {
    const known = this.person(name);
    known.token ??= await this.asSystem((call) => openSession(call, known.accountId));
    return known.token;
  }

  person(name: Name): Known {
    const known = this.#people.get(name);
    if (!known) throw new RangeError(`nobody called ${name} is in the cast`);
    return known;
  }

  account(name: Name): string {
    return this.person(name).accountId;
  }

  practitioner(name: Name): string {
    const { practitionerId } = this.person(name);
    if (!practitionerId) throw new RangeError(`${name} is no therapist`);
    return practitionerId;
  }

  asSystem<Result>(work: (call: Call) => Promise<Result>): Promise<Result> {
    return asSystem(this.world, 'cast', work);
  }
}

/** One account for every role; with `passwords` they can sign in by the form, too (`CAST_PASSWORD`, `CAST_TOTP`). */
export async function openCast(world: World, { passwords = false } = {}): Promise<Cast> {
  const cast = new Cast(world);
  const secrets = passwords ? { password: CAST_PASSWORD, totpSecret: CAST_TOTP } : {};
  for (const [name, member] of Object.entries(STAFF)) await cast.join(name as StaffName, { ...member, ...secrets });
  return cast;
}
