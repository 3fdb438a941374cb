import { createHash, randomBytes, randomInt } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import {
  type AnyAnswer,
  appendLink,
  findLink,
  type LinkRecord,
  type NewLink,
  openLinkRow,
  revokeOpen,
  selectLinks,
  writeAnswer,
} from '../store/links.ts';

/** How long a link lives (security 4.4.5). */
export const LINK_DAYS = 14;
/** The longest that the table allows: for partners, whose answer has two reminders. */
export const LONGEST_LINK_DAYS = 31;
/** Wrong codes until a link is blocked; the table counts no further. */
export const LINK_CODE_TRIES = 5;

const place = (row: string, column: 'recipient_sealed' | 'answer_sealed') => ({ table: 'access.link', column, row });
const tokenHash = (secret: string) => createHash('sha256').update(Buffer.from(secret, 'base64url')).digest();
const codeHash = (call: Call, secret: string, code: string) =>
  call.sealer.token('link-code', `${tokenHash(secret).toString('hex')} ${code}`);

export type LinkState = 'open' | 'answered' | 'expired' | 'revoked' | 'blocked';
export type LinkAnswer = 'signed' | 'asked-back' | 'declined' | 'read';

export function linkState(link: LinkRecord, now: Temporal.Instant): LinkState {
  if (link.answered_at) return 'answered';
  if (link.revoked_at) return 'revoked';
  if (Temporal.Instant.compare(link.expires_at, now) <= 0) return 'expired';
  return link.code_tries >= LINK_CODE_TRIES && !link.bound_at ? 'blocked' : 'open';
}

type Wish = Pick<NewLink, 'purpose' | 'objectKind' | 'objectId' | 'personId' | 'organisationId' | 'recipientKind' | 'recipientId'> & {
  recipientName: string;
  /** The page that opens it. */
  page?: 'unterschrift' | 'mein-plan' | 'verweis';
  /** Days until it ends, at most 31. */
  days?: number;
};

/**
 * Makes a link for somebody without an account to exactly one object. 192 random bits stand in the fragment of the address, which no
 * server log sees; the code of six digits goes by another way. Both are told this once. An open link of the same recipient to the same
 * object is closed.
 */
export async function createLink(call: Call, { recipientName, page = 'unterschrift', days = LINK_DAYS, ...wish }: Wish) {
  const id = call.newId();
  const secret = randomBytes(24).toString('base64url');
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const expiresAt = call.now.add({ hours: Math.min(days, LONGEST_LINK_DAYS) * 24 });
  // of several who act for somebody each has a link of her own
  const alike = wish.recipientKind === 'guardian' && wish.recipientId ? { recipientId: wish.recipientId } : {};
  await closeLinks(call, { objectId: wish.objectId, recipientKind: wish.recipientKind, ...alike }, 'replaced');
  await appendLink(call.tx, {
    ...wish,
    id,
    tokenHash: tokenHash(secret),
    codeHash: codeHash(call, secret, code),
    recipientSealed: await call.sealer.seal(call.tx, wish.personId, place(id, 'recipient_sealed'), recipientName),
    createdAt: call.now,
    createdBy: call.actor.kind === 'account' ? call.actor.accountId : null,
    expiresAt,
  });
  await record(call, {
    action: 'access.link.made',
    kind: 'C',
    object: ['link', id],
    personId: wish.personId,
    data: { purpose: wish.purpose, about: wish.objectId, recipientKind: wish.recipientKind, organisationId: wish.organisationId },
  });
  return { id, expiresAt: expiresAt.toString(), address: `${call.network.publicUrl.replace(/\/$/, '')}/${page}#${secret}`, code };
}

/** Closes open links at once; answers how many. */
export async function closeLinks(call: Call, which: Parameters<typeof revokeOpen>[2], reason: string): Promise<number> {
  const closed = await revokeOpen(call.tx, call.now, which);
  for (const { id, person_id: personId } of closed)
    await record(call, { action: 'access.link.revoked', kind: 'U', object: ['link', id], personId, reason });
  return closed.length;
}

/** Links to these objects with what the sender wrote and the recipient answered. */
export async function readLinks(call: Call, objectIds: readonly string[]) {
  return Promise.all(
    (await selectLinks(call.tx, objectIds)).map(async (link) => ({
      link,
      state: linkState(link, call.now),
      recipientName: await call.sealer.open(call.tx, link.person_id, place(link.id, 'recipient_sealed'), link.recipient_sealed),
      said: link.answer_sealed
        ? await call.sealer.open(call.tx, link.person_id, place(link.id, 'answer_sealed'), link.answer_sealed)
        : null,
    })),
  );
}

/** Takes one link back; refuses "link-not-found", "version-old". */
export async function revokeLink(call: Call, id: string, version: number | undefined) {
  const link = await findLink(call.tx, id);
  if (!link) throw new Refusal('link-not-found');
  if (link.version !== version) throw new Refusal('version-old', { current: link.version });
  if (link.revoked_at) return { id, version: link.version };
  await closeLinks(call, { id }, 'by-sender');
  return { id, version: link.version + 1 };
}

/** What a secret opens; `refusal` is returned, never thrown, so that a wrong code stays counted. */
export type Opened = { ok: true; link: LinkRecord; recipientName: string } | { ok: false; refusal?: Refusal };

/** Asks the database what stands behind a secret, for the browser that shows it. By the system, for the link's recipient. */
export async function openLink(call: Call, secret: string, browser: string, code?: string): Promise<Opened> {
  const browserHash = createHash('sha256').update(browser).digest();
  const { outcome, link_id: id } = await openLinkRow(
    call.tx,
    tokenHash(secret),
    browserHash,
    code === undefined ? null : codeHash(call, secret, code),
    call.now,
  );
  const link = id ? await findLink(call.tx, id) : undefined;
  if (!link) return { ok: false, refusal: new Refusal('link-not-found') };
  const logged = (reason: string) =>
    record(call, { action: 'access.link.refused', kind: 'E', object: ['link', link.id], personId: link.person_id, reason });
  if (outcome === 'open') {
    await record(call, { action: 'access.link.opened', kind: 'R', object: ['link', link.id], personId: link.person_id });
    const recipientName = await call.sealer.open(call.tx, link.person_id, place(link.id, 'recipient_sealed'), link.recipient_sealed);
    return { ok: true, link, recipientName };
  }
  if (outcome === 'code-needed') return { ok: false };
  await logged(outcome);
  if (outcome === 'code-wrong') {
    const left = LINK_CODE_TRIES - link.code_tries;
    if (left <= 0) return { ok: false, refusal: new Refusal('link-blocked') };
    return {
      ok: false,
      refusal: new Refusal('link-code-wrong', { errors: [{ pointer: '/code', code: 'link-code-wrong' }], facts: { left } }),
    };
  }
  if (outcome === 'blocked') return { ok: false, refusal: new Refusal('link-blocked') };
  if (outcome === 'other-browser') return { ok: false, refusal: new Refusal('link-other-browser') };
  return { ok: false, refusal: new Refusal('link-expired') };
}

/** Keeps the recipient's one answer; refuses "link-answered". */
export async function keepAnswer(call: Call, link: LinkRecord, answer: AnyAnswer, text?: string): Promise<void> {
  const sealed = text ? await call.sealer.seal(call.tx, link.person_id, place(link.id, 'answer_sealed'), text) : null;
  if (!(await writeAnswer(call.tx, link.id, { at: call.now, answer, sealed }))) throw new Refusal('link-answered');
  await record(call, {
    action: 'access.link.answered',
    kind: 'U',
    object: ['link', link.id],
    personId: link.person_id,
    data: { answer, about: link.object_id, recipientKind: link.recipient_kind, organisationId: link.organisation_id },
  });
}
