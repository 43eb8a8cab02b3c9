-- What machines do: tokens for those that ask over the API, and what the scheduled work did when.

-- token_hash is the SHA-256 of the token in hex; the token itself is nowhere
create table api_tokens (
    id bigint not null,
    name varchar not null,
    role smallint not null,
    token_hash varchar not null,
    made_on date not null,
    made_by varchar not null,
    revoked_on date
    , primary key (id)
    , unique (name)
);

-- one row per job and the moment it was due (UTC), so that nothing runs twice; a run by hand is due when it is asked
create table job_runs (
    job varchar not null,
    due_at timestamp not null,
    day date not null,
    started_at timestamp not null,
    finished_at timestamp,
    state varchar not null,
    result varchar not null,
    who varchar not null
    , primary key (job, due_at)
    , check (state in ('running', 'done', 'failed'))
);
