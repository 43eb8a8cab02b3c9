-- What the benchmarks hold the use-cases against.

-- name: plain_scan
-- one row: the least that a total over the open backorders could cost
select count(*), sum(value) from backorders where closed_on is null;

-- name: lines_for_a_file
-- one row per PO line, with the ETA that the store knows
select po_number, po_line, eta from po_lines order by id limit $count;
