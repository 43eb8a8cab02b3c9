-- Scheduled work: what ran, what is to be done.

-- name: run_of
-- at most one row: the run of a job at the moment it was due
select state from job_runs where job = $job and due_at = $due_at;

-- name: start_run
insert into job_runs (job, due_at, day, started_at, state, result, who, lease, leased_until)
values ($job, $due_at, $day, $now, 'running', '', $who, $lease, $until);

-- name: renew_run
update job_runs
set leased_until = $until
where job = $job and due_at = $due_at and state = 'running' and lease = $lease;

-- name: finish_run
update job_runs
set state = $state, result = $result, finished_at = $now
where job = $job and due_at = $due_at and state = 'running' and lease = $lease;

-- name: drop_interrupted_runs
-- runs of a process that ended in their midst are forgotten, so that they are caught up with: all that run ($now is
-- null), or those whose lease is over
delete from job_runs where state = 'running' and ($now is null or leased_until is null or leased_until < $now);

-- name: interrupted_runs
-- one row: how many runs never ended, as drop_interrupted_runs counts them
select count(*)
from job_runs
where state = 'running' and ($now is null or leased_until is null or leased_until < $now);

-- name: last_runs
-- one row per job that ever ran: its newest run
select job, due_at, day, started_at, finished_at, state, result, who
from job_runs
qualify row_number() over (partition by job order by started_at desc, due_at desc) = 1
order by job;

-- name: recent_runs
-- one row per run, the newest first
select job, due_at, day, started_at, finished_at, state, result, who
from job_runs
order by started_at desc, due_at desc
limit $count;

-- name: stale_and_not_asked
-- one row per open backorder whose ETA was not confirmed within its cadence ($urgent days for the Critical band and
-- for VIPs, 1, who wait; $routine days otherwise), or never, and that nobody is to ask about by the day
select b.id, p.eta_confirmed_on as confirmed_on
from backorders_as_of($as_of) as b
join po_lines as p on p.id = b.po_line_id
where
    b.closed_on is null
    and (
        p.eta_confirmed_on is null
        or $as_of - p.eta_confirmed_on
            > case when b.tier = 1 or b.score >= $critical then $urgent else $routine end
    )
    and not exists (
        select 1 from follow_ups as f
        where f.backorder_id = b.id and f.state = 'due' and f.due_on <= $as_of
    )
order by b.id;

-- name: reminders_due
-- one row per follow-up that is due by the day and of which its person was not yet reminded for that due day
select f.id, f.due_on, f.why, b.number, coalesce(nullif(f.assignee, ''), nullif(a.owner, ''), y.owner) as person
from follow_ups as f
join backorders as b on b.id = f.backorder_id
join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where
    f.state = 'due' and f.due_on <= $as_of and b.closed_on is null
    and not exists (
        select 1 from notices as n
        where n.notice_key = 'reminder:' || cast(f.id as varchar) || ':' || cast(f.due_on as varchar)
    )
order by f.due_on, b.number, f.id;
