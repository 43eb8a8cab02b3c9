-- Changed approval thresholds wait for a second person.

create table threshold_proposals (
    id bigint not null,
    body varchar not null,
    why varchar not null,
    proposed_by varchar not null,
    proposed_on date not null,
    state varchar not null,
    settled_by varchar not null,
    settled_on date,
    version integer not null
    , primary key (id)
    , check (state in ('waiting', 'confirmed', 'withdrawn'))
);
