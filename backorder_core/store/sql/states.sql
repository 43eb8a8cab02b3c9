-- name: current_backorders
-- one row per backorder among $ids, as it stands now
select b.* from backorders as b where b.id in (select unnest($ids));

-- name: current_backorder_lines
-- one row per current affected order line of the backorders among $ids
select
    l.backorder_id, l.order_line_id, l.customer_id, l.tier, l.impact, l.emergency, l.unit_price, l.quantity,
    l.received, l.cancelled
from backorder_lines as l
where l.backorder_id in (select unnest($ids)) and l.valid_to = date '9999-12-31'
order by l.backorder_id, l.order_line_id;

-- name: order_lines_by_id
-- one row per customer order line among $ids
select id, order_number, order_line, customer_id, impact, emergency, unit_price, need_date, order_date
from order_lines
where id in (select unnest($ids));

-- name: customers_by_id
-- one row per customer among $ids
select id, name, tier from customers where id in (select unnest($ids));

-- name: lines_apart_from_orders
-- one row per line of an open backorder whose tier, price, impact or emergency is not what its order and customer
-- say: with what they say
select l.backorder_id, l.order_line_id, c.tier, o.impact, o.emergency, o.unit_price
from backorder_lines as l
join backorders as b on b.id = l.backorder_id and b.closed_on is null
join order_lines as o on o.id = l.order_line_id
join customers as c on c.id = l.customer_id
where
    l.valid_to = date '9999-12-31'
    and (l.tier, l.impact, l.emergency, l.unit_price) is distinct from (c.tier, o.impact, o.emergency, o.unit_price);

-- name: backorders_by_number
-- one row per backorder among $numbers, as it stands now
select b.* from backorders as b where b.number in (select unnest($numbers));

-- name: po_lines_by_id
-- one row per PO line among $ids
select id, po_number, po_line, ordered, received, cancelled, eta, version, order_date, original_due
from po_lines
where id in (select unnest($ids));

-- name: products_by_id
-- one row per product among $ids
select id, code, name from products where id in (select unnest($ids));

-- name: suppliers_by_id
-- one row per supplier among $ids
select id, name from suppliers where id in (select unnest($ids));

-- name: open_allocations
-- one row per customer order line with open supply promised from one of the PO lines
select po_line_id, order_line_id, quantity - received - released as open_quantity
from allocations
where po_line_id in (select unnest($po_line_ids)) and quantity > received + released
order by po_line_id, order_line_id;

-- name: open_backorder_ids_of_lines
-- one row per open backorder of one of the PO lines
select po_line_id, id from backorders
where po_line_id in (select unnest($po_line_ids)) and closed_on is null;

-- name: values_asked_before
-- one row per earlier backorder of the PO lines: the value it was made with, and whom it affected
select b.po_line_id, b.created_on, b.value, list(distinct l.customer_id) as customer_ids, b.id
from backorder_states as b
join backorder_lines as l on l.backorder_id = b.id and l.version = 1
where b.po_line_id in (select unnest($po_line_ids)) and b.version = 1
group by b.po_line_id, b.id, b.created_on, b.value;
