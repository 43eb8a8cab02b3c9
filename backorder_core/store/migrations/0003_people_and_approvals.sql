-- Who people are, who stands in for whom, and who decided what.

-- email: how a sign-in finds its person; left_on: who left keeps their name in the ledger and signs in no more
alter table people add column email varchar default '';
alter table people add column left_on date;
alter table people add column version integer default 1;

-- until_on is included; ended: taken back early
create table delegations (
    id bigint not null,
    principal varchar not null,
    deputy varchar not null,
    from_on date not null,
    until_on date not null,
    why varchar not null,
    ended boolean not null,
    version integer not null
    , primary key (id)
    , check (from_on <= until_on)
);

-- round: an approval that is reopened begins the next one; plan_id: the sourcing plan that the round is about
alter table approvals add column round integer default 1;
alter table approvals add column plan_id bigint;
alter table approvals add column requested_by varchar default '';
alter table approvals add column decided_for varchar default '';

-- what one person decided on one step; the step's own state follows from it
create table approval_decisions (
    id bigint not null,
    approval_id bigint not null,
    backorder_id bigint not null,
    round integer not null,
    role smallint not null,
    decision varchar not null,
    comment varchar not null,
    decided_by varchar not null,
    decided_for varchar not null,
    decided_on date not null,
    backorder_version integer not null,
    plan_id bigint,
    value decimal(18, 2) not null,
    version integer not null
    , primary key (id)
    , check (decision in ('approved', 'approved_with_conditions', 'rejected', 'alternatives'))
);
