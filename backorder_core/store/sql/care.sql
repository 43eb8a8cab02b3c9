-- Owners, comments, watchers, conditions, ratings, follow-ups, visits and drafts.

-- name: people
-- one row per person who works here, by name
select name, role from people where left_on is null order by name;

-- name: owners
-- one row per name that owns something by rule
select distinct buyer from suppliers where buyer <> '';

-- name: owner_of
-- one row: who owns a backorder, whether somebody said so by hand, and whether the supplier names its buyer
select coalesce(nullif(a.owner, ''), y.owner), coalesce(a.owner, '') <> '', y.named
from backorders as b
join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where b.id = $backorder_id;

-- name: assignment_of
-- at most one row
select * from assignments where backorder_id = $backorder_id;

-- name: watchers_of
-- one row per person who watches a backorder, by name
select person from watchers where backorder_id = $backorder_id order by person;

-- name: watch
-- watching twice is watching once
insert into watchers (backorder_id, person, since)
select $backorder_id, $person, $since
where not exists (
    select 1 from watchers as w where w.backorder_id = $backorder_id and w.person = $person
);

-- name: unwatch
delete from watchers where backorder_id = $backorder_id and person = $person;

-- name: comments_of
-- one row per comment on a backorder, oldest first
select * from comments where backorder_id = $backorder_id order by id;

-- name: conditions_of
-- one row per condition of a backorder, oldest first
select * from approval_conditions where backorder_id = $backorder_id order by id;

-- name: one_condition
-- at most one row
select * from approval_conditions where id = $id;

-- name: ratings_of
-- one row per customer who rated the handling of a backorder
select r.*, c.name as customer
from ratings as r
join customers as c on c.id = r.customer_id
where r.backorder_id = $backorder_id
order by c.name;

-- name: rating_of
-- at most one row
select * from ratings where backorder_id = $backorder_id and customer_id = $customer_id;

-- name: append_condition_follow_ups
insert into follow_ups by name select * from incoming;

-- name: finish_condition_follow_up
-- the follow-up that a condition made is done with it
update follow_ups
set state = 'done', done_on = $done_on, outcome = $outcome, version = version + 1
where backorder_id = $backorder_id and kind = 'condition' and why = $why and state = 'due';

-- name: one_follow_up
-- at most one row
select * from follow_ups where id = $id;

-- name: finish_follow_ups
update follow_ups
set state = 'done', done_on = i.done_on, outcome = i.outcome, version = i.version
from incoming as i
where follow_ups.id = i.id and follow_ups.state = 'due' and follow_ups.version = i.version - 1;

-- name: count_follow_ups
-- one row: how many follow-ups are overdue, due today, later; of one person where $person is given
with mine as (
    select f.due_on
    from follow_ups as f
    join backorders as b on b.id = f.backorder_id
    join buyers as y on y.supplier_id = b.supplier_id
    left join assignments as a on a.backorder_id = b.id
    where
        f.state = 'due'
        and ($person is null or coalesce(nullif(f.assignee, ''), nullif(a.owner, ''), y.owner) = $person)
)
select
    count(*) filter (where due_on < $as_of), count(*) filter (where due_on = $as_of),
    count(*) filter (where due_on > $as_of)
from mine;

-- name: due_follow_ups
-- one row per follow-up that is due in a span of time, the earliest first, of one day the highest score first
select
    f.id, b.number, s.name as supplier, p.name as product_name,
    coalesce((select max_by(c.name, l.value) from backorder_lines as l join customers as c on c.id = l.customer_id
        where l.backorder_id = b.id and l.valid_to = date '9999-12-31'), '') as customer,
    f.due_on, f.why, f.kind, coalesce(nullif(f.assignee, ''), nullif(a.owner, ''), y.owner) as assignee,
    b.value, b.score_base + b.score_per_day
        * greatest(0, $as_of - b.original_due, coalesce(b.eta - b.original_due, 0)) as score, f.version
from follow_ups as f
join backorders as b on b.id = f.backorder_id
join suppliers as s on s.id = b.supplier_id
join products as p on p.id = b.product_id
join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where
    f.state = 'due'
    and ($person is null or coalesce(nullif(f.assignee, ''), nullif(a.owner, ''), y.owner) = $person)
    and case $span
        when 'overdue' then f.due_on < $as_of when 'today' then f.due_on = $as_of
        when 'later' then f.due_on > $as_of else true
    end
order by f.due_on, score desc, b.number, f.id
limit $count;

-- name: last_visit
-- at most one row: where a person's last look at the ledger ended
select seen_seq, seen_on from visits where person = $person;

-- name: note_visit
merge into visits
using (select $person as person, $seq as seq, $seen_on as seen_on) as i on visits.person = i.person
when matched then update set seen_seq = i.seq, seen_on = i.seen_on
when not matched then insert (person, seen_seq, seen_on) values (i.person, i.seq, i.seen_on);

-- name: news_since
-- one row per action on backorders after a ledger entry, of the day $first on where it is given, and one that counts
-- the backorders that were escalated, to another level or once more, whatever did it
with entries as (
    select
        action, subject, (before ->> '$.level_cleared') = 'true' as was_cleared,
        coalesce(try_cast(before ->> '$.level' as integer), 0) as level_before,
        coalesce(try_cast(after ->> '$.level' as integer), 0) as level_after
    from ledger
    where kind = 'backorder' and seq > $after and ($first is null or business_on >= $first)
)
select action, count(distinct subject) from entries group by action
union all
select 'raised', count(distinct subject) from entries where level_after > level_before or was_cleared;

-- name: news_for
-- one row per ledger entry since then by somebody else on a backorder that a person watches or owns, and per
-- comment that mentions them or their role, newest first
with owned as (
    select b.id as backorder_id, 'yours' as why
    from backorders as b
    join buyers as y on y.supplier_id = b.supplier_id
    left join assignments as a on a.backorder_id = b.id
    where coalesce(nullif(a.owner, ''), y.owner) = $person
),
cared as (
    select * from owned
    union all
    select backorder_id, 'watched' from watchers
    where person = $person and backorder_id not in (select backorder_id from owned)
),
noticed as (
    select l.seq, b.number, l.business_on as happened_on, l.who, l.action, w.why
    from ledger as l
    join cared as w on w.backorder_id = l.subject
    join backorders as b on b.id = l.subject
    where
        l.kind = 'backorder' and l.seq > $after and ($first is null or l.business_on >= $first)
        and l.who <> $person
    union all
    select l.seq, b.number, l.business_on, l.who, c.body, 'mentioned'
    from comments as c
    join ledger as l on l.kind = 'comment' and l.subject = c.id
    join backorders as b on b.id = c.backorder_id
    where
        l.seq > $after and ($first is null or l.business_on >= $first)
        and list_has_any(string_split(c.mentions, ', '), $names)
)
select number, happened_on, who, action, why from noticed
order by seq desc
limit $count;

-- name: drop_draft
delete from drafts where person = $person and place = $place;

-- name: keep_draft
insert into drafts values ($person, $place, $body, $now);

-- name: find_draft
-- at most one row
select body from drafts where person = $person and place = $place;

-- name: find_other_draft
-- at most one row: the newest text that was kept at a place that begins so, but not at $place itself
select body from drafts
where person = $person and starts_with(place, $beginning) and place <> $place
order by saved_at desc
limit 1;

-- name: drop_drafts
delete from drafts where person = $person and starts_with(place, $beginning);

-- name: everybody
-- one row per person, those who left last, by name
select id, name, role, email, left_on, version from people order by left_on is not null, name;

-- name: person_named
-- at most one row: a person by name
select id, name, role, email, left_on, version from people where name = $name;

-- name: person_by_email
-- at most one row: whose e-mail address this is, lower case; who is still here first
select name, role, left_on from people where email = $email order by left_on is not null, name limit 1;

-- name: put_people
-- a new person, or the next version of one
merge into people
using incoming as i on people.id = i.id
when matched then update by name
when not matched then insert by name *;
