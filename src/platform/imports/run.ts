import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '../call.ts';
import { record } from '../events.ts';
import { type Fields, type Mapping, mappingFaults, proposeMapping, type RowOf, readRows } from './columns.ts';
import { readSheetFile, type Sheet } from './sheet.ts';
import type { Faults, RowFault } from './table.ts';

/** What somebody sends: the file and what was decided about it. */
export interface Upload {
  name: string;
  /** The file's bytes in base64. */
  content: string;
  encoding?: 'windows-1252' | undefined;
  mapping?: Record<string, string | null> | undefined;
  /** What happens with rows that say something else than what stands here. */
  existing: 'ask' | 'change' | 'keep';
}

/** What will become of one row. `differs` needs a decision: change what stands, or keep it. */
export interface Planned {
  row: number;
  verdict: 'make' | 'same' | 'differs';
  /** What the person recognises the row by. */
  label: string;
  /** Id and version of what stands already. */
  existing?: { id: string; version: number };
  /** Headings or field names that differ. */
  fields?: string[];
}

/** What a row did, as it must be known to take it back. */
export interface Done {
  objectKind: string;
  objectId: string;
  did: 'made' | 'changed' | 'same';
  before?: unknown;
  version: number;
}

/** One kind of file: its fields, how rows become a plan, and how a plan is carried out. */
export interface ImportKind<Some extends Fields = Fields, Plan extends Planned = Planned> {
  kind: 'practitioners' | 'places' | 'appointments' | 'services';
  fields: Some;
  plan(call: Call, rows: readonly { row: number; values: RowOf<Some> }[], faults: Faults, mapping: Mapping): Promise<Plan[]>;
  carryOut(call: Call, plan: Plan, memo: Map<string, string>): Promise<Done[]>;
}

export interface Preview {
  digest: string;
  format: 'csv' | 'xlsx';
  delimiter: string | null;
  encoding: string | null;
  columns: { heading: string; field: string | null; sample: string }[];
  fields: { name: string; required: boolean }[];
  missing: string[];
  twice: string[];
  /** The line of the headings, from 1. */
  headRow: number;
  rows: number;
  make: number;
  same: number;
  differs: number;
  notices: { trimmed: number; invisible: number };
  faults: RowFault[];
  faultCount: number;
  shown: Planned[];
  /** When this very file was read in already. */
  earlier: string | null;
  /** The columns are assigned as the last time that a file had these headings. */
  remembered: boolean;
}

const SHOWN = 100;
const SAMPLE = 60;

interface Look {
  hash: Buffer;
  sheet: Sheet;
  mapping: Mapping;
  faults: Faults;
  plan: Planned[];
  digest: string;
  missing: string[];
  twice: string[];
  earlier: string | null;
  remembered: boolean;
}

/** How the same headings were assigned last time; nothing where they never were. */
async function lastMapping(call: Call, kind: ImportKind, headings: readonly string[]): Promise<Mapping | undefined> {
  const runs = await call.tx
    .selectFrom('platform.import_run')
    .select('mapping')
    .where('kind', '=', kind.kind)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  return runs
    .map(({ mapping }) => mapping as Mapping)
    .find(
      (mapping) =>
        Object.keys(mapping).length === headings.length &&
        headings.every((heading) => Object.hasOwn(mapping, heading) && knows(kind, mapping[heading])),
    );
}

const knows = (kind: ImportKind, field: string | null | undefined) => typeof field !== 'string' || Object.hasOwn(kind.fields, field);

async function look(call: Call, kind: ImportKind, upload: Upload): Promise<Look> {
  const bytes = Buffer.from(upload.content, 'base64');
  const read = await readSheetFile(bytes, upload.name, upload.encoding);
  if (!read.ok) throw new Refusal(read.because);
  const { sheet } = read;
  const before = upload.mapping ? undefined : await lastMapping(call, kind, sheet.headings);
  const proposed = before ?? proposeMapping(sheet.headings, kind.fields);
  const mapping: Mapping = Object.fromEntries(
    sheet.headings.map((heading) => {
      const told = upload.mapping?.[heading];
      if (told !== undefined && told !== null && !Object.hasOwn(kind.fields, told)) throw new Refusal('field-unknown');
      return [heading, told === undefined ? (upload.mapping ? null : (proposed[heading] ?? null)) : told];
    }),
  );
  const { missing, twice } = mappingFaults(sheet.headings, mapping, kind.fields);
  const { faults } = sheet;
  const rows = missing.length > 0 || twice.length > 0 ? [] : readRows(sheet, mapping, kind.fields, faults);
  const plan = await kind.plan(call, rows, faults, mapping);
  const hash = createHash('sha256').update(bytes).digest();
  // Everything that the person has seen and decided: if any of it is another when she confirms, she looks again.
  const seen = [
    kind.kind,
    mapping,
    upload.existing,
    plan.map(({ row, verdict, existing }) => [row, verdict, existing ?? null]),
    faults.count,
  ];
  const digest = createHash('sha256').update(hash).update(JSON.stringify(seen)).digest('hex');
  const done = await call.tx
    .selectFrom('platform.import_run')
    .select('at')
    .where('kind', '=', kind.kind)
    .where('file_hash', '=', hash)
    .where('undone_at', 'is', null)
    // a run that found nothing to do stands in nobody's way
    .where((eb) =>
      eb.exists(eb.selectFrom('platform.import_item as i').select('i.line').whereRef('i.run_id', '=', 'platform.import_run.id')),
    )
    .orderBy('at', 'desc')
    .executeTakeFirst();
  return {
    hash,
    sheet,
    mapping,
    faults,
    plan,
    digest,
    missing,
    twice,
    earlier: done?.at.toString() ?? null,
    remembered: before !== undefined,
  };
}

const count = (plan: readonly Planned[], verdict: Planned['verdict']) => plan.filter((one) => one.verdict === verdict).length;

/** Looks at a file and says row by row what it would do; nothing is stored. */
export async function previewImport(call: Call, kind: ImportKind, upload: Upload): Promise<Preview> {
  const { sheet, mapping, faults, plan, digest, missing, twice, earlier, remembered } = await look(call, kind, upload);
  return {
    digest,
    format: sheet.format,
    delimiter: sheet.delimiter,
    encoding: sheet.encoding,
    columns: sheet.headings.map((heading, index) => ({
      heading,
      field: mapping[heading] ?? null,
      sample: (sheet.rows.find(({ cells }) => cells[index] !== '')?.cells[index] ?? '').slice(0, SAMPLE),
    })),
    fields: Object.entries(kind.fields).map(([name, { required }]) => ({ name, required: required === true })),
    missing,
    twice,
    headRow: sheet.headRow,
    rows: sheet.rows.length,
    make: count(plan, 'make'),
    same: count(plan, 'same'),
    differs: count(plan, 'differs'),
    notices: sheet.notices,
    faults: faults.named.toSorted((one, other) => one.row - other.row),
    faultCount: faults.count,
    shown: plan.slice(0, SHOWN).map(({ row, verdict, label, existing, fields }) => ({
      row,
      verdict,
      label,
      ...(existing ? { existing } : {}),
      ...(fields ? { fields } : {}),
    })),
    earlier,
    remembered,
  };
}

/**
 * Carries out what the preview showed, whole or not at all. Refuses where a row has a fault, where the world or the file is another than
 * at the preview, where this file was read in already, and while somebody else reads in.
 */
export async function confirmImport(call: Call, kind: ImportKind, upload: Upload & { digest: string }) {
  const { rows: locks } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(hashtext('geleit.import')) as got`.execute(call.tx);
  if (!locks[0]?.got) throw new Refusal('import-running', { retryAfter: 5 });
  const { hash, mapping, faults, plan, digest, missing, twice, earlier, sheet } = await look(call, kind, upload);
  if (earlier) throw new Refusal('import-already-done', { facts: { at: earlier } });
  if (missing.length > 0 || twice.length > 0) throw new Refusal('import-columns', { facts: { missing, twice } });
  if (faults.count > 0) throw new Refusal('import-has-faults', { facts: { count: faults.count } });
  if (digest !== upload.digest) throw new Refusal('import-changed');
  if (upload.existing === 'ask' && count(plan, 'differs') > 0)
    throw new Refusal('import-choose', { facts: { count: count(plan, 'differs') } });
  const run = call.newId();
  await call.tx
    .insertInto('platform.import_run')
    .values({
      id: run,
      kind: kind.kind,
      at: call.now,
      by: accountOf(call).accountId,
      file_hash: hash,
      rows: sheet.rows.length,
      mapping: JSON.stringify(mapping),
    })
    .execute();
  const memo = new Map<string, string>();
  const done: (Done & { row: number })[] = [];
  for (const one of plan) {
    if (one.verdict === 'same' || (one.verdict === 'differs' && upload.existing === 'keep')) continue;
    for (const each of await kind.carryOut(call, one, memo)) done.push({ ...each, row: one.row });
  }
  for (let from = 0; from < done.length; from += 500)
    await call.tx
      .insertInto('platform.import_item')
      .values(
        done.slice(from, from + 500).map(({ row, objectKind, objectId, did, before, version }) => ({
          run_id: run,
          line: row,
          object_kind: objectKind,
          object_id: objectId,
          did,
          before: before === undefined ? null : JSON.stringify(before),
          object_version: version,
        })),
      )
      .execute();
  const made = done.filter(({ did }) => did === 'made').length;
  const changed = done.filter(({ did }) => did === 'changed').length;
  await record(call, {
    action: 'directory.import.done',
    kind: 'C',
    object: ['import', run],
    data: { kind: kind.kind, rows: sheet.rows.length, made, changed },
  });
  return { id: run, made, changed, same: plan.length - count(plan, 'make') - (upload.existing === 'change' ? count(plan, 'differs') : 0) };
}

export interface ImportItem {
  line: number;
  objectKind: string;
  objectId: string;
  did: 'made' | 'changed';
  before: Record<string, unknown> | null;
  version: number | null;
}

const UNDO_DAYS = 30;

/**
 * Takes a run back as a whole: what it made is closed, what it changed is as before. Refuses, with the lines, where something was used
 * or changed since.
 * @param undo answers a code where this item stands in the way, otherwise nothing
 */
export async function undoImport(
  call: Call,
  kind: ImportKind['kind'],
  id: string,
  undo: (item: ImportItem) => Promise<string | undefined>,
): Promise<{ id: string; items: number }> {
  const run = await call.tx.selectFrom('platform.import_run').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (run?.kind !== kind) throw new Refusal('not-found');
  if (run.undone_at) throw new Refusal('import-undone');
  if (Temporal.Instant.compare(call.now, run.at.add({ hours: 24 * UNDO_DAYS })) > 0) throw new Refusal('import-too-old');
  const items = await call.tx
    .selectFrom('platform.import_item')
    .selectAll()
    .where('run_id', '=', id)
    .where('did', '<>', 'same')
    .orderBy('line', 'desc')
    .execute();
  const inTheWay: { row: number; code: string }[] = [];
  // Children before parents: places and slots were made after the practitioners that they belong to.
  const order = ['slot', 'place', 'service', 'practitioner', 'location', 'organisation'];
  for (const item of items.toSorted((one, other) => order.indexOf(one.object_kind) - order.indexOf(other.object_kind))) {
    const code = await undo({
      line: item.line,
      objectKind: item.object_kind,
      objectId: item.object_id,
      did: item.did as 'made' | 'changed',
      before: item.before as Record<string, unknown> | null,
      version: item.object_version,
    });
    if (code) inTheWay.push({ row: item.line, code });
  }
  if (inTheWay.length > 0)
    throw new Refusal('import-in-use', {
      errors: inTheWay.slice(0, 50).map(({ row, code }) => ({ pointer: `/rows/${row}`, code })),
      facts: { count: inTheWay.length, rows: [...new Set(inTheWay.map(({ row }) => String(row)))].slice(0, 50) },
    });
  await call.tx
    .updateTable('platform.import_run')
    .set({ undone_at: call.now, undone_by: accountOf(call).accountId })
    .where('id', '=', id)
    .execute();
  await record(call, { action: 'directory.import.undone', kind: 'U', object: ['import', id], data: { kind, items: items.length } });
  return { id, items: items.length };
}

/** What was read in, newest first. */
export async function listImports(call: Call) {
  const { rows } = await sql<{
    id: string;
    kind: ImportKind['kind'];
    at: Temporal.Instant;
    by_name: string | null;
    rows: number;
    made: number;
    changed: number;
    undone_at: Temporal.Instant | null;
  }>`select r.id, r.kind, r.at, a.name as by_name, r.rows, r.undone_at,
      (select count(*) from platform.import_item i where i.run_id = r.id and i.did = 'made') as made,
      (select count(*) from platform.import_item i where i.run_id = r.id and i.did = 'changed') as changed
    from platform.import_run r left join access.account a on a.id = r.by order by r.at desc, r.id desc limit 100`.execute(call.tx);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.at.toString(),
    by: row.by_name,
    rows: row.rows,
    made: row.made,
    changed: row.changed,
    undoneAt: row.undone_at?.toString() ?? null,
    mayUndo: row.undone_at === null && Temporal.Instant.compare(call.now, row.at.add({ hours: 24 * UNDO_DAYS })) <= 0,
  }));
}
