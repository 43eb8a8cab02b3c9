-- Records that people keep about backorders. A put reads "incoming", one row per record: a new one, or the
-- version after the one that stands; fewer rows put than given means that somebody came between.

-- name: put_assignments
merge into assignments
using incoming as i on assignments.id = i.id
when matched and assignments.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_comments
merge into comments
using incoming as i on comments.id = i.id
when matched and comments.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_approval_conditions
merge into approval_conditions
using incoming as i on approval_conditions.id = i.id
when matched and approval_conditions.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_cancellations
merge into cancellations
using incoming as i on cancellations.id = i.id
when matched and cancellations.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_returns
merge into returns
using incoming as i on returns.id = i.id
when matched and returns.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_ratings
merge into ratings
using incoming as i on ratings.id = i.id
when matched and ratings.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_cost_entries
merge into cost_entries
using incoming as i on cost_entries.id = i.id
when matched and cost_entries.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_fulfilment_decisions
merge into fulfilment_decisions
using incoming as i on fulfilment_decisions.id = i.id
when matched and fulfilment_decisions.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_chosen_plans
merge into chosen_plans
using incoming as i on chosen_plans.id = i.id
when matched and chosen_plans.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_shipments
merge into shipments
using incoming as i on shipments.id = i.id
when matched and shipments.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_transfers
merge into transfers
using incoming as i on transfers.id = i.id
when matched and transfers.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_purchase_requests
merge into purchase_requests
using incoming as i on purchase_requests.id = i.id
when matched and purchase_requests.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_quality_incidents
merge into quality_incidents
using incoming as i on quality_incidents.id = i.id
when matched and quality_incidents.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_service_levels
merge into service_levels
using incoming as i on service_levels.id = i.id
when matched and service_levels.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_supplier_ratings
merge into supplier_ratings
using incoming as i on supplier_ratings.id = i.id
when matched and supplier_ratings.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: put_supplier_calendars
merge into supplier_calendars
using incoming as i on supplier_calendars.id = i.id
when matched and supplier_calendars.version = i.version - 1 then update by name
when not matched then insert by name *;

-- name: all_records
-- one row per record: its kind, id, version and its columns as text in a JSON object
select 'assignment' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from assignments) as t
union all
select 'comment' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from comments) as t
union all
select 'condition' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from approval_conditions) as t
union all
select 'cancellation' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from cancellations) as t
union all
select 'return' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from returns) as t
union all
select 'rating' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from ratings) as t
union all
select 'cost' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from cost_entries) as t
union all
select 'scenario' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from scenarios) as t
union all
select 'fulfilment decision' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from fulfilment_decisions) as t
union all
select 'decision' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from approval_decisions) as t
union all
select 'delegation' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from delegations) as t
union all
select 'threshold proposal' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from threshold_proposals) as t
union all
select 'plan' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from chosen_plans) as t
union all
select 'shipment' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from shipments) as t
union all
select 'transfer' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from transfers) as t
union all
select 'purchase request' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from purchase_requests) as t
union all
select 'quality incident' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from quality_incidents) as t
union all
select 'service level' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from service_levels) as t
union all
select 'supplier rating' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from supplier_ratings) as t
union all
select 'supplier calendar' as kind, cast(t.id as bigint) as id, to_json(t) as facts
from (select cast(columns(*) as varchar) from supplier_calendars) as t
order by 1, 2;

-- name: entries_of_records
-- one row per ledger entry of a record among $kinds, in the order of their versions
select kind, subject, version, before, after
from ledger
where kind in (select unnest($kinds))
order by kind, subject, version, seq;
