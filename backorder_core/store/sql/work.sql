-- What use-cases on one backorder read.

-- name: open_backorders_of
-- one row per open backorder of a PO, of a supplier (by code or name), or of both, by number
select b.number, b.version
from backorders as b
join po_lines as p on p.id = b.po_line_id
join suppliers as s on s.id = b.supplier_id
where
    b.closed_on is null
    and ($po_number is null or p.po_number = $po_number)
    and ($supplier is null or $supplier in (s.code, s.name))
order by b.number;

-- name: last_entry
-- at most one row: the newest ledger entry of one subject
select who, action, recorded_at from ledger
where kind = $kind and subject = $subject
order by seq desc
limit 1;

-- name: release_allocations
-- what is given up or came from elsewhere is no longer asked of the PO line; never more than is still expected
update allocations
set released = allocations.released
    + least(i.more, allocations.quantity - allocations.received - allocations.released)
from incoming as i
where allocations.po_line_id = i.po_line_id and allocations.order_line_id = i.order_line_id;

-- name: room_to_reopen
-- one row per order line among $order_line_ids of a PO line, in units: received and released by its allocation, here
-- (neither on its way nor given up, shipped or in stock for a shipment), how many more the order line and the PO
-- line can be promised, and the backorder that is open on the PO line, if any
select
    a.order_line_id, a.received, a.released,
    o.quantity
        - (select sum(x.quantity - x.received - x.released) from allocations as x where x.order_line_id = o.id)
        - coalesce((select sum(c.quantity) from cancellations as c where c.order_line_id = o.id), 0)
        - coalesce((
            select sum(s.quantity) from shipments as s
            where s.order_line_id = o.id
                and (s.state = 'shipped' or (s.state = 'planned' and s.location_id is not null))
        ), 0) as here,
    o.quantity - (select sum(x.quantity - x.released) from allocations as x where x.order_line_id = o.id)
        as wanted_room,
    p.ordered - p.received - p.cancelled
        - (select sum(x.quantity - x.received - x.released) from allocations as x where x.po_line_id = p.id)
        as po_room,
    (select min(b.number) from backorders as b where b.po_line_id = p.id and b.closed_on is null) as open_backorder
from allocations as a
join order_lines as o on o.id = a.order_line_id
join po_lines as p on p.id = a.po_line_id
where a.po_line_id = $po_line_id and a.order_line_id in (select unnest($order_line_ids));

-- name: expect_again
-- what was released or received of an allocation is asked of the PO line again
update allocations
set released = allocations.released - i.wanted, received = allocations.received - i.unusable
from incoming as i
where allocations.po_line_id = i.po_line_id and allocations.order_line_id = i.order_line_id;

-- name: cancellations_of
-- one row per cancellation of an order line of a backorder that still counts, the newest first
select * from cancellations
where backorder_id = $backorder_id and order_line_id = $order_line_id and quantity > 0
order by cancelled_on desc, id desc;

-- name: po_lines_of_backorders
-- one row per backorder among $ids: its PO line
select
    b.id as backorder_id, b.number, p.id, p.po_number, p.po_line, p.ordered, p.received, p.cancelled, p.eta,
    p.version, p.order_date, p.original_due
from backorders as b
join po_lines as p on p.id = b.po_line_id
where b.id in (select unnest($ids));

-- name: stock_at
-- at most one row: a location and its stock of one product, 0 where it has none; the very code before another case
select l.id, l.code, l.name, coalesce(s.on_hand, 0), coalesce(s.promised, 0)
from locations as l
left join stock as s on s.location_id = l.id and s.product_id = $product_id
where lower(l.code) = lower($location)
order by l.code <> $location, l.code
limit 1;

-- name: move_stock
-- "incoming" holds differences, several of one place are summed; a place without stock of a product begins at 0
merge into stock
using (
    select location_id, product_id, sum(on_hand) as on_hand, sum(promised) as promised
    from incoming
    group by location_id, product_id
) as i on stock.location_id = i.location_id and stock.product_id = i.product_id
when matched then update set on_hand = stock.on_hand + i.on_hand, promised = stock.promised + i.promised
when not matched then insert (location_id, product_id, on_hand, promised)
    values (i.location_id, i.product_id, i.on_hand, i.promised);

-- name: units_asked
-- one row: units of a backorder that transfers and purchases under way will bring
select
    coalesce((select sum(t.quantity) from transfers as t
        where t.backorder_id = $backorder_id and t.state in ('requested', 'confirmed', 'shipped')), 0)
    + coalesce((select sum(p.quantity - p.received) from purchase_requests as p
        where p.backorder_id = $backorder_id and p.state in ('requested', 'ordered')), 0);

-- name: transfer_by_number
-- at most one row
select * from transfers where number = $number;

-- name: purchase_by_number
-- at most one row
select * from purchase_requests where number = $number;

-- name: find_po_lines
-- one row per PO line with something open whose PO number, supplier or product holds the text; those that
-- customers wait for first, of these the ones that are not on backorder, the earliest due before the later
with expected as (
    select po_line_id, sum(quantity - received - released) as waiting
    from allocations
    group by po_line_id
)
select
    p.id, p.po_number, p.po_line, s.name as supplier, d.code as product, d.name as product_name,
    p.ordered - p.received - p.cancelled as open, coalesce(e.waiting, 0) as waiting, p.original_due, p.eta,
    b.number as backorder
from po_lines as p
join suppliers as s on s.id = p.supplier_id
join products as d on d.id = p.product_id
left join expected as e on e.po_line_id = p.id
left join backorders as b on b.po_line_id = p.id and b.closed_on is null
where
    p.ordered > p.received + p.cancelled
    and ($search = '' or contains(
        lower(concat_ws(chr(10), p.po_number, s.code, s.name, d.code, d.name)), lower($search)
    ))
order by
    coalesce(e.waiting, 0) > 0 desc, b.number is not null, p.original_due, p.po_number, p.po_line
limit $count;

-- name: po_line_to_delay
-- at most one row: a PO line by its number, without leading zeros, and its open backorder
select
    p.id, p.po_number, p.po_line, p.supplier_id, s.name as supplier, p.product_id, d.code as product,
    d.name as product_name, p.ordered, p.received, p.cancelled, p.eta, p.version, p.order_date, p.original_due,
    b.number as backorder
from po_lines as p
join suppliers as s on s.id = p.supplier_id
join products as d on d.id = p.product_id
left join backorders as b on b.po_line_id = p.id and b.closed_on is null
where p.po_number = $po_number and ltrim(p.po_line, '0') = ltrim($po_line, '0');

-- name: order_line_supply
-- one row: a customer order line in units: still expected from PO lines or from elsewhere, given up, shipped,
-- planned to be shipped (not from stock), and lying in stock for a planned shipment
select
    o.quantity,
    coalesce((select sum(a.quantity - a.received - a.released) from allocations as a
        where a.order_line_id = o.id), 0) as expected,
    coalesce((select sum(c.quantity) from cancellations as c where c.order_line_id = o.id), 0) as given_up,
    coalesce((select sum(s.quantity) from shipments as s
        where s.order_line_id = o.id and s.state = 'shipped'), 0) as shipped,
    coalesce((select sum(s.quantity) from shipments as s
        where s.order_line_id = o.id and s.state = 'planned' and s.location_id is null
            and s.planned_on is not null), 0) as planned,
    coalesce((select sum(s.quantity) from shipments as s
        where s.order_line_id = o.id and s.state = 'planned' and s.location_id is not null), 0) as in_stock
from order_lines as o
where o.id = $order_line_id;

-- name: units_under_way
-- one row per transfer or purchase under way for a backorder: when its units are expected, the earliest first
select required_on as on_day, quantity from transfers
where backorder_id = $backorder_id and state in ('requested', 'confirmed', 'shipped')
union all
select ready_on, quantity - received from purchase_requests
where backorder_id = $backorder_id and state in ('requested', 'ordered')
order by 1;

-- name: best_substitute
-- at most one row: the substitute that is offered on the day and there soonest
select
    p.id, p.code, o.available, cast($as_of + o.lead_days as date) as ready_on, o.unit_cost, o.fixed_cost
from supply_offers as o
join products as p on p.id = o.substitute_id
where
    o.product_id = $product_id and o.kind = 3 and o.available > 0
    and o.offered_on <= $as_of and (o.expires_on is null or o.expires_on >= $as_of)
order by o.lead_days, o.unit_cost, p.code
limit 1;

-- name: decisions_of
-- one row per order line of a backorder: the newest decision of its customer
select order_line_id, strategy, reason, decided_by, decided_on
from fulfilment_decisions
where backorder_id = $backorder_id
qualify row_number() over (partition by order_line_id order by id desc) = 1;

-- name: planned_shipments
-- one row per shipment planned for an order line of a backorder
select * from shipments
where backorder_id = $backorder_id and order_line_id = $order_line_id and state = 'planned'
order by id;

-- name: shipment_by_number
-- at most one row
select * from shipments where number = $number;

-- name: sources_of
-- one row per way to get units of a backorder's product on the day: each offer (of a transfer no more than lies
-- free there), and free stock elsewhere that no offer is about, with null instead of an offer's terms.
-- base_cost is what a unit costs on the late PO line
with wanted as (
    select b.id, b.po_line_id, b.product_id, b.supplier_id, p.unit_cost
    from backorders as b
    join po_lines as p on p.id = b.po_line_id
    where b.id = $backorder_id
),
offers as (
    select o.*
    from supply_offers as o
    where o.offered_on <= $as_of and (o.expires_on is null or o.expires_on >= $as_of) and o.available > 0
),
free as (
    select s.location_id, s.product_id, s.on_hand - s.promised as spare, l.code, l.name
    from stock as s
    join locations as l on l.id = s.location_id
    where s.on_hand > s.promised and l.code <> $home
)
select
    o.code, o.kind,
    case o.kind
        when 1 then s.name when 2 then 'Transfer from ' || f.name when 3 then 'Substitute ' || u.code
        when 4 then 'Expedite ' || s.name else 'Drop ship from ' || s.name
    end as name,
    case when o.kind = 2 then least(o.available, f.spare) else o.available end as available,
    o.lead_days, o.fixed_cost, o.unit_cost, o.quality, o.expires_on, f.code as location,
    coalesce(o.supplier_id, case when o.kind = 4 then w.supplier_id end) as supplier_id,
    coalesce(o.substitute_id, w.product_id) as product_id, w.unit_cost as base_cost
from wanted as w
join offers as o on o.product_id = w.product_id and (o.po_line_id is null or o.po_line_id = w.po_line_id)
left join suppliers as s on s.id = coalesce(o.supplier_id, case when o.kind = 4 then w.supplier_id end)
left join products as u on u.id = o.substitute_id
left join free as f on o.kind = 2 and f.location_id = o.location_id and f.product_id = w.product_id
where o.kind <> 2 or f.spare is not null
union all
select
    null, 2, 'Transfer from ' || f.name, f.spare, null, null, null, 1, null, f.code, null, w.product_id,
    w.unit_cost
from wanted as w
join free as f on f.product_id = w.product_id
where not exists (
    select 1 from offers as o
    where o.kind = 2 and o.product_id = w.product_id and o.location_id = f.location_id
)
order by 2, 3, 1;

-- name: plans_of
-- one row per plan ever chosen for a backorder, oldest first
select * from chosen_plans where backorder_id = $backorder_id order by id;

-- name: transfers_of
-- one row per transfer for a backorder, oldest first
select * from transfers where backorder_id = $backorder_id order by id;

-- name: purchases_of
-- one row per purchase request for a backorder, oldest first
select * from purchase_requests where backorder_id = $backorder_id order by id;

-- name: list_transfers
-- one row per transfer, those under way first, newest first; customer is the one with most at stake
select
    t.*, b.number as backorder, p.name as product_name, f.name as from_name, h.name as to_name,
    coalesce((select max_by(c.name, l.value) from backorder_lines as l join customers as c on c.id = l.customer_id
        where l.backorder_id = b.id and l.valid_to = date '9999-12-31'), '') as customer
from transfers as t
join backorders as b on b.id = t.backorder_id
join products as p on p.id = t.product_id
join locations as f on f.id = t.from_location_id
join locations as h on h.id = t.to_location_id
join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where $owner is null or coalesce(nullif(a.owner, ''), y.owner) = $owner
order by t.state in ('received', 'cancelled'), t.requested_on desc, t.id desc
limit $count;

-- name: list_purchases
-- one row per purchase request, those under way first, newest first; customer is the one with most at stake
select
    r.number, b.number as backorder, r.kind, p.name as product_name, coalesce(s.name, '') as supplier, r.quantity,
    r.received, r.fixed_cost, r.unit_cost, r.ready_on, r.state, r.note, r.version,
    coalesce((select max_by(c.name, l.value) from backorder_lines as l join customers as c on c.id = l.customer_id
        where l.backorder_id = b.id and l.valid_to = date '9999-12-31'), '') as customer
from purchase_requests as r
join backorders as b on b.id = r.backorder_id
join products as p on p.id = r.product_id
left join suppliers as s on s.id = r.supplier_id
join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where $owner is null or coalesce(nullif(a.owner, ''), y.owner) = $owner
order by r.state in ('received', 'cancelled'), r.requested_on desc, r.id desc
limit $count;

-- name: list_shipments
-- one row per shipment, planned ones first and of these the earliest, the rest newest first
select
    s.number, b.number as backorder, c.name as customer, o.order_number || ' / ' || o.order_line as order_name,
    p.name as product_name, s.quantity, coalesce('from ' || l.name, 'from the receipt of its PO line') as source,
    s.planned_on, s.shipped_on, s.tracking, s.state, s.version
from shipments as s
join backorders as b on b.id = s.backorder_id
join order_lines as o on o.id = s.order_line_id
join customers as c on c.id = o.customer_id
join products as p on p.id = s.product_id
left join locations as l on l.id = s.location_id
join buyers as y on y.supplier_id = b.supplier_id
left join assignments as a on a.backorder_id = b.id
where $owner is null or coalesce(nullif(a.owner, ''), y.owner) = $owner
order by
    s.state <> 'planned', case when s.state = 'planned' then s.planned_on end nulls last, s.shipped_on desc,
    s.id desc
limit $count;
