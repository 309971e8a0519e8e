-- The shipment arrived; whether it was accepted is for a proof to say.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set state = 'delivered',
       delivered_on = f.body ->> '$.delivered_on'
  from f
 where shipments.shipment_id = f.subject;
