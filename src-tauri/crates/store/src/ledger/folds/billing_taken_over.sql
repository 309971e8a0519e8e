-- The right to bill one shipment passes on, after a person looked for a paper invoice of it.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set billing_holder = f.stream
  from f
 where shipments.shipment_id = f.subject;
