-- What customers were told, and what is true now.

-- name: broken_promises
-- one row per open backorder and customer whose last word is worse by now, the worst first, and on each how many
-- there are in all, of one $owner or of all; who was never told anything counts on the supplier's first date
with said as (
    select backorder_id, customer_id, promised_eta, sent_on
    from notices
    where kind = 'customer' and state = 'sent' and sent_on <= $as_of
    qualify row_number() over (partition by backorder_id, customer_id order by sent_on desc, version desc, id desc) = 1
),
waiting as (
    select
        l.backorder_id, l.customer_id, min(l.tier) as tier, sum(l.value) as value,
        sum(l.quantity - l.received - l.cancelled) as quantity
    from backorder_lines as l
    where l.valid_from <= $as_of and $as_of < l.valid_to and l.quantity > l.received + l.cancelled
    group by l.backorder_id, l.customer_id
),
compared as (
    select
        b.number, w.customer_id, w.tier, b.product_id, b.eta as truth, w.quantity, w.value, s.sent_on as told_on,
        b.score, b.tier as best_tier, o.eta_confirmed_on as confirmed_on,
        case when s.backorder_id is null then b.original_due else s.promised_eta end as told
    from backorders_as_of($as_of) as b
    join waiting as w on w.backorder_id = b.id
    left join said as s on s.backorder_id = b.id and s.customer_id = w.customer_id
    join po_lines as o on o.id = b.po_line_id
    join buyers as y on y.supplier_id = b.supplier_id
    left join assignments as a on a.backorder_id = b.id
    where b.closed_on is null and ($owner is null or coalesce(nullif(a.owner, ''), y.owner) = $owner)
)
select
    n.number, c.code as customer_code, c.name as customer, n.tier, c.account_manager, p.name as product_name,
    n.told, n.told_on, n.truth, n.quantity, n.value, n.score, n.best_tier, n.confirmed_on, count(*) over () as total,
    sum(n.value) over () as total_value
from compared as n
join customers as c on c.id = n.customer_id
join products as p on p.id = n.product_id
where n.told is not null and (n.truth is null or n.truth > n.told)
order by n.truth is null desc, n.truth - n.told desc, n.value desc, n.number, c.code
limit $count;

-- name: supplier_revisions
-- one row per revision of a supplier's ETAs from a known to a known date: by how many days it moved
select r.new_eta - r.previous_eta
from eta_revisions as r
join po_lines as p on p.id = r.po_line_id
where
    p.supplier_id = $supplier_id and r.ordinal > 0 and r.new_eta is not null and r.previous_eta is not null;

-- name: pending_notice
-- at most one row: the customer notice about a backorder that waits to be sent
select id, version from notices
where backorder_id = $backorder_id and customer_id = $customer_id and kind = 'customer' and state = 'pending'
order by id desc
limit 1;

-- name: send_notices
-- a pending notice is sent with the words given, or a new one is written as sent
merge into notices
using incoming as i on notices.id = i.id
when matched and notices.state = 'pending' and notices.version = i.version - 1 then update set
    state = 'sent', subject = i.subject, body = i.body, promised_eta = i.promised_eta, channel = i.channel,
    sent_on = i.sent_on, sent_by = i.sent_by, version = i.version
when not matched then insert (
    id, notice_key, kind, role, customer_id, backorder_id, subject, body, state, created_on, created_at,
    promised_eta, channel, sent_on, sent_by, version
) values (
    i.id, i.notice_key, i.kind, i.role, i.customer_id, i.backorder_id, i.subject, i.body, 'sent', i.created_on,
    i.created_at, i.promised_eta, i.channel, i.sent_on, i.sent_by, i.version
);

-- name: messages_of
-- one row per customer notice about a backorder that was sent or waits, newest first
select
    n.id, c.code as customer_code, c.name as customer, n.subject, n.body, n.state, n.channel,
    n.promised_eta as promised, coalesce(n.sent_on, n.created_on) as said_on, n.sent_by as who
from notices as n
join customers as c on c.id = n.customer_id
where n.backorder_id = $backorder_id and n.kind = 'customer' and n.state in ('pending', 'sent')
order by n.state = 'pending' desc, n.sent_on desc, n.version desc, n.id desc;

-- name: messages_of_customer
-- one row per customer notice to one customer that was sent or waits, newest first
select
    b.number, n.id, c.code as customer_code, c.name as customer, n.subject, n.body, n.state, n.channel,
    n.promised_eta as promised, coalesce(n.sent_on, n.created_on) as said_on, n.sent_by as who
from notices as n
join customers as c on c.id = n.customer_id
join backorders as b on b.id = n.backorder_id
where c.code = $customer and n.kind = 'customer' and n.state in ('pending', 'sent')
order by n.state = 'pending' desc, n.sent_on desc, n.id desc
limit $count;

-- name: customer_by_code
-- at most one row
select id, name from customers where code = $code;

-- name: last_told
-- at most one row: the date that a customer was last told about a backorder, and when
select n.promised_eta, n.sent_on
from notices as n
join customers as c on c.id = n.customer_id
where n.backorder_id = $backorder_id and c.code = $customer and n.kind = 'customer' and n.state = 'sent'
order by n.sent_on desc, n.version desc, n.id desc
limit 1;
