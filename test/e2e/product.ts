import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PostalMime, { type Email } from 'postal-mime';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Person {
  accountId: string;
  name: string;
}

/** The product as people start it: the demo, in a process of its own, on a folder and a port of its own. */
export class Product {
  readonly folder: string;
  readonly #port: number;
  #process: ChildProcess | undefined;
  #said = '';

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.#port = port;
  }

  static async start(): Promise<Product> {
    if (!existsSync(join(root, 'dist/web/index.html'))) await buildWeb();
    const product = new Product(mkdtempSync(join(tmpdir(), 'geleit-e2e-')), await freePort());
    await product.up();
    return product;
  }

  get address(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Starts the process on what lies in the folder, and waits until it can be used. */
  async up(): Promise<void> {
    const env = {
      ...process.env,
      PORT: String(this.#port),
      GELEIT_DATA: this.folder,
      GELEIT_RATE_PER_MINUTE: '100000',
      GELEIT_DEMO_DAYS: process.env.GELEIT_DEMO_DAYS ?? '122', // the full history is tested in test/demo
      LOG_LEVEL: 'error',
    };
    const started = spawn(process.execPath, ['src/main.ts', 'demo'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = started;
    const note = (text: string) => {
      this.#said += text;
    };
    for (const stream of [started.stdout, started.stderr]) stream.setEncoding('utf8').on('data', note);
    for (const end = Date.now() + 900_000; ; ) {
      // two years of history take a slow machine minutes
      if (started.exitCode !== null || Date.now() > end) throw new Error(`the product did not start:\n${this.#said}`);
      const ready = await fetch(`${this.address}/health/ready`).catch(() => null);
      if (ready?.ok) return;
      await new Promise((go) => setTimeout(go, 100));
    }
  }

  /** Takes the process away without a word, as a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((go) => running.once('close', go));
    running.kill(signal);
    await gone;
  }

  /** Who can be signed in with one click. */
  async person(name: string): Promise<Person> {
    const { people } = (await (await fetch(`${this.address}/api/access/demo/people`)).json()) as { people: Person[] };
    const found = people.find((one) => one.name.includes(name));
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  }

  /** Waits for the mail to an address that lies in the outbox of the demo. */
  async mailTo(address: string): Promise<Email> {
    const outbox = join(this.folder, 'outbox');
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
      for (const file of existsSync(outbox) ? readdirSync(outbox) : []) {
        if (!file.endsWith('.eml')) continue;
        const mail = await PostalMime.parse(readFileSync(join(outbox, file), 'utf8'));
        if (mail.to?.some((to) => to.address === address)) return mail;
      }
      await new Promise((go) => setTimeout(go, 100));
    }
    throw new Error(`no mail to ${address}`);
  }
}

async function buildWeb(): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const run = spawn(process.execPath, [vite, 'build', '--config', 'src/web/vite.config.ts', '--logLevel', 'error'], { cwd: root });
  const code = await new Promise((go) => run.once('close', go));
  if (code !== 0) throw new Error('the web app could not be built');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const address = server.address();
  await new Promise((go) => server.close(go));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
