-- Who carries goods.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into carriers (carrier_id, code, name, active, fact_hash)
select unhex(body ->> '$.carrier_id'),
       body ->> '$.code',
       body ->> '$.name',
       body ->> '$.active',
       hash
  from f
 where true
    on conflict (carrier_id) do update set
   code = excluded.code,
   name = excluded.name,
   active = excluded.active,
   fact_hash = excluded.fact_hash;
