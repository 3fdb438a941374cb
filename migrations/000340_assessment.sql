-- Assessment and network map: what must never be, and the client's own view by her own access.
alter table cases.domain_rating
  add constraint view_or_reason check (client_missing is null or (client_severity is null and client_need is null)),
  add constraint discussed_or_not check (not_discussed is null
    or (client_severity is null and client_need is null and prof_severity is null and prof_need is null)),
  add constraint not_now_whole check ((not_now_reason is null) = (not_now_on is null));
-- One round at a time.
create unique index assessment_open on cases.assessment (case_id) where completed_on is null;
-- Known instruments have known ranges (rule book B.3.2); whatever else is written down is free.
alter table cases.instrument_result add constraint score_in_range check (case instrument
  when 'GAF' then score between 0 and 100 and score = trunc(score)
  when 'HoNOS-D' then score between 0 and 48 and score = trunc(score)
  when 'CANSAS needs' then score between 0 and 22 and score = trunc(score)
  when 'CANSAS met' then score between 0 and 22 and score = trunc(score)
  when 'CANSAS unmet' then score between 0 and 22 and score = trunc(score)
  else true end),
  add constraint partner_named check ((rater = 'partner') = (partner_id is not null)),
  add constraint partner_known foreign key (partner_id) references directory.organisation;

-- A completed round stays as it was; joining two records moves only whose it is.
create function cases.completed_stays() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select 1 from cases.assessment a where a.id = new.assessment_id and a.completed_on is not null) then
    raise exception 'a completed round does not change' using errcode = 'check_violation', constraint = 'completed_stays';
  end if;
  return new;
end $$;
create trigger completed_stays before insert or update of domain, client_severity, client_need, client_missing, prof_severity, prof_need, not_discussed, self_managed,
  informal_support, client_rated_on, prof_rated_on, client_source, client_text_sealed, text_sealed, carried, not_now_reason, not_now_on, priority
  on cases.domain_rating for each row execute function cases.completed_stays();

-- A fixed map stays as it was, until it is dropped as a whole.
create function cases.fixed_stays() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select 1 from cases.network_map m where m.id = coalesce(new.map_id, old.map_id) and m.fixed_at is not null and m.withdrawn_at is null) then
    raise exception 'a fixed map does not change' using errcode = 'check_violation', constraint = 'fixed_stays';
  end if;
  return coalesce(new, old);
end $$;
create trigger fixed_stays before insert or update of map_id, sector, horizon, angle, name_sealed, tie or delete on cases.network_node
  for each row execute function cases.fixed_stays();
create trigger fixed_stays before insert or update of map_id, from_id, to_id, tie or delete on cases.network_edge
  for each row execute function cases.fixed_stays();

-- ---- the client's own view, by her own access (or her guardian's) -------------------------------------------------------------------
-- Her own side of the latest round and nothing else: no professional rating, no note, no reason.
create function app.own_view(p_case uuid) returns table (rating_id uuid, person_id uuid, area text, open boolean, domain text, severity smallint, need text,
  sealed bytea, rated_on date, version integer)
language sql stable security definer set search_path = pg_catalog as $$
  select d.id, d.person_id, c.area, a.completed_on is null and c.phase not in ('closed', 'not_opened', 'dormant'), d.domain, d.client_severity, d.client_need,
    d.client_text_sealed, d.client_rated_on, d.version
  from cases.case c
    join cases.assessment a on a.case_id = c.id and a.round = (select max(l.round) from cases.assessment l where l.case_id = c.id)
    join cases.domain_rating d on d.assessment_id = a.id
  where c.id = p_case and c.restricted_at is null and exists (
    select 1 from access.portal_relation r where r.person_id = c.person_id and r.account_id = (app.actor()).account_id and r.kind in ('self', 'guardian')
      and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now()))
$$;
-- Keeps her side of one domain of the open round; null where nothing is open to her. Who says that she is the guardian must be the guardian.
create function app.keep_own_view(p_rating uuid, p_source text, p_severity smallint, p_need text, p_sealed bytea, p_on date) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_version integer;
begin
  if not exists (select 1 from cases.domain_rating d join access.portal_relation r on r.person_id = d.person_id
    where d.id = p_rating and r.account_id = (app.actor()).account_id and r.kind = case p_source when 'portal' then 'self' when 'guardian' then 'guardian' end
      and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())) then return null; end if;
  update cases.domain_rating d set client_severity = p_severity, client_need = p_need, client_text_sealed = p_sealed, client_rated_on = p_on,
    client_source = p_source, client_missing = null,
    not_discussed = case when p_severity is null and p_need is null then d.not_discussed end, carried = false, version = d.version + 1
  from cases.assessment a join cases.case c on c.id = a.case_id
  where d.id = p_rating and a.id = d.assessment_id and a.completed_on is null and c.phase not in ('closed', 'not_opened', 'dormant') and c.restricted_at is null
  returning d.version into v_version;
  return v_version;
end $$;
revoke execute on function app.own_view(uuid), app.keep_own_view(uuid, text, smallint, text, bytea, date), cases.completed_stays(), cases.fixed_stays() from public;
grant execute on function app.own_view(uuid), app.keep_own_view(uuid, text, smallint, text, bytea, date) to geleit_app;
grant execute on function cases.completed_stays(), cases.fixed_stays() to geleit_app, geleit_jobs;
