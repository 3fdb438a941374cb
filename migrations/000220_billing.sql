-- Billing: monthly runs, invoices per payer, lines frozen as they were sent, corrections as cancel and reissue, numbers without gaps.
create schema billing;

create table billing.number_range (
  organisation_id uuid not null references directory.organisation,
  year smallint not null,
  next integer not null default 1 check (next >= 1),
  primary key (organisation_id, year)
);
create table billing.run (
  id uuid primary key,
  organisation_id uuid not null references directory.organisation,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  started_at timestamptz not null,
  started_by uuid,
  sessions integer not null default 0,
  blocked integer not null default 0
);
create table billing.invoice (
  id uuid primary key,
  run_id uuid references billing.run,
  organisation_id uuid not null references directory.organisation,
  kind text not null check (kind in ('invoice', 'cancellation', 'reissue')),
  cancels_id uuid references billing.invoice,
  payer_ik text not null check (payer_ik ~ '^\d{9}$'),
  payer_name text not null check (length(payer_name) <= 130),
  recipient jsonb not null default '{}',                     -- address as of the day
  sender jsonb not null default '{}',                        -- the practice as of the day
  month text not null check (month ~ '^\d{4}-\d\d$'),
  number text,                                               -- given when it is sent, without gaps
  issued_on date,
  state text not null check (state in ('DRAFT', 'CHECKED', 'SENT', 'RECEIVED', 'PAID', 'SHORTENED', 'REJECTED', 'CORRECTION', 'WRITTEN_OFF')),
  gross_cents integer not null,
  copay_cents integer not null default 0,
  net_cents integer not null,
  paid_cents integer not null default 0,                     -- kept by the payments' own trigger
  copay_collection text not null default 'insurer' check (copay_collection in ('insurer', 'provider')),
  cut_reason text check (length(cut_reason) <= 200),
  sent_on date, sent_by_channel text check (sent_by_channel in ('post', 'email', 'portal', 'dta')),
  due_on date,
  keep_until date,
  version integer not null default 1,
  created_at timestamptz not null, created_by uuid,
  unique (organisation_id, number),
  check (state in ('DRAFT', 'CHECKED') or number is not null),
  check ((kind = 'invoice') = (cancels_id is null)),
  constraint invoice_net check (net_cents = gross_cents - case copay_collection when 'provider' then copay_cents else 0 end),
  constraint invoice_not_overpaid check (paid_cents between 0 and greatest(net_cents, 0))
);
create index invoice_organisation on billing.invoice (organisation_id, month);
create unique index invoice_cancelled_once on billing.invoice (cancels_id) where kind = 'cancellation';
create table billing.invoice_line (
  id uuid primary key,
  invoice_id uuid not null references billing.invoice,
  organisation_id uuid not null,
  position integer not null,
  person_id uuid not null references people.person,
  session_id uuid not null,
  prescription_id uuid not null,
  day date not null,
  setting text not null check (setting in ('single', 'group')),
  status text not null check (status in ('EXEMPT', 'APPROVED', 'PROVISIONAL')), -- I4
  minutes integer not null,
  hundredths integer not null,
  price_cents integer not null,
  amount_cents integer not null,
  copay_cents integer not null default 0,
  contract_line_id uuid not null,
  position_number text, tariff text,                         -- of the contract, as of the day
  signed_how text not null,
  frozen_sealed bytea not null,                              -- names, numbers, diagnosis as they were sent
  reverses uuid references billing.invoice_line,
  live boolean not null default true,                        -- not reversed, and reverses nothing
  unique (invoice_id, position)
);
create unique index invoice_line_once on billing.invoice_line (session_id, prescription_id) where live;
create index invoice_line_session on billing.invoice_line (session_id);
create index invoice_line_person on billing.invoice_line (person_id);
create table billing.payment (
  id uuid primary key,
  invoice_id uuid not null references billing.invoice,
  organisation_id uuid not null,
  received_on date not null,
  cents integer not null check (cents <> 0),
  reply_code text check (reply_code in ('01', '02', '03', '04', '05')),
  note text check (length(note) <= 200),
  recorded_at timestamptz not null, recorded_by uuid
);
create index payment_invoice on billing.payment (invoice_id);

do $$
declare t text;
begin
  foreach t in array array['billing.number_range', 'billing.run', 'billing.invoice', 'billing.invoice_line', 'billing.payment'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
    execute format('create policy of_the_office on %s to geleit_app using (organisation_id = (select (app.actor()).organisation_id) and (select app.roles())::text[] && array[''office'', ''lead'']) '
      'with check (organisation_id = (select (app.actor()).organisation_id) and (select app.roles())::text[] && array[''office'', ''lead''])', t);
  end loop;
end $$;

grant usage on schema billing to geleit_app, geleit_jobs, geleit_report;
grant select, insert, update on billing.number_range, billing.invoice, billing.run to geleit_app, geleit_jobs;
grant select, insert on billing.invoice_line, billing.payment to geleit_app, geleit_jobs;
grant delete on billing.invoice, billing.invoice_line to geleit_app, geleit_jobs; -- drafts only, see their guards
