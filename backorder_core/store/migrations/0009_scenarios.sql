-- Scenarios that somebody kept: what was supposed and what it would do.

-- steps and result are JSON; tried_seq is the last ledger entry that the result was worked out on
create table scenarios (
    id bigint not null,
    number varchar not null,
    name varchar not null,
    steps varchar not null,
    tried_on date not null,
    tried_seq bigint not null,
    result varchar not null,
    state varchar not null,
    who varchar not null,
    version integer not null
    , primary key (id)
    , unique (number)
    , check (state in ('draft', 'committed', 'discarded'))
);
