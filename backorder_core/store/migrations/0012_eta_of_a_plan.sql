-- The date that a chosen plan makes the ETA as soon as it is approved; none where the ETA stays as it is.
alter table chosen_plans add column new_eta date;
