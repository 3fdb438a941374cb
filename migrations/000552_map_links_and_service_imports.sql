-- Professionals on a network map may be linked to their entry in the directory: the link stands on the map of this case alone, and the entry
-- never learns of it. And files with services of the region can be read in.
alter table cases.network_node
  add column linked_organisation_id uuid references directory.organisation,
  add column directory_service_id uuid references directory.service,
  add constraint practitioner_known foreign key (practitioner_id) references directory.practitioner,
  add constraint one_link check (num_nonnulls(practitioner_id, linked_organisation_id, directory_service_id) <= 1),
  add constraint only_professionals_linked check (sector = 'professional' or num_nonnulls(practitioner_id, linked_organisation_id, directory_service_id) = 0);
create trigger fixed_link_stays before update of practitioner_id, linked_organisation_id, directory_service_id on cases.network_node
  for each row execute function cases.fixed_stays();

alter table platform.import_run drop constraint import_run_kind_check;
alter table platform.import_run add constraint import_run_kind_check check (kind in ('practitioners', 'places', 'appointments', 'services'));
