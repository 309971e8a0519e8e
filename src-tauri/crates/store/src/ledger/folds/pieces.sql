-- Serial and lot numbers of what is packed or leaves.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into shipment_pieces (shipment_id, shipment_n, product_id, kind, number, quantity)
select f.subject,
       sl.shipment_n,
       ol.product_id,
       'serial',
       n.value,
       1000000
  from f,
       jsonb_each(f.body, '$.pieces') j,
       jsonb_each(j.value, '$.serials') n
  join shipment_lines sl on sl.shipment_id = f.subject
                        and sl.shipment_n = j.value ->> '$.shipment_n'
  join order_lines ol    on ol.order_id = sl.order_id
                        and ol.line_n = sl.line_n
 union all
select f.subject,
       sl.shipment_n,
       ol.product_id,
       'lot',
       n.value ->> '$.lot',
       n.value ->> '$.quantity'
  from f,
       jsonb_each(f.body, '$.pieces') j,
       jsonb_each(j.value, '$.lots') n
  join shipment_lines sl on sl.shipment_id = f.subject
                        and sl.shipment_n = j.value ->> '$.shipment_n'
  join order_lines ol    on ol.order_id = sl.order_id
                        and ol.line_n = sl.line_n;
