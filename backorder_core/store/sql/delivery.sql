-- Inboxes, channels, and deliveries on their way out.

-- name: people_who_watch
-- one row per backorder and person who watches it or owns it by hand
select backorder_id, person from watchers where backorder_id in (select unnest($ids))
union
select backorder_id, owner from assignments where owner <> '' and backorder_id in (select unnest($ids));

-- name: account_managers
-- one row per backorder and account manager of a VIP whose order it holds up now
select distinct l.backorder_id, c.account_manager
from backorder_lines as l
join customers as c on c.id = l.customer_id
where
    l.backorder_id in (select unnest($ids)) and l.tier = $vip and l.valid_to = date '9999-12-31'
    and l.quantity > l.received + l.cancelled;

-- name: append_inbox
-- only notices that were written just now have places: a known key brings no new ones
insert into inbox (notice_id, person)
select i.notice_id, i.person
from incoming as i, notices as n
where n.id = i.notice_id;

-- name: append_deliveries
-- only notices that were written just now are carried out, each key once for ever
insert into deliveries (
    id, delivery_key, notice_id, person, channel, state, tries, due_at, lease, error, created_at
)
select
    i.id, i.delivery_key, i.notice_id, i.person, i.channel, 'queued', 0, i.due_at, '', '', i.created_at
from incoming as i
semi join notices as n on n.id = i.notice_id
anti join deliveries as d on d.delivery_key = i.delivery_key;

-- name: channel_urls
-- one row per channel, by name
select name, url from channels order by name;

-- name: addresses
-- one row per person and channel by which they are reached
select person, channel, address from addresses order by person, channel;

-- name: one_channel
-- at most one row
select id, version, url from channels where name = $name;

-- name: put_channels
merge into channels
using incoming as i on channels.id = i.id
when matched and channels.version = i.version - 1 then update set url = i.url, version = i.version
when not matched then insert (id, name, url, version) values (i.id, i.name, i.url, i.version);

-- name: remove_channel
delete from channels where name = $name;

-- name: remove_contacts_of_channel
delete from contacts where channel = $name;

-- name: one_person
-- at most one row
select id, role from people where name = $name;

-- name: address_of
-- at most one row
select address from addresses where person = $person and channel = $channel;

-- name: put_contact
merge into contacts
using (select $person as person, $channel as channel, $address as address) as i
on contacts.person = i.person and contacts.channel = i.channel
when matched then update set address = i.address
when not matched then insert (person, channel, address) values (i.person, i.channel, i.address);

-- name: remove_contact
delete from contacts where person = $person and channel = $channel;

-- name: due_deliveries
-- one row per delivery that may be sent now, the one due first before the others; a notice that was taken back,
-- replaced or already told by a person is not sent any more
select d.id
from deliveries as d
join notices as n on n.id = d.notice_id
where
    d.state = 'queued' and n.state = 'pending' and d.due_at <= $now
    and (d.leased_until is null or d.leased_until <= $now)
order by d.due_at, d.id
limit $count;

-- name: lease_deliveries
update deliveries
set lease = $lease, leased_until = $until, tries = tries + 1
where id in (select unnest($ids));

-- name: leased_deliveries
-- one row per delivery that a sender holds, in the order of sending
select
    d.id, d.delivery_key, d.tries, d.person, d.channel, n.subject, n.body, c.url, a.address
from deliveries as d
join notices as n on n.id = d.notice_id
left join channels as c on c.name = d.channel
left join addresses as a on a.channel = d.channel and a.person = d.person
where d.lease = $lease and d.state = 'queued'
order by d.due_at, d.id;

-- name: mark_delivery
-- only who holds the lease may say what came of it
update deliveries
set state = $state, error = $error, due_at = $due_at, sent_at = $sent_at, lease = '', leased_until = null
where id = $id and lease = $lease and state = 'queued';

-- name: dead_letters
-- one row per delivery asked for that could not be delivered
select d.id, d.tries
from deliveries as d
join notices as n on n.id = d.notice_id
where d.state = 'dead' and n.state = 'pending' and d.id in (select unnest($ids))
order by d.id;

-- name: revive_deliveries
update deliveries
set state = 'queued', tries = 0, due_at = $now, error = ''
where state = 'dead' and id in (select unnest($ids));

-- name: deliveries_by_state
-- one row per state; what was taken back, replaced or told by a person neither waits nor is missed
select d.state, count(*)
from deliveries as d
join notices as n on n.id = d.notice_id
where d.state = 'sent' or n.state = 'pending'
group by d.state;

-- name: newest_deliveries
-- one row per delivery, of each state the newest
select
    d.id, d.state, d.channel, d.person, coalesce(b.number, '') as number, n.subject, d.tries, d.due_at, d.error,
    d.created_at, d.sent_at
from deliveries as d
join notices as n on n.id = d.notice_id
left join backorders as b on b.id = n.backorder_id
where d.state = 'sent' or n.state = 'pending'
qualify row_number() over (partition by d.state order by coalesce(d.sent_at, d.due_at) desc, d.id desc) <= $count
order by coalesce(d.sent_at, d.due_at) desc, d.id desc;

-- name: inbox_of
-- one row per notice in a person's inbox, the unread first, of each the newest first
select
    n.id, coalesce(b.number, '') as number, n.kind, n.subject, n.body, n.created_on, n.created_at,
    i.read_at is not null as read
from inbox as i
join notices as n on n.id = i.notice_id
left join backorders as b on b.id = n.backorder_id
where i.person = $person and n.state in ('pending', 'sent') and n.created_on <= $as_of
order by i.read_at is null desc, n.created_at desc, n.id desc
limit $count;

-- name: count_inbox
-- one row: how many notices are in a person's inbox, and how many of them are unread
select count(*), count(*) filter (where i.read_at is null)
from inbox as i
join notices as n on n.id = i.notice_id
where i.person = $person and n.state in ('pending', 'sent') and n.created_on <= $as_of;

-- name: mark_read
update inbox set read_at = $now
where person = $person and read_at is null and notice_id in (select unnest($ids));

-- name: mark_all_read
-- what came after that day stays unread
update inbox set read_at = $now
where
    read_at is null and person = $person
    and notice_id in (select id from notices where created_on <= $as_of);
