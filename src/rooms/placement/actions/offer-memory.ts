import { sql } from 'kysely';
import type { SlotKind } from '#kernel/codes.ts';
import type { Call } from '#platform/call.ts';
import { type PreparedOffer, prepareOffer } from '../rules/fit.ts';
import {
  type CandidateRow,
  type FirstSlotRow,
  type PlaceFacts,
  type Preselection,
  selectFirstSlots,
  selectOffered,
  selectPlaceFacts,
} from '../store/candidates.ts';

/** A place as it is kept: its row, its lasting facts made ready, and the first free slots that were asked for. */
export interface KnownOffer {
  row: CandidateRow;
  facts: PlaceFacts;
  prepared: PreparedOffer;
}

interface KnownSlot {
  slot: FirstSlotRow | null;
  /** How often this practitioner's slots had changed when it was read. */
  generation: number;
  until: number;
}

const SLOT_SECONDS = 600; // a slot that was changed past the log is noticed after ten minutes at the latest; a hold decides anyway
const RELOAD_SECONDS = 600;

/**
 * Every offered place of the network in memory, brought up to date from the event log at the beginning of each search, in commit order
 * (performance 2.2, ruling: SQL is the truth). It can only offer what the hold then refuses; it never decides.
 * Measured at city size on two shared cores: 3.7 ms for the rows and up to 24 ms for the slots in SQL, under 1 ms from here.
 */
export class OfferMemory {
  readonly #offers = new Map<string, KnownOffer>();
  readonly #byPractitioner = new Map<string, Set<string>>();
  readonly #generations = new Map<string, number>();
  readonly #slots = new Map<string, KnownSlot>();
  #xmin: string | undefined;
  #seen = new Set<number>();
  #loadedAt = 0;
  #queue: Promise<void> = Promise.resolve();

  /** The memory of this process, if its world keeps one. */
  static of(call: Call): OfferMemory | undefined {
    if (!call.memory) return undefined;
    const known = call.memory.get('offers');
    if (known instanceof OfferMemory) return known;
    const made = new OfferMemory();
    call.memory.set('offers', made);
    return made;
  }

  /** Reads what changed since the last time; one at a time, so that an older snapshot never follows a newer one. */
  async refresh(call: Call): Promise<void> {
    const before = this.#queue;
    let done = () => {};
    this.#queue = new Promise((resolve) => {
      done = resolve;
    });
    await before;
    try {
      if (this.#xmin === undefined || Date.now() - this.#loadedAt > RELOAD_SECONDS * 1_000) await this.#load(call);
      else await this.#follow(call);
    } catch (fault) {
      this.#xmin = undefined; // half read is not read
      throw fault;
    } finally {
      done();
    }
  }

  async #load(call: Call): Promise<void> {
    const { rows: snapshot } = await sql<{ xmin: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(call.tx);
    const rows = await selectOffered(call.tx, null);
    this.#offers.clear();
    this.#byPractitioner.clear();
    this.#slots.clear();
    this.#seen.clear();
    await this.#keep(call, rows);
    this.#xmin = snapshot[0]?.xmin;
    this.#loadedAt = Date.now();
  }

  async #follow(call: Call): Promise<void> {
    const { rows } = await sql<{ seq: number; practitioner_id: string | null; everybody: boolean; xmin: string | null }>`
      select seq, practitioner_id, everybody, xmin::text from app.offer_changes(${this.#xmin}::xid8)`.execute(call.tx);
    const changed = new Set<string>();
    const seen = new Set<number>();
    for (const { seq, practitioner_id: practitionerId, everybody, xmin } of rows) {
      if (xmin !== null) {
        this.#xmin = xmin;
        continue;
      }
      seen.add(seq);
      if (this.#seen.has(seq)) continue;
      if (everybody) {
        this.#loadedAt = 0; // a location or a table: read everything with the next search, and this one too
        await this.#load(call);
        return;
      }
      if (practitionerId) changed.add(practitionerId);
    }
    this.#seen = seen;
    if (changed.size === 0) return;
    for (const id of changed) this.#forget(id);
    await this.#keep(call, await selectOffered(call.tx, [...changed]));
  }

  #forget(practitionerId: string): void {
    for (const id of this.#byPractitioner.get(practitionerId) ?? []) this.#offers.delete(id);
    this.#byPractitioner.delete(practitionerId);
    this.#generations.set(practitionerId, this.#generation(practitionerId) + 1);
  }

  #generation(practitionerId: string): number {
    return this.#generations.get(practitionerId) ?? 0;
  }

  async #keep(call: Call, rows: readonly CandidateRow[]): Promise<void> {
    const facts = new Map(
      (
        await selectPlaceFacts(
          call.tx,
          rows.map(({ id }) => id),
        )
      ).map((one) => [one.id, one]),
    );
    for (const row of rows) {
      const known = facts.get(row.id);
      if (!known) continue;
      const prepared = prepareOffer({ ...known, state: 'open', seatFree: true, load: { assigned: 0, opened: 0 }, firstSlots: [] });
      this.#offers.set(row.id, { row, facts: known, prepared });
      const own = this.#byPractitioner.get(row.practitioner_id) ?? new Set();
      own.add(row.id);
      this.#byPractitioner.set(row.practitioner_id, own);
    }
  }

  /** The same superset that SQL would preselect. */
  select(by: Preselection): KnownOffer[] {
    const found: KnownOffer[] = [];
    if (by.placeId) {
      const one = this.#offers.get(by.placeId);
      return one ? [one] : [];
    }
    for (const known of this.#offers.values()) if (isPreselected(known, by)) found.push(known);
    return found;
  }

  /** First free slots of the lawful kind: those known to stand, the others read now. */
  async slots(call: Call, places: readonly CandidateRow[], by: Preselection): Promise<Map<string, FirstSlotRow>> {
    const found = new Map<string, FirstSlotRow>();
    const missing: CandidateRow[] = [];
    const earliest = by.earliestSlot.epochMilliseconds;
    for (const row of places) {
      const known = this.#slots.get(slotKey(row.id, by.slotKind));
      const stands = known && known.generation === this.#generation(row.practitioner_id) && known.until > Date.now() && !isOwnHold(row, by);
      if (!stands || (known.slot && known.slot.starts_at.epochMilliseconds < earliest)) missing.push(row);
      else if (known.slot) found.set(row.id, known.slot);
    }
    if (missing.length === 0) return found;
    const generations = missing.map((row) => this.#generation(row.practitioner_id));
    const read = new Map((await selectFirstSlots(call.tx, missing, by)).map((slot) => [slot.place_id, slot]));
    for (const [index, row] of missing.entries()) {
      const slot = read.get(row.id) ?? null;
      if (slot) found.set(row.id, slot);
      // Somebody may have booked while we read: then the next search reads again. Slots held for a request are its own business.
      if (isOwnHold(row, by)) continue;
      this.#slots.set(slotKey(row.id, by.slotKind), {
        slot,
        generation: generations[index] ?? -1,
        until: Date.now() + SLOT_SECONDS * 1_000,
      });
    }
    return found;
  }
}

const slotKey = (placeId: string, kind: SlotKind | string) => `${placeId}.${kind}`;

function isPreselected({ row, facts }: KnownOffer, { kinds, age, insurance, box }: Preselection): boolean {
  if (!kinds.includes(facts.kind)) return false;
  if (age && (facts.ageMin > age.to || (facts.ageMax ?? 999) < age.from)) return false;
  if (insurance && !(facts.insuranceKinds as readonly string[]).includes(insurance)) return false;
  if (!box) return true;
  const inside = row.latitude >= box.south && row.latitude <= box.north && row.longitude >= box.west && row.longitude <= box.east;
  return inside || (box.video && facts.modalities.includes('video'));
}

/** What a request holds itself looks free to it, and to nobody else. */
function isOwnHold(row: CandidateRow, { requestId }: Preselection): boolean {
  return requestId !== null && row.held_for === requestId;
}
