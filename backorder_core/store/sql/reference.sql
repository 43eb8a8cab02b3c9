-- Master data and orders, loaded in bulk. Each statement reads the relation "incoming", one row per row of
-- the load, and $first, the first of as many reserved ids. Codes name the things referred to.

-- name: load_suppliers
merge into suppliers
using (select *, $first + row_number() over () - 1 as id from incoming) as i on suppliers.code = i.code
when matched then update set name = i.name, buyer = coalesce(i.buyer, suppliers.buyer)
when not matched then insert (id, code, name, buyer) values (i.id, i.code, i.name, coalesce(i.buyer, ''));

-- name: load_people
merge into people
using (select *, $first + row_number() over () - 1 as id from incoming) as i on people.name = i.name
when matched then update set role = i.role
when not matched then insert (id, name, role) values (i.id, i.name, i.role);

-- name: load_buyers
-- who buys from a supplier, and so owns its backorders until somebody else is named
update suppliers set buyer = i.buyer
from (select supplier, buyer, $first as unused from incoming) as i
where suppliers.code = i.supplier;

-- name: load_products
merge into products
using (select *, $first + row_number() over () - 1 as id from incoming) as i on products.code = i.code
when matched then update set name = i.name, category = i.category
when not matched then insert (id, code, name, category) values (i.id, i.code, i.name, i.category);

-- name: load_locations
merge into locations
using (select *, $first + row_number() over () - 1 as id from incoming) as i on locations.code = i.code
when matched then update set name = i.name
when not matched then insert (id, code, name) values (i.id, i.code, i.name);

-- name: load_customers
merge into customers
using (select *, $first + row_number() over () - 1 as id from incoming) as i on customers.code = i.code
when matched then update set name = i.name, tier = i.tier, account_manager = i.account_manager
when not matched then insert (id, code, name, tier, account_manager)
    values (i.id, i.code, i.name, i.tier, i.account_manager);

-- name: load_stock
merge into stock
using (
    select l.id as location_id, p.id as product_id, i.on_hand, i.promised, $first as unused
    from incoming as i
    join locations as l on l.code = i.location
    join products as p on p.code = i.product
) as i on stock.location_id = i.location_id and stock.product_id = i.product_id
when matched then update set on_hand = i.on_hand, promised = i.promised
when not matched then insert (location_id, product_id, on_hand, promised)
    values (i.location_id, i.product_id, i.on_hand, i.promised);

-- name: load_po_lines
-- a PO line that is known already keeps its first promise: it is not written again
merge into po_lines
using (
    select i.*, s.id as supplier_id, p.id as product_id, $first + row_number() over () - 1 as id
    from incoming as i
    join suppliers as s on s.code = i.supplier
    join products as p on p.code = i.product
) as i on po_lines.po_number = i.po_number and po_lines.po_line = i.po_line
when not matched then insert (
    id, po_number, po_line, supplier_id, product_id, ordered, unit_cost, order_date, original_due,
    eta, eta_confirmed_on, received, cancelled, version
) values (
    i.id, i.po_number, i.po_line, i.supplier_id, i.product_id, i.ordered, i.unit_cost, i.order_date,
    i.original_due, i.original_due, null, 0, 0, 1
);

-- name: load_order_lines
merge into order_lines
using (
    select i.*, c.id as customer_id, p.id as product_id, $first + row_number() over () - 1 as id
    from incoming as i
    join customers as c on c.code = i.customer
    join products as p on p.code = i.product
) as i on order_lines.order_number = i.order_number and order_lines.order_line = i.order_line
when matched then update set
    customer_id = i.customer_id, product_id = i.product_id, order_date = i.order_date, quantity = i.quantity,
    unit_price = i.unit_price, need_date = i.need_date, impact = i.impact, emergency = i.emergency
when not matched then insert (
    id, order_number, order_line, customer_id, product_id, order_date, quantity, unit_price, need_date,
    impact, emergency
) values (
    i.id, i.order_number, i.order_line, i.customer_id, i.product_id, i.order_date, i.quantity, i.unit_price,
    i.need_date, i.impact, i.emergency
);

-- name: load_allocations
merge into allocations
using (
    select l.id as po_line_id, o.id as order_line_id, i.quantity, $first + row_number() over () - 1 as id
    from incoming as i
    join po_lines as l on l.po_number = i.po_number and ltrim(l.po_line, '0') = ltrim(i.po_line, '0')
    join order_lines as o on o.order_number = i.order_number and ltrim(o.order_line, '0') = ltrim(i.order_line, '0')
) as i on allocations.po_line_id = i.po_line_id and allocations.order_line_id = i.order_line_id
when matched then update set quantity = i.quantity, made = false
when not matched then insert (id, po_line_id, order_line_id, quantity, received, released, made)
    values (i.id, i.po_line_id, i.order_line_id, i.quantity, 0, 0, false);

-- name: load_offers
merge into supply_offers
using (
    select
        i.code, i.kind, p.id as product_id, s.id as supplier_id, l.id as location_id, u.id as substitute_id,
        line.id as po_line_id, i.available, i.lead_days, i.fixed_cost, i.unit_cost, i.quality,
        i.offered_on, i.expires_on, $first + row_number() over () - 1 as id
    from incoming as i
    join products as p on p.code = i.product
    left join suppliers as s on s.code = i.supplier
    left join locations as l on l.code = i.location
    left join products as u on u.code = i.substitute
    left join po_lines as line on line.po_number = i.po_number and line.po_line = i.po_line
) as i on supply_offers.code = i.code
when matched then update set
    available = i.available, lead_days = i.lead_days, fixed_cost = i.fixed_cost, unit_cost = i.unit_cost,
    quality = i.quality, offered_on = i.offered_on, expires_on = i.expires_on
when not matched then insert (
    id, code, kind, product_id, supplier_id, location_id, substitute_id, po_line_id, available, lead_days,
    fixed_cost, unit_cost, quality, offered_on, expires_on
) values (
    i.id, i.code, i.kind, i.product_id, i.supplier_id, i.location_id, i.substitute_id, i.po_line_id,
    i.available, i.lead_days, i.fixed_cost, i.unit_cost, i.quality, i.offered_on, i.expires_on
);

-- name: unknown_suppliers
-- one row per supplier code that nothing in the store has
select distinct i.supplier from incoming as i
where i.supplier is not null and not exists (select 1 from suppliers as s where s.code = i.supplier)
order by 1;

-- name: unknown_products
-- one row per product code that nothing in the store has
select distinct i.product from incoming as i
where not exists (select 1 from products as p where p.code = i.product)
order by 1;

-- name: unknown_customers
-- one row per customer code that nothing in the store has
select distinct i.customer from incoming as i
where not exists (select 1 from customers as c where c.code = i.customer)
order by 1;

-- name: unknown_locations
-- one row per location code that nothing in the store has
select distinct i.location from incoming as i
where i.location is not null and not exists (select 1 from locations as l where l.code = i.location)
order by 1;

-- name: unknown_po_lines
-- one row per PO line that nothing in the store has
select distinct i.po_number || ' / ' || i.po_line from incoming as i
where i.po_number is not null and not exists (
    select 1 from po_lines as l where l.po_number = i.po_number and l.po_line = i.po_line
)
order by 1;

-- name: unknown_order_lines
-- one row per customer order line that nothing in the store has
select distinct i.order_number || ' / ' || i.order_line from incoming as i
where not exists (
    select 1 from order_lines as o where o.order_number = i.order_number and o.order_line = i.order_line
)
order by 1;
