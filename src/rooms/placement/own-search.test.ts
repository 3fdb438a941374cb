import { afterAll, describe, expect, test } from 'vitest';
import { FileAnswer } from '#platform/http.ts';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { beginRequest, saveDraft } from './actions/desk.ts';
import { drawSearchLetter, noteNetworkSearch, noteOwnSearch, readSearchProtocol, withdrawOwnSearch } from './actions/own-search.ts';
import { answerOpener } from './actions/triage.ts';
import { searchFaults, summarise } from './rules/own-search.ts';

const stage = await setPractice(await freshDatabase());
const { cast, clock } = stage;
afterAll(() => stage.close());

const day = (text: string) => Temporal.PlainDate.from(text);
const TODAY = day('2026-03-02');

describe('what may be noted of a search', () => {
  const search = (onDay: string, more: object = {}) =>
    ({ onDay: day(onDay), channel: 'phone', answer: 'no-place', waitWeeks: null, ...more }) as const;
  test.each([
    ['today', search('2026-03-02'), true],
    ['tomorrow', search('2026-03-03'), 'date-in-future'],
    ['two years ago', search('2024-03-02'), true],
    ['two years and a day ago', search('2024-03-01'), 'too-long-ago'],
    ['weeks on a waiting list', { ...search('2026-02-01'), answer: 'waiting-list', waitWeeks: 30 }, true],
    ['weeks without a list', { ...search('2026-02-01'), waitWeeks: 30 }, 'weeks-need-a-list'],
  ] as const)('%s', (_case, given, expected) => {
    expect(searchFaults(given, TODAY)[0]?.code ?? true).toBe(expected);
  });

  test('the summary counts tries in vain, the service point and the shortest wait', () => {
    expect(summarise([])).toEqual({ own: 0, inVain: 0, first: null, last: null, service: false, shortestWeeks: null });
    const list = (waitWeeks: number) => ({ onDay: day('2026-02-01'), channel: 'web', answer: 'waiting-list', waitWeeks }) as const;
    expect(summarise([search('2026-02-10'), search('2026-01-05', { channel: '116117' }), list(12), list(13)])).toEqual({
      own: 4,
      inVain: 3,
      first: day('2026-01-05'),
      last: day('2026-02-10'),
      service: true,
      shortestWeeks: 12,
    });
  });
});

const begin = () =>
  cast.as('jana', async (call, permit) => {
    const desk = permit('placement.desk');
    const { id } = await beginRequest(call, desk, '0228 555 302');
    const criteria = {
      insurance: 'GKV' as const,
      setting: 'single' as const,
      languages: ['pl'],
      problems: ['DEP' as const],
      postalCode: '53113',
    };
    const person = {
      givenName: 'Anna',
      familyName: 'Kowalski',
      birthDate: '1990-05-04',
      street: 'Wilhelmstraße 12',
      postalCode: '53111',
      place: 'Bonn',
    };
    await saveDraft(call, desk, id, { person, criteria, privacyVersion: '2026-1' });
    await answerOpener(call, desk, id, 'no');
    return id;
  });
const note = (id: string, wish: object = {}) =>
  cast.as('jana', (call, permit) =>
    noteOwnSearch(call, permit('placement.desk'), id, {
      onDay: '2026-02-10',
      whom: 'Praxis Meyer',
      channel: 'phone',
      answer: 'no-place',
      ...wish,
    }),
  );
const read = (id: string) => cast.as('samuel', (call, permit) => readSearchProtocol(call, permit('placement.desk'), id));

describe('The search protocol', () => {
  test('holds what the person told, sealed, and takes a mistake back', async () => {
    const id = await begin();
    await note(id);
    const wrong = await note(id, { whom: 'Praxis Falsch', channel: '116117' });
    await note(id, { onDay: '2026-01-03', whom: 'Terminservicestelle', channel: '116117', answer: 'appointment-only' });
    await cast.as('jana', (call, permit) => withdrawOwnSearch(call, permit('placement.desk'), id, wrong.id));
    await expect(cast.as('jana', (call, permit) => withdrawOwnSearch(call, permit('placement.desk'), id, wrong.id))).rejects.toMatchObject({
      code: 'not-found',
    });
    const seen = await read(id);
    expect(seen.searches.map(({ onDay, whom }) => `${onDay} ${whom}`)).toEqual([
      '2026-01-03 Terminservicestelle',
      '2026-02-10 Praxis Meyer',
    ]);
    expect(seen.summary).toMatchObject({ own: 2, inVain: 2, service: true, first: '2026-01-03' });
    expect(seen.addressKnown).toBe(true);
    const rows = await stage.look<{ whom_sealed: Buffer }>('select whom_sealed from placement.own_search where request_id = $1', id);
    expect(rows).toHaveLength(3);
    for (const { whom_sealed } of rows) expect(whom_sealed.includes('Praxis')).toBe(false);
    await expect(note(id, { onDay: '2027-01-01' })).rejects.toMatchObject({
      code: 'invalid-input',
      detail: { errors: [{ pointer: '/onDay', code: 'date-in-future' }] },
    });
  });

  test('counts the network’s own searches in vain by day, and never says whom it asked or why somebody did not fit', async () => {
    const id = await begin();
    const { rows: excluding } = await stage.admin.query('select id from directory.practitioner');
    const searchNow = () => cast.as('jana', (call, permit) => noteNetworkSearch(call, permit('placement.desk'), id));
    const first = await searchNow();
    expect(first).toEqual({ places: expect.any(Number), fitting: 0 });
    expect(first.places).toBeGreaterThan(0);
    await searchNow();
    clock.pass({ days: 1 });
    await searchNow();
    const seen = await read(id);
    expect(seen.network.tries.map(({ places }) => places)).toEqual([first.places, first.places]);
    const text = JSON.stringify(seen);
    for (const row of excluding) expect(text).not.toContain((row as { id: string }).id);
    expect(text).not.toMatch(/exclu|H\d|reason/i);
    const [told] = await stage.look<{ data: object }>(
      "select data from platform.event where action = 'placement.network.searched' and object_id = $1",
      id,
    );
    expect(told?.data).toEqual({ places: first.places, fitting: 0 });
  });

  test('is a letter for the person, drawn under a name in the log, and only the desk reaches it', async () => {
    const id = await begin();
    await note(id);
    const draw = (withProblem: 'yes' | 'no') =>
      cast.as('jana', (call, permit) => drawSearchLetter(call, permit('placement.desk'), id, { withProblem, withOffers: 'yes' }));
    const letter = await draw('no');
    expect(letter).toBeInstanceOf(FileAnswer);
    expect(letter).toMatchObject({ type: 'application/pdf', name: `suche-${id}.pdf` });
    expect((await draw('yes')).bytes.length).toBeGreaterThan(letter.bytes.length);
    expect(await stage.told(id)).toContain('placement.search-protocol.printed');
    await stage.admin.query("update access.care_relation set until_at = $2 where cause_id = $1 and kind = 'desk'", [
      id,
      clock.now.toString(),
    ]);
    await expect(read(id)).rejects.toMatchObject({ code: 'request-not-found' });
  });
});
