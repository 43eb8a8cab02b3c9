-- How suppliers perform in the days [$since, $until), as known at the end of $as_of. $supplier is the code of
-- one supplier, null for all.

-- name: promised_shares
-- one row per supplier, way of promise (original: the first; agreed: the last agreed date), period of that
-- promise (its month, by its first day), and share of a PO line that had arrived by it, as arrived of ordered
-- (capped at 1 of 1): how many lines promised in the window and before the day have that share. With $daily a
-- period is a day, and only suppliers with agreed service levels are there
with promised as (
    select id, supplier_id, ordered, 'original' as way, original_due as promise from promises_as_of($as_of)
    union all
    select id, supplier_id, ordered, 'agreed' as way, agreed_due as promise from promises_as_of($as_of)
),
due as (
    select p.*, s.code
    from promised as p
    join suppliers as s on s.id = p.supplier_id
    where
        p.promise >= $since and p.promise < $until and p.promise < $as_of
        and ($supplier is null or s.code = $supplier)
        and (not $daily or p.supplier_id in (select l.supplier_id from service_levels as l))
),
arrived as (
    select d.id, d.way, sum(r.quantity) as quantity
    from due as d
    join receipts as r on r.po_line_id = d.id and r.received_on <= d.promise
    group by d.id, d.way
)
select
    d.code, d.way, case when $daily then d.promise else cast(date_trunc('month', d.promise) as date) end as period,
    case when a.quantity is null then 0 when a.quantity >= d.ordered then 1 else a.quantity end as arrived,
    case when a.quantity is null or a.quantity >= d.ordered then 1 else d.ordered end as ordered,
    count(*) as lines
from due as d
left join arrived as a on a.id = d.id and a.way = d.way
group by all
order by all;

-- name: receipt_delays
-- one row per supplier and days between the first promise and a receipt in the window (below 0: early): how many
-- receipts, how many units
select s.code, r.received_on - p.original_due as days, count(*) as receipts, sum(r.quantity) as units
from receipts as r
join po_lines as p on p.id = r.po_line_id
join suppliers as s on s.id = p.supplier_id
where
    r.received_on >= $since and r.received_on < $until and r.received_on <= $as_of
    and ($supplier is null or s.code = $supplier)
group by s.code, r.received_on - p.original_due
order by s.code, days;

-- name: receipt_days
-- one row per supplier with a calendar, first promise and day of a receipt in the window: how many receipts
select s.code, p.original_due as promise, r.received_on, count(*) as receipts
from receipts as r
join po_lines as p on p.id = r.po_line_id
join suppliers as s on s.id = p.supplier_id
join supplier_calendars as c on c.supplier_id = s.id
where
    r.received_on >= $since and r.received_on < $until and r.received_on <= $as_of
    and ($supplier is null or s.code = $supplier)
group by s.code, p.original_due, r.received_on;

-- name: supplier_calendars_of
-- one row per supplier with a calendar
select s.code, c.*
from supplier_calendars as c
join suppliers as s on s.id = c.supplier_id
where $supplier is null or s.code = $supplier;

-- name: supplier_facts
-- one row per supplier: PO lines promised in the window and before the day and what they cost to buy; backorders
-- made in the window and how many of them for quality; goods returned; incidents and their cost; PO lines
-- with any of these three, an incident without a PO line counting as one (troubled); money spent to hurry;
-- all backorders made in the window whoever supplies (of_all)
with due as (
    select supplier_id, count(*) as lines, sum(ordered * unit_cost) as spend
    from po_lines
    where original_due >= $since and original_due < $until and original_due < $as_of
    group by supplier_id
),
made as (
    select supplier_id, count(*) as backorders, count(*) filter (where cause = 2) as quality
    from backorder_states
    where version = 1 and created_on >= $since and created_on < $until and created_on <= $as_of
    group by supplier_id
),
events as (
    select supplier_id, kind, line, cost from quality_event_rows($since, $until, $as_of)
),
trouble as (
    select
        supplier_id, count(distinct line) as troubled, count(*) filter (where kind = 'return') as returns,
        count(*) filter (where kind = 'incident') as incidents, sum(cost) as incident_cost
    from events
    group by supplier_id
),
hurried as (
    select supplier_id, sum(cost) as expediting
    from expediting_rows($since, $until, $as_of)
    group by supplier_id
)
select
    s.code, s.name, coalesce(s.buyer, '') as buyer, coalesce(d.lines, 0) as lines,
    cast(coalesce(d.spend, 0) as decimal(38, 2)) as spend, coalesce(m.backorders, 0) as backorders,
    coalesce(m.quality, 0) as quality_backorders, coalesce(t.returns, 0) as returns,
    coalesce(t.incidents, 0) as incidents, cast(coalesce(t.incident_cost, 0) as decimal(38, 2)) as incident_cost,
    coalesce(t.troubled, 0) as troubled, cast(coalesce(h.expediting, 0) as decimal(38, 2)) as expediting,
    coalesce((select sum(a.backorders) from made as a), 0) as of_all
from suppliers as s
left join due as d on d.supplier_id = s.id
left join made as m on m.supplier_id = s.id
left join trouble as t on t.supplier_id = s.id
left join hurried as h on h.supplier_id = s.id
where $supplier is null or s.code = $supplier
order by s.name, s.code;

-- name: quality_events
-- one row per backorder made for quality, return and incident of a supplier in the window, newest first
select
    e.kind, e.number, e.happened_on, e.quantity, e.words, e.severity, e.cost, p.po_number, p.po_line,
    coalesce(d.name, '') as product
from quality_event_rows($since, $until, $as_of) as e
join suppliers as s on s.id = e.supplier_id
left join po_lines as p on p.id = e.po_line_id
left join products as d on d.id = e.product_id
where s.code = $supplier
order by e.happened_on desc, e.kind, e.number;

-- name: expediting_of
-- one row per expedite purchase request, transfer and cost of expediting that late lines of a supplier caused in
-- the window, newest first
select e.kind, e.number, e.backorder, e.asked_on, e.quantity, e.cost
from expediting_rows($since, $until, $as_of) as e
join suppliers as s on s.id = e.supplier_id
where s.code = $supplier
order by e.asked_on desc, e.kind, e.number;

-- name: late_batches
-- one row per PO line promised in the window and before the day, of a supplier with agreed service levels, and
-- batch that was late: units that came after the first promise, up to what was ordered, with their days late, and
-- what is still missing (arrived_on null), late up to the day. Units that were cancelled are not late.
with due as (
    select p.*, s.code
    from promises_as_of($as_of) as p
    join suppliers as s on s.id = p.supplier_id
    where
        p.original_due >= $since and p.original_due < $until and p.original_due < $as_of
        and ($supplier is null or s.code = $supplier)
        and p.supplier_id in (select l.supplier_id from service_levels as l)
),
came as (
    select
        d.id, r.received_on,
        least(d.ordered, sum(r.quantity) over (partition by d.id order by r.received_on, r.id)) as after,
        least(d.ordered, coalesce(sum(r.quantity) over (
            partition by d.id order by r.received_on, r.id rows between unbounded preceding and 1 preceding
        ), 0)) as before
    from due as d
    join receipts as r on r.po_line_id = d.id and r.received_on <= $as_of
),
batches as (
    select c.id, c.received_on as arrived_on, sum(c.after - c.before) as quantity
    from came as c
    join due as d on d.id = c.id
    where c.received_on > d.original_due and c.after > c.before
    group by c.id, c.received_on
    union all
    select d.id, null as arrived_on, d.ordered - d.cancelled - coalesce(max(c.after), 0) as quantity
    from due as d
    left join came as c on c.id = d.id
    group by d.id, d.ordered, d.cancelled
    having d.ordered - d.cancelled - coalesce(max(c.after), 0) > 0
)
select
    d.code, d.po_number, d.po_line, t.name as product, d.original_due, d.unit_cost, b.arrived_on, b.quantity,
    coalesce(b.arrived_on, $as_of) - d.original_due as days
from batches as b
join due as d on d.id = b.id
join products as t on t.id = d.product_id
order by d.code, d.original_due, d.po_number, d.po_line, b.arrived_on nulls last;

-- name: service_levels_of
-- one row per agreed service level, newest first
select s.code, l.*
from service_levels as l
join suppliers as s on s.id = l.supplier_id
where $supplier is null or s.code = $supplier
order by s.code, l.from_on desc;

-- name: supplier_ratings_of
-- one row per rating of a supplier for a quarter that begins before $until, newest first
select s.code, r.*
from supplier_ratings as r
join suppliers as s on s.id = r.supplier_id
where ($supplier is null or s.code = $supplier) and r.quarter < $until and r.rated_on <= $as_of
order by s.code, r.quarter desc, r.criterion;

-- name: supplier_by_code
-- at most one row
select id, code, name from suppliers where code = $code;

-- name: po_line_of_supplier
-- at most one row: a PO line of a supplier
select p.id, p.product_id
from po_lines as p
where p.supplier_id = $supplier_id and p.po_number = $po_number and p.po_line = $po_line;

-- name: product_by_code
-- at most one row
select id from products where code = $code;

-- name: service_level_from
-- at most one row: what was agreed with a supplier from a day on
select * from service_levels where supplier_id = $supplier_id and from_on = $from_on;

-- name: supplier_rating
-- at most one row
select * from supplier_ratings
where supplier_id = $supplier_id and quarter = $quarter and criterion = $criterion;

-- name: incident_by_code
-- at most one row
select * from quality_incidents where code = $code;
