import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/decision.ts';
import { violatedConstraint } from '#platform/database.ts';
import { type Waiting, WaitingStage } from '#test/waiting-stage.ts';

/** Steps by chance; GELEIT_DEPTH multiplies them. */
const STEPS = 150 * Number(process.env.GELEIT_DEPTH ?? 1);
const SEED = Number(process.env.GELEIT_SEED ?? 20_260_302);

let stage: WaitingStage;
beforeAll(async () => {
  stage = await WaitingStage.set();
});
afterAll(() => stage.close());

/** mulberry32: the same walk from the same seed. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Wrong {
  what: string;
  id: string;
}

/** What must hold at every moment, asked of the tables. A hold whose time is over ends with the worker's next tick: nobody may rely on it. */
const INVARIANTS: [string, string][] = [
  [
    'a held offer without its hold',
    "select o.id from placement.waiting_offer o join placement.request q on q.id = o.request_id left join directory.place p on p.id = o.place_id and p.held_for = o.request_id and p.state = 'held' left join scheduling.slot s on s.id = o.slot_id and s.held_for = o.request_id and s.state = 'held' where o.state = 'held' and o.until_at > $now and (p.id is null or s.id is null or q.state <> 'offered')",
  ],
  [
    'two live offers of one place',
    "select place_id as id from placement.waiting_offer where state = 'held' group by place_id having count(*) > 1",
  ],
  [
    'two live offers to one person',
    "select request_id as id from placement.waiting_offer where state = 'held' group by request_id having count(*) > 1",
  ],
  [
    'a promise later than 14 days',
    "select id from placement.request where state = 'waiting' and (next_step_at is null or next_step_at > last_contact_at + interval '14 days')",
  ],
  [
    'more than three skips, or a notice before the third',
    'select id from placement.request where skipped > 3 or (final_notice_at is not null and skipped < 3)',
  ],
  [
    'a hold longer than 48 hours',
    "select id from placement.waiting_offer where state = 'held' and until_at > held_at + interval '48 hours'",
  ],
  [
    'an appointment too soon for its call-back',
    "select o.id from placement.waiting_offer o join scheduling.slot s on s.id = o.slot_id where o.state = 'held' and s.starts_at < o.held_at + interval '50 hours'",
  ],
  [
    'a place held for nobody',
    "select p.id from directory.place p where p.state = 'held' and p.held_until > $now and not exists (select 1 from placement.request q where q.id = p.held_for and q.state = 'offered')",
  ],
  [
    'somebody waits without a task and without a last notice',
    "select q.id from placement.request q where q.state = 'waiting' and not exists (select 1 from tasks.task t where t.object_id = q.id and t.kind like 'waiting-%' and t.done_at is null)",
  ],
];

/** After the worker has been there: nobody has two turns, and turns are at open places for people who wait. */
const AFTER_TICK: [string, string][] = [
  [
    'two turns at one place',
    "select place_id as id from placement.waiting_offer where state = 'proposed' and rank = 1 group by place_id having count(*) > 1",
  ],
  [
    'a turn at a place that is gone',
    "select o.id from placement.waiting_offer o join directory.place p on p.id = o.place_id where o.state = 'proposed' and p.state not in ('open', 'held')",
  ],
  [
    'a turn of somebody who does not wait',
    "select o.id from placement.waiting_offer o join placement.request q on q.id = o.request_id where o.state = 'proposed' and q.state not in ('waiting', 'offered')",
  ],
];

async function wrongs(invariants: readonly [string, string][]): Promise<Wrong[]> {
  const found: Wrong[] = [];
  for (const [what, text] of invariants)
    for (const { id } of await stage.offer.look<{ id: string }>(text.replaceAll('$now', `'${stage.now}'::timestamptz`)))
      found.push({ what, id });
  return found;
}

/** One of several by weight. */
function drawn<T extends readonly [string, number, unknown]>(list: readonly T[], chance: number): T {
  let rest = chance * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const one of list) {
    rest -= one[1];
    if (rest < 0) return one;
  }
  throw new Error('there are steps');
}

describe('the waiting list by chance, on real tables', () => {
  test(`${STEPS} steps: whatever two desks, the worker and time do, nothing is promised twice`, { timeout: 600_000 }, async () => {
    const chance = chanceFrom(SEED);
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
    const people: Waiting[] = [];
    const done: Record<string, number> = {};
    const refused: Record<string, number> = {};
    const desk = () => (chance() < 0.5 ? stage.jana : stage.samuel);
    const one = async (where: string) => {
      const rows = await stage.offer.look<{ id: string; request_id: string; place_id: string }>(
        `select id, request_id, place_id from placement.waiting_offer where ${where} order by id`,
      );
      return pick(rows);
    };
    const waiting = async () =>
      pick(
        await stage.offer.look<{ id: string; version: number }>(
          "select id, version from placement.request where state = 'waiting' order by id",
        ),
      );
    const steps: [string, number, () => Promise<unknown>][] = [
      [
        'somebody goes on the list',
        2,
        async () => people.length < 60 * Number(process.env.GELEIT_DEPTH ?? 1) && people.push(await stage.waits(`Nr${people.length}`)),
      ],
      [
        'a place opens',
        2,
        () =>
          stage.openPlace({
            startsAt: stage.now.add({ hours: 24 * (3 + Math.floor(chance() * 20)), minutes: Math.floor(chance() * 10_000) }),
          }),
      ],
      ['the worker ticks', 6, () => stage.tick()],
      ['time passes', 3, async () => stage.pass({ hours: Math.ceil(chance() * 30) })],
      [
        'a proposal is taken',
        5,
        async () => {
          const offer = await one("state = 'proposed'");
          if (offer)
            await stage.offer.ask(desk(), 'placement.takeProposal', {
              params: { id: offer.id },
              body: chance() < 0.3 ? { before: 'on-the-phone' } : {},
            });
        },
      ],
      [
        'a call in vain',
        6,
        async () => {
          const offer = await one("state = 'held'");
          if (offer)
            await stage.offer.ask(desk(), 'placement.recordAttempt', { params: { id: offer.id }, body: { result: 'not-reached' } });
        },
      ],
      [
        'a call that reaches',
        2,
        async () => {
          const offer = await one("state = 'held'");
          const stillNeeded = chance() < 0.8;
          if (offer)
            await stage.offer.ask(desk(), 'placement.recordAttempt', {
              params: { id: offer.id },
              body: { result: 'reached', stillNeeded, elsewhere: 'no' },
            });
        },
      ],
      [
        'a no',
        1,
        async () => {
          const offer = await one("state = 'held'");
          if (offer) await stage.offer.ask(desk(), 'placement.declineProposal', { params: { id: offer.id }, body: { reason: 'time' } });
        },
      ],
      [
        'a booking',
        1,
        async () => {
          const offer = await one("state = 'held'");
          if (offer)
            await stage.offer.ask(desk(), 'placement.bookOffer', {
              params: { id: offer.request_id },
              body: {
                acknowledgement: { response: 'accepted', policyVersion: 0, language: 'de' },
                channel: 'email',
                contractParty: 'self',
              },
            });
        },
      ],
      [
        'a contact',
        3,
        async () => {
          const row = await waiting();
          const body = chance() < 0.4 ? { result: 'reached', stillNeeded: chance() < 0.9, elsewhere: 'on-lists' } : { result: 'voicemail' };
          if (row) await stage.offer.ask(desk(), 'placement.recordContact', { params: { id: row.id }, body });
        },
      ],
      [
        'a closing',
        1,
        async () => {
          const row = await waiting();
          if (row)
            await stage.offer.ask(desk(), 'placement.closeRequest', {
              params: { id: row.id },
              body: { reason: 'withdrew' },
              version: row.version,
            });
        },
      ],
      [
        'an ordinary hold for the telephone',
        2,
        async () => {
          const row = await waiting();
          const [slot] = await stage.offer.look<{ id: string; place_id: string }>(
            "select id, place_id from scheduling.slot where state = 'free' and live and place_id is not null order by id limit 1",
          );
          if (row && slot)
            await stage.offer.ask(desk(), 'placement.holdOffer', {
              params: { id: row.id },
              body: { placeId: slot.place_id, slotId: slot.id },
            });
        },
      ],
      [
        'a hold let go',
        2,
        async () => {
          const [row] = await stage.offer.look<{ id: string }>(
            "select id from placement.request where state = 'offered' order by id limit 1",
          );
          if (row) await stage.offer.ask(desk(), 'placement.releaseHold', { params: { id: row.id }, body: { reason: 'declined' } });
        },
      ],
      [
        'two desks at once',
        2,
        async () => {
          const offer = await one("state = 'proposed' and rank = 1");
          if (!offer) return;
          const answers = await Promise.allSettled(
            [stage.jana, stage.samuel].map((who) => stage.offer.ask(who, 'placement.takeProposal', { params: { id: offer.id }, body: {} })),
          );
          expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
        },
      ],
      [
        'the therapist withdraws a time',
        1,
        async () => {
          const [slot] = await stage.offer.look<{ id: string; version: number }>(
            "select id, version from scheduling.slot where state in ('free', 'held') and live order by md5(id::text || $1) limit 1",
            String(chance()),
          );
          if (slot)
            await stage.offer.ask(stage.therapist, 'scheduling.withdrawSlot', {
              params: { id: slot.id },
              body: { force: true },
              version: slot.version,
            });
        },
      ],
    ];
    for (let index = 0; index < 10; index += 1) people.push(await stage.waits(`Anfang${index}`));
    for (let index = 0; index < STEPS; index += 1) {
      const [name, , act] = drawn(steps, chance());
      try {
        await act();
        done[name] = (done[name] ?? 0) + 1;
      } catch (fault) {
        if (violatedConstraint(fault) === 'slot_overlap') continue; // the therapist had something there already
        if (!(fault instanceof Refusal)) throw new Error(`step ${index} (${name}), seed ${SEED}`, { cause: fault });
        refused[fault.code] = (refused[fault.code] ?? 0) + 1;
      }
      expect(await wrongs(INVARIANTS), `after step ${index} (${name}), seed ${SEED}`).toEqual([]);
      if (name === 'the worker ticks') expect(await wrongs(AFTER_TICK), `after step ${index}, seed ${SEED}`).toEqual([]);
    }
    process.stdout.write(`waiting list by chance: ${STEPS} steps, refused ${JSON.stringify(refused)}\n`);
    expect(Object.keys(done).length).toBeGreaterThan(10);
  });
});
