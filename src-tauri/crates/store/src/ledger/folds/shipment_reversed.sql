-- Its goods came back whole; its quantities fall to nothing.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set state = 'reversed'
  from f
 where shipments.shipment_id = f.subject;
