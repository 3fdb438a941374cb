import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asSession, asSystem, type Call, type World } from '#platform/call.ts';
import type { Door } from '#platform/http.ts';
import { decides, getRelation, listRelations, type Relation, readMessages } from '#rooms/portal/actions/own.ts';
import { isOurForm, newForm, publicNetwork } from '#rooms/portal/actions/receive.ts';
import type { FormLanguage } from '#rooms/portal/rules/fields.ts';
import { sourceOf } from '#rooms/portal/rules/form-token.ts';
import { acts } from '#rooms/portal/rules/own-access.ts';
import type { Shown, Sight } from '#rooms/portal/rules/own-page.ts';
import { OWN_STYLE } from '#rooms/portal/rules/own-style.ts';
import { OWN_WORDS } from '#rooms/portal/rules/own-words.ts';
import { languageFor } from '#rooms/portal/rules/words.ts';

export interface Settings {
  world: World;
  /** Behind TLS: the cookie is __Host-. */
  secure: boolean;
  /** Origins from which forms may be posted. */
  origins: readonly string[];
}

/** What a handler answers: a page, another address, or a file. */
export type Answer = { page: string; status?: number } | { to: string } | { file: Buffer | string; type: string; name: string };

export interface Asked {
  request: FastifyRequest;
  reply: FastifyReply;
  language: FormLanguage;
  query: Readonly<Record<string, string>>;
  typed: URLSearchParams;
  /** The number of this browser, a new one where it has none. */
  place: string;
}

/** Where somebody without a session, or with half of one, belongs. */
export class Elsewhere extends Error {
  readonly to: string;
  constructor(to: string) {
    super('elsewhere');
    this.to = to;
  }
}
/** The form was open too long, or is not ours. */
export class Expired extends Error {}

export const LANGUAGE_COOKIE = 'geleit-sprache';
/** A number of this browser, given once somebody signed in: strangers who try her password elsewhere do not keep her out. */
const PLACE_COOKIE = 'geleit-browser';
const PLACE_SECONDS = 90 * 86_400;
const STYLE_VERSION = createHash('sha256').update(OWN_STYLE).digest('base64url').slice(0, 12);
export const STYLE_ADDRESS = `/portal/style.css?v=${STYLE_VERSION}`;

export function askedOf(request: FastifyRequest, reply: FastifyReply): Asked {
  const query = Object.fromEntries(
    Object.entries(request.query as Record<string, unknown>).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const language = languageFor(query.sprache ?? request.cookies[LANGUAGE_COOKIE], request.headers['accept-language']);
  const known = request.cookies[PLACE_COOKIE] ?? '';
  const place = /^[0-9a-f]{32}$/.test(known) ? known : randomBytes(16).toString('hex');
  return { request, reply, language, query, place, typed: new URLSearchParams(typeof request.body === 'string' ? request.body : '') };
}

/** Runs work as whoever the cookie names, and sets or clears it after the commit. */
export class Portal {
  readonly world: World;
  readonly #secure: boolean;
  constructor({ world, secure }: Settings) {
    this.world = world;
    this.#secure = secure;
  }

  async as<Result>(asked: Asked, work: (call: Call, door: Door) => Promise<Result>): Promise<Result> {
    const name = this.#secure ? '__Host-geleit' : 'geleit';
    const options = { path: '/', httpOnly: true, sameSite: 'strict', secure: this.#secure } as const;
    const { request, reply } = asked;
    const after: (() => void)[] = [];
    const token = request.cookies[name];
    const door: Door = {
      token,
      source: sourceOf(request.ip),
      device: (request.headers['user-agent'] ?? '').slice(0, 120),
      place: asked.place,
      signIn: (fresh, seconds) =>
        after.push(() => {
          request.cookies[name] = fresh; // what follows in this request acts with it
          void reply.setCookie(name, fresh, { ...options, maxAge: seconds });
        }),
      signOut: () => after.push(() => void reply.clearCookie(name, options)),
    };
    const result = await asSession(this.world, token, { requestId: request.id, purpose: 'PATRQT' }, (call) => work(call, door));
    for (const step of after) step();
    return result;
  }

  /** This browser is known from now on. */
  remember({ reply, place }: Asked): void {
    const options = { path: '/portal', httpOnly: true, sameSite: 'strict', secure: this.#secure } as const;
    void reply.setCookie(PLACE_COOKIE, place, { ...options, maxAge: PLACE_SECONDS });
  }

  /** For whoever is wholly signed in to the portal; everybody else belongs elsewhere. */
  signed<Result>(asked: Asked, work: (call: Call, relation: Relation, shown: Shown) => Promise<Result>): Promise<Result> {
    return this.as(asked, async (call) => {
      const { actor } = call;
      if (actor.kind === 'half') throw new Elsewhere('/portal/code');
      if (actor.kind !== 'account' || !actor.roles.includes('client')) throw new Elsewhere('/portal/anmelden');
      const { relation, all } = await getRelation(call, asked.typed.get('p') ?? asked.query.p);
      return work(call, relation, await this.shown(call, asked, { relation, all }));
    });
  }

  system<Result>(work: (call: Call) => Promise<Result>): Promise<Result> {
    return asSystem(this.world, 'portal', work);
  }

  async shown(call: Call, { language }: Asked, own?: { relation: Relation; all: readonly Relation[] }): Promise<Shown> {
    const network = await publicNetwork(call);
    return {
      language,
      network,
      style: STYLE_ADDRESS,
      form: formOf(call),
      who:
        own && call.actor.kind === 'account'
          ? {
              name: call.actor.name,
              access: own.relation.id,
              kind: own.relation.kind,
              sight: sightOf(own.relation),
              all: own.all.map((one) => ({ id: one.id, label: labelOf(one, language) })),
              unread: (await readMessages(call, own.relation.person_id)).filter(({ fromClient, readAt }) => !fromClient && !readAt).length,
            }
          : null,
    };
  }

  /** A page for whoever it is, signed in or not. */
  async anyone(asked: Asked, draw: (shown: Shown) => string): Promise<string> {
    return this.as(asked, async (call) => {
      const all = call.actor.kind === 'account' && call.actor.roles.includes('client') ? await listRelations(call) : [];
      const [relation] = all;
      return draw(await this.shown(call, asked, relation ? { relation, all } : undefined));
    });
  }
}

const sightOf = (relation: Relation): Sight => ({
  whole: relation.whole,
  sees: relation.sees,
  acts: acts(relation),
  decides: decides(relation),
});

function labelOf({ given_name, family_name, called, kind }: Relation, language: FormLanguage): string {
  const name = called ?? [given_name, family_name].filter(Boolean).join(' ');
  return name || OWN_WORDS[language].consents.classes.identity || kind;
}

const sessionOf = ({ actor }: Call) => (actor.kind === 'account' || actor.kind === 'half' ? actor.sessionId : null);
const sealed = (call: Call, sessionId: string) => call.sealer.token('portal-own-form', sessionId).toString('hex');

/** What proves that a form was handed out by us: with a session by us to it, without one by us at all within a day. */
export function formOf(call: Call): string {
  const sessionId = sessionOf(call);
  return sessionId ? sealed(call, sessionId) : newForm(call);
}

/** Throws `Expired` for a form that is not ours or too old. */
export function insistOurs(call: Call, { typed }: Asked): void {
  const given = typed.get('form') ?? '';
  const sessionId = sessionOf(call);
  if (!sessionId) {
    if (!isOurForm(call, given)) throw new Expired();
    return;
  }
  const expected = sealed(call, sessionId);
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) throw new Expired();
}
