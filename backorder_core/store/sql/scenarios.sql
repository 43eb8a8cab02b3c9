-- What might be.

-- name: lines_to_slip
-- one row per open PO line of a supplier, by its code, with its open backorder if it has one
select
    p.id, p.po_number, p.po_line, p.supplier_id, s.name as supplier, p.product_id, r.code as product,
    r.name as product_name, p.order_date, p.original_due, p.eta, p.ordered, p.received, p.cancelled, p.version,
    b.id as backorder_id, coalesce(b.quantity - b.received - b.cancelled, 0) as backorder_open
from po_lines as p
join suppliers as s on s.id = p.supplier_id
join products as r on r.id = p.product_id
left join backorders as b on b.po_line_id = p.id and b.closed_on is null
where s.code = $supplier and p.ordered > p.received + p.cancelled
order by p.po_number, p.po_line;

-- name: supplier_named
-- at most one row: the supplier of a code
select id, name from suppliers where code = $code;

-- name: place_of_stock
-- at most one row: a location and a product by their codes
select l.id as location_id, p.id as product_id
from locations as l
cross join products as p
where l.code = $location and p.code = $product;

-- name: suppose_stock
-- adds units at a location
merge into stock
using (select $location_id as location_id, $product_id as product_id, $quantity as quantity) as i
on stock.location_id = i.location_id and stock.product_id = i.product_id
when matched then update set on_hand = stock.on_hand + i.quantity
when not matched then insert (location_id, product_id, on_hand, promised)
    values (i.location_id, i.product_id, i.quantity, 0);

-- name: put_scenarios
merge into scenarios
using incoming as i on scenarios.id = i.id
when matched and scenarios.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: scenarios_kept
-- one row per scenario that was kept, the newest first
select * from scenarios order by number desc limit $count;

-- name: scenario_numbered
-- at most one row
select * from scenarios where number = $number;

-- name: changed_since
-- one row: how many ledger entries came after $seq that are not about scenarios
select count(*) from ledger where seq > $seq and kind <> 'scenario';

-- name: ledger_head_seq
-- one row: the number of the last ledger entry
select coalesce(max(seq), 0) from ledger;

-- name: location_choices
-- one row per location, by name
select code, name from locations order by name;

-- name: expeditable
-- one row per open backorder whose PO line has an offer to be expedited on the day, by number
select b.id, b.number
from backorders as b
where
    b.closed_on is null
    and b.po_line_id in (
        select o.po_line_id from supply_offers as o
        where o.kind = 4 and o.offered_on <= $as_of and (o.expires_on is null or o.expires_on >= $as_of)
    )
order by b.number;
