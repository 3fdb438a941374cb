import { newId } from '#kernel/id.ts';
import { followForWaiting } from '#rooms/placement/actions/waiting-match.ts';
import { closeAfterNotice } from '#rooms/placement/jobs/waiting.ts';
import { expireHolds } from '#rooms/placement/jobs.ts';
import { freshDatabase } from '#test/database.ts';
import { OfferStage, type Person } from '#test/offer-stage.ts';
import { REACTIONS, ROUTES } from '../src/rooms.ts';

/** Criteria of somebody whom every place of `openPlace` fits. */
export const USUAL = {
  insurance: 'GKV',
  setting: 'single',
  languages: ['de'],
  problems: ['DEP'],
  windows: [{ weekday: 1, from: '17:00', to: '20:00' }],
} as const;

export interface Waiting {
  requestId: string;
  personId: string;
}

interface More {
  createdAt?: string;
  priority?: 1 | 2 | 3;
  criteria?: Record<string, unknown>;
  phone?: string;
  birthDate?: string;
  wishedPractitioner?: string;
}

/** A desk with a waiting list on a real database, and the worker's ticks by hand. */
export class WaitingStage {
  readonly offer: OfferStage;
  readonly jana: Person;
  readonly samuel: Person;
  readonly therapist: Person;
  #phone = 100;

  private constructor(offer: OfferStage, people: readonly Person[]) {
    this.offer = offer;
    const [jana, samuel, therapist] = people;
    if (!jana || !samuel || !therapist) throw new Error('three people are needed');
    this.jana = jana;
    this.samuel = samuel;
    this.therapist = therapist;
  }

  static async set(): Promise<WaitingStage> {
    const offer = await OfferStage.set(await freshDatabase(), ROUTES, REACTIONS);
    const jana = await offer.join('Jana Petersen', 'desk');
    const samuel = await offer.join('Samuel Okafor', 'desk');
    const stage = new WaitingStage(offer, [jana, samuel, await offer.join('Miriam Brandt', 'therapist')]);
    await stage.tick();
    return stage;
  }

  get now(): Temporal.Instant {
    return this.offer.now;
  }

  pass(time: { days?: number; hours?: number; minutes?: number }): void {
    const { days = 0, hours = 0, minutes = 0 } = time;
    this.offer.now = this.offer.now.add({ hours: hours + 24 * days, minutes });
  }

  /** What the worker does every second, and every few minutes. */
  async tick(): Promise<number> {
    await logSettled(this.offer);
    await expireHolds(this.offer.world);
    await logSettled(this.offer);
    await closeAfterNotice(this.offer.world);
    return (await followForWaiting(this.offer.world)).proposed;
  }

  /** Somebody new on the list, by the desk's own steps. */
  async waits(name: string, more: More = {}): Promise<Waiting> {
    const desk = this.jana;
    const before = this.offer.now;
    if (more.createdAt) this.offer.now = Temporal.Instant.from(more.createdAt);
    this.#phone += 1;
    const begun = await this.offer.ask<{ id: string; personId: string }>(desk, 'placement.beginRequest', {
      body: { phone: more.phone ?? `0171 3920${this.#phone}` },
    });
    const id = begun.id;
    await this.offer.ask(desk, 'placement.answerOpener', { params: { id }, body: { answer: 'no' } });
    await this.offer.ask(desk, 'placement.saveDraft', {
      params: { id },
      body: {
        person: {
          givenName: 'Anna',
          familyName: name,
          birthDate: more.birthDate ?? '1990-05-04',
          email: `${name.toLowerCase()}@example.org`,
          postalCode: '53113',
          street: 'Weg 1',
          place: 'Bonn',
        },
        criteria: {
          ...USUAL,
          ...more.criteria,
          ...(more.wishedPractitioner ? { wishedPractitioner: more.wishedPractitioner } : {}),
        },
        privacyVersion: '2026-1',
        waitingConsent: true,
      },
    });
    await this.offer.ask(desk, 'placement.triageRequest', { params: { id }, body: {} });
    this.offer.now = before;
    await this.offer.ask(desk, 'placement.setWaiting', { params: { id }, body: { guidance: ['tss', 'crisis'] } });
    if (more.priority) await this.offer.admin.query('update placement.request set priority = $2 where id = $1', [id, more.priority]);
    return { requestId: id, personId: begun.personId };
  }

  /** An open place with a first appointment in three weeks, told in the log as the therapist's own step tells it. */
  async openPlace({
    startsAt = this.offer.now.add({ hours: 21 * 24 }),
    of = this.therapist,
    kind = 'CONSULT',
    tell = true,
    age = [18, 99],
  }: {
    startsAt?: Temporal.Instant;
    of?: Person;
    kind?: string;
    tell?: boolean;
    age?: [number, number];
  } = {}): Promise<{ placeId: string; slotId: string }> {
    const [placeId, slotId] = [newId(), newId()];
    await this.offer.admin.query(
      `insert into directory.place (id, practitioner_id, location_id, kind, procedure, setting, age_min, age_max, insurance_kinds, modality, windows, specialities, state, open_since, confirmed_at, earliest_start)
       values ($1, $2, $3, 'PLACE', 'VT', 'single', $5, $6, '{GKV}', '{in-person}', '[{"weekday":1,"from":"17:00","to":"19:00"}]', '{"DEP":"S"}', 'open', $4, $4, '2026-03-02')`,
      [placeId, of.practitionerId, this.offer.locationId, this.offer.now.toString(), age[0], age[1]],
    );
    await this.slot(placeId, startsAt, of, slotId, kind);
    if (tell) await this.told('directory.place.opened', placeId, of);
    return { placeId, slotId };
  }

  async slot(placeId: string, startsAt: Temporal.Instant, of = this.therapist, slotId = newId(), kind = 'CONSULT'): Promise<string> {
    await this.offer.admin.query(
      "insert into scheduling.slot (id, practitioner_id, location_id, place_id, kinds, starts_at, ends_at) values ($1, $2, $3, $4, $6::text[], $5::timestamptz, $5::timestamptz + interval '50 minutes')",
      [slotId, of.practitionerId, this.offer.locationId, placeId, startsAt.toString(), [kind, 'TRIAL']],
    );
    return slotId;
  }

  /** Something that a therapist did, as it stands in the log. */
  told(action: string, placeId: string, of = this.therapist): Promise<void> {
    return this.offer.asSystem(async (call) => {
      call.happened.push({ action, kind: 'U', object: ['place', placeId], data: { practitionerId: of.practitionerId } });
    });
  }

  /** The line of a place as it stands: request and rank. */
  line(placeId: string): Promise<{ id: string; request_id: string; rank: number; state: string; cause: string }[]> {
    return this.offer.look(
      "select id, request_id, rank, state, cause from placement.waiting_offer where place_id = $1 and state in ('proposed', 'held') order by rank",
      placeId,
    );
  }

  async request(
    id: string,
  ): Promise<Record<string, unknown> & { state: string; skipped: number; next_step_at: Date; last_contact_at: Date }> {
    const [row] = await this.offer.look<
      Record<string, unknown> & { state: string; skipped: number; next_step_at: Date; last_contact_at: Date }
    >('select * from placement.request where id = $1', id);
    if (!row) throw new Error('no such request');
    return row;
  }

  close(): Promise<void> {
    return this.offer.close();
  }
}

/** Readers of the log wait for every older transaction of the whole cluster, also those of other test files beside this one. */
export async function logSettled(stage: Pick<OfferStage, 'look'>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const [row] = await stage.look<{ settled: boolean }>(
      'select coalesce(max(xid::text::bigint), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled from platform.event',
    );
    if (row?.settled) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('a transaction beside this test ran for more than ten seconds');
}
