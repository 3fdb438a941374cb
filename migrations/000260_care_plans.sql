-- A care plan that was offered for signature never changes; who signs, signs exactly what was offered; agreed means three signatures.
alter table soziotherapie.care_plan
  add column offered_at timestamptz,
  add column content_digest bytea check (octet_length(content_digest) = 32), -- SHA-256 of what is signed
  add constraint care_plan_offered check (state in ('draft', 'dropped') or (offered_at is not null and content_digest is not null));
create unique index care_plan_one_open on soziotherapie.care_plan (episode_id) where state in ('draft', 'offered');
alter table soziotherapie.plan_signature
  add column strokes_sealed bytea,                           -- drawn on the screen
  add constraint only_a_client_refuses check (how <> 'refused' or party = 'client'),
  add constraint a_link_is_named check ((how = 'link') = (link_id is not null));

create function app.keep_care_plan() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_parties integer; v_last date;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'a plan begins as a draft' using errcode = 'check_violation', constraint = 'care_plan_course';
    end if;
    return new;
  end if;
  if (new.id, new.episode_id, new.person_id, new.organisation_id, new.number, new.written_at, new.written_by)
     is distinct from (old.id, old.episode_id, old.person_id, old.organisation_id, old.number, old.written_at, old.written_by)
    or old.state <> 'draft' and (new.sealed, new.valid_from, new.planned_units, new.prescription_id, new.review_id, new.offered_at, new.content_digest)
     is distinct from (old.sealed, old.valid_from, old.planned_units, old.prescription_id, old.review_id, old.offered_at, old.content_digest) then
    raise exception 'what was offered for signature does not change' using errcode = 'check_violation', constraint = 'care_plan_unchanged';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('draft', 'offered'), ('draft', 'dropped'), ('offered', 'agreed'), ('offered', 'dropped'), ('agreed', 'replaced')) then
    raise exception 'no such step of a plan' using errcode = 'check_violation', constraint = 'care_plan_course';
  end if;
  if new.state = 'agreed' and old.state <> 'agreed' then
    select count(*), max(s.signed_on) into v_parties, v_last from soziotherapie.plan_signature s
    where s.care_plan_id = new.id and s.how <> 'refused' and s.content_digest = new.content_digest;
    if v_parties <> 3 or new.signed_on is distinct from v_last then
      raise exception 'agreed needs three signatures' using errcode = 'check_violation', constraint = 'care_plan_three';
    end if;
  elsif new.signed_on is distinct from old.signed_on then
    raise exception 'signed on is the latest of three' using errcode = 'check_violation', constraint = 'care_plan_three';
  end if;
  return new;
end $$;
create trigger keep_care_plan before insert or update on soziotherapie.care_plan for each row execute function app.keep_care_plan();

create function app.fit_plan_signature() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform 1 from soziotherapie.care_plan p
  where p.id = new.care_plan_id and p.person_id = new.person_id and p.organisation_id = new.organisation_id and p.state = 'offered' and p.content_digest = new.content_digest
  for update;
  if not found then
    raise exception 'this is not what is offered for signature' using errcode = 'check_violation', constraint = 'plan_signature_fits';
  end if;
  return new;
end $$;
create trigger fit_plan_signature before insert on soziotherapie.plan_signature for each row execute function app.fit_plan_signature();

-- Who is in for somebody reads the plan for the day's visit; plans and reviews are written by the helper of the case and the lead (rule book 5.3).
create policy not_by_deputy on soziotherapie.care_plan as restrictive for insert to geleit_app with check (
  exists (select 1 from access.care_relation r where r.person_id = care_plan.person_id and r.organisation_id = care_plan.organisation_id and r.kind = 'team'));
create policy not_by_deputy on soziotherapie.review as restrictive for insert to geleit_app with check (
  exists (select 1 from access.care_relation r where r.person_id = review.person_id and r.organisation_id = review.organisation_id and r.kind = 'team'));
create policy not_for_deputy on soziotherapie.review as restrictive for select to geleit_app using (
  exists (select 1 from access.care_relation r where r.person_id = review.person_id and r.organisation_id = review.organisation_id and r.kind = 'team'));

-- A link's code, its tries and what it is bound to are nobody's to read but the door's.
revoke select on access.link from geleit_app;
grant select (id, purpose, object_kind, object_id, person_id, organisation_id, recipient_kind, recipient_id, recipient_sealed, code_tries, bound_at, created_at, created_by,
  expires_at, revoked_at, answered_at, answer, answer_sealed, version) on access.link to geleit_app;
create index link_recipient on access.link (recipient_id) where revoked_at is null and answered_at is null;
