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
from incoming as i
semi join notices as n on n.id = i.notice_id;

-- name: append_deliveries
-- only notices that were written just now are carried out, each key once for ever
merge into deliveries
using (select i.* from incoming as i semi join notices as n on n.id = i.notice_id) as i
on deliveries.delivery_key = i.delivery_key
when not matched then insert (
    id, delivery_key, notice_id, person, channel, state, tries, due_at, lease, error, created_at
) values (
    i.id, i.delivery_key, i.notice_id, i.person, i.channel, 'queued', 0, i.due_at, '', '', i.created_at
);

-- name: channel_urls
-- one row per channel, by name
select name, url from channels order by name;

-- name: contacts
-- one row per person and channel by which they are reached
select person, channel, address from contacts order by person, channel;
