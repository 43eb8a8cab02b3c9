-- What resolving backorders costs: entered by hand, and one ledger over everything that was spent.

create table cost_entries (
    id bigint not null,
    backorder_id bigint not null,
    way varchar not null,
    amount decimal(18, 2) not null,
    spent_on date not null,
    note varchar not null,
    version integer not null
    , primary key (id)
    , check (amount >= 0)
    , check (way in ('expediting', 'transport', 'overtime', 'other'))
);

-- Grain: one row per thing that money was spent on for a backorder; costs of 0 stand here too, so that they are seen.
create view costs as
    select
        'transfers' as way, backorder_id, requested_on as spent_on, cost as amount, number as reference, note
    from transfers
    where state <> 'cancelled'
    union all
    select
        'purchases and expediting', backorder_id, requested_on,
        cast(fixed_cost + unit_cost * quantity as decimal(18, 2)), number, note
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
