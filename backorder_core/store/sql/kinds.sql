-- Records of each kind in the words of its contract (the views kind_…). "held_…" reads the relation "incoming", one
-- row per key; "all_…" is what an export writes; "used_…" and "remove_…" take back what an import made.

-- name: held_suppliers
-- one row per key that a supplier has
select k.code, k.name, k.buyer
from kind_suppliers as k
join incoming as i on k.code = i.code;

-- name: all_suppliers
-- one row per supplier, by key
select k.code, k.name, k.buyer
from kind_suppliers as k
order by k.code;

-- name: held_products
-- one row per key that a product has
select k.code, k.name, k.category
from kind_products as k
join incoming as i on k.code = i.code;

-- name: all_products
-- one row per product, by key
select k.code, k.name, k.category
from kind_products as k
order by k.code;

-- name: held_locations
-- one row per key that a location has
select k.code, k.name
from kind_locations as k
join incoming as i on k.code = i.code;

-- name: all_locations
-- one row per location, by key
select k.code, k.name
from kind_locations as k
order by k.code;

-- name: held_customers
-- one row per key that a customer has
select k.code, k.name, k.tier, k.account_manager
from kind_customers as k
join incoming as i on k.code = i.code;

-- name: all_customers
-- one row per customer, by key
select k.code, k.name, k.tier, k.account_manager
from kind_customers as k
order by k.code;

-- name: held_po_lines
-- one row per key that a PO line has
select
   k.po_number, k.po_line, k.supplier, k.product, k.ordered, k.received, k.open, k.unit_cost, k.order_date,
    k.original_due, k.eta, k.received_on, k.status, k.reason, k.supplier_name, k.product_name
from kind_po_lines as k
join incoming as i on k.po_number = i.po_number and ltrim(k.po_line, '0') = ltrim(i.po_line, '0');

-- name: all_po_lines
-- one row per PO line, by key
select
   k.po_number, k.po_line, k.supplier, k.product, k.ordered, k.received, k.open, k.unit_cost, k.order_date,
    k.original_due, k.eta, k.received_on, k.status, k.reason, k.supplier_name, k.product_name
from kind_po_lines as k
order by k.po_number, k.po_line;

-- name: held_order_lines
-- one row per key that a customer order line has
select
   k.order_number, k.order_line, k.customer, k.product, k.quantity, k.unit_price, k.need_date, k.order_date,
    k.impact, k.emergency
from kind_order_lines as k
join incoming as i on k.order_number = i.order_number and ltrim(k.order_line, '0') = ltrim(i.order_line, '0');

-- name: all_order_lines
-- one row per customer order line, by key
select
   k.order_number, k.order_line, k.customer, k.product, k.quantity, k.unit_price, k.need_date, k.order_date,
    k.impact, k.emergency
from kind_order_lines as k
order by k.order_number, k.order_line;

-- name: held_allocations
-- one row per key that a allocation has
select k.po_number, k.po_line, k.order_number, k.order_line, k.quantity
from kind_allocations as k
join incoming as i on k.po_number = i.po_number and ltrim(k.po_line, '0') = ltrim(i.po_line, '0') and k.order_number = i.order_number and ltrim(k.order_line, '0') = ltrim(i.order_line, '0');

-- name: all_allocations
-- one row per allocation, by key
select k.po_number, k.po_line, k.order_number, k.order_line, k.quantity
from kind_allocations as k
order by k.po_number, k.po_line, k.order_number, k.order_line;

-- name: held_stock
-- one row per key that a stock level has
select k.location, k.product, k.on_hand, k.promised
from kind_stock as k
join incoming as i on k.location = i.location and k.product = i.product;

-- name: all_stock
-- one row per stock level, by key
select k.location, k.product, k.on_hand, k.promised
from kind_stock as k
order by k.location, k.product;

-- name: held_offers
-- one row per key that a offer has
select
   k.code, k.kind, k.product, k.supplier, k.location, k.substitute, k.po_number, k.po_line, k.available,
    k.lead_days, k.fixed_cost, k.unit_cost, k.quality, k.offered_on, k.expires_on
from kind_offers as k
join incoming as i on k.code = i.code;

-- name: all_offers
-- one row per offer, by key
select
   k.code, k.kind, k.product, k.supplier, k.location, k.substitute, k.po_number, k.po_line, k.available,
    k.lead_days, k.fixed_cost, k.unit_cost, k.quality, k.offered_on, k.expires_on
from kind_offers as k
order by k.code;

-- name: held_receipts
-- one row per key that a receipt has
select k.po_number, k.po_line, k.receipt, k.quantity, k.received_on
from kind_receipts as k
join incoming as i on k.receipt = i.receipt and k.po_number = i.po_number and ltrim(k.po_line, '0') = ltrim(i.po_line, '0') and k.received_on = i.received_on;

-- name: all_receipts
-- one row per receipt, by key
select k.po_number, k.po_line, k.receipt, k.quantity, k.received_on
from kind_receipts as k
order by k.receipt, k.po_number, k.po_line, k.received_on;

-- name: held_quality
-- one row per key that a quality incident has
select
   k.code, k.supplier, k.occurred_on, k.description, k.quantity, k.severity, k.cost, k.product, k.po_number,
    k.po_line
from kind_quality as k
join incoming as i on k.code = i.code;

-- name: all_quality
-- one row per quality incident, by key
select
   k.code, k.supplier, k.occurred_on, k.description, k.quantity, k.severity, k.cost, k.product, k.po_number,
    k.po_line
from kind_quality as k
order by k.code;

-- name: promised_of_order_lines
-- one row per asked customer order line: units firmly allocated to it and not released
with asked as (select distinct unnest($numbers) as order_number, unnest($lines) as order_line)
select o.order_number, ltrim(o.order_line, '0'), sum(a.quantity - a.released)
from order_lines as o
join asked as w on w.order_number = o.order_number and w.order_line = ltrim(o.order_line, '0')
join firm_allocations as a on a.order_line_id = o.id
group by 1, 2;

-- name: received_by_reports
-- one row per asked PO line and day of an open-PO report: units that the reports of that day said had arrived
with asked as (select distinct unnest($numbers) as po_number, unnest($lines) as po_line)
select l.po_number, ltrim(l.po_line, '0'), i.as_of, sum(r.quantity)
from po_lines as l
join asked as w on w.po_number = l.po_number and w.po_line = ltrim(l.po_line, '0')
join receipts as r on r.po_line_id = l.id
join imports as i on i.id = r.import_id and i.kind = 'po-lines'
where r.number = ''
group by 1, 2, 3;

-- name: used_suppliers
-- one row per supplier that something refers to
select i.code
from incoming as i
join suppliers as s on s.code = i.code
where
    exists (select 1 from po_lines as p where p.supplier_id = s.id)
    or exists (select 1 from supply_offers as o where o.supplier_id = s.id)
    or exists (select 1 from quality_incidents as q where q.supplier_id = s.id)
    or exists (select 1 from service_levels as l where l.supplier_id = s.id)
    or exists (select 1 from supplier_ratings as r where r.supplier_id = s.id)
    or exists (select 1 from supplier_calendars as c where c.supplier_id = s.id)
order by 1;

-- name: remove_suppliers
delete from suppliers where code in (select i.code from incoming as i);

-- name: used_products
-- one row per product that something refers to
select i.code
from incoming as i
join products as p on p.code = i.code
where
    exists (select 1 from po_lines as l where l.product_id = p.id)
    or exists (select 1 from order_lines as l where l.product_id = p.id)
    or exists (select 1 from stock as s where s.product_id = p.id)
    or exists (select 1 from supply_offers as o where o.product_id = p.id or o.substitute_id = p.id)
    or exists (select 1 from quality_incidents as q where q.product_id = p.id)
order by 1;

-- name: remove_products
delete from products where code in (select i.code from incoming as i);

-- name: used_locations
-- one row per location that something refers to
select i.code
from incoming as i
join locations as l on l.code = i.code
where
    exists (select 1 from stock as s where s.location_id = l.id)
    or exists (select 1 from supply_offers as o where o.location_id = l.id)
    or exists (select 1 from transfers as t where t.from_location_id = l.id or t.to_location_id = l.id)
order by 1;

-- name: remove_locations
delete from locations where code in (select i.code from incoming as i);

-- name: used_customers
-- one row per customer that something refers to
select i.code
from incoming as i
join customers as c on c.code = i.code
where exists (select 1 from order_lines as o where o.customer_id = c.id)
order by 1;

-- name: remove_customers
delete from customers where code in (select i.code from incoming as i);

-- name: used_stock
-- no row: nothing refers to a stock level
select i.product from incoming as i where false;

-- name: remove_stock
delete from stock
where exists (
    select 1
    from incoming as i
    join locations as l on l.code = i.location
    join products as p on p.code = i.product
    where l.id = stock.location_id and p.id = stock.product_id
);

-- name: used_offers
-- no row: a chosen plan keeps what was offered
select i.code from incoming as i where false;

-- name: remove_offers
delete from supply_offers where code in (select i.code from incoming as i);

-- name: used_order_lines
-- one row per customer order line that something refers to
select i.order_number || ' / ' || i.order_line
from incoming as i
join order_lines as o on o.order_number = i.order_number and o.order_line = i.order_line
where
    exists (select 1 from allocations as a where a.order_line_id = o.id)
    or exists (select 1 from backorder_lines as b where b.order_line_id = o.id)
order by 1;

-- name: remove_order_lines
delete from order_lines
where exists (
    select 1 from incoming as i
    where i.order_number = order_lines.order_number and i.order_line = order_lines.order_line
);

-- name: all_po_delays
-- one row per PO line with an open backorder, by key: the date that is known, and why
select
    line.po_number, line.po_line, b.eta as new_eta, b.reason, b.quantity, '' as note, s.code as supplier,
    p.code as product, line.ordered, line.unit_cost, line.order_date, line.original_due, s.name as supplier_name,
    p.name as product_name
from backorders as b
join po_lines as line on line.id = b.po_line_id
join suppliers as s on s.id = line.supplier_id
join products as p on p.id = line.product_id
where b.closed_on is null
order by line.po_number, line.po_line;

-- name: line_situations
-- one row per asked PO line that the store knows: its terms, what is firmly promised of it, and its open backorder
with asked as (select distinct po_number, po_line from incoming),
promised as (
    select po_line_id, sum(quantity - released) as quantity from firm_allocations group by po_line_id
),
open_ones as (
    select id, po_line_id, number, quantity - received - cancelled as open_quantity, valid_from
    from backorders
    where closed_on is null
)
select
    p.id, p.po_number, p.po_line, s.code, d.code, p.ordered, p.received, p.cancelled, p.unit_cost, p.order_date,
    p.original_due, p.eta, p.eta_confirmed_on, coalesce(a.quantity, 0), b.id, b.number, b.open_quantity, b.valid_from,
    p.supplier_id, s.name, p.product_id, d.name, p.version
from asked as i
join po_lines as p on p.po_number = i.po_number and ltrim(p.po_line, '0') = ltrim(i.po_line, '0')
join suppliers as s on s.id = p.supplier_id
join products as d on d.id = p.product_id
left join promised as a on a.po_line_id = p.id
left join open_ones as b on b.po_line_id = p.id;

-- name: lines_to_write
-- one row per row of an open-PO report that writes something, after line $after, beside the number of its line
select
    v.line, v.record, coalesce(p.po_number, v.record ->> 'po_number'), coalesce(p.po_line, v.record ->> 'po_line'),
    v.outcome
from staging.verdicts as v
left join po_lines as p on p.id = v.po_line_id
where v.draft = $draft and v.recorded and v.record is not null and v.line > $after
order by v.line
limit $count;

-- name: lines_missing_from_report
-- one row per open PO line that a report lacks, among the suppliers of the lines in it that were known before
with named as (
    select distinct po_number, ltrim(po_line, '0') as po_line from incoming
),
known as (
    select p.id, p.supplier_id
    from po_lines as p
    join named as n on n.po_number = p.po_number and n.po_line = ltrim(p.po_line, '0')
)
select p.po_number, p.po_line
from po_lines as p
where
    p.ordered > p.received + p.cancelled and p.order_date <= $as_of
    and p.supplier_id in (select k.supplier_id from known as k)
    and p.id not in (select k.id from known as k)
order by p.po_number, p.po_line;

-- name: change_terms
-- what a later report says of known lines; null leaves a term as it is
update po_lines
set
    supplier_id = coalesce(s.id, po_lines.supplier_id), ordered = coalesce(i.ordered, po_lines.ordered),
    unit_cost = coalesce(i.unit_cost, po_lines.unit_cost)
from incoming as i
left join suppliers as s on s.code = i.supplier
where po_lines.id = i.id;

-- name: append_import_made
insert into import_made by name select * from incoming;

-- name: append_import_allocations
insert into import_allocations by name select * from incoming;

-- name: take_back_allocations
update allocations
set received = allocations.received - g.quantity
from (
    select po_line_id, order_line_id, sum(quantity) as quantity
    from import_allocations
    where import_id = $id
    group by po_line_id, order_line_id
) as g
where allocations.po_line_id = g.po_line_id and allocations.order_line_id = g.order_line_id;

-- name: remove_import_allocations
delete from import_allocations where import_id = $id;

-- name: remove_receipts_of_import
delete from receipts where import_id = $id;

-- name: used_lines_of_import
-- at most one row: a PO line made by an import that something refers to
with made as (
    select p.id, p.po_number || ' / ' || p.po_line as named
    from import_rows as r
    join po_lines as p on p.po_number = (r.record ->> 'po_number') and p.po_line = (r.record ->> 'po_line')
    where r.import_id = $id and r.po_line_id is null and r.record is not null
)
select m.named
from made as m
where
    exists (select 1 from allocations as a where a.po_line_id = m.id)
    or exists (select 1 from supply_offers as o where o.po_line_id = m.id)
    or exists (select 1 from quality_incidents as q where q.po_line_id = m.id)
    or exists (select 1 from receipts as r where r.po_line_id = m.id)
order by 1
limit 1;

-- name: lines_made_by_import
-- one row per PO line that an import made and the ledger speaks of
select p.id, p.eta, p.received, p.cancelled, p.version
from import_rows as r
join po_lines as p on p.po_number = (r.record ->> 'po_number') and p.po_line = (r.record ->> 'po_line')
where
    r.import_id = $id and r.po_line_id is null and r.record is not null
    and exists (select 1 from ledger as l where l.kind = 'po_line' and l.subject = p.id)
order by p.id;

-- name: remove_lines_of_import
delete from po_lines
where exists (
    select 1
    from import_rows as r
    where
        r.import_id = $id and r.po_line_id is null and r.record is not null
        and po_lines.po_number = (r.record ->> 'po_number') and po_lines.po_line = (r.record ->> 'po_line')
);

-- name: remove_made_suppliers
delete from suppliers
where
    code in (select m.code from import_made as m where m.import_id = $id and m.kind = 'suppliers')
    and id not in (select p.supplier_id from po_lines as p)
    and id not in (select o.supplier_id from supply_offers as o where o.supplier_id is not null)
    and id not in (select q.supplier_id from quality_incidents as q);

-- name: remove_made_products
delete from products
where
    code in (select m.code from import_made as m where m.import_id = $id and m.kind = 'products')
    and id not in (select p.product_id from po_lines as p)
    and id not in (select o.product_id from order_lines as o)
    and id not in (select s.product_id from stock as s)
    and id not in (select o.product_id from supply_offers as o);

-- name: allocation_rooms
-- one row per asked pair of PO line and customer order line: their products, units, units firmly promised of each, and
-- units of their allocation that are received or released
with asked as (select distinct po_number, po_line, order_number, order_line from incoming),
supply as (select po_line_id, sum(quantity - released) as promised from firm_allocations group by po_line_id),
demand as (select order_line_id, sum(quantity - released) as promised from firm_allocations group by order_line_id)
select
    i.po_number, i.po_line, i.order_number, i.order_line, d.code, l.ordered - l.cancelled,
    coalesce(s.promised, 0), w.code, o.quantity, coalesce(n.promised, 0), coalesce(a.received + a.released, 0)
from asked as i
join po_lines as l on l.po_number = i.po_number and ltrim(l.po_line, '0') = ltrim(i.po_line, '0')
join products as d on d.id = l.product_id
join order_lines as o on o.order_number = i.order_number and ltrim(o.order_line, '0') = ltrim(i.order_line, '0')
join products as w on w.id = o.product_id
left join supply as s on s.po_line_id = l.id
left join demand as n on n.order_line_id = o.id
left join allocations as a on a.po_line_id = l.id and a.order_line_id = o.id;

-- name: lines_of_allocations
-- one row per PO line that the allocations of a file name
select distinct v.record ->> 'po_number', ltrim(v.record ->> 'po_line', '0')
from staging.verdicts as v
where v.draft = $draft and v.recorded and v.record is not null;

-- name: used_allocations
-- one row per allocation of which something is received, released or short by another backorder than this file made
select i.po_number || ' / ' || i.po_line || ' for ' || i.order_number || ' / ' || i.order_line
from incoming as i
join po_lines as l on l.po_number = i.po_number and ltrim(l.po_line, '0') = ltrim(i.po_line, '0')
join order_lines as o on o.order_number = i.order_number and ltrim(o.order_line, '0') = ltrim(i.order_line, '0')
join allocations as a on a.po_line_id = l.id and a.order_line_id = o.id
where a.received + a.released > 0
order by 1;

-- name: remove_allocations
delete from allocations
where exists (
    select 1
    from incoming as i
    join po_lines as l on l.po_number = i.po_number and ltrim(l.po_line, '0') = ltrim(i.po_line, '0')
    join order_lines as o on o.order_number = i.order_number and ltrim(o.order_line, '0') = ltrim(i.order_line, '0')
    where l.id = allocations.po_line_id and o.id = allocations.order_line_id
);

-- name: incident_ids
-- one row per quality incident among $codes
select id, code, version from quality_incidents where code in (select unnest($codes));

-- name: remove_quality
delete from quality_incidents where code in (select i.code from incoming as i);

-- name: count_records
-- one row per kind of file that anything of is there; of PO delays: lines that a delay is known of
with counted as (
    select 'suppliers' as kind, count(*) as records from suppliers where code <> '?'
    union all select 'products', count(*) from products
    union all select 'locations', count(*) from locations
    union all select 'customers', count(*) from customers
    union all select 'po-lines', count(*) from po_lines
    union all select 'order-lines', count(*) from order_lines
    union all select 'allocations', count(*) from firm_allocations
    union all select 'stock', count(*) from stock
    union all select 'offers', count(*) from supply_offers
    union all select 'receipts', count(*) from receipts
    union all select 'po-delays', (select count(*) from delays) + (select count(*) from backorders)
    union all select 'quality', count(*) from quality_incidents
)
select kind, records from counted where records > 0;

-- name: count_backorders
-- one row: backorders ever made
select count(*) from backorders;
