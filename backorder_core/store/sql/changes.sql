-- Bulk writes of one use-case. Each reads the relation "incoming", one row per row to write.

-- name: append_ledger
insert into ledger by name select * from incoming;

-- name: append_backorders
insert into backorders by name select * from incoming;

-- name: keep_past_states
-- copies the states that are about to change; they hold until the day of the change
insert into backorder_past by name
select b.*, i.valid_from as valid_to
from incoming as i, backorders as b
where b.id = i.id;

-- name: change_backorders
-- each row names the version it follows; fewer rows changed than given means somebody came between
update backorders
set
    cause = i.cause, reason = i.reason, quantity = i.quantity, received = i.received,
    cancelled = i.cancelled, eta = i.eta, revisions = i.revisions, level = i.level,
    level_cleared = i.level_cleared, level_reason = i.level_reason, closed_on = i.closed_on,
    status = i.status, value = i.value, score_base = i.score_base, score_per_day = i.score_per_day,
    tier = i.tier, customers = i.customers, settings_version = i.settings_version,
    version = i.version, valid_from = i.valid_from, recorded_at = i.recorded_at
from incoming as i
where backorders.id = i.id and backorders.version = i.version - 1;

-- name: close_backorder_lines
update backorder_lines
set valid_to = i.valid_from
from incoming as i
where backorder_lines.backorder_id = i.id and backorder_lines.valid_to = date '9999-12-31';

-- name: append_backorder_lines
insert into backorder_lines by name select *, date '9999-12-31' as valid_to from incoming;

-- name: change_po_lines
update po_lines
set eta = i.eta, received = i.received, cancelled = i.cancelled, version = i.version
from incoming as i
where po_lines.id = i.id and po_lines.version = i.version - 1;

-- name: confirm_po_lines
-- a confirmation never moves backwards
update po_lines
set eta_confirmed_on = greatest(coalesce(po_lines.eta_confirmed_on, i.confirmed_on), i.confirmed_on)
from incoming as i
where po_lines.id = i.id;

-- name: change_allocations
update allocations
set received = allocations.received + i.more
from incoming as i
where allocations.po_line_id = i.po_line_id and allocations.order_line_id = i.order_line_id;

-- name: append_eta_revisions
insert into eta_revisions by name select * from incoming;

-- name: append_approvals
insert into approvals by name select * from incoming;

-- name: supersede_customer_notices
update notices
set state = 'superseded', superseded_by = i.import_id
from incoming as i
where notices.backorder_id = i.id and notices.kind = 'customer' and notices.state = 'pending';

-- name: append_notices
insert into notices by name select * from incoming;

-- name: tell_again
-- a key that is known already is not written again; one that an undo took back stands again
update notices
set state = i.state, subject = i.subject, body = i.body, import_id = i.import_id
from incoming as i
where notices.notice_key = i.notice_key and notices.state = 'withdrawn';

-- name: drop_follow_ups
update follow_ups
set state = 'dropped', done_on = i.valid_from, superseded_by = i.import_id
from incoming as i
where follow_ups.backorder_id = i.id and follow_ups.state = 'due' and follow_ups.kind = 'cadence';

-- name: append_follow_ups
insert into follow_ups by name select * from incoming;

-- name: append_delays
insert into delays by name select * from incoming;

-- name: append_receipts
insert into receipts by name select * from incoming;
