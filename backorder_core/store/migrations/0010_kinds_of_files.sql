-- Files of every kind: what each kind holds in the words of its contract, and what an import of it changed.

-- the record that a row wrote and the one that it found, as JSON in the words of the contract
alter table import_rows add column record varchar;
alter table import_rows add column before varchar;

-- made: by rule and not by anybody; import_id: the import that brought or caused it
alter table allocations add column made boolean default 'false';
alter table allocations add column import_id bigint;

-- number: the document it was booked under, where one is known
alter table receipts add column number varchar default '';
alter table receipts add column import_id bigint;

-- Grain of each: one row per record, its columns those of the contract of the kind.

create view kind_suppliers as
    select id, code, name, buyer from suppliers where code <> '?';

create view kind_products as
    select id, code, name, category from products;

create view kind_locations as
    select id, code, name from locations;

create view kind_customers as
    select id, code, name, tier, account_manager from customers;

create view kind_stock as
    select l.code as location, p.code as product, s.on_hand, s.promised
    from stock as s
    join locations as l on l.id = s.location_id
    join products as p on p.id = s.product_id;

create view kind_offers as
    select
        o.id, o.code, o.kind, p.code as product, s.code as supplier, l.code as location, u.code as substitute,
        line.po_number, line.po_line, o.available, o.lead_days, o.fixed_cost, o.unit_cost, o.quality, o.offered_on,
        o.expires_on
    from supply_offers as o
    join products as p on p.id = o.product_id
    left join suppliers as s on s.id = o.supplier_id
    left join locations as l on l.id = o.location_id
    left join products as u on u.id = o.substitute_id
    left join po_lines as line on line.id = o.po_line_id;

create view kind_po_lines as
    with arrived as (
        select po_line_id, max(received_on) as received_on from receipts group by po_line_id
    )
    select
        l.id, l.po_number, l.po_line, s.code as supplier, p.code as product, l.ordered, l.received, l.unit_cost,
        l.order_date, l.original_due, l.eta, a.received_on,
        case when l.received + l.cancelled >= l.ordered then 'closed' else 'open' end as status,
        '' as reason, s.name as supplier_name, p.name as product_name
    from po_lines as l
    join suppliers as s on s.id = l.supplier_id
    join products as p on p.id = l.product_id
    left join arrived as a on a.po_line_id = l.id;

create view kind_order_lines as
    select
        o.id, o.order_number, o.order_line, c.code as customer, p.code as product, o.quantity, o.unit_price,
        o.need_date, o.order_date, o.impact, o.emergency
    from order_lines as o
    join customers as c on c.id = o.customer_id
    join products as p on p.id = o.product_id;

create view kind_allocations as
    select a.id, l.po_number, l.po_line, o.order_number, o.order_line, a.quantity, a.received, a.released, a.made
    from allocations as a
    join po_lines as l on l.id = a.po_line_id
    join order_lines as o on o.id = a.order_line_id;

create view kind_receipts as
    select r.id, l.po_number, l.po_line, r.number as receipt, r.quantity, r.received_on
    from receipts as r
    join po_lines as l on l.id = r.po_line_id;

create view kind_quality as
    select
        q.id, q.code, s.code as supplier, q.occurred_on, q.description, q.quantity, q.severity, q.cost,
        coalesce(p.code, '') as product, coalesce(l.po_number, '') as po_number, coalesce(l.po_line, '') as po_line
    from quality_incidents as q
    join suppliers as s on s.id = q.supplier_id
    left join products as p on p.id = q.product_id
    left join po_lines as l on l.id = q.po_line_id;

-- what an import gave to customer order lines, so that it can be taken back
create table import_allocations (
    import_id bigint not null,
    po_line_id bigint not null,
    order_line_id bigint not null,
    quantity decimal(18, 3) not null
);

-- suppliers and products that an import brought along because its rows named them
create table import_made (
    import_id bigint not null,
    kind varchar not null,
    code varchar not null
);
