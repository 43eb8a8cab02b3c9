-- Seeing the store as it was known at the end of a day, see backorder_core/store/past.py.

-- name: known_by
-- one row: the last ledger entry that was known at the end of $day, and when it was written; null where none was.
-- An entry is known from the latest day that any entry up to it was made for, but no later than the day on which it
-- was written. Settings are known from the day that they were saved on, at the latest with the next entry: before
-- their entry named that day it named the wall clock's, which is another one where the store's day is pinned
with days as (
    select
        seq, recorded_at,
        case when kind in ('settings', 'ledger') then business_on end as saved_on,
        least(
            max(case when kind not in ('settings', 'ledger') then business_on end) over (
                order by seq rows between unbounded preceding and current row
            ),
            cast(timezone($zone, timezone('UTC', recorded_at)) as date)
        ) as known_on
    from ledger
)
select max(seq) as seq, max(recorded_at) as recorded_at
from days
where coalesce(known_on, date '0001-01-01') <= $day and coalesce(saved_on <= $day, true);

-- name: set_past_seq
set variable past_seq = $seq;

-- name: set_past_at
set variable past_at = $at;

-- name: set_past_on
set variable past_on = $day;

-- name: tables_of
-- one row per table and view of a catalogue
select table_name from duckdb_tables() where database_name = $catalog and schema_name = 'main'
union all
select view_name from duckdb_views() where database_name = $catalog and schema_name = 'main' and not internal;

-- name: macros_of
-- one row per table macro of a catalogue
select function_name, parameters, macro_definition
from duckdb_functions()
where database_name = $catalog and function_type = 'table_macro' and not internal
order by function_name;

-- name: here
-- one row: the catalogue that is read
select current_database();

-- name: columns_of
-- one row per table and view of a catalogue: its columns
select table_name, list(column_name order by column_name) as columns
from duckdb_columns()
where database_name = $catalog and schema_name = 'main' and not internal
group by table_name;
