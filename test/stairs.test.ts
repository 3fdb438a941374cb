import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = [
  'access',
  'people',
  'consent',
  'messages',
  'tasks',
  'payers',
  'directory',
  'scheduling',
  'records',
  'crisis',
  'placement',
  'soziotherapie',
  'referrals',
  'cases',
  'billing',
  'portal',
  'reports',
];
/** Floors from the ground up; a file imports only from floors below its own, or from its own floor in its own room. */
const FLOORS = ['kernel', 'rules', 'contract', 'platform', 'store', 'actions', 'routes', 'doors', 'main'] as const;
type Floor = (typeof FLOORS)[number] | 'web';

interface Where {
  floor: Floor;
  room: string | undefined;
}

/** The floor and room of a source file, by its path. */
function whereIs(path: string): Where | undefined {
  const parts = path.split('/');
  if (parts[0] !== 'src') return undefined;
  if (parts[1] === 'kernel') return { floor: 'kernel', room: undefined };
  if (parts[1] === 'platform') return { floor: 'platform', room: undefined };
  if (parts[1] === 'doors') return { floor: 'doors', room: undefined };
  if (parts[1] === 'web') return { floor: 'web', room: undefined };
  if (parts[1] === 'rooms' && parts[2]) {
    const name = (parts[3] ?? '').replace(/\.ts$/, '');
    const floor: Floor | undefined =
      name === 'rules' || name === 'events' || name === 'problems'
        ? 'rules'
        : name === 'contract'
          ? 'contract'
          : name === 'store'
            ? 'store'
            : name === 'actions'
              ? 'actions'
              : ['routes', 'jobs', 'reactions', 'fhir'].includes(name)
                ? 'routes'
                : undefined;
    return floor && { floor, room: parts[2] };
  }
  return parts.length === 2 ? { floor: 'main', room: undefined } : undefined;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#kernel/')) return `src/kernel/${specifier.slice(8)}`;
  if (specifier.startsWith('#platform/')) return `src/platform/${specifier.slice(10)}`;
  if (specifier.startsWith('#rooms/')) return `src/rooms/${specifier.slice(7)}`;
  if (specifier.startsWith('#test/')) return `test/${specifier.slice(6)}`;
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(from), specifier)).replaceAll('\\', '/');
  return undefined;
}

const isTest = (path: string) => /\.(test|fixture|random)\.tsx?$/.test(path) || /\/(fixture|try)\.ts$/.test(path);

/** What is wrong with one import, as a sentence; nothing where it goes down the stairs. */
function complaint(path: string, target: string): string | undefined {
  const from = whereIs(path);
  const to = whereIs(target);
  if (target.startsWith('test/'))
    return from?.floor === 'main' ? undefined : `${path} imports ${target}: the product does not depend on its tests.`;
  if (!from) return `${path} stands on no floor: name it as house.md says (rules, contract, store, actions, routes, jobs, reactions).`;
  if (!to) return `${path} imports ${target}, which stands on no floor.`;
  if (from.floor === 'web') {
    return ['web', 'kernel', 'rules', 'contract'].includes(to.floor)
      ? undefined
      : `${path} imports ${target}: the browser sees only kernel, rules and contract.`;
  }
  if (to.floor === 'web') return `${path} imports ${target}: nobody imports the web app.`;
  const [here, there] = [FLOORS.indexOf(from.floor as (typeof FLOORS)[number]), FLOORS.indexOf(to.floor as (typeof FLOORS)[number])];
  const sameRoom = from.room === to.room;
  if (there > here || (there === here && !sameRoom && from.floor !== 'rules' && from.floor !== 'contract' && from.floor !== 'actions')) {
    return `${path} (${from.floor}) imports ${target} (${to.floor}): imports go down the stairs, never up.`;
  }
  if (from.room && to.room && !sameRoom) {
    if (ROOMS.indexOf(to.room) > ROOMS.indexOf(from.room))
      return `${path} imports ${target}: a room calls only rooms to its left (${from.room} stands left of ${to.room}).`;
    if (!['rules', 'contract', 'actions'].includes(to.floor))
      return `${path} imports ${target}: another room's ${to.floor} is private; use its rules, contract or actions.`;
  }
  return undefined;
}

describe('the stairs of the house go one way', () => {
  const files = sourceFiles('src').filter((path) => !isTest(path) && !path.endsWith('.d.ts') && !path.endsWith('.gen.ts'));

  test('every file imports only from floors below, and rooms only from rooms to their left', () => {
    let imports = 0;
    const complaints = files.flatMap((path) =>
      importsOf(path).flatMap((specifier) => {
        const target = targetOf(path, specifier);
        if (!target) return [];
        imports += 1;
        if (/\.(css|svg|woff2)$/.test(target) || target.endsWith('.d.ts')) return [];
        return complaint(path, target) ?? [];
      }),
    );
    expect(imports).toBeGreaterThan(300); // the reader of import lines really reads
    expect(complaints).toEqual([]);
  });

  test.each([
    ['src/rooms/people/actions.ts', 'src/rooms/placement/actions/fit.ts', 'only rooms to its left'],
    ['src/rooms/placement/actions/fit.ts', 'src/rooms/people/store.ts', 'private'],
    ['src/rooms/placement/rules/fit.ts', 'src/platform/call.ts', 'never up'],
    ['src/rooms/placement/store/candidates.ts', 'src/rooms/placement/actions/fit.ts', 'never up'],
    ['src/web/main.tsx', 'src/rooms/placement/actions/fit.ts', 'the browser sees only'],
    ['src/platform/call.ts', 'test/cast/cast.ts', 'does not depend on its tests'],
    ['src/rooms/placement/helpers.ts', 'src/kernel/id.ts', 'stands on no floor'],
  ])('%s → %s is told', (path, target, words) => {
    expect(complaint(path, target)).toContain(words);
  });

  test('only the access room makes permits', () => {
    const makers = files.filter((path) => importsOf(path).length > 0 && /\bmakePermit\b/.test(readFileSync(join(root, path), 'utf8')));
    expect(makers.filter((path) => path !== 'src/platform/permit.ts' && !path.startsWith('src/rooms/access/'))).toEqual([]);
  });

  test('no file is longer than 400 lines', () => {
    const long = [...files, ...sourceFiles('test'), ...sourceFiles('bench')].filter(
      (path) => readFileSync(join(root, path), 'utf8').split('\n').length > 401,
    );
    expect(long).toEqual([]);
  });
});
