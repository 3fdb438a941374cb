-- The waiting list (RQ6–RQ8): proposals for a freed place, one exclusive offer at a time, contacts, skips, the last notice.
alter table placement.request
  add column skipped smallint not null default 0 check (skipped between 0 and 3),
  add column final_notice_at timestamptz,
  add column last_contact_at timestamptz,
  add column elsewhere text check (elsewhere in ('no', 'on-lists', 'placed', 'unknown')), -- "already placed elsewhere?", asked at each contact
  add column elsewhere_asked_at timestamptz,
  add column waiting_wished_only boolean not null default false,                          -- waits for the wished therapist although others would fit (D 8)
  add column waiting_estimate jsonb,                                                      -- what was said about the time and how it was computed: codes and numbers
  add column waiting_guidance text[] not null default '{}';                               -- what was told when going on the list (RQ6): tss, ke, counselling, crisis

-- A place that could be given to somebody who waits. `proposed` by the system, `held` exclusively by the desk until `until_at`.
create table placement.waiting_offer (
  id uuid primary key,
  request_id uuid not null references placement.request,
  person_id uuid not null,
  place_id uuid not null,
  practitioner_id uuid not null,
  slot_id uuid,
  rank smallint not null check (rank >= 1),                  -- in the fair order of this place's proposals; 1: whose turn it is
  tenths smallint not null default 0,                        -- how well it fits: chooses among several places for a person, never among persons
  state text not null check (state in ('proposed', 'held', 'accepted', 'declined', 'lapsed', 'skipped', 'withdrawn')),
  cause text not null check (cause in ('freed', 'opened', 'slot', 'triaged', 'by-hand', 'next-in-line')),
  proposed_at timestamptz not null,
  held_at timestamptz,
  held_by uuid,
  before_others text check (length(before_others) <= 40),    -- why somebody was called although others were ahead
  until_at timestamptz,                                      -- held: at most 48 h
  ended_at timestamptz,
  ended_because text check (length(ended_because) <= 40),
  version integer not null default 1,
  check ((state in ('proposed', 'held')) = (ended_at is null)),
  check (state <> 'held' or (slot_id is not null and until_at is not null and held_by is not null))
);
-- One exclusive offer at a time, for a place and for a person; one live proposal of a place to a request.
create unique index waiting_offer_place on placement.waiting_offer (place_id) where state = 'held';
create unique index waiting_offer_request on placement.waiting_offer (request_id) where state = 'held';
create unique index waiting_offer_pair on placement.waiting_offer (place_id, request_id) where state in ('proposed', 'held');
create index waiting_offer_person on placement.waiting_offer (person_id);
create index waiting_offer_end on placement.waiting_offer (until_at) where state = 'held';

-- Every attempt to speak to somebody: append-only. Two attempts on two Berlin days make one skip.
create table placement.contact (
  id uuid primary key,
  request_id uuid not null references placement.request,
  person_id uuid not null,
  offer_id uuid references placement.waiting_offer,
  at timestamptz not null,
  by uuid,
  channel text not null check (channel in ('phone', 'email', 'sms', 'letter')),
  result text not null check (result in ('reached', 'not-reached', 'voicemail', 'wrong-number', 'sent')),
  purpose text not null check (purpose in ('waiting', 'offer', 'no-show', 'call-back', 'final-notice', 'other')),
  still_needed boolean,
  elsewhere text check (elsewhere in ('no', 'on-lists', 'placed', 'unknown')),
  note_sealed bytea
);
create index contact_of on placement.contact (request_id, at);
create index contact_person on placement.contact (person_id);
create index contact_offer on placement.contact (offer_id) where offer_id is not null;
create trigger contact_is_append_only before update or delete on placement.contact for each row execute function platform.refuse_change();

do $$
declare t text;
begin
  foreach t in array array['placement.waiting_offer', 'placement.contact'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
    execute format('create policy by_relation on %s to geleit_app using (exists (select 1 from access.care_relation r where r.person_id = %s.person_id)) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %s.person_id))', t, split_part(t, '.', 2), split_part(t, '.', 2));
  end loop;
end $$;
grant select, insert, update on placement.waiting_offer to geleit_app, geleit_jobs;
grant select, insert on placement.contact to geleit_app, geleit_jobs;
