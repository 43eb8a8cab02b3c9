-- What a shared store asks beside what every store does, see backorder_core/store/shared.py.

-- name: enter
-- no row: the tables of the lake are found by their names
use lake;

-- name: lock_writers
-- one row, as soon as nobody else writes; the lock is let go with the transaction, or with its connection
select * from postgres_query(
    'writers',
    'select 1 as held from (
        select set_config(''lock_timeout'', ''30s'', true), pg_advisory_xact_lock(42080001)
    ) as locked'
);

-- name: flush_inlined
-- one row: of how many tables rows that the catalog kept went into files
select count(*) from ducklake_flush_inlined_data('lake');

-- name: rewrite_deleted
-- one row: how many files were written anew without the rows that were deleted from them
select count(*) from ducklake_rewrite_data_files('lake');

-- name: merge_files
-- one row: how many small files became one
select count(*) from ducklake_merge_adjacent_files('lake');

-- name: forget_states
-- one row: how many earlier states of the lake were forgotten
select count(*) from ducklake_expire_snapshots('lake', older_than => $before);

-- name: remove_files
-- one row: how many files that nothing needs any more were removed
select count(*) from ducklake_cleanup_old_files('lake', older_than => $before);

-- name: count_files
-- one row: how many files hold the rows, and how many bytes they have
select coalesce(sum(file_count), 0), coalesce(sum(file_size_bytes), 0) from ducklake_table_info('lake');

-- name: leave
-- no row: nothing is found by its name in the lake any more
use memory;

-- name: detach
-- no row: what is known of the lake is forgotten
detach lake;

-- name: tables_with_former_shapes
-- one row: how many tables still have a place for the rows of a shape that they had before a migration
select count(*)
from (
    select kept.table_id
    from __ducklake_metadata_lake.ducklake_inlined_data_tables as kept
    group by kept.table_id
    having count(*) > 1
) as former;
