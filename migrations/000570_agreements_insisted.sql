-- A yes to a plan is not written under a record that is being joined with another, as everything else (000521).
create trigger insist_record before insert on cases.plan_agreement for each row when (new.person_id is not null) execute function app.insist_record();
