-- How suppliers perform: what went wrong with their goods, what was agreed with them, how people rate them.

-- cost in money, what the incident cost beside the goods; quantity: units concerned
create table quality_incidents (
    id bigint not null,
    code varchar not null,
    supplier_id bigint not null,
    product_id bigint,
    po_line_id bigint,
    occurred_on date not null,
    quantity decimal(18, 3) not null,
    description varchar not null,
    severity varchar not null,
    cost decimal(18, 2) not null,
    version integer not null
    , primary key (id)
    , unique (code)
    , check (quantity >= 0 and cost >= 0)
    , check (severity in ('minor', 'major', 'critical'))
);

-- in force from from_on up to and with until_on (null: open), or until the next one of the supplier begins;
-- on_time: percent that must arrive by the first promise; cap: most that one PO line costs, null: none
create table service_levels (
    id bigint not null,
    supplier_id bigint not null,
    from_on date not null,
    until_on date,
    on_time decimal(5, 2) not null,
    basis varchar not null,
    penalty decimal(18, 4) not null,
    cap decimal(18, 2),
    note varchar not null,
    agreed_by varchar not null,
    version integer not null
    , primary key (id)
    , unique (supplier_id, from_on)
    , check (on_time >= 0 and on_time <= 100 and penalty >= 0)
    , check (basis in ('unit', 'value_day'))
);

-- what people think of a supplier in one quarter, 0 to 100; quarter: its first day
create table supplier_ratings (
    id bigint not null,
    supplier_id bigint not null,
    quarter date not null,
    criterion varchar not null,
    rating decimal(5, 2) not null,
    why varchar not null,
    who varchar not null,
    rated_on date not null,
    version integer not null
    , primary key (id)
    , unique (supplier_id, quarter, criterion)
    , check (rating >= 0 and rating <= 100)
    , check (criterion in ('service', 'innovation'))
);

-- Grain: one row per PO line with the date last agreed for it at the end of day d: the last known date that its
-- supplier gave, the first promise where it gave none. An unknown date agrees to nothing.
create macro promises_as_of(d) as table
    with given as (
        select po_line_id, new_eta, revised_on as said_on, recorded_at, ordinal, id
        from eta_revisions
        where new_eta is not null and revised_on <= d
        union all
        select po_line_id, new_eta, reported_on as said_on, recorded_at, 0 as ordinal, id
        from delays
        where new_eta is not null and reported_on <= d
    ),
    agreed as (
        select po_line_id, new_eta
        from given
        qualify row_number() over (
            partition by po_line_id order by said_on desc, recorded_at desc, ordinal desc, id desc
        ) = 1
    )
    select
        p.id, p.supplier_id, p.product_id, p.po_number, p.po_line, p.ordered, p.unit_cost, p.cancelled,
        p.original_due, coalesce(a.new_eta, p.original_due) as agreed_due
    from po_lines as p
    left join agreed as a on a.po_line_id = p.id;

-- Grain: one row per backorder made for quality, return and incident on a day in [since, until) up to as_of. line
-- tells PO lines apart; what names none stands for itself.
create macro quality_event_rows(since, until, as_of) as table
    select
        supplier_id, 'backorder' as kind, number, created_on as happened_on, po_line_id, product_id, quantity,
        reason as words, '' as severity, cast(null as decimal(18, 2)) as cost, cast(po_line_id as varchar) as line
    from backorder_states
    where version = 1 and cause = 2 and created_on >= since and created_on < until and created_on <= as_of
    union all
    select
        p.supplier_id, 'return' as kind, b.number, r.returned_on as happened_on, r.po_line_id, p.product_id,
        r.quantity, r.reason as words, '' as severity, cast(null as decimal(18, 2)) as cost,
        cast(r.po_line_id as varchar) as line
    from returns as r
    join po_lines as p on p.id = r.po_line_id
    join backorders as b on b.id = r.backorder_id
    where r.returned_on >= since and r.returned_on < until and r.returned_on <= as_of
    union all
    select
        supplier_id, 'incident' as kind, code as number, occurred_on as happened_on, po_line_id, product_id,
        quantity, description as words, severity, cost,
        coalesce(cast(po_line_id as varchar), 'incident ' || cast(id as varchar)) as line
    from quality_incidents
    where occurred_on >= since and occurred_on < until and occurred_on <= as_of;

-- Grain: one row per purchase request to expedite (kind 4) and transfer, neither cancelled, and per cost of expediting
-- entered by hand, on a day in [since, until) up to as_of; supplier_id is the supplier of the late PO line behind it
create macro expediting_rows(since, until, as_of) as table
    select
        b.supplier_id, 'expedite' as kind, r.number, b.number as backorder, r.requested_on as asked_on, r.quantity,
        cast(r.fixed_cost + r.quantity * r.unit_cost as decimal(18, 2)) as cost
    from purchase_requests as r
    join backorders as b on b.id = r.backorder_id
    where
        r.kind = 4 and r.state <> 'cancelled' and r.requested_on >= since and r.requested_on < until
        and r.requested_on <= as_of
    union all
    select
        b.supplier_id, 'transfer' as kind, t.number, b.number as backorder, t.requested_on as asked_on, t.quantity,
        t.cost
    from transfers as t
    join backorders as b on b.id = t.backorder_id
    where
        t.state <> 'cancelled' and t.requested_on >= since and t.requested_on < until and t.requested_on <= as_of
    union all
    select
        b.supplier_id, 'entered by hand' as kind, '' as number, b.number as backorder, c.spent_on as asked_on,
        cast(null as decimal(18, 3)) as quantity, c.amount as cost
    from cost_entries as c
    join backorders as b on b.id = c.backorder_id
    where c.way = 'expediting' and c.spent_on >= since and c.spent_on < until and c.spent_on <= as_of;
