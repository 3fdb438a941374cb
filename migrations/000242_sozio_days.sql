-- Once a day each running case is looked at anew: deadlines pass without an event. The day stands here, so that a server that stood
-- still, or a clock that was put, catches up by itself.
alter table soziotherapie.contingent add column looked_at_on date;
create index contingent_looked_at on soziotherapie.contingent (looked_at_on);
