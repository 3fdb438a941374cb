-- Reminders, texts of the network's own, letters with a print run, opt-out and bounces, the safe-contact rule.
alter table messages.message
  add column print_run_id uuid,
  add column bounced_at timestamptz,                         -- a failure notice came back after it had been handed over (RFC 3464)
  add column not_before timestamptz,                         -- quiet hours moved it here
  add column only_while_at timestamptz,                      -- goes only while the appointment of its cause stands at this time
  add column template_version integer;                       -- of the network's own wording; null: the shipped one

-- Texts that a network words itself, per language; the newest row that is valid holds, the shipped wording holds where there is none.
create table messages.template (
  name text not null check (name ~ '^[a-z][a-z0-9-]*$' and length(name) <= 60),
  form text not null check (form in ('long', 'short')),      -- mail and letter, text message
  language text not null check (language in ('de', 'de-easy', 'en', 'tr', 'ar', 'uk', 'ru', 'fa')),
  template_version integer not null check (template_version >= 1),
  body text not null check (length(body) between 1 and 4000),
  valid_from timestamptz not null,
  set_by uuid,
  withdrawn_at timestamptz,
  primary key (name, form, language, template_version)
);

-- A channel over which this person is not written to any more, and why.
create table messages.suppression (
  id uuid primary key,
  person_id uuid not null references people.person,
  channel text not null check (channel in ('email', 'sms', 'letter')),
  because text not null check (because in ('opt-out', 'bounced', 'wrong-person', 'safe-contact')),
  scope text not null default 'all' check (scope in ('all', 'reminders')),
  at timestamptz not null,
  by uuid,                                                   -- null: the person by a link, or the mail server
  ended_at timestamptz,
  ended_by uuid
);
create unique index suppression_once on messages.suppression (person_id, channel, scope) where ended_at is null;

-- Letters that went to the printer together.
create table messages.print_run (
  id uuid primary key,
  at timestamptz not null,
  by uuid not null,
  letters integer not null check (letters >= 1),
  printed_at timestamptz,                                    -- somebody said that they lie in the post
  withdrawn_at timestamptz,                                  -- jam: all of them wait again
  check (printed_at is null or withdrawn_at is null)
);
-- One column, so no letter is in two runs.
alter table messages.message add foreign key (print_run_id) references messages.print_run,
  add check (print_run_id is null or channel = 'letter');
create index message_print_run on messages.message (print_run_id) where print_run_id is not null;
create index message_trouble on messages.message (state, channel) where state in ('queued', 'failed');

-- How this person may be reached without danger: other people may read letters or hear the answering machine.
create table people.safe_contact (
  person_id uuid primary key references people.person,
  version integer not null default 1,
  phone boolean not null default true,
  voicemail boolean not null default true,
  sms boolean not null default true,
  email boolean not null default true,
  letter boolean not null default true,
  call_from time,
  call_until time,
  alias text check (length(alias) <= 80),                    -- whom to ask for, or how to call oneself
  note_sealed bytea,
  set_at timestamptz not null,
  set_by uuid
);

do $$
declare t text;
begin
  foreach t in array array['messages.suppression', 'messages.print_run', 'people.safe_contact'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
  end loop;
  foreach t in array array['messages.suppression', 'people.safe_contact'] loop
    execute format('create policy by_relation on %s to geleit_app using (exists (select 1 from access.care_relation r where r.person_id = %s.person_id)) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %s.person_id))', t, split_part(t, '.', 2), split_part(t, '.', 2));
  end loop;
end $$;
create policy desk_prints on messages.print_run to geleit_app
  using ((select app.roles())::text[] && array['desk', 'coordinator']) with check ((select app.roles())::text[] && array['desk', 'coordinator']);
grant select, insert, update on messages.template, messages.suppression, messages.print_run, people.safe_contact to geleit_app, geleit_jobs;
