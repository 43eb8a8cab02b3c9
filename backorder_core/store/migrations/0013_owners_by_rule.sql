-- Every backorder has an owner by rule, as long as anybody works here who could be one.

-- Grain: one row per supplier: who owns its backorders until somebody else is named. That is its buyer where one is
-- known (named), else the purchasing manager (12), else a planner (1), of several the first by name.
create view buyers as
    select
        s.id as supplier_id,
        coalesce(
            nullif(s.buyer, ''),
            (
                select p.name from people as p
                where p.left_on is null and p.role in (12, 1)
                order by p.role = 12 desc, p.name
                limit 1
            ),
            ''
        ) as owner,
        coalesce(s.buyer, '') <> '' as named
    from suppliers as s;
