-- Allocations by rule, where no allocation file says who gets what.

-- name: allocated_by_file
-- at most one row: an allocation that was not made by rule
select 1 from allocations where not made limit 1;

-- name: products_to_allocate
-- one row per product that is on its way and asked for, or of which something is allocated by rule
select l.product_id from po_lines as l
where
    l.ordered > l.received + l.cancelled
    and l.product_id in (select o.product_id from order_lines as o)
union
select l.product_id from loose_allocations as a join po_lines as l on l.id = a.po_line_id
order by 1;

-- name: supply_to_allocate
-- one row per PO line of the products with units to come that are firmly promised to nobody
with firm as (
    select po_line_id, sum(quantity - received - released) as waiting from firm_allocations group by po_line_id
)
select l.product_id, l.id, l.ordered - l.received - l.cancelled - coalesce(f.waiting, 0) as units, l.eta
from po_lines as l
left join firm as f on f.po_line_id = l.id
where
    l.product_id in (select unnest($products))
    and l.ordered - l.received - l.cancelled > coalesce(f.waiting, 0)
order by l.product_id, l.id;

-- name: demand_to_allocate
-- one row per customer order line of the products with units that nothing firm is promised for
with firm as (
    select order_line_id, sum(quantity - released) as promised from firm_allocations group by order_line_id
)
select
    o.product_id, o.id as order_line_id, o.order_number, o.order_line, o.customer_id, c.name as customer, c.tier,
    o.impact, o.emergency, o.quantity - coalesce(f.promised, 0) as open_quantity, o.unit_price, o.need_date,
    o.order_date
from order_lines as o
join customers as c on c.id = o.customer_id
left join firm as f on f.order_line_id = o.id
where o.product_id in (select unnest($products)) and o.quantity > coalesce(f.promised, 0)
order by o.product_id, o.id;

-- name: firm_pairs
-- one row per PO line and customer order line of the products of which something firm is promised
select a.po_line_id, a.order_line_id
from firm_allocations as a
join po_lines as l on l.id = a.po_line_id
where a.made and l.product_id in (select unnest($products));

-- name: loose_of_products
-- one row per allocation of the products that the rule may make anew
select a.po_line_id, a.order_line_id, a.quantity
from loose_allocations as a
join po_lines as l on l.id = a.po_line_id
where l.product_id in (select unnest($products));

-- name: count_loose
-- one row: how many allocations the rule may make anew
select count(*) from loose_allocations;

-- name: loose_of_lines
-- one row per allocation of the PO lines that the rule may make anew
select po_line_id, order_line_id, quantity from loose_allocations where po_line_id in (select unnest($ids));

-- name: drop_loose
delete from allocations where id in (select a.id from loose_allocations as a);

-- name: drop_loose_beyond
-- PO lines that bring fewer units than are promised of them give up what the rule may make anew
delete from allocations
where
    id in (select a.id from loose_allocations as a)
    and po_line_id in (
        select l.id
        from po_lines as l
        join (
            select po_line_id, sum(quantity - released) as promised from allocations group by po_line_id
        ) as a on a.po_line_id = l.id
        where l.id in (select unnest($ids)) and a.promised > l.ordered - l.cancelled
    );

-- name: drop_shares
delete from allocations
where exists (
    select 1 from incoming as i
    where i.po_line_id = allocations.po_line_id and i.order_line_id = allocations.order_line_id
);

-- name: insert_shares
insert into allocations by name
select
    $first + row_number() over () - 1 as id, i.po_line_id, i.order_line_id, i.units as quantity, 0 as received,
    0 as released, true as made, $import_id as import_id
from incoming as i;

-- name: keys_of_lines
-- one row per PO line
select po_number, ltrim(po_line, '0') from po_lines where id in (select unnest($ids)) order by 1, 2;
