-- A place carries the versions of its practitioner's and location's lasting facts, so that one row tells whether what is kept of it still stands.
alter table directory.place add column practitioner_version integer not null default 1, add column location_version integer not null default 1;

create or replace function directory.place_copies() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' or new.location_id is distinct from old.location_id then
    select l.latitude, l.longitude, l.version into new.latitude, new.longitude, new.location_version from directory.location l where l.id = new.location_id;
  end if;
  if tg_op = 'INSERT' then
    select r.version into new.practitioner_version from directory.practitioner r where r.id = new.practitioner_id;
  end if;
  new.offered := new.state in ('open', 'held', 'ending');
  return new;
end $$;

create function directory.practitioner_changed() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  update directory.place p set practitioner_version = new.version where p.practitioner_id = new.id and p.practitioner_version <> new.version;
  return null;
end $$;
create trigger practitioner_changed after update of version on directory.practitioner for each row execute function directory.practitioner_changed();

create function directory.location_changed() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  update directory.place p set location_version = new.version, latitude = new.latitude, longitude = new.longitude
  where p.location_id = new.id and (p.location_version <> new.version or p.latitude <> new.latitude or p.longitude <> new.longitude);
  return null;
end $$;
create trigger location_changed after update of version on directory.location for each row execute function directory.location_changed();
