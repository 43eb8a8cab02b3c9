-- name: lines_of_purchase_orders
-- one row per line of the purchase orders $po_numbers
select id, po_number, po_line, ordered, received, cancelled, eta, version, original_due
from po_lines
where po_number in (select unnest($po_numbers));

-- name: open_for_escalation
-- one row per open backorder with what its escalation level depends on
select id, original_due, tier, level from backorders where closed_on is null;

-- name: product_of_backorders
-- one row per backorder: the product that notices speak of
select b.id, p.code, p.name
from backorders as b
join products as p on p.id = b.product_id
where b.id in (select unnest($ids));
