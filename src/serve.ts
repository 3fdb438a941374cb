import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type pg from 'pg';
import { asSystem, type Network, type World } from '#platform/call.ts';
import type { Config } from '#platform/config.ts';
import { KeyRing } from '#platform/crypto.ts';
import { createPool } from '#platform/database.ts';
import { prepareJobs, startWorker } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { outboxMailer } from '#platform/mail/outbox.ts';
import { smtpMailer } from '#platform/mail/smtp.ts';
import { createMetrics } from '#platform/metrics.ts';
import { type Connections, prepareDatabase } from '#platform/migrate.ts';
import { adminOf, type Cluster } from '#platform/postgres/cluster.ts';
import { startDatabase } from '#platform/postgres/embedded.ts';
import { connectExternal } from '#platform/postgres/external.ts';
import { keepSecret, openKeys } from '#platform/postgres/keys.ts';
import type { Pusher } from '#platform/push/pusher.ts';
import { webPusher } from '#platform/push/web-push.ts';
import { gatewayTexter } from '#platform/sms/gateway.ts';
import { outboxTexter } from '#platform/sms/outbox.ts';
import type { Texter } from '#platform/sms/texter.ts';
import { grant } from '#rooms/access/actions/permit.ts';
import { clamd } from '#rooms/records/actions/scan.ts';
import { mountFiguresPage } from './doors/figures-page.ts';
import { createHttp } from './doors/http.ts';
import { mountLinks } from './doors/links.ts';
import { mountLive } from './doors/live.ts';
import { mountOptOut } from './doors/opt-out.ts';
import { mountOutbox } from './doors/outbox.ts';
import { mountPlanLinks } from './doors/plan-links.ts';
import { mountPortal } from './doors/portal.ts';
import { mountReferralLinks } from './doors/referral-links.ts';
import { mountRequestForm } from './doors/request-form.ts';
import { mountWeb } from './doors/web.ts';
import { PROBLEMS, REACTIONS, ROUTES, roomJobs } from './rooms.ts';

/** A running Geleit. */
export interface Running {
  address: string;
  world: World;
  mailer: Mailer;
  /** Stops accepting, lets the running requests end, stops the worker and the database, in this order. */
  stop(): Promise<void>;
}

/** Everything behind the doors, before they open. */
export interface Ground {
  cluster: Cluster;
  connections: Connections;
  world: World;
  mailer: Mailer;
  /** Absent where a test opens the doors without it. */
  pusher?: Pusher;
  /** Null where the network has no gateway for text messages. */
  texter: Texter | null;
  stop(): Promise<void>;
}

const DATABASE = 'geleit';
const MIGRATIONS = new URL('../migrations/', import.meta.url);

/** Database, migrations, keys, pools. */
export async function prepareGround(config: Config, log: Log, network: Omit<Network, 'publicUrl' | 'mode'>): Promise<Ground> {
  const cluster = config.databaseUrl
    ? await connectExternal(config.databaseUrl, { log })
    : await startDatabase({ dataFolder: config.dataFolder, log });
  try {
    const keysFolder = await openKeys(config.dataFolder);
    const connections = await prepareDatabase({
      cluster,
      database: DATABASE,
      keysFolder,
      migrationsFolder: fileURLToPath(MIGRATIONS),
      log,
    });
    await prepareJobs(adminOf(cluster, cluster.kind === 'external' ? cluster.database : DATABASE), connections.jobs);
    const root = Buffer.from(await keepSecret(dirname(config.keyFile), basename(config.keyFile)), 'base64url');
    const mailer = mailerOf(config, network.name);
    const pusher = await pusherOf(config, keysFolder);
    const texter = texterOf(config);
    const facts = { ...network, publicUrl: config.publicUrl, mode: config.mode, texts: texter !== null, scans: config.clamd !== null };
    const world = createWorld(connections, new KeyRing(root), facts, log);
    return {
      cluster,
      connections,
      world,
      mailer,
      pusher,
      texter,
      async stop() {
        await Promise.all([mailer.close(), texter?.close()]);
        await Promise.all([world.app.end(), world.jobs.end()]);
        await cluster.stop();
      },
    };
  } catch (fault) {
    await cluster.stop();
    throw fault;
  }
}

/** The world of a process: pools by role, keys, reactions. */
export function createWorld(connections: Connections, ring: KeyRing, network: Network, log: Log): World {
  const pool = (connection: pg.PoolConfig, size: number, name: string) =>
    createPool({
      connection: connection as pg.ClientConfig,
      size,
      name,
      onFault: (fault) => log.warn({ fault }, 'database connection lost'),
    });
  return {
    app: pool(connections.app, 16, 'geleit app'),
    jobs: pool(connections.jobs, 8, 'geleit jobs'),
    ring,
    reactions: REACTIONS,
    network,
    idleSeconds: 15 * 60,
    memory: new Map(),
  };
}

function mailerOf(config: Config, networkName: string): Mailer {
  const letterhead = { networkName, from: config.mailFrom.replace(/^.*<([^>]+)>$/, '$1') };
  return config.smtpUrl ? smtpMailer(config.smtpUrl, letterhead) : outboxMailer(join(config.dataFolder, 'outbox'), letterhead);
}

/** Text messages: over the gateway; in the demo into the outbox, beside the mails. */
function texterOf(config: Config): Texter | null {
  if (config.sms) return gatewayTexter(config.sms);
  return config.mode === 'demo' ? outboxTexter(join(config.dataFolder, 'outbox')) : null;
}

/** Wakes browsers with a key of this installation's own, kept beside the others. */
async function pusherOf(config: Config, keysFolder: string): Promise<Pusher> {
  const subject = config.publicUrl.startsWith('https://') ? config.publicUrl : `mailto:${config.mailFrom.replace(/^.*<([^>]+)>$/, '$1')}`;
  return webPusher({ secret: await keepSecret(keysFolder, 'vapid'), subject, local: config.mode !== 'production' });
}

/** Opens the doors: HTTP, live updates, worker. */
export async function openDoors(config: Config, ground: Ground, log: Log): Promise<Running> {
  const { world, mailer, pusher, texter } = ground;
  const metrics = createMetrics();
  const secure = config.publicUrl.startsWith('https://');
  const origins = [config.publicUrl, `http://localhost:${config.port}`, `http://127.0.0.1:${config.port}`];
  const http = await createHttp({
    routes: ROUTES,
    problems: PROBLEMS,
    grant,
    world,
    log,
    metrics,
    secure,
    proxies: config.trustedProxies,
    origins,
    ratePerMinute: config.ratePerMinute,
    ready: () => asSystem(world, 'ready', async ({ tx }) => (await sql`select 1`.execute(tx)).rows.length === 1),
  });
  const live = mountLive(http, { world, cookie: secure ? '__Host-geleit' : 'geleit', log, metrics });
  if (config.mode === 'demo' && !config.smtpUrl) mountOutbox(http, { world, folder: join(config.dataFolder, 'outbox') });
  await mountOptOut(http, world);
  await mountLinks(http, { world, secure, origins });
  await mountPlanLinks(http, { world, secure, origins });
  await mountReferralLinks(http, { world, secure, origins });
  await mountRequestForm(http, { world, log, origins });
  await mountPortal(http, { world, log, secure, origins });
  await mountFiguresPage(http, { world, log });
  await mountWeb(http, fileURLToPath(new URL('../dist/web', import.meta.url)));
  const worker = await startWorker({
    world,
    rooms: roomJobs({
      mailer,
      ...(pusher ? { pusher } : {}),
      ...(texter ? { texter } : {}),
      ...(config.clamd ? { scanner: clamd(config.clamd) } : {}),
      bounces: config.bouncesFolder,
    }),
    log,
  });
  const close = async () => {
    await http.close();
    await live.stop();
    await worker.stop();
  };
  try {
    await http.listen({ port: config.port, host: config.host });
  } catch (fault) {
    // Somebody took the port while the network was built: whoever tells of it ends, and no worker goes on without doors.
    await close();
    throw fault;
  }
  const { port } = http.server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}`,
    world,
    mailer,
    async stop() {
      await close();
      await ground.stop();
    },
  };
}
