-- Whose sign-ins ended when: the browser's cookie lives on, and counts no more where it is older. One row a sign-in
-- identity, the e-mail address or what else the provider knows somebody by.
create table sign_outs (
    identity varchar not null,
    ended_at timestamp not null
    , primary key (identity)
);
