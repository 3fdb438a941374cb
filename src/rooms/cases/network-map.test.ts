import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEntries } from '#rooms/directory/actions/entries.ts';
import { setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { readAssessment } from './actions/assessment.ts';
import * as maps from './actions/network-map.ts';
import { alter, EMPTY, mapSteps } from './assessment.fixture.ts';

let stage: Awaited<ReturnType<typeof setCases>>;
beforeAll(async () => {
  stage = await setCases(await freshDatabase());
});
afterAll(() => stage.close());

const { draw, save, readMaps } = mapSteps(() => stage);
const readDrawn = async (caseId: string) =>
  (await stage.cast.as('olena', (call, permit) => readAssessment(call, permit('cases.care'), caseId))).networkMap;

describe('a network map', () => {
  it('is kept as a whole, people and relations, with names only where she agreed', async () => {
    const { caseId } = await stage.openCase();
    const { id } = await draw(caseId);
    const [mia, sand] = [alter('family', 'Mia'), alter('professional', 'Dr. Sand')];
    const fields = { ...EMPTY, alters: [mia, sand], edges: [{ from: sand.id, to: mia.id, tie: null }] };
    await expect(save(id, 1, fields)).rejects.toMatchObject({
      code: 'network-names-not-agreed',
      detail: { errors: [{ pointer: '/alters/0/name' }] },
    });
    await expect(save(id, 1, { ...fields, drawnOn: '2026-03-03', namesAgreed: true })).rejects.toMatchObject({
      code: 'assessment-day-ahead',
    });
    await save(id, 1, { ...fields, namesAgreed: true });
    const [map] = (await readMaps(caseId)).maps;
    expect([map?.namesAgreedOn, map?.edges.length, map?.version]).toEqual(['2026-03-02', 1, 2]);
    expect(new Set(map?.alters)).toEqual(new Set([mia, sand]));
    await save(id, 2, { ...fields, namesAgreed: true, alters: [sand], edges: [] });
    await expect(save(id, 2, EMPTY)).rejects.toMatchObject({ code: 'version-old', detail: { current: 3 } });
    await expect(save(id, 3, { ...EMPTY, edges: [{ from: mia.id, to: sand.id, tie: null }] })).rejects.toMatchObject({
      code: 'network-loose-relation',
    });
    await expect(save(id, 3, { ...EMPTY, alters: [{ ...sand, tie: 'strong' }] })).rejects.toMatchObject({
      code: 'network-ties-not-wanted',
    });
    expect((await readMaps(caseId)).maps[0]?.alters.map(({ name }) => name)).toEqual(['Dr. Sand']);
    expect(await stage.told(id)).toEqual(['cases.network-map.drawn', 'cases.network-map.changed', 'cases.network-map.changed']);
  });

  it('is fixed for good, and its copy knows the same people for before and after', async () => {
    const { caseId } = await stage.openCase();
    const { id } = await draw(caseId);
    const [one, two] = [alter('friends'), alter('work')];
    await save(id, 1, { ...EMPTY, alters: [one, two], edges: [{ from: one.id, to: two.id, tie: null }] });
    await stage.cast.as('olena', (call, permit) => maps.fixNetworkMap(call, permit('cases.care'), id, 2));
    await expect(save(id, 3, EMPTY)).rejects.toMatchObject({ code: 'network-map-fixed' });
    const past = stage.admin.query('update cases.network_node set sector = $1 where map_id = $2', ['family', id]);
    await expect(past).rejects.toMatchObject({ constraint: 'fixed_stays' });
    await draw(caseId, id);
    const { maps: all } = await readMaps(caseId);
    const copy = all.find(({ title }) => title === 'after');
    expect([copy?.alters.length, copy?.edges.length, copy?.fixedOn]).toEqual([2, 1, null]);
    expect(new Set(Object.values(copy?.origins ?? {}))).toEqual(new Set([one.id, two.id]));
    expect(copy?.alters.some((person) => person.id === one.id)).toBe(false);
  });

  it('links a professional to the directory, on this map alone: no word of it outside', async () => {
    const { caseId } = await stage.openCase();
    const { id } = await draw(caseId);
    const { entries } = await stage.cast.as('olena', (call, permit) => findEntries(call, permit('directory.read'), 'case manage'));
    expect(entries.map(({ kind, name }) => [kind, name])).toEqual([['organisation', 'Case Management Rhein-Sieg']]);
    const link = { kind: 'organisation' as const, id: entries[0]?.id ?? '' };
    const [mia, office] = [alter('family'), { ...alter('professional', 'Das Büro'), link }];
    await expect(save(id, 1, { ...EMPTY, alters: [{ ...mia, link }] })).rejects.toMatchObject({
      code: 'network-link-private',
      detail: { errors: [{ pointer: '/alters/0/link' }] },
    });
    const nobody = { kind: 'service' as const, id: mia.id };
    await expect(save(id, 1, { ...EMPTY, alters: [{ ...office, link: nobody }] })).rejects.toMatchObject({ code: 'network-entry-unknown' });
    await save(id, 1, { ...EMPTY, alters: [mia, office] });
    await draw(caseId, id);
    const { maps: both } = await readMaps(caseId);
    for (const map of both) {
      expect(map.entries).toEqual(entries);
      expect(map.alters.map((one) => one.link)).toEqual(expect.arrayContaining([null, link]));
    }
    const private_ = stage.admin.query('update cases.network_node set linked_organisation_id = $1 where id = $2', [link.id, mia.id]);
    await expect(private_).rejects.toMatchObject({ constraint: 'only_professionals_linked' });
    const words = await stage.look(
      `select 1 from platform.event where action like 'cases.network-map.%' and data::text like '%' || $1 || '%'
         and data - 'organisationId' - 'caseId' <> '{}'`,
      link.id,
    );
    expect(words).toEqual([]);
    await save(id, 2, { ...EMPTY, alters: [{ ...office, link: null }] });
    expect((await readMaps(caseId)).maps.find((map) => map.id === id)?.entries).toEqual([]);
  });

  it('can be dropped, also when fixed: nobody of it stays in the tables', async () => {
    const { caseId } = await stage.openCase();
    const { id } = await draw(caseId);
    await save(id, 1, { ...EMPTY, alters: [alter('friends')] });
    await stage.cast.as('olena', (call, permit) => maps.fixNetworkMap(call, permit('cases.care'), id, 2));
    expect(await readDrawn(caseId)).toBe('drawn');
    await stage.cast.as('olena', (call, permit) => maps.dropNetworkMap(call, permit('cases.care'), id, 3));
    expect([(await readMaps(caseId)).maps, await stage.look('select 1 from cases.network_node where map_id = $1', id)]).toEqual([[], []]);
    expect(await readDrawn(caseId)).toBeNull();
  });

  it('is of this case alone: not another service, not a copy from another case, not an alter of another map', async () => {
    const [mine, other] = [await stage.openCase(), await stage.openCase()];
    const [one, two] = [await draw(mine.caseId), await draw(other.caseId)];
    const person = alter('friends');
    await save(one.id, 1, { ...EMPTY, alters: [person] });
    await expect(draw(other.caseId, one.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(save(two.id, 1, { ...EMPTY, alters: [person] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(readMaps(mine.caseId, 'rike')).rejects.toMatchObject({ code: 'not-found' });
    await expect(readMaps(mine.caseId, 'jana')).rejects.toMatchObject({ code: 'not-permitted' });
    const reads = await stage.look("select 1 from platform.event where object_id = $1 and action = 'cases.network-map.read'", mine.caseId);
    await readMaps(mine.caseId);
    expect(
      await stage.look("select 1 from platform.event where object_id = $1 and action = 'cases.network-map.read'", mine.caseId),
    ).toHaveLength(reads.length + 1);
  });
});
