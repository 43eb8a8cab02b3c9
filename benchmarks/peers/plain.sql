-- The questions in SQL that SQLite and PostgreSQL both take; days are whole numbers since 1970, money is in cents.
-- :today, :since, :until, :high, :tier and :page are bound.

-- name: by_age
select
    case when :today - created_on <= 7 then '0-7' when :today - created_on <= 14 then '8-14' else '15+' end as bucket,
    count(*), sum(cents)
from backorders where closed_on is null group by 1;

-- name: by_eta
select
    case
        when eta is null then 'unknown' when eta - :today < 0 then 'past' when eta - :today <= 1 then '24h'
        when eta - :today <= 3 then '3d' when eta - :today <= 7 then '7d' else 'later'
    end as bucket,
    count(*), sum(cents)
from backorders where closed_on is null group by 1;

-- name: by_cause
select cause, count(*), sum(cents) from backorders where closed_on is null group by cause;

-- name: by_supplier
select s.code, t.n, t.c
from (
    select supplier_id, count(*) as n, sum(cents) as c from backorders where closed_on is null
    group by supplier_id order by c desc, supplier_id limit 10
) as t
join suppliers as s on s.id = t.supplier_id;

-- name: high
select count(*), coalesce(sum(cents), 0) from scored where score >= :high;

-- name: urgent
select number from scored order by score desc, number limit 10;

-- name: customers
select count(distinct customer_id) from waiting;

-- name: causes_made
select cause, count(*), sum(eta - original_due) from backorders
where created_on >= :since and created_on < :until group by cause;

-- name: categories_made
select category, count(*), sum(eta - original_due) from backorders
where created_on >= :since and created_on < :until group by category;

-- name: days_made
select created_on, count(*) from backorders where created_on >= :since and created_on < :until group by created_on;

-- name: listed
select count(*), sum(cents) from scored where tier = :tier;

-- name: page
select number from scored where tier = :tier order by score desc, number limit :page offset :page;

-- name: delays
select
    count(*), sum(case when f.new_eta = p.eta then 1 else 0 end), sum(case when p.po_number is null then 1 else 0 end)
from delay_file as f
left join po_lines as p on p.po_number = f.po_number and p.po_line = f.po_line;
