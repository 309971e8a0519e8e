-- The next version of what lies at a place takes the place of the one before.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into layout_profiles (place_id, scope, group_name, customer_id, document, version, stands,
                             inherits_from, fact_hash)
select subject,
       body ->> '$.scope',
       body ->> '$.group',
       unhex(body ->> '$.customer_id'),
       body ->> '$.document',
       body ->> '$.version',
       body ->> '$.layer' is not null,
       body ->> '$.layer.group',
       hash
  from f
 where true
    on conflict (place_id) do update set
   version = excluded.version,
   stands = excluded.stands,
   inherits_from = excluded.inherits_from,
   fact_hash = excluded.fact_hash;
