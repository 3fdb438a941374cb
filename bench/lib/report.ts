import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { rounded } from './figures.ts';
import type { Outcome } from './rounds.ts';
import type { Workload } from './workload.ts';

export interface Result {
  workload: Workload;
  size: string;
  outcomes: Outcome[];
  misses: string[];
  facts: Record<string, number>;
}

const WORSE = 1.25; // a ratio this much worse than the recorded one fails

/** recorded.json: size → workload → label → ratio of the product to its floor. */
export type Recorded = Record<string, Record<string, Record<string, number>>>;

/** What fails the run, in words: wrong answers, errors, and ratios a quarter worse than recorded. */
export function failures(result: Result, recorded: Recorded): string[] {
  const { workload, size, outcomes, misses } = result;
  const found = misses.map((miss) => `${workload.id}: ${miss}`);
  for (const { label, floor, product, ratio } of outcomes) {
    const errors = floor.errors + (product?.errors ?? 0);
    if (errors > 0) found.push(`${workload.id} (${label}): ${errors} errors`);
    if (ratio !== null && !Number.isFinite(ratio)) found.push(`${workload.id} (${label}): no figure came out`);
    const before = recorded[size]?.[workload.id]?.[label];
    if (ratio === null || before === undefined) continue;
    const worse = workload.metric === 'perSecond' ? before / ratio : ratio / before;
    if (worse > WORSE)
      found.push(`${workload.id} (${label}): ratio ${rounded(ratio)}, recorded ${before}: ${Math.round((worse - 1) * 100)} % worse`);
  }
  return found;
}

export function record(recorded: Recorded, result: Result): void {
  const ratios = result.outcomes.flatMap(({ label, ratio }) => (ratio === null ? [] : [[label, rounded(ratio)] as const]));
  if (ratios.length === 0) return;
  recorded[result.size] = { ...recorded[result.size], [result.workload.id]: Object.fromEntries(ratios) };
}

/** A Markdown block: one line per label, then the goals and further figures. German, as the page it stands on. */
export function markdown({ workload, size, outcomes, facts }: Result): string {
  const unit = workload.unit;
  const rows = outcomes.map(({ label, floor, product, ratio, ratioRange }) => {
    const range = ratioRange ? ` (${ratioRange.map(number).join(' bis ')})` : '';
    return [
      words(label),
      product ? `${number(product.p50)} / ${number(product.p99)}` : 'nicht gemessen',
      `${number(floor.p50)} / ${number(floor.p99)}`,
      product ? number(product.perSecond) : '–',
      number(floor.perSecond),
      ratio === null ? '–' : `**${number(ratio)}**${range}`,
      `${cpu(product?.serverCpuMs)} / ${cpu(floor.serverCpuMs)}`,
      product ? String(product.errors + floor.errors) : String(floor.errors),
    ];
  });
  const head = [
    '',
    `Produkt p50 / p99 ${unit}`,
    `Untergrenze p50 / p99 ${unit}`,
    'Produkt je s',
    'Untergrenze je s',
    'Verhältnis (Spanne)',
    'CPU der Datenbank je Vorgang, ms',
    'Fehler',
  ];
  const lines = [`### ${workload.id} · ${size}: ${workload.title}`, '', table(head, rows)];
  const goals = workload.goals.flatMap((goal) =>
    outcomes
      .filter(({ label, product }) => product && (goal.label === undefined || goal.label === label))
      .map(
        ({ label, product, ratio }) =>
          `- ${product && goal.reached(product, ratio ?? Number.NaN) ? 'erreicht' : '**offen**'}: ${goal.text} (${words(label)})`,
      ),
  );
  const further = Object.entries(facts).map(([name, value]) => `- ${name}: ${number(value)}`);
  if (goals.length + further.length > 0) lines.push('', ...goals, ...further);
  return lines.join('\n');
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function words(label: string): string {
  return label
    .replace(/^1 client$/, '1 Aufrufer')
    .replace(/ clients$/, ' Aufrufer')
    .replace(/^fast$/, 'schnell')
    .replace(/^slow$/, 'langsam');
}

function number(value: number): string {
  return Number.isFinite(value) ? rounded(value).toLocaleString('de-DE', { maximumSignificantDigits: 4 }) : '–';
}

function cpu(value: number | null | undefined): string {
  return value == null ? '–' : number(value);
}

/** What the figures were taken on. */
export function machine(): string {
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} Kerne, ${gib} GiB, Node ${process.versions.node}, Last ${number(loadavg()[0] ?? 0)}`;
}

/** Puts a block between its markers on the page, at the end where it is new. */
export async function writeBlock(page: string, key: string, body: string): Promise<void> {
  const text = await readFile(page, 'utf8').catch(() => OPENING);
  const [from, to] = [`<!-- bench ${key} -->`, `<!-- /bench ${key} -->`];
  const start = text.indexOf(from);
  const end = text.indexOf(to);
  const block = `${from}\n${body}\n${to}`;
  const next = start >= 0 && end > start ? text.slice(0, start) + block + text.slice(end + to.length) : `${text.trimEnd()}\n\n${block}\n`;
  await mkdir(dirname(page), { recursive: true });
  await writeFile(page, next);
}

const OPENING = `# Leistung

Jede Zahl steht neben ihrer Untergrenze: dem Wenigsten, was dieselbe Arbeit in derselben Minute auf demselben Rechner kostet
(reines SQL, nacktes Node, eine feste Seite). Verbindlich ist das **Verhältnis**; absolute Zahlen hängen vom Rechner ab und
unterrichten nur. Gemessen wird in fünf abwechselnden Runden, das erste Fünftel jeder Runde zählt nicht; angegeben ist das mittlere
Verhältnis mit seiner Spanne. \`npm run bench\` schreibt die folgenden Abschnitte selbst; \`bench/README.md\` sagt, wie.
`;

/** One JSON line per outcome, appended: the memory of earlier runs on this machine. */
export async function writeLines(path: string, result: Result): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const at = new Date().toISOString();
  const { workload, size, misses, facts } = result;
  const lines = result.outcomes.map((outcome) =>
    JSON.stringify({ at, workload: workload.id, size, ...outcome, misses: misses.length, facts }),
  );
  await appendFile(path, `${lines.join('\n')}\n`);
}
