-- name: matching_backorders
-- one row per backorder of the page with its place on it, and on each the count and value of all that match;
-- where the page is empty, one row with those two alone. An open backorder is a customer's while something is
-- missing; among open and closed together it is, like a closed one, a customer's whom it ever affected.
-- Scores are sorted by in whole millionths, which a floating number holds exactly up to nine thousand million points
with named as (
    select b.id
    from backorders as b
    where
        $search is not null and (
            contains(lower(b.number), lower($search))
            or b.supplier_id in (
                select id from suppliers where contains(lower(concat_ws(chr(10), code, name)), lower($search))
            )
            or b.product_id in (
                select id from products where contains(lower(concat_ws(chr(10), code, name)), lower($search))
            )
            or b.po_line_id in (select id from po_lines where contains(lower(po_number), lower($search)))
            or b.id in (
                select l.backorder_id
                from backorder_lines as l
                where
                    l.valid_from <= $as_of and $as_of < l.valid_to
                    and (
                        l.customer_id in (
                            select id from customers
                            where contains(lower(concat_ws(chr(10), code, name)), lower($search))
                        )
                        or l.order_line_id in (
                            select id from order_lines where contains(lower(order_number), lower($search))
                        )
                    )
            )
        )
),
waiting as (
    select l.backorder_id, max(l.quantity - l.received - l.cancelled) as missing
    from backorder_lines as l
    where
        l.customer_id = (select id from customers where code = $customer)
        and l.valid_from <= $as_of and $as_of < l.valid_to
    group by l.backorder_id
),
owned as (
    select b.id
    from backorders as b
    join buyers as y on y.supplier_id = b.supplier_id
    left join assignments as a on a.backorder_id = b.id
    where $owner is not null and coalesce(nullif(a.owner, ''), y.owner) = $owner
),
matching as (
    select
        b.id, b.number, b.value,
        case $sort
            when 'score' then cast(
                (
                    cast(b.score_base as double) + cast(b.score_per_day as double)
                    * greatest(0, $as_of - b.original_due, coalesce(b.eta - b.original_due, 0))
                ) * 1000000 as bigint
            )
            when 'value' then cast(b.value as double)
            when 'age' then b.age_days
            when 'overdue' then b.days_overdue
            when 'eta' then b.days_to_eta
            when 'status' then b.status
        end as sort_number,
        case $sort
            when 'number' then left(b.number, 8) || lpad(substr(b.number, 9), 10, '0')
            when 'supplier' then lower(s.name)
            when 'product' then d.code
        end as sort_text
    from backorders_as_of($as_of) as b
    left join suppliers as s on s.id = b.supplier_id and $sort = 'supplier'
    left join products as d on d.id = b.product_id and $sort = 'product'
    where
        ($state <> 'open' or b.closed_on is null)
        and ($state <> 'closed' or b.closed_on is not null)
        and ($statuses is null or list_contains($statuses, b.status))
        and ($tiers is null or list_contains($tiers, b.tier))
        and ($causes is null or list_contains($causes, b.cause))
        and ($supplier is null or b.supplier_id = (select id from suppliers where code = $supplier))
        and ($product is null or b.product_id = (select id from products where code = $product))
        and ($category is null or b.product_id in (select id from products where category = $category))
        and ($owner is null or b.id in (select id from owned))
        and ($created_from is null or b.created_on >= $created_from)
        and ($created_to is null or b.created_on <= $created_to)
        and ($closed_from is null or b.closed_on >= $closed_from)
        and ($closed_to is null or b.closed_on <= $closed_to)
        and ($age_from is null or b.age_days >= $age_from)
        and ($age_to is null or b.age_days <= $age_to)
        and ($value_from is null or b.value >= $value_from)
        and ($value_to is null or b.value <= $value_to)
        and ($eta_known is null or $eta_known = (b.eta is not null))
        and ($eta_from is null or b.days_to_eta >= $eta_from)
        and ($eta_to is null or b.days_to_eta <= $eta_to)
        and ($bands is null or list_contains($bands, case
            when b.score >= $critical then 1 when b.score >= $high then 2 when b.score >= $medium then 3 else 4
        end))
        and ($search is null or b.id in (select id from named))
        and ($customer is null
            or b.id in (
                select backorder_id from waiting
                where $state = 'all' or b.closed_on is not null or missing > 0
            ))
),
totals as (select count(*) as total, coalesce(sum(value), 0) as total_value from matching),
page as (
    select * from matching
    order by
        case when $falling then sort_number else -sort_number end desc nulls last,
        case when $falling then sort_text end desc nulls last,
        case when not $falling then sort_text end asc nulls last,
        number
    limit $count offset $skip
)
select t.total, t.total_value, g.id
from totals as t
left join page as g on true
order by
    case when $falling then g.sort_number else -g.sort_number end desc nulls last,
    case when $falling then g.sort_text end desc nulls last,
    case when not $falling then g.sort_text end asc nulls last,
    g.number;

-- name: rows_of_backorders
-- one row per backorder among $ids, as a list shows it at the end of the day
select
    b.id, b.number, p.po_number, p.po_line, s.name as supplier, d.code as product,
    d.name as product_name, b.customers, b.tier, b.status, b.score, b.value, b.quantity, b.open_quantity,
    b.age_days, b.days_overdue, b.eta, b.closed_on, b.version, p.eta_confirmed_on,
    coalesce(nullif(a.owner, ''), y.owner, '') as owner
from (select unnest($ids) as id) as wanted
join backorders_as_of($as_of) as b on b.id = wanted.id
join po_lines as p on p.id = b.po_line_id
join suppliers as s on s.id = b.supplier_id
join products as d on d.id = b.product_id
left join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id;

-- name: one_backorder
-- at most one row: a backorder as it stood at the end of the day
select
    b.*, s.name as supplier, d.code as product, d.name as product_name, d.category,
    p.po_number, p.po_line, p.eta_confirmed_on, p.ordered, p.order_date,
    coalesce(nullif(a.owner, ''), y.owner, '') as owner
from backorders_as_of($as_of) as b
join suppliers as s on s.id = b.supplier_id
join products as d on d.id = b.product_id
join po_lines as p on p.id = b.po_line_id
left join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where b.number = $number;

-- name: created_on_of
-- at most one row: the day a backorder came to be, whatever the as-of date
select min(created_on) from backorder_states where number = $number;

-- name: affected_lines
-- one row per customer order line affected at the end of the day: those who wait before those who wait no
-- more, the highest line score first; by_rule says that nobody allocated it but the rule
select
    l.order_line_id, o.order_number, o.order_line, l.customer_id, c.name as customer, c.code as customer_code,
    c.account_manager, l.tier, l.impact, l.emergency, l.unit_price, o.need_date, o.order_date,
    l.quantity, l.received, l.cancelled, l.value, coalesce(a.made, false) as by_rule
from backorder_lines as l
join order_lines as o on o.id = l.order_line_id
join customers as c on c.id = l.customer_id
join backorders as b on b.id = l.backorder_id
left join allocations as a on a.po_line_id = b.po_line_id and a.order_line_id = l.order_line_id
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
-- one row per ledger entry of a backorder and of the records kept about it, up to the day, oldest first
with subjects as (
    select 'backorder' as kind, $id as subject
    union all
    select 'confirmation', $id
    union all
    select 'assignment', id from assignments where backorder_id = $id
    union all
    select 'comment', id from comments where backorder_id = $id
    union all
    select 'condition', id from approval_conditions where backorder_id = $id
    union all
    select 'cancellation', id from cancellations where backorder_id = $id
    union all
    select 'return', id from returns where backorder_id = $id
    union all
    select 'decision', id from approval_decisions where backorder_id = $id
    union all
    select 'rating', id from ratings where backorder_id = $id
    union all
    select 'cost', id from cost_entries where backorder_id = $id
    union all
    select 'fulfilment decision', id from fulfilment_decisions where backorder_id = $id
    union all
    select 'plan', id from chosen_plans where backorder_id = $id
    union all
    select 'shipment', id from shipments where backorder_id = $id
    union all
    select 'transfer', id from transfers where backorder_id = $id
    union all
    select 'purchase request', id from purchase_requests where backorder_id = $id
    union all
    select 'follow-up', id from follow_ups where backorder_id = $id
    union all
    select 'notice', id from notices where backorder_id = $id and state = 'sent'
)
select l.recorded_at, l.business_on, l.who, l.action, l.before, l.after, l.kind
from ledger as l
semi join subjects as s on s.kind = l.kind and s.subject = l.subject
where l.business_on <= $as_of
order by l.seq;

-- name: approval_steps
-- one row per step of a backorder's newest round of approvals, in their order
select step, role, state, reason, value, decided_by, decided_at, comment
from approvals
where backorder_id = $id
qualify round = max(round) over ()
order by step;

-- name: next_follow_up
-- at most one row: the earliest follow-up that is due
select due_on, why from follow_ups
where backorder_id = $id and state = 'due'
order by due_on
limit 1;

-- name: notices_of
-- one row per notice about a backorder, newest first
select n.kind, n.role, coalesce(c.name, nullif(n.person, '')) as named, n.subject, n.state, n.created_on
from notices as n
left join customers as c on c.id = n.customer_id
where n.backorder_id = $id and n.created_on <= $as_of
order by n.created_at desc, n.id desc;

-- name: supplier_choices
-- one row per supplier, by name, $most at the most
select code, name from suppliers where code <> '?' order by name, code limit $most;

-- name: product_choices
-- one row per product, by name, $most at the most
select code, name from products order by name, code limit $most;

-- name: customer_choices
-- one row per customer, by name, $most at the most
select code, name from customers order by name, code limit $most;

-- name: category_choices
-- one row per category of a product, by name
select distinct category from products where category <> '' order by category;

-- name: owner_choices
-- one row per name that owns backorders by rule or by hand
select owner as name from buyers where owner <> ''
union
select owner from assignments where owner <> ''
order by 1;

-- name: supplier_called
-- at most one row: the supplier with that code, else the one with that name
select code from suppliers where $called in (code, name, name || ' · ' || code) order by code <> $called, code limit 1;

-- name: product_called
-- at most one row: the product with that code, else the one with that name
select code from products where $called in (code, name, name || ' · ' || code) order by code <> $called, code limit 1;

-- name: customer_called
-- at most one row: the customer with that code, else the one with that name
select code from customers where $called in (code, name, name || ' · ' || code) order by code <> $called, code limit 1;
