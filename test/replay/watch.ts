import type { Client } from 'pg';
import { INVARIANTS, type Invariant } from '#test/simulation/invariants.ts';

/** Which ids a row names, by table: what is written there is asked about. `=` marks the row's own id. */
const WRITES: Record<string, string[]> = {
  'directory.place': ['=place:id', 'request:request_id', 'request:held_for'],
  'directory.place_state': ['place:place_id'],
  'scheduling.slot': ['=slot:id', 'request:held_for'],
  'scheduling.appointment': ['=appointment:id', 'slot:slot_id', 'request:request_id'],
  'placement.request': ['=request:id'],
  'placement.allocation': ['=allocation:id', 'place:place_id', 'request:request_id'],
  'placement.pair_block': ['allocation:cause_id'],
  'placement.waiting_offer': ['=offer:id', 'place:place_id', 'request:request_id'],
  'access.care_relation': ['request:cause_id'],
  'messages.message': ['=message:id', 'appointment:cause_id'],
  'crisis.emergency': ['=emergency:id', 'request:request_id'],
};

const SET_UP = `
  create schema replay;
  create unlogged table replay.touched (n bigint generated always as identity primary key, kind text not null, id uuid not null);
  create unlogged table replay.near (round integer not null, kind text not null, id uuid not null, primary key (round, kind, id));
  create function replay.touch() returns trigger language plpgsql security definer as $$
  declare
    v_row jsonb;
    v_mark text;
    v_id uuid;
  begin
    foreach v_row in array array[to_jsonb(new), to_jsonb(old)] loop
      continue when v_row is null;
      foreach v_mark in array tg_argv loop
        v_id := (v_row ->> split_part(v_mark, ':', 2))::uuid;
        if v_id is not null then insert into replay.touched (kind, id) values (split_part(v_mark, ':', 1), v_id); end if;
      end loop;
    end loop;
    return null;
  end $$;
  ${Object.entries(WRITES)
    .map(([table, marks]) => {
      const words = marks.map((mark) => `'${mark}'`).join(', ');
      return `create trigger replay_touch after insert or update or delete on ${table} for each row execute function replay.touch(${words});`;
    })
    .join('\n')}`;

/** What the last step wrote, and what belongs to it. */
const GATHER = `
  with named as (select distinct kind, id from replay.touched where n > $2),
    linked as (select kind, id from named union select substr(kind, 2), id from named where kind like '=%')
  insert into replay.near
    select $1::integer, kind, id from linked
    union select $1::integer, 'place', p.id from directory.place p join linked b on b.kind = 'request' and b.id in (p.request_id, p.held_for)
    union select $1::integer, 'slot', s.id from scheduling.slot s join linked b on b.kind = 'request' and b.id = s.held_for`;

/** The same question, only about what the last step had to do with. */
function near(sql: string): string {
  return sql
    .replace(/\{since:(\w+)\}/g, '$1 > $2')
    .replace(/\{([^:}]+):([^}]+)\}/g, "$2 = any (array(select n.id from replay.near n where n.round = $3 and n.kind = '$1'))");
}

/**
 * Asks all invariants after every step, in the checked form: triggers of this database note which rows a step wrote, and each sentence is
 * asked about those and what belongs to them. Sentences that only time can break look at what is held or to come. The whole database is
 * asked, too, now and then.
 */
export class Watch {
  readonly #admin: Client;
  readonly #question: string;
  #seen = 0;
  #touched = 0;
  asked = 0;

  private constructor(admin: Client) {
    this.#admin = admin;
    const parts = INVARIANTS.map(({ sql }: Invariant, index) => `select ${index} as n, to_jsonb(x) as found from (${near(sql)}) x`);
    this.#question = parts
      .join('\nunion all\n')
      .replaceAll('$1', '$1::timestamptz')
      .replaceAll('$2', '$2::bigint')
      .replaceAll('$3', '$3::integer');
  }

  static async over(admin: Client): Promise<Watch> {
    await admin.query(SET_UP);
    // One long question of many parts, asked thousands of times: planned once.
    await admin.query('set jit = off; set plan_cache_mode = force_generic_plan');
    const watch = new Watch(admin);
    const { event, touched } = await watch.#last();
    watch.#seen = event;
    watch.#touched = touched;
    return watch;
  }

  /** The sentences that the writes since the last question broke. */
  async findBroken(now: Temporal.Instant): Promise<string | undefined> {
    const { event, touched } = await this.#last();
    this.asked += 1;
    await this.#admin.query({ name: 'replay-gather', text: GATHER, values: [this.asked, this.#touched] });
    const { rows } = await this.#admin.query<{ n: number; found: object }>({
      name: 'replay-watch',
      text: this.#question,
      values: [now.toString(), this.#seen, this.asked],
    });
    this.#seen = event;
    this.#touched = touched;
    if (rows.length === 0) return undefined;
    const broken = [...new Set(rows.map(({ n }) => n))];
    return broken
      .map((n) => {
        const found = rows.filter((row) => row.n === n);
        return `${INVARIANTS[n]?.says}\n  ${found.length} rows, such as ${JSON.stringify(found.slice(0, 3).map((row) => row.found))}`;
      })
      .join('\n');
  }

  async #last(): Promise<{ event: number; touched: number }> {
    const { rows } = await this.#admin.query<{ event: string | number; touched: string | number }>(
      'select coalesce((select max(seq) from platform.event), 0) as event, coalesce((select max(n) from replay.touched), 0) as touched',
    );
    return { event: Number(rows[0]?.event ?? 0), touched: Number(rows[0]?.touched ?? 0) };
  }
}
