import { randomUUID } from 'node:crypto';
import { berlinInstant } from '#kernel/time.ts';
import { type LedgerKind, recountWindows } from '#rooms/soziotherapie/rules/ledger.ts';
import type { Parameters } from '#rooms/soziotherapie/rules/parameters.ts';
import type { OwnDatabase } from './cast/stage.ts';
import { type Case, setSoziotherapie } from './soziotherapie-stage.ts';

export interface Given {
  at: string;
  minutes?: number;
  setting?: 'single' | 'group';
  state?: string;
  practitionerId?: string;
}

const localOf = (at: string) => Temporal.PlainDateTime.from(at);
const textOf = (local: Temporal.PlainDateTime) => local.toString({ smallestUnit: 'minute' });

/** A practice of Soziotherapie with hands to put sessions past the actions, and eyes for what the contingent shows. */
export async function setLife(database: OwnDatabase, options: { at?: Temporal.Instant } = {}) {
  const stage = await setSoziotherapie(database, options);

  /** A session as the visit leaves it, written past the actions. */
  async function putSession(
    { personId, episodeId }: Case,
    { at, minutes = 60, setting = 'single', state = 'DOCUMENTED', practitionerId }: Given,
  ): Promise<string> {
    const id = randomUUID();
    const [start, end] = [localOf(at), localOf(at).add({ minutes })];
    const instant = (local: Temporal.PlainDateTime) => berlinInstant(local.toPlainDate(), local.toPlainTime()).toString();
    await stage.admin.query(
      `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, group_session_id, co_led, state, start_local, end_local, day,
         starts_at, ends_at, minutes, created_at)
       select $1, e.person_id, e.organisation_id, e.id, coalesce($2, e.practitioner_id), $3, $4, false, $5, $6, $7, $8, $9, $10, $11, $9
       from soziotherapie.episode e where e.id = $12 and e.person_id = $13`,
      [
        id,
        practitionerId ?? null,
        setting,
        setting === 'group' ? randomUUID() : null,
        state,
        textOf(start),
        textOf(end),
        start.toPlainDate().toString(),
        instant(start),
        instant(end),
        minutes,
        episodeId,
        personId,
      ],
    );
    return id;
  }

  const setState = (id: string, state: string) =>
    stage.admin.query('update soziotherapie.session set state = $2 where id = $1', [id, state]);
  interface Shown {
    windows: { start: string; end: string; usedMinutes: number }[];
    prescriptions: { id: string; used_parts: number; usage: string; state: string; lapse_reason: string | null; set_off_parts: number }[];
    parts: { session_id: string; status: string; minutes: number; because: string | null; prescription_id: string | null }[];
    episode: { state: string; version: number };
    ledger: {
      kind: LedgerKind;
      day: string;
      minutes: number;
      parts: number;
      id: string;
      corrects: string | null;
      prescription_id: string | null;
    }[];
  }
  /** What the tables show of a case. */
  async function shown({ personId, episodeId }: Case): Promise<Shown> {
    const windows = await stage.look<{ start: string; end: string; usedMinutes: number }>(
      `select start_on::text as start, end_on::text as end, used_minutes as "usedMinutes" from soziotherapie.contingent_window where person_id = $1 order by start_on`,
      personId,
    );
    const prescriptions = await stage.look<Shown['prescriptions'][number]>(
      'select id, used_parts, usage, state, lapse_reason, set_off_parts from soziotherapie.prescription where person_id = $1 order by issued_on, id',
      personId,
    );
    const parts = await stage.look<Shown['parts'][number]>(
      `select p.session_id, p.status, p.minutes, p.because, p.prescription_id from soziotherapie.session_part p join soziotherapie.session s on s.id = p.session_id
       where p.person_id = $1 and p.live order by s.starts_at, p.position`,
      personId,
    );
    const ledger = await stage.look<Shown['ledger'][number]>(
      `select id, kind, day::text as day, minutes, parts, corrects, prescription_id from soziotherapie.ledger_entry where person_id = $1 order by day, minutes desc, id`,
      personId,
    );
    const [episode] = await stage.look<Shown['episode']>('select state, version from soziotherapie.episode where id = $1', episodeId);
    if (!episode) throw new Error('no such episode');
    return { windows, prescriptions, parts, ledger, episode };
  }

  /** Where what is shown differs from a recount of the ledger by the rule: empty when all is well. */
  async function faults(of: Case, p: Parameters): Promise<string[]> {
    const { windows, prescriptions, ledger } = await shown(of);
    const entries = ledger.map(({ id, day, kind, minutes, corrects }) => ({
      id,
      day,
      kind,
      minutes,
      reference: id,
      ...(corrects ? { corrects } : {}),
    }));
    const recount = recountWindows(entries, p);
    const found = JSON.stringify(recount) === JSON.stringify(windows) ? [] : [`windows ${JSON.stringify({ recount, windows })}`];
    for (const { id, used_parts } of prescriptions) {
      const sum = ledger.filter((entry) => entry.prescription_id === id).reduce((total, { parts }) => total + parts, 0);
      if (sum !== used_parts) found.push(`prescription ${id}: ${sum} in the ledger, ${used_parts} shown`);
    }
    return found;
  }

  return { ...stage, putSession, setState, shown, faults };
}
export type Life = Awaited<ReturnType<typeof setLife>>;
