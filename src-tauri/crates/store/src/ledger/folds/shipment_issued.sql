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
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into stock_movements (stream_id, seq, n, product_id, quantity, moved_on, reason, subject_id)
select stream,
       seq,
       j.key,
       unhex(j.value ->> '$.product_id'),
       j.value ->> '$.quantity',
       body ->> '$.dispatched_on',
       'shipped',
       subject
  from f, jsonb_each(body, '$.movements') j;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into stock (product_id, on_hand)
select unhex(j.value ->> '$.product_id'),
       j.value ->> '$.quantity'
  from f, jsonb_each(body, '$.movements') j
 where true
    on conflict (product_id) do update set on_hand = on_hand + excluded.on_hand;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into billing_work (shipment_id, shipment_n, order_id)
select sl.shipment_id,
       sl.shipment_n,
       sl.order_id
  from f
  join shipment_lines sl on sl.shipment_id = f.subject;
