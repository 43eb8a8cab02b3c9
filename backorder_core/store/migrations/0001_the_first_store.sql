-- Every table of the first release.
-- Lines that begin with a comma declare keys and checks: a backend without them leaves those lines out.
-- Codes (status, tier, cause, …) are small integers, see backorder_core/domain/values.py. Instants are UTC.
-- "valid_from / valid_to" are business dates, half-open: a row holds at the end of day D where
-- valid_from <= D and D < valid_to.

create table meta (
    name varchar not null,
    value varchar not null
    , primary key (name)
);

insert into meta values ('ledger_head', ''), ('demo', 'no');

create table counters (
    name varchar not null,
    value bigint not null
    , primary key (name)
);

insert into counters values ('id', 0), ('ledger', 0), ('data', 0);

create table settings_versions (
    version integer not null,
    body varchar not null,
    who varchar not null,
    why varchar not null,
    created_at timestamp not null
    , primary key (version)
);

create table commands (
    command_key varchar not null,
    request_hash varchar not null,
    answer varchar not null,
    recorded_at timestamp not null
    , primary key (command_key)
);

create table suppliers (
    id bigint not null,
    code varchar not null,
    name varchar not null
    , primary key (id)
    , unique (code)
);

create table products (
    id bigint not null,
    code varchar not null,
    name varchar not null,
    category varchar not null
    , primary key (id)
    , unique (code)
);

create table locations (
    id bigint not null,
    code varchar not null,
    name varchar not null
    , primary key (id)
    , unique (code)
);

create table customers (
    id bigint not null,
    code varchar not null,
    name varchar not null,
    tier smallint not null,
    account_manager varchar not null
    , primary key (id)
    , unique (code)
    , check (tier between 1 and 3)
);

-- promised: units on hand that somebody was already told they get
create table stock (
    location_id bigint not null,
    product_id bigint not null,
    on_hand decimal(18, 3) not null,
    promised decimal(18, 3) not null
    , primary key (location_id, product_id)
    , check (on_hand >= 0 and promised >= 0 and promised <= on_hand)
);

-- one row per way to get a product elsewhere or earlier; po_line_id only for an expedite of that very line
create table supply_offers (
    id bigint not null,
    code varchar not null,
    kind smallint not null,
    product_id bigint not null,
    supplier_id bigint,
    location_id bigint,
    substitute_id bigint,
    po_line_id bigint,
    available decimal(18, 3) not null,
    lead_days integer not null,
    fixed_cost decimal(18, 2) not null,
    unit_cost decimal(18, 4) not null,
    quality smallint not null,
    offered_on date not null,
    expires_on date
    , primary key (id)
    , unique (code)
    , check (kind between 1 and 5 and quality between 1 and 3)
    , check (available >= 0 and lead_days >= 0 and fixed_cost >= 0 and unit_cost >= 0)
);

-- original_due never changes; eta is the date expected now, null where unknown
create table po_lines (
    id bigint not null,
    po_number varchar not null,
    po_line varchar not null,
    supplier_id bigint not null,
    product_id bigint not null,
    ordered decimal(18, 3) not null,
    unit_cost decimal(18, 4) not null,
    order_date date not null,
    original_due date not null,
    eta date,
    eta_confirmed_on date,
    received decimal(18, 3) not null,
    cancelled decimal(18, 3) not null,
    version integer not null
    , primary key (id)
    , unique (po_number, po_line)
    , check (ordered > 0 and received >= 0 and cancelled >= 0)
);

create table receipts (
    id bigint not null,
    po_line_id bigint not null,
    quantity decimal(18, 3) not null,
    received_on date not null,
    who varchar not null,
    recorded_at timestamp not null
    , primary key (id)
    , check (quantity > 0)
);

create table order_lines (
    id bigint not null,
    order_number varchar not null,
    order_line varchar not null,
    customer_id bigint not null,
    product_id bigint not null,
    order_date date not null,
    quantity decimal(18, 3) not null,
    unit_price decimal(18, 4) not null,
    need_date date not null,
    impact smallint not null,
    emergency boolean not null
    , primary key (id)
    , unique (order_number, order_line)
    , check (quantity > 0 and unit_price >= 0 and impact between 1 and 3)
);

-- supply of one PO line promised to one customer order line; received and released never exceed it
create table allocations (
    id bigint not null,
    po_line_id bigint not null,
    order_line_id bigint not null,
    quantity decimal(18, 3) not null,
    received decimal(18, 3) not null,
    released decimal(18, 3) not null
    , primary key (id)
    , unique (po_line_id, order_line_id)
    , check (quantity > 0 and received >= 0 and released >= 0 and received + released <= quantity)
);

-- The current state, one row per backorder. value is the open value over all affected lines;
-- score = score_base + score_per_day * delay (see the macro backorders_as_of); tier is the best open tier.
create table backorders (
    id bigint not null,
    number varchar not null,
    po_line_id bigint not null,
    supplier_id bigint not null,
    product_id bigint not null,
    created_on date not null,
    cause smallint not null,
    reason varchar not null,
    original_due date not null,
    quantity decimal(18, 3) not null,
    received decimal(18, 3) not null,
    cancelled decimal(18, 3) not null,
    eta date,
    revisions integer not null,
    level smallint not null,
    level_cleared boolean not null,
    level_reason varchar not null,
    closed_on date,
    status smallint not null,
    value decimal(18, 2) not null,
    score_base decimal(18, 6) not null,
    score_per_day decimal(18, 6) not null,
    tier smallint not null,
    customers integer not null,
    settings_version integer not null,
    version integer not null,
    valid_from date not null,
    recorded_at timestamp not null
    , primary key (id)
    , unique (number)
    , check (quantity > 0 and received >= 0 and cancelled >= 0 and received + cancelled <= quantity)
    , check (status between 1 and 6 and level between 0 and 4 and cause between 1 and 5)
);

-- Every superseded state, as it stood in backorders, with the day from which it no longer held.
create table backorder_past as
    select *, cast(null as date) as valid_to from backorders where false;

-- Who is short by how much: one row per backorder, customer order line and the version that wrote it.
-- Tier, impact, emergency and price are as they stood when the row was written, so a score stays explainable.
create table backorder_lines (
    backorder_id bigint not null,
    order_line_id bigint not null,
    customer_id bigint not null,
    tier smallint not null,
    impact smallint not null,
    emergency boolean not null,
    unit_price decimal(18, 4) not null,
    quantity decimal(18, 3) not null,
    received decimal(18, 3) not null,
    cancelled decimal(18, 3) not null,
    value decimal(18, 2) not null,
    score_base decimal(18, 6) not null,
    score_per_day decimal(18, 6) not null,
    version integer not null,
    valid_from date not null,
    valid_to date not null
    , primary key (backorder_id, order_line_id, version)
    , check (quantity > 0 and received >= 0 and cancelled >= 0 and received + cancelled <= quantity)
);

-- Delays that made no backorder, with the reason why not.
create table delays (
    id bigint not null,
    po_line_id bigint not null,
    reported_on date not null,
    previous_eta date,
    new_eta date,
    quantity decimal(18, 3) not null,
    cause smallint not null,
    reason varchar not null,
    why_not varchar not null,
    import_id bigint,
    recorded_at timestamp not null
    , primary key (id)
);

-- ordinal 0 is the ETA given when the backorder was made, which is not a revision
create table eta_revisions (
    id bigint not null,
    po_line_id bigint not null,
    backorder_id bigint not null,
    ordinal integer not null,
    previous_eta date,
    new_eta date,
    cause_of_change smallint not null,
    source varchar not null,
    words varchar not null,
    who varchar not null,
    revised_on date not null,
    import_id bigint,
    recorded_at timestamp not null
    , primary key (id)
);

create table approvals (
    id bigint not null,
    backorder_id bigint not null,
    step integer not null,
    role smallint not null,
    state varchar not null,
    reason varchar not null,
    value decimal(18, 2) not null,
    backorder_version integer not null,
    settings_version integer not null,
    requested_on date not null,
    decided_by varchar,
    decided_at timestamp,
    comment varchar
    , primary key (id)
    , check (state in ('automatic', 'waiting', 'approved', 'approved_with_conditions', 'rejected', 'alternatives', 'withdrawn'))
);

-- The outbox. A key names one notice for ever; a customer's pending notice is replaced by a later one.
-- superseded_by is the import that replaced it, so that an undo brings it back.
create table notices (
    id bigint not null,
    notice_key varchar not null,
    kind varchar not null,
    role smallint not null,
    customer_id bigint,
    backorder_id bigint,
    subject varchar not null,
    body varchar not null,
    state varchar not null,
    created_on date not null,
    created_at timestamp not null,
    import_id bigint,
    superseded_by bigint
    , primary key (id)
    , unique (notice_key)
    , check (state in ('pending', 'superseded', 'sent', 'withdrawn'))
);

create table follow_ups (
    id bigint not null,
    backorder_id bigint not null,
    due_on date not null,
    why varchar not null,
    state varchar not null,
    created_on date not null,
    done_on date,
    import_id bigint,
    superseded_by bigint
    , primary key (id)
    , check (state in ('due', 'done', 'dropped'))
);

create table imports (
    id bigint not null,
    kind varchar not null,
    file_name varchar not null,
    file_hash varchar not null,
    as_of date not null,
    dialect varchar not null,
    mapping varchar not null,
    row_count bigint not null,
    created bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    not_needed bigint not null,
    rejected bigint not null,
    changed boolean not null,
    who varchar not null,
    applied_at timestamp not null,
    undone_at timestamp,
    undone_by varchar
    , primary key (id)
    , check (row_count = created + updated + unchanged + not_needed + rejected)
);

-- One row per row of the file, in the file's own cells; confirmed_before is what an undo puts back.
create table import_rows (
    import_id bigint not null,
    line bigint not null,
    outcome smallint not null,
    reason varchar not null,
    column_name varchar,
    value varchar,
    po_line_id bigint,
    backorder_id bigint,
    confirmed_before date,
    raw varchar[] not null
);

-- Corrections of a column mapping, remembered per set of headers.
create table import_mappings (
    kind varchar not null,
    header_key varchar not null,
    mapping varchar not null,
    who varchar not null,
    saved_at timestamp not null
    , primary key (kind, header_key)
);

-- Every change, chained: hash covers the entry and the hash before it. before and after are JSON objects
-- of the changed fields only; replaying after over after gives the current state.
create table ledger (
    seq bigint not null,
    recorded_at timestamp not null,
    business_on date not null,
    who varchar not null,
    action varchar not null,
    kind varchar not null,
    subject bigint not null,
    version integer not null,
    before varchar not null,
    after varchar not null,
    import_id bigint,
    previous_hash varchar not null,
    hash varchar not null
    , primary key (seq)
);

-- Grain: one row per backorder that existed at the end of day d, in the state it then had.
create view backorder_states as
    select *, date '9999-12-31' as valid_to from backorders
    union all by name
    select * from backorder_past;

create macro backorders_as_of(d) as table
    select
        *,
        quantity - received - cancelled as open_quantity,
        d - created_on as age_days,
        greatest(0, d - original_due) as days_overdue,
        eta - d as days_to_eta,
        score_base + score_per_day * greatest(0, d - original_due, coalesce(eta - original_due, 0)) as score
    from backorder_states
    where valid_from <= d and d < valid_to;
