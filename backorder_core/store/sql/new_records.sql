-- The first version of each record that people keep. An insert: of what a MERGE adds DuckLake makes a file at once,
-- of what is inserted it keeps small changes in its catalog.

-- name: new_assignments
insert into assignments by name select * from incoming;

-- name: new_comments
insert into comments by name select * from incoming;

-- name: new_approval_conditions
insert into approval_conditions by name select * from incoming;

-- name: new_cancellations
insert into cancellations by name select * from incoming;

-- name: new_returns
insert into returns by name select * from incoming;

-- name: new_ratings
insert into ratings by name select * from incoming;

-- name: new_cost_entries
insert into cost_entries by name select * from incoming;

-- name: new_scenarios
insert into scenarios by name select * from incoming;

-- name: new_fulfilment_decisions
insert into fulfilment_decisions by name select * from incoming;

-- name: new_approval_decisions
insert into approval_decisions by name select * from incoming;

-- name: new_delegations
insert into delegations by name select * from incoming;

-- name: new_threshold_proposals
insert into threshold_proposals by name select * from incoming;

-- name: new_chosen_plans
insert into chosen_plans by name select * from incoming;

-- name: new_shipments
insert into shipments by name select * from incoming;

-- name: new_transfers
insert into transfers by name select * from incoming;

-- name: new_purchase_requests
insert into purchase_requests by name select * from incoming;

-- name: new_quality_incidents
insert into quality_incidents by name select * from incoming;

-- name: new_service_levels
insert into service_levels by name select * from incoming;

-- name: new_supplier_ratings
insert into supplier_ratings by name select * from incoming;

-- name: new_supplier_calendars
insert into supplier_calendars by name select * from incoming;
