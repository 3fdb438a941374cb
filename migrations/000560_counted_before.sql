-- Where a practice counts the three years from the first regular prescription (O1), trial units, Muster 28 and units of former
-- providers before that day count into the first window: it says from when.
alter table soziotherapie.contingent_window
  add column counts_from date,
  add constraint window_counts_from check (counts_from < start_on),
  drop constraint windows_apart,
  add constraint windows_apart exclude using gist (person_id with =, daterange(coalesce(counts_from, start_on), end_on, '[]') with &&);

create or replace function app.post_ledger_entry() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.corrects is not null and (
      select c.day <> new.day or c.person_id <> new.person_id or c.kind = 'CORRECTION' or c.prescription_id is distinct from new.prescription_id
        or c.minutes + new.minutes + coalesce((select sum(o.minutes) from soziotherapie.ledger_entry o where o.corrects = c.id and o.id <> new.id), 0) < 0
      from soziotherapie.ledger_entry c where c.id = new.corrects) then
    raise exception 'a correction that does not fit what it corrects' using errcode = 'check_violation', constraint = 'ledger_correction';
  end if;
  update soziotherapie.contingent_window w set used_minutes = w.used_minutes + new.minutes
  where w.person_id = new.person_id and new.day between coalesce(w.counts_from, w.start_on) and w.end_on;
  if not found then
    raise exception 'no window holds this day' using errcode = 'check_violation', constraint = 'ledger_window';
  end if;
  if new.prescription_id is not null then
    update soziotherapie.prescription p set used_parts = p.used_parts + new.parts
    where p.id = new.prescription_id and p.person_id = new.person_id and p.state not in ('DRAFT', 'ISSUED', 'COMPLETE', 'WITHDRAWN') or p.id = new.prescription_id and new.parts <= 0 or p.id = new.prescription_id and p.state = 'WITHDRAWN' and new.day <= p.withdrawn_on;
    if not found then
      raise exception 'no usable prescription' using errcode = 'check_violation', constraint = 'ledger_prescription';
    end if;
  end if;
  return null;
end $$;

create or replace function app.draw_windows(p_person uuid, p_windows jsonb, p_cap_minutes integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not app.is_system() and not exists (select 1 from access.office_relation o where o.person_id = p_person and o.organisation_id = (app.actor()).organisation_id)
     and not exists (select 1 from access.care_relation r where r.person_id = p_person and r.practitioner_id = app.practitioner_id()
       and r.kind in ('team', 'substitute') and (r.until_at is null or r.until_at > app.now())) then
    raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
  end if;
  perform 1 from soziotherapie.contingent c where c.person_id = p_person for update;
  delete from soziotherapie.contingent_window w where w.person_id = p_person;
  insert into soziotherapie.contingent_window (person_id, start_on, end_on, counts_from, cap_minutes, used_minutes)
  select p_person, (w->>'start')::date, (w->>'end')::date, (w->>'countsFrom')::date, p_cap_minutes, coalesce((
    select sum(e.minutes) from soziotherapie.ledger_entry e
    where e.person_id = p_person and e.day between coalesce((w->>'countsFrom')::date, (w->>'start')::date) and (w->>'end')::date), 0)
  from jsonb_array_elements(p_windows) w;
  if exists (
    select 1 from soziotherapie.ledger_entry e where e.person_id = p_person
      and not exists (select 1 from soziotherapie.contingent_window w where w.person_id = p_person and e.day between coalesce(w.counts_from, w.start_on) and w.end_on)
    group by e.day having sum(e.minutes) <> 0) then
    raise exception 'a day of the ledger lies in no window' using errcode = 'check_violation', constraint = 'ledger_window';
  end if;
end $$;
