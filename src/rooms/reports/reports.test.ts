import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { getCostLetter, issueCosts, readCosts } from './actions/costs.ts';
import { listCases, readFigures } from './actions/figures.ts';
import { getAnnualReport, getWorkbook, reportPaper } from './actions/files.ts';
import { FiguresAnswer } from './contract.ts';
import { writeHistory } from './history.fixture.ts';
import { FIGURES } from './rules/figures.ts';

const stage = await setPractice(await freshDatabase(), { at: Temporal.Instant.from('2026-03-02T09:00:00Z') });
const { cast } = stage;
const WISH = { year: 2025, area: '' };
beforeAll(() =>
  writeHistory(stage.admin, {
    seed: 5,
    from: Temporal.Instant.from('2024-01-02T00:00:00Z'),
    to: Temporal.Instant.from('2026-03-02T00:00:00Z'),
    practitioners: 6,
    placesEach: 3,
    unserved: 1,
    sessions: 2,
  }),
);
afterAll(() => stage.close());

const figures = (name: 'jana' | 'marit' | 'brandt', wish = WISH) =>
  cast.as(name, (call, permit) => readFigures(call, permit('figures.read'), wish));

describe('the figures of a year', () => {
  test('every figure of A.6 is there, with numerator and denominator, and the answer keeps its contract', async () => {
    const answer = await figures('marit');
    FiguresAnswer.parse(answer);
    expect([...new Set([...answer.figures.map(({ id }) => id), 'V7'])].toSorted()).toEqual([...FIGURES].toSorted());
    const fit = answer.figures.find(({ id, part }) => id === 'V3' && part === '');
    expect(fit?.denominator).toBeGreaterThan(5);
    expect(answer).toMatchObject({ open: true, running: false, firstYear: 2023, thisYear: 2026 });
    expect(answer.helpers?.length).toBeGreaterThan(5);
    expect(answer.before.length).toBe(answer.figures.length);
  });

  test('only the coordination sees small numbers, who got how many, and single areas', async () => {
    const [open, shown] = await Promise.all([figures('marit'), figures('jana')]);
    expect(shown).toMatchObject({ open: false, helpers: null, own: null, areas: [] });
    const small = open.figures.filter(({ unit, value }) => unit === 'count' && value !== null && value > 0 && value < 5);
    expect(small.length).toBeGreaterThan(0);
    for (const { id, part } of small)
      expect(shown.figures.find((one) => one.id === id && one.part === part)).toMatchObject({
        value: null,
        numerator: null,
        hidden: 'small',
      });
    for (const one of shown.figures)
      if (one.unit === 'percent' && one.numerator !== null && one.id !== 'V11')
        expect(one.numerator === 0 || one.numerator >= 5, one.id).toBe(true);
    expect(
      await cast.refusal('jana', (call, permit) => readFigures(call, permit('figures.read'), { year: 2025, area: '531' })),
    ).toMatchObject({ code: 'area-not-permitted' });
    expect((await figures('marit', { year: 2025, area: '531' })).area).toBe('531');
    expect(
      await cast.refusal('marit', (call, permit) => readFigures(call, permit('figures.read'), { year: 2027, area: '' })),
    ).toMatchObject({ code: 'year-to-come' });
  });

  test('a therapist sees her own numbers and nobody else’s', async () => {
    stage.clock.pass({ minutes: 5 });
    const answer = await figures('brandt', { year: 2026, area: '' });
    expect(answer.helpers).toBeNull();
    expect(answer.own).toMatchObject({ practitionerId: cast.practitioner('brandt'), opened: 1, assigned: 0 });
  });

  test('the cases behind V1 have a day and a therapist, no client, and no link where nobody here has to do with the person', async () => {
    const { cases } = await cast.as('marit', (call, permit) => listCases(call, permit('figures.detail'), WISH));
    const v1 = (await figures('marit')).figures.find(({ id, part }) => id === 'V1' && part === '');
    expect(cases.length).toBe(v1?.value);
    expect(cases[0]).toEqual({
      day: expect.stringMatching(/^2025-/),
      practitionerId: expect.any(String),
      practitioner: expect.stringContaining('Muster'),
      placeKind: expect.any(String),
      requestId: null,
    });
    expect(await cast.refusal('jana', (call, permit) => listCases(call, permit('figures.detail'), WISH))).toMatchObject({
      code: 'not-permitted',
    });
  });

  test('reading is logged, without what was read', async () => {
    await figures('jana');
    const [event] = await stage.look<{ data: unknown; person_id: null }>(
      "select data, person_id from platform.event where action = 'reports.figures.read' order by seq desc limit 1",
    );
    expect(event).toEqual({ data: { year: 2025, area: '' }, person_id: null });
  });

  test('nobody who is not signed in counts anything, not even in the database', async () => {
    await expect(stage.world.app.query("select * from app.figures('2025-01-01', '2026-01-01', now(), '')")).rejects.toThrow('signed in');
    await expect(stage.world.app.query('select * from reports.counted')).rejects.toThrow('permission denied');
    await expect(stage.world.app.query("select app.count_figures('2025-01-01', '2026-01-01', now(), '')")).rejects.toThrow(
      'permission denied',
    );
    await expect(stage.world.app.query("select * from app.figure_cases('2025-01-01', '2026-01-01', now(), '')")).rejects.toThrow(
      'coordination',
    );
  });
});

describe('files', () => {
  test('the workbook holds each table as a sheet, numbers as numbers and no formula', async () => {
    const file = await cast.as('marit', (call, permit) => getWorkbook(call, permit('figures.read'), { ...WISH, language: 'de' }));
    expect(file.name).toBe('auswertung-2025.xlsx');
    const parts = unzipped(Buffer.from(file.bytes));
    expect([...parts.keys()].filter((name) => name.startsWith('xl/worksheets/sheet')).length).toBeGreaterThanOrEqual(3);
    const all = [...parts.values()].join('');
    expect(all).not.toMatch(/<f[ >]/);
    expect(all).toContain('Vergebene Plätze');
  });

  test('the annual report is an accessible PDF; every figure stands beside its definition', async () => {
    const file = await cast.as('jana', (call, permit) => getAnnualReport(call, permit('figures.read'), { year: 2025, language: 'de' }));
    const text = Buffer.from(file.bytes).toString('latin1');
    expect(text).toContain('pdfuaid:part');
    expect(text).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/);
    expect(text).toMatch(/\/Lang \(de/);
    // What goes out of the house is the same whoever prints it.
    const published = await cast.as('marit', (call, permit) => readFigures(call, permit('figures.read'), WISH, true));
    expect(published).toMatchObject({ open: false, helpers: null });
    const answer = await figures('jana');
    expect(published.figures).toEqual(answer.figures);
    for (const language of ['de', 'en'] as const) {
      const paper = reportPaper(answer, 'Netz Bonn', language);
      for (const one of paper.figures) expect(one.definition.length, one.title).toBeGreaterThan(20);
      expect(paper.figures.map(({ title }) => title.split(' ')[0])).toEqual(expect.arrayContaining(['V1', 'V2', 'V3', 'V4', 'V5', 'V6']));
      expect(paper.figures.find(({ title }) => title.startsWith('V4'))?.also).toContain('0');
      expect(JSON.stringify(paper)).not.toMatch(/undefined|NaN/);
    }
  });
});

describe('the cost of the network', () => {
  const share = (year: number, totalCents: number) =>
    cast.as('marit', async (call, permit) => {
      const costs = permit('reports.costs');
      const { members } = await readCosts(call, costs, year);
      return issueCosts(call, costs, year, { totalCents, bySeat: false, members });
    });
  const latest = async (year: number) =>
    (await cast.as('marit', (call, permit) => readCosts(call, permit('reports.costs'), year))).statements[0];

  test('is shared by membership; how many places somebody was given changes no cent (§ 73 (7) SGB V)', async () => {
    await share(2024, 1_000_003);
    const before = await latest(2024);
    const given = await stage.look<{ practitioner_id: string; n: number }>(
      'select practitioner_id, count(*)::int as n from placement.allocation group by 1',
    );
    expect(new Set(given.map(({ n }) => n)).size).toBeGreaterThan(1); // they were given unlike numbers of places
    await stage.look('set session_replication_role = replica');
    await stage.look('delete from placement.allocation where practitioner_id = $1', given[0]?.practitioner_id);
    await stage.look('set session_replication_role = origin');
    await share(2024, 1_000_003);
    const after = await latest(2024);
    expect(after?.shares).toEqual(before?.shares);
    expect(before?.shares.reduce((so, { cents }) => so + cents, 0)).toBe(1_000_003);
    const amounts = before?.shares.map(({ cents }) => cents) ?? [];
    expect(Math.max(...amounts) - Math.min(...amounts)).toBeLessThanOrEqual(1);
    expect(after?.statementVersion).toBe(2); // a correction is a new version, the first one stays
    await expect(stage.look('update reports.cost_share set cents = 0')).rejects.toThrow('append-only');
  });

  test('goes to each colleague as a letter that says what it does not depend on', async () => {
    const statement = await latest(2024);
    const practitionerId = statement?.shares[0]?.practitionerId ?? '';
    const letter = await cast.as('marit', (call, permit) =>
      getCostLetter(call, permit('reports.costs'), statement?.id ?? '', practitionerId, 'de'),
    );
    expect(Buffer.from(letter.bytes).toString('latin1')).toContain('pdfuaid:part');
    expect(
      await cast.refusal('marit', (call, permit) =>
        getCostLetter(call, permit('reports.costs'), statement?.id ?? '', cast.account('jana'), 'de'),
      ),
    ).toMatchObject({ code: 'not-found' });
  });

  test('needs somebody to share it, each once, and a year that has begun; others neither see nor state it', async () => {
    const practitionerId = cast.practitioner('brandt');
    const one = { practitionerId, months: 12, seatPercent: 100 } as const;
    const refused = async (year: number, members: { practitionerId: string; months: number; seatPercent: 100 }[]) =>
      (
        await cast.refusal('marit', (call, permit) =>
          issueCosts(call, permit('reports.costs'), year, { totalCents: 100, bySeat: true, members }),
        )
      ).code;
    expect(await refused(2025, [{ ...one, months: 0 }])).toBe('nobody-shares');
    expect(await refused(2025, [one, one])).toBe('member-named-twice');
    expect(await refused(2027, [one])).toBe('year-to-come');
    expect(await cast.refusal('brandt', (call, permit) => readCosts(call, permit('reports.costs'), 2025))).toMatchObject({
      code: 'not-permitted',
    });
  });
});

/** The texts of a ZIP file by name. */
function unzipped(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  let at = zip.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  while (at >= 0 && zip.readUInt32LE(at) === 0x02014b50) {
    const [method, packed, nameLength, extra, comment, offset] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]; // biome-ignore format: one record
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const from = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    const body = zip.subarray(from, from + packed);
    parts.set(name, (method === 8 ? inflateRawSync(body) : body).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}
