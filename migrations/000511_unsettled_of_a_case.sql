-- What is over and not settled in one case is found by the case, however much the house has open.
create index session_unsettled on soziotherapie.session (episode_id, ends_at)
  where state in ('PLANNED', 'CONFIRMED', 'DELIVERED', 'LATE_PENDING', 'DOCUMENTED');
