-- Digests: what a day or a week brought. Windows are half-open, [$since, $until); $last is the day before $until,
-- $before the day before $since.

-- name: movement_between
-- one row: backorders made, resolved (5), cancelled (6), received in part, escalated and given a new ETA in the window, how many days
-- the resolved ones took together, and by how much the value at risk grew; what changed since is now another version, so
-- what it was before stands among the past ones alone
with changed as (select * from backorders_as_of($last) where valid_from >= $since),
earlier as (
    select b.id, b.received, b.level, b.value, b.revisions
    from changed as c
    join backorder_past as b on b.id = c.id and b.valid_from <= $before and $before < b.valid_to
),
moved as (
    select
        a.*, coalesce(b.received, 0) as received_before, coalesce(b.level, 0) as level_before,
        coalesce(b.value, 0) as value_before, coalesce(b.revisions, 0) as revisions_before
    from changed as a
    left join earlier as b on b.id = a.id
)
select
    count(*) filter (where created_on >= $since) as new,
    count(*) filter (where status = 5 and closed_on >= $since and closed_on < $until) as resolved,
    count(*) filter (where status = 6 and closed_on >= $since and closed_on < $until) as cancelled,
    count(*) filter (where closed_on is null and received > received_before) as partially_resolved,
    count(*) filter (where level > level_before) as escalated,
    count(*) filter (where revisions > revisions_before) as eta_updates,
    coalesce(sum(closed_on - created_on) filter (where status = 5 and closed_on >= $since), 0) as resolving_days,
    coalesce(sum(value - value_before), 0) as value_change
from moved;

-- name: moved_backorders
-- one row per backorder made, closed, received in part, escalated or given a new ETA in the window, at most $count, the highest score
-- first: which of these happened to it; for what it was before see movement_between
with changed as (select * from backorders_as_of($last) where valid_from >= $since),
earlier as (
    select b.id, b.received, b.level, b.revisions
    from changed as c
    join backorder_past as b on b.id = c.id and b.valid_from <= $before and $before < b.valid_to
),
moved as (
    select
        a.id, a.number, a.supplier_id, a.product_id, a.value, a.status, a.level, a.score,
        a.created_on >= $since as is_new,
        coalesce(a.closed_on >= $since, false) as is_closed,
        a.closed_on is null and a.received > coalesce(b.received, 0) as is_partial,
        a.level > coalesce(b.level, 0) as is_escalated,
        a.revisions > coalesce(b.revisions, 0) as is_dated, a.eta
    from changed as a
    left join earlier as b on b.id = a.id
),
first as (
    select * from moved
    where is_new or is_closed or is_partial or is_escalated or is_dated
    order by is_escalated desc, score desc, number
    limit $count
)
select
    m.id, m.number, s.name as supplier, p.name as product_name, m.value, m.status, m.level, m.is_new, m.is_closed,
    m.is_partial, m.is_escalated, m.is_dated, m.eta
from first as m
join suppliers as s on s.id = m.supplier_id
join products as p on p.id = m.product_id
order by m.is_escalated desc, m.score desc, m.number;

-- name: customers_moved
-- one row per customer tier: how many customers had an order on a backorder that changed in the window, and how many
-- of them still wait for something on one of these
with concerned as (
    select l.customer_id, min(l.tier) as tier, max(case when l.quantity > l.received + l.cancelled then 1 else 0 end) as waits
    from backorders_as_of($last) as b
    join backorder_lines as l on l.backorder_id = b.id
    where b.valid_from >= $since and l.valid_from <= $last and $last < l.valid_to
    group by l.customer_id
)
select tier, count(*) as customers, sum(waits) as waiting
from concerned
group by tier
order by tier;

-- name: resolution_costs
-- one row per way of spending on backorders in the window: how often, how much
with ways as (
    select unnest(['transfers', 'purchases and expediting', 'shipments', 'compensation']) as way
    union
    select way from costs where spent_on >= $since and spent_on < $until
)
select w.way, count(c.way) as count, coalesce(sum(c.amount), 0) as cost
from ways as w
left join costs as c on c.way = w.way and c.spent_on >= $since and c.spent_on < $until
group by w.way
order by w.way;

-- name: new_in_every_way
-- one row per supplier and one per product category with a backorder made in the window; "way" tells which
select
    case when grouping(s.name) = 0 then 'supplier' else 'category' end as way,
    coalesce(s.name, p.category) as name, count(*) as count
from backorders_as_of($last) as b
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
where b.created_on >= $since and b.created_on < $until
group by grouping sets ((s.name), (p.category))
order by 1, 3 desc, 2;

-- name: on_time_of_all
-- one row per share of a PO line that had arrived by its original promise, as arrived of ordered (capped at 1 of 1):
-- how many of the lines promised in [$since, $until) have that share
with due as (
    select id, ordered, original_due
    from po_lines
    where original_due >= $since and original_due < $until
),
arrived as (
    select d.id, sum(r.quantity) as quantity
    from due as d
    join receipts as r on r.po_line_id = d.id and r.received_on <= d.original_due
    group by d.id
)
select
    case when a.quantity is null then 0 when a.quantity >= d.ordered then 1 else a.quantity end as arrived,
    case when a.quantity is null or a.quantity >= d.ordered then 1 else d.ordered end as ordered,
    count(*) as lines
from due as d
left join arrived as a on a.id = d.id
group by 1, 2;
