import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EVERYBODYS, PUBLISHED, ROOMS, type Room, WRITERS } from './published.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MIGRATIONS = readdirSync(join(root, 'migrations'))
  .sort()
  .map((name) => ({ path: `migrations/${name}`, text: readFileSync(join(root, 'migrations', name), 'utf8').replace(/--.*$/gm, '') }));

const FUNCTIONS = /create (?:or replace )?function ([a-z]+)\.([a-z_]+)[\s\S]*?\$\$([\s\S]*?)\$\$/g;

/** Tables, views and functions of the rooms, as the migrations make them. */
const THINGS = new Set(
  MIGRATIONS.flatMap(({ text }) =>
    [...text.matchAll(/create (?:or replace )?(?:table|view|function)(?: if not exists)? ([a-z_]+\.[a-z_0-9]+)/gi)].map(
      ([, name]) => name ?? '',
    ),
  ),
);

/** The things of rooms that a piece of SQL names. "placement.offer.held" is the name of an event, no table. */
function namedIn(sql: string): Set<string> {
  const found = [...sql.matchAll(/(?<![\w.'-])([a-z]+\.[a-z_0-9]+)\b(?!\.[a-z])/g)].map(([, name]) => name ?? '');
  return new Set(found.filter((name) => THINGS.has(name)));
}

/** The things that a piece of SQL or Kysely writes. */
function writtenIn(text: string): string[] {
  const written = text.matchAll(/\b(?:insert into|update|delete from|insertInto\(|updateTable\(|deleteFrom\()\s*['"]?([a-z]+\.[a-z_]+)/g);
  return [...written].map(([, name]) => name ?? '').filter((name) => THINGS.has(name));
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');

/** Everything in quotes of a TypeScript file: table names of Kysely, and SQL in templates. */
function quotedIn(text: string): string {
  const plain = withoutComments(text);
  const sql = [...plain.matchAll(/\bsql(?:<[\s\S]*?>)?`((?:[^`\\]|\\.|`[^`]*`\.?)*)`/g)].map(([whole]) => whole);
  const tables = [...plain.matchAll(/'([a-z]+\.[a-z_]+)(?: as \w+)?'/g)].map(([, name]) => ` ${name} `);
  return [...sql, ...tables].join('\n');
}

/** Why a room may not name a thing, as a sentence; nothing where it may. */
function complaint(path: string, room: Room, thing: string): string | undefined {
  const [owner = ''] = thing.split('.');
  if (owner === room || EVERYBODYS.includes(owner)) return undefined;
  const [here, there] = [ROOMS.indexOf(room), ROOMS.indexOf(owner as Room)];
  if (there > here)
    return `${path} names ${thing}: a room's SQL never looks to its right (${room} stands left of ${owner}). Let ${owner} react to an event instead.`;
  if (!(thing in PUBLISHED))
    return `${path} names ${thing}, which ${owner} keeps to itself: call ${owner}'s actions, or publish it in test/house/published.ts with a reason.`;
  return undefined;
}

interface Named {
  path: string;
  room: Room;
  thing: string;
}

/** SQL of the rooms' own files. */
function inRooms(): Named[] {
  return ROOMS.flatMap((room) => {
    const folder = join(root, 'src/rooms', room);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) =>
          name.endsWith('.ts') && !/(\.test|\.fixture|\.random)\.ts$|(^|\/)(stage|fixture|contract|rules|events|codes)(\.ts|\/)/.test(name),
      )
      .flatMap((name) =>
        [...namedIn(quotedIn(readFileSync(join(folder, name), 'utf8')))].map((thing) => ({
          path: `src/rooms/${room}/${name}`,
          room,
          thing,
        })),
      );
  });
}

/** Bodies of the rooms' functions, and the keys of their tables. Functions of `app` are reviewed one by one instead. */
function inMigrations(): Named[] {
  return MIGRATIONS.flatMap(({ path, text }) => {
    const functions = [...text.matchAll(FUNCTIONS)];
    const tables = [...text.matchAll(/create table ([a-z]+)\.([a-z_]+) \(([\s\S]*?)\n\)/g)];
    return [...functions, ...tables].flatMap(([, schema = '', name, body = '']) =>
      ROOMS.includes(schema as Room)
        ? [...namedIn(body)].map((thing) => ({ path: `${path} (${schema}.${name})`, room: schema as Room, thing }))
        : [],
    );
  });
}

const complaints = (all: Named[]) => all.flatMap(({ path, room, thing }) => complaint(path, room, thing) ?? []);

describe('the SQL of a room stays within its borders', () => {
  const rooms = inRooms();
  const migrations = inMigrations();

  test('in the files of the rooms', () => {
    expect(rooms.length).toBeGreaterThan(60); // the reader really reads
    expect(complaints(rooms)).toEqual([]);
  });

  test('in the functions and keys of the migrations', () => {
    expect(migrations.length).toBeGreaterThan(15);
    expect(complaints(migrations)).toEqual([]);
  });

  test('other rooms are read, not written; only hold and book write over borders', () => {
    const trespasses: string[] = [];
    const needed = new Set<string>();
    for (const [path, room] of new Map(rooms.map((named) => [named.path, named.room]))) {
      for (const thing of writtenIn(withoutComments(readFileSync(join(root, path), 'utf8')))) {
        if (thing.startsWith(`${room}.`) || thing.startsWith('platform.')) continue;
        needed.add(path);
        if (!(path in WRITERS)) trespasses.push(`${path} writes ${thing}: let its own room do it.`);
      }
    }
    for (const { text, path } of MIGRATIONS) {
      for (const [, schema = '', name, body = ''] of text.matchAll(FUNCTIONS)) {
        for (const thing of writtenIn(body)) {
          if (!ROOMS.includes(schema as Room) || thing.startsWith(`${schema}.`)) continue;
          needed.add(`${schema}.${name}`);
          if (!(`${schema}.${name}` in WRITERS)) trespasses.push(`${path} (${schema}.${name}) writes ${thing}: let its own room do it.`);
        }
      }
    }
    expect(trespasses).toEqual([]);
    expect([...needed].sort()).toEqual(Object.keys(WRITERS).sort());
  });

  test('what is published is there, is used by a room to its right, and has a reason', () => {
    const used = new Set([...rooms, ...migrations].filter(({ room, thing }) => !thing.startsWith(`${room}.`)).map(({ thing }) => thing));
    for (const [thing, reason] of Object.entries(PUBLISHED)) {
      expect(THINGS.has(thing), `${thing} does not exist`).toBe(true);
      expect(used.has(thing), `${thing} is published and nobody needs it: take it off the list`).toBe(true);
      expect(reason.length, thing).toBeGreaterThan(15);
    }
  });

  test.each([
    ['directory', 'sql`select 1 from placement.request q`', 'never looks to its right'],
    ['placement', "tx.selectFrom('messages.suppression as s').selectAll()", 'keeps to itself'],
    ['people', 'await sql<{ n: number }>`delete from tasks.task`.execute(tx)', 'never looks to its right'],
  ] as const)('a planted trespass of %s is found: %s', (room, text, words) => {
    const found = [...namedIn(quotedIn(text))].map((thing) => ({ path: 'planted.ts', room: room as Room, thing }));
    expect(complaints(found)).toEqual([expect.stringContaining(words)]);
  });

  test('names of events, permits and comments are no SQL', () => {
    const innocent =
      "record(call, { action: 'placement.request.closed' }); serve(x, 'placement.desk'); // select from placement.request\n/* tasks.task */";
    expect([...namedIn(quotedIn(innocent))]).toEqual([]);
  });
});
