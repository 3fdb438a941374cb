import type { AddressInfo } from 'node:net';
import { generateSync } from 'otplib';
import { SMTPServer } from 'smtp-server';
import { newId } from '#kernel/id.ts';
import { prepareJobs, startWorker } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { smtpMailer } from '#platform/mail/smtp.ts';
import { createMetrics } from '#platform/metrics.ts';
import { grant } from '#rooms/access/actions/permit.ts';
import { type Cast, openCast } from '#test/cast/cast.ts';
import { type ExampleNetwork, openExamples } from '#test/cast/examples.ts';
import { CAST_PASSWORD, CAST_TOTP, type StaffName, type TherapistName } from '#test/cast/people.ts';
import { openPractice, type Practice } from '#test/cast/practice.ts';
import { type OwnDatabase, type Stage, setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { createHttp } from '../../src/doors/http.ts';
import { mountLive } from '../../src/doors/live.ts';
import { mountOptOut } from '../../src/doors/opt-out.ts';
import { mountRequestForm } from '../../src/doors/request-form.ts';
import { PROBLEMS, ROUTES, roomJobs } from '../../src/rooms.ts';
import { Browser } from './browser.ts';

interface Opened {
  stage: Stage;
  cast: Cast<string>;
  address: string;
  /** What arrived at the mail server: the whole message (RFC 5322) with its envelope. */
  mails: Mail[];
  duringMail: (act: DuringMail | undefined) => void;
  /** Everything the server logged at level error. */
  faults: string[];
  stop(): Promise<void>;
  start(how?: Starting): Promise<void>;
  close(): Promise<void>;
}

/** What happens while a mail has arrived and its sender waits for the answer. */
type DuringMail = (mail: Mail) => Promise<void>;

/** How the server comes back. */
export interface Starting {
  /** Timers that do not run: for controls that must fail. */
  without?: readonly string[];
  /** Timers that look less than once a second look four times a second, so that a turned clock is seen at once. */
  hurried?: boolean;
  /** The doors alone; the worker is a process of its own. */
  noWorker?: boolean;
}

export interface Mail {
  to: string[];
  raw: string;
  arrivedAt: number;
}

interface Options {
  at?: Temporal.Instant;
  /** The clock of the machine and the database instead of one to turn. */
  realTime?: boolean;
  /** The twenty printed places of rule book A.4.5, or the small practice. */
  town?: 'examples' | 'practice';
  starting?: Starting;
  /** One's own, for a second process on it. */
  database?: OwnDatabase;
}

/**
 * A Geleit that listens on a port, on a fresh database, with worker, live updates and a mail server of its own; everything is done from
 * outside through `Browser`s.
 */
export class FrontDoor {
  readonly stage: Stage;
  readonly cast: Cast<string>;
  readonly address: string;
  readonly mails: Mail[];
  /** What happens at the mail server between a mail and its answer, from now on. */
  readonly duringMail: (act: DuringMail | undefined) => void;
  readonly faults: string[];
  /** The server goes down, with its worker; mail server and database stay. */
  readonly stopServer: () => Promise<void>;
  /** It comes back at the same address. */
  readonly startServer: (how?: Starting) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly practice: Practice;
  readonly examples: ExampleNetwork;
  readonly #browsers = new Map<string, Browser>();

  private constructor(opened: Opened, town: { practice?: Practice; examples?: ExampleNetwork }) {
    this.stage = opened.stage;
    this.cast = opened.cast;
    this.address = opened.address;
    this.mails = opened.mails;
    this.duringMail = opened.duringMail;
    this.faults = opened.faults;
    this.stopServer = opened.stop;
    this.startServer = opened.start;
    this.close = opened.close;
    this.practice = town.practice as Practice; // of the two only the one that was asked for stands
    this.examples = town.examples as ExampleNetwork;
  }

  static async open({ at, realTime = false, town = 'practice', starting = {}, database: own }: Options = {}): Promise<FrontDoor> {
    const database = own ?? (await freshDatabase());
    const from = realTime ? Temporal.Now.instant() : at;
    const stage = await setStage(database, from ? { at: from } : {});
    const staff = await openCast(stage.world, { passwords: true });
    const built =
      town === 'examples'
        ? { examples: await openExamples(stage, staff), cast: staff as Cast<string> }
        : await openPractice(staff).then(({ cast, practice }) => ({ cast: cast as Cast<string>, practice }));
    await prepareJobs(database.admin, database.connections.jobs);
    const opened = await listen(stage, realTime, starting);
    await keepListening(opened.address, built.cast);
    return new FrontDoor({ ...opened, stage, cast: built.cast }, built);
  }

  get clock() {
    return this.stage.clock;
  }

  /** Somebody at her browser, with the cookie of a sign-in by password and code over HTTP. */
  async signedIn(name: StaffName): Promise<Browser> {
    const known = this.#browsers.get(name);
    if (known) return known;
    const browser = new Browser(this.address, this.cast.person(name).name);
    await browser.done('access.signIn', { body: { email: this.cast.person(name).email, password: CAST_PASSWORD } });
    const now = this.stage.world.clock?.() ?? Temporal.Now.instant();
    const code = generateSync({ secret: CAST_TOTP, epoch: Math.floor(now.epochMilliseconds / 1_000) });
    await browser.done('access.confirmTotp', { body: { code } });
    this.#browsers.set(name, browser);
    return browser;
  }

  /** A therapist at her browser; her session was opened before, since she signs in as rarely as she likes. */
  async therapist(name: TherapistName | `P${string}`): Promise<Browser> {
    const known = this.#browsers.get(name);
    if (known) return known;
    const browser = new Browser(this.address, this.cast.person(name).name, await this.cast.token(name));
    this.#browsers.set(name, browser);
    return browser;
  }

  /** Waits until a mail to an address has arrived. */
  async mailTo(address: string, within = 10_000): Promise<Mail> {
    const end = Date.now() + within;
    for (;;) {
      const mail = this.mails.find(({ to }) => to.includes(address));
      if (mail) return mail;
      if (Date.now() > end) throw new Error(`no mail to ${address} within ${within} ms`);
      await new Promise((go) => setTimeout(go, 25));
    }
  }

  /** Waits until the text of the rule counts as delivered. */
  async deliveryNoted(appointmentId: string): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      const [row] = await this.stage.look<{ at: unknown }>(
        'select text_delivered_at as at from placement.acknowledgement where appointment_id = $1',
        appointmentId,
      );
      if (row?.at) return;
      await new Promise((go) => setTimeout(go, 25));
    }
    throw new Error('the delivery was not noted');
  }
}

async function listen(stage: Stage, realTime: boolean, starting: Starting): Promise<Omit<Opened, 'stage' | 'cast'>> {
  const { clock, ...timeless } = stage.world;
  const faults: string[] = [];
  const log = createLog('error', (line) => void faults.push(line));
  const post = await mailServer();
  const start = async (port: number, how: Starting) => {
    const memory = new Map(); // as in production: the list comes from memory and follows the log
    const world = realTime ? { ...timeless, memory } : { ...timeless, memory, ...(clock ? { clock } : {}) };
    const metrics = createMetrics();
    const mailer = smtpMailer(post.url, { networkName: world.network.name, from: 'post@geleit.example' });
    const app = await createHttp({
      routes: ROUTES,
      problems: PROBLEMS,
      grant,
      world,
      log,
      metrics,
      secure: false,
      proxies: [],
      origins: [],
      ratePerMinute: 100_000,
      ready: async () => true,
    });
    const live = mountLive(app, { world, cookie: 'geleit', log, metrics });
    await mountOptOut(app, world);
    await mountRequestForm(app, { world, log, origins: [] });
    const worker = how.noWorker ? undefined : await startWorker({ world, rooms: timersFor(roomJobs({ mailer }), how), log });
    await app.listen({ port, host: '127.0.0.1' });
    return {
      port: (app.server.address() as AddressInfo).port,
      async stop() {
        app.server.closeAllConnections();
        await app.close();
        await live.stop();
        await worker?.stop();
        await mailer.close();
      },
    };
  };
  let running: Awaited<ReturnType<typeof start>> | undefined = await start(0, starting);
  const { port } = running;
  const stop = async () => {
    const before = running;
    running = undefined;
    await before?.stop();
  };
  return {
    address: `http://127.0.0.1:${port}`,
    mails: post.mails,
    duringMail: post.during,
    faults,
    stop,
    async start(how = starting) {
      running = await start(port, how);
    },
    async close() {
      await stop();
      await post.close();
      await stage.close();
    },
  };
}

const timersFor = (rooms: ReturnType<typeof roomJobs>, { without = [], hurried = false }: Starting): ReturnType<typeof roomJobs> =>
  rooms.map(({ every = [], ...room }) => ({
    ...room,
    every: every
      .filter(({ name }) => !without.includes(name))
      .map((timer) => (hurried ? { ...timer, seconds: timer.seconds > 1 ? 0.25 : timer.seconds } : timer)),
  }));

/**
 * The log is read for live updates from the moment at which somebody listens, at its next look. One listener from the beginning, who has
 * heard something, means that everybody after her hears everything from the moment she opens her page.
 */
async function keepListening(address: string, cast: Cast<string>): Promise<void> {
  const live = await new Browser(address, 'marit', await cast.token('marit')).listen();
  const jana = new Browser(address, 'jana', await cast.token('jana'));
  for (let tries = 0; tries < 100 && live.heard.length === 0; tries += 1) {
    await jana.done('placement.beginRequest', { body: {} });
    await new Promise((go) => setTimeout(go, 150));
  }
}

async function mailServer(): Promise<{ url: string; mails: Mail[]; during: Opened['duringMail']; close(): Promise<void> }> {
  const mails: Mail[] = [];
  let during: DuringMail | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const mail = { to, raw: Buffer.concat(pieces).toString(), arrivedAt: Date.now() };
        mails.push(mail);
        if (during) during(mail).then(() => done(), done);
        else done();
      });
    },
  });
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const { port } = server.server.address() as AddressInfo;
  const set = (act: DuringMail | undefined) => {
    during = act;
  };
  return { url: `smtp://127.0.0.1:${port}`, mails, during: set, close: () => new Promise((go) => server.close(() => go())) };
}

/** A key for one command. */
export const key = () => newId();
