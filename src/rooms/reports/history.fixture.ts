import type { ClientBase } from 'pg';

/** Years of a network as facts written straight into the tables: from a seed, coherent for every place, with what makes counting hard. */
export interface HistorySize {
  seed: number;
  from: Temporal.Instant;
  to: Temporal.Instant;
  practitioners: number;
  placesEach: number;
  /** Requests that never get a place, for each that does. */
  unserved: number;
  /** Appointments of a therapy that are written down. */
  sessions: number;
}

type Row = Record<string, unknown>;
type Rows = Record<string, Row[]>;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const PROBLEMS = ['DEP', 'ANX', 'PTS', 'EAT', 'SUD', 'PBD', 'ASD', 'OCD', 'UNK', 'SOM'] as const;
const LANGUAGES = ['de', 'de', 'de', 'de', 'tr', 'ar', 'pl'] as const;
const AREAS = ['53111', '53113', '50667', '51103'] as const;
const REASONS = ['self-found', 'withdrew', 'unreachable', 'redirected-tss', 'redirected-ke', 'not-eligible', 'duplicate', 'error'] as const;

/** Writes the history as superuser, in pieces, so that years of a city fit into memory. Triggers and keys rest meanwhile. */
export async function writeHistory(client: ClientBase, size: HistorySize): Promise<void> {
  await client.query("set session_replication_role = 'replica'");
  const world = new History(size);
  for (const rows of world.run()) await write(client, rows);
  await client.query("set session_replication_role = 'origin'");
}

async function write(client: ClientBase, all: Rows): Promise<void> {
  for (const [table, rows] of Object.entries(all)) {
    for (let at = 0; at < rows.length; at += 4_000) {
      const part = rows.slice(at, at + 4_000);
      const columns = Object.keys(part[0] ?? {}).join(', ');
      await client.query(
        `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb) with ordinality order by ordinality`,
        [JSON.stringify(part)],
      );
    }
  }
}

class History {
  readonly #size: HistorySize;
  #state: number;
  #count = 0;
  #rows: Rows = {};

  constructor(size: HistorySize) {
    this.#size = size;
    this.#state = size.seed >>> 0;
  }

  *run(): Generator<Rows> {
    const organisation = this.#id();
    this.#add('directory.organisation', { id: organisation, name: 'Praxis', kind: 'practice', version: 1 });
    for (let n = 0; n < this.#size.practitioners; n += 1) {
      this.#practitioner(organisation, n);
      if (n % 50 === 49 || n === this.#size.practitioners - 1) {
        yield this.#rows;
        this.#rows = {};
      }
    }
  }

  /** A whole number below n. */
  #dice(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }
  #chance(share: number): boolean {
    return this.#dice(10_000) < share * 10_000;
  }
  #of<Item>(list: readonly Item[]): Item {
    const item = list[this.#dice(list.length)];
    if (item === undefined) throw new RangeError('an empty list');
    return item;
  }
  #id(): string {
    this.#count += 1;
    return `0000f1f1-0000-7000-8000-${(this.#size.seed * 2 ** 32 + this.#count).toString(16).padStart(12, '0').slice(-12)}`;
  }
  #add(table: string, row: Row): void {
    this.#rows[table] ??= [];
    this.#rows[table].push(row);
  }
  #at(ms: number): string {
    return new Date(ms).toISOString();
  }
  #event(ms: number, action: string, kind: string, object: [string, string], data: Row = {}): void {
    this.#add('platform.event', {
      xid: '3',
      at: this.#at(ms),
      happened_at: this.#at(ms),
      form: 1,
      outcome: 0,
      decision: 'permit',
      kind,
      action,
      actor_kind: 'system',
      actor_roles: [],
      object_kind: object[0],
      object_id: object[1],
      purpose: 'HOPERAT',
      source: 'app',
      data,
    });
  }

  #practitioner(organisation: string, n: number): void {
    const [id, location] = [this.#id(), this.#id()];
    const postalCode = AREAS[n % AREAS.length] ?? '53111';
    this.#add('directory.location', { id: location, organisation_id: organisation, street: 'Weg 1', postal_code: postalCode, place: 'Bonn', latitude: 50.7, longitude: 7.1, state: 'NW', access: {}, version: 1 }); // biome-ignore format: one row
    this.#add('directory.practitioner', { id, organisation_id: organisation, name: `Muster ${n}`, profession: 'PP', accepts_new: true, without_policy_allowed: false, version: 1 }); // biome-ignore format: one row
    const [from, to] = [this.#size.from.epochMilliseconds, this.#size.to.epochMilliseconds];
    for (let at = from + this.#dice(20) * DAY; at < to; at += (6 + this.#dice(16)) * DAY) {
      this.#event(at, 'directory.practitioner.confirmed', 'U', ['practitioner', id]);
    }
    for (let place = 0; place < this.#size.placesEach; place += 1) this.#place(id, location);
  }

  #place(practitioner: string, location: string): void {
    const id = this.#id();
    const kind = this.#chance(0.1) ? 'CONSULT' : this.#chance(0.2) ? 'GROUP_SEAT' : 'PLACE';
    const setting = kind === 'GROUP_SEAT' ? 'group' : 'single';
    this.#add('directory.place', { id, practitioner_id: practitioner, location_id: location, kind, setting, age_min: 18, age_max: 120, insurance_kinds: ['GKV'], languages: [], interpreter_welcome: 'unknown', specialities: {}, modality: ['in-person'], windows: [], state: 'draft', latitude: 50, longitude: 7, offered: false, version: 1, created_at: this.#at(0) }); // biome-ignore format: one row
    const to = this.#size.to.epochMilliseconds;
    const state = (at: number, name: string, request: string | null = null) => {
      if (at < to)
        this.#add('directory.place_state', {
          place_id: id,
          at: this.#at(at),
          state: name,
          practitioner_id: practitioner,
          request_id: request,
        });
    };
    let at = this.#size.from.epochMilliseconds - this.#dice(200) * DAY + this.#dice(DAY);
    state(at, 'draft');
    at += this.#dice(40) * DAY;
    state(at, 'open');
    if (this.#chance(0.3)) this.#event(at, 'directory.place.opened', 'U', ['place', id]);
    while (at < to) {
      at += this.#dice(60) * DAY + this.#dice(DAY);
      if (this.#chance(0.1)) {
        state(at, 'paused');
        at += this.#dice(30) * DAY;
        state(at, 'open');
        continue;
      }
      const wait = this.#dice(5) === 0 ? this.#dice(60) * DAY : this.#dice(3) * HOUR;
      const request = this.#id();
      state(at, 'held', request);
      if (this.#chance(0.2)) {
        at += 600_000;
        state(at, 'open');
        continue;
      }
      if (at >= to) return;
      at = this.#course(practitioner, id, request, at - wait, at + 5 * 60_000, state);
      for (let others = this.#size.unserved; others > 0; others -= 1) if (others >= 1 || this.#chance(others)) this.#unserved(at);
    }
  }

  #course(
    practitioner: string,
    place: string,
    request: string,
    created: number,
    booked: number,
    state: (at: number, name: string, request?: string | null) => void,
  ): number {
    const to = this.#size.to.epochMilliseconds;
    const person = this.#id();
    const states: [number, string, string?][] = [
      [created, 'new'],
      [created + 60_000, 'triaged'],
      [booked - 60_000, 'offered'],
      [booked, 'placed'],
    ];
    state(booked, 'reserved', request);
    const appointment = (
      starts: number,
      booking: number,
      how: { state: string; cancelled?: string; received?: number },
      kind = 'TRIAL',
      of = practitioner,
    ) => {
      const id = this.#id();
      const decided = how.received ?? starts + 2 * HOUR;
      const known = decided < to ? how : { state: 'booked' };
      this.#add('scheduling.appointment', { id, practitioner_id: of, person_id: person, request_id: request, place_id: place, kind, modality: 'in-person', starts_at: this.#at(starts), ends_at: this.#at(starts + 50 * 60_000), state: known.state, cancelled_how: known.cancelled ?? null, cancellation_received_at: known.received ? this.#at(known.received) : null, live: false, client_overlap_allowed: false, is_first: false, booked_at: this.#at(booking), version: 1 }); // biome-ignore format: one row
      return id;
    };
    let first = booked + (1 + this.#dice(20)) * DAY;
    // Failed first ones that are moved, before the one that takes place.
    while (this.#chance(0.12)) {
      appointment(first, booked, this.#of([{ state: 'rebooked' }, { state: 'no_show' }, { state: 'cancelled', cancelled: 'patient_in_time', received: first - 4 * DAY }, { state: 'cancelled', cancelled: 'provider', received: first - DAY }])); // biome-ignore format: one row
      first += 7 * DAY;
    }
    const allocation: Row = { id: this.#id(), place_id: place, request_id: request, person_id: person, practitioner_id: practitioner, first_appointment_id: this.#id(), reserved_at: this.#at(booked), trial_at: null, started_at: null, ended_at: null, ended_because: null, ended_by: null, overridden: [], version: 1 }; // biome-ignore format: one row
    const set = (column: string, at: number) => {
      if (at < to) allocation[column] = this.#at(at);
      return at < to;
    };
    let end: number;
    if (this.#chance(0.1)) {
      const received = first - this.#dice(30) * HOUR;
      const late = this.#chance(0.6);
      appointment(first, booked, { state: 'cancelled', cancelled: late ? 'patient_late' : 'patient_in_time', received });
      // Sometimes somebody else gets the time.
      if (late && this.#chance(0.5)) this.#refill(practitioner, first + 20 * 60_000);
      end = first + 2 * DAY;
      if (set('ended_at', end)) Object.assign(allocation, { ended_because: 'client-stopped', ended_by: 'desk' });
      states.push([end, 'triaged'], ...this.#closing(end));
    } else {
      const attended = { state: this.#chance(0.04) ? 'booked' : 'attended' };
      appointment(first, booked, attended);
      const trial = first + (1 + this.#dice(60)) * HOUR;
      if (set('trial_at', trial)) state(trial, 'trial', request);
      let session = first;
      for (let n = 0; n < 2 + this.#dice(3); n += 1) {
        session += 7 * DAY;
        appointment(session, booked + DAY, this.#chance(0.06) ? { state: 'no_show' } : { state: 'attended' });
      }
      const decided = session + (1 + this.#dice(20)) * DAY;
      if (this.#chance(0.86)) {
        if (set('started_at', decided)) state(decided, 'occupied', request);
        states.push([decided, 'closed', 'fulfilled']);
        for (let n = 1; n <= this.#size.sessions; n += 1) appointment(decided + n * 7 * DAY, decided, this.#chance(0.05) ? { state: 'cancelled', cancelled: 'patient_late', received: decided + n * 7 * DAY - HOUR } : { state: 'attended' }, 'THERAPY'); // biome-ignore format: one row
        end = decided + (60 + this.#dice(300)) * DAY;
        if (this.#chance(0.5)) state(end - 20 * DAY, 'ending', request);
        if (set('ended_at', end)) Object.assign(allocation, { ended_because: 'completed', ended_by: 'therapist' });
      } else {
        end = decided;
        if (set('ended_at', end))
          Object.assign(allocation, { ended_because: 'chemistry', ended_by: this.#of(['client', 'therapist', 'both']) });
        states.push([end, 'triaged'], ...this.#closing(end));
      }
    }
    state(end, 'open');
    this.#add('placement.allocation', allocation);
    this.#request(request, person, created, booked, states);
    return end;
  }

  #refill(practitioner: string, starts: number): void {
    const to = this.#size.to.epochMilliseconds;
    const [person, request] = [this.#id(), this.#id()];
    this.#add('scheduling.appointment', { id: this.#id(), practitioner_id: practitioner, person_id: person, request_id: request, place_id: null, kind: 'CONSULT', modality: 'in-person', starts_at: this.#at(starts), ends_at: this.#at(starts + 50 * 60_000), state: starts + HOUR < to ? 'attended' : 'booked', cancelled_how: null, cancellation_received_at: null, live: false, client_overlap_allowed: false, is_first: true, booked_at: this.#at(starts - 5 * HOUR), version: 1 }); // biome-ignore format: one row
    this.#request(request, person, starts - DAY, starts - 5 * HOUR, [
      [starts - DAY, 'new'],
      [starts - DAY + HOUR, 'triaged'],
      [starts - 5 * HOUR, 'placed'],
    ]);
  }

  #unserved(near: number): void {
    const created = near - this.#dice(30) * DAY;
    const states: [number, string, string?][] = [[created, 'new']];
    let at = created + this.#dice(40) * 60_000;
    if (this.#chance(0.85)) states.push([at, 'triaged']);
    at += this.#dice(10) * 60_000;
    if (this.#chance(0.7)) states.push([at, 'waiting'], ...(this.#chance(0.97) ? this.#closing(at + this.#dice(120) * DAY) : []));
    else states.push([at + DAY, 'closed', this.#of(REASONS)]);
    const person = this.#id();
    this.#request(this.#id(), person, created, null, states);
  }

  /** Goes back onto the list, or ends. */
  #closing(at: number): [number, string, string?][] {
    const wait = this.#dice(50) * DAY;
    if (this.#chance(0.03)) return [[at + HOUR, 'waiting']];
    return this.#chance(0.2)
      ? [
          [at + HOUR, 'waiting'],
          [at + HOUR + wait, 'closed', this.#of(REASONS)],
        ]
      : [[at + HOUR, 'closed', this.#of(REASONS)]];
  }

  #request(id: string, person: string, created: number, booked: number | null, all: readonly [number, string, string?][]): void {
    const to = this.#size.to.epochMilliseconds;
    const states = all.filter(([at]) => at < to);
    const last = states.at(-1);
    if (!last) return;
    const at = (name: string) => states.find(([, one]) => one === name)?.[0];
    const time = (name: string) => (at(name) === undefined ? null : this.#at(at(name) ?? 0));
    for (const [when, state, reason] of states)
      this.#add('placement.request_state', { request_id: id, at: this.#at(when), state, reason: reason ?? null });
    const origin = this.#chance(0.85) ? 'phone' : 'web';
    const level = this.#chance(0.02) ? this.#of(['ORANGE', 'RED']) : null;
    const criteria: Row = { problems: [this.#of(PROBLEMS)], languages: [this.#of(LANGUAGES)] };
    if (this.#chance(0.95)) criteria.postalCode = this.#of(AREAS);
    this.#add('placement.request', { id, version: 1, person_id: person, state: last[1], origin, created_at: this.#at(created), priority: 3, safety_level: level, safety_blocked_at: null, oncall_wants_acute: false, criteria, blockers: [], triaged_at: time('triaged'), placed_at: last[1] === 'placed' ? time('placed') : null, waiting_since: time('waiting'), closed_at: last[1] === 'closed' ? this.#at(last[0]) : null, closed_reason: last[1] === 'closed' ? (last[2] ?? 'error') : null, skipped: 0, waiting_wished_only: false }); // biome-ignore format: one row
    if (this.#chance(0.7)) {
      const answered = this.#chance(0.97);
      const length = (3 + this.#dice(15)) * 60_000 + this.#dice(60_000);
      const rang = created - this.#dice(30_000);
      this.#add('placement.phone_call', { id: this.#id(), at: this.#at(rang), answered_at: answered ? this.#at(rang + 8_000) : null, ended_at: answered ? this.#at(rang + 8_000 + length) : null, request_id: id, person_id: person, source: 'desk' }); // biome-ignore format: one row
      // Whoever is placed at once is so before hanging up, or a minute after.
      if (booked !== null && this.#chance(0.2)) this.#add('placement.phone_call', { id: this.#id(), at: this.#at(booked - 60_000), answered_at: this.#at(booked - 50_000), ended_at: this.#at(booked + 60_000), request_id: id, person_id: person, source: 'desk' }); // biome-ignore format: one row
    } else if (this.#chance(0.05)) {
      this.#add('placement.phone_call', { id: this.#id(), at: this.#at(created), answered_at: null, ended_at: null, request_id: null, person_id: null, source: 'telephone' }); // biome-ignore format: one row
    }
    if (states.some(([, state]) => state === 'waiting')) {
      const since = at('waiting') ?? created;
      for (let when = since + 9 * DAY; when < Math.min(to, since + 90 * DAY); when += (6 + this.#dice(20)) * DAY) {
        this.#add('placement.contact', { id: this.#id(), request_id: id, person_id: person, at: this.#at(when), channel: 'phone', result: this.#of(['reached', 'reached', 'not-reached', 'sent']), purpose: 'waiting' }); // biome-ignore format: one row
      }
    }
    if (this.#chance(0.04)) this.#emergency(id, person, created + HOUR);
  }

  #emergency(request: string, person: string, at: number): void {
    const id = this.#id();
    const level = this.#of(['YELLOW', 'ORANGE', 'ORANGE', 'RED']);
    const answered = this.#chance(0.95);
    const seconds = 10 + this.#dice(200);
    const deadline = { YELLOW: 1800, ORANGE: 300, RED: 60 }[level];
    const drill = this.#chance(0.2);
    this.#add('crisis.emergency', { id, version: 1, person_id: person, request_id: request, state: answered ? 'acknowledged' : 'raised', level, highest_level: level, drill, raised_at: this.#at(at), raised_from: 'button', clock_from: this.#at(at), escalation: 0, alarms: 1, inquiries: 0, acknowledged_at: answered ? this.#at(at + seconds * 1000) : null }); // biome-ignore format: one row
    if (answered && at + seconds * 1000 < this.#size.to.epochMilliseconds)
      this.#event(at + seconds * 1000, 'crisis.emergency.acknowledged', 'U', ['emergency', id], {
        seconds,
        level,
        withinDeadline: seconds <= (deadline ?? 60),
        drill,
      });
  }
}
