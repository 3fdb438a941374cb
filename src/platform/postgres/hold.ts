// A process that only holds a database, for tests of crashes: prints one line of JSON when it is ready.
// Usage: node hold.ts <data folder> [leave]      "leave": ends at once without stopping anything
import { startDatabase } from './embedded.ts';
import { silentLog } from './log.ts';

const [dataFolder = '', way] = process.argv.slice(2);
const begin = performance.now();
try {
  const { stop, onLost: _onLost, ...cluster } = await startDatabase({ dataFolder, log: silentLog });
  process.stdout.write(`${JSON.stringify({ ...cluster, milliseconds: Math.round(performance.now() - begin) })}\n`);
  if (way === 'leave') process.exit(3);
  setInterval(() => {}, 60_000);
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
