import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { asSystem, type World } from '#platform/call.ts';
import { form26, planOf } from '#test/demo/soziotherapie/content.ts';
import { PAYERS, PROVIDER } from '#test/demo/soziotherapie/practice.ts';
import { PRINTED } from '#test/demo/soziotherapie/printed.ts';
import type { Size } from './sizes.ts';

/** Clients of one practice and of one helper in it. */
const PER_PRACTICE = 240;
const PER_HELPER = 40;
const WEEKS = 40;

/** The files of Soziotherapie in a world: clients, how many of them have all their sessions and sealed texts, who may open them. */
export interface Files {
  clients: number;
  /** The first so many clients have forty sessions and texts that open; the others of a land have one session each. */
  whole: number;
  helpers: number;
}

export const filesOf = (size: Size): Files => {
  const whole = size.name === 'national' ? 3_000 : size.clients;
  return { clients: size.clients, whole, helpers: Math.ceil(whole / PER_HELPER) };
};

const KINDS = {
  organisation: '0a',
  practitioner: '0b',
  person: '0c',
  episode: '0d',
  prescription: '0e',
  decision: '0f',
  session: '1a',
  part: '1b',
  entry: '1c',
  note: '1d',
  plan: '1e',
  account: '1f',
  login: '2a',
  relation: '2b',
  office: '2c',
  cover: '2d',
  window: '2e',
  review: '2f',
  prescriber: '3a',
  next: '3b',
} as const;
type Kind = keyof typeof KINDS;
export const fileId = (kind: Kind, number: number) => `000000${KINDS[kind]}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const sqlId = (kind: Kind, number: string) => `('000000${KINDS[kind]}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const practiceOf = (n: string) => sqlId('organisation', `(${n} - 1) / ${PER_PRACTICE} + 1`);
const helperOf = (n: string) => sqlId('practitioner', `(${n} - 1) / ${PER_HELPER} + 1`);
export const helperOfClient = (client: number) => Math.floor((client - 1) / PER_HELPER);

/** Writes clients with their cover, episode, two prescriptions, forty sessions with note, part and ledger entry, windows, plans and reviews. */
export async function loadFiles(client: pg.Client, { clients, whole }: Pick<Files, 'clients' | 'whole'>): Promise<void> {
  const run = (text: string, ...values: unknown[]) => client.query(text, values);
  await run('set session_replication_role = replica');
  await run(
    `insert into directory.organisation (id, name, kind) select ${sqlId('organisation', 'n')}, 'Soziotherapie ' || n, 'service' from generate_series(1, $1::int) n`,
    Math.ceil(clients / PER_PRACTICE),
  );
  await run(
    `insert into soziotherapie.practice (organisation_id, ik, state, name, street, postal_code, place) select ${sqlId('organisation', 'n')}, $2, 'NW', 'Soziotherapie ' || n, 'Weg 1', '53111', 'Bonn' from generate_series(1, $1::int) n`,
    Math.ceil(clients / PER_PRACTICE),
    PROVIDER.ik,
  );
  await run(
    `insert into directory.practitioner (id, organisation_id, name, profession) select ${sqlId('practitioner', 'h')}, ${sqlId('organisation', `(h - 1) / ${PER_PRACTICE / PER_HELPER} + 1`)}, 'Helferin ' || h, 'SOZIO' from generate_series(1, $1::int) h`,
    Math.ceil(clients / PER_HELPER),
  );
  await run(
    `insert into soziotherapie.prescriber (id, name, kind, lanr, bsnr, permission_from, recorded_at) values ('${fileId('prescriber', 1)}', 'Frauke Distelkamp', 'psychiatrist', '123456658', '391234511', '2012-01-01', now())`,
  );
  await run(
    `insert into people.person (id, created_at, given_name, family_name, birth_date, street, postal_code, place) select ${sqlId('person', 'n')}, now() - interval '400 days', 'Vor' || n, 'Nach' || n, date '1960-01-01' + n % 15000, 'Weg ' || n, '53111', 'Bonn' from generate_series(1, $1::int) n`,
    clients,
  );
  await run(
    `insert into people.cover (id, person_id, payer_ik, payer_name, kvnr, insured_status, insurer_group, state, from_on, recorded_at) select ${sqlId('cover', 'n')}, ${sqlId('person', 'n')}, $2, $3, 'A123456780', '1', 'VDEK', 'NW', '2015-01-01', now() from generate_series(1, $1::int) n`,
    clients,
    PAYERS[0]?.ik,
    PAYERS[0]?.name,
  );
  await run(
    `insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at) select ${sqlId('relation', 'n')}, ${sqlId('person', 'n')}, 'team', ${helperOf('n')}, ${practiceOf('n')}, 'episode', ${sqlId('episode', 'n')}, now() - interval '400 days' from generate_series(1, $1::int) n`,
    clients,
  );
  await run(
    `insert into access.office_relation (id, person_id, organisation_id, cause_kind, cause_id, from_at) select ${sqlId('office', 'n')}, ${sqlId('person', 'n')}, ${practiceOf('n')}, 'episode', ${sqlId('episode', 'n')}, now() - interval '400 days' from generate_series(1, $1::int) n`,
    clients,
  );
  await run(`insert into soziotherapie.contingent (person_id) select ${sqlId('person', 'n')} from generate_series(1, $1::int) n`, clients);
  await run(
    `insert into soziotherapie.episode (id, person_id, organisation_id, practitioner_id, prescriber_id, state, opened_on, asked_by, closed_on, close_reason)
     select ${sqlId('episode', 'n')}, ${sqlId('person', 'n')}, ${practiceOf('n')}, ${helperOf('n')}, '${fileId('prescriber', 1)}', case when n % 4 = 0 then 'CLOSED' else 'ACTIVE' end, current_date - 320, 'client',
       case when n % 4 = 0 then current_date - 5 end, case when n % 4 = 0 then 'GOAL_REACHED' end from generate_series(1, $1::int) n`,
    clients,
  );
  await run(
    `insert into soziotherapie.prescription (id, episode_id, person_id, organisation_id, form, kind, prescriber_id, payer_ik, issued_on, units, state, usage, submit_until, submitted_on, received_on, used_parts, created_at)
     select ${sqlId('prescription', '2 * n + k')}, ${sqlId('episode', 'n')}, ${sqlId('person', 'n')}, ${practiceOf('n')}, '26', case k when 0 then 'INITIAL' else 'FOLLOW_UP' end, '${fileId('prescriber', 1)}', $2,
       current_date - 300 + 210 * k, 30, 'APPROVED', case k when 0 then 'USED_UP' else 'IN_USE' end, current_date - 297 + 210 * k, current_date - 299 + 210 * k, current_date - 298 + 210 * k, case k when 0 then 5400 else 1800 end, now()
     from generate_series(1, $1::int) n, generate_series(0, 1) k`,
    whole, PAYERS[0]?.ik,
  ); // biome-ignore format: values in one line
  await run(
    `insert into soziotherapie.decision (id, prescription_id, person_id, organisation_id, kind, units, decided_on, posted_on, known_on, notified_on, recorded_at)
     select ${sqlId('decision', '2 * n + k')}, ${sqlId('prescription', '2 * n + k')}, ${sqlId('person', 'n')}, ${practiceOf('n')}, 'approved', 30, current_date - 290 + 210 * k, current_date - 290 + 210 * k, current_date - 286 + 210 * k, current_date - 286 + 210 * k, now()
     from generate_series(1, $1::int) n, generate_series(0, 1) k`,
    whole,
  );
  await run(
    `insert into soziotherapie.contingent_window (id, person_id, start_on, end_on, used_minutes) select ${sqlId('window', 'n')}, ${sqlId('person', 'n')}, current_date - 285 + (n - 1) % 5, (current_date - 285 + (n - 1) % 5 + interval '3 years' - interval '1 day')::date, case when n <= $2 then ${WEEKS} * 60 else 60 end from generate_series(1, $1::int) n`,
    clients,
    whole,
  );
  await loadSessions(client, 1, whole, WEEKS);
  if (clients > whole) await loadSessions(client, whole + 1, clients, 1);
  // a visit of today for each of the whole files, half an hour apart per helper: what P4 writes up
  await run(
    `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, place_kind, created_at)
     select ${sqlId('next', 'n')}, ${sqlId('person', 'n')}, ${practiceOf('n')}, ${sqlId('episode', 'n')}, ${helperOf('n')}, 'single', 'PLANNED', to_char(t, 'YYYY-MM-DD"T"HH24:MI'), to_char(t + interval '15 minutes', 'YYYY-MM-DD"T"HH24:MI'),
       t::date, t at time zone 'Europe/Berlin', (t + interval '15 minutes') at time zone 'Europe/Berlin', 15, 'home', now()
     from generate_series(1, $1::int) n, lateral (select (date_trunc('day', now() at time zone 'Europe/Berlin') - interval '2 days' + ((n - 1) % ${PER_HELPER}) * interval '20 minutes') as t) x`,
    whole,
  );
  await run('set session_replication_role = default');
  await run('vacuum analyze');
}

async function loadSessions(client: pg.Client, from: number, to: number, weeks: number): Promise<void> {
  const run = (text: string) => client.query(text, [from, to, weeks]);
  const each =
    "from generate_series($1::int, $2::int) n, generate_series(0, $3::int - 1) w, lateral (select (current_date - 285 + 7 * w + (n - 1) % 5)::timestamp + interval '8 hours' + ((n - 1) % 40) / 5 * interval '1 hour' as t) x";
  const number = `64 * n::bigint + w`;
  await run(
    `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, place_kind, delivered_at, documented_at, signed_how, signed_at, created_at)
     select ${sqlId('session', number)}, ${sqlId('person', 'n')}, ${practiceOf('n')}, ${sqlId('episode', 'n')}, ${helperOf('n')}, 'single', 'PAID', to_char(t, 'YYYY-MM-DD"T"HH24:MI'), to_char(t + interval '60 minutes', 'YYYY-MM-DD"T"HH24:MI'), t::date,
       t at time zone 'Europe/Berlin', (t + interval '60 minutes') at time zone 'Europe/Berlin', 60, 'home', now(), now(), 'paper', now(), now() ${each}`,
  );
  await run(
    `insert into soziotherapie.session_part (id, session_id, person_id, organisation_id, position, prescription_id, status, minutes, parts, cap_minutes, reckoned_at) select ${sqlId('part', number)}, ${sqlId('session', number)}, ${sqlId('person', 'n')}, ${practiceOf('n')}, 0, ${sqlId('prescription', '2 * n + w / 30')}, 'APPROVED', 60, 180, 60, now() ${each}`,
  );
  await run(
    `insert into soziotherapie.ledger_entry (id, person_id, organisation_id, day, kind, minutes, parts, prescription_id, session_id, recorded_at) select ${sqlId('entry', number)}, ${sqlId('person', 'n')}, ${practiceOf('n')}, t::date, 'OWN_SINGLE', 60, 180, ${sqlId('prescription', '2 * n + w / 30')}, ${sqlId('session', number)}, now() ${each}`,
  );
  await run(
    `insert into soziotherapie.session_note (id, session_id, person_id, organisation_id, number, kinds, sealed, occurred_local, recorded_at, author_id) select ${sqlId('note', number)}, ${sqlId('session', number)}, ${sqlId('person', 'n')}, ${practiceOf('n')}, 1, '{PLAN}', decode(repeat('5a', 480), 'hex'), to_char(t, 'YYYY-MM-DD"T"HH24:MI'), now(), ${sqlId('account', '1')} ${each}`,
  );
}

/** A signed-in session for each helper of the whole files. */
export async function openHelpers(client: pg.Client, helpers: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let h = 1; h <= helpers; h += 1) {
    const token = randomBytes(32).toString('hex');
    tokens.push(token);
    const organisation = fileId('organisation', Math.floor((h - 1) / (PER_PRACTICE / PER_HELPER)) + 1);
    await client.query(
      'insert into access.account (id, email, name, secrecy_bound_at, organisation_id, practitioner_id) values ($1, $2, $3, now(), $4, $5)',
      [fileId('account', h), `helfer${h}@example.org`, `Helferin ${h}`, organisation, fileId('practitioner', h)],
    );
    await client.query("insert into access.account_role (account_id, role) values ($1, 'soziotherapist')", [fileId('account', h)]);
    await client.query(
      `insert into access.session (id, token_hash, account_id, roles, name, level, created_at, seen_at, idle_until, absolute_until, organisation_id, practitioner_id)
       values ($1, $2, $3, '{soziotherapist}', $4, 2, now(), now(), now() + interval '6 hours', now() + interval '8 hours', $5, $6)`,
      [
        fileId('login', h),
        createHash('sha256').update(Buffer.from(token, 'hex')).digest(),
        fileId('account', h),
        `Helferin ${h}`,
        organisation,
        fileId('practitioner', h),
      ],
    );
  }
  return tokens;
}

/** Seals the form of the running prescription and the plan in force of every whole file, with the world's own keys. */
export async function sealFiles(world: World, size: Size): Promise<void> {
  const { whole } = filesOf(size);
  const told = PRINTED[0];
  const payer = PAYERS[0];
  if (!told || !payer) throw new Error('no example');
  const day = Temporal.Now.plainDateISO('Europe/Berlin').subtract({ days: 90 }).toString();
  const prescriber = { id: fileId('prescriber', 1), name: 'Frauke Distelkamp', lanr: '123456658', bsnr: '391234511' };
  const form = JSON.stringify(
    form26({
      told,
      order: { kind: 'FOLLOW_UP', issued: 0, units: 30 },
      issuedOn: day,
      kvnr: 'A123456780',
      payer,
      prescriber,
      provider: PROVIDER,
      groupAllowed: true,
    }),
  );
  const plan = JSON.stringify(planOf(told, day, day, randomUUID, ''));
  for (let first = 1; first <= whole; first += 500) {
    await asSystem(world, 'bench', async (call) => {
      for (let n = first; n < Math.min(first + 500, whole + 1); n += 1) {
        const person = fileId('person', n);
        const [prescription, planId] = [fileId('prescription', 2 * n + 1), fileId('plan', n)];
        const sealed = await call.sealer.seal(
          call.tx,
          person,
          { table: 'soziotherapie.prescription', column: 'form_sealed', row: prescription },
          form,
        );
        await call.tx.updateTable('soziotherapie.prescription').set({ form_sealed: sealed }).where('id', '=', prescription).execute();
        await call.tx
          .insertInto('soziotherapie.care_plan')
          .values({
            id: planId,
            person_id: person,
            organisation_id: fileId('organisation', Math.floor((n - 1) / PER_PRACTICE) + 1),
            episode_id: fileId('episode', n),
            prescription_id: prescription,
            number: 1,
            state: 'draft',
            sealed: await call.sealer.seal(call.tx, person, { table: 'soziotherapie.care_plan', column: 'sealed', row: planId }, plan),
            valid_from: day,
            written_at: call.now,
            written_by: fileId('account', 1),
          })
          .execute();
      }
    });
  }
}
