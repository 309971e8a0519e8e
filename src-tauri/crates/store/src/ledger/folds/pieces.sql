-- Serial and lot numbers of what is packed or leaves. From the fact outwards, in the order written:
-- the other way round every line that was ever shipped is looked at.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into shipment_pieces (shipment_id, shipment_n, product_id, kind, number, quantity)
select f.subject,
       sl.shipment_n,
       ol.product_id,
       'serial',
       n.value,
       1000000
  from f
 cross join jsonb_each(f.body, '$.pieces') j
 cross join jsonb_each(j.value, '$.serials') n
 cross join shipment_lines sl on sl.shipment_id = f.subject
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
  from f
 cross join jsonb_each(f.body, '$.pieces') j
 cross join jsonb_each(j.value, '$.lots') n
 cross join shipment_lines sl on sl.shipment_id = f.subject
                        and sl.shipment_n = j.value ->> '$.shipment_n'
  join order_lines ol    on ol.order_id = sl.order_id
                        and ol.line_n = sl.line_n;
