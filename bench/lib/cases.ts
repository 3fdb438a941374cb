import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';

/** Cases of one case manager, and managers of one service. */
const PER_MANAGER = 60;
const PER_SERVICE = 10;

const KINDS = ['organisation', 'provider', 'person', 'account', 'login', 'relation', 'case'] as const;
type Kind = (typeof KINDS)[number];
const prefix = (kind: Kind) => `000000${(0x40 + KINDS.indexOf(kind)).toString(16)}-0000-7000-8000-`;
export const caseId = (number: number) => `${prefix('case')}${number.toString(16).padStart(12, '0')}`;
const id = (kind: Kind, number: string) => `('${prefix(kind)}' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const manager = `((n - 1) / ${PER_MANAGER} + 1)`;
const service = `((n - 1) / ${PER_MANAGER * PER_SERVICE} + 1)`;
const of = `${id('case', 'n')}, ${id('person', 'n')}, ${id('organisation', service)}`;

/** Managers that so many cases need. */
export const managersOf = (cases: number) => Math.ceil(cases / PER_MANAGER);

/**
 * Writes running cases as they look after half a year: a completed assessment of ten domains, three goals with ratings, four measures, four
 * services with their course, two referrals, two releases, contacts and observations each fortnight, a stay, tasks. Texts are empty.
 */
export async function loadCases(client: pg.Client, cases: number): Promise<void> {
  const each = (text: string, more = '') => client.query(`${text} from generate_series(1, $1::int) n${more}`, [cases]);
  const few = (count: number) => `, generate_series(1, ${count}) k`;
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into directory.organisation (id, name, kind) select ${id('organisation', 's')}, 'Fallbüro ' || s, 'service' from generate_series(1, $1::int) s`,
    [Math.ceil(cases / (PER_MANAGER * PER_SERVICE))],
  );
  await client.query(
    `insert into directory.organisation (id, name, kind) select ${id('provider', 's')}, 'Dienst ' || s, 'service' from generate_series(1, 20) s`,
  );
  await client.query(
    `insert into access.account (id, email, name, secrecy_bound_at, organisation_id) select ${id('account', 'm')}, 'fall' || m || '@example.org', 'Fallmanagerin ' || m, now(),
       ${id('organisation', `((m - 1) / ${PER_SERVICE} + 1)`)} from generate_series(1, $1::int) m`,
    [managersOf(cases)],
  );
  await each(
    `insert into people.person (id, created_at, given_name, family_name, birth_date) select ${id('person', 'n')}, now(), 'Vor' || n, 'Nach' || n, date '1960-01-01' + n % 15000`,
  );
  await each(
    `insert into cases.case (id, person_id, organisation_id, manager_id, pseudonym, phase, phase_since, intensity, source, opened_on, start_on, agreed_plan_on, created_at)
     select ${of}, ${id('account', manager)}, 'Fall ' || n, case n % 10 when 1 then 'linking' when 2 then 'assessment' else 'monitoring' end,
       current_date - n % 70, (array['A', 'B', 'C', 'D'])[n % 4 + 1], 'client', current_date - 180, current_date - 170, current_date - 150 + n % 90, now()`,
  );
  await each(
    `insert into access.care_relation (id, person_id, kind, account_id, organisation_id, cause_kind, cause_id, from_at)
     select ${id('relation', 'n')}, ${id('person', 'n')}, 'team', ${id('account', manager)}, ${id('organisation', service)}, 'case', ${id('case', 'n')}, now() - interval '180 days'`,
  );
  await each(
    `insert into cases.phase_visit (id, case_id, person_id, organisation_id, phase, entered_on, entered_at, left_on, left_at) select gen_random_uuid(), ${of}, 'assessment',
       current_date - 170, now() - interval '170 days', current_date - 150, now() - interval '150 days'`,
  );
  await each(
    `insert into cases.assessment (id, case_id, person_id, organisation_id, round, kind, started_on, completed_on) select ${id('case', 'n')}, ${of}, 1, 'assessment', current_date - 170, current_date - 150`,
  );
  await each(
    `insert into cases.domain_rating (id, assessment_id, case_id, person_id, organisation_id, domain, client_severity, client_need, prof_severity, prof_need, prof_rated_on)
     select gen_random_uuid(), ${id('case', 'n')}, ${of}, 'D' || k, case when (n + k) % 9 > 0 then 2 end, case when (n + k) % 9 > 0 then (array['unmet', 'met', 'none'])[(n + k) % 3 + 1] end, 2,
       (array['unmet', 'met', 'none'])[(n + 2 * k) % 3 + 1], current_date - 155`,
    few(10),
  );
  await each(
    `insert into cases.goal (id, case_id, person_id, organisation_id, domain, text_sealed, smart, scale_texts, target_on, status, agreed_on, made_on, status_since)
     select md5('goal' || n || k)::uuid, ${of}, 'D' || k, '', '{accepted}', '{-1,0,1}', current_date - 40 + (n + k) % 120, 'active', current_date - 140, current_date - 150, current_date - 140`,
    few(3),
  );
  await each(
    `insert into cases.goal_rating (id, goal_id, case_id, person_id, organisation_id, level, rated_on, by, made_at)
     select gen_random_uuid(), md5('goal' || n || k)::uuid, ${of}, 0, current_date - 30 * (n % 3), 'together', now()`,
    few(3),
  );
  await each(
    `insert into cases.service_line (id, case_id, person_id, organisation_id, service_type, domain, goal_ids, provider_organisation_id, state, since, started_on, rhythm_days, approved_units,
       used_units, valid_until, last_contact_on)
     select md5('line' || n || k)::uuid, ${of}, (array['soziotherapie', 'debt-advice', 'psychiatric-nursing', 'psychiatrist'])[k], 'D' || k, array[md5('goal' || n || k)::uuid],
       ${id('provider', '((n + k) % 20 + 1)')}, case when (n + k) % 7 = 0 then 'completed' else 'started' end, current_date - 120, current_date - 120, 14, 30, (n + k) % 31,
       current_date + n % 200, current_date - (n + k) % 40`,
    few(4),
  );
  await each(
    `insert into cases.line_state (id, line_id, case_id, person_id, organisation_id, state, on_day, at)
     select gen_random_uuid(), md5('line' || n || k)::uuid, ${of}, s.state, current_date - 130, now()`,
    `${few(4)}, (values ('referred'), ('started')) as s (state)`,
  );
  await each(
    `insert into cases.measure (id, case_id, person_id, organisation_id, goal_ids, kind, text_sealed, responsible_kind, start_on, started_on, status, weekly, made_on)
     select gen_random_uuid(), ${of}, array[md5('goal' || n || (k - 1) % 3 + 1)::uuid], 'other', '', 'manager', current_date - 100, current_date - 100, 'active',
       jsonb_build_array(jsonb_build_object('day', k, 'from', '10:00', 'to', '12:00')), current_date - 110`,
    few(4),
  );
  await each(
    `insert into consent.consent (id, person_id, kind, recipient_kind, recipient_id, recipient_sealed, classes, purpose, form, text_version, given_at, until_at, organisation_id, given_by)
     select md5('release' || n || k)::uuid, ${id('person', 'n')}, 'release', 'service', ${id('provider', '((n + k) % 20 + 1)')}, '', '{identity}', 'COORD', 'paper', '1', now() - interval '150 days',
       now() + (n % 60 - 5) * interval '1 day', ${id('organisation', service)}, 'client'`,
    few(4),
  );
  await each(
    `insert into referrals.referral (id, person_id, organisation_id, origin_kind, origin_id, service_type, domain, recipient_sealed, recipient_organisation_id, state, sent_on, created_on, release_id)
     select md5('referral' || n || k)::uuid, ${id('person', 'n')}, ${id('organisation', service)}, 'case', ${id('case', 'n')}, 'housing-office', 'D4', '', ${id('provider', '((n + k) % 20 + 1)')},
       case k when 1 then 'sent' else 'accepted' end, current_date - n % 30, current_date - 40, md5('release' || n || k)::uuid`,
    few(2),
  );
  await each(
    `insert into referrals.step (id, referral_id, person_id, organisation_id, event, state, on_day, at, by_party)
     select gen_random_uuid(), md5('referral' || n || k)::uuid, ${id('person', 'n')}, ${id('organisation', service)}, 'send', 'sent', current_date - n % 30, now(), 'sender'`,
    few(2),
  );
  await each(
    `insert into cases.contact (id, case_id, person_id, organisation_id, kind, with_whom, at, on_day, reached, made_at)
     select gen_random_uuid(), ${of}, 'phone', 'client', now() - (14 * k + n % 14) * interval '1 day', current_date - 14 * k - n % 14, k % 3 > 0, now()`,
    few(12),
  );
  await each(
    `insert into cases.monitoring_entry (id, case_id, person_id, organisation_id, on_day, source, service_line_id, units_planned, units_delivered, fits, made_at)
     select gen_random_uuid(), ${of}, current_date - 20 * k, 'provider', md5('line' || n || k % 4 + 1)::uuid, 4, (n + k) % 5, 'fits', now()`,
    few(6),
  );
  await each(
    `insert into cases.review (id, case_id, person_id, organisation_id, reviewed_on, outcome, with_client, made_at) select gen_random_uuid(), ${of}, current_date - n % 120, 'continue', true, now()`,
  );
  await each(
    `insert into tasks.task (id, kind, object_kind, object_id, person_id, assignee_id, organisation_id, due_at, created_at)
     select gen_random_uuid(), 'case-next-step', 'contact', gen_random_uuid(), ${id('person', 'n')}, ${id('account', manager)}, ${id('organisation', service)}, now(), now()`,
    few(2),
  );
  await client.query('set session_replication_role = default');
  await client.query('vacuum analyze');
}

/** Sessions of the case managers. */
export async function openManagers(client: pg.Client, managers: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let m = 1; m <= managers; m += 1) {
    const token = randomBytes(32).toString('hex');
    tokens.push(token);
    const { rows } = await client.query<{ id: string; name: string }>(
      `select id, name from access.account where id = ${id('account', `${m}`)}`,
    );
    await client.query("insert into access.account_role (account_id, role) values ($1, 'case-manager')", [rows[0]?.id]);
    await client.query(
      `insert into access.session (id, token_hash, account_id, roles, name, level, created_at, seen_at, idle_until, absolute_until, organisation_id)
       select ${id('login', `${m}`)}, $1, a.id, '{case-manager}', a.name, 2, now(), now(), now() + interval '6 hours', now() + interval '8 hours', a.organisation_id
       from access.account a where a.id = $2`,
      [createHash('sha256').update(Buffer.from(token, 'hex')).digest(), rows[0]?.id],
    );
  }
  return tokens;
}
