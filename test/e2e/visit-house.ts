import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { openDemoDoor, openSession } from '#rooms/access/actions/bootstrap.ts';
import { deliverSession, documentSession } from '#rooms/soziotherapie/actions/deliver.ts';
import { getNotes } from '#rooms/soziotherapie/actions/notes.ts';
import { planSessions } from '#rooms/soziotherapie/actions/sessions.ts';
import { listSessions } from '#rooms/soziotherapie/actions/sessions-read.ts';
import { Note } from '#rooms/soziotherapie/contract/notes.ts';
import { planSteps } from '#rooms/soziotherapie/plan-stage.fixture.ts';
import { mountLive } from '../../src/doors/live.ts';
import { mountWeb } from '../../src/doors/web.ts';
import type { FreshDatabase } from '../database.ts';
import { openHttp } from '../open-http.ts';
import { type Case, type ServiceName, setSoziotherapie } from '../soziotherapie-stage.ts';
import { type Look, visitor } from './people.ts';

/** The day of the journeys: Thursday, 5 March 2026. */
export const DAY = '2026-03-05';
const at = (time: string) => Temporal.PlainDateTime.from(`${DAY}T${time}`).toZonedDateTime('Europe/Berlin').toInstant();

/** The practice "Musterweg" behind a real HTTP door, with the built web app; its clock is turned by hand, the browser's with it. */
export async function openVisitHouse(database: FreshDatabase, web = fileURLToPath(new URL('../../dist/web', import.meta.url))) {
  const options = { at: at('07:30'), mode: 'demo' as const }; // the door of the demo lets people in by name
  const stage = await setSoziotherapie(database, options);
  await stage.cast.asSystem(openDemoDoor);
  const { app: http, log, metrics, origins } = await openHttp(stage.world, { level: 'silent', origins: [] });
  const live = mountLive(http, { world: stage.world, cookie: 'geleit', log, metrics });
  await mountWeb(http, web);
  await http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.server.address() as AddressInfo;
  const line = await openLine(port);
  const address = `http://localhost:${line.port}`;
  origins.push(address);

  const plan = async ({ episodeId }: Case, start: string, end: string, who: ServiceName = 'weidner') => {
    const wish = { start: `${DAY}T${start}`, end: `${DAY}T${end}`, placeKind: 'home' as const, weeks: 1 };
    const { sessions } = await stage.cast.as(who, (call, permit) => planSessions(call, permit('soziotherapie.read'), episodeId, wish));
    const [session] = sessions;
    if (!session?.id) throw new Error(`not planned: ${JSON.stringify(sessions)}`);
    return session.id;
  };
  return {
    stage,
    address,
    steps: planSteps(stage),
    plan,
    at,
    /** The server's clock; the page has its own, see `enter`. */
    turnTo: (time: string) => stage.clock.turnTo(at(time)),
    /** What the server holds about an episode's sessions. */
    sessions: async ({ episodeId }: Case) =>
      (await stage.cast.as('weidner', (call, permit) => listSessions(call, permit('soziotherapie.read'), episodeId))).sessions,
    notes: async (sessionId: string) =>
      (await stage.cast.as('weidner', (call, permit) => getNotes(call, permit('soziotherapie.care'), sessionId))).versions,
    /** The same visit, written at a desk meanwhile. */
    writeHere: async (sessionId: string, start: string, end: string, done: string) => {
      const note = Note.parse({ kinds: ['COORDINATION'], goalIds: await goalsOf(), done, reaction: '', nextStep: '' });
      const span = { start: `${DAY}T${start}`, end: `${DAY}T${end}`, placeKind: 'home' as const };
      await stage.cast.as('weidner', (call, permit) => deliverSession(call, permit('soziotherapie.care'), sessionId, 1, span));
      await stage.cast.as('weidner', (call, permit) => documentSession(call, permit('soziotherapie.care'), sessionId, 2, { note }));
      async function goalsOf(): Promise<string[]> {
        const answer = await fetch(`http://127.0.0.1:${port}/api/soziotherapie/day-plan`, {
          headers: { cookie: `geleit=${await stage.cast.token('weidner')}`, 'x-geleit': '1' },
        });
        const { visits } = (await answer.json()) as { visits: { sessionId: string; goals: { id: string; kind: string }[] }[] };
        const goals = visits.find((visit) => visit.sessionId === sessionId)?.goals ?? [];
        return goals
          .filter(({ kind }) => kind === 'near')
          .map(({ id }) => id)
          .slice(0, 1);
      }
    },
    /** Somebody's phone, signed in, at a time of the day; its clock runs on by itself. */
    enter: async (browser: Browser, who: ServiceName, time: string, look: Look = { width: 390, height: 844 }) => {
      const token = await stage.cast.asSystem((call) => openSession(call, stage.cast.account(who)));
      const visit = await visitor(browser, who, look);
      await visit.page.clock.install({ time: at(time).epochMilliseconds });
      await visit.context.addCookies([{ name: 'geleit', value: token, url: address, httpOnly: true, sameSite: 'Strict' }]);
      return visit;
    },
    /** Ends the sessions of all telephones, as hours without a request do; the one of the tests' own questions stays. */
    endSessions: async () => {
      const own = stage.cast.account('weidner');
      await stage.admin.query(
        `update access.session set ended_at = $2, ended_because = 'test'
         where account_id = $1 and id <> (select id from access.session where account_id = $1 order by id limit 1)`,
        [own, stage.clock.now.toString()],
      );
    },
    /** Cuts the line for everything, also for the worker behind the page; and mends it. */
    line,
    close: async () => {
      await line.close();
      await http.close();
      await live.stop();
      await stage.close();
    },
  };
}

/** A line to the house that can be cut: the browser's own "offline" does not reach its service workers. */
async function openLine(to: number) {
  let whole = true;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    if (!whole) return void socket.destroy();
    const other = connect(to, '127.0.0.1');
    for (const one of [socket, other]) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        open.delete(one);
        socket.destroy();
        other.destroy();
      });
    }
    socket.pipe(other).pipe(socket);
    return undefined;
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const cut = () => {
    whole = false;
    for (const one of open) one.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => {
      whole = true;
    },
    close: async () => {
      cut();
      await new Promise((closed) => server.close(closed));
    },
  };
}
