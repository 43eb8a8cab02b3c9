-- What people do about a backorder. Records have an id, a version and one ledger entry per version; a put names
-- the version it follows. Dates are business dates.

-- the person who buys from a supplier owns its backorders until somebody else is named
alter table suppliers add column buyer varchar default '';

create table people (
    id bigint not null,
    name varchar not null,
    role smallint not null
    , primary key (id)
    , unique (name)
);

create table assignments (
    id bigint not null,
    backorder_id bigint not null,
    owner varchar not null,
    version integer not null
    , primary key (id)
    , unique (backorder_id)
);

create table watchers (
    backorder_id bigint not null,
    person varchar not null,
    since date not null
    , primary key (backorder_id, person)
);

-- mentions: people and roles named in the text; body may be long
create table comments (
    id bigint not null,
    backorder_id bigint not null,
    body varchar not null,
    mentions varchar not null,
    who varchar not null,
    written_on date not null,
    version integer not null
    , primary key (id)
);

create table transfers (
    id bigint not null,
    number varchar not null,
    backorder_id bigint not null,
    product_id bigint not null,
    from_location_id bigint not null,
    to_location_id bigint not null,
    quantity decimal(18, 3) not null,
    priority varchar not null,
    required_on date not null,
    cost decimal(18, 2) not null,
    state varchar not null,
    requested_on date not null,
    confirmed_on date,
    shipped_on date,
    tracking varchar not null,
    dock_ready_on date,
    pick_planned_on date,
    customer_told_on date,
    received_on date,
    received decimal(18, 3) not null,
    note varchar not null,
    version integer not null
    , primary key (id)
    , unique (number)
    , check (quantity > 0 and received >= 0 and received <= quantity and cost >= 0)
    , check (state in ('requested', 'confirmed', 'shipped', 'received', 'cancelled'))
    , check (priority in ('emergency', 'normal'))
);

-- Units asked of somebody else than the late PO line, or of its supplier sooner. kind is an OfferKind.
create table purchase_requests (
    id bigint not null,
    number varchar not null,
    backorder_id bigint not null,
    kind smallint not null,
    supplier_id bigint,
    product_id bigint not null,
    quantity decimal(18, 3) not null,
    fixed_cost decimal(18, 2) not null,
    unit_cost decimal(18, 4) not null,
    quality smallint not null,
    ready_on date not null,
    state varchar not null,
    requested_on date not null,
    ordered_on date,
    received_on date,
    received decimal(18, 3) not null,
    note varchar not null,
    version integer not null
    , primary key (id)
    , unique (number)
    , check (quantity > 0 and received >= 0 and received <= quantity)
    , check (kind between 1 and 5 and quality between 1 and 3)
    , check (state in ('requested', 'ordered', 'received', 'cancelled'))
);

-- A sourcing plan that somebody chose; lines is a JSON list of option, kind and quantity.
create table chosen_plans (
    id bigint not null,
    backorder_id bigint not null,
    chosen_on date not null,
    lines varchar not null,
    cost decimal(18, 2) not null,
    late_unit_days decimal(18, 3) not null,
    units_at_risk decimal(18, 3) not null,
    ready_on date,
    reason varchar not null,
    state varchar not null,
    backorder_version integer not null,
    version integer not null
    , primary key (id)
    , check (state in ('chosen', 'replaced', 'rejected'))
);

create table approval_conditions (
    id bigint not null,
    backorder_id bigint not null,
    condition varchar not null,
    source varchar not null,
    state varchar not null,
    settled_on date,
    settled_by varchar not null,
    note varchar not null,
    version integer not null
    , primary key (id)
    , check (state in ('open', 'met', 'waived'))
);

-- What a customer chose for one order line; options is the JSON of what was offered.
create table fulfilment_decisions (
    id bigint not null,
    backorder_id bigint not null,
    order_line_id bigint not null,
    strategy varchar not null,
    reason varchar not null,
    decided_by varchar not null,
    decided_on date not null,
    options varchar not null,
    version integer not null
    , primary key (id)
    , check (strategy in ('ship_available', 'hold_for_complete', 'split_shipment', 'substitute_and_ship', 'customers_choice'))
);

-- Units on their way to a customer; location_id where they lie in stock until then, promised to this shipment.
create table shipments (
    id bigint not null,
    number varchar not null,
    backorder_id bigint not null,
    order_line_id bigint not null,
    product_id bigint not null,
    location_id bigint,
    quantity decimal(18, 3) not null,
    planned_on date,
    shipped_on date,
    tracking varchar not null,
    cost decimal(18, 2) not null,
    state varchar not null,
    version integer not null
    , primary key (id)
    , unique (number)
    , check (quantity > 0 and cost >= 0)
    , check (state in ('planned', 'shipped', 'cancelled'))
);

create table cancellations (
    id bigint not null,
    backorder_id bigint not null,
    order_line_id bigint not null,
    quantity decimal(18, 3) not null,
    reason varchar not null,
    alternatives varchar not null,
    compensation varchar not null,
    compensation_cost decimal(18, 2) not null,
    decision varchar not null,
    lesson varchar not null,
    cancelled_on date not null,
    version integer not null
    , primary key (id)
    , check (quantity >= 0 and compensation_cost >= 0)
);

-- units that were received and cannot be used: their PO line says no longer that it received them
create table returns (
    id bigint not null,
    backorder_id bigint not null,
    po_line_id bigint not null,
    order_line_id bigint not null,
    quantity decimal(18, 3) not null,
    reason varchar not null,
    returned_on date not null,
    version integer not null
    , primary key (id)
    , check (quantity > 0)
);

create table ratings (
    id bigint not null,
    backorder_id bigint not null,
    customer_id bigint not null,
    rating smallint not null,
    words varchar not null,
    rated_on date not null,
    version integer not null
    , primary key (id)
    , unique (backorder_id, customer_id)
    , check (rating between 1 and 5)
);

-- What was said to a customer beside the date itself; promised_eta is what a sent customer notice promised.
alter table notices add column promised_eta date;
alter table notices add column channel varchar default '';
alter table notices add column sent_on date;
alter table notices add column sent_by varchar default '';
alter table notices add column version integer default 1;

alter table follow_ups add column kind varchar default 'cadence';
alter table follow_ups add column assignee varchar default '';
alter table follow_ups add column outcome varchar default '';
alter table follow_ups add column version integer default 1;

-- Where each person's last look at the ledger ended.
create table visits (
    person varchar not null,
    seen_seq bigint not null,
    seen_on date not null
    , primary key (person)
);

-- Typed text that is not sent yet, kept over a reload.
create table drafts (
    person varchar not null,
    place varchar not null,
    body varchar not null,
    saved_at timestamp not null
    , primary key (person, place)
);
