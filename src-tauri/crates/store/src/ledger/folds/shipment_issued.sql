-- The shipment left under its delivery note; its stock moves and billing may look at it.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set state = 'issued',
       number = f.body ->> '$.number',
       stream_id = f.stream,
       year = f.body ->> '$.year',
       counter = f.body ->> '$.counter',
       dispatched_on = f.body ->> '$.dispatched_on',
       billing_holder = f.stream,
       issued_hash = f.hash
  from f
 where shipments.shipment_id = f.subject;
