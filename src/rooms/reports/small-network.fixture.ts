import type { ClientBase } from 'pg';
import { Facts } from './actions/facts.ts';
import type { Facts as CountedFacts } from './rules/facts.ts';
import { type Figure, figuresOf } from './rules/figures.ts';

type Row = Record<string, unknown>;

/** Facts of a few people written by hand, with the usual for whatever a case does not speak of. Times are Berlin wall time: "2025-12-31 23:50". */
export class SmallNetwork {
  readonly #client: ClientBase;
  #count = 0;

  constructor(client: ClientBase) {
    this.#client = client;
  }

  /** An empty network; keys and triggers rest, since only the counting is asked. */
  async clear(): Promise<void> {
    await this.#client.query("set session_replication_role = 'replica'");
    await this.#client.query(`truncate placement.request, placement.request_state, placement.allocation, scheduling.appointment, directory.place,
      directory.place_state, directory.location, placement.phone_call, placement.contact, crisis.emergency, platform.event, reports.counted cascade`);
  }

  id(): string {
    this.#count += 1;
    return `0000f1f2-0000-7000-8000-${String(this.#count).padStart(12, '0')}`;
  }

  async #write(table: string, row: Row): Promise<void> {
    const columns = Object.keys(row).join(', ');
    await this.#client.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1::jsonb)`, [
      JSON.stringify(row),
    ]);
  }

  /** States in their order: [time, state, reason of closing]. */
  async request(states: readonly (readonly [string, string, string?])[], more: Row & { postalCode?: string } = {}): Promise<string> {
    const { postalCode = '53111', ...rest } = more;
    const id = this.id();
    for (const [when, state, reason] of states)
      await this.#write('placement.request_state', { request_id: id, at: at(when), state, reason: reason ?? null });
    const last = states.at(-1) ?? ['2000-01-01 00:00', 'new'];
    const closed = last[1] === 'closed';
    await this.#write('placement.request', { id, version: 1, person_id: this.id(), state: last[1], origin: 'phone', created_at: at(states[0]?.[0] ?? last[0]), priority: 3, oncall_wants_acute: false, criteria: { problems: ['DEP'], languages: ['de'], postalCode }, blockers: [], skipped: 0, waiting_wished_only: false, closed_at: closed ? at(last[0]) : null, closed_reason: closed ? last[2] : null, ...rest }); // biome-ignore format: one row
    return id;
  }
  /** 50 minutes; by default attended. */
  async appointment(request: string, practitioner: string, starts: string, more: Row = {}): Promise<string> {
    const id = this.id();
    const ends = Temporal.Instant.from(at(starts)).add({ minutes: 50 }).toString();
    await this.#write('scheduling.appointment', { id, practitioner_id: practitioner, person_id: this.id(), request_id: request, kind: 'TRIAL', modality: 'in-person', starts_at: at(starts), ends_at: ends, state: 'attended', live: false, client_overlap_allowed: false, is_first: false, booked_at: at('2000-01-01 09:00'), version: 1, ...more }); // biome-ignore format: one row
    return id;
  }

  async allocation(request: string, practitioner: string, place: string, times: Row): Promise<void> {
    const berlin = Object.fromEntries(Object.entries(times).map(([key, value]) => [key, typeof value === 'string' ? at(value) : value]));
    await this.#write('placement.allocation', { id: this.id(), place_id: place, request_id: request, person_id: this.id(), practitioner_id: practitioner, first_appointment_id: this.id(), reserved_at: at('2000-01-01 09:00'), overridden: [], version: 1, ...berlin }); // biome-ignore format: one row
  }

  async place(practitioner: string, states: readonly (readonly [string, string])[], more: Row = {}): Promise<string> {
    const [id, location] = [this.id(), this.id()];
    await this.#write('directory.location', { id: location, organisation_id: this.id(), street: 'Weg 1', postal_code: '53111', place: 'Bonn', latitude: 50.7, longitude: 7.1, state: 'NW', access: {}, version: 1 }); // biome-ignore format: one row
    await this.#write('directory.place', { id, practitioner_id: practitioner, location_id: location, kind: 'PLACE', setting: 'single', age_min: 18, age_max: 120, insurance_kinds: ['GKV'], languages: [], interpreter_welcome: 'unknown', specialities: {}, modality: ['in-person'], windows: [], state: 'draft', latitude: 50, longitude: 7, offered: false, version: 1, created_at: at('2000-01-01 09:00'), ...more }); // biome-ignore format: one row
    for (const [when, state] of states)
      await this.#write('directory.place_state', { place_id: id, at: at(when), state, practitioner_id: practitioner });
    return id;
  }

  async emergency(raised: string, seconds: number | null, more: Row = {}): Promise<void> {
    const id = this.id();
    await this.#write('crisis.emergency', { id, version: 1, person_id: this.id(), state: 'raised', level: 'ORANGE', highest_level: 'ORANGE', drill: false, raised_at: at(raised), raised_from: 'button', clock_from: at(raised), escalation: 0, alarms: 1, inquiries: 0, ...more }); // biome-ignore format: one row
    if (seconds !== null)
      await this.event('crisis.emergency.acknowledged', ['emergency', id], raised, { seconds, withinDeadline: seconds <= 300 });
  }

  async call(rang: string, answered: string | null, ended: string | null, request: string | null = null): Promise<void> {
    await this.#write('placement.phone_call', { id: this.id(), at: at(rang), answered_at: answered && at(answered), ended_at: ended && at(ended), request_id: request, source: 'desk' }); // biome-ignore format: one row
  }

  async contact(request: string, when: string, result: string): Promise<void> {
    await this.#write('placement.contact', { id: this.id(), request_id: request, person_id: this.id(), at: at(when), channel: 'phone', result, purpose: 'waiting' }); // biome-ignore format: one row
  }

  /** @param xid '3' is long read; 'now' as if it had just happened */
  async event(action: string, object: [string, string], when: string, data: Row = {}, xid: '3' | 'now' = '3'): Promise<void> {
    const { rows } = await this.#client.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
    await this.#write('platform.event', { xid: xid === '3' ? '3' : rows[0]?.xid, at: at(when), happened_at: at(when), form: 1, outcome: 0, decision: 'permit', kind: 'U', action, actor_kind: 'system', actor_roles: [], object_kind: object[0], object_id: object[1], purpose: 'HOPERAT', source: 'app', data }); // biome-ignore format: one row
  }

  async set(table: string, id: string, column: string, value: unknown): Promise<void> {
    await this.#client.query(`update ${table} set ${column} = $2 where id = $1`, [id, value]);
  }

  /** @param kept as the page reads it, from what was kept by month */
  async count(year: number, now = '2030-01-01 00:00', area = '', kept = false): Promise<CountedFacts> {
    const { rows } = await this.#client.query<{ facts: unknown }>(
      `select app.${kept ? 'count_and_keep' : 'count_figures'}($1, $2, $3, $4) as facts`,
      [at(`${year}-01-01 00:00`), at(`${year + 1}-01-01 00:00`), at(now), area],
    );
    return Facts.parse(rows[0]?.facts);
  }

  /** All figures of a year by "id/part"; small numbers as they are unless `open` is false. */
  async figures(year: number, { now = '2030-01-01 00:00', open = true, area = '' } = {}): Promise<Record<string, Figure>> {
    const facts = await this.count(year, now, area);
    return Object.fromEntries(figuresOf(facts, { open, whole: true }).map((one) => [one.part ? `${one.id}/${one.part}` : one.id, one]));
  }
}

/** "2025-12-31 23:50" in Berlin as an instant. */
export function at(wall: string): string {
  return Temporal.PlainDateTime.from(wall.replace(' ', 'T')).toZonedDateTime('Europe/Berlin').toInstant().toString();
}
