-- Settings: their versions, thresholds that wait for a second person, and what a change would touch.

-- name: settings_history
-- one row per settings version, the newest first
select version, body, who, why, created_at from settings_versions order by version desc;

-- name: put_threshold_proposals
merge into threshold_proposals
using incoming as i on threshold_proposals.id = i.id
when matched and threshold_proposals.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: threshold_proposal_waiting
-- at most one row: the thresholds that wait for a second person
select * from threshold_proposals where state = 'waiting' order by id desc limit 1;

-- name: waiting_alike
-- one row per open backorder and weight of its open lines: how many there are, and what they are worth together
select l.backorder_id, l.tier, l.impact, l.emergency, sum(l.value) as value, count(*) as lines
from backorder_lines as l
join backorders as b on b.id = l.backorder_id and b.closed_on is null
where l.valid_to = date '9999-12-31' and l.quantity > l.received + l.cancelled
group by l.backorder_id, l.tier, l.impact, l.emergency;

-- name: open_for_effect
-- one row per open backorder: what its band, route and level follow from; routed is the value its approvals ask for
with rounds as (
    select backorder_id, value, round from approvals
    qualify round = max(round) over (partition by backorder_id)
        and row_number() over (partition by backorder_id order by round desc, step) = 1
)
select
    b.id, b.value, b.tier, b.level, b.original_due, b.eta, b.score_base, b.score_per_day,
    coalesce(r.value, b.value) as routed
from backorders as b
left join rounds as r on r.backorder_id = b.id
where b.closed_on is null
order by b.id;
