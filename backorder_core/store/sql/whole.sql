-- The whole store for analysts: which columns there are, and two readable tables.

-- name: columns_of_tables
-- one row per column of every table of the store, in the tables' order
select c.table_name, c.column_name
from duckdb_columns() as c
join duckdb_tables() as t on t.table_oid = c.table_oid and t.database_oid = c.database_oid
where c.database_name = current_database() and c.schema_name = 'main'
order by c.table_name, c.column_index;

-- name: whole_ledger
-- one row per entry of the ledger, in its order; what it says of people, who sign in by it, is left out
select
    seq, recorded_at, business_on, who, action, kind, subject, version, previous_hash, hash, import_id,
    case when kind in ('person', 'token', 'channel', 'contact') then null else before end as before,
    case when kind in ('person', 'token', 'channel', 'contact') then null else after end as after
from ledger
order by seq;

-- name: whole_backorders
-- one row per backorder as of a day, by number, in names instead of ids; "incoming" holds the codes' words
select
    b.number, line.po_number, line.po_line, s.code as supplier, s.name as supplier_name, p.code as product,
    p.name as product_name, p.category, b.created_on, cause.word as cause, b.reason, b.original_due, b.eta,
    b.quantity, b.received, b.cancelled, b.open_quantity, b.value, b.score, status.word as status,
    tier.word as tier, b.customers, b.revisions, b.level, b.closed_on, b.age_days, b.days_overdue, b.days_to_eta,
    $as_of as as_of
from backorders_as_of($as_of) as b
join po_lines as line on line.id = b.po_line_id
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
left join incoming as cause on cause.list = 'cause' and cause.code = b.cause
left join incoming as status on status.list = 'status' and status.code = b.status
left join incoming as tier on tier.list = 'tier' and tier.code = b.tier
order by b.number;

-- name: tables_to_read
-- one row per table of the store, by name
select table_name from duckdb_tables() where database_name = current_database() and schema_name = 'main' order by 1;

-- name: read_through
-- one row: a number that needs every value of the table
select bit_xor(hash(t)) from query_table($table) as t;

-- name: contents_of_table
-- one row: how many rows the table has, and a sum over them that is the same in whatever order they stand
select
    count(*), coalesce(sum(md5_number_lower(cast(t as varchar))), 0), coalesce(sum(md5_number_upper(cast(t as varchar))), 0)
from query_table($table) as t;
