-- Allocations made by rule give way as long as nothing came of them; the views part those from the firm ones.

-- one row per allocation that holds: from a file, or made by rule and received, released or short by now
create view firm_allocations as
    select a.*
    from allocations as a
    where
        not a.made or a.received + a.released > 0
        or exists (select 1 from backorders as b where b.po_line_id = a.po_line_id and b.closed_on is null);

-- one row per allocation that the rule may make anew
create view loose_allocations as
    select a.*
    from allocations as a
    where
        a.made and a.received + a.released = 0
        and not exists (select 1 from backorders as b where b.po_line_id = a.po_line_id and b.closed_on is null);

-- one row per allocation in the words of its contract; what the rule may make anew is nobody's word
drop view kind_allocations;

create view kind_allocations as
    select a.id, l.po_number, l.po_line, o.order_number, o.order_line, a.quantity, a.received, a.released, a.made
    from firm_allocations as a
    join po_lines as l on l.id = a.po_line_id
    join order_lines as o on o.id = a.order_line_id;
