-- name: same_file_applied
-- at most one row: an applied and not undone import of the very same file
select id from imports
where kind = $kind and file_hash = $file_hash and undone_at is null
limit 1;

-- name: kept_file
-- at most one row: the content of a file is kept already
select part from import_files where file_hash = $file_hash limit 1;

-- name: append_import_files
insert into import_files by name select * from incoming;

-- name: file_of_import
-- at most one row: what the file of an import was called, and the hash of its content
select file_name, file_hash from imports where id = $id;

-- name: parts_of_file
-- one row per compressed part of a file, in order, with its size in bytes before that
select size, body from import_files where file_hash = $file_hash order by part;

-- name: insert_import
insert into imports values (
    $id, $kind, $file_name, $file_hash, $as_of, $dialect, $mapping, $row_count, $created, $updated,
    $unchanged, $not_needed, $rejected, $changed, $who, $now, null, null
);

-- name: past_imports
-- one row per applied import, newest first
select
    id, kind, file_name, as_of, row_count, created, updated, unchanged, not_needed, rejected, changed,
    who, applied_at, undone_at, undone_by
from imports
order by id desc
limit $count;

-- name: one_import
-- at most one row
select id, kind, file_name, as_of, changed, undone_at from imports where id = $id;

-- name: counts_of_import
-- at most one row: how the rows of an import ended
select row_count, created, updated, unchanged, not_needed, rejected from imports where id = $id;

-- name: later_import
-- at most one row: the newest applied import after $id that changed something and still stands
select id, file_name from imports
where id > $id and changed and undone_at is null
order by id desc
limit 1;

-- name: import_rejections
-- one row per rejected row of an applied import, in the file's order
select line, column_name, value, reason, raw from import_rows
where import_id = $id and outcome = 5
order by line;

-- name: headers_of_import
-- at most one row: the shape that the file was read with
select dialect from imports where id = $id;

-- name: find_mapping
-- at most one row: the mapping remembered for a set of headers
select mapping from import_mappings where kind = $kind and header_key = $header_key;

-- name: all_mappings
-- one row per remembered mapping
select kind, header_key, mapping from import_mappings order by kind, header_key;

-- name: keep_mapping
merge into import_mappings
using (select $kind as kind, $header_key as header_key) as given
on import_mappings.kind = given.kind and import_mappings.header_key = given.header_key
when matched then update set mapping = $mapping, who = $who, saved_at = $now
when not matched then insert (kind, header_key, mapping, who, saved_at)
    values ($kind, $header_key, $mapping, $who, $now);

-- name: touched_since_import
-- one row per backorder or PO line that this import wrote and that somebody changed afterwards; what an
-- import that is undone by now did, and its undoing, does not count
with written as (
    select kind, subject, max(version) as version
    from ledger
    where import_id = $id and kind in ('backorder', 'po_line')
    group by kind, subject
)
select w.kind, w.subject, coalesce(b.number, p.po_number || ' / ' || p.po_line) as named
from written as w
left join backorders as b on w.kind = 'backorder' and b.id = w.subject
left join po_lines as p on w.kind = 'po_line' and p.id = w.subject
where exists (
    select 1
    from ledger as l
    left join imports as i on i.id = l.import_id
    where l.kind = w.kind and l.subject = w.subject and l.version > w.version and i.undone_at is null
)
order by named;

-- name: worked_on_since_import
-- one row per backorder made by this import about which people keep records by now
with made as (
    select subject as id from ledger where import_id = $id and kind = 'backorder' and version = 1
),
kept as (
    select backorder_id from assignments
    union all
    select backorder_id from comments
    union all
    select backorder_id from approval_conditions
    union all
    select backorder_id from cancellations
    union all
    select backorder_id from returns
    union all
    select backorder_id from approval_decisions
    union all
    select backorder_id from fulfilment_decisions
    union all
    select backorder_id from chosen_plans
    union all
    select backorder_id from shipments
    union all
    select backorder_id from transfers
    union all
    select backorder_id from purchase_requests
    union all
    select backorder_id from ratings
    union all
    select backorder_id from cost_entries
    union all
    select backorder_id from follow_ups where kind <> 'cadence' or state = 'done'
    union all
    select backorder_id from notices where state = 'sent'
)
select distinct b.number
from backorders as b
semi join made as m on m.id = b.id
semi join kept as k on k.backorder_id = b.id
order by 1;

-- name: decided_since_import
-- one row per backorder made by this import on which somebody has decided already
select b.number
from approvals as a
join backorders as b on b.id = a.backorder_id
join ledger as l on l.kind = 'backorder' and l.subject = b.id and l.version = 1 and l.import_id = $id
where a.decided_at is not null
order by 1;

-- name: backorders_of_import
-- one row per backorder that this import wrote, with the version it wrote
select subject, min(version) as version
from ledger
where import_id = $id and kind = 'backorder'
group by subject
order by subject;

-- name: past_backorders
-- one row per asked backorder and version that is superseded; two lists of equal length
with asked as (select unnest($ids) as id, unnest($versions) as version)
select p.*
from backorder_past as p
join asked as a on a.id = p.id and a.version = p.version;

-- name: past_backorder_lines
-- one row per asked backorder and affected order line, as it stood in the version asked for
with asked as (select unnest($ids) as id, unnest($versions) as version),
written as (
    select l.backorder_id, max(l.version) as version
    from backorder_lines as l
    join asked as a on a.id = l.backorder_id and l.version <= a.version
    group by l.backorder_id
)
select
    l.backorder_id, l.order_line_id, o.order_number, o.order_line, l.customer_id, c.name as customer,
    l.tier, l.impact, l.emergency, l.unit_price, o.need_date, o.order_date,
    l.quantity, l.received, l.cancelled, l.score_base, l.score_per_day
from backorder_lines as l
join written as w on w.backorder_id = l.backorder_id and w.version = l.version
join order_lines as o on o.id = l.order_line_id
join customers as c on c.id = l.customer_id
order by l.backorder_id, l.order_line_id;

-- name: po_lines_of_import
-- one row per PO line that this import wrote and did not make: how it stands, and what it was before
with made as (
    select r.record ->> 'po_number' as po_number, r.record ->> 'po_line' as po_line
    from import_rows as r
    join imports as i on i.id = r.import_id
    where
        r.import_id = $id and i.kind in ('po-lines', 'po-delays') and r.po_line_id is null
        and r.record is not null
),
entries as (
    select
        subject,
        bool_or(json_exists(before, 'eta')) as eta_changed,
        bool_or(json_exists(before, 'received')) as received_changed,
        bool_or(json_exists(before, 'cancelled')) as cancelled_changed,
        arg_min(before, version) filter (json_exists(before, 'eta')) as eta_entry,
        arg_min(before, version) filter (json_exists(before, 'received')) as received_entry,
        arg_min(before, version) filter (json_exists(before, 'cancelled')) as cancelled_entry
    from ledger
    where import_id = $id and kind = 'po_line'
    group by subject
)
select
    p.id, p.eta, p.received, p.cancelled, p.version, e.eta_changed, e.received_changed, e.cancelled_changed,
    cast(e.eta_entry ->> 'eta' as date) as eta_before,
    cast(e.received_entry ->> 'received' as decimal(18, 3)) as received_before,
    cast(e.cancelled_entry ->> 'cancelled' as decimal(18, 3)) as cancelled_before
from entries as e
join po_lines as p on p.id = e.subject
where not exists (select 1 from made as m where m.po_number = p.po_number and m.po_line = p.po_line)
order by p.id;

-- name: restore_confirmations
-- no row: puts back when each line was last confirmed before the import, or by somebody else after it
with told as (
    select po_line_id, min(confirmed_before) as confirmed_before
    from import_rows
    where import_id = $id and po_line_id is not null and outcome in (1, 2, 3, 4)
    group by po_line_id
),
later as (
    select t.po_line_id, r.revised_on as said_on
    from told as t
    join eta_revisions as r on r.po_line_id = t.po_line_id
    where
        r.import_id is distinct from $id and r.source not in ('sourcing plan', 'reopened')
        and r.recorded_at > (select applied_at from imports where id = $id)
    union all
    select t.po_line_id, l.business_on
    from told as t
    join backorders as b on b.po_line_id = t.po_line_id
    join ledger as l on l.subject = b.id
    where l.kind = 'confirmation' and l.recorded_at > (select applied_at from imports where id = $id)
),
said as (select po_line_id, max(said_on) as said_on from later group by po_line_id)
update po_lines
set eta_confirmed_on = greatest(t.confirmed_before, s.said_on)
from told as t
left join said as s on s.po_line_id = t.po_line_id
where po_lines.id = t.po_line_id;

-- name: remove_backorders
delete from backorders where id in (select unnest($ids));

-- name: remove_backorder_lines
delete from backorder_lines where backorder_id in (select unnest($ids));

-- name: remove_past_states
delete from backorder_past where id in (select unnest($ids));

-- name: remove_approvals
delete from approvals where backorder_id in (select unnest($ids));

-- name: remove_eta_revisions
delete from eta_revisions where import_id = $id;

-- name: remove_delays
delete from delays where import_id = $id;

-- name: remove_follow_ups
delete from follow_ups where import_id = $id;

-- name: revive_follow_ups
update follow_ups set state = 'due', done_on = null, superseded_by = null where superseded_by = $id;

-- name: withdraw_told_notices
-- what somebody was told already stays known, so that nobody is told it twice
update notices set state = 'withdrawn'
where
    import_id = $id and state in ('pending', 'superseded')
    and id in (
        select notice_id from deliveries where state <> 'queued' or tries > 0
        union
        select notice_id from inbox where read_at is not null
    );

-- name: remove_unsent_deliveries
delete from deliveries
where notice_id in (select id from notices where import_id = $id and state in ('pending', 'superseded'));

-- name: remove_unread
delete from inbox
where notice_id in (select id from notices where import_id = $id and state in ('pending', 'superseded'));

-- name: remove_unsent_notices
-- what nobody has read yet goes, so that the same notice can be queued again
delete from notices where import_id = $id and state in ('pending', 'superseded');

-- name: revive_notices
update notices set state = 'pending', superseded_by = null where superseded_by = $id;

-- name: records_of_import
-- one row per record that an import made or changed, after line $after: as it left it, and as it found it or null
select line, record, before from import_rows
where import_id = $id and record is not null and outcome in (1, 2) and line > $after
order by line
limit $count;

-- name: mark_undone
update imports set undone_at = $now, undone_by = $who where id = $id;
