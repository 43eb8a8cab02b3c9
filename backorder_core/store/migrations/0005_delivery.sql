-- Notices on their way to people. A notice stands in the inbox of each person it is for; where channels are set
-- up, a delivery carries it out of the house. Both are written together with the notice.

-- whom a notice is for by name; empty where it is for everybody with its role
alter table notices add column person varchar default '';

create table inbox (
    notice_id bigint not null,
    person varchar not null,
    read_at timestamp
    , primary key (notice_id, person)
);

-- url holds secrets: it is never shown, logged or written to the ledger
create table channels (
    id bigint not null,
    name varchar not null,
    url varchar not null,
    version integer not null
    , primary key (id)
    , unique (name)
);

-- where a person is reached by a channel whose address has a gap for it
create table contacts (
    person varchar not null,
    channel varchar not null,
    address varchar not null
    , primary key (person, channel)
);

-- Grain: one row per person and channel that reaches them; e-mail without an address of its own takes the one that
-- the person signs in with. Who left is reached by nothing.
create view addresses as
    select c.person, c.channel, c.address
    from contacts as c
    join people as p on p.name = c.person
    where p.left_on is null
    union all
    select p.name, h.name, p.email
    from people as p
    cross join channels as h
    anti join contacts as c on c.person = p.name and c.channel = h.name
    where p.left_on is null and p.email <> '' and h.url like 'mailto%';

-- One row per notice, person and channel; person is empty in a channel that many people read, which gets one
-- row per event. A sender holds a row by its lease until then; a lease that ran out is anybody's.
create table deliveries (
    id bigint not null,
    delivery_key varchar not null,
    notice_id bigint not null,
    person varchar not null,
    channel varchar not null,
    state varchar not null,
    tries integer not null,
    due_at timestamp not null,
    lease varchar not null,
    leased_until timestamp,
    error varchar not null,
    created_at timestamp not null,
    sent_at timestamp
    , primary key (id)
    , unique (delivery_key)
    , check (state in ('queued', 'sent', 'dead'))
    , check (tries >= 0)
);
