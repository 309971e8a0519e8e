-- Who answers for an order from now on.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into batons (order_id, department, holder, step, since, due_at, offer_to, offer_department,
                    offered_at, accept_by, fact_hash)
select unhex(j.value ->> '$.order_id'),
       j.value ->> '$.department',
       unhex(j.value ->> '$.holder'),
       j.value ->> '$.step',
       j.value ->> '$.since',
       j.value ->> '$.due_at',
       unhex(j.value ->> '$.offer.to'),
       j.value ->> '$.offer.department',
       j.value ->> '$.offer.offered_at',
       j.value ->> '$.offer.accept_by',
       hash
  from f, jsonb_each(coalesce(body -> '$.batons', json_array(body -> '$.baton'))) j
 where true
    on conflict (order_id) do update set
   department = excluded.department,
   holder = excluded.holder,
   step = excluded.step,
   since = excluded.since,
   due_at = excluded.due_at,
   offer_to = excluded.offer_to,
   offer_department = excluded.offer_department,
   offered_at = excluded.offered_at,
   accept_by = excluded.accept_by,
   fact_hash = excluded.fact_hash;
