-- A file that was read in, what it made, and that it was taken back: all or nothing, and undone as a whole.
create table platform.import_run (
  id uuid primary key,
  kind text not null check (kind in ('practitioners', 'places', 'appointments')),
  at timestamptz not null,
  by uuid not null,
  file_hash bytea not null,
  rows integer not null check (rows >= 0),
  mapping jsonb not null default '{}',                       -- column heading → field; no contents
  undone_at timestamptz,
  undone_by uuid
);
create table platform.import_item (
  run_id uuid not null references platform.import_run,
  line integer not null check (line >= 1),
  object_kind text not null check (length(object_kind) <= 40),
  object_id uuid not null,
  did text not null check (did in ('made', 'changed', 'same')),
  before jsonb,                                              -- changed: the fields as they were
  object_version integer,                                    -- as the import left it: what changed since cannot be undone
  primary key (run_id, line, object_kind, object_id)
);
alter table platform.import_run enable row level security;
alter table platform.import_run force row level security;
alter table platform.import_item enable row level security;
alter table platform.import_item force row level security;
create policy owner_functions on platform.import_run to geleit_owner using (true) with check (true);
create policy owner_functions on platform.import_item to geleit_owner using (true) with check (true);
create policy network_imports on platform.import_run to geleit_app
  using ((select app.roles())::text[] && array['admin', 'coordinator']) with check ((select app.roles())::text[] && array['admin', 'coordinator']);
create policy network_imports on platform.import_item to geleit_app
  using ((select app.roles())::text[] && array['admin', 'coordinator']) with check ((select app.roles())::text[] && array['admin', 'coordinator']);
grant select, insert, update on platform.import_run to geleit_app;
grant select, insert on platform.import_item to geleit_app;
