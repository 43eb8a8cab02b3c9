-- name: open_in_every_way
-- one row per age, per days to the ETA (null: unknown), per cause, per supplier, and one for all open
-- backorders; "way" tells which. Counts and values of each way sum to those of all. Of suppliers and of all also
-- those that score at least $high points, how many have an ETA and their slip; of all the number of customers who
-- still wait for something: what is missing sums to the backorder's open units, so that no line of a closed one is
-- among them. Scores are compared in whole millionths, see most_urgent.
with waiting as (
    select count(distinct customer_id) as customers
    from backorder_lines
    where valid_from <= $as_of and $as_of < valid_to and quantity > received + cancelled
),
still_open as materialized (
    select
        created_on, eta, cause, supplier_id, value, eta - original_due as slip,
        cast(
            (
                cast(score_base as double) + cast(score_per_day as double)
                * greatest(0, $as_of - original_due, coalesce(eta - original_due, 0))
            ) * 1000000 as bigint
        ) >= cast(ceil(cast($high as decimal(28, 9)) * 1000000) as bigint) as high
    from backorders_as_of($as_of)
    where closed_on is null
),
by_supplier as materialized (
    select
        supplier_id, count(*) as count, sum(value) as value, count(*) filter (where high) as high_count,
        coalesce(sum(value) filter (where high), 0) as high_value, count(eta) as dated,
        coalesce(sum(slip), 0) as slip_days
    from still_open
    group by supplier_id
)
select 'age' as way, $as_of - created_on as bucket, count(*) as count, sum(value) as value
from still_open
group by created_on
union all by name
select 'eta' as way, eta - $as_of as bucket, count(*) as count, sum(value) as value
from still_open
group by eta
union all by name
select 'cause' as way, cause as bucket, count(*) as count, sum(value) as value
from still_open
group by cause
union all by name
select 'supplier' as way, supplier_id as bucket, * exclude (supplier_id) from by_supplier
union all by name
select
    'all' as way, cast(coalesce(sum(count), 0) as bigint) as count, coalesce(sum(value), 0) as value,
    cast(coalesce(sum(high_count), 0) as bigint) as high_count, coalesce(sum(high_value), 0) as high_value,
    cast(coalesce(sum(dated), 0) as bigint) as dated, coalesce(sum(slip_days), 0) as slip_days,
    (select w.customers from waiting as w) as customers
from by_supplier;

-- name: most_urgent
-- one row per open backorder in the Critical band, and the next by score up to $least rows in all; the first are
-- found by the score in whole millionths, which a floating number holds exactly up to nine thousand million points
with foremost as (
    select id
    from backorders_as_of($as_of)
    where closed_on is null
    order by
        cast(
            (
                cast(score_base as double) + cast(score_per_day as double)
                * greatest(0, $as_of - original_due, coalesce(eta - original_due, 0))
            ) * 1000000 as bigint
        ) desc,
        number
    limit $most
),
ranked as (
    select b.*, row_number() over (order by b.score desc, b.number) as place
    from foremost as f
    join backorders_as_of($as_of) as b on b.id = f.id
)
select r.id, r.number, r.value, r.age_days, r.score, r.eta, r.tier, p.eta_confirmed_on
from ranked as r
join po_lines as p on p.id = r.po_line_id
where r.place <= $least or r.score >= $critical
order by r.place;

-- name: foremost_customers
-- one row per backorder among $ids: the affected customer with the highest line score on the day, those
-- who still wait before those who wait no more
select l.backorder_id, c.name
from backorder_lines as l
join backorders_as_of($as_of) as b on b.id = l.backorder_id
join customers as c on c.id = l.customer_id
join order_lines as o on o.id = l.order_line_id
where l.backorder_id in (select unnest($ids)) and l.valid_from <= $as_of and $as_of < l.valid_to
qualify row_number() over (
    partition by l.backorder_id
    order by
        l.quantity > l.received + l.cancelled desc,
        l.score_base + l.score_per_day * greatest(0, $as_of - b.original_due, coalesce(b.eta - b.original_due, 0))
            desc,
        o.need_date, o.order_number, o.order_line
) = 1;

-- name: ways_out
-- one row per backorder among $ids: what the offers and the stock of the day allow, null where nothing does;
-- of several the one that is there soonest, of several places the one with most to spare
with wanted as (
    select b.id, b.po_line_id, b.product_id, b.supplier_id
    from backorders as b
    where b.id in (select unnest($ids))
),
offers as (
    select * from supply_offers
    where offered_on <= $as_of and (expires_on is null or expires_on >= $as_of) and available > 0
),
expedites as (
    select w.id, min(p.po_number) as po_number
    from wanted as w
    join offers as o on o.po_line_id = w.po_line_id and o.kind = 4
    join po_lines as p on p.id = o.po_line_id
    group by w.id
),
substitutes as (
    select w.id, s.code
    from wanted as w
    join offers as o on o.product_id = w.product_id and o.kind = 3
    join products as s on s.id = o.substitute_id
    qualify row_number() over (partition by w.id order by o.lead_days, s.code) = 1
),
transfers as (
    select w.id, l.name
    from wanted as w
    join stock as s on s.product_id = w.product_id and s.on_hand > s.promised
    join locations as l on l.id = s.location_id and l.code <> $home
    qualify row_number() over (partition by w.id order by s.on_hand - s.promised desc, l.name) = 1
),
alternatives as (
    select w.id, s.name
    from wanted as w
    join offers as o on o.product_id = w.product_id and o.kind in (1, 5) and o.supplier_id <> w.supplier_id
    join suppliers as s on s.id = o.supplier_id
    qualify row_number() over (partition by w.id order by o.lead_days, s.name) = 1
)
select w.id, e.po_number as expedite, u.code as substitute, t.name as transfer, a.name as alternative
from wanted as w
left join expedites as e on e.id = w.id
left join substitutes as u on u.id = w.id
left join transfers as t on t.id = w.id
left join alternatives as a on a.id = w.id;

-- name: on_time_by_supplier
-- one row per supplier among $ids and share of a PO line that had arrived by its original promise, as
-- arrived of ordered (capped at 1 of 1): how many of the lines promised in [$since, $as_of) have that share;
-- one row with 0 lines where none was due
with due as (
    select id, supplier_id, ordered, original_due
    from po_lines
    where original_due >= $since and original_due < $as_of and supplier_id in (select unnest($ids))
),
arrived as (
    select d.id, sum(r.quantity) as quantity
    from due as d
    join receipts as r on r.po_line_id = d.id and r.received_on <= d.original_due
    group by d.id
),
shares as (
    select
        d.supplier_id,
        case when a.quantity is null then 0 when a.quantity >= d.ordered then 1 else a.quantity end as arrived,
        case when a.quantity is null or a.quantity >= d.ordered then 1 else d.ordered end as ordered
    from due as d
    left join arrived as a on a.id = d.id
)
select s.id, s.code, s.name, h.arrived, h.ordered, count(h.supplier_id) as lines
from suppliers as s
left join shares as h on h.supplier_id = s.id
where s.id in (select unnest($ids))
group by s.id, s.code, s.name, h.arrived, h.ordered;
