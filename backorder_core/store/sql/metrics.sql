-- Metrics: each statement gives the rows behind one figure, the ones that count most first, at most $count of them.
-- counted is what a row adds to the numerator; each row counts one in the denominator. On every row: how many rows
-- there are, their sum and the middle one of counted. Windows are half-open, [$since, $until); $as_of is the day
-- whose state is looked at, $last the last day of the window or $as_of, whichever is earlier.

-- name: metric_backorder_rate
-- one row per customer order line placed in the window; 1 where a backorder affected it by the as-of date
with placed as (
    select * from order_lines where order_date >= $since and order_date < $until and order_date <= $as_of
),
affected as (
    select l.order_line_id, min(b.number) as number
    from placed as o
    join backorder_lines as l on l.order_line_id = o.id
    join backorders as b on b.id = l.backorder_id
    where b.created_on <= $as_of and l.valid_from <= $as_of
    group by l.order_line_id
)
select
    o.order_number || ' / ' || o.order_line as what, c.name as who, o.order_date as happened_on,
    case when a.order_line_id is null then 0 else 1 end as counted, coalesce(a.number, '') as number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from placed as o
join customers as c on c.id = o.customer_id
left join affected as a on a.order_line_id = o.id
order by counted desc, happened_on desc, what
limit $count;

-- name: metric_resolution
-- one row per backorder resolved in the window: the days it took
select
    p.name as what, s.name as who, b.closed_on as happened_on, b.closed_on - b.created_on as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
where b.status = 5 and b.closed_on >= $since and b.closed_on < $until
order by counted desc, number
limit $count;

-- name: metric_satisfaction
-- one row per rating given in the window: 1 to 5
select
    r.words as what, c.name as who, r.rated_on as happened_on, r.rating as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from ratings as r
join customers as c on c.id = r.customer_id
join backorders as b on b.id = r.backorder_id
where r.rated_on >= $since and r.rated_on < $until and r.rated_on <= $as_of
order by counted, happened_on desc, number
limit $count;

-- name: metric_risk
-- one row per backorder open at the end of the window: its value
select
    p.name as what, s.name as who, b.created_on as happened_on, b.value as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from backorders_as_of($last) as b
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
where b.closed_on is null
order by counted desc, number
limit $count;

-- name: metric_recovered
-- one row per affected customer order line that received units in the window: their value; what was given back counts
-- against it
with ends as (
    select backorder_id, order_line_id, customer_id, unit_price, received from backorder_lines
    where valid_from <= $last and $last < valid_to
),
begins as (
    select backorder_id, order_line_id, received from backorder_lines
    where valid_from < $since and $since <= valid_to
),
moved as (
    select e.*, e.received - coalesce(b.received, 0) as units
    from ends as e
    left join begins as b on b.backorder_id = e.backorder_id and b.order_line_id = e.order_line_id
)
select
    o.order_number || ' / ' || o.order_line as what, c.name as who, $last as happened_on,
    cast(m.units * m.unit_price as decimal(18, 2)) as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from moved as m
join order_lines as o on o.id = m.order_line_id
join customers as c on c.id = m.customer_id
join backorders as b on b.id = m.backorder_id
where m.units <> 0
order by counted desc, number, what
limit $count;

-- name: metric_cost
-- one row per entry of the cost ledger in the window: its amount
select
    c.way || ': ' || c.reference as what, c.note as who, c.spent_on as happened_on, c.amount as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from costs as c
join backorders as b on b.id = c.backorder_id
where c.spent_on >= $since and c.spent_on < $until and c.spent_on <= $as_of
order by counted desc, number, what
limit $count;

-- name: metric_prevention
-- one row per backorder made in the window; 1 where it was resolved before the first need date of the orders it affects
with needs as (
    select l.backorder_id, min(o.need_date) as need_date
    from backorder_lines as l
    join order_lines as o on o.id = l.order_line_id
    where l.valid_from <= $as_of
    group by l.backorder_id
)
select
    p.name as what, s.name as who, n.need_date as happened_on,
    case when b.status = 5 and b.closed_on < n.need_date then 1 else 0 end as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from backorders_as_of($as_of) as b
join needs as n on n.backorder_id = b.id
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
where b.created_on >= $since and b.created_on < $until
order by counted desc, number
limit $count;

-- name: metric_delay
-- one row per backorder made in the window that has an ETA: ETA − original due in days
select
    p.name as what, s.name as who, b.created_on as happened_on, b.eta - b.original_due as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
where b.created_on >= $since and b.created_on < $until and b.eta is not null
order by counted desc, number
limit $count;

-- name: metric_quality
-- one row per backorder made in the window from a quality issue
select
    b.reason as what, s.name as who, b.created_on as happened_on, 1 as counted, b.number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
where b.created_on >= $since and b.created_on < $until and b.cause = 2
order by happened_on desc, number
limit $count;

-- name: metric_on_time
-- one row per PO line promised in [$since, $until), by the original promise or, where $agreed, by the date agreed last:
-- the share of it that had arrived by then, at most 1
with due as (
    select
        id, po_number || ' / ' || po_line as what, supplier_id, ordered,
        case when $agreed then agreed_due else original_due end as promised
    from promises_as_of($as_of)
),
wanted as (
    select * from due where promised >= $since and promised < $until
),
arrived as (
    select w.id, sum(r.quantity) as quantity
    from wanted as w
    join receipts as r on r.po_line_id = w.id and r.received_on <= w.promised
    group by w.id
)
select
    w.what, s.name as who, w.promised as happened_on,
    cast(least(1, coalesce(a.quantity, 0) / w.ordered) as double) as counted, '' as number,
    count(*) over () as row_count, sum(counted) over () as total, median(counted) over () as middle
from wanted as w
join suppliers as s on s.id = w.supplier_id
left join arrived as a on a.id = w.id
order by counted, happened_on desc, w.what
limit $count;

-- name: on_time_as_agreed
-- one row per share of a PO line that had arrived by the date agreed last, as on_time_of_all gives it for the original
-- promise; where no date was agreed since, it is the original one
with due as (
    select id, ordered, agreed_due
    from promises_as_of($as_of)
    where agreed_due >= $since and agreed_due < $until
),
arrived as (
    select d.id, sum(r.quantity) as quantity
    from due as d
    join receipts as r on r.po_line_id = d.id and r.received_on <= d.agreed_due
    group by d.id
)
select
    case when a.quantity is null then 0 when a.quantity >= d.ordered then 1 else a.quantity end as arrived,
    case when a.quantity is null or a.quantity >= d.ordered then 1 else d.ordered end as ordered,
    count(*) as lines
from due as d
left join arrived as a on a.id = d.id
group by 1, 2;

-- name: costs_of
-- one row per thing that money was spent on for a backorder, the newest first
select c.way, c.amount, c.spent_on, c.reference, c.note
from costs as c
join backorders as b on b.id = c.backorder_id
where b.number = $number
order by c.spent_on desc, c.amount desc, c.reference;
