-- The days of a prescription follow one another, whatever a rule forgot to ask: sent after the issue, received and examined after it was
-- sent, decided before it is posted, posted before it counts as known and before anybody objects. Rows from before stay as they are.
alter table soziotherapie.prescription
  add constraint prescription_sent_after_issue check (submitted_on >= issued_on) not valid,
  add constraint prescription_received_after_sent check (received_on >= submitted_on) not valid,
  add constraint prescription_examined_after_sent check (md_notice_on >= submitted_on) not valid,
  -- R23: seven days from a day that is known
  add constraint prescription_discharge_day check (kind <> 'DISCHARGE' or state in ('DRAFT', 'WITHDRAWN') or discharged_on is not null) not valid;
alter table soziotherapie.decision
  add constraint decision_days check (decided_on <= posted_on and posted_on <= notified_on) not valid,
  add constraint decision_received_after_posted check (really_received_on >= posted_on) not valid,
  add constraint decision_objected_after_posted check (objected_on >= posted_on) not valid,
  add constraint decision_units_of_kind check ((kind = 'refused') = (units = 0)) not valid;
