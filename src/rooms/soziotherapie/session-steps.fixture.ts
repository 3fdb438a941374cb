import { type Case, putPrescription, type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { deliverSession, documentSession, signSession } from './actions/deliver.ts';
import { moveSession, type PlainEvent, planSessions } from './actions/sessions.ts';
import { getSession } from './actions/sessions-read.ts';
import { Note, Signature } from './contract/notes.ts';

export const note = (more: Partial<Note> = {}): Note =>
  Note.parse({
    kinds: ['COORDINATION'],
    goalIds: [],
    done: 'Gemeinsam beim Jobcenter angerufen und den Termin vorbereitet.',
    reaction: 'Erleichtert.',
    nextStep: 'Unterlagen mitbringen.',
    ...more,
  });
export const STROKES: [number, number][][] = [
  [
    [100, 100],
    [300, 250],
    [500, 90],
  ],
];
export const signature = Signature.parse({ how: 'screen', strokes: STROKES });
export const wish = (start: string, end: string, more = {}) => ({ start, end, placeKind: 'home' as const, weeks: 1, ...more });

/** The practice with its units: planned, delivered, written and signed as the helpers do it, each test at a day of its own. */
export async function sessionSteps(database: Parameters<typeof setSoziotherapie>[0]) {
  const stage = await setSoziotherapie(database);
  const { cast, clock } = stage;
  const plan = async (who: ServiceName, { episodeId }: Case, start: string, end: string, more = {}) => {
    const { sessions } = await cast.as(who, (call, permit) =>
      planSessions(call, permit('soziotherapie.read'), episodeId, wish(start, end, more)),
    );
    return sessions;
  };
  const planned = async (one: Case, start: string, end: string) => (await plan('weidner', one, start, end))[0]?.id ?? '';
  const view = (id: string, who: ServiceName = 'weidner') =>
    cast.as(who, (call, permit) => getSession(call, permit('soziotherapie.read'), id));
  const deliver = async (id: string, start: string, end: string, more = {}, who: ServiceName = 'weidner') => {
    const { version } = await view(id, who);
    return cast.as(who, (call, permit) =>
      deliverSession(call, permit('soziotherapie.care'), id, version, { start, end, placeKind: 'home', ...more }),
    );
  };
  const write = async (id: string, more: { note?: Note; thirdParty?: string; lateReason?: string } = {}, who: ServiceName = 'weidner') => {
    const { version } = await view(id, who);
    return cast.as(who, (call, permit) => documentSession(call, permit('soziotherapie.care'), id, version, { note: note(), ...more }));
  };
  const sign = async (id: string, how: Signature = signature, who: ServiceName = 'weidner') => {
    const { version } = await view(id, who);
    return cast.as(who, (call, permit) => signSession(call, permit('soziotherapie.care'), id, version, how));
  };
  const move = async (id: string, event: PlainEvent, reason?: string, who: ServiceName = 'weidner') => {
    const { version } = await view(id, who);
    return cast.as(who, (call, permit) => moveSession(call, permit('soziotherapie.read'), id, version, event, reason));
  };
  const openTasks = (kind: string, objectId: string) =>
    stage.look<{ assignee_role: string }>(
      'select assignee_role from tasks.task where kind = $1 and object_id = $2 and done_at is null',
      kind,
      objectId,
    );
  const openClient = async (): Promise<Case> => {
    clock.turnTo('2026-03-09T12:00');
    const client = await stage.openCase();
    await putPrescription(stage, client, { approved: { units: 30, postedOn: '2026-03-02' } });
    return client;
  };
  let day = 0;
  const skipDays = (days: number) => {
    day += days;
  };
  /** The helper is one and the same: two tests on one day would meet. */
  const nextDay = () => {
    skipDays(1);
    return Temporal.PlainDate.from('2026-03-09').add({ days: day }).toString();
  };
  const past = () => {
    const on = nextDay();
    clock.turnTo(`${on}T12:00`);
    return on;
  };
  return { stage, cast, clock, openClient, skipDays, nextDay, past, plan, planned, view, deliver, write, sign, move, openTasks };
}
