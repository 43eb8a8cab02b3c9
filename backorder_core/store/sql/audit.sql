-- The audit trail: ledger entries filtered and paged, with the name of what each is about.

-- name: audit_page
-- one row per ledger entry that matches, newest first, at most $count after $skip; "name" is what it is about,
-- "number" the backorder that this belongs to, both null where it has none; before a version of the settings stood
-- the one before it; on each how many match
with things as (
    select 'backorder' as kind, id, number as name, id as backorder_id from backorders
    union all
    select 'confirmation', id, number, id from backorders
    union all
    select 'po_line', id, po_number || ' / ' || po_line, null from po_lines
    union all
    select 'assignment', id, null, backorder_id from assignments
    union all
    select 'comment', id, null, backorder_id from comments
    union all
    select 'condition', id, null, backorder_id from approval_conditions
    union all
    select 'cancellation', id, null, backorder_id from cancellations
    union all
    select 'return', id, null, backorder_id from returns
    union all
    select 'decision', id, null, backorder_id from approval_decisions
    union all
    select 'rating', id, null, backorder_id from ratings
    union all
    select 'cost', id, null, backorder_id from cost_entries
    union all
    select 'fulfilment decision', id, null, backorder_id from fulfilment_decisions
    union all
    select 'plan', id, null, backorder_id from chosen_plans
    union all
    select 'shipment', id, number, backorder_id from shipments
    union all
    select 'transfer', id, number, backorder_id from transfers
    union all
    select 'purchase request', id, number, backorder_id from purchase_requests
    union all
    select 'follow-up', id, null, backorder_id from follow_ups
    union all
    select 'notice', id, null, backorder_id from notices
),
wanted as (
    select t.kind, t.id
    from things as t
    left join backorders as b on b.id = t.backorder_id
    where upper(t.name) = $number or b.number = $number or upper(t.name) like $number || ' / %'
),
matching as (
    select l.seq
    from ledger as l
    where
        ($who is null or l.who = $who)
        and ($action is null or regexp_replace(l.action, ' (with BO-.*|\(.*\))$', '') = $action)
        and ($kind is null or l.kind = $kind)
        and ($since is null or l.business_on >= $since)
        and ($until is null or l.business_on <= $until)
        and ($number is null or exists (select 1 from wanted as w where w.kind = l.kind and w.id = l.subject))
),
paged as (
    select seq from matching order by seq desc limit $count offset $skip
)
select
    l.seq, l.recorded_at, l.business_on, l.who, l.action, l.kind, l.subject, coalesce(v.body, l.before) as before,
    l.after, t.name, b.number, (select count(*) from matching as m) as total
from paged as p
join ledger as l on l.seq = p.seq
left join things as t on t.kind = l.kind and t.id = l.subject
left join backorders as b on b.id = t.backorder_id
left join settings_versions as v on l.kind = 'settings' and v.version = l.version - 1
order by l.seq desc;

-- name: audit_choices
-- one row per person, action and kind of thing in the ledger: "way" tells which, with how many entries
with entries as (
    select who, regexp_replace(action, ' (with BO-.*|\(.*\))$', '') as action, kind from ledger
)
select
    case when grouping(who) = 0 then 'who' when grouping(action) = 0 then 'action' else 'kind' end as way,
    coalesce(who, action, kind) as word, count(*) as count
from entries
group by grouping sets ((who), (action), (kind))
order by 1, 2;

-- name: ledger_head
-- one row: how many entries the ledger has, and the number of the newest
select count(*) as entries, coalesce(max(seq), 0) as newest from ledger;
