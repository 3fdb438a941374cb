import { newId } from '#kernel/id.ts';
import { sealToServer } from '#kernel/seal-to-server.ts';
import type { Case, ServiceName } from '#test/soziotherapie-stage.ts';
import type { Practice } from './practice.ts';

export interface Session {
  id: string;
  version: number;
  state: string;
  start: string;
  end: string;
  episode_id: string;
  person_id: string;
  who: string;
  notes: number;
  meeting: string | null;
}
const COLUMNS = `s.id, s.version, s.state, s.start_local as start, s.end_local as end, s.episode_id, s.person_id, s.practitioner_id as who, s.group_session_id as meeting,
  (select count(*) from soziotherapie.session_note n where n.session_id = s.id)::int as notes`;

/** A session by chance among those of some states. */
export const sessionIn = (practice: Practice, states: readonly string[], more = 'true'): Promise<Session | undefined> =>
  practice.row<Session>(
    `select ${COLUMNS} from soziotherapie.session s where s.state = any ($1) and ${more} order by s.starts_at, s.person_id, s.created_at`,
    states,
  );

export const helperOf = (practice: Practice, practitionerId: string): ServiceName =>
  practitionerId === practice.door.stage.helpers.brueck ? 'brueck' : 'weidner';
const text = (local: Temporal.PlainDateTime) => local.toString({ smallestUnit: 'minute' });

export const noteOf = (practice: Practice, more = '') => ({
  kinds: ['MOTIVATION_TRAINING'],
  goalIds: [],
  done: `Wege zum Amt geübt, Anträge sortiert und besprochen. ${more}`.trim(),
  reaction: 'Ruhig und gesprächig.',
  nextStep: practice.chance.coin(0.5) ? 'Nächste Woche wieder.' : '',
});

function signature(practice: Practice) {
  const { chance } = practice;
  if (chance.coin(0.25)) return {};
  const reason = { reason: 'Mag heute nicht unterschreiben.' };
  const how = ['screen', 'paper', 'refused', 'not-possible'][chance.weighted([6, 1, 1, 1])] ?? 'screen';
  const strokes = {
    strokes: [
      [
        [100, 200],
        [400, 180],
        [700, 260],
      ],
    ],
  };
  return { signature: { how, ...(how === 'screen' ? strokes : how === 'paper' ? {} : reason) } };
}

/** Times of a visit that just ended, or some hours or days ago. */
export function pastTimes(practice: Practice): { start: string; end: string } {
  const { chance, local } = practice;
  const minutes = [60, 60, 45, 90, 50, 14, 30, 120, 240, 600][chance.below(10)] ?? 60;
  const ago = [0, 5, 30, 120, 600, 1500, 3000, 5000][chance.weighted([6, 4, 4, 3, 1, 1, 1, 1])] ?? 0;
  const end = local.subtract({ minutes: ago });
  return { start: text(end.subtract({ minutes })), end: text(end) };
}

/** R21 asks for a reason after a day; who needs none gives none. */
export function lateReason(practice: Practice, end: string): { lateReason?: string } {
  const late = Temporal.PlainDateTime.from(end).until(practice.local, { largestUnit: 'hour' }).hours >= 23;
  return late && practice.chance.coin(0.9) ? { lateReason: 'War drei Tage krank.' } : {};
}
const told = (practice: Practice) => ({
  ...(practice.chance.coin(0.8) ? { riskConfirmed: true } : {}),
  ...(practice.chance.coin(0.5) ? { hospitalNote: 'Nach der Aufnahme gesprochen.' } : {}),
});

export function visitOf(practice: Practice, episodeId: string, session?: Session) {
  const times = session && practice.chance.coin(0.7) ? { start: session.start, end: session.end } : pastTimes(practice);
  return {
    sessionId: session?.id ?? null,
    episodeId,
    version: session?.version ?? null,
    ...times,
    placeKind: 'home',
    ...told(practice),
    note: noteOf(practice),
    ...lateReason(practice, times.end),
    ...signature(practice),
  };
}

/** A whole visit in one go; planned or not. */
export async function visit(practice: Practice, of: Case, by: ServiceName): Promise<void> {
  await practice.command(by, 'soziotherapie.recordVisit', { body: visitOf(practice, of.episodeId) });
}

/** One step on a session that stands in the book: it took place, is written up, signed, moved, called off, amended. */
export async function stepSession(practice: Practice): Promise<void> {
  const { chance, local } = practice;
  const open = ['PLANNED', 'CONFIRMED', 'DELIVERED', 'LATE_PENDING', 'DOCUMENTED'];
  const session = await sessionIn(practice, chance.coin(0.75) ? open : ['SIGNED', 'RELEASED', 'INVOICED', 'PAID', 'DISPUTED']);
  if (!session) return;
  const by = helperOf(practice, session.who);
  const on = (name: string, body: object, who: ServiceName = by) =>
    practice.command(who, `soziotherapie.${name}`, { params: { id: session.id }, version: session.version, body });
  const off = () =>
    on(
      'moveSession',
      { event: ['mark-no-show', 'cancel-by-client', 'cancel-by-provider'][chance.below(3)], reason: 'nicht angetroffen' },
      chance.coin(0.3) ? 'buero' : by,
    );
  const over = session.end <= text(local);
  switch (session.state) {
    case 'PLANNED':
    case 'CONFIRMED':
      if (chance.coin(0.15)) return void (await off());
      if (!over) {
        if (chance.coin(0.3)) return void (await on('moveSession', { event: 'confirm' }));
        const start = Temporal.PlainDateTime.from(session.start).add({ minutes: 60 * (1 + chance.below(30)) });
        return void (await on('rescheduleSession', { start: text(start), end: text(start.add({ minutes: 60 })) }));
      }
      if (chance.coin(0.6))
        return void (await practice.command(by, 'soziotherapie.recordVisit', { body: visitOf(practice, session.episode_id, session) }));
      return void (await on('deliverSession', { start: session.start, end: session.end, placeKind: 'home', ...told(practice) }));
    case 'DELIVERED':
      if (chance.coin(0.1)) return void (await off());
      return void (await on('documentSession', { note: noteOf(practice), ...lateReason(practice, session.end) }));
    case 'LATE_PENDING':
      if (chance.coin(0.1)) return void (await off());
      return void (await on('moveSession', { event: 'release-late', reason: 'Grund ist in Ordnung' }, 'leitung'));
    case 'DOCUMENTED':
      if (chance.coin(0.08)) return void (await off());
      if (chance.coin(0.3)) return amend(practice, session);
      return void (await on('signSession', {
        how: 'screen',
        strokes: [
          [
            [10, 10],
            [500, 200],
          ],
        ],
        byGuardian: false,
      }));
    case 'SIGNED':
      if (chance.coin(0.06)) return void (await off());
      return amend(practice, session);
    case 'DISPUTED':
      return void (await on('moveSession', { event: 'settle', reason: 'mit der Kasse geklärt' }, 'buero'));
    default:
      if (chance.coin(0.2)) return void (await on('moveSession', { event: 'dispute', reason: 'Klientin widerspricht' }, 'buero'));
      return amend(practice, session);
  }
}

/** Who wrote the note; somebody else may not amend it, and tries now and then. */
async function authorOf(practice: Practice, id: string): Promise<ServiceName> {
  const [note] = await practice.door.stage.look<{ by: string }>(
    'select author_id as by from soziotherapie.session_note where session_id = $1 order by number limit 1',
    id,
  );
  return note?.by === practice.door.stage.cast.account('brueck') ? 'brueck' : 'weidner';
}

/** T6: a new version; other times only while nobody has signed. */
export async function amend(practice: Practice, session: Session): Promise<void> {
  const { chance } = practice;
  const moved = session.state === 'DOCUMENTED' ? chance.coin(0.6) : chance.coin(0.06);
  const start = Temporal.PlainDateTime.from(session.start).subtract({ minutes: 15 * chance.below(4) });
  await practice.command(chance.coin(0.2) ? 'leitung' : await authorOf(practice, session.id), 'soziotherapie.amendNote', {
    params: { id: session.id },
    body: {
      number: Math.max(1, session.notes),
      note: noteOf(practice, `Nachtrag ${practice.tally.steps}.`),
      ...(moved ? { times: { start: text(start), end: session.end, placeKind: 'home' } } : {}),
      reason: 'Zeit war falsch abgelesen.',
      ...(chance.coin(0.5) ? { correctionInvoice: true } : {}),
    },
  });
}

/** Planned ahead, sometimes for weeks. */
export async function plan(practice: Practice, of: Case): Promise<void> {
  const { chance, local } = practice;
  const start = local.add({ days: chance.below(6) }).with({ hour: 8 + chance.below(9), minute: chance.coin(0.8) ? 0 : 30 });
  const body = {
    start: text(start),
    end: text(start.add({ minutes: 60 })),
    placeKind: 'home',
    weeks: chance.coin(0.2) ? 2 + chance.below(5) : 1,
  };
  const by = (['weidner', 'brueck', 'buero'] as const)[chance.below(3)] ?? 'buero';
  await practice.command(by, 'soziotherapie.planSessions', { params: { id: of.episodeId }, body });
}

/** A phone without network: what was written is sealed there and comes later, in one batch, sometimes twice. */
export async function deviceWrites(practice: Practice, of: Case): Promise<void> {
  const { chance } = practice;
  const key = await practice.ask('weidner', 'soziotherapie.getDeviceKey');
  if (!key) return;
  const session = chance.coin(0.6)
    ? await sessionIn(
        practice,
        ['PLANNED', 'CONFIRMED', 'DELIVERED', 'DOCUMENTED', 'SIGNED', 'NO_SHOW'],
        `s.practitioner_id = '${practice.door.stage.helpers.weidner}'`,
      )
    : undefined;
  const work =
    session && chance.coin(0.3)
      ? { kind: 'off', sessionId: session.id, version: session.version, event: 'mark-no-show', reason: 'niemand öffnet' }
      : session && session.notes > 0
        ? {
            kind: 'amend',
            sessionId: session.id,
            number: session.notes,
            note: noteOf(practice, 'Vom Telefon.'),
            reason: 'Etwas vergessen.',
          }
        : { kind: 'visit', visit: visitOf(practice, session?.episode_id ?? of.episodeId, session) };
  const id = newId();
  const sealed = await sealToServer(
    new Uint8Array(Buffer.from(key.publicKey, 'base64')),
    { keyId: key.keyId, entryId: id },
    JSON.stringify(work),
  );
  practice.waiting.push({ id, keyId: key.keyId, body: Buffer.from(sealed).toString('base64'), writtenLocal: text(practice.local) });
}

export async function deviceSends(practice: Practice): Promise<void> {
  if (practice.waiting.length > 0) {
    const kept = await practice.command('weidner', 'soziotherapie.keepEntries', { body: { entries: practice.waiting.slice(0, 20) } });
    if (practice.chance.coin(0.8)) practice.waiting = practice.waiting.filter(({ id }) => !kept?.kept.includes(id));
  }
  await practice.command('weidner', 'soziotherapie.applyEntries', { body: {} });
}

/** Somebody decides what a device wrote and what stands here. */
export async function resolve(practice: Practice): Promise<void> {
  const listed = await practice.ask('weidner', 'soziotherapie.listEntries');
  const entry = practice.pick<{ id: string; version: number; state: string; how: string[] }>(
    (listed?.entries ?? []).filter((one: { state: string }) => one.state === 'conflict' || one.state === 'refused'),
  );
  if (!entry) return;
  const how = practice.pick(entry.how);
  await practice.command('weidner', 'soziotherapie.resolveEntry', { params: { id: entry.id }, version: entry.version, body: { how } });
}
