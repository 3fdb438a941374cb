import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { plusDays } from './rules/findings/days.ts';

/** Whole numbers of a seed, the same each time (mulberry32). */
export function dice(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const upTo = (most: number) => Math.floor(next() * most);
  const one = <Value>(values: readonly Value[]): Value => values[upTo(values.length)] as Value;
  return { upTo, one, chance: (share: number) => next() < share };
}
export type Dice = ReturnType<typeof dice>;

export interface Ground {
  admin: Client;
  caseId: string;
  personId: string;
  organisationId: string;
  managerId: string;
  deputyId: string;
  /** Two organisations that give services. */
  providers: readonly string[];
}

const TYPES = ['psychotherapy', 'soziotherapie', 'debt-advice', 'psychiatric-nursing'] as const;
const DOMAINS = ['D1', 'D4', 'D10'] as const;
const near = (roll: Dice, today: string) => plusDays(today, roll.upTo(45) - 40);

/** Whatever may happen to a case, past the actions so that every table and column findings look at is met. Some are refused by guards. */
export const CHANGES: Record<string, (ground: Ground, roll: Dice, today: string) => Promise<unknown>> = {
  contact: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into cases.contact (id, case_id, person_id, organisation_id, kind, with_whom, at, on_day, reached, made_at) values ($1, $2, $3, $4, 'phone', $5, $6::date, $6, $7, $6::date)`,
      [
        randomUUID(),
        of.caseId,
        of.personId,
        of.organisationId,
        roll.one(['client', 'guardian', 'partner']),
        near(roll, today),
        roll.chance(0.7),
      ],
    ),
  correction: ({ admin, caseId }, _, today) =>
    admin.query(
      `insert into cases.contact (id, case_id, person_id, organisation_id, kind, with_whom, at, on_day, reached, made_at, amends_id)
       select gen_random_uuid(), case_id, person_id, organisation_id, kind, with_whom, at, on_day, not reached, $2::date, id from cases.contact k
       where case_id = $1 and not exists (select 1 from cases.contact z where z.amends_id = k.id) order by on_day desc limit 1`,
      [caseId, today],
    ),
  async round({ admin, ...of }, roll, today) {
    const id = randomUUID();
    await admin.query(
      `insert into cases.assessment (id, case_id, person_id, organisation_id, round, kind, started_on)
       select $1, $2, $3, $4, coalesce(max(round), 0) + 1, 'assessment', $5 from cases.assessment where case_id = $2`,
      [id, of.caseId, of.personId, of.organisationId, plusDays(today, -30)],
    );
    for (const domain of DOMAINS)
      await admin.query(
        `insert into cases.domain_rating (id, assessment_id, case_id, person_id, organisation_id, domain, client_severity, client_need, prof_severity, prof_need, prof_rated_on, client_missing)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 2, $9, $10, $11)`,
        [
          randomUUID(),
          id,
          of.caseId,
          of.personId,
          of.organisationId,
          domain,
          ...roll.one([
            [2, roll.one(['unmet', 'met', 'none'])],
            [null, null],
          ]),
          roll.one(['unmet', 'met', 'none']),
          near(roll, today),
          roll.chance(0.2) ? 'acute' : null,
        ],
      );
    if (roll.chance(0.8)) await admin.query('update cases.assessment set completed_on = $2 where id = $1', [id, near(roll, today)]);
  },
  goal: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into cases.goal (id, case_id, person_id, organisation_id, domain, text_sealed, smart, scale_texts, target_on, status, agreed_on, made_on, incompatible_with)
       values ($1, $2, $3, $4, $5, '', '{accepted}', '{-1,0,1}', $6, $7, $8, $8, coalesce((select array_agg(id) from cases.goal where case_id = $2 and $9), '{}'))`,
      [
        randomUUID(),
        of.caseId,
        of.personId,
        of.organisationId,
        roll.one(DOMAINS),
        near(roll, today),
        roll.one(['active', 'active', 'agreed']),
        near(roll, today),
        roll.chance(0.2),
      ],
    ),
  'goal status': ({ admin, caseId }, roll) =>
    admin.query(
      `update cases.goal set status = $2, version = version + 1 where id = (select id from cases.goal where case_id = $1 order by md5(id::text || $3) limit 1)`,
      [caseId, roll.one(['active', 'reached', 'superseded']), String(roll.upTo(99))],
    ),
  rating: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into cases.goal_rating (id, goal_id, case_id, person_id, organisation_id, level, rated_on, by, made_at)
       select gen_random_uuid(), id, $1, $2, $3, 0, $4, 'together', $4::date from cases.goal where case_id = $1 limit 1`,
      [of.caseId, of.personId, of.organisationId, near(roll, today)],
    ),
  measure: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into cases.measure (id, case_id, person_id, organisation_id, goal_ids, kind, text_sealed, responsible_kind, start_on, status, weekly)
       values ($1, $2, $3, $4, coalesce((select array_agg(id) from cases.goal where case_id = $2 and $5), '{}'), 'other', '', $6, $7, $8, $9)`,
      [
        randomUUID(),
        of.caseId,
        of.personId,
        of.organisationId,
        roll.chance(0.8),
        roll.one(['manager', 'manager', 'client', null]),
        roll.chance(0.8) ? near(roll, today) : null,
        roll.one(['planned', 'active']),
        roll.chance(0.4) ? JSON.stringify([{ day: 1 + roll.upTo(2), from: '10:00', to: '12:00' }]) : '[]',
      ],
    ),
  'measure status': ({ admin, caseId }, roll) =>
    admin.query(
      `update cases.measure set status = $2 where id = (select id from cases.measure where case_id = $1 order by md5(id::text || $3) limit 1)`,
      [caseId, roll.one(['active', 'done', 'cancelled']), String(roll.upTo(99))],
    ),
  line: ({ admin, providers, ...of }, roll, today) =>
    admin.query(
      `insert into cases.service_line (id, case_id, person_id, organisation_id, service_type, domain, goal_ids, provider_organisation_id, state, since, started_on, rhythm_days,
         approved_units, used_units, valid_until, follow_up_needed)
       values ($1, $2, $3, $4, $5, $6, coalesce((select array_agg(id) from cases.goal where case_id = $2), '{}'), $7, $8, $9, $10, $11, 30, $12, $13, $14)`,
      (() => {
        const state = roll.one(['started', 'started', 'adapted', 'scheduled', 'rejected', 'failed_start']);
        const since = near(roll, today);
        return [
          randomUUID(),
          of.caseId,
          of.personId,
          of.organisationId,
          roll.one(TYPES),
          roll.one(DOMAINS),
          roll.one(providers),
          state,
          since,
          state === 'started' || state === 'adapted' ? since : null,
          roll.one([null, 7, 14]),
          roll.upTo(30),
          roll.chance(0.5) ? plusDays(today, roll.upTo(60)) : null,
          roll.chance(0.3),
        ];
      })(),
    ),
  'line ends': ({ admin, caseId }, roll, today) =>
    admin.query(
      `update cases.service_line set state = 'completed', ended_on = greatest($2, started_on), since = $2
       where id = (select id from cases.service_line where case_id = $1 and state in ('started', 'adapted') order by md5(id::text || $3) limit 1)`,
      [caseId, today, String(roll.upTo(99))],
    ),
  'line used': ({ admin, caseId }, roll, today) =>
    admin.query(
      `update cases.service_line set used_units = $2, last_contact_on = $3, follow_up_applied_on = $4 where case_id = $1 and state in ('started', 'adapted')`,
      [caseId, roll.upTo(31), near(roll, today), roll.chance(0.3) ? today : null],
    ),
  'different focus': ({ admin, caseId }, roll) =>
    admin.query(
      `update cases.service_line set complementary_with = case when $2 then array(select id from cases.service_line where case_id = $1) else '{}' end where case_id = $1`,
      [caseId, roll.chance(0.5)],
    ),
  entry: ({ admin, ...of }, _, today) =>
    admin.query(
      `insert into cases.monitoring_entry (id, case_id, person_id, organisation_id, on_day, source, service_line_id, units_delivered, made_at)
       select gen_random_uuid(), $1, $2, $3, $4, 'provider', id, 1, $4::date from cases.service_line where case_id = $1 limit 1`,
      [of.caseId, of.personId, of.organisationId, today],
    ),
  release: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into consent.consent (id, person_id, kind, recipient_kind, recipient_id, recipient_sealed, classes, purpose, form, text_version, given_at, until_at, organisation_id, given_by)
       values ($1, $2, 'release', 'service', $3, '', '{identity}', 'COORD', 'paper', '1', $4::date, $5::date, $6, 'client')`,
      [randomUUID(), of.personId, roll.one(of.providers), plusDays(today, -30), plusDays(today, 1 + roll.upTo(30)), of.organisationId],
    ),
  'release withdrawn': ({ admin, personId }, _, today) =>
    admin.query(
      `update consent.consent set withdrawn_at = $2::date, withdrawn_via = 'spoken' where id = (select id from consent.consent where person_id = $1 and kind = 'release' and withdrawn_at is null limit 1)`,
      [personId, today],
    ),
  referral: ({ admin, providers, ...of }, roll, today) =>
    admin.query(
      `insert into referrals.referral (id, person_id, organisation_id, origin_kind, origin_id, service_type, domain, recipient_sealed, recipient_organisation_id, urgent, state, sent_on, created_on, rejected_because,
         answered_on, release_id)
       values ($1, $2, $3, 'case', $4, $5, $6, '', $7, $8, $9, $10, $10, $11, $12, (select id from consent.consent where person_id = $2 and kind = 'release' limit 1))`,
      (() => {
        const state = roll.one(['sent', 'seen', 'accepted', 'rejected', 'no_response']);
        const sent = near(roll, today);
        return [
          randomUUID(),
          of.personId,
          of.organisationId,
          of.caseId,
          roll.one(TYPES),
          roll.one(DOMAINS),
          roll.one(providers),
          roll.chance(0.3),
          state,
          sent,
          state === 'rejected' ? 'full' : null,
          state === 'rejected' ? plusDays(sent, 2) : null,
        ];
      })(),
    ),
  answer: ({ admin, caseId }, roll, today) =>
    admin.query(
      `update referrals.referral set state = $2, answered_on = $3, rejected_because = case when $2 = 'rejected' then 'full' end
       where id = (select id from referrals.referral where origin_id = $1 and state in ('sent', 'seen') limit 1)`,
      [caseId, roll.one(['accepted', 'rejected']), today],
    ),
  absence: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into cases.absence (id, account_id, organisation_id, from_on, to_on, substitute_id, set_at) values ($1, $2, $3, $4, $5, $6, $4::date)`,
      [
        randomUUID(),
        roll.chance(0.7) ? of.managerId : of.deputyId,
        of.organisationId,
        plusDays(today, -roll.upTo(5)),
        plusDays(today, roll.upTo(10)),
        null,
      ],
    ),
  'absence over': ({ admin, organisationId }, _, today) =>
    admin.query(`update cases.absence set withdrawn_at = $2::date where organisation_id = $1 and withdrawn_at is null`, [
      organisationId,
      today,
    ]),
  task: ({ admin, ...of }, _, today) =>
    admin.query(
      `insert into tasks.task (id, kind, object_kind, object_id, person_id, assignee_id, organisation_id, due_at, created_at) values ($1, 'case-next-step', 'contact', $1, $2, $3, $4, $5::date, $5::date)`,
      [randomUUID(), of.personId, of.managerId, of.organisationId, today],
    ),
  'task done': ({ admin, personId }, _, today) =>
    admin.query(`update tasks.task set done_at = $2::date where person_id = $1 and done_at is null`, [personId, today]),
  stay: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into cases.hospital_stay (id, case_id, person_id, organisation_id, admitted_on, discharged_on, follow_up_needed, recorded_at) values ($1, $2, $3, $4, $5, $6, true, $5::date)`,
      [randomUUID(), of.caseId, of.personId, of.organisationId, plusDays(today, -60), roll.chance(0.7) ? near(roll, today) : null],
    ),
  instrument: ({ admin, providers, ...of }, roll, today) =>
    admin.query(
      `insert into cases.instrument_result (id, case_id, person_id, organisation_id, instrument, score, rated_on, rater, partner_id) values ($1, $2, $3, $4, 'HoNOS-D', 12, $5, 'partner', $6)`,
      [randomUUID(), of.caseId, of.personId, of.organisationId, near(roll, today), roll.one(providers)],
    ),
  intensity: ({ admin, caseId }, roll) =>
    admin.query('update cases.case set intensity = $2 where id = $1', [caseId, roll.one(['A', 'B', 'C', 'D'])]),
  review: ({ admin, ...of }, roll, today) =>
    admin.query(
      `insert into cases.review (id, case_id, person_id, organisation_id, reviewed_on, outcome, with_client, made_at) values ($1, $2, $3, $4, $5, 'continue', true, $5::date)`,
      [randomUUID(), of.caseId, of.personId, of.organisationId, plusDays(near(roll, today), -60)],
    ),
  async phase({ admin, ...of }, roll, today) {
    const steps: Record<string, readonly string[]> = {
      monitoring: ['linking', 'dormant', 'reassessment', 'evaluation'],
      linking: ['monitoring', 'planning', 'dormant'],
      planning: ['linking', 'assessment'],
      assessment: ['planning'],
      reassessment: ['monitoring', 'planning'],
      evaluation: ['planning', 'planning', 'closed'],
      dormant: ['reassessment', 'evaluation'],
    };
    const { rows } = await admin.query<{ phase: string }>('select phase from cases.case where id = $1', [of.caseId]);
    const to = roll.one(steps[rows[0]?.phase ?? ''] ?? []);
    if (!to) return;
    await admin.query('begin');
    try {
      await admin.query(
        `update cases.case set phase = $2::text, phase_since = $3, dormant_reason = case when $2 = 'dormant' then 'pause' end, resume_on = case when $2 = 'dormant' then $3::date + 30 end,
           closed_on = case when $2 = 'closed' then $3::date end, closing_reason = case when $2 = 'closed' then 'CR1' end, closing_approved_by = case when $2 = 'closed' then $4::uuid end,
           retain_until = case when $2 = 'closed' then $3::date + 3650 end where id = $1`,
        [of.caseId, to, today, of.managerId],
      );
      await admin.query(
        'update cases.phase_visit set left_on = greatest($2, entered_on), left_at = now() where case_id = $1 and left_at is null',
        [of.caseId, today],
      );
      await admin.query(
        `insert into cases.phase_visit (id, case_id, person_id, organisation_id, phase, entered_on, entered_at) values ($1, $2, $3, $4, $5, $6, now())`,
        [randomUUID(), of.caseId, of.personId, of.organisationId, to, today],
      );
      await admin.query('commit');
    } catch (fault) {
      await admin.query('rollback');
      throw fault;
    }
  },
};
