-- What "backorders check" looks for. Each statement gives the rows that break one rule, none in a sound store,
-- at most $most of them.

-- name: begin_snapshot
-- no row: from here on every read sees the store as it is now, whatever is written meanwhile
begin transaction;

-- name: end_snapshot
-- no row: reads see the newest state again
commit;

-- name: ledger_slice
-- one row per ledger entry with $low <= seq < $high, in their order
select
    seq, recorded_at, previous_hash, hash,
    business_on, who, action, kind, subject, version, before, after, import_id
from ledger
where seq >= $low and seq < $high
order by seq;

-- name: ledger_extent
-- one row: first and last entry of the ledger, and how many numbers its counter gave out
select
    coalesce(min(seq), 1), coalesce(max(seq), 0),
    (select max(c.value) from counters as c where c.name = 'ledger')
from ledger;

-- name: settings_against_ledger
-- one row per settings version that differs from what the ledger says was saved, or that only one of them has
with said as (select version, after from ledger where kind = 'settings')
select coalesce(s.version, g.version) as version, s.version is null as lost, g.version is null as unsaid
from settings_versions as s
full join said as g on g.version = s.version
where s.body is distinct from g.after
order by 1
limit $most;

-- name: extent_of_backorders
-- one row: lowest and highest id among backorders and their ledger entries, and how many entries there are
select coalesce(min(subject), 0), coalesce(max(subject), 0), count(*)
from (
    select subject from ledger where kind = 'backorder'
    union all
    select id from backorders
) as known;

-- name: backorders_against_ledger
-- one row per version of a backorder with $low <= id < $high that the ledger does not lead to: stored is the
-- version that stands in the store, told what the entries give, previous the version before, claimed what the
-- entry says of it; removed backorders leave no version. Only closed_on and eta can be unset: where an entry
-- has neither before nor after, it did not change
with shorts as (
    select
        backorder_id, version,
        string_agg(
            order_line_id || ':' || quantity || '/' || received || '/' || cancelled, ';' order by order_line_id
        ) as lines
    from backorder_lines
    where backorder_id >= $low and backorder_id < $high
    group by backorder_id, version
),
states as (
    select
        s.id, s.version as state_version, coalesce(h.lines, '') as lines,
        cast(columns(s.* exclude (id, version, valid_from, valid_to, recorded_at)) as varchar)
    from (select * from backorder_states where id >= $low and id < $high) as s
    asof left join shorts as h on h.backorder_id = s.id and h.version <= s.version
),
entries as (
    select
        subject, version,
        from_json(
            try_cast(before as json),
            '{"cancelled":"varchar","cause":"varchar","closed_on":"varchar","created_on":"varchar",
            "customers":"varchar","eta":"varchar","level":"varchar","level_cleared":"varchar",
            "level_reason":"varchar","lines":"varchar","number":"varchar","original_due":"varchar",
            "po_line_id":"varchar","product_id":"varchar","quantity":"varchar","reason":"varchar",
            "received":"varchar","revisions":"varchar","score_base":"varchar","score_per_day":"varchar",
            "settings_version":"varchar","status":"varchar","supplier_id":"varchar","tier":"varchar",
            "value":"varchar"}'
        ) as b,
        from_json(
            try_cast(after as json),
            '{"cancelled":"varchar","cause":"varchar","closed_on":"varchar","created_on":"varchar",
            "customers":"varchar","eta":"varchar","level":"varchar","level_cleared":"varchar",
            "level_reason":"varchar","lines":"varchar","number":"varchar","original_due":"varchar",
            "po_line_id":"varchar","product_id":"varchar","quantity":"varchar","reason":"varchar",
            "received":"varchar","revisions":"varchar","score_base":"varchar","score_per_day":"varchar",
            "settings_version":"varchar","status":"varchar","supplier_id":"varchar","tier":"varchar",
            "value":"varchar"}'
        ) as a
    from ledger
    where kind = 'backorder' and subject >= $low and subject < $high
    qualify
        last_value(after) over (
            partition by subject order by version rows between unbounded preceding and unbounded following
        ) <> '{}'
),
compared as (
    select
        coalesce(s.id, e.subject) as id, coalesce(s.state_version, e.version) as version,
        s.id is null as lost, e.subject is null as unsaid,
        {
            'cancelled': s.cancelled, 'cause': s.cause, 'closed_on': s.closed_on, 'created_on': s.created_on,
            'customers': s.customers, 'eta': s.eta, 'level': s.level, 'level_cleared': s.level_cleared,
            'level_reason': s.level_reason, 'lines': s.lines, 'number': s.number,
            'original_due': s.original_due, 'po_line_id': s.po_line_id, 'product_id': s.product_id,
            'quantity': s.quantity, 'reason': s.reason, 'received': s.received, 'revisions': s.revisions,
            'score_base': s.score_base, 'score_per_day': s.score_per_day,
            'settings_version': s.settings_version, 'status': s.status, 'supplier_id': s.supplier_id,
            'tier': s.tier, 'value': s.value
        } as stored,
        {
            'cancelled': coalesce(a.cancelled, p.cancelled), 'cause': coalesce(a.cause, p.cause),
            'closed_on': case when b.closed_on is null and a.closed_on is null then p.closed_on else a.closed_on end,
            'created_on': coalesce(a.created_on, p.created_on),
            'customers': coalesce(a.customers, p.customers),
            'eta': case when b.eta is null and a.eta is null then p.eta else a.eta end,
            'level': coalesce(a.level, p.level), 'level_cleared': coalesce(a.level_cleared, p.level_cleared),
            'level_reason': coalesce(a.level_reason, p.level_reason), 'lines': coalesce(a.lines, p.lines),
            'number': coalesce(a.number, p.number), 'original_due': coalesce(a.original_due, p.original_due),
            'po_line_id': coalesce(a.po_line_id, p.po_line_id),
            'product_id': coalesce(a.product_id, p.product_id), 'quantity': coalesce(a.quantity, p.quantity),
            'reason': coalesce(a.reason, p.reason), 'received': coalesce(a.received, p.received),
            'revisions': coalesce(a.revisions, p.revisions),
            'score_base': coalesce(a.score_base, p.score_base),
            'score_per_day': coalesce(a.score_per_day, p.score_per_day),
            'settings_version': coalesce(a.settings_version, p.settings_version),
            'status': coalesce(a.status, p.status), 'supplier_id': coalesce(a.supplier_id, p.supplier_id),
            'tier': coalesce(a.tier, p.tier), 'value': coalesce(a.value, p.value)
        } as told,
        {
            'cancelled': p.cancelled, 'cause': p.cause, 'closed_on': p.closed_on, 'created_on': p.created_on,
            'customers': p.customers, 'eta': p.eta, 'level': p.level, 'level_cleared': p.level_cleared,
            'level_reason': p.level_reason, 'lines': p.lines, 'number': p.number,
            'original_due': p.original_due, 'po_line_id': p.po_line_id, 'product_id': p.product_id,
            'quantity': p.quantity, 'reason': p.reason, 'received': p.received, 'revisions': p.revisions,
            'score_base': p.score_base, 'score_per_day': p.score_per_day,
            'settings_version': p.settings_version, 'status': p.status, 'supplier_id': p.supplier_id,
            'tier': p.tier, 'value': p.value
        } as previous,
        {
            'cancelled': coalesce(b.cancelled, p.cancelled), 'cause': coalesce(b.cause, p.cause),
            'closed_on': case when b.closed_on is null and a.closed_on is null then p.closed_on else b.closed_on end,
            'created_on': coalesce(b.created_on, p.created_on),
            'customers': coalesce(b.customers, p.customers),
            'eta': case when b.eta is null and a.eta is null then p.eta else b.eta end,
            'level': coalesce(b.level, p.level), 'level_cleared': coalesce(b.level_cleared, p.level_cleared),
            'level_reason': coalesce(b.level_reason, p.level_reason), 'lines': coalesce(b.lines, p.lines),
            'number': coalesce(b.number, p.number), 'original_due': coalesce(b.original_due, p.original_due),
            'po_line_id': coalesce(b.po_line_id, p.po_line_id),
            'product_id': coalesce(b.product_id, p.product_id), 'quantity': coalesce(b.quantity, p.quantity),
            'reason': coalesce(b.reason, p.reason), 'received': coalesce(b.received, p.received),
            'revisions': coalesce(b.revisions, p.revisions),
            'score_base': coalesce(b.score_base, p.score_base),
            'score_per_day': coalesce(b.score_per_day, p.score_per_day),
            'settings_version': coalesce(b.settings_version, p.settings_version),
            'status': coalesce(b.status, p.status), 'supplier_id': coalesce(b.supplier_id, p.supplier_id),
            'tier': coalesce(b.tier, p.tier), 'value': coalesce(b.value, p.value)
        } as claimed
    from states as s
    full join entries as e on e.subject = s.id and e.version = s.state_version
    left join states as p
        on p.id = coalesce(s.id, e.subject) and p.state_version = coalesce(s.state_version, e.version) - 1
)
select
    c.id, c.version, c.lost, c.unsaid, c.stored, c.told, c.previous, c.claimed,
    coalesce(c.stored.number, c.told.number, 'Backorder ' || c.id) as subject
from compared as c
where c.lost or c.unsaid or c.stored is distinct from c.told or c.claimed is distinct from c.previous
order by c.id, c.version
limit $most;

-- name: removed_backorders_that_stand
-- one row per backorder whose newest ledger entry says that it was removed
select b.number as subject
from backorders as b
join ledger as l on l.kind = 'backorder' and l.subject = b.id and l.after = '{}' and l.version >= b.version
order by 1
limit $most;

-- name: versions_against_ledger
-- one row per backorder or PO line whose version is not that of its newest entry, or that has several entries
-- of one version; a PO line starts at version 1 without an entry
with told as (
    select kind, subject, max(version) as version, count(*) as entries, count(distinct version) as versions
    from ledger
    where kind in ('backorder', 'po_line')
    group by kind, subject
),
kept as (
    select 'backorder' as kind, id, number as subject, version, 0 as free from backorders
    union all
    select 'po_line', id, po_number || ' / ' || po_line, version, 1 from po_lines
)
select k.subject, k.version, coalesce(t.version, k.free) as told, coalesce(t.entries, 0) as entries
from kept as k
left join told as t on t.kind = k.kind and t.subject = k.id
where
    k.version <> coalesce(t.version, k.free)
    or coalesce(t.entries, 0) <> coalesce(t.versions, 0)
    or coalesce(t.versions, 0) <> k.version - k.free
order by 1
limit $most;

-- name: po_lines_against_ledger
-- one row per PO line, field and entry where the entry does not follow from the one before it (the first from
-- the line as loaded), and per PO line and field whose stored value is not what the entries lead to
with fields as (
    select id, 'eta' as field, cast(original_due as varchar) as loaded, cast(eta as varchar) as stored
    from po_lines
    union all
    select id, 'received', '0.000', cast(received as varchar) from po_lines
    union all
    select id, 'cancelled', '0.000', cast(cancelled as varchar) from po_lines
),
entries as (
    select
        subject, version,
        try_cast(try_cast(before as json) as map(varchar, varchar)) as before,
        try_cast(try_cast(after as json) as map(varchar, varchar)) as after
    from ledger
    where
        kind = 'po_line'
        and subject not in (select g.subject from ledger as g where g.kind = 'po_line' and g.action = 'removed')
),
named as (
    select subject, version, unnest(map_keys(after)) as field, before, after from entries
),
steps as (
    select
        n.subject, n.version, n.field, n.before[n.field] as before, n.after[n.field] as after,
        lag(n.after[n.field], 1, f.loaded) over (partition by n.subject, n.field order by n.version) as previous,
        row_number() over (partition by n.subject, n.field order by n.version desc) = 1 as newest
    from named as n
    left join fields as f on f.id = n.subject and f.field = n.field
),
broken as (
    select subject as id, field, before as stored, previous as told from steps where before is distinct from previous
    union all
    select f.id, f.field, f.stored, case when s.newest then s.after else f.loaded end
    from fields as f
    left join steps as s on s.subject = f.id and s.field = f.field and s.newest
    where f.stored is distinct from case when s.newest then s.after else f.loaded end
)
select
    coalesce(p.po_number || ' / ' || p.po_line, 'PO line ' || b.id) as subject, b.field,
    coalesce(b.stored, 'unknown') as stored, coalesce(b.told, 'unknown') as told
from broken as b
left join po_lines as p on p.id = b.id
order by 1, 2
limit $most;

-- name: backorders_out_of_balance
-- one row per backorder whose quantities do not add up
select number as subject, quantity, received, cancelled
from backorders
where quantity <= 0 or received < 0 or cancelled < 0 or received + cancelled > quantity
order by 1
limit $most;

-- name: lines_out_of_balance
-- one row per affected order line whose quantities do not add up
select b.number || ', order line ' || l.order_line_id as subject, l.quantity, l.received, l.cancelled
from backorder_lines as l
join backorders as b on b.id = l.backorder_id
where
    l.valid_to = date '9999-12-31'
    and (l.quantity <= 0 or l.received < 0 or l.cancelled < 0 or l.received + l.cancelled > l.quantity)
order by 1
limit $most;

-- name: lines_that_do_not_sum
-- one row per backorder whose affected lines do not sum to it
with sums as (
    select backorder_id, sum(quantity) as quantity, sum(received) as received, sum(cancelled) as cancelled
    from backorder_lines
    where valid_to = date '9999-12-31'
    group by backorder_id
)
select
    b.number as subject, b.quantity, b.received, b.cancelled, coalesce(s.quantity, 0) as line_quantity,
    coalesce(s.received, 0) as line_received, coalesce(s.cancelled, 0) as line_cancelled
from backorders as b
left join sums as s on s.backorder_id = b.id
where
    b.quantity is distinct from s.quantity or b.received is distinct from s.received
    or b.cancelled is distinct from s.cancelled
order by 1
limit $most;

-- name: po_lines_out_of_balance
-- one row per PO line whose quantities do not add up
select po_number || ' / ' || po_line as subject, ordered as quantity, received, cancelled
from po_lines
where ordered <= 0 or received < 0 or cancelled < 0 or received + cancelled > ordered
order by 1
limit $most;

-- name: receipts_that_do_not_sum
-- one row per PO line whose receipts, less what went back, do not sum to what it says was received
with sums as (
    select po_line_id, sum(quantity) as booked from (
        select po_line_id, quantity from receipts
        union all
        select po_line_id, -quantity from returns
    ) as booked_and_returned
    group by po_line_id
)
select p.po_number || ' / ' || p.po_line as subject, p.received, coalesce(s.booked, 0) as booked
from po_lines as p
left join sums as s on s.po_line_id = p.id
where p.received <> coalesce(s.booked, 0)
order by 1
limit $most;

-- name: allocations_out_of_balance
-- one row per allocation that gave more than it has, and per PO line or customer order line that is promised
-- more often than it is there
with over_supply as (
    select po_line_id, sum(quantity - released) as promised from allocations group by po_line_id
),
over_demand as (
    select order_line_id, sum(quantity - released) as promised from allocations group by order_line_id
)
select p.po_number || ' / ' || p.po_line as subject, s.promised, p.ordered as there
from over_supply as s
join po_lines as p on p.id = s.po_line_id
where s.promised > p.ordered
union all
select o.order_number || ' / ' || o.order_line, d.promised, o.quantity
from over_demand as d
join order_lines as o on o.id = d.order_line_id
where d.promised > o.quantity
union all
select 'allocation ' || id, received + released, quantity
from allocations
where quantity <= 0 or received < 0 or released < 0 or received + released > quantity
order by 1
limit $most;

-- name: headlines
-- one row per combination of facts and headline among all states, past ones too: how many have it, and one of them
select
    quantity, received, cancelled, revisions, level, level_cleared, status, closed_on is not null as closed,
    count(*) as states, min(number) as subject
from backorder_states
group by all;

-- name: lines_to_prove
-- one row per affected order line of the first $count open backorders after id $after, in the order of their
-- ids; a backorder without lines has one row with nulls
with open_ones as (
    select * from backorders where closed_on is null and id > $after order by id limit $count
)
select
    b.id, b.number, b.settings_version, b.value, b.score_base, b.score_per_day, b.tier, b.customers,
    l.order_line_id, l.customer_id, l.tier as line_tier, l.impact, l.emergency, l.unit_price,
    l.quantity - l.received - l.cancelled as open_quantity, l.value as line_value,
    l.score_base as line_base, l.score_per_day as line_per_day, coalesce(s.settings_version, b.settings_version)
        as line_settings
from open_ones as b
left join backorder_lines as l on l.backorder_id = b.id and l.valid_to = date '9999-12-31'
left join backorder_states as s on s.id = l.backorder_id and s.version = l.version and s.version < b.version
order by b.id, l.order_line_id;

-- name: settings_bodies
-- one row per settings version
select version, body from settings_versions;

-- name: closed_but_worth
-- one row per closed backorder that still has a value, a score or a waiting customer
select number as subject, value, customers
from backorders
where closed_on is not null and (value <> 0 or score_base <> 0 or score_per_day <> 0 or customers <> 0)
order by 1
limit $most;

-- name: open_by_lines
-- one row: open backorders and their value as the customer order lines affected on the day tell it
select count(distinct b.id), coalesce(sum(l.value), 0)
from backorders_as_of($as_of) as b
join backorder_lines as l on l.backorder_id = b.id
where b.closed_on is null and l.valid_from <= $as_of and $as_of < l.valid_to;

-- name: taken_twice
-- one row per key that stands more than once where it must be one of its kind
select 'backorder number' as what, number as subject, count(*) as times
from backorders group by number having count(*) > 1
union all
select 'backorder id', cast(id as varchar), count(*)
from backorders group by id having count(*) > 1
union all
select 'PO line', po_number || ' / ' || po_line, count(*)
from po_lines group by po_number, po_line having count(*) > 1
union all
select 'PO line id', cast(id as varchar), count(*)
from po_lines group by id having count(*) > 1
union all
select 'customer order line', order_number || ' / ' || order_line, count(*)
from order_lines group by order_number, order_line having count(*) > 1
union all
select 'customer order line id', cast(id as varchar), count(*)
from order_lines group by id having count(*) > 1
union all
select 'allocation', po_line_id || ' to ' || order_line_id, count(*)
from allocations group by po_line_id, order_line_id having count(*) > 1
union all
select 'supplier', code, count(*)
from suppliers group by code having count(*) > 1
union all
select 'product', code, count(*)
from products group by code having count(*) > 1
union all
select 'location', code, count(*)
from locations group by code having count(*) > 1
union all
select 'customer', code, count(*)
from customers group by code having count(*) > 1
union all
select 'supply offer', code, count(*)
from supply_offers group by code having count(*) > 1
union all
select 'notice', notice_key, count(*)
from notices group by notice_key having count(*) > 1
union all
select 'delivery', delivery_key, count(*)
from deliveries group by delivery_key having count(*) > 1
union all
select 'place in an inbox', notice_id || ' of ' || person, count(*)
from inbox group by notice_id, person having count(*) > 1
union all
select 'settings version', cast(version as varchar), count(*)
from settings_versions group by version having count(*) > 1
order by 1, 2
limit $most;

-- name: open_twice
-- one row per PO line with more than one open backorder
select p.po_number || ' / ' || p.po_line as subject, string_agg(b.number, ', ' order by b.number) as numbers
from backorders as b
join po_lines as p on p.id = b.po_line_id
where b.closed_on is null
group by p.po_number, p.po_line
having count(*) > 1
order by 1
limit $most;

-- name: broken_states
-- one row per state that does not hold from the day the one before it ended until the day the next begins; the
-- first holds from the day of creation, the last has no end
with chain as (
    select
        id, number, version, created_on, valid_from, valid_to,
        lag(version, 1, 0) over (partition by id order by version) as version_before,
        lag(valid_to, 1, created_on) over (partition by id order by version) as ended,
        lead(version) over (partition by id order by version) is null as newest
    from backorder_states
)
select number as subject, version, valid_from, valid_to
from chain
where
    version <> version_before + 1 or valid_from <> ended or valid_to < valid_from
    or newest <> (valid_to = date '9999-12-31')
order by 1, 2
limit $most;

-- name: broken_lines
-- one row per version of a backorder's affected lines that does not hold from the day of its state until the
-- day the next version begins; the last has no end
with versions as (
    select
        backorder_id, version, min(valid_from) as valid_from, max(valid_from) as latest_from,
        min(valid_to) as valid_to, max(valid_to) as latest_to
    from backorder_lines
    group by backorder_id, version
),
chain as (
    select
        *,
        lead(valid_from, 1, date '9999-12-31') over (partition by backorder_id order by version) as next_from,
        lag(version) over (partition by backorder_id order by version) is null as oldest
    from versions
)
select
    coalesce(s.number, 'Backorder ' || c.backorder_id) as subject, c.version, c.valid_from, c.latest_to as valid_to
from chain as c
left join backorder_states as s on s.id = c.backorder_id and s.version = c.version
where
    c.valid_from <> c.latest_from or c.valid_to <> c.latest_to or c.valid_to <> c.next_from
    or c.valid_from is distinct from s.valid_from or (c.oldest and c.version <> 1)
order by 1, 2
limit $most;

-- name: missing_references
-- one row per reference to something that is not in the store
with refs as (
    select 'backorder' as owner, id as owner_id, 'PO line' as what, po_line_id as id from backorders
    union all
    select 'backorder', id, 'supplier', supplier_id from backorders
    union all
    select 'backorder', id, 'product', product_id from backorders
    union all
    select 'past state', id, 'backorder', id from backorder_past
    union all
    select 'short line', backorder_id, 'backorder', backorder_id from backorder_lines
    union all
    select 'short line', backorder_id, 'order line', order_line_id from backorder_lines
    union all
    select 'short line', backorder_id, 'customer', customer_id from backorder_lines
    union all
    select 'PO line', id, 'supplier', supplier_id from po_lines
    union all
    select 'PO line', id, 'product', product_id from po_lines
    union all
    select 'order line', id, 'customer', customer_id from order_lines
    union all
    select 'order line', id, 'product', product_id from order_lines
    union all
    select 'allocation', id, 'PO line', po_line_id from allocations
    union all
    select 'allocation', id, 'order line', order_line_id from allocations
    union all
    select 'receipt', id, 'PO line', po_line_id from receipts
    union all
    select 'stock', product_id, 'location', location_id from stock
    union all
    select 'stock', product_id, 'product', product_id from stock
    union all
    select 'offer', id, 'product', product_id from supply_offers
    union all
    select 'offer', id, 'product', substitute_id from supply_offers
    union all
    select 'offer', id, 'supplier', supplier_id from supply_offers
    union all
    select 'offer', id, 'location', location_id from supply_offers
    union all
    select 'offer', id, 'PO line', po_line_id from supply_offers
    union all
    select 'delay', id, 'PO line', po_line_id from delays
    union all
    select 'ETA', id, 'backorder', backorder_id from eta_revisions
    union all
    select 'approval', id, 'backorder', backorder_id from approvals
    union all
    select 'notice', id, 'backorder', backorder_id from notices where state = 'pending'
    union all
    select 'delivery', id, 'notice', notice_id from deliveries
    union all
    select 'inbox', notice_id, 'notice', notice_id from inbox
    union all
    select 'notice', id, 'customer', customer_id from notices
    union all
    select 'follow-up', id, 'backorder', backorder_id from follow_ups
    union all
    select 'import row', line, 'import', import_id from import_rows
),
there as (
    select 'PO line' as what, id from po_lines
    union all
    select 'supplier', id from suppliers
    union all
    select 'product', id from products
    union all
    select 'location', id from locations
    union all
    select 'customer', id from customers
    union all
    select 'order line', id from order_lines
    union all
    select 'backorder', id from backorders
    union all
    select 'import', id from imports
    union all
    select 'notice', id from notices
),
lost as (
    select distinct r.owner, r.owner_id, r.what, r.id
    from refs as r
    anti join there as t on t.what = r.what and t.id = r.id
    where r.id is not null
)
select coalesce(b.number, l.owner || ' ' || l.owner_id) as subject, l.what, l.id
from lost as l
left join backorders as b on l.owner = 'backorder' and b.id = l.owner_id
order by 1, 2, 3
limit $most;

-- name: contradicting_references
-- one row per backorder that names another supplier, product or first promise than its PO line, and per affected
-- line that names another customer than its order
select b.number as subject, 'its PO line ' || p.po_number || ' / ' || p.po_line as other
from backorders as b
join po_lines as p on p.id = b.po_line_id
where b.supplier_id <> p.supplier_id or b.product_id <> p.product_id or b.original_due <> p.original_due
union all
select distinct b.number, 'customer order line ' || o.order_number || ' / ' || o.order_line
from backorder_lines as l
join backorders as b on b.id = l.backorder_id
join order_lines as o on o.id = l.order_line_id
where l.customer_id <> o.customer_id
order by 1, 2
limit $most;

-- name: etas_out_of_chain
-- one row per backorder whose ETA or number of revisions is not what its chain of ETAs ends with
with newest as (
    select backorder_id, new_eta, ordinal
    from eta_revisions
    qualify row_number() over (partition by backorder_id order by ordinal desc, id desc) = 1
)
select
    b.number as subject, coalesce(cast(b.eta as varchar), 'unknown') as eta, b.revisions,
    coalesce(cast(n.new_eta as varchar), 'unknown') as last_eta, n.ordinal as last_revision
from backorders as b
join newest as n on n.backorder_id = b.id
where b.eta is distinct from n.new_eta or b.revisions <> n.ordinal
order by 1
limit $most;

-- name: imports_that_do_not_add_up
-- one row per import whose counts are not those of its rows
with counted as (
    select
        import_id, count(*) as row_count, count(*) filter (where outcome = 1) as created,
        count(*) filter (where outcome = 2) as updated, count(*) filter (where outcome = 3) as unchanged,
        count(*) filter (where outcome = 4) as not_needed, count(*) filter (where outcome = 5) as rejected
    from import_rows
    group by import_id
)
select 'import ' || i.id as subject, i.row_count as said, coalesce(c.row_count, 0) as kept
from imports as i
left join counted as c on c.import_id = i.id
where
    (i.row_count, i.created, i.updated, i.unchanged, i.not_needed, i.rejected) is distinct from (
        coalesce(c.row_count, 0), coalesce(c.created, 0), coalesce(c.updated, 0), coalesce(c.unchanged, 0),
        coalesce(c.not_needed, 0), coalesce(c.rejected, 0)
    )
    or i.row_count <> i.created + i.updated + i.unchanged + i.not_needed + i.rejected
order by 1
limit $most;

-- name: stock_out_of_balance
-- one row per place and product with less than nothing, or with less promised than transfers and shipments need
with needed as (
    select from_location_id as location_id, product_id, quantity from transfers
    where state in ('requested', 'confirmed')
    union all
    select location_id, product_id, quantity from shipments where state = 'planned' and location_id is not null
),
summed as (select location_id, product_id, sum(quantity) as needed from needed group by location_id, product_id)
select
    'stock of product ' || coalesce(s.product_id, n.product_id) || ' at location '
        || coalesce(s.location_id, n.location_id) as subject,
    coalesce(s.on_hand, 0) as on_hand, coalesce(s.promised, 0) as promised, coalesce(n.needed, 0) as needed
from stock as s
full join summed as n on n.location_id = s.location_id and n.product_id = s.product_id
where
    coalesce(s.on_hand, 0) < 0 or coalesce(s.promised, 0) < coalesce(n.needed, 0)
    or coalesce(s.promised, 0) > coalesce(s.on_hand, 0)
order by 1
limit $most;

-- name: shipped_too_much
-- one row per customer order line that more was shipped or cancelled of than ordered
with gone as (
    select order_line_id, sum(quantity) as quantity from (
        select order_line_id, quantity from shipments where state = 'shipped'
        union all
        select order_line_id, quantity from cancellations
    ) as all_of_them
    group by order_line_id
)
select o.order_number || ' / ' || o.order_line as subject, o.quantity as ordered, g.quantity as gone
from gone as g
join order_lines as o on o.id = g.order_line_id
where g.quantity > o.quantity
order by 1
limit $most;

-- name: cancelled_apart
-- one row per backorder whose cancelled units are not those of its cancellations
with said as (select backorder_id, sum(quantity) as quantity from cancellations group by backorder_id)
select b.number as subject, b.cancelled, coalesce(s.quantity, 0) as recorded
from backorders as b
left join said as s on s.backorder_id = b.id
where b.cancelled <> coalesce(s.quantity, 0)
order by 1
limit $most;

-- name: approved_apart
-- one row per approval step whose state is not what was decided on it
select b.number || ', step ' || a.step || ' of round ' || a.round as subject, a.state, coalesce(d.decision, 'nothing') as decided
from approvals as a
join backorders as b on b.id = a.backorder_id
left join approval_decisions as d on d.approval_id = a.id
where
    (a.state in ('approved', 'approved_with_conditions', 'rejected', 'alternatives') or d.id is not null)
    and (a.state is distinct from d.decision or a.decided_by is distinct from d.decided_by)
order by 1
limit $most;

-- name: decided_by_the_wrong
-- one row per person and round: who decided twice in it, after a round in another role, or on a backorder that they
-- made or planned
with deciders as (
    select
        backorder_id, round, decided_by, count(*) as times, min(role) as role,
        min(min(role)) over earlier as lowest, max(max(role)) over earlier as highest
    from approval_decisions
    group by backorder_id, round, decided_by
    window earlier as (partition by backorder_id, decided_by order by round)
),
makers as (select distinct backorder_id, requested_by, min(round) as round from approvals group by backorder_id, requested_by)
select b.number as subject, d.decided_by as who, d.round
from deciders as d
join backorders as b on b.id = d.backorder_id
left join makers as m
    on m.backorder_id = d.backorder_id and m.requested_by = d.decided_by and m.round <= d.round
where d.times > 1 or d.lowest <> d.role or d.highest <> d.role or m.requested_by is not null
order by 1, 2
limit $most;

-- name: passed_over
-- one row per decision that was taken before an earlier step of its round
select b.number as subject, a.round, a.step
from approvals as a
join backorders as b on b.id = a.backorder_id
where
    a.state in ('approved', 'approved_with_conditions', 'rejected', 'alternatives')
    and exists (
        select 1 from approvals as e
        where e.backorder_id = a.backorder_id and e.round = a.round and e.step < a.step
            and e.state not in ('approved', 'approved_with_conditions')
    )
order by 1
limit $most;
