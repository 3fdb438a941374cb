import type { Plugin } from 'vite';

interface Tree {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}
type Cut = [start: number, end: number, instead: string];

/** What an endpoint says to the server only; the browser needs its method and its address. */
const SERVER_PARTS = new Set(['params', 'query', 'body', 'answer']);

/**
 * Leaves the schemas out of the built app: the server checks every wish and every answer against them, the browser needs their types
 * alone. Takes the schemas out of each `endpoint({…})`, and tells the bundler that a contract's values do nothing when they are made, so
 * that nothing of Zod is left (a fifth of the desk's first view).
 */
export function leanContracts(): Plugin {
  return {
    name: 'geleit-lean-contracts',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\/src\/(rooms|web)\/.*\.tsx?$/, code: /\bendpoint\(|from ["']zod["']/ },
      handler(code, id) {
        const cuts: Cut[] = [];
        const { body } = this.parse(code) as unknown as { body: Tree[] };
        const makers = new Set(
          body.flatMap(declaredIn).flatMap(({ name, init }) => (isFunction(init) && makesEndpoint(init) ? [name] : [])),
        );
        for (const statement of body) {
          walk(statement, (node) => void (callsOf(node) === 'endpoint' && cuts.push(...partsToCut(node, code))));
          for (const { init } of declaredIn(statement)) if (makers.has(callsOf(init) ?? '')) cuts.push(...schemasToCut(init));
          if (/\/contract[./]/.test(id)) for (const value of valuesOf(statement)) cuts.push(...asPure(value));
        }
        return cuts.length > 0 ? { code: cut(code, cuts), map: null } : null;
      },
    },
  };
}

function walk(value: unknown, see: (node: Tree) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, see);
  else if (isTree(value)) {
    see(value);
    for (const field of Object.values(value)) walk(field, see);
  }
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

const isFunction = ({ type }: Tree) => type.includes('Function');

/** The name of what a call calls; nothing where it is no call, or not of a name. */
const callsOf = ({ type, callee }: Tree): unknown => (type === 'CallExpression' && isTree(callee) ? callee.name : undefined);

function makesEndpoint(maker: Tree): boolean {
  let makes = false;
  walk(maker, (node) => {
    makes ||= callsOf(node) === 'endpoint';
  });
  return makes;
}

function partsToCut(endpoint: Tree, code: string): Cut[] {
  const [told] = endpoint.arguments as Tree[];
  if (told?.type !== 'ObjectExpression') return [];
  return (told.properties as Tree[]).flatMap((property): Cut[] => {
    if (isTree(property.key) && !SERVER_PARTS.has(String(property.key.name))) return []; // a spread has no key: it brings a schema
    const comma = /^\s*,/.exec(code.slice(property.end))?.[0].length ?? 0;
    return [[property.start, property.end + comma, '']];
  });
}

/** A function that makes similar endpoints takes their words as literals and a schema beside them. */
const schemasToCut = (call: Tree): Cut[] =>
  (call.arguments as Tree[]).filter(({ type }) => type !== 'Literal').map(({ start, end }) => [start, end, 'undefined']);

function declaredIn(statement: Tree): { name: unknown; init: Tree }[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (!isTree(declaration) || declaration.type !== 'VariableDeclaration') return [];
  return (declaration.declarations as Tree[]).flatMap(({ id, init }) => (isTree(id) && isTree(init) ? [{ name: id.name, init }] : []));
}

/** The module's own values whose making calls something. */
function valuesOf(statement: Tree): Tree[] {
  return declaredIn(statement).flatMap(({ init }) => {
    let calls = false;
    walk(init, ({ type }) => {
      calls ||= type === 'CallExpression';
    });
    return calls && !isFunction(init) ? [init] : [];
  });
}

const asPure = ({ start, end }: Tree): Cut[] => [
  [start, start, '/* @__PURE__ */ (() => ('],
  [end, end, '))()'],
];

function cut(code: string, cuts: readonly Cut[]): string {
  let [rest, at] = ['', 0];
  for (const [start, end, instead] of cuts.toSorted(([one], [other]) => one - other)) {
    rest += code.slice(at, start) + instead;
    at = end;
  }
  return rest + code.slice(at);
}
