-- A run of scheduled work holds a lease as long as it goes on, so that another process of the same store knows whether
-- it still does: lease names the run's holder, leased_until (UTC) is moved on while it works.
alter table job_runs add column lease varchar default '';
alter table job_runs add column leased_until timestamp;
