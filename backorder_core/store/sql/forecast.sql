-- name: promises_kept_and_open
-- one row per group of equal promises (way 'promise'): a date quoted on a day by a supplier, kind 1 the first of a
-- PO line, 2 a later one, 3 taken back (then the first date counts), with the day the line was complete, null
-- while it is open. The newest $most that were kept stand so; of what was complete before the day they begin
-- (since), one row per supplier, kind and slip (way 'before') with its count faded by $half_life days, and one
-- per supplier and kind and per kind (way 'days') with the faded count of days on which something arrived.
-- A first promise was made when it was ordered, or $lead days before it was due where the order date says no
-- earlier day. Lines that were cancelled with nothing received, or received on no known day, are left out.
with arrivals as (
    select
        po_line_id, sum(quantity) as booked,
        sum(quantity) filter (where received_on <= $as_of) as quantity,
        max(received_on) filter (where received_on <= $as_of) as arrived
    from receipts
    group by po_line_id
),
lines as (
    select
        p.id, p.supplier_id, p.order_date, p.original_due,
        case when a.quantity + p.cancelled >= p.ordered then a.arrived end as arrived
    from po_lines as p
    left join arrivals as a on a.po_line_id = p.id
    where p.received <= coalesce(a.booked, 0) and (p.cancelled < p.ordered or a.arrived is not null)
),
given as (
    select po_line_id, revised_on as made_on, new_eta, ordinal, id from eta_revisions where revised_on <= $as_of
    union all
    select po_line_id, reported_on as made_on, new_eta, 0 as ordinal, id from delays where reported_on <= $as_of
),
later as (
    select * from given
    qualify row_number() over (partition by po_line_id, made_on order by ordinal desc, id desc) = 1
),
promises as (
    select
        supplier_id, 1 as kind, original_due as quoted, arrived,
        least(
            case when order_date < original_due then order_date else original_due - $lead end,
            coalesce(arrived, date '9999-12-31')
        ) as made_on
    from lines
    union all
    select
        l.supplier_id, case when g.new_eta is null then 3 else 2 end as kind,
        coalesce(g.new_eta, l.original_due) as quoted, l.arrived, g.made_on
    from later as g
    join lines as l on l.id = g.po_line_id
    where l.arrived is null or l.arrived >= g.made_on
),
known as (
    select * from promises where made_on <= $as_of
),
running as (
    select made_on, sum(count(*)) over (order by made_on desc) as newer
    from known
    where arrived is not null
    group by made_on
),
beginning as (
    select coalesce(min(made_on) filter (where newer <= $most), $as_of + 1) as since from running
),
faded as (
    select
        k.*, b.since, k.arrived < b.since as before,
        pow(2, (k.quoted - b.since) / cast($half_life as double)) as weight,
        pow(2, (k.arrived - b.since) / cast($half_life as double)) as day_weight
    from known as k
    cross join beginning as b
)
select
    'promise' as way, since, supplier_id, kind, made_on, quoted, arrived, null as slip, count(*) as count,
    null as weight, made_on >= since as scored
from faded
where coalesce(before, false) = false
group by since, supplier_id, kind, made_on, quoted, arrived
union all
select
    'before' as way, since, supplier_id, kind, null as made_on, null as quoted, null as arrived,
    arrived - quoted as slip, count(*) as count, sum(weight) as weight, false as scored
from faded
where before
group by since, supplier_id, kind, arrived - quoted
union all
select
    'days' as way, since, supplier_id, kind, null as made_on, null as quoted, null as arrived,
    null as slip, count(*) as count, sum(distinct day_weight) as weight, false as scored
from faded
where before
group by grouping sets ((since, supplier_id, kind), (since, kind));

-- name: open_lines_to_forecast
-- one row per PO line that was open at the end of the day: its date and kind (1 first, 2 later, 3 taken back),
-- the units missing, who waits for them (customer order lines, value at their prices, earliest need date) and
-- its open backorder. Those with customers waiting first, by value. A kind of 2 without
-- a revision is a date that came with the line. What customers got later on is given back. A line whose order date says
-- nothing is there $lead days before it was due.
with arrivals as (
    select
        po_line_id, sum(quantity) as booked,
        sum(quantity) filter (where received_on <= $as_of) as quantity,
        sum(quantity) filter (where received_on > $as_of) as later
    from receipts
    group by po_line_id
),
given as (
    select po_line_id, revised_on as made_on, new_eta, ordinal, id from eta_revisions
    union all
    select po_line_id, reported_on as made_on, new_eta, 0 as ordinal, id from delays
),
newest as (
    select po_line_id, new_eta from given
    where made_on <= $as_of
    qualify row_number() over (partition by po_line_id order by made_on desc, ordinal desc, id desc) = 1
),
lines as (
    select
        p.id, p.po_number, p.po_line, p.supplier_id, p.product_id, p.order_date, p.original_due,
        p.ordered - p.cancelled - coalesce(a.quantity, 0) as open_quantity, coalesce(a.later, 0) as later,
        case
            when n.po_line_id is not null then n.new_eta
            when exists (select 1 from given as g where g.po_line_id = p.id) then p.original_due
            else p.eta
        end as eta
    from po_lines as p
    left join arrivals as a on a.po_line_id = p.id
    left join newest as n on n.po_line_id = p.id
    where
        case when p.order_date < p.original_due then p.order_date else p.original_due - $lead end <= $as_of
        and p.received <= coalesce(a.booked, 0)
        and p.ordered > p.cancelled + coalesce(a.quantity, 0)
),
waiting as (
    select
        l.id, count(*) as orders, min(o.need_date) as need_date,
        sum((a.quantity - a.released - greatest(0, a.received - l.later)) * o.unit_price) as value
    from lines as l
    join allocations as a on a.po_line_id = l.id
    join order_lines as o on o.id = a.order_line_id
    where o.order_date <= $as_of and a.quantity > a.released + greatest(0, a.received - l.later)
    group by l.id
)
select
    l.id, l.po_number, l.po_line, l.supplier_id, s.code as supplier, s.name as supplier_name,
    p.code as product, p.name as product_name, l.order_date, l.original_due, l.eta,
    case when l.eta is null then 3 when l.eta <> l.original_due then 2 else 1 end as kind,
    l.open_quantity, coalesce(w.orders, 0) as orders, w.need_date,
    cast(coalesce(w.value, 0) as decimal(18, 2)) as value, b.number as backorder
from lines as l
join suppliers as s on s.id = l.supplier_id
join products as p on p.id = l.product_id
left join waiting as w on w.id = l.id
left join (
    select po_line_id, max(number) as number
    from backorders_as_of($as_of)
    where closed_on is null
    group by po_line_id
) as b on b.po_line_id = l.id
where
    ($supplier is null or s.code = $supplier) and (not $waiting or w.id is not null)
    and ($number is null or b.number = $number)
order by w.id is null, coalesce(w.value, 0) desc, coalesce(l.eta, l.original_due), l.po_number, l.po_line;

-- name: supplier_names
-- one row per supplier
select id, code, name from suppliers;

-- name: number_of_po_lines
-- one row
select count(*) from po_lines;
