-- name: po_lines_by_name
-- one row per asked PO line that the store knows; asked are two lists of equal length
with asked as (select unnest($po_numbers) as po_number, unnest($po_lines) as po_line)
select distinct
    p.id, p.po_number, p.po_line, p.ordered, p.received, p.cancelled, p.eta, p.version, p.original_due
from asked as a
join po_lines as p on p.po_number = a.po_number and ltrim(p.po_line, '0') = ltrim(a.po_line, '0');

-- name: open_for_escalation
-- one row per open backorder with what its escalation level depends on
select id, original_due, tier, level from backorders where closed_on is null;

-- name: product_of_backorders
-- one row per backorder: the product that notices speak of
select b.id, p.code, p.name
from backorders as b
join products as p on p.id = b.product_id
where b.id in (select unnest($ids));
