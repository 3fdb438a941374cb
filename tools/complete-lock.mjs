// Completes package-lock.json: npm leaves optional packages of other platforms out of the lock when the registry at hand
// does not hold them, and `npm ci` then refuses the lock everywhere ("Missing: … from lock file").
// Every optional dependency without an entry gets one of its version, os and cpu, without an integrity hash.
// Run it after each `npm install` that changed the lock: node tools/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const known = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
const systems = { android: 'android', darwin: 'darwin', linux: 'linux', win32: 'win32' };
const processors = { arm64: 'arm64', x64: 'x64', arm: 'arm', ia32: 'ia32' };
let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (known.has(name)) continue;
    const words = name.split(/[-/]/);
    const os = words.map((word) => systems[word]).filter(Boolean);
    const cpu = words.map((word) => processors[word]).filter(Boolean);
    lock.packages[`node_modules/${name}`] = { version, ...(cpu.length ? { cpu } : {}), optional: true, ...(os.length ? { os } : {}) };
    known.add(name);
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} missing optional packages entered.`);
