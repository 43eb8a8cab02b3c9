-- The store as it was known at the end of a day: each block is one view of the catalogue "past" that stands for the
-- table of its name; "live." is the store itself. Tables without a block are seen as they are.
-- Variables of the reader: past_seq the last ledger entry that was known, past_at when it was written (UTC),
-- past_on the day. Everything that one use-case wrote bears the instant of its ledger entries.

-- name: ledger
-- one row per ledger entry that was known
select * from live.ledger where seq <= getvariable('past_seq');

-- name: settings_versions
-- one row per settings version that was known
select * from live.settings_versions where created_at <= getvariable('past_at');

-- name: imports
-- one row per import that was known, as yet undone only where that was known too
select * replace (
    case when undone_at <= getvariable('past_at') then undone_at end as undone_at,
    case when undone_at <= getvariable('past_at') then undone_by end as undone_by
)
from live.imports
where applied_at <= getvariable('past_at');

-- name: receipts
-- one row per receipt that was known
select * from live.receipts where recorded_at <= getvariable('past_at');

-- name: eta_revisions
-- one row per ETA that was known
select * from live.eta_revisions where recorded_at <= getvariable('past_at');

-- name: delays
-- one row per noted delay that was known
select * from live.delays where recorded_at <= getvariable('past_at');

-- name: notices
-- one row per notice that was known, unsent where it was sent later
select * replace (
    case when state = 'sent' and sent_on > getvariable('past_on') then 'pending' else state end as state,
    case when sent_on <= getvariable('past_on') then sent_on end as sent_on
)
from live.notices
where created_at <= getvariable('past_at');

-- name: follow_ups
-- one row per follow-up that was known, due where it was done later
select * replace (
    case when done_on > getvariable('past_on') then 'due' else state end as state,
    case when done_on <= getvariable('past_on') then done_on end as done_on,
    case when done_on <= getvariable('past_on') then outcome else '' end as outcome
)
from live.follow_ups
where created_on <= getvariable('past_on');

-- name: approvals
-- one row per approval step that was known, waiting where it was decided later
select * replace (
    case when decided_at > getvariable('past_at') then 'waiting' else state end as state,
    case when decided_at <= getvariable('past_at') then decided_by end as decided_by,
    case when decided_at <= getvariable('past_at') then decided_at end as decided_at,
    case when decided_at <= getvariable('past_at') then comment end as comment
)
from live.approvals
where requested_on <= getvariable('past_on');

-- name: known_versions
-- one row per record and the newest version of it that was known; records made later have none
select kind, subject, max(version) as version
from live.ledger
where seq <= getvariable('past_seq')
group by kind, subject;

-- name: known_states
-- one row per record whose state the ledger tells: the state it was known to be in
select kind, subject, arg_max(json_extract_string(after, '$.state'), seq) as state
from live.ledger
where seq <= getvariable('past_seq') and json_extract_string(after, '$.state') is not null
group by kind, subject;

-- name: undone_backorders
-- one row per backorder that an import made and its undoing, not known yet, took away: as its ledger entry tells
with made as (
    select l.*
    from live.ledger as l
    anti join live.backorders as b on b.id = l.subject
    where l.kind = 'backorder' and l.action = 'created' and l.seq <= getvariable('past_seq')
),
standing as (
    select m.* from made as m
    anti join (
        select subject from live.ledger
        where kind = 'backorder' and action = 'removed' and seq <= getvariable('past_seq')
    ) as gone on gone.subject = m.subject
)
select
    subject as id,
    json_extract_string(after, '$.number') as number,
    cast(json_extract_string(after, '$.po_line_id') as bigint) as po_line_id,
    cast(json_extract_string(after, '$.supplier_id') as bigint) as supplier_id,
    cast(json_extract_string(after, '$.product_id') as bigint) as product_id,
    cast(json_extract_string(after, '$.created_on') as date) as created_on,
    cast(json_extract_string(after, '$.cause') as smallint) as cause,
    json_extract_string(after, '$.reason') as reason,
    cast(json_extract_string(after, '$.original_due') as date) as original_due,
    cast(json_extract_string(after, '$.quantity') as decimal(18, 3)) as quantity,
    cast(json_extract_string(after, '$.received') as decimal(18, 3)) as received,
    cast(json_extract_string(after, '$.cancelled') as decimal(18, 3)) as cancelled,
    cast(json_extract_string(after, '$.eta') as date) as eta,
    cast(json_extract_string(after, '$.revisions') as integer) as revisions,
    cast(json_extract_string(after, '$.level') as smallint) as level,
    cast(json_extract_string(after, '$.level_cleared') as boolean) as level_cleared,
    json_extract_string(after, '$.level_reason') as level_reason,
    cast(json_extract_string(after, '$.closed_on') as date) as closed_on,
    cast(json_extract_string(after, '$.status') as smallint) as status,
    cast(json_extract_string(after, '$.value') as decimal(18, 2)) as value,
    cast(json_extract_string(after, '$.score_base') as decimal(18, 6)) as score_base,
    cast(json_extract_string(after, '$.score_per_day') as decimal(18, 6)) as score_per_day,
    cast(json_extract_string(after, '$.tier') as smallint) as tier,
    cast(json_extract_string(after, '$.customers') as integer) as customers,
    cast(json_extract_string(after, '$.settings_version') as integer) as settings_version,
    version, business_on as valid_from, recorded_at,
    json_extract_string(after, '$.lines') as lines
from standing;

-- name: known_backorder_states
-- one row per backorder and version that was known, until the next one that was known
with versions as (
    select * exclude (valid_to) from live.backorder_states where recorded_at <= getvariable('past_at')
    union all by name
    select * exclude (lines) from undone_backorders
)
select
    *,
    coalesce(
        lead(valid_from) over (partition by id order by version), date '9999-12-31'
    ) as valid_to
from versions;

-- name: backorder_states
-- one row per backorder and version that was known
select * from known_backorder_states;

-- name: backorders
-- one row per backorder that was known, in the newest state that was known
select * exclude (valid_to) from known_backorder_states where valid_to = date '9999-12-31';

-- name: backorder_past
-- one row per superseded state that was known to be superseded
select * from known_backorder_states where valid_to < date '9999-12-31';

-- name: undone_lines
-- one row per backorder of an import that was not known to be undone and customer order line, its points split by value
with cells as (
    select b.*, unnest(string_split(b.lines, ';')) as cell from undone_backorders as b where b.lines <> ''
),
parts as (
    select c.*, regexp_extract(c.cell, '(\d+):([\d.]+)/([\d.]+)/([\d.]+)', ['line', 'q', 'r', 'x']) as p
    from cells as c
)
select
    p.id as backorder_id, o.id as order_line_id, o.customer_id, c.tier, o.impact, o.emergency, o.unit_price,
    cast(p.p.q as decimal(18, 3)) as quantity, cast(p.p.r as decimal(18, 3)) as received,
    cast(p.p.x as decimal(18, 3)) as cancelled,
    cast((cast(p.p.q as decimal(18, 3)) - cast(p.p.r as decimal(18, 3)) - cast(p.p.x as decimal(18, 3)))
        * o.unit_price as decimal(18, 2)) as value,
    cast(case when p.value = 0 then 0 else p.score_base * cast(p.p.q as double) * o.unit_price / p.value end
        as decimal(18, 6)) as score_base,
    cast(case when p.value = 0 then 0 else p.score_per_day * cast(p.p.q as double) * o.unit_price / p.value end
        as decimal(18, 6)) as score_per_day,
    p.version, p.valid_from
from parts as p
join live.order_lines as o on o.id = cast(p.p.line as bigint)
join live.customers as c on c.id = o.customer_id;

-- name: backorder_lines
-- one row per backorder, customer order line and version that was known, until the next that was known
with latest as (
    select id, max(version) as version from known_backorder_states group by id
),
sets as (
    select backorder_id, version, lead(version) over (partition by backorder_id order by version) as next_version
    from (select distinct backorder_id, version from live.backorder_lines) as versions
)
select l.* replace (
    case when s.next_version <= k.version then l.valid_to else date '9999-12-31' end as valid_to
)
from live.backorder_lines as l
join sets as s on s.backorder_id = l.backorder_id and s.version = l.version
join latest as k on k.id = l.backorder_id and l.version <= k.version
union all by name
select *, date '9999-12-31' as valid_to from undone_lines;

-- name: changed_po_lines
-- one row per PO line that changed after the day: of each field what the first later change found; a field
-- that no later change touched is null here and kept as it is
with later as (
    select subject, seq, version, cast(before as json) as before, cast(after as json) as after
    from live.ledger
    where kind = 'po_line' and seq > getvariable('past_seq')
)
select
    subject,
    arg_min({'eta': json_extract_string(before, '$.eta')}, seq)
        filter (where json_exists(before, '$.eta') or json_exists(after, '$.eta')) as dated,
    arg_min(json_extract_string(before, '$.received'), seq) as received,
    arg_min(json_extract_string(before, '$.cancelled'), seq) as cancelled,
    min(version) - 1 as version
from later
group by subject;

-- name: said_dates
-- one row per PO line that a known file or call spoke of: the latest day it did; a file counts until it was
-- known to be undone, one that came again said nothing, and a date that a plan or a reopening gave is nobody's word
with known as (
    select id, po_line_id from live.backorders
    union all
    select id, po_line_id from undone_backorders
),
said as (
    select po_line_id, revised_on as confirmed_on
    from live.eta_revisions
    where recorded_at <= getvariable('past_at') and source not in ('sourcing plan', 'reopened')
    union all
    select r.po_line_id, i.as_of
    from live.import_rows as r
    join live.imports as i on i.id = r.import_id
    where
        r.outcome in (1, 2, 3) and i.applied_at <= getvariable('past_at')
        and i.changed and coalesce(i.undone_at > getvariable('past_at'), true)
    union all
    select k.po_line_id, l.business_on
    from live.ledger as l
    join known as k on k.id = l.subject
    where l.kind = 'confirmation' and l.seq <= getvariable('past_seq')
)
select po_line_id, max(confirmed_on) as confirmed_on from said group by po_line_id;

-- name: po_lines
-- one row per PO line, with the ETA and the quantities that were known
select p.* replace (
    case when c.dated is null then p.eta else cast(c.dated.eta as date) end as eta,
    greatest(
        case when p.eta_confirmed_on <= getvariable('past_on') then p.eta_confirmed_on end, s.confirmed_on
    ) as eta_confirmed_on,
    coalesce(cast(c.received as decimal(18, 3)), p.received) as received,
    coalesce(cast(c.cancelled as decimal(18, 3)), p.cancelled) as cancelled,
    coalesce(c.version, p.version) as version
)
from live.po_lines as p
left join changed_po_lines as c on c.subject = p.id
left join said_dates as s on s.po_line_id = p.id;

-- name: allocations
-- one row per allocation, with what was known to be received: what receipts that were booked later brought is
-- taken back in the order in which the lines got it
with later as (
    select po_line_id, sum(quantity) as quantity
    from live.receipts
    where recorded_at > getvariable('past_at')
    group by po_line_id
),
ranked as (
    select
        a.*, coalesce(l.quantity, 0) as later,
        coalesce(sum(a.received) over (
            partition by a.po_line_id order by a.id desc
            rows between unbounded preceding and 1 preceding
        ), 0) as taken
    from live.allocations as a
    left join later as l on l.po_line_id = a.po_line_id
)
select * exclude (later, taken) replace (
    received - least(received, greatest(0, later - taken)) as received
)
from ranked;

-- name: transfers
-- one row per transfer that was known, in the state it was known to be in
select t.* replace (
    coalesce(s.state, t.state) as state,
    case when t.confirmed_on <= getvariable('past_on') then t.confirmed_on end as confirmed_on,
    case when t.shipped_on <= getvariable('past_on') then t.shipped_on end as shipped_on,
    case when t.received_on <= getvariable('past_on') then t.received_on end as received_on,
    case when t.received_on <= getvariable('past_on') then t.received else 0 end as received
)
from live.transfers as t
join known_versions as k on k.kind = 'transfer' and k.subject = t.id
left join known_states as s on s.kind = 'transfer' and s.subject = t.id;

-- name: purchase_requests
-- one row per purchase request that was known, in the state it was known to be in
select r.* replace (
    coalesce(s.state, r.state) as state,
    case when r.ordered_on <= getvariable('past_on') then r.ordered_on end as ordered_on,
    case when r.received_on <= getvariable('past_on') then r.received_on end as received_on,
    case when r.received_on <= getvariable('past_on') then r.received else 0 end as received
)
from live.purchase_requests as r
join known_versions as k on k.kind = 'purchase request' and k.subject = r.id
left join known_states as s on s.kind = 'purchase request' and s.subject = r.id;

-- name: shipments
-- one row per shipment that was known, in the state it was known to be in
select h.* replace (
    coalesce(s.state, h.state) as state,
    case when h.shipped_on <= getvariable('past_on') then h.shipped_on end as shipped_on
)
from live.shipments as h
join known_versions as k on k.kind = 'shipment' and k.subject = h.id
left join known_states as s on s.kind = 'shipment' and s.subject = h.id;

-- name: chosen_plans
-- one row per chosen plan that was known, in the state it was known to be in
select p.* replace (coalesce(s.state, p.state) as state)
from live.chosen_plans as p
join known_versions as k on k.kind = 'plan' and k.subject = p.id
left join known_states as s on s.kind = 'plan' and s.subject = p.id;

-- name: approval_conditions
-- one row per condition that was known, open where it was settled later
select c.* replace (
    coalesce(s.state, c.state) as state,
    case when c.settled_on <= getvariable('past_on') then c.settled_on end as settled_on
)
from live.approval_conditions as c
join known_versions as k on k.kind = 'condition' and k.subject = c.id
left join known_states as s on s.kind = 'condition' and s.subject = c.id;

-- name: approval_decisions
-- one row per decision that was known
select d.* from live.approval_decisions as d
join known_versions as k on k.kind = 'decision' and k.subject = d.id;

-- name: comments
-- one row per comment that was known
select c.* from live.comments as c
join known_versions as k on k.kind = 'comment' and k.subject = c.id;

-- name: cancellations
-- one row per cancellation that was known
select c.* from live.cancellations as c
join known_versions as k on k.kind = 'cancellation' and k.subject = c.id;

-- name: returns
-- one row per return that was known
select r.* from live.returns as r
join known_versions as k on k.kind = 'return' and k.subject = r.id;

-- name: ratings
-- one row per rating that was known
select r.* from live.ratings as r
join known_versions as k on k.kind = 'rating' and k.subject = r.id;

-- name: fulfilment_decisions
-- one row per decision of a customer that was known
select d.* from live.fulfilment_decisions as d
join known_versions as k on k.kind = 'fulfilment decision' and k.subject = d.id;

-- name: assignments
-- one row per backorder with an owner that was known
select a.* from live.assignments as a
join known_versions as k on k.kind = 'assignment' and k.subject = a.id;

-- name: cost_entries
-- one row per cost entered by hand that was known
select c.* from live.cost_entries as c
join known_versions as k on k.kind = 'cost' and k.subject = c.id;

-- name: costs
-- one row per thing that money was known to be spent on
select 'transfers' as way, backorder_id, requested_on as spent_on, cost as amount, number as reference, note
from transfers
where state <> 'cancelled'
union all
select
    'purchases and expediting', backorder_id, requested_on,
    cast(fixed_cost + unit_cost * case state when 'received' then received else quantity end as decimal(18, 2)),
    number, note
from purchase_requests
where state <> 'cancelled'
union all
select 'shipments', backorder_id, shipped_on, cost, number, tracking
from shipments
where state = 'shipped'
union all
select 'compensation', backorder_id, cancelled_on, compensation_cost, compensation, reason
from cancellations
where compensation_cost > 0
union all
select way, backorder_id, spent_on, amount, 'entered by hand', note
from cost_entries;

-- name: scenarios
-- one row per scenario that was known, in the state it was known to be in
select c.* replace (coalesce(s.state, c.state) as state)
from live.scenarios as c
join known_versions as k on k.kind = 'scenario' and k.subject = c.id
left join known_states as s on s.kind = 'scenario' and s.subject = c.id;

-- name: quality_incidents
-- one row per incident that was known
select q.* from live.quality_incidents as q
join known_versions as k on k.kind = 'quality incident' and k.subject = q.id;

-- name: service_levels
-- one row per service level that was known
select l.* from live.service_levels as l
join known_versions as k on k.kind = 'service level' and k.subject = l.id;

-- name: supplier_ratings
-- one row per rating of a supplier that was known
select r.* from live.supplier_ratings as r
join known_versions as k on k.kind = 'supplier rating' and k.subject = r.id;

-- name: supplier_calendars
-- one row per calendar of a supplier that was known
select c.* from live.supplier_calendars as c
join known_versions as k on k.kind = 'supplier calendar' and k.subject = c.id;
