import { describe, expect, it, test } from 'vitest';
import { type Alter, type Edge, judgeMap, mapDifferences, metricsOf, type Placed, SECTORS, type Sector } from './network-map.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);
const [F, R, W, P] = SECTORS;
const alters = (...sectors: Sector[]): Alter[] => sectors.map((sector, i) => ({ id: `a${i}`, sector }));
const edges = (...pairs: [number, number][]): Edge[] => pairs.map(([a, b]) => ({ from: `a${a}`, to: `a${b}` }));

describe('figures of a network map (rule book B.3.7)', () => {
  it('printed: 9 alters, 8 relations, 5 professionals: density 0.22, 56 %, "mostly professional network"', () => {
    const map = metricsOf(alters(F, F, R, R, P, P, P, P, P), edges([0, 1], [2, 3], [4, 5], [5, 6], [6, 7], [7, 8], [0, 4], [2, 8]));
    expect([map.size, map.relations, map.density?.toFixed(2), map.professionals]).toEqual([9, 8, '0.22', 5]);
    expect([Math.round((map.professionalShare ?? 0) * 100), map.mostlyProfessional]).toEqual([56, true]);
  });

  it('printed: 4 alters and 2 relations: density 0.33', () => {
    expect(metricsOf(alters(F, F, R, P), edges([0, 1], [2, 3])).density?.toFixed(2)).toBe('0.33');
  });

  test.each([
    ['nobody: no density, no share', [], { size: 0, density: null, professionalShare: null, mostlyProfessional: false, stars: [] }],
    ['one alone: density undefined, not 0', alters(P), { size: 1, density: null, professionalShare: 1, mostlyProfessional: false }],
    ['exactly half is not mostly', alters(F, P), { density: 0, professionalShare: 0.5, mostlyProfessional: false }],
    ['more than half of two or more is', alters(P, P), { professionalShare: 1, mostlyProfessional: true }],
  ])('%s', (_, people, expected) => {
    expect(metricsOf(people, [])).toMatchObject(expected);
  });

  it('counts a relation once, whichever way round and however often it is drawn, and none to oneself or to nobody', () => {
    const doubled = metricsOf(alters(F, F), [...edges([0, 1], [1, 0], [0, 0]), { from: 'a0', to: 'gone' }]);
    expect([doubled.relations, doubled.density]).toEqual([1, 1]);
  });

  it('has as stars all with the highest degree, and none without a relation', () => {
    expect(metricsOf(alters(F, F, R, P), edges([0, 1], [2, 3])).stars).toEqual(['a0', 'a1', 'a2', 'a3']);
    expect(metricsOf(alters(F, F, R), edges([0, 1], [0, 2])).stars).toEqual(['a0']);
    expect(metricsOf(alters(F, R), []).stars).toEqual([]);
  });

  test.each([
    ['a sector without anybody is not isolated', alters(F, R), edges([0, 1]), []],
    ['relations within the sector do not help', alters(F, F, R, P), edges([0, 1], [2, 3]), [F]],
    ['one relation outwards is enough', alters(F, F, R), edges([0, 2]), []],
    ['people without any relation are isolated', alters(F, W), [], [F, W]],
  ])('isolated sectors: %s', (_, people, lines, isolated) => {
    expect(metricsOf(people, lines).isolatedSectors).toEqual(isolated);
  });

  test.each([
    ['the only one between family and professionals, both ends touch both', alters(F, P), edges([0, 1]), ['a0', 'a1']],
    ['a second pair between the same sectors makes nobody needed', alters(F, P, F, P), edges([0, 1], [2, 3]), []],
    ['one that knows two sectors which nobody else joins', alters(F, R, P), edges([0, 1], [0, 2]), ['a0', 'a1', 'a2']],
    ['within one sector nobody is a bridge', alters(F, F, F), edges([0, 1], [1, 2]), []],
    ['without relations nobody is a bridge', alters(F, R, W, P), [], []],
    ['a spare joint at one end frees that end alone', alters(F, P, P), edges([0, 1], [0, 2]), ['a0']],
  ])('bridges: %s', (_, people, lines, bridges) => {
    expect(metricsOf(people, lines).bridges).toEqual(bridges);
  });

  it('finds the same bridges as a search written the other way round, on random maps', () => {
    let seed = 11;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const maps = 150 * DEPTH;
    let bridgesSeen = 0;
    for (let round = 0; round < maps; round += 1) {
      const people = alters(...Array.from({ length: random(9) }, () => SECTORS[random(4)] ?? F));
      const lines =
        people.length < 2
          ? []
          : edges(...Array.from({ length: random(12) }, (): [number, number] => [random(people.length), random(people.length)]));
      const found = metricsOf(people, lines);
      expect(found.bridges).toEqual(people.filter(({ id }) => joinsAlone(id, people, lines)).map(({ id }) => id));
      bridgesSeen += found.bridges.length;
      expect(found.density === null).toBe(people.length < 2);
      if (found.density !== null) expect(found.density >= 0 && found.density <= 1).toBe(true);
      expect(
        metricsOf(
          people,
          [...lines].reverse().map(({ from, to }) => ({ from: to, to: from })),
        ),
      ).toEqual(found);
    }
    expect(bridgesSeen).toBeGreaterThan(maps / 10);
    console.log(`${maps} random maps, ${bridgesSeen} bridges`);
  });
});

/** Written from the printed sentence alone: for every pair of sectors, who touches both; a bridge is the only one of its pair. */
function joinsAlone(id: string, people: readonly Alter[], lines: readonly Edge[]): boolean {
  const sectorOf = (who: string) => people.find((alter) => alter.id === who)?.sector;
  const touches = (who: string, sector: Sector, without?: string) =>
    sectorOf(who) === sector ||
    lines.some(
      ({ from, to }) =>
        (from === who && to !== who && to !== without && sectorOf(to) === sector) ||
        (to === who && from !== who && from !== without && sectorOf(from) === sector),
    );
  for (const one of SECTORS)
    for (const other of SECTORS) {
      if (one >= other || !touches(id, one) || !touches(id, other)) continue;
      const left = people.filter((alter) => alter.id !== id && touches(alter.id, one, id) && touches(alter.id, other, id));
      if (left.length === 0) return true;
    }
  return false;
}

describe('before and after', () => {
  const placed = (id: string, origin: string, sector: Sector, horizon: Placed['horizon']): Placed => ({ id, origin, sector, horizon });
  it('says who came, who went, who came closer and how relations changed', () => {
    const before = {
      alters: [placed('a', 'a', F, 'close'), placed('b', 'b', R, 'loose'), placed('c', 'c', P, 'middle')],
      edges: [{ from: 'a', to: 'b' }],
    };
    const after = {
      alters: [placed('x', 'a', F, 'close'), placed('y', 'b', R, 'close'), placed('z', 'z', P, 'middle')],
      edges: [
        { from: 'y', to: 'z' },
        { from: 'z', to: 'x' },
      ],
    };
    expect(mapDifferences(before, after)).toEqual({
      came: ['z'],
      went: ['c'],
      moved: [{ id: 'y', from: { sector: R, horizon: 'loose' }, to: { sector: R, horizon: 'close' } }],
      relationsCame: 2,
      relationsWent: 1,
    });
  });

  it('finds nothing between a map and its copy', () => {
    const one = { alters: [placed('a', 'a', F, 'close'), placed('b', 'b', P, 'loose')], edges: [{ from: 'a', to: 'b' }] };
    const copy = { alters: [placed('k', 'b', P, 'loose'), placed('m', 'a', F, 'close')], edges: [{ from: 'k', to: 'm' }] };
    expect(mapDifferences(one, copy)).toEqual({ came: [], went: [], moved: [], relationsCame: 0, relationsWent: 0 });
  });
});

describe('what a map may hold', () => {
  const person = (id: string, sector: Sector, name: string, tie: 'strong' | null = null) => ({ id, sector, name, tie });
  test.each([
    ['family without names', { alters: [person('a', F, '')] }, true],
    ['a name of the family that she did not agree to', { alters: [person('a', F, 'Mia')] }, 'network-names-not-agreed'],
    ['the same with her agreement', { alters: [person('a', F, 'Mia')], namesAgreed: true }, true],
    ['a professional by name', { alters: [person('a', P, 'Dr. Sand')] }, true],
    ['a relation to nobody', { alters: [person('a', F, '')], edges: [{ from: 'a', to: 'b', tie: null }] }, 'network-loose-relation'],
    ['a relation to oneself', { alters: [person('a', F, '')], edges: [{ from: 'a', to: 'a', tie: null }] }, 'network-loose-relation'],
    ['kinds of line that nobody wanted', { alters: [person('a', F, '', 'strong')] }, 'network-ties-not-wanted'],
    ['kinds of line that she wants', { alters: [person('a', F, '', 'strong')], ties: true }, true],
  ] satisfies [string, Pick<Parameters<typeof judgeMap>[0], 'alters'> & Partial<Parameters<typeof judgeMap>[0]>, true | string][])(
    '%s',
    (_, given, expected) => {
      const judged = judgeMap({ namesAgreed: false, ties: false, edges: [], ...given });
      expect(judged.ok || judged.because).toBe(expected);
    },
  );
});
