-- A step that changes no quantity.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipments
   set state = f.body ->> '$.state'
  from f
 where shipments.shipment_id = f.subject;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
delete from shipment_pieces
 where shipment_id = (select subject from f where body ->> '$.event' = 'unpack');
