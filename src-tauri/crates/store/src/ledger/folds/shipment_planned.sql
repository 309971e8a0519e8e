-- What is to leave for one place of one customer.
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into shipments (shipment_id, state, sold_to, ship_to, ship_to_address_n, mode, carrier_id,
                       planned_on, fact_hash)
select unhex(body ->> '$.shipment_id'),
       'planned',
       unhex(body ->> '$.sold_to'),
       unhex(body ->> '$.ship_to.customer_id'),
       body ->> '$.ship_to.address_n',
       body ->> '$.mode',
       unhex(body ->> '$.carrier_id'),
       body ->> '$.planned_on',
       hash
  from f;
with f (body, subject, hash, at, actor, stream, seq) as (select ?1, ?2, ?3, ?4, ?5, ?6, ?7)
insert into shipment_lines (shipment_id, shipment_n, order_id, line_n, quantity,
                            replaces_shipment_id, replaces_n)
select subject,
       j.value ->> '$.shipment_n',
       unhex(j.value ->> '$.order_id'),
       j.value ->> '$.line_n',
       j.value ->> '$.quantity',
       unhex(j.value ->> '$.replaces.shipment_id'),
       j.value ->> '$.replaces.shipment_n'
  from f, jsonb_each(body, '$.lines') j;
