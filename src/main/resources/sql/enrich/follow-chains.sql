-- after: resolve-links
-- when: touched_network
-- From the suppliers down to the stores: the second half of supply_source. A link has one source, so it is reached at most
-- once, and the walk ends. What it does not reach is on a cycle, or behind one.
create temporary table chain on commit drop as
with recursive down as (
    select location_id, assortment, lead_time_days as effective_lead_time_days, 1 as hops, source_id as supplier_id,
           'supplier' as chain_end
    from link
    where source_kind = 'supplier'
    union all
    select l.location_id, l.assortment, null, null, null, 'nowhere'
    from link as l
    left join link as s on s.location_id = l.source_id and s.assortment = l.assortment
    where l.source_kind = 'warehouse' and s.location_id is null
    union all
    select l.location_id, l.assortment, d.effective_lead_time_days + l.lead_time_days, d.hops + 1, d.supplier_id,
           d.chain_end
    from down as d
    join link as l on l.source_kind = 'warehouse' and l.source_id = d.location_id and l.assortment = d.assortment
)
select * from down;

analyze chain;

create temporary table circling on commit drop as
select l.location_id, l.assortment, l.source_id
from link as l
left join chain as c on c.location_id = l.location_id and c.assortment = l.assortment
where c.location_id is null;

create temporary table on_cycle on commit drop as select * from circling;

analyze circling;
analyze on_cycle;

-- A location that supplies nobody is not on a cycle; without it others supply nobody, and so on.
do $$
begin
    loop
        delete from on_cycle as o
        where not exists (
            select from on_cycle as s where s.source_id = o.location_id and s.assortment = o.assortment
        );
        exit when not found;
    end loop;
end $$;

insert into chain (location_id, assortment, chain_end)
select g.location_id, g.assortment, case when o.location_id is null then 'behind cycle' else 'cycle' end
from circling as g
left join on_cycle as o on o.location_id = g.location_id and o.assortment = g.assortment
