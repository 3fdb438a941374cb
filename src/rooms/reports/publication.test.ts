import { createServer } from 'node:http';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '#platform/log.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { mountFiguresPage } from '../../doors/figures-page.ts';
import { publishYears, readPublication } from './actions/publication.ts';
import { writeHistory } from './history.fixture.ts';

const stage = await setPractice(await freshDatabase(), { at: Temporal.Instant.from('2026-03-02T09:00:00Z') });
const app = Fastify({ logger: false, serverFactory: (handler) => createServer(handler) });
beforeAll(async () => {
  await writeHistory(stage.admin, {
    seed: 7,
    from: Temporal.Instant.from('2024-01-02T00:00:00Z'),
    to: Temporal.Instant.from('2026-03-02T00:00:00Z'),
    practitioners: 6,
    placesEach: 3,
    unserved: 1,
    sessions: 2,
  });
  await mountFiguresPage(app, { world: stage.world, log: createLog('silent') });
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

const publish = (years: number[]) => stage.cast.as('marit', (call, permit) => publishYears(call, permit('figures.publish'), years));
const look = async (path: string, language = 'de') => {
  const answer = await app.inject({ url: path, headers: { 'accept-language': language } });
  return { status: answer.statusCode, body: answer.body, headers: answer.headers };
};

describe('figures for anybody', () => {
  test('nothing is published until the coordination says which years; others cannot, and a year that runs never is', async () => {
    for (const path of ['/zahlen', '/zahlen/2025', '/zahlen/2026', '/zahlen/quatsch', "/zahlen/2025'"]) {
      const { status, body } = await look(path);
      expect(status, path).toBe(404);
      expect(body).toContain('keine Zahlen veröffentlicht');
    }
    expect((await stage.world.app.query("select * from app.published_figures(2025, '2026-03-02 09:00Z')")).rows).toEqual([]);
    expect(await stage.cast.refusal('jana', (call, permit) => publishYears(call, permit('figures.publish'), [2025]))).toMatchObject({
      code: 'not-permitted',
    });
    expect(await stage.cast.refusal('marit', (call, permit) => publishYears(call, permit('figures.publish'), [2026]))).toMatchObject({
      code: 'year-still-runs',
    });
  });

  test('a published year stands there with its definitions, its table and its picture; the year before only where it is published, too', async () => {
    stage.clock.pass({ minutes: 1 });
    await publish([2025]);
    expect(await stage.cast.as('jana', (call, permit) => readPublication(call, permit('figures.read')))).toEqual({ years: [2025] });
    const alone = await look('/zahlen');
    expect(alone.status).toBe(200);
    for (const text of [
      'Jahresbericht 2025',
      'V1 Vergebene Therapieplätze',
      'Plätze, nicht einzelne Gespräche',
      'V7 Ehrliche Null',
      '<svg',
      'Januar',
    ])
      expect(alone.body, text).toContain(text);
    expect(alone.body).not.toMatch(/undefined|NaN|null|<script|style="|\bon\w+=/);
    expect(alone.body).not.toContain('Muster'); // no colleague by name
    expect(alone.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);
    expect((await look('/zahlen/2024')).status).toBe(404);
    expect(Number(/<th scope="row">Vergebene Plätze<\/th><td>(\d+)<\/td><\/tr>/.exec(alone.body)?.[1])).toBeGreaterThan(5);
    expect(alone.body).not.toContain('Vorjahr');
    stage.clock.pass({ minutes: 1 });
    await publish([2025, 2024]);
    expect((await look('/zahlen/2025')).body).toMatch(/<th scope="row">Vergebene Plätze<\/th><td>\d+<\/td><td>\d+<\/td>/);
    expect((await look('/zahlen/2024', 'en-GB,en;q=0.8')).body).toContain('Places assigned');
    expect((await look('/zahlen/2024?sprache=de', 'en')).body).toContain('Vergebene Plätze');
  });

  test('a signed-out visitor sees no cell of one to four (security 30): not in a figure, a month, a group or a reason', async () => {
    const cells = [...(await look('/zahlen/2025')).body.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text ?? '');
    expect(cells.length).toBeGreaterThan(50);
    const days = /Tag|\d s$|min$/;
    expect(cells).toContain('unter 5');
    const rows = [...(await look('/zahlen/2025')).body.matchAll(/<tr><th scope="row">([^<]*)<\/th><td[^>]*>([1-4])<\/td>/g)];
    expect(rows.map(([, label]) => label)).toEqual([]);
    for (const text of cells) if (!days.test(text)) expect(text).not.toMatch(/^[1-4] von /);
  });

  test('taken back, it is gone', async () => {
    stage.clock.pass({ minutes: 1 });
    await publish([]);
    expect((await look('/zahlen/2025')).status).toBe(404);
    const told = await stage.look<{ data: unknown }>(
      "select data from platform.event where action = 'reports.years.published' order by seq",
    );
    expect(told.map(({ data }) => data)).toEqual([{ years: ['2025'] }, { years: ['2025', '2024'] }, { years: [] }]);
  });
});
