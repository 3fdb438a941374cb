-- Ended cases by the day of their end: a page of a practice's many years is found without looking at all of them.
create index episode_ended on soziotherapie.episode (organisation_id, closed_on desc, id desc) where state = 'CLOSED';
