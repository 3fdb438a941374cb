-- One person, several engagements (rule book C.1): that another one exists is hidden. A relation opens the person herself; what an engagement
-- wrote opens to who is related through it. The search for a place belongs to desk, duty and the therapist; a team (of a case, of Soziotherapie,
-- of an emergency that somebody raised) sees of it what its own case asked for, and nothing else. The desk, in turn, sees nothing that a case
-- asked for (rule 10). The policies of cases, referrals and files name their organisation already.
do $$
declare
  v record;
  v_opens text;
  -- related through the search for a place, or as who answers an emergency
  v_search text := '(r.kind in (''desk'', ''oncall'', ''allocated'') or r.kind = ''substitute'' and r.cause_kind = ''emergency'')';
  v_by text := 'exists (select 1 from access.care_relation r where r.person_id = %1$I.person_id and (%2$s))';
  v_case text := 'r.cause_kind = ''case'' and exists (select 1 from placement.request q where q.id = %1$I.request_id and q.origin = ''case'' and q.origin_id = r.cause_id)';
begin
  alter policy by_relation on placement.request
    using (exists (select 1 from access.care_relation r where r.person_id = request.person_id
      and (r.kind = 'desk' and request.origin <> 'case' or r.kind = 'oncall' or r.kind = 'substitute' and r.cause_kind = 'emergency'
        or r.kind = 'allocated' and r.cause_id = request.id or r.cause_kind = 'case' and request.origin = 'case' and r.cause_id = request.origin_id)))
    with check (exists (select 1 from access.care_relation r where r.person_id = request.person_id
      and (r.kind = 'desk' and request.origin <> 'case' or r.kind = 'oncall' or r.kind = 'substitute' and r.cause_kind = 'emergency'
        or r.kind = 'allocated' and r.cause_id = request.id or r.cause_kind = 'case' and request.origin = 'case' and r.cause_id = request.origin_id)));

  -- Rows of a search are seen with it.
  for v in select unnest(array['placement.acknowledgement', 'placement.allocation', 'placement.contact', 'placement.own_search', 'placement.waiting_offer',
      'scheduling.appointment', 'scheduling.series']) as place loop
    v_opens := format(v_by, split_part(v.place, '.', 2), format(v_search || ' and (%1$I.request_id is null '
      'or exists (select 1 from placement.request q where q.id = %1$I.request_id)) or ' || v_case, split_part(v.place, '.', 2)));
    execute format('alter policy by_relation on %s using (%s) with check (%s)', v.place, v_opens, v_opens);
  end loop;

  -- What was suggested about an appointment is seen with the appointment.
  v_opens := format(v_by, 'fee_suggestion', 'exists (select 1 from scheduling.appointment a where a.id = fee_suggestion.appointment_id)');
  execute format('alter policy by_relation on placement.fee_suggestion using (%s) with check (%s)', v_opens, v_opens);

  -- With whom it did not work is a matter of the search that found out; that nobody is placed there again holds for all (app.blocked_for).
  execute format('alter policy by_relation on placement.pair_block using (%s)',
    format(v_by, 'pair_block', v_search || ' and pair_block.reason <> ''failed-fit'' or exists (select 1 from placement.allocation l where l.id = pair_block.cause_id)'));

  -- The web form that somebody sent belongs to the search.
  execute format('alter policy by_relation on portal.intake using (%s)', format(v_by, 'intake', v_search || ' and exists (select 1 from placement.request q where q.id = intake.request_id)'));

  -- Messages about appointments, searches and referrals are seen with them; what tells a recipient that a release ended, by nobody of another.
  execute format('alter policy messages_by_relation on messages.message using (person_id is not null and %s or person_id is null and ''admin'' = any ((select app.roles())::text[]))',
    format(v_by, 'message', 'message.cause_kind = ''appointment'' and exists (select 1 from scheduling.appointment a where a.id = message.cause_id) '
      'or message.cause_kind = ''request'' and exists (select 1 from placement.request q where q.id = message.cause_id) '
      'or message.cause_kind = ''referral'' and exists (select 1 from referrals.referral f where f.id = message.cause_id) '
      'or not (message.cause_kind = any (array[''appointment'', ''request'', ''referral'', ''release-ended''])) and (' || v_search || ' or r.cause_kind = ''episode'')'));

  alter policy by_office on messages.message using (person_id is not null and cause_kind <> 'appointment' and cause_kind <> 'request' and cause_kind <> 'referral'
    and exists (select 1 from access.office_relation o where o.person_id = message.person_id));

  -- An emergency is seen by the duty, and where it was raised: with its search, by whoever raised it, by her service. Elsewhere it is a flag
  -- (app.highest_level) and a task without content.
  execute format('alter policy by_relation on crisis.emergency using (%s)', format(v_by, 'emergency',
    'r.kind = ''oncall'' or r.kind in (''desk'', ''allocated'', ''substitute'') and exists (select 1 from placement.request q where q.id = emergency.request_id) '
    'or r.kind in (''desk'', ''allocated'') and emergency.request_id is null and (emergency.raised_by is null or exists (select 1 from access.account a where a.id = emergency.raised_by '
    'and (a.organisation_id is null or a.organisation_id = (select (app.actor()).organisation_id)))) '
    'or r.cause_kind = ''emergency'' and r.cause_id = emergency.id or r.kind in (''team'', ''substitute'') and exists '
    '(select 1 from access.account a where a.id = emergency.raised_by and a.organisation_id = r.organisation_id) or ' || format(v_case, 'emergency')));
  execute format('alter policy by_relation on crisis.entry using (%s)', format(v_by, 'entry', 'exists (select 1 from crisis.emergency e where e.id = entry.emergency_id)'));

  -- A consent is owned by the engagement that obtained it; for all others it does not exist.
  execute format('alter policy by_relation on consent.consent using (%s)', format(v_by, 'consent',
    'consent.organisation_id is null and (' || v_search || ' or consent.kind <> ''waiting-list'' or r.cause_kind = ''case'' and exists '
    '(select 1 from placement.request q where q.person_id = consent.person_id and q.origin = ''case'' and q.origin_id = r.cause_id)) '
    'or r.organisation_id = consent.organisation_id'));

  alter policy by_office on consent.consent using (exists (select 1 from access.office_relation o where o.person_id = consent.person_id
    and (consent.organisation_id is null and consent.kind <> 'waiting-list' or consent.organisation_id = o.organisation_id)));

  -- From the log a service reads what happened to its engagement and what its own people did; a search nothing of the services.
  execute format('alter policy audit on platform.event using (''auditor'' = any ((select app.roles())::text[]) or actor_id = (select app.account_id()) or person_id is not null and %s)',
    format(v_by, 'event', 'r.kind in (''desk'', ''oncall'') and not (event.action like any (array[''cases.%'', ''referrals.%'', ''soziotherapie.%'', ''billing.%''])) or r.kind in (''team'', ''substitute'', ''allocated'') and (event.organisation_id = r.organisation_id or event.object_id = r.cause_id '
    'or r.cause_kind = ''case'' and event.data->>''caseId'' = r.cause_id::text)'));

  -- What an insurer exempted her from is money of Soziotherapie.
  execute format('alter policy by_relation on people.copay_exemption using (%1$s or %2$s) with check (%1$s or %2$s)',
    format(v_by, 'copay_exemption', 'r.cause_kind = ''episode'''),
    'exists (select 1 from access.office_relation o where o.person_id = copay_exemption.person_id)');

  -- Soziotherapie is open to who helps there: neither a case nor an emergency is a key to it, also where one organisation does both.
  for v in select format('%I.%I', schemaname, tablename) as place, policyname, qual, with_check from pg_policies
      where schemaname = 'soziotherapie' and permissive = 'PERMISSIVE' and coalesce(qual, '') || coalesce(with_check, '') like '%care_relation%' loop
    execute format('alter policy %I on %s', v.policyname, v.place)
      || coalesce(' using (' || regexp_replace(v.qual, '\(r\.kind = (ANY \(ARRAY\[''team''::text, ''substitute''::text\]\)|''team''::text)\)', '\& AND (r.cause_kind <> ''case''::text) AND (r.cause_kind <> ''emergency''::text)', 'g') || ')', '')
      || coalesce(' with check (' || regexp_replace(v.with_check, '\(r\.kind = (ANY \(ARRAY\[''team''::text, ''substitute''::text\]\)|''team''::text)\)', '\& AND (r.cause_kind <> ''case''::text) AND (r.cause_kind <> ''emergency''::text)', 'g') || ')', '');
  end loop;
end $$;

create function app.blocked_for(p_person uuid, p_day date) returns setof uuid language sql stable security definer set search_path = pg_catalog as $$
  select b.practitioner_id from placement.pair_block b where b.person_id = p_person and (b.until_on is null or b.until_on > p_day)
    and (app.is_system() or exists (select 1 from access.care_relation r where r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
      and (r.kind = any (app.queues()) or r.account_id = app.account_id() or r.practitioner_id = app.practitioner_id()
        or r.organisation_id = (app.actor()).organisation_id and 'lead' = any (app.roles()))))
$$;
revoke execute on function app.blocked_for(uuid, date) from public;
grant execute on function app.blocked_for(uuid, date) to geleit_app, geleit_jobs;

-- The highest level of a person since then, over all engagements: what is decided by it (rule book A.5.3 C11, D 13) holds wherever she was heard.
create function app.highest_level(p_person uuid, p_since timestamptz) returns text language sql stable security definer set search_path = pg_catalog as $$
  select e.highest_level from crisis.emergency e
  where e.person_id = p_person and not e.drill and (e.raised_at >= p_since or e.closed_at is null or e.closed_at >= p_since)
    and e.closed_because is distinct from 'false-alarm' and (app.is_system() or app.account_id() is not null)
  order by array_position(array['RED', 'ORANGE', 'YELLOW'], e.highest_level) limit 1
$$;
revoke execute on function app.highest_level(uuid, timestamptz) from public;
grant execute on function app.highest_level(uuid, timestamptz) to geleit_app, geleit_jobs;
