import { recordContact } from '#rooms/placement/actions/waiting-contact.ts';
import { followForWaiting } from '#rooms/placement/actions/waiting-match.ts';
import { declineProposal, recordAttempt, takeProposal } from '#rooms/placement/actions/waiting-offer.ts';
import { closeAfterNotice } from '#rooms/placement/jobs/waiting.ts';
import { expireHolds } from '#rooms/placement/jobs.ts';
import { DECLINE_REASONS } from '#rooms/placement/rules/waiting-offer.ts';
import type { Scene } from './scene.ts';
import type { Course, Switchboard } from './switchboard.ts';

interface Proposal {
  id: string;
  request_id: string;
  practitioner_id: string;
}

/** The waiting list: what the product proposes is called for, whoever waits is called in time, and each time asked whether she still does. */
export class WaitingList {
  readonly #desk: Switchboard;
  readonly #scene: Scene;

  constructor(desk: Switchboard) {
    this.#desk = desk;
    this.#scene = desk.scene;
  }

  /** Late in the morning: the promised contacts of the day, then the proposals for places that became free. */
  async day(): Promise<void> {
    await this.propose();
    for (const id of await this.#due()) await this.#contact(id);
    const called = new Set<string>();
    for (const proposal of await this.#proposals()) {
      if (called.has(proposal.request_id)) continue;
      called.add(proposal.request_id);
      await this.#take(proposal);
    }
  }

  /** What the worker does every second: the log's new events become proposals. */
  async propose(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      const { events, proposed } = await followForWaiting(this.#scene.world);
      if (proposed > 0) this.#scene.tally.add('proposed', proposed);
      if (events < 1_000) return;
    }
  }

  async night(): Promise<void> {
    const closed = await closeAfterNotice(this.#scene.world);
    if (closed > 0) this.#scene.tally.add('closed after the last notice', closed);
  }

  #due(): Promise<string[]> {
    const { cast } = this.#scene;
    return cast.asSystem(async ({ tx, now }) => {
      const rows = await tx
        .selectFrom('placement.request')
        .select('id')
        .where('state', '=', 'waiting')
        .where('next_step_at', '<=', now.add({ hours: 24 }))
        .orderBy('next_step_at')
        .orderBy('id')
        .limit(30)
        .execute();
      return rows.map(({ id }) => id);
    });
  }

  #proposals(): Promise<Proposal[]> {
    return this.#scene.cast.asSystem(({ tx }) =>
      tx
        .selectFrom('placement.waiting_offer')
        .select(['id', 'request_id', 'practitioner_id'])
        .where('state', '=', 'proposed')
        .where('rank', '=', 1)
        .orderBy('proposed_at')
        .orderBy('id')
        .limit(8)
        .execute(),
    );
  }

  async #contact(requestId: string): Promise<void> {
    const scene = this.#scene;
    const course = this.#desk.courses.known(requestId);
    const chance = course?.chance ?? scene.chanceFor(50, Number.parseInt(requestId.slice(0, 8), 16));
    const still = chance.coin(0.88);
    const wish = chance.coin(0.75)
      ? ({ result: 'reached', stillNeeded: still, elsewhere: still ? (chance.coin(0.5) ? 'no' : 'on-lists') : 'placed' } as const)
      : ({ result: 'not-reached' } as const);
    const contact = () =>
      scene.cast.as('samuel', (call, permit) => recordContact(call, permit('placement.desk'), requestId, { channel: 'phone', ...wish }));
    await scene.attempt(`waiting contact, ${wish.result}`, contact);
  }

  /** RQ7: the place is kept for this person alone for two days, and she is called. */
  async #take(proposal: Proposal): Promise<void> {
    const scene = this.#scene;
    const course = this.#desk.courses.known(proposal.request_id);
    if (!course) return;
    const taken = await scene.attempt('exclusive offer', () =>
      scene.cast.as(course.desk, (call, permit) => takeProposal(call, permit('placement.desk'), proposal.id, {})),
    );
    if (!taken) return;
    scene.agenda.after({ hours: 48, minutes: 1 }, 'hold ends', () => expireHolds(scene.world));
    scene.agenda.after({ minutes: 5 + course.chance.below(40) }, 'call for an offer', () => this.#call(proposal, course));
  }

  async #call(proposal: Proposal, course: Course): Promise<void> {
    const scene = this.#scene;
    const { chance } = course;
    const attempt = (wish: Parameters<typeof recordAttempt>[3]) =>
      scene.attempt(`offer call, ${wish.result}`, () =>
        scene.cast.as(course.desk, (call, permit) => recordAttempt(call, permit('placement.desk'), proposal.id, wish)),
      );
    if (!chance.coin(0.72)) {
      const vain = await attempt({ result: 'not-reached' });
      if (vain?.after === 'call-again')
        scene.agenda.after({ hours: 22 + chance.below(4) }, 'call for an offer', () => this.#call(proposal, course));
      return;
    }
    if (chance.coin(0.12)) return void (await attempt({ result: 'reached', stillNeeded: false, elsewhere: 'placed' }));
    const reached = await attempt({ result: 'reached', stillNeeded: true, elsewhere: 'no' });
    if (reached?.after !== 'reached') return;
    if (chance.coin(0.12)) {
      const reason = DECLINE_REASONS[chance.below(DECLINE_REASONS.length)] ?? 'other';
      await scene.attempt('offer declined', () =>
        scene.cast.as(course.desk, (call, permit) => declineProposal(call, permit('placement.desk'), proposal.id, reason)),
      );
      return;
    }
    await this.#desk.bookSoon(course, proposal.practitioner_id);
  }
}
