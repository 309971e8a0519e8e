-- The series of a lost station ends, and what it held passes on where nothing can have been lost.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update stations
   set succeeded_by = unhex(f.body ->> '$.stream_id')
  from f
 where stations.stream_id = unhex(f.body ->> '$.predecessor');
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set billing_holder = unhex(f.body ->> '$.stream_id')
  from f
 where shipments.billing_holder = unhex(f.body ->> '$.predecessor')
   and f.body ->> '$.billing_passes';
