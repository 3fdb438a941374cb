-- After the retention time a file goes (R22, rule book 5.4): the lead of the practice proposes, the auditor decides, a job carries it out.
-- Erasing destroys the person's key, so that nothing that was sealed can be read again, and takes away what stands in plain text. What stays
-- are days, numbers and states without a person, so that ledgers and invoices still add up.
create table soziotherapie.erasure_run (
  id uuid primary key,
  organisation_id uuid not null references directory.organisation,
  state text not null check (state in ('proposed', 'declined', 'approved', 'done')),
  proposed_by uuid not null references access.account, proposed_at timestamptz not null,
  decided_by uuid references access.account, decided_at timestamptz,
  done_at timestamptz,
  version integer not null default 1,
  constraint erasure_by_two check (decided_by <> proposed_by),
  constraint erasure_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint erasure_done check ((state = 'done') = (done_at is not null))
);
create unique index erasure_open on soziotherapie.erasure_run (organisation_id) where state in ('proposed', 'approved');
-- The protocol: a keyed mark instead of the person, the day, the rule. The id goes with the person.
create table soziotherapie.erasure_entry (
  id uuid primary key,
  run_id uuid not null references soziotherapie.erasure_run,
  subject_id uuid,
  mark bytea not null check (octet_length(mark) = 16),
  rule text not null check (rule = 'R22'),
  ended_on date not null, kept_until date not null check (kept_until > ended_on),
  result text check (result in ('erased', 'kept')),
  because text check (length(because) <= 40),
  settled_at timestamptz,
  constraint erasure_settled check ((result is null) = (settled_at is null)),
  constraint erasure_nameless check (result is distinct from 'erased' or subject_id is null)
);
create unique index erasure_entry_once on soziotherapie.erasure_entry (run_id, mark);

do $$
declare t text;
begin
  foreach t in array array['soziotherapie.erasure_run', 'soziotherapie.erasure_entry'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
  end loop;
end $$;
create policy of_the_lead on soziotherapie.erasure_run for select to geleit_app
  using (organisation_id = (select (app.actor()).organisation_id) and 'lead' = any ((select app.roles())::text[]) or 'auditor' = any ((select app.roles())::text[]));
create policy proposed_by_the_lead on soziotherapie.erasure_run for insert to geleit_app with check (state = 'proposed'
  and proposed_by = (select app.account_id()) and organisation_id = (select (app.actor()).organisation_id) and 'lead' = any ((select app.roles())::text[]));
create policy decided_by_the_auditor on soziotherapie.erasure_run for update to geleit_app using (state = 'proposed' and 'auditor' = any ((select app.roles())::text[]))
  with check (state in ('approved', 'declined') and decided_by = (select app.account_id()));
create policy with_its_run on soziotherapie.erasure_entry for select to geleit_app using (exists (select 1 from soziotherapie.erasure_run r where r.id = run_id));
create policy proposed_with_its_run on soziotherapie.erasure_entry for insert to geleit_app with check (result is null and exists (
  select 1 from soziotherapie.erasure_run r where r.id = run_id and r.state = 'proposed' and r.proposed_by = (select app.account_id())));
grant select, insert on soziotherapie.erasure_run, soziotherapie.erasure_entry to geleit_app, geleit_jobs;
grant update (state, decided_by, decided_at, version) on soziotherapie.erasure_run to geleit_app;
grant update (state, done_at, version) on soziotherapie.erasure_run to geleit_jobs;
grant update (result, because, settled_at) on soziotherapie.erasure_entry to geleit_jobs;

-- Files of a practice whose last case ended by a day, with what may hold them. Everything that another room or practice keeps of the person
-- holds the file as well: one key seals it all.
create function app.erasure_files(p_organisation uuid, p_ended_by date, p_person uuid)
returns table (person_id uuid, name text, ended_on date, running boolean, legal_hold boolean, vouchers_until date, open_claim boolean, elsewhere boolean)
language sql stable security definer set search_path = pg_catalog as $$
  with ended as (
    select e.person_id, max(e.closed_on) as ended_on, bool_or(e.state <> 'CLOSED') as running, bool_or(e.legal_hold is not null) as held
    from soziotherapie.episode e
    where e.organisation_id = p_organisation and (p_person is null or e.person_id = p_person)
      and (app.is_system() or ((app.actor()).organisation_id = p_organisation and 'lead' = any ((app.actor()).roles)))
    group by e.person_id
  )
  select d.person_id, nullif(concat_ws(' ', p.given_name, p.family_name), ''), d.ended_on, d.running, d.held,
    (select max(i.keep_until) from billing.invoice_line l join billing.invoice i on i.id = l.invoice_id where l.person_id = d.person_id),
    exists (select 1 from billing.invoice_line l join billing.invoice i on i.id = l.invoice_id
      where l.person_id = d.person_id and i.kind <> 'cancellation' and i.state in ('DRAFT', 'CHECKED', 'SENT', 'RECEIVED', 'SHORTENED', 'REJECTED')),
    p.merged_into is not null or exists (select 1 from people.person m where m.merged_into = d.person_id)
      or exists (select 1 from soziotherapie.episode e where e.person_id = d.person_id and e.organisation_id <> p_organisation)
      or exists (select 1 from cases."case" c where c.person_id = d.person_id) or exists (select 1 from placement.request q where q.person_id = d.person_id)
      or exists (select 1 from scheduling.appointment a where a.person_id = d.person_id) or exists (select 1 from crisis.emergency m where m.person_id = d.person_id)
      or exists (select 1 from referrals.referral f where f.person_id = d.person_id)
      or exists (select 1 from portal.message m where m.person_id = d.person_id and m.organisation_id is distinct from p_organisation)
      or exists (select 1 from access.portal_relation r where r.person_id = d.person_id and (r.until_at is null or r.until_at > app.now()))
  from ended d join people.person p on p.id = d.person_id
  where (d.ended_on <= p_ended_by or p_person is not null)
    and (p.given_name is not null or p.family_name is not null or p.called is not null or exists (select 1 from platform.person_key k where k.person_id = d.person_id))
$$;

-- Erases the file of one entry of an approved run; by the job alone. Whatever holds the file, also since the proposal, is answered and nothing is done.
create function app.erase_file(p_entry uuid, p_at timestamptz) returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_person uuid; v_organisation uuid; v_ended date; v_kept date; v record;
begin
  if not app.is_system() then raise exception 'not by hand' using errcode = 'insufficient_privilege'; end if;
  select x.subject_id, r.organisation_id, x.ended_on, x.kept_until into v_person, v_organisation, v_ended, v_kept
  from soziotherapie.erasure_entry x join soziotherapie.erasure_run r on r.id = x.run_id
  where x.id = p_entry and x.result is null and r.state = 'approved' and r.decided_by <> r.proposed_by for update of x, r;
  if v_person is null then raise exception 'two people have not agreed on it' using errcode = 'insufficient_privilege'; end if;
  perform 1 from people.person p where p.id = v_person for update;
  select * into v from app.erasure_files(v_organisation, null, v_person);
  if not found or v.running then return 'treatment-goes-on'; end if;
  if v.legal_hold then return 'legal-hold'; end if;
  if v.open_claim then return 'open-claim'; end if;
  if v.elsewhere then return 'kept-elsewhere'; end if;
  if (p_at at time zone 'Europe/Berlin')::date <= greatest(v_kept, v.vouchers_until) or v.ended_on > v_ended then return 'retention-runs'; end if;

  delete from platform.person_key k where k.person_id = v_person;
  delete from people.recognition x where x.person_id = v_person;
  delete from people.safe_contact x where x.person_id = v_person;
  delete from people.copay_exemption x where x.person_id = v_person;
  delete from people.cover x where x.person_id = v_person;
  delete from people.guardian x where x.person_id = v_person;
  update people.person p set given_name = null, family_name = null, called = null, birth_date = null, gender = null, phone = null, email = null, street = null,
    postal_code = null, place = null, channel = null, language = 'de', version = p.version + 1 where p.id = v_person;
  -- sealed for the server and not with the person's key
  update soziotherapie.device_entry x set sealed_body = '\x00' where x.person_id = v_person;
  -- what a person typed in plain text
  update soziotherapie.external_units x set evidence = '–' where x.person_id = v_person and x.evidence is not null;
  update soziotherapie.ledger_entry x set evidence = '–' where x.person_id = v_person and x.evidence is not null;
  update soziotherapie.decision x set number = null where x.person_id = v_person;
  update soziotherapie.session x set off_reason = null where x.person_id = v_person and x.off_reason is not null;
  update soziotherapie.disclosure x set recipient = '–', address = '{}' where x.person_id = v_person;
  update soziotherapie.other_copay x set what = '–' where x.person_id = v_person;
  -- accounts of the portal that were about nobody else
  update access.account a set name = '–', email = a.id || '@erased.invalid', closed_at = coalesce(a.closed_at, p_at) where a.portal
    and exists (select 1 from access.portal_relation r where r.account_id = a.id and r.person_id = v_person)
    and not exists (select 1 from access.portal_relation r where r.account_id = a.id and r.person_id <> v_person);
  update access.portal_relation r set name = '–' where r.person_id = v_person;
  update access.portal_invitation i set name = '–' where i.person_id = v_person;
  -- nobody finds or opens it any more
  update access.care_relation r set until_at = p_at where r.person_id = v_person and (r.until_at is null or r.until_at > p_at);
  update access.office_relation o set until_at = p_at where o.person_id = v_person and (o.until_at is null or o.until_at > p_at);
  update soziotherapie.erasure_entry x set subject_id = null, result = 'erased', settled_at = p_at where x.id = p_entry;
  return 'ok';
end $$;
-- For whoever opens an old invoice: is this line unreadable because its person was erased?
create function app.is_erased(p_person uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select (app.is_system() or (select app.account_id()) is not null) and not exists (select 1 from platform.person_key k where k.person_id = p_person)
    and exists (select 1 from people.person p where p.id = p_person and p.family_name is null and p.given_name is null and p.birth_date is null)
$$;
revoke execute on function app.is_erased(uuid) from public;
grant execute on function app.is_erased(uuid) to geleit_app, geleit_jobs;
revoke execute on function app.erasure_files(uuid, date, uuid), app.erase_file(uuid, timestamptz) from public;
grant execute on function app.erasure_files(uuid, date, uuid) to geleit_app, geleit_jobs;
grant execute on function app.erase_file(uuid, timestamptz) to geleit_jobs;
