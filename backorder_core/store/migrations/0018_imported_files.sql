-- The bytes of every applied file, in compressed parts of at most 1 MiB, once for each content. The rows of an
-- import hold cells of their own only where they were rejected, or came of several files.
create table import_files (
    file_hash varchar not null,
    part integer not null,
    size integer not null,
    body blob not null
    , primary key (file_hash, part)
);
