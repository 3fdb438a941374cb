-- Rule book B.2.3: without the consent to Case Management there is no case, and its withdrawal blocks every further disclosure at once. A release
-- to a partner that still stands opens nothing by itself.
create function app.case_consent_lives(p_person uuid, p_organisation uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from consent.consent k where k.person_id = p_person and k.organisation_id = p_organisation and k.kind = 'case-management'
    and k.given_at <= app.now() and k.withdrawn_at is null and (k.until_at is null or k.until_at > app.now()))
$$;
revoke execute on function app.case_consent_lives(uuid, uuid) from public;
grant execute on function app.case_consent_lives(uuid, uuid) to geleit_app, geleit_jobs;

create or replace function referrals.insist_release() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.state <> 'draft' and old.state = 'draft' and new.state not in ('cancelled', 'client_declined') then
    if new.packet_sealed is null or new.release_id is null or not exists (
      select 1 from consent.consent c
      where c.id = new.release_id and c.kind = 'release' and c.person_id = new.person_id and c.organisation_id = new.organisation_id and c.direction = 'to-recipient'
        and c.withdrawn_at is null and c.until_at > app.now() and c.given_at <= app.now() and c.classes @> new.classes) then
      raise exception 'a referral goes only under a release that lives' using errcode = 'check_violation', constraint = 'referral_released';
    end if;
  end if;
  if new.state = 'sent' and old.state = 'draft' and new.origin_kind = 'case' and not app.case_consent_lives(new.person_id, new.organisation_id) then
    raise exception 'nothing of a case goes out without consent' using errcode = 'check_violation', constraint = 'referral_consented';
  end if;
  -- what was sent stays as it was sent
  if old.packet_sealed is not null and (new.packet_sealed is distinct from old.packet_sealed or new.classes is distinct from old.classes) then
    raise exception 'a sent packet is frozen' using errcode = 'check_violation', constraint = 'referral_frozen';
  end if;
  return new;
end $$;

create or replace function app.check_case_disclosure() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_needed text[] := case new.part when 'plan' then array['plan'] when 'evaluation' then array['plan', 'assessment'] else array['assessment'] end;
begin
  if not new.to_client and not app.case_consent_lives(new.person_id, new.organisation_id) then
    raise exception 'nothing of a case goes out without consent' using errcode = 'check_violation', constraint = 'disclosure_consented';
  end if;
  if not new.to_client and not exists (select 1 from consent.consent k where k.id = new.release_id and k.kind = 'release' and k.person_id = new.person_id
      and k.organisation_id = new.organisation_id and k.direction = 'to-recipient' and k.given_at <= new.made_at and k.until_at > new.made_at and k.withdrawn_at is null
      and k.classes @> v_needed) then
    raise exception 'no release covers this part' using errcode = 'check_violation', constraint = 'disclosure_under_release';
  end if;
  return new;
end $$;
