-- The open-PO report may say what is still to come instead of what has arrived: the view says both.

drop view kind_po_lines;

-- one row per PO line in the words of its contract
create view kind_po_lines as
    with arrived as (
        select po_line_id, max(received_on) as received_on from receipts group by po_line_id
    )
    select
        l.id, l.po_number, l.po_line, s.code as supplier, p.code as product, l.ordered, l.received,
        greatest(0, l.ordered - l.received - l.cancelled) as open, l.unit_cost,
        l.order_date, l.original_due, l.eta, a.received_on,
        case when l.received + l.cancelled >= l.ordered then 'closed' else 'open' end as status,
        '' as reason, s.name as supplier_name, p.name as product_name
    from po_lines as l
    join suppliers as s on s.id = l.supplier_id
    join products as p on p.id = l.product_id
    left join arrived as a on a.po_line_id = l.id;
