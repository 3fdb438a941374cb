-- The closed loop with partners: whose case a referral belongs to, the last word about releases, and links of substitutes.

-- Person and service behind a case, for whoever holds a relation to it; the sender's room stands left of the cases.
create function app.case_relation(p_case uuid) returns table (person_id uuid, organisation_id uuid)
language sql stable security invoker set search_path = pg_catalog as $$
  select r.person_id, r.organisation_id from access.care_relation r
  where r.cause_kind = 'case' and r.cause_id = p_case and r.kind in ('team', 'substitute') and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
  order by r.kind desc, r.from_at desc limit 1
$$;
-- Who coordinates a case now: her deputy while there is one, else herself. An account id, which colleagues may know; for tasks.
create function app.case_coordinator(p_case uuid) returns uuid
language sql stable security definer set search_path = pg_catalog as $$
  select r.account_id from access.care_relation r
  where r.cause_kind = 'case' and r.cause_id = p_case and r.kind in ('team', 'substitute') and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and (app.is_system() or r.organisation_id = (app.actor()).organisation_id)
  order by r.kind = 'substitute' desc, r.from_at desc limit 1
$$;
revoke execute on function app.case_relation(uuid), app.case_coordinator(uuid) from public;
grant execute on function app.case_relation(uuid), app.case_coordinator(uuid) to geleit_app, geleit_jobs;

-- Nothing goes to a partner without a release that lives at this moment, points outward and covers every class of the packet.
create function referrals.insist_release() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.state <> 'draft' and old.state = 'draft' and new.state not in ('cancelled', 'client_declined') then
    if new.packet_sealed is null or new.release_id is null or not exists (
      select 1 from consent.consent c
      where c.id = new.release_id and c.kind = 'release' and c.person_id = new.person_id and c.organisation_id = new.organisation_id and c.direction = 'to-recipient'
        and c.withdrawn_at is null and c.until_at > app.now() and c.given_at <= app.now() and c.classes @> new.classes) then
      raise exception 'a referral goes only under a release that lives' using errcode = 'check_violation', constraint = 'referral_released';
    end if;
  end if;
  -- what was sent stays as it was sent
  if old.packet_sealed is not null and (new.packet_sealed is distinct from old.packet_sealed or new.classes is distinct from old.classes) then
    raise exception 'a sent packet is frozen' using errcode = 'check_violation', constraint = 'referral_frozen';
  end if;
  return new;
end $$;
create trigger referral_released before update on referrals.referral for each row execute function referrals.insist_release();
alter table referrals.referral add constraint draft_unsent check (state <> 'draft' or (sent_on is null and packet_sealed is null));
alter table referrals.referral add constraint held_whence check ((state = 'on_hold') = (held_from is not null));
alter table referrals.referral add constraint over_has_no_clock check (
  state not in ('draft', 'completed', 'no_response', 'cancelled', 'client_declined', 'failed_start', 'rejected') or next_on is null);

-- A substitute sends links like the one she stands in for.
create policy of_the_substitute on access.link to geleit_app
  using (purpose = 'answer-referral' and exists (select 1 from access.care_relation r where r.person_id = link.person_id and r.organisation_id = link.organisation_id and r.kind = 'substitute'))
  with check (purpose = 'answer-referral' and exists (select 1 from access.care_relation r where r.person_id = link.person_id and r.organisation_id = link.organisation_id and r.kind = 'substitute'));
create index link_by_object on access.link (object_id, recipient_kind) where revoked_at is null;
create index service_search on directory.service (service_type, id) where closed_at is null;
