-- Boards: what stands escalated, what a week brought, which suppliers keep moving their dates.

-- name: escalation_board
-- one row per open backorder at level 1 or above on the day, at most $most of each level: the highest level first,
-- of one level the longest overdue, of one $owner or of all; on each row how many backorders of its level there are, worth how much
select
    b.id, b.number, b.level, b.level_cleared as cleared, b.level_reason as reason, b.days_overdue, b.value, b.tier,
    b.status, s.name as supplier, p.name as product_name, count(*) over (partition by b.level) as level_count,
    sum(b.value) over (partition by b.level) as level_value
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where
    b.closed_on is null and b.level > 0
    and ($owner is null or coalesce(nullif(a.owner, ''), y.owner) = $owner)
qualify row_number() over (partition by b.level order by b.days_overdue desc, b.value desc, b.number) <= $most
order by b.level desc, b.days_overdue desc, b.value desc, b.number;

-- name: week_by_cause
-- one row per cause with a backorder made or resolved in [$since, $until), as known at the end of the day:
-- how many were made, how many resolved (5: resolved, never cancelled)
select
    b.cause,
    count(*) filter (where b.created_on >= $since and b.created_on < $until) as new,
    count(*) filter (where b.status = 5 and b.closed_on >= $since and b.closed_on < $until) as resolved
from backorders_as_of($as_of) as b
where
    (b.created_on >= $since and b.created_on < $until)
    or (b.status = 5 and b.closed_on >= $since and b.closed_on < $until)
group by b.cause;

-- name: resolved_between
-- one row per backorder resolved in [$since, $until), as known at the end of the day, the newest first
select b.id, b.number, s.name as supplier, p.name as product_name, b.cause, b.created_on, b.closed_on
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
where b.status = 5 and b.closed_on >= $since and b.closed_on < $until
order by b.closed_on desc, b.number
limit $count;

-- name: stale_etas
-- one row per open backorder whose ETA was not confirmed within its cadence ($urgent days for the Critical band
-- and for VIPs, 1, who wait; $routine days otherwise) or never, the highest score first; on each how many there are
select
    b.id, b.number, s.name as supplier, b.eta, p.eta_confirmed_on as confirmed_on, b.value, b.score,
    count(*) over () as total
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
join po_lines as p on p.id = b.po_line_id
where
    b.closed_on is null
    and (
        p.eta_confirmed_on is null
        or $as_of - p.eta_confirmed_on
            > case when b.tier = 1 or b.score >= $critical then $urgent else $routine end
    )
order by b.score desc, b.number
limit $count;

-- name: supplier_revision_counts
-- one row per supplier with a PO line that stood on backorder between $since and the day, both included: how many
-- such lines, how many of them had their ETA revised in that time, how often in all, and the most of one line
with lines as (
    select distinct b.supplier_id, b.po_line_id
    from backorders_as_of($as_of) as b
    where b.closed_on is null or b.closed_on >= $since
),
revised as (
    select r.po_line_id, count(*) as times
    from eta_revisions as r
    where r.ordinal > 0 and r.revised_on >= $since and r.revised_on <= $as_of
    group by r.po_line_id
)
select
    s.id, s.code, s.name, s.buyer, count(*) as lines, count(r.po_line_id) as revised,
    coalesce(sum(r.times), 0) as times, coalesce(max(r.times), 0) as most
from lines as l
join suppliers as s on s.id = l.supplier_id
left join revised as r on r.po_line_id = l.po_line_id
group by s.id, s.code, s.name, s.buyer;

-- name: date_chains
-- one row per backorder of the suppliers $ids whose ETA was revised between $since and the day, at most $most of
-- each supplier, open ones and the most revised first: the original date, then every ETA given up to the day
with revised as (
    select backorder_id, count(*) as times
    from eta_revisions
    where ordinal > 0 and revised_on >= $since and revised_on <= $as_of
    group by backorder_id
),
foremost as (
    select
        b.id, b.supplier_id, b.number, b.product_id, b.original_due, r.times, b.closed_on is null as still_open, b.value
    from revised as r
    join backorders_as_of($as_of) as b on b.id = r.backorder_id
    where b.supplier_id in (select unnest($ids))
    qualify row_number() over (
        partition by b.supplier_id order by b.closed_on is null desc, r.times desc, b.value desc, b.number
    ) <= $most
),
chains as (
    select r.backorder_id, list(r.new_eta order by r.recorded_at, r.ordinal, r.id) as etas
    from eta_revisions as r
    semi join foremost as f on f.id = r.backorder_id
    where r.revised_on <= $as_of
    group by r.backorder_id
)
select
    f.supplier_id, f.number, p.name as product_name, f.original_due, c.etas, f.times, f.still_open, f.value
from foremost as f
join chains as c on c.backorder_id = f.id
join products as p on p.id = f.product_id
order by f.supplier_id, f.still_open desc, f.times desc, f.value desc, f.number;

-- name: satisfaction_between
-- one row: how many ratings customers gave in [$since, $until], their sum, and how many were 2 or worse
select count(*) as count, coalesce(sum(rating), 0) as total, count(*) filter (where rating <= 2) as unhappy
from ratings
where rated_on >= $since and rated_on <= $until;
