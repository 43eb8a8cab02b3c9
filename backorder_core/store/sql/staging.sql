-- How the rows of files on their way in end stands in an in-memory catalogue beside the store until they are
-- applied or dropped: nothing of a preview is written to the store.

-- name: create_staged_delays
-- one row per row of a delay file: what it speaks of; rows with the same numbers in alike and units end the same way
create table staging.delays (
    draft varchar, line bigint, po_line_id bigint, backorder_id bigint, new_eta date, confirmed_on date,
    alike bigint, units bigint
);

-- name: create_staged_verdicts
-- one row per row of a file, of rows that are alike for the first: how it ends and why; recorded says whether
-- it writes anything
create table staging.verdicts (
    draft varchar, line bigint, outcome smallint, reason varchar, column_name varchar, value varchar,
    po_line_id bigint, backorder_id bigint, new_eta date, quantity decimal(18, 3), words varchar,
    recorded boolean, record varchar, before varchar, lacks varchar, alike bigint, units bigint
);

-- name: create_staged_ends
-- one row per row of a file: how it ends, and what it speaks of itself; words are those of the row that was judged
create view staging.ends as
select * exclude (alike, units) from staging.verdicts where alike is null
union all by name
select v.* exclude (draft, line, po_line_id, backorder_id, new_eta, alike, units), d.* exclude (confirmed_on, alike, units)
from staging.delays as d
join staging.verdicts as v on v.draft = d.draft and v.alike = d.alike and v.units = d.units;

-- name: stage_delays
-- a PO line is found by its number without leading zeros: 00010 and 10 are the same line; alike and units pack what
-- the verdict on a sound row depends on (docs/decisions say how), alike has minus the line for one judged alone
insert into staging.delays
with open_ones as (
    select id, po_line_id, quantity - received - cancelled as open_units, valid_from
    from backorders
    where closed_on is null
),
waited_for as (select distinct po_line_id from allocations where quantity > received + released),
told as (
    select
        s.line, p.id as po_line_id, b.id as backorder_id, s.new_eta, p.eta_confirmed_on as confirmed_on,
        p.ordered > p.received + p.cancelled as still_open, w.po_line_id is not null as waited_for,
        s.new_eta is not distinct from p.eta as same, (s.new_eta - p.original_due < $least_slip) is true as in_time,
        case when p.eta_confirmed_on < $as_of then 0 when p.eta_confirmed_on is null then 0 else 8 end as heard,
        coalesce(p.eta - date '1899-12-31', 0) as eta_day, coalesce(s.new_eta - date '1899-12-31', 0) as new_day,
        p.original_due - date '1899-12-31' as due_day,
        case when s.quantity <> b.open_units
            then cast(s.quantity * 1000 as bigint) * 2_147_483_648 + cast(b.open_units * 1000 as bigint)
            else 0
        end as other_units,
        s.whole and p.id is not null and (b.valid_from <= $as_of and b.open_units < 2_000_000) is not false
            and (s.new_eta between p.order_date and $farthest) is not false
            and (s.quantity > 0 and s.quantity <= least(p.ordered, 2_000_000)) is not false as sound
    from incoming as s
    left join po_lines as p on p.po_number = s.po_number and ltrim(p.po_line, '0') = ltrim(s.po_line, '0')
    left join open_ones as b on b.po_line_id = p.id
    left join waited_for as w on w.po_line_id = p.id
)
select
    $draft, line, po_line_id, backorder_id, new_eta, confirmed_on,
    case
        when sound is not true or least(eta_day, new_day, due_day) < 0 or greatest(eta_day, new_day, due_day) > 131_071
            then -line
        when not still_open then 0
        when backorder_id is not null and same then 1 + heard + 16 * eta_day
        when backorder_id is not null then 2 + 16 * (eta_day + 131_072 * new_day)
        when same and (not waited_for or in_time) then 3 + heard + 16 * eta_day
        when not waited_for then 4
        when in_time then 5 + 16 * (new_day + 131_072 * due_day)
        else -line
    end,
    case when sound and still_open then other_units else 0 end
from told;

-- name: staged_po_lines
-- one row per row of the file whose PO line is known
select po_line_id from staging.delays where draft = $draft and po_line_id is not null;

-- name: set_delays_apart
-- rows that speak of one of the PO lines are judged alone
update staging.delays set alike = -line
where draft = $draft and po_line_id in (select unnest($po_line_ids));

-- name: lines_of_po_lines
-- one row per row of the file that speaks of one of the PO lines, or of none that is known
select line from staging.delays
where draft = $draft and (po_line_id in (select unnest($po_line_ids)) or po_line_id is null);

-- name: staged_line_repeats
-- one row per PO line that stands in the given well-formed rows more than once: its lines in order, and whether
-- they agree
select
    po_number, ltrim(po_line, '0') as po_line,
    list(line order by line) as lines,
    count(distinct
        coalesce(cast(new_eta as varchar), eta_text, 'unknown')
        || '/' || coalesce(cast(quantity as varchar), quantity_text, '')
    ) as meanings
from incoming
where po_number is not null and po_line is not null and width = $width
    and new_eta_problem is null and quantity_problem is null
group by 1, 2
having count(*) > 1;

-- name: lines_to_judge
-- one row per row of the file that has to be judged, for all those that are alike the first; in the file's order
select min(line) as line from staging.delays where draft = $draft group by alike, units order by line;

-- name: staged_delays
-- one row per given row of the file, beside the PO line and the open backorder that it speaks of, in the file's order
select
    s.line, s.width, s.po_number, s.po_line, s.eta_text, s.new_eta, s.new_eta_problem as eta_problem,
    s.quantity_text, s.quantity, s.quantity_problem, coalesce(s.reason, '') as words, coalesce(s.note, '') as note,
    t.po_line_id, p.order_date, p.original_due, p.eta, p.eta_confirmed_on as confirmed_on,
    p.ordered, p.received, p.cancelled,
    t.backorder_id, b.number as backorder_number, b.quantity - b.received - b.cancelled as backorder_open,
    b.valid_from as changed_on
from incoming as s
join staging.delays as t on t.draft = $draft and t.line = s.line
left join po_lines as p on p.id = t.po_line_id
left join backorders as b on b.id = t.backorder_id
order by s.line;

-- name: stage_verdicts
insert into staging.verdicts by name
select $draft as draft, i.*, d.alike, d.units
from incoming as i
left join staging.delays as d on d.draft = $draft and d.line = i.line;

-- name: count_verdicts
-- one row per outcome; counts sum to the rows of the file
select outcome, count(*) from staging.ends where draft = $draft group by outcome;

-- name: digest_verdicts
-- one row: the same number for the same verdicts, whatever their order, and how many write something
select
    cast(coalesce(bit_xor(hash(line, outcome, po_line_id, backorder_id, new_eta, quantity, record)), 0) as varchar),
    count(*) filter (where recorded)
from staging.ends
where draft = $draft;

-- name: page_of_verdicts
-- one row per row of the file with its verdict, in the file's order
select v.line, v.outcome, v.reason, v.column_name, v.value, b.number
from staging.ends as v
left join backorders as b on b.id = v.backorder_id
where v.draft = $draft and ($outcome is null or v.outcome = $outcome)
order by v.line
limit $count offset $skip;

-- name: records_to_write
-- one row per record that a file makes or changes, after line $after, in the file's order
select line, record
from staging.verdicts
where draft = $draft and recorded and record is not null and line > $after
order by line
limit $count;

-- name: staged_rejections
-- one row per rejected row, in the file's order
select line, column_name, value, reason, lacks from staging.ends where draft = $draft and outcome = 5 order by line;

-- name: written_lines
-- one row per row of the file with this outcome that writes something, in the file's order
select line from staging.ends where draft = $draft and outcome = $outcome and recorded order by line;

-- name: verdicts_to_write
-- one row per given row of a delay file, beside its PO line as it stands now, in the file's order
select
    v.line, v.po_line_id, v.backorder_id, v.new_eta, v.quantity, concat_ws('; ', i.reason, i.note) as words, v.reason,
    p.po_number, p.po_line, p.supplier_id, p.product_id, p.original_due, p.eta, p.received, p.cancelled,
    p.version, s.name as supplier, d.code as product, d.name as product_name
from incoming as i
join staging.ends as v on v.draft = $draft and v.line = i.line
join po_lines as p on p.id = v.po_line_id
join suppliers as s on s.id = p.supplier_id
join products as d on d.id = p.product_id
order by v.line;

-- name: confirm_lines_of_file
-- every PO line that the file confirms or dates again was heard of on its day; a confirmation never moves backwards
update po_lines
set eta_confirmed_on = greatest(coalesce(eta_confirmed_on, $on), $on)
from (
    select distinct po_line_id from staging.ends where draft = $draft and recorded and outcome in (1, 2, 3, 4)
) as heard
where po_lines.id = heard.po_line_id;

-- name: keep_import_rows
-- one row per row of the file goes into the store; incoming has the own cells of those that are rejected
insert into import_rows by name
select
    $import_id as import_id, v.line, v.outcome, v.reason, v.column_name, v.value, v.po_line_id, v.backorder_id,
    p.eta_confirmed_on as confirmed_before, coalesce(i.raw, []) as raw, v.record, v.before
from staging.ends as v
left join incoming as i on i.line = v.line
left join po_lines as p on p.id = v.po_line_id
where v.draft = $draft;

-- name: drop_staged_delays
delete from staging.delays where draft = $draft;

-- name: drop_staged_verdicts
delete from staging.verdicts where draft = $draft;

-- name: tidy_staging
-- no row: rows that were dropped are read over by every later statement until this is done
checkpoint staging;
