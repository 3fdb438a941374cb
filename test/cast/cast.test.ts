import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginRequest } from '#rooms/placement/actions/desk.ts';
import { forgetKept } from '#rooms/placement/actions/fit.ts';
import { findFit } from '#rooms/placement/actions/matches.ts';
import { CASE_N, EXAMPLES } from '#rooms/placement/rules/fit/fixture.ts';
import { freshDatabase } from '#test/database.ts';
import { openCast } from './cast.ts';
import { considerOnly, openExamples } from './examples.ts';
import { setPractice, setStage } from './stage.ts';

class GivenUp extends Error {}

describe('The cast', async () => {
  const stage = await setPractice(await freshDatabase());
  afterAll(() => stage.close());

  test('acts through real sessions with their own permits', async () => {
    const { cast } = stage;
    const begun = await cast.as('jana', (call, permit) => beginRequest(call, permit('placement.desk'), '0228 555 301'));
    expect(begun.state).toBe('new');
    expect(await stage.told(begun.id)).toEqual(['placement.request.created']);
    const refusal = await cast.refusal('karin', (call, permit) => beginRequest(call, permit('placement.desk')));
    expect(refusal.code).toBe('not-permitted');
  });

  test('works in a practice with open places and free times', async () => {
    const { cast, practice } = stage;
    const fit = await cast.as('jana', (call) =>
      findFit(
        call,
        { criteria: { insurance: 'GKV', setting: 'single', problems: ['DEP'] }, requestId: null, personId: null, oncallWantsAcute: false },
        20,
        false,
      ),
    );
    const offered = fit.ranked.map(({ card }) => card.placeId);
    expect(offered).toContain(practice.places.brandt);
    expect(offered).toContain(practice.places.rossi);
    expect(fit.ranked.every(({ card }) => card.firstSlot !== null)).toBe(true);
  });

  test('keeps a clock that everybody follows, the policies of the database too', async () => {
    const { cast, clock } = stage;
    const begun = await cast.as('samuel', (call, permit) => beginRequest(call, permit('placement.desk')));
    clock.pass({ days: 400 });
    const { at, seen } = await cast.as('samuel', async ({ now, tx }) => ({
      at: now,
      seen: await tx.selectFrom('placement.request').select('id').where('id', '=', begun.id).executeTakeFirst(),
    }));
    clock.pass({ days: -400 });
    expect(at.since(clock.now).total('hours')).toBe(400 * 24);
    expect(seen?.id).toBe(begun.id);
  });
});

describe('The worked examples of the rule book, asked of PostgreSQL', async () => {
  const stage = await setStage(await freshDatabase());
  const cast = await openCast(stage.world);
  const network = await openExamples(stage, cast);
  beforeAll(forgetKept); // the practice above is another database
  afterAll(() => stage.close());

  test.for([...EXAMPLES, CASE_N])('example $name', async ({ request, considered, ranked, clarify, excluded }) => {
    const { placeId, nameOf, criteriaOf } = network;
    const ids = considered.map((name) => placeId.get(name) ?? '');
    let said: Awaited<ReturnType<typeof findFit>> | undefined;
    const sought = { criteria: criteriaOf(request), requestId: null, personId: null, oncallWantsAcute: false };
    await cast
      .asSystem(async (call) => {
        await considerOnly(call, ids);
        said = await findFit(call, sought, 50, true);
        throw new GivenUp();
      })
      .catch((fault: unknown) => {
        if (!(fault instanceof GivenUp)) throw fault;
      });
    expect(said?.ranked.map(({ card, score }) => [nameOf.get(card.placeId), score])).toEqual(ranked);
    expect(said?.clarify.map(({ card, score, clarify: open }) => [nameOf.get(card.placeId), score, ...open])).toEqual(clarify);
    const out = said?.excluded.filter(({ card }) => ids.includes(card.placeId));
    const kinds = Object.fromEntries((out ?? []).map(({ card, no }) => [nameOf.get(card.placeId), no]));
    for (const [name, criteria] of Object.entries(kinds)) expect(excluded[name ?? '']).toEqual(criteria);
    // Places of another kind are not looked up at all.
    const otherKind = Object.keys(excluded).filter((name) => !(name in kinds));
    for (const name of otherKind) expect(excluded[name]).toContain('H2');
  });
});
