-- The days on which a supplier delivers, where somebody says so; every day counts for a supplier without a row.
-- works_on: ISO days of the week, 12345 for Monday to Friday; holidays: ISO dates with blanks between them
create table supplier_calendars (
    id bigint not null,
    supplier_id bigint not null,
    works_on varchar not null,
    holidays varchar not null,
    set_by varchar not null,
    version integer not null
    , primary key (id)
    , unique (supplier_id)
    , check (works_on <> '')
);
