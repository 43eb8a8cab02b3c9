-- Patterns: backorders created in [$since, $until) as they were known at the end of $as_of. $supplier, $category, $cause
-- and $tier narrow all of them where they are given. "value" is the value with which a backorder was made, "slip" its
-- ETA of the day minus its original due date; the tier is the best one among the customers who wait (or waited last).

-- name: patterns_in_every_way
-- one row per cause, supplier, category, product, tier, weekday (1: Monday), supplier and cause, category and cause,
-- category and supplier, and one for all; "way" tells which. The counts of each way sum to those of all. slip_days,
-- slip_squares and dated hold the sum, the sum of squares and the number of the known slips.
with made as (
    select
        b.cause, b.tier, isodow(b.created_on) as weekday, f.value, b.eta - b.original_due as slip,
        s.code as supplier, s.name as supplier_name, p.code as product, p.name as product_name, p.category
    from backorders_as_of($as_of) as b
    join backorder_states as f on f.id = b.id and f.version = 1
    join suppliers as s on s.id = b.supplier_id
    join products as p on p.id = b.product_id
    where
        b.created_on >= $since and b.created_on < $until
        and ($supplier is null or s.code = $supplier)
        and ($category is null or p.category = $category)
        and ($cause is null or b.cause = $cause)
        and ($tier is null or b.tier = $tier)
)
select
    case
        when grouping(supplier) = 0 and grouping(cause) = 0 then 'supplier_cause'
        when grouping(category) = 0 and grouping(cause) = 0 then 'category_cause'
        when grouping(category) = 0 and grouping(supplier) = 0 then 'category_supplier'
        when grouping(cause) = 0 then 'cause'
        when grouping(supplier) = 0 then 'supplier'
        when grouping(category) = 0 then 'category'
        when grouping(product) = 0 then 'product'
        when grouping(tier) = 0 then 'tier'
        when grouping(weekday) = 0 then 'weekday'
        else 'all'
    end as way,
    supplier, supplier_name, category, product, product_name, cause, tier, weekday,
    count(*) as count,
    coalesce(sum(value), 0) as value,
    count(slip) as dated,
    coalesce(sum(slip), 0) as slip_days,
    coalesce(sum(slip * slip), 0) as slip_squares
from made
group by grouping sets (
    (cause), (supplier, supplier_name), (category), (product, product_name), (tier), (weekday),
    (supplier, supplier_name, cause), (category, cause), (category, supplier, supplier_name), ()
);

-- name: patterns_by_customer
-- one row per customer with an affected order line: in how many of the backorders, and their lines' value when made;
-- a backorder of two customers counts for both
with made as (
    select b.id
    from backorders_as_of($as_of) as b
    join suppliers as s on s.id = b.supplier_id
    join products as p on p.id = b.product_id
    where
        b.created_on >= $since and b.created_on < $until
        and ($supplier is null or s.code = $supplier)
        and ($category is null or p.category = $category)
        and ($cause is null or b.cause = $cause)
        and ($tier is null or b.tier = $tier)
)
select c.code, c.name, count(distinct l.backorder_id) as count, coalesce(sum(f.value), 0) as value
from backorder_lines as l
join made as m on m.id = l.backorder_id
join customers as c on c.id = l.customer_id
left join backorder_lines as f
    on f.backorder_id = l.backorder_id and f.order_line_id = l.order_line_id and f.version = 1
where l.valid_from <= $as_of and $as_of < l.valid_to
group by c.code, c.name;

-- name: patterns_by_month
-- one row per calendar month (its first day) with an order line ordered or a backorder created in it: how many
-- backorders were created, how many order lines were ordered, and how many of those a backorder affected
with affected as (
    select distinct l.order_line_id
    from backorder_lines as l
    join backorders_as_of($as_of) as b on b.id = l.backorder_id
    join suppliers as s on s.id = b.supplier_id
    join products as p on p.id = b.product_id
    where
        l.valid_from <= $as_of and $as_of < l.valid_to
        and ($supplier is null or s.code = $supplier)
        and ($category is null or p.category = $category)
        and ($cause is null or b.cause = $cause)
        and ($tier is null or b.tier = $tier)
),
ordered as (
    select
        cast(date_trunc('month', o.order_date) as date) as month, count(*) as orders,
        count(a.order_line_id) as backordered
    from order_lines as o
    left join affected as a on a.order_line_id = o.id
    where o.order_date >= $since and o.order_date < $until and o.order_date <= $as_of
    group by 1
),
made as (
    select cast(date_trunc('month', b.created_on) as date) as month, count(*) as count
    from backorders_as_of($as_of) as b
    join suppliers as s on s.id = b.supplier_id
    join products as p on p.id = b.product_id
    where
        b.created_on >= $since and b.created_on < $until
        and ($supplier is null or s.code = $supplier)
        and ($category is null or p.category = $category)
        and ($cause is null or b.cause = $cause)
        and ($tier is null or b.tier = $tier)
    group by 1
)
select
    coalesce(o.month, m.month) as month, coalesce(m.count, 0) as count, coalesce(o.orders, 0) as orders,
    coalesce(o.backordered, 0) as backordered
from ordered as o
full join made as m on m.month = o.month
order by 1;

-- name: deliveries_by_supplier
-- one row per supplier with a delivery in [$since, $until) up to the day: how many receipts
select s.code, s.name, count(*) as deliveries
from receipts as r
join po_lines as l on l.id = r.po_line_id
join suppliers as s on s.id = l.supplier_id
join products as p on p.id = l.product_id
where
    r.received_on >= $since and r.received_on < $until and r.received_on <= $as_of
    and ($supplier is null or s.code = $supplier)
    and ($category is null or p.category = $category)
group by s.code, s.name;

-- name: shortages_by_product
-- one row per product: its backorders, the units they were made for, the most units of one, how many affected a VIP
-- or a critical order, and how many suppliers other than theirs offered it on the day
with made as (
    select
        b.id, b.product_id, f.quantity,
        b.id in (
            select l.backorder_id from backorder_lines as l where l.version = 1 and (l.tier = 1 or l.impact = 1)
        ) as urgent
    from backorders_as_of($as_of) as b
    join backorder_states as f on f.id = b.id and f.version = 1
    join suppliers as s on s.id = b.supplier_id
    join products as p on p.id = b.product_id
    where
        b.created_on >= $since and b.created_on < $until
        and ($supplier is null or s.code = $supplier)
        and ($category is null or p.category = $category)
        and ($cause is null or b.cause = $cause)
        and ($tier is null or b.tier = $tier)
),
late as (select distinct b.product_id, b.supplier_id from backorders as b join made as m on m.id = b.id),
offers as (
    select o.product_id, count(distinct o.supplier_id) as others
    from supply_offers as o
    left join late as t on t.product_id = o.product_id and t.supplier_id = o.supplier_id
    where
        o.kind in (1, 5) and t.product_id is null and o.available > 0 and o.offered_on <= $as_of
        and (o.expires_on is null or o.expires_on >= $as_of)
    group by o.product_id
)
select
    p.code, p.name, p.category, count(*) as count, sum(m.quantity) as units, max(m.quantity) as most,
    count(*) filter (where m.urgent) as urgent, coalesce(max(o.others), 0) as others
from made as m
join products as p on p.id = m.product_id
left join offers as o on o.product_id = m.product_id
group by p.code, p.name, p.category;

-- name: first_day_known
-- one row: the first day of which the store knows an order line or a backorder, null where it knows none
select min(day) as day
from (
    select min(order_date) as day from order_lines
    union all
    select min(created_on) from backorders
) as days;
