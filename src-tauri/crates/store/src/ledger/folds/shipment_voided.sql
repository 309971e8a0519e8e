-- It never left; its number, if it has one, stays.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set state = 'voided'
  from f
 where shipments.shipment_id = f.subject;
