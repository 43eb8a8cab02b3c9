-- Approvals: the rounds of a backorder, who decided what, who stands in for whom, what waits for whom.

-- name: rounds_of_approval
-- one row per step of a backorder in any of its rounds, in the order of rounds and steps
select
    id, step, role, state, reason, value, backorder_version, settings_version, requested_on, requested_by, round,
    plan_id, coalesce(decided_by, '') as decided_by
from approvals
where backorder_id = $backorder_id
order by round, step;

-- name: makers_of
-- one row per person who made a backorder among $ids or asked for one of its rounds
select distinct backorder_id, requested_by from approvals
where backorder_id in (select unnest($ids)) and requested_by <> '';

-- name: roles_decided_in
-- one row per person and role in which they decided on a backorder, in any of its rounds
select distinct decided_by, role from approval_decisions where backorder_id = $backorder_id;

-- name: editor_of_the_value
-- at most one row: who changed the value of a backorder last
select max_by(who, seq) from ledger
where kind = 'backorder' and subject = $backorder_id and json_exists(after, '$.value')
having count(*) > 0;

-- name: account_managers_here
-- one row per backorder and account manager who works here, of a VIP whose order it holds up now
select distinct l.backorder_id, c.account_manager
from backorder_lines as l
join customers as c on c.id = l.customer_id
join people as p on p.name = c.account_manager and p.role = $role and p.left_on is null
where
    l.backorder_id in (select unnest($ids)) and l.tier = $vip and l.valid_to = date '9999-12-31'
    and l.quantity > l.received + l.cancelled;

-- name: settle_approvals
-- a step takes its decision; only one that still waits
update approvals
set state = i.state, decided_by = i.decided_by, decided_for = i.decided_for, decided_at = i.decided_at,
    comment = i.comment
from incoming as i
where approvals.id = i.id and approvals.state = 'waiting';

-- name: withdraw_approvals
-- what still waits of a backorder up to a round is not asked any more
update approvals
set state = 'withdrawn'
from incoming as i
where approvals.backorder_id = i.id and approvals.round <= i.round and approvals.state = 'waiting';

-- name: put_approval_decisions
merge into approval_decisions
using incoming as i on approval_decisions.id = i.id
when matched and approval_decisions.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_delegations
merge into delegations
using incoming as i on delegations.id = i.id
when matched and delegations.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: delegation_by_id
-- at most one row: a delegation
select * from delegations where id = $id;

-- name: list_delegations
-- one row per delegation that has not run out on the day, by its first day
select * from delegations where not ended and until_on >= $as_of order by from_on, id;

-- name: principals_of
-- one row per person whom somebody stands in for on the day, with their role
select d.principal, p.role
from delegations as d
join people as p on p.name = d.principal
where d.deputy = $person and not d.ended and d.from_on <= $as_of and $as_of <= d.until_on and p.left_on is null
order by 1;

-- name: person_by_name
-- at most one row: a person's role, and whether they are still here
select role, left_on is null as here from people where name = $name;

-- name: approvals_waiting
-- one row per open backorder with a step that waits: the step whose turn it is, since when, how many steps in
-- all; the highest value first, and on each row how many wait in all and their value. $mine are those that $person
-- may decide in one of the $roles: not what they made, changed the value of last, or decided on in another role or
-- in this round; a VIP's account manager only for customers of one of the $managers, where anybody here is theirs
with rounds as (
    select a.*
    from approvals as a
    join backorders as b on b.id = a.backorder_id and b.closed_on is null
    qualify a.round = max(a.round) over (partition by a.backorder_id)
),
turns as (
    select
        backorder_id, round, count(*) as steps, min_by(role, step) filter (where state = 'waiting') as role,
        min_by(id, step) filter (where state = 'waiting') as step_id,
        min(step) filter (where state = 'waiting') as step, any_value(value) as value,
        any_value(reason) as reason, any_value(requested_on) as requested_on, any_value(plan_id) as plan_id
    from rounds
    group by backorder_id, round
    having count(*) filter (where state in ('rejected', 'alternatives')) = 0
        and count(*) filter (where state = 'waiting') > 0
),
decided as (
    select backorder_id, round, max(decided_on) as decided_on from approval_decisions group by backorder_id, round
),
barred as (
    select backorder_id, cast(null as smallint) as role from approvals where requested_by = $person
    union all
    select e.subject, null
    from ledger as e
    semi join turns as t on t.backorder_id = e.subject
    where e.kind = 'backorder' and json_exists(e.after, '$.value')
    group by e.subject
    having max_by(e.who, e.seq) = $person
    union all
    select t.backorder_id, t.role
    from turns as t
    semi join approval_decisions as d
        on d.backorder_id = t.backorder_id and d.decided_by = $person and (d.role <> t.role or d.round = t.round)
),
managed as (
    select l.backorder_id, bool_or(c.account_manager in (select unnest($managers))) as theirs
    from backorder_lines as l
    join customers as c on c.id = l.customer_id
    join people as p on p.name = c.account_manager and p.role = $account_manager and p.left_on is null
    where l.tier = $vip and l.valid_to = date '9999-12-31' and l.quantity > l.received + l.cancelled
    group by l.backorder_id
),
whose as (
    select
        t.*, t.role in (select unnest($roles))
        and not exists (select 1 from barred as x where x.backorder_id = t.backorder_id)
        and (t.role <> $account_manager or coalesce(m.theirs, true)) as mine
    from turns as t
    left join managed as m on m.backorder_id = t.backorder_id
)
select
    b.id, b.number, b.version, b.value as open_value, b.tier, b.status, b.eta, b.original_due,
    b.score_base + b.score_per_day * greatest(
        0, case when b.eta is null then 0 else b.eta - b.original_due end, $as_of - b.original_due
    ) as score,
    s.name as supplier, p.name as product_name, t.step_id, t.round, t.step, t.steps, t.role, t.value, t.reason,
    coalesce(d.decided_on, t.requested_on) as since, t.plan_id, count(*) over () as total,
    sum(b.value) over () as total_value
from whose as t
join backorders as b on b.id = t.backorder_id
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
left join decided as d on d.backorder_id = t.backorder_id and d.round = t.round
where t.mine = $mine
order by b.tier = $vip desc, t.value desc, b.number
limit $count;

-- name: approvals_decided
-- one row per decision since $since, the newest first; on each how many there are
select
    d.id, b.id as backorder_id, b.number, d.round, d.role, d.decision, d.comment, d.decided_by, d.decided_for,
    d.decided_on, d.value, s.name as supplier, p.name as product_name, count(*) over () as total
from approval_decisions as d
join backorders as b on b.id = d.backorder_id
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
where d.decided_on >= $since and d.decided_on <= $as_of
order by d.decided_on desc, d.id desc
limit $count;

-- name: waiting_too_long
-- one row per open backorder whose turn has waited since $before or longer: who must decide, since when
select b.id, b.number, t.role, t.step_id, t.round, t.since
from (
    select
        a.backorder_id, a.round, min_by(a.role, a.step) filter (where a.state = 'waiting') as role,
        min_by(a.id, a.step) filter (where a.state = 'waiting') as step_id,
        coalesce(max(d.decided_on), any_value(a.requested_on)) as since
    from (
        select x.* from approvals as x
        join backorders as o on o.id = x.backorder_id and o.closed_on is null
        qualify x.round = max(x.round) over (partition by x.backorder_id)
    ) as a
    left join approval_decisions as d on d.approval_id = a.id
    group by a.backorder_id, a.round
    having count(*) filter (where a.state in ('rejected', 'alternatives')) = 0
        and count(*) filter (where a.state = 'waiting') > 0
) as t
join backorders as b on b.id = t.backorder_id
where t.since <= $before
order by b.number;

-- name: known_notices
-- one row per key among $keys that a notice has already
select notice_key from notices where notice_key in (select unnest($keys));
