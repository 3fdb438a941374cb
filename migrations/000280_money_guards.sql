-- What an invoice may never do, said by the database: change after it was sent, skip a number, be deleted, bill a session twice.
-- And the history of copayments: what a day came to, and what it came to before.

create function app.guard_invoice() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_next integer; v_gross bigint; v_copay bigint; v_lines integer;
begin
  if tg_op = 'DELETE' then
    if old.number is not null then
      raise exception 'an invoice with a number is never deleted' using errcode = 'check_violation', constraint = 'invoice_frozen';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    if new.number is not null then
      raise exception 'an invoice begins as a draft' using errcode = 'check_violation', constraint = 'invoice_number_gap';
    end if;
    return new;
  end if;
  if old.number is not null and (
      row(new.run_id, new.organisation_id, new.kind, new.cancels_id, new.payer_ik, new.payer_name, new.recipient, new.sender, new.month, new.number, new.issued_on,
        new.gross_cents, new.copay_cents, new.net_cents, new.copay_collection, new.sent_on, new.sent_by_channel, new.due_on, new.keep_until)
      is distinct from
      row(old.run_id, old.organisation_id, old.kind, old.cancels_id, old.payer_ik, old.payer_name, old.recipient, old.sender, old.month, old.number, old.issued_on,
        old.gross_cents, old.copay_cents, old.net_cents, old.copay_collection, old.sent_on, old.sent_by_channel, old.due_on, old.keep_until)
      or new.state in ('DRAFT', 'CHECKED')) then
    raise exception 'a sent invoice does not change' using errcode = 'check_violation', constraint = 'invoice_frozen';
  end if;
  if old.number is null and new.number is not null then
    select r.next into v_next from billing.number_range r where r.organisation_id = new.organisation_id and r.year = extract(year from new.issued_on);
    if v_next is null or new.number <> extract(year from new.issued_on)::text || '-' || lpad((v_next - 1)::text, greatest(4, length((v_next - 1)::text)), '0') then
      raise exception 'not the next number of the range' using errcode = 'check_violation', constraint = 'invoice_number_gap';
    end if;
    select coalesce(sum(l.amount_cents), 0), coalesce(sum(l.copay_cents), 0), count(*) into v_gross, v_copay, v_lines from billing.invoice_line l where l.invoice_id = new.id;
    if v_lines = 0 or v_gross <> new.gross_cents or v_copay <> new.copay_cents then
      raise exception 'the total is not the sum of the lines' using errcode = 'check_violation', constraint = 'invoice_sum'; -- I12
    end if;
  end if;
  return new;
end $$;
create trigger guard_invoice before insert or update or delete on billing.invoice for each row execute function app.guard_invoice();

create function app.guard_invoice_line() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_state text; v_number text;
begin
  select i.number into v_number from billing.invoice i where i.id = coalesce(new.invoice_id, old.invoice_id);
  if v_number is not null then
    raise exception 'lines of a sent invoice do not change' using errcode = 'check_violation', constraint = 'invoice_frozen';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if new.reverses is not null then
    new.live := false;
    if not exists (select 1 from billing.invoice_line l where l.id = new.reverses and l.live and l.amount_cents = -new.amount_cents and l.session_id = new.session_id) then
      raise exception 'it reverses nothing that is in force' using errcode = 'check_violation', constraint = 'invoice_line_reverses';
    end if;
    update billing.invoice_line l set live = false where l.id = new.reverses;
  else
    select s.state into v_state from soziotherapie.session s where s.id = new.session_id and s.organisation_id = new.organisation_id for update;
    if v_state is null or v_state not in ('RELEASED', 'INVOICED', 'PAID') then -- T5
      raise exception 'this session is not released' using errcode = 'check_violation', constraint = 'invoice_line_session';
    end if;
  end if;
  return new;
end $$;
create trigger guard_invoice_line before insert or delete on billing.invoice_line for each row execute function app.guard_invoice_line();

-- Numbers go up by one, and each that was drawn stands on an invoice when the transaction ends.
create function app.guard_number_range() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' or tg_op = 'UPDATE' and (new.next <> old.next + 1 or new.year <> old.year or new.organisation_id <> old.organisation_id)
     or tg_op = 'INSERT' and new.next not in (1, 2) then
    raise exception 'numbers go up by one' using errcode = 'check_violation', constraint = 'invoice_number_gap';
  end if;
  return new;
end $$;
create trigger guard_number_range before insert or update or delete on billing.number_range for each row execute function app.guard_number_range();
create function app.number_was_used() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_last integer := new.next - 1;
begin
  if v_last > 0 and not exists (select 1 from billing.invoice i where i.organisation_id = new.organisation_id
      and i.number = new.year::text || '-' || lpad(v_last::text, greatest(4, length(v_last::text)), '0')) then
    raise exception 'a number was drawn and not used' using errcode = 'check_violation', constraint = 'invoice_number_gap';
  end if;
  return null;
end $$;
create constraint trigger number_was_used after insert or update on billing.number_range deferrable initially deferred for each row execute function app.number_was_used();

create function app.post_payment() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update billing.invoice i set paid_cents = i.paid_cents + new.cents where i.id = new.invoice_id and i.organisation_id = new.organisation_id and i.number is not null;
  if not found then
    raise exception 'no sent invoice of this organisation' using errcode = 'check_violation', constraint = 'payment_invoice';
  end if;
  return null;
end $$;
create trigger post_payment after insert on billing.payment for each row execute function app.post_payment();

-- What a calendar day's copayment came to: one row for every change, the newest holds (R11-07). Written by the worker.
create table soziotherapie.copay_entry (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null references directory.organisation,
  day date not null,
  cost_cents integer not null check (cost_cents >= 0),
  copay_cents integer not null check (copay_cents between 0 and cost_cents),
  why text not null check (why in ('day', 'bucket', 'waits', 'free', 'gone')),
  recorded_at timestamptz not null
);
create index copay_entry_person on soziotherapie.copay_entry (person_id, day);
alter table soziotherapie.copay_entry enable row level security;
alter table soziotherapie.copay_entry force row level security;
create policy owner_functions on soziotherapie.copay_entry to geleit_owner using (true) with check (true);
create policy system_work on soziotherapie.copay_entry to geleit_jobs using (true) with check (true);
create policy by_office on soziotherapie.copay_entry for select to geleit_app using (exists (
  select 1 from access.office_relation o where o.person_id = copay_entry.person_id and o.organisation_id = copay_entry.organisation_id));

revoke execute on function app.guard_invoice(), app.guard_invoice_line(), app.guard_number_range(), app.number_was_used(), app.post_payment() from public;
grant select on soziotherapie.copay_entry to geleit_app;
grant select, insert on soziotherapie.copay_entry to geleit_jobs;
