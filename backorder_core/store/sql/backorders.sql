-- name: matching_backorders
-- one row per backorder of the page, and on each the count and value of all that match; where the page is
-- empty, one row with those two alone
with known as (
    select
        b.*, s.code as supplier_code, s.name as supplier, d.code as product, d.name as product_name,
        p.po_number, p.po_line, p.eta_confirmed_on,
        case
            when b.score >= $critical then 1 when b.score >= $high then 2 when b.score >= $medium then 3 else 4
        end as band
    from backorders_as_of($as_of) as b
    join suppliers as s on s.id = b.supplier_id
    join products as d on d.id = b.product_id
    join po_lines as p on p.id = b.po_line_id
    where
        ($state = 'all' or ($state = 'open') = (b.closed_on is null))
        and ($statuses is null or b.status in (select unnest($statuses)))
        and ($tiers is null or b.tier in (select unnest($tiers)))
        and ($causes is null or b.cause in (select unnest($causes)))
        and ($supplier is null or s.code = $supplier)
        and ($product is null or d.code = $product)
        and ($age_from is null or b.age_days >= $age_from)
        and ($age_to is null or b.age_days <= $age_to)
        and ($value_from is null or b.value >= $value_from)
        and ($value_to is null or b.value <= $value_to)
        and ($eta_known is null or $eta_known = (b.eta is not null))
        and ($eta_from is null or b.days_to_eta >= $eta_from)
        and ($eta_to is null or b.days_to_eta <= $eta_to)
),
matching as (
    select k.* from known as k
    where
        ($bands is null or k.band in (select unnest($bands)))
        and ($customer is null or exists (
            select 1
            from backorder_lines as l
            join customers as c on c.id = l.customer_id
            where
                l.backorder_id = k.id and l.valid_from <= $as_of and $as_of < l.valid_to
                and c.code = $customer and (k.closed_on is not null or l.quantity > l.received + l.cancelled)
        ))
        and ($search is null
            or contains(lower(concat_ws(
                chr(10), k.number, k.po_number, k.supplier_code, k.supplier, k.product, k.product_name
            )), lower($search))
            or exists (
                select 1
                from backorder_lines as l
                join customers as c on c.id = l.customer_id
                join order_lines as o on o.id = l.order_line_id
                where
                    l.backorder_id = k.id and l.valid_from <= $as_of and $as_of < l.valid_to
                    and contains(lower(concat_ws(chr(10), c.name, c.code, o.order_number)), lower($search))
            )
        )
),
totals as (select count(*) as total, coalesce(sum(value), 0) as total_value from matching),
page as (
    select
        *,
        case $sort
            when 'score' then cast(score as double)
            when 'value' then cast(value as double)
            when 'age' then age_days
            when 'overdue' then days_overdue
            when 'eta' then days_to_eta
            when 'status' then status
        end as sort_number,
        case $sort
            when 'number' then left(number, 8) || lpad(substr(number, 9), 10, '0')
            when 'supplier' then lower(supplier)
            when 'product' then product
        end as sort_text
    from matching
    order by
        case when $falling then sort_number end desc nulls last,
        case when not $falling then sort_number end asc nulls last,
        case when $falling then sort_text end desc nulls last,
        case when not $falling then sort_text end asc nulls last,
        number
    limit $count offset $skip
)
select
    t.total, t.total_value, g.id, g.number, g.po_number, g.po_line, g.supplier, g.product, g.product_name,
    g.customers, g.tier, g.status, g.band, g.score, g.value, g.quantity, g.open_quantity, g.age_days,
    g.days_overdue, g.eta, g.eta_confirmed_on, g.closed_on, g.po_line_id
from totals as t
left join page as g on true
order by
    case when $falling then g.sort_number end desc nulls last,
    case when not $falling then g.sort_number end asc nulls last,
    case when $falling then g.sort_text end desc nulls last,
    case when not $falling then g.sort_text end asc nulls last,
    g.number;

-- name: one_backorder
-- at most one row: a backorder as it stood at the end of the day
select
    b.*, s.name as supplier, d.code as product, d.name as product_name, d.category,
    p.po_number, p.po_line, p.eta_confirmed_on, p.ordered, p.order_date
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
join products as d on d.id = b.product_id
join po_lines as p on p.id = b.po_line_id
where b.number = $number;

-- name: created_on_of
-- at most one row: the day a backorder came to be, whatever the as-of date
select min(created_on) from backorder_states where number = $number;

-- name: affected_lines
-- one row per customer order line affected at the end of the day: those who wait before those who wait no
-- more, the highest line score first
select
    l.order_line_id, o.order_number, o.order_line, l.customer_id, c.name as customer, c.code as customer_code,
    c.account_manager, l.tier, l.impact, l.emergency, l.unit_price, o.need_date, o.order_date,
    l.quantity, l.received, l.cancelled, l.value
from backorder_lines as l
join order_lines as o on o.id = l.order_line_id
join customers as c on c.id = l.customer_id
where l.backorder_id = $id and l.valid_from <= $as_of and $as_of < l.valid_to
order by
    l.quantity > l.received + l.cancelled desc, l.score_base + l.score_per_day * $delay desc,
    o.need_date, o.order_number, o.order_line;

-- name: settings_of_version
-- at most one row: one version of the settings, none for version 0, the defaults
select body from settings_versions where version = $version;

-- name: eta_chain
-- one row per date given for a backorder up to the day, oldest first
select ordinal, previous_eta, new_eta, cause_of_change, source, words, who, revised_on
from eta_revisions
where backorder_id = $id and revised_on <= $as_of
order by recorded_at, ordinal, id;

-- name: history_of
-- one row per ledger entry of a backorder up to the day, oldest first
select recorded_at, business_on, who, action, before, after
from ledger
where kind = 'backorder' and subject = $id and business_on <= $as_of
order by seq;

-- name: approval_steps
-- one row per approval step of a backorder, in their order
select step, role, state, reason, value, decided_by, decided_at, comment
from approvals
where backorder_id = $id
order by step;

-- name: next_follow_up
-- at most one row: the earliest follow-up that is due
select due_on, why from follow_ups
where backorder_id = $id and state = 'due'
order by due_on
limit 1;

-- name: notices_of
-- one row per notice about a backorder, newest first
select n.kind, n.role, c.name as customer, n.subject, n.state, n.created_on
from notices as n
left join customers as c on c.id = n.customer_id
where n.backorder_id = $id and n.created_on <= $as_of
order by n.created_at desc, n.id desc;

-- name: supplier_choices
-- one row per supplier that ever had a backorder, by name
select code, name from suppliers
where id in (select supplier_id from backorders)
order by name, code;

-- name: product_choices
-- one row per product that ever had a backorder, by name
select code, name from products
where id in (select product_id from backorders)
order by name, code;

-- name: customer_choices
-- one row per customer that a backorder ever affected, by name
select code, name from customers
where id in (select customer_id from backorder_lines)
order by name, code;
