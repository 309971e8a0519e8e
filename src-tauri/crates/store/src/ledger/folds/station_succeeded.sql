-- The rights of a lost station pass on, and its series ends.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update stations
   set succeeded_by = unhex(f.body ->> '$.stream_id')
  from f
 where stations.stream_id = unhex(f.body ->> '$.predecessor');
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set billing_holder = unhex(f.body ->> '$.stream_id')
  from f
 where shipments.billing_holder = unhex(f.body ->> '$.predecessor');
