-- Files on their way in stand in an in-memory catalogue beside the store until they are applied or dropped:
-- nothing of a preview is written to the store.

-- name: create_staged_cells
-- one row per row of a file, in the file's own words; width is how many cells the row has
create table staging.cells (draft varchar, line bigint, width integer, cells varchar[]);

-- name: create_staged_readings
-- one row per distinct text of a dated or numbered column: what it reads as, or why it does not
create table staging.readings (
    draft varchar, field varchar, text varchar, day date, amount decimal(18, 3), problem varchar
);

-- name: create_staged_delays
-- one row per row of a delay file, beside the PO line and the open backorder that it speaks of
create table staging.delays (
    draft varchar, line bigint, width integer, po_number varchar, po_line varchar,
    eta_text varchar, new_eta date, eta_problem varchar,
    quantity_text varchar, quantity decimal(18, 3), quantity_problem varchar, words varchar, note varchar,
    po_line_id bigint, order_date date, original_due date, eta date, confirmed_on date,
    ordered decimal(18, 3), received decimal(18, 3), cancelled decimal(18, 3),
    backorder_id bigint, backorder_number varchar, backorder_open decimal(18, 3), changed_on date
);

-- name: create_staged_verdicts
-- one row per row of a file: how it ends and why; recorded says whether it writes anything
create table staging.verdicts (
    draft varchar, line bigint, outcome smallint, reason varchar, column_name varchar, value varchar,
    po_line_id bigint, backorder_id bigint, new_eta date, quantity decimal(18, 3), words varchar,
    recorded boolean, record varchar, before varchar, lacks varchar
);

-- name: staged_alike
-- one row per row of the file that shares the texts at some places with another one, in the file's order
with said as (
    select
        line, width, cells,
        hash(list_transform($places, lambda p:
            case when list_contains($zeros, p) then ltrim(trim(cells[p], $blanks), '0')
            else trim(cells[p], $blanks) end
        )) as alike
    from staging.cells
    where draft = $draft
),
several as (select alike from said group by alike having count(*) > 1)
select s.line, s.width, s.cells
from said as s
join several as t on t.alike = s.alike
order by s.line;

-- name: staged_cells
-- one row per row of the file among the lines from $low to $high, in the file's order
select line, width, cells from staging.cells
where draft = $draft and line between $low and $high
order by line;

-- name: stage_cells
insert into staging.cells
select $draft, line, cells, list_value(*columns('^c[0-9]+$')) from incoming;

-- name: add_staged_cells
-- every row of the file gets the same cells behind its own
update staging.cells
set cells = list_concat(cells, $given), width = width + len($given)
where draft = $draft;

-- name: heads_at_odds
-- at most one row: a key under which rows of a joined file say different things
with heads as (
    select
        list_transform($key, lambda p: trim(cells[p], $blanks)) as named,
        list_transform($take, lambda p: trim(cells[p], $blanks)) as taken
    from staging.cells
    where draft = $heads
)
select named from heads
group by named
having count(distinct taken) > 1
order by named
limit 1;

-- name: join_staged_cells
-- every row of the file that has a partner in the joined file gets cells of it behind its own
update staging.cells as c
set cells = list_concat(c.cells, h.taken), width = c.width + len($take)
from (
    select
        list_transform($key, lambda p: trim(cells[p], $blanks)) as named,
        any_value(list_transform($take, lambda p: cells[p])) as taken
    from staging.cells
    where draft = $heads
    group by named
) as h
where c.draft = $draft and list_transform($on, lambda p: trim(c.cells[p], $blanks)) = h.named;

-- name: mark_alone
-- every row of the file without a partner gets empty cells, and $alone for how many it has
update staging.cells
set cells = list_concat(cells, $empty), width = $alone
where draft = $draft and len(cells) = $before;

-- name: staged_texts
-- one row per distinct text in one column, with the first line that has it
select trim(cells[$position], $blanks) as text, min(line) as line
from staging.cells
where draft = $draft and trim(cells[$position], $blanks) <> ''
group by 1
order by 2;

-- name: stage_readings
insert into staging.readings by name select $draft as draft, * from incoming;

-- name: stage_delays
-- a PO line is found by its number without leading zeros: 00010 and 10 are the same line
insert into staging.delays
with said as (
    select
        line, width,
        nullif(trim(cells[$po_number], $blanks), '') as po_number,
        nullif(trim(cells[$po_line], $blanks), '') as po_line,
        nullif(trim(cells[$new_eta], $blanks), '') as eta_text,
        nullif(trim(cells[$quantity], $blanks), '') as quantity_text,
        coalesce(trim(cells[$reason], $blanks), '') as words,
        coalesce(trim(cells[$note], $blanks), '') as note
    from staging.cells
    where draft = $draft
),
days as (select text, day, problem from staging.readings where draft = $draft and field = 'new_eta'),
amounts as (select text, amount, problem from staging.readings where draft = $draft and field = 'quantity'),
open_ones as (
    select id, po_line_id, number, quantity - received - cancelled as open_quantity, valid_from
    from backorders
    where closed_on is null
)
select
    $draft, s.line, s.width, s.po_number, s.po_line,
    s.eta_text, d.day, d.problem, s.quantity_text, q.amount, q.problem, s.words, s.note,
    p.id, p.order_date, p.original_due, p.eta, p.eta_confirmed_on, p.ordered, p.received, p.cancelled,
    b.id, b.number, b.open_quantity, b.valid_from
from said as s
left join days as d on d.text = s.eta_text
left join amounts as q on q.text = s.quantity_text
left join po_lines as p on p.po_number = s.po_number and ltrim(p.po_line, '0') = ltrim(s.po_line, '0')
left join open_ones as b on b.po_line_id = p.id;

-- name: staged_line_repeats
-- one row per PO line that stands in the well-formed rows more than once: its lines in order, and whether they agree
select
    po_number, ltrim(po_line, '0') as po_line,
    list(line order by line) as lines,
    count(distinct
        coalesce(cast(new_eta as varchar), eta_text, 'unknown')
        || '/' || coalesce(cast(quantity as varchar), quantity_text, '')
    ) as meanings
from staging.delays
where draft = $draft and po_number is not null and po_line is not null and width = $width
    and eta_problem is null and quantity_problem is null
group by 1, 2
having count(*) > 1;

-- name: staged_line_range
-- one row: how many rows of the file, its first and last line
select count(*), coalesce(min(line), 0), coalesce(max(line), 0) from staging.cells where draft = $draft;

-- name: staged_delays
-- one row per row of the file among the lines from $low to $high, in the file's order
select * exclude (draft) from staging.delays
where draft = $draft and line between $low and $high
order by line;

-- name: stage_verdicts
insert into staging.verdicts by name select $draft as draft, * from incoming;

-- name: count_verdicts
-- one row per outcome; counts sum to the rows of the file
select outcome, count(*) from staging.verdicts where draft = $draft group by outcome;

-- name: digest_verdicts
-- one row: the same number for the same verdicts, whatever their order, and how many write something
select
    cast(coalesce(bit_xor(hash(line, outcome, po_line_id, backorder_id, new_eta, quantity, record)), 0) as varchar),
    count(*) filter (where recorded)
from staging.verdicts
where draft = $draft;

-- name: page_of_verdicts
-- one row per row of the file with its verdict, in the file's order and in its own words
select v.line, v.outcome, v.reason, v.column_name, v.value, c.cells, b.number
from staging.verdicts as v
join staging.cells as c on c.draft = v.draft and c.line = v.line
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
-- one row per rejected row, in the file's order, with its own cells
select v.line, v.column_name, v.value, v.reason, c.cells, v.lacks
from staging.verdicts as v
join staging.cells as c on c.draft = v.draft and c.line = v.line
where v.draft = $draft and v.outcome = 5
order by v.line;

-- name: verdicts_to_write
-- one row per row of the file with this outcome that writes something, beside its PO line as it stands now
select
    v.line, v.po_line_id, v.backorder_id, v.new_eta, v.quantity, v.words, v.reason,
    p.po_number, p.po_line, p.supplier_id, p.product_id, p.original_due, p.eta, p.received, p.cancelled,
    p.version, s.name as supplier, d.code as product, d.name as product_name
from staging.verdicts as v
join po_lines as p on p.id = v.po_line_id
join suppliers as s on s.id = p.supplier_id
join products as d on d.id = p.product_id
where v.draft = $draft and v.outcome = $outcome and v.recorded
order by v.line;

-- name: lines_to_confirm
-- one row per PO line that the file confirms or dates again
select distinct po_line_id from staging.verdicts
where draft = $draft and recorded and outcome in (1, 2, 3, 4);

-- name: keep_import_rows
-- one row per row of the file goes into the store, in its own cells
insert into import_rows by name
select
    $import_id as import_id, v.line, v.outcome, v.reason, v.column_name, v.value, v.po_line_id, v.backorder_id,
    p.eta_confirmed_on as confirmed_before, c.cells as raw, v.record, v.before
from staging.verdicts as v
join staging.cells as c on c.draft = v.draft and c.line = v.line
left join po_lines as p on p.id = v.po_line_id
where v.draft = $draft;

-- name: drop_staged_cells
delete from staging.cells where draft = $draft;

-- name: drop_staged_readings
delete from staging.readings where draft = $draft;

-- name: drop_staged_delays
delete from staging.delays where draft = $draft;

-- name: drop_staged_verdicts
delete from staging.verdicts where draft = $draft;

-- name: tidy_staging
-- no row: rows that were dropped are read over by every later statement until this is done
checkpoint staging;
