-- What the office typed by mistake about an insurer's letter, a receipt or an objection. Nothing is erased: the letter stays with its mark,
-- the day that was written stays in the list of the prescription, with who said so, when and why. The listed step is then taken again.
alter table soziotherapie.decision add column mistaken_at timestamptz;
grant update (mistaken_at) on soziotherapie.decision to geleit_app, geleit_jobs;

create function soziotherapie.keep_mark() returns trigger language plpgsql as $$
begin
  if old.mistaken_at is not null then
    raise exception 'a letter marked as entered in error stays as it is' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger mark_stays before update on soziotherapie.decision for each row execute function soziotherapie.keep_mark();

alter table soziotherapie.prescription add column mistakes jsonb not null default '[]' check (jsonb_typeof(mistakes) = 'array');

create function soziotherapie.keep_mistakes() returns trigger language plpgsql as $$
begin
  if not (new.mistakes @> old.mistakes and jsonb_array_length(new.mistakes) >= jsonb_array_length(old.mistakes)) then
    raise exception 'the list of mistakes only grows' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger mistakes_stay before update of mistakes on soziotherapie.prescription
  for each row execute function soziotherapie.keep_mistakes();
revoke execute on function soziotherapie.keep_mark(), soziotherapie.keep_mistakes() from public;
