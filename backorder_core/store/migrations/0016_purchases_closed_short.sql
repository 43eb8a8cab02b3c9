-- A purchase of which no more comes costs what came of it.

-- Grain: one row per thing that money was spent on for a backorder; costs of 0 stand here too, so that they are seen.
create or replace view costs as
    select
        'transfers' as way, backorder_id, requested_on as spent_on, cost as amount, number as reference, note
    from transfers
    where state <> 'cancelled'
    union all
    select
        'purchases and expediting', backorder_id, requested_on,
        cast(
            fixed_cost + unit_cost * case state when 'received' then received else quantity end as decimal(18, 2)
        ), number, note
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
