-- Goods counted back.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into returns (return_id, shipment_id, counted_on, reason, fact_hash)
select unhex(body ->> '$.return_id'),
       subject,
       body ->> '$.counted_on',
       body ->> '$.reason',
       hash
  from f;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into return_lines (return_id, shipment_id, shipment_n, quantity)
select unhex(body ->> '$.return_id'),
       subject,
       j.value ->> '$.shipment_n',
       j.value ->> '$.quantity'
  from f, jsonb_each(body, '$.lines') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
update shipment_pieces
   set returned = 1
  from f, jsonb_each(f.body, '$.lines') j, jsonb_each(j.value, '$.serials') n
 where shipment_pieces.shipment_id = f.subject
   and shipment_pieces.shipment_n = j.value ->> '$.shipment_n'
   and shipment_pieces.kind = 'serial'
   and shipment_pieces.number = n.value;
