-- Soziotherapie at size: what one person, one case or one practice asks for is found by its own index, however many others there are.

-- The sessions of a person in a practice, as every recount reads them; those of a case by the clock, and the next one of it.
drop index soziotherapie.session_person;
create index session_person on soziotherapie.session (person_id, organisation_id, day);
drop index soziotherapie.session_episode;
create index session_episode on soziotherapie.session (episode_id, start_local);
create index session_ahead on soziotherapie.session (episode_id, starts_at) where state in ('PLANNED', 'CONFIRMED');
-- What is over and not settled, without what is planned for the year; and what no invoice has taken yet.
drop index soziotherapie.session_undone;
create index session_undone on soziotherapie.session (organisation_id, ends_at) where state in ('PLANNED', 'CONFIRMED', 'DELIVERED', 'LATE_PENDING', 'DOCUMENTED');
create index session_unbilled on soziotherapie.session (organisation_id, day) where state in ('DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'RELEASED');
-- The last day on which a prescription paid.
create index ledger_entry_prescription on soziotherapie.ledger_entry (prescription_id, day) where prescription_id is not null;
-- Running cases of the whole house, for what looks at each of them once a day.
create index episode_running on soziotherapie.episode (person_id) where state <> 'CLOSED';
create index episode_to_restrict on soziotherapie.episode (closed_on) where state = 'CLOSED' and restricted_at is null;

-- Whether somebody has a relation to a person is asked for each row by the person's index. Without the "offset" PostgreSQL may gather
-- all relations of the house first, and does so where it expects many rows. What the policies say stays the same.
do $$
declare
  p record;
  v_says text;
begin
  for p in
    select n.schemaname, n.tablename, n.policyname, n.qual from pg_policies n
    where 'geleit_app' = any (n.roles) and n.qual ~ 'access\.(care|office)_relation'
      and (n.schemaname in ('soziotherapie', 'records') or n.tablename in ('cover', 'copay_exemption', 'link', 'person_key'))
  loop
    v_says := regexp_replace(p.qual,
      '(EXISTS \( SELECT 1\s+FROM access\.(?:care_relation r|office_relation o)\s+WHERE \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))\)', '\1 OFFSET 0)', 'g');
    if regexp_count(v_says, 'EXISTS') <> regexp_count(v_says, 'OFFSET 0') then
      raise exception 'the policy % of %.% is of another form: %', p.policyname, p.schemaname, p.tablename, p.qual;
    end if;
    execute format('alter policy %I on %I.%I using (%s)', p.policyname, p.schemaname, p.tablename, v_says);
  end loop;
end $$;

-- Which relations are somebody's own: as before, but the clock is read once a statement and not for each row, whether she works a queue is
-- only looked up for the two kinds that queues have (app.queues), and what a helper has comes first. Every read of a person's rows asks this.
alter policy own_relations on access.care_relation using (
  from_at <= (select app.now()) and (until_at is null or until_at > (select app.now()))
  and (not lead_only and (kind in ('desk', 'oncall') and kind = any ((select app.queues())::text[])
      or practitioner_id = (select app.practitioner_id()) or account_id = (select app.account_id()))
    or (organisation_id is not null and organisation_id = (select (app.actor()).organisation_id) and 'lead' = any ((select app.roles())::text[]))));
alter policy own_office on access.office_relation using (
  from_at <= (select app.now()) and (until_at is null or until_at > (select app.now()))
  and organisation_id = (select (app.actor()).organisation_id)
  and (select app.roles())::text[] && case when lead_only then array['lead'] else array['office', 'lead'] end);
