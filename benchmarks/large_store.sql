-- A large company as rows, for measuring only: no use-case made it, and its ledger is not chained.
-- $n backorders, a tenth of them open; three ledger entries each; days count back from $as_of.
-- Everything follows from the row's number by a hash, so that every run measures the same rows.

-- name: fill_suppliers
insert into suppliers by name
select i as id, 'SUP' || i as code, 'Supplier ' || i as name, 'Buyer ' || i % 25 as buyer
from range(1, 501) as r(i);

-- name: fill_products
insert into products by name
select i as id, 'SKU-' || i as code, 'Product ' || i as name, 'Category ' || i % 12 as category
from range(1, 5001) as r(i);

-- name: fill_customers
insert into customers by name
select
    i as id, 'CUS' || i as code, 'Customer ' || i as name,
    case when i % 20 = 0 then 1 when i % 4 = 0 then 2 else 3 end as tier, 'Manager ' || i % 40 as account_manager
from range(1, 20001) as r(i);

-- name: fill_people
insert into people by name
select i as id, 'Buyer ' || i - 1 as name, 1 as role from range(1, 26) as r(i);

-- name: fill_locations
insert into locations by name
select i as id, 'LOC' || i as code, 'Warehouse ' || i as name from range(1, 6) as r(i);

-- name: fill_stock
insert into stock by name
select l.i as location_id, p.i as product_id, hash(l.i, p.i) % 50 as on_hand, 0 as promised
from range(1, 6) as l(i), range(1, 5001) as p(i);

-- name: fill_po_lines
-- every sixth PO line never made a backorder
insert into po_lines by name
with drawn as (
    select i, hash(i) as h, hash(i, 1) as g, i > $n * 0.9 and i <= $n as is_open from range(1, $n * 6 // 5 + 1) as r(i)
),
dated as (
    select
        *, case when is_open then cast(h % 60 as integer) else 60 + cast(abs($n * 9 // 10 - i) * 1030 // ($n * 9 // 10) as integer) end
            as age
    from drawn
)
select
    i as id, 'PO-' || i as po_number, '1' as po_line, cast(1 + g % 500 as bigint) as supplier_id,
    cast(1 + h % 5000 as bigint) as product_id, 100 as ordered, 25 as unit_cost,
    $as_of - age - 40 as order_date, $as_of - age + cast(g % 9 as integer) - 3 as original_due,
    case when g % 10 = 0 then null else $as_of - age + 8 + cast(h % 20 as integer) end as eta,
    $as_of - cast(h % 12 as integer) as eta_confirmed_on,
    case when is_open then 0 else 100 end as received, 0 as cancelled, 2 as version
from dated;

-- name: fill_order_lines
insert into order_lines by name
select
    id, 'SO-' || id as order_number, '1' as order_line, cast(1 + hash(id, 2) % 20000 as bigint) as customer_id,
    product_id, order_date, 40 as quantity, 5 + hash(id, 3) % 200 as unit_price,
    original_due + 3 as need_date, 3 - cast(hash(id, 4) % 10 = 0 as integer) as impact,
    false as emergency
from po_lines;

-- name: fill_allocations
insert into allocations by name
select
    id, id as po_line_id, id as order_line_id, 40 as quantity,
    case when received > 0 then 40 else 0 end as received, 0 as released, false as made
from po_lines;

-- name: fill_receipts
insert into receipts by name
select
    id, id as po_line_id, received as quantity, original_due + cast(hash(id, 5) % 12 as integer) - 6 as received_on,
    'Warehouse' as who, cast(original_due as timestamp) as recorded_at, '' as number
from po_lines
where received > 0;

-- name: fill_backorders
insert into backorders by name
with facts as (
    select
        p.*, o.unit_price, o.impact, c.tier, p.received > 0 as done,
        case c.tier when 1 then 5 when 2 then 3 else 1 end as multiplier,
        case o.impact when 1 then 800 when 2 then 400 else 0 end as impact_points,
        hash(p.id, 6) as h
    from po_lines as p
    join order_lines as o on o.id = p.id
    join customers as c on c.id = o.customer_id
    where p.id <= $n
)
select
    id, 'BO-' || year(order_date) || '-' || printf('%04d', id) as number, id as po_line_id, supplier_id,
    product_id, order_date + 40 as created_on,
    case when h % 100 < 55 then 1 when h % 100 < 77 then 2 when h % 100 < 92 then 3 else 4 end as cause,
    'Machine down' as reason, original_due, 40 as quantity, case when done then 40 else 0 end as received,
    0 as cancelled, eta, 1 as revisions, case when h % 20 = 0 then 2 else 0 end as level, false as level_cleared,
    case when h % 20 = 0 then '7 days overdue' else '' end as level_reason,
    case when done then order_date + 45 + cast(h % 10 as integer) end as closed_on,
    case when done then 5 when h % 20 = 0 then 4 else 2 end as status,
    case when done then 0 else 40 * unit_price end as value,
    case when done then 0 else multiplier * (40 * unit_price / 100 + impact_points) end as score_base,
    case when done then 0 else multiplier * 25 end as score_per_day, tier, 1 as customers, 0 as settings_version,
    case when done then 3 else 2 end as version,
    case when done then order_date + 45 + cast(h % 10 as integer) else least($as_of, order_date + 41) end as valid_from,
    cast(order_date + 41 as timestamp) as recorded_at
from facts;

-- name: fill_backorder_past
insert into backorder_past by name
select
    * replace (
        created_on as valid_from, 0 as received, cast(null as date) as closed_on, 1 as status, 1 as version,
        cast(40 * 80 as decimal(18, 2)) as value, 0 as revisions
    ),
    valid_from as valid_to
from backorders;

-- name: fill_backorder_lines
insert into backorder_lines by name
select
    b.id as backorder_id, b.id as order_line_id, o.customer_id, b.tier, o.impact, o.emergency, o.unit_price,
    b.quantity, b.received, b.cancelled, b.value, b.score_base, b.score_per_day, b.version, b.valid_from,
    date '9999-12-31' as valid_to
from backorders as b
join order_lines as o on o.id = b.id;

-- name: fill_eta_revisions
insert into eta_revisions by name
select
    id * 2 + ordinal as id, po_line_id, id as backorder_id, ordinal, original_due as previous_eta, eta as new_eta, 1 as cause_of_change,
    'entered by hand' as source, 'New date' as words, 'Sarah' as who, created_on + cast(ordinal as integer) as revised_on,
    cast(created_on as timestamp) as recorded_at
from backorders, range(2) as r(ordinal);

-- name: fill_approvals
insert into approvals by name
select
    id, id as backorder_id, 1 as step, 6 as role,
    case when closed_on is null and hash(id, 7) % 4 = 0 then 'waiting' when value < 1000 then 'automatic' else 'approved' end
        as state,
    'Value' as reason, value, 1 as backorder_version, 0 as settings_version, created_on as requested_on,
    case when state = 'approved' then 'Sam' end as decided_by,
    case when state = 'approved' then cast(created_on as timestamp) end as decided_at, '' as comment, 1 as round,
    'Sarah' as requested_by
from backorders;

-- name: fill_notices
insert into notices by name
select
    b.id, 'customer:' || b.id as notice_key, 'customer' as kind, 14 as role, l.customer_id, b.id as backorder_id,
    'Your order' as subject, 'We expect it on ' || coalesce(cast(b.eta as varchar), 'a day we do not know yet') as body,
    case when b.closed_on is null and hash(b.id, 8) % 3 = 0 then 'pending' else 'sent' end as state, b.created_on,
    cast(b.created_on as timestamp) as created_at, b.eta as promised_eta, 'e-mail' as channel,
    b.created_on as sent_on, 'Mike' as sent_by, 1 as version, '' as person
from backorders as b
join backorder_lines as l on l.backorder_id = b.id;

-- name: fill_follow_ups
insert into follow_ups by name
select
    id, id as backorder_id, case when closed_on is null then $as_of + cast(hash(id, 9) % 7 as integer) else created_on + 7 end
        as due_on,
    'Ask the supplier' as why, case when closed_on is null then 'due' else 'dropped' end as state, created_on, closed_on as done_on
from backorders;

-- name: fill_ledger
insert into ledger by name
select
    1 + row_number() over (order by day, subject, version) as seq, cast(day as timestamp) as recorded_at, day as business_on,
    'Buyer ' || subject % 25 as who, action, 'backorder' as kind, subject, version, before, after,
    '' as previous_hash, md5(cast(subject * 3 + version as varchar)) as hash
from (
    select
        id as subject, 1 as version, created_on as day, 'created' as action, '{}' as before,
        '{"eta":"' || coalesce(cast(original_due as varchar), '') || '","number":"' || number || '","quantity":"40.000","status":"1"}'
            as after
    from backorders
    union all
    select
        id, 2, least($as_of, created_on + 1), 'ETA updated', '{"eta":"' || original_due || '","status":"1"}',
        '{"eta":"' || coalesce(cast(eta as varchar), '') || '","status":"2"}'
    from backorders
    union all
    select
        id, 3, coalesce(closed_on, $as_of), case when closed_on is null then 'level raised' else 'received' end,
        '{"status":"2"}', '{"status":"' || status || '"}'
    from backorders
) as entries;

-- name: set_counters
update counters
set value = case name when 'id' then $n * 10 when 'ledger' then $n * 3 + 1 when 'data' then 2 else value end;
