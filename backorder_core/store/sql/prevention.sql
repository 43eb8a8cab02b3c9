-- name: shortages_made
-- one row per customer order line of a backorder made in [$since, $until), as it then stood: units short, price,
-- and the later of need date and first promise; backorders by the day they were made and their score, lines by
-- theirs
select
    b.id, b.number, b.created_on, p.code as product, p.name as product_name, s.code as supplier,
    s.name as supplier_name, c.name as customer, l.quantity, l.unit_price,
    greatest(o.need_date, b.original_due) as by_day
from backorder_states as b
join backorder_lines as l on l.backorder_id = b.id and l.version = 1
join order_lines as o on o.id = l.order_line_id
join customers as c on c.id = l.customer_id
join products as p on p.id = b.product_id
join suppliers as s on s.id = b.supplier_id
where
    b.version = 1 and b.created_on >= $since and b.created_on < $until and b.created_on <= $as_of
    and ($product is null or p.code = $product) and ($supplier is null or s.code = $supplier)
order by
    b.created_on, b.score_base + b.score_per_day * greatest(0, coalesce(b.eta - b.original_due, 0)) desc,
    b.number, l.score_base + l.score_per_day * greatest(0, coalesce(b.eta - b.original_due, 0)) desc,
    o.need_date, o.order_number, o.order_line;

-- name: arrivals_of_shortages
-- one row per day on which units of a backorder made in [$since, $until) arrived, up to the day
with steps as (
    select
        id, valid_from, received - lag(received, 1, 0) over (partition by id order by version) as units
    from backorder_states
    where created_on >= $since and created_on < $until and valid_from <= $as_of
)
select id, valid_from as arrived, sum(units) as units
from steps
where units > 0
group by id, valid_from
order by id, valid_from;

-- name: units_ordered
-- one row: units of PO lines first promised in [$since, $until) for products short in that time
select coalesce(sum(l.ordered - l.cancelled), 0) as units
from po_lines as l
join products as p on p.id = l.product_id
join suppliers as s on s.id = l.supplier_id
where
    l.original_due >= $since and l.original_due < $until and p.code in (select unnest($products))
    and ($supplier is null or s.code = $supplier);
