-- The courses of cases, service lines and referrals as the rule book prints them (B.2.2, B.3.6 with clarifications): asked again by the
-- database for whatever the application writes, so that a step is refused also where a rule were left out above it.

create function cases.course_insisted() returns trigger language plpgsql set search_path = pg_catalog as $$
declare v_consent boolean; v_reached integer; v_all integer; v_open integer; v_taken integer;
begin
  if new.phase = old.phase or current_user not in ('geleit_app', 'geleit_jobs') then return new; end if;
  v_consent := exists (select 1 from consent.consent k where k.person_id = new.person_id and k.organisation_id = new.organisation_id and k.kind = 'case-management'
    and k.given_at <= app.now() and k.withdrawn_at is null and (k.until_at is null or k.until_at > app.now()));
  if not v_consent and (new.phase in ('assessment', 'planning', 'reassessment') or old.phase = 'planning' and new.phase = 'linking') then
    raise exception 'no case without consent' using errcode = 'check_violation', constraint = 'case_consent_lives';
  end if;
  if new.phase = 'not_opened' and new.advice_sealed is null then
    raise exception 'who is not taken in is advised' using errcode = 'check_violation', constraint = 'case_advice_written';
  end if;
  if new.phase = 'dormant' and new.resume_on not between new.phase_since + 1 and new.phase_since + 90 then
    raise exception 'a rest has an end' using errcode = 'check_violation', constraint = 'case_rest_limited';
  end if;
  if new.phase = 'closed' then
    if new.closing_asked_by is null or new.closing_approved_by = new.closing_asked_by or new.closing_approved_by is distinct from app.account_id() then
      raise exception 'two people close a case' using errcode = 'check_violation', constraint = 'case_four_eyes';
    end if;
    if old.phase = 'evaluation' and not new.closing_emergency then
      if not exists (select 1 from cases.evaluation e where e.case_id = new.id and (e.summary is not null or e.text_sealed is not null)) then
        raise exception 'no end without an evaluation' using errcode = 'check_violation', constraint = 'case_evaluated';
      end if;
    elsif old.phase <> 'assessment' and new.closing_reason not in ('CR4', 'CR6', 'CR8')
      or new.closing_note_sealed is null and not exists (select 1 from cases.artefact a where a.case_id = new.id and a.kind = 'closing-note' and a.withdrawn_at is null) then
      raise exception 'an early end needs its reason' using errcode = 'check_violation', constraint = 'case_emergency';
    end if;
  end if;
  if new.phase in ('evaluation', 'closed') then
    if new.closing_reason is null or new.closing_reason = 'CR4' and v_consent then
      raise exception 'the closing reason does not hold' using errcode = 'check_violation', constraint = 'case_reason_holds';
    end if;
    if new.closing_reason = 'CR1' then
      select coalesce(sum(g.w) filter (where g.l >= 0), 0), sum(g.w) into v_reached, v_all from (
        select coalesce(g.importance, 1) * coalesce(g.difficulty, 1) as w, (select r.level from cases.goal_rating r where r.goal_id = g.id and r.withdrawn_at is null
          order by r.rated_on desc, r.made_at desc limit 1) as l
        from cases.goal g where g.case_id = new.id and g.status <> 'superseded' and (g.status <> 'dropped' or g.dropped_because is distinct from 'no-longer-wanted')) g;
      if v_all is null or v_reached * 100 < v_all * 70 or exists (select 1 from cases.service_line l where l.case_id = new.id
          and l.state not in ('completed', 'rejected', 'no_response', 'client_declined', 'cancelled', 'failed_start')) then
        raise exception 'the goals are not largely reached' using errcode = 'check_violation', constraint = 'case_reason_holds';
      end if;
    end if;
    if new.closing_reason = 'CR2' then
      select count(*), count(*) filter (where exists (select 1 from cases.service_line l where l.case_id = new.id and l.domain = n.domain and l.state in ('accepted', 'scheduled', 'started', 'adapted')
          and (coalesce(l.provider_organisation_id, l.practitioner_id, l.directory_service_id) is not null or l.provider_sealed is not null))) into v_open, v_taken
      from (select distinct d.domain from cases.domain_rating d where 'unmet' in (d.client_need, d.prof_need)
        and d.assessment_id = (select a.id from cases.assessment a where a.case_id = new.id order by a.round desc limit 1)) n;
      if v_open = 0 or v_taken < v_open then
        raise exception 'not every need is taken over' using errcode = 'check_violation', constraint = 'case_reason_holds';
      end if;
    end if;
  end if;
  return new;
end $$;
revoke execute on function cases.course_insisted() from public;
create trigger course_insisted before update of phase on cases.case for each row execute function cases.course_insisted();

-- A service line: forward with skips, never back; which side state from where.
create function cases.line_step_listed(p_from text, p_to text, p_on_trial boolean) returns boolean language sql immutable set search_path = pg_catalog as $$
  select case
    when p_to = 'prepared' then p_from = 'identified'
    when p_to = 'referred' then p_from in ('identified', 'prepared')
    when p_to in ('waitlisted', 'rejected', 'no_response') then p_from = 'referred'
    when p_to = 'accepted' then p_from in ('identified', 'prepared', 'referred', 'waitlisted')
    when p_to = 'scheduled' then p_from in ('identified', 'prepared', 'referred', 'waitlisted', 'accepted')
    when p_to = 'started' then p_from in ('identified', 'prepared', 'referred', 'accepted', 'scheduled')
    when p_to = 'adapted' then p_from in ('identified', 'prepared', 'referred', 'accepted', 'scheduled', 'started')
    when p_to = 'completed' then p_from in ('identified', 'prepared', 'referred', 'accepted', 'scheduled', 'started', 'adapted')
    when p_to in ('client_declined', 'cancelled') then p_from in ('identified', 'prepared', 'referred', 'waitlisted', 'accepted', 'scheduled')
    when p_to = 'failed_start' then p_from in ('accepted', 'scheduled') or p_from = 'started' and p_on_trial
    else false end
$$;
create function cases.line_insisted() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.state = old.state or current_user not in ('geleit_app', 'geleit_jobs', 'geleit_owner') then return new; end if;
  if not cases.line_step_listed(old.state, new.state, old.on_trial) then
    raise exception 'a service does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'line_step_listed';
  end if;
  if new.state = 'completed' and new.mirrors is null and new.outcome is null then
    raise exception 'what ends has an outcome' using errcode = 'check_violation', constraint = 'line_outcome_told';
  end if;
  return new;
end $$;
revoke execute on function cases.line_insisted(), cases.line_step_listed(text, text, boolean) from public;
grant execute on function cases.line_step_listed(text, text, boolean) to geleit_app, geleit_jobs;
create trigger line_insisted before update of state on cases.service_line for each row execute function cases.line_insisted();

-- A referral: what follows what. p_held_from is whence it rests.
create function referrals.step_listed(p_from text, p_to text, p_held_from text) returns boolean language sql immutable set search_path = pg_catalog as $$
  select case p_from
    when 'draft' then p_to in ('sent', 'cancelled', 'client_declined')
    when 'sent' then p_to in ('seen', 'accepted', 'waitlisted', 'rejected', 'scheduled', 'started', 'no_response', 'cancelled', 'client_declined')
    when 'seen' then p_to in ('accepted', 'waitlisted', 'rejected', 'scheduled', 'started', 'no_response', 'cancelled', 'client_declined')
    when 'accepted' then p_to in ('scheduled', 'started', 'on_hold', 'failed_start', 'cancelled', 'client_declined')
    when 'waitlisted' then p_to in ('waitlisted', 'accepted', 'scheduled', 'cancelled', 'client_declined')
    when 'scheduled' then p_to in ('scheduled', 'started', 'on_hold', 'failed_start', 'cancelled', 'client_declined')
    when 'started' then p_to in ('completed', 'on_hold')
    when 'on_hold' then p_to = p_held_from or p_to = 'completed' and p_held_from = 'started' or p_to in ('cancelled', 'client_declined') and p_held_from <> 'started'
    else false end
$$;
create function referrals.course_insisted() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.state = old.state or current_user not in ('geleit_app', 'geleit_jobs', 'geleit_owner') then return new; end if;
  if not coalesce(referrals.step_listed(old.state, new.state, old.held_from), false) then
    raise exception 'a referral does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'referral_step_listed';
  end if;
  -- silence is counted only when the clock has run out: fifteen days after the answer was due, four where it is urgent
  if new.state = 'no_response' and new.due_on + (case when new.urgent then 4 else 15 end) > (app.now() at time zone 'Europe/Berlin')::date then
    raise exception 'the clock still runs' using errcode = 'check_violation', constraint = 'referral_clock_out';
  end if;
  return new;
end $$;
revoke execute on function referrals.course_insisted(), referrals.step_listed(text, text, text) from public;
grant execute on function referrals.step_listed(text, text, text) to geleit_app, geleit_jobs;
create trigger referral_course_insisted before update of state on referrals.referral for each row execute function referrals.course_insisted();
