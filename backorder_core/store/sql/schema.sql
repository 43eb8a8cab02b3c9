-- name: create_schema_migrations
-- one row per applied migration
create table if not exists schema_migrations (
    number integer not null,
    name varchar not null,
    applied_at timestamp not null
);

-- name: schema_version
-- one row: the newest applied migration, 0 where none
select coalesce(max(number), 0) from schema_migrations;

-- name: record_migration
insert into schema_migrations values ($number, $name, $now);

-- name: data_version
-- one row: bumped by every committed write
select value from counters where name = 'data';

-- name: all_counters
-- one row per counter
select name, value from counters;

-- name: put_counters
-- each counter as it stands by now
merge into counters
using incoming as i on counters.name = i.name
when matched then update set value = i.value
when not matched then insert (name, value) values (i.name, i.value);

-- name: read_counter
-- one row, or none for a counter nobody used yet
select value from counters where name = $name;

-- name: read_meta
-- one row, or none
select value from meta where name = $name;

-- name: write_meta
merge into meta
using (select $name as name, $value as value) as given
on meta.name = given.name
when matched then update set value = given.value
when not matched then insert (name, value) values (given.name, given.value);

-- name: newest_settings
-- one row: the settings in force
select version, body from settings_versions order by version desc limit 1;

-- name: insert_settings
insert into settings_versions values ($version, $body, $who, $why, $now);

-- name: find_command
-- at most one row: what an earlier submit under the same key answered
select request_hash, answer from commands where command_key = $key;

-- name: insert_command
insert into commands values ($key, $request_hash, $answer, $now);

-- name: ledger_from
-- one row per ledger entry after $seq, in order
select * from ledger where seq > $seq order by seq limit $count;

-- name: anything_loaded
-- at most one row: the first thing that somebody put into the store
select seq from ledger where kind <> 'ledger' limit 1;

-- name: chain_head
-- one row: number and hash of the newest ledger entry, the id of its key and its seal, as the store says them
select
    (select max(c.value) from counters as c where c.name = 'ledger') as seq,
    max(value) filter (where name = 'ledger_head') as hash,
    max(value) filter (where name = 'ledger_key') as key,
    max(value) filter (where name = 'ledger_seal') as seal
from meta;

-- name: chain_ends
-- one row: hash of the newest ledger entry, the id of its key and its seal, as the store says them
select
    max(value) filter (where name = 'ledger_head') as hash,
    max(value) filter (where name = 'ledger_key') as key,
    max(value) filter (where name = 'ledger_seal') as seal
from meta;

-- name: seal_chain
update meta
set value = case name when 'ledger_head' then $head when 'ledger_key' then $key else $seal end
where name in ('ledger_head', 'ledger_key', 'ledger_seal');

-- name: newest_entry
-- at most one row: number and hash of the entry that stands last
select seq, hash from ledger order by seq desc limit 1;

-- name: entry_with_hash
-- at most one row: the entry of this number, where it has this hash
select seq from ledger where seq = $seq and hash = $hash;

-- name: first_change_of_key
-- at most one row: before of the first entry that changed the key of the chain
select before from ledger where kind = 'ledger' order by seq limit 1;

-- name: times_bound
-- one row: how often the key of the chain was named in the ledger
select count(*) from ledger where kind = 'ledger';
